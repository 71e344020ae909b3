"""Which points and which misconceptions an answer states, how strongly, and in which sentence.

The answer is cut into units (sentences, or clauses of long ones). For every window of one to three neighbouring
units and every phrase of the task, the coverage is the share of the phrase's weight whose words were said there.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from core.scoring.document import Document, Range
from core.scoring.features import PRIOR, STORY_JOBS, Features, Floats, Phrases, job_key
from core.scoring.lexicon.grammar import ABSOLUTES, NEGATIONS
from core.scoring.words import family, is_misspelling, rarity

MISSPELT_SHARE = 0.9
DENIED_SHARE = 0.35
"""What is left of a point when the sentence denies it, or states what the point denies."""
WRONG_HITS = (0.5, 2.5)
"""Content words in common with a misconception: none in half a word, full belief from the third on."""
QUALIFIED_SHARE = 0.6
"""What is left of a misconception that speaks of always, never or only, in a sentence without any such word."""
SCATTERED_SHARE = 0.8
"""What a point is worth whose words are scattered over the whole answer."""
TIGHT = 0.8
"""Share of a window's coverage for which a smaller one within it is quoted instead."""
MET = 0.5
"""A point counts as met from this strength on."""
SURELY_MADE = 0.9
"""Strength from which one sentence makes a point by itself."""
AUTHORED = (0.1, 0.65, 1.6)
"""Coverage of a phrase where credit begins, where it is full (nobody says every word), and the bend between: a
point is made or not, so that half the words are worth less than half."""
READ_OFF = (0.1, 0.55, 1.0)
"""The same for points that were read off a reference answer, whose sentences hold more than anybody repeats."""
WRONG_FLOOR, WRONG_CEILING = 0.4, 0.8
"""The same for misconceptions, which ask for more certainty."""
LEAD = (-0.1, 0.1)
"""How far a misconception has to be ahead of the right point that a sentence comes nearest to, to count at all
and to count in full. Right and wrong are said in nearly the same words: the nearer one is what was meant."""


@dataclass(frozen=True)
class Match:
    """How strongly one point or misconception is stated (0..1), how much of it was covered, and where best.

    ``alone`` is the one sentence that makes the point by itself, if there is one.
    """

    strength: float = 0.0
    coverage: float = 0.0
    where: Range | None = None
    alone: Range | None = None


@dataclass(frozen=True)
class Matches:
    """Matches of every point and misconception of a task, and the share of its reference that was said."""

    points: tuple[Match, ...]
    misconceptions: tuple[Match, ...]
    reference: float


_MOST_SLIPS = 60
"""Rare words that are looked at; a text with more is not mistyped, and would cost time."""


def spelling(document: Document, features: Features) -> dict[str, str]:
    """Families of misspelt words, by the word: only rare words that nearly are a word of the task."""
    corrected: dict[str, str] = {}
    unknown = (w for w in dict.fromkeys(document.words) if len(w) >= 5 and w.isalpha() and rarity(w) < 2.5)
    for word in islice(unknown, _MOST_SLIPS):
        targets = features.vocabulary.get(word[0], ())
        if word in targets:
            continue
        for target in targets:
            if is_misspelling(word, target):
                corrected[word] = family(target)
                break
    return corrected


def match(document: Document, features: Features, claims: Floats) -> Matches:
    """Match an answer with its task; ``claims`` says of each unit how much it states rather than names."""
    phrases = features.phrases
    if not document.units or not phrases.owners:
        nothing = Match()
        return Matches((nothing,) * phrases.points, (nothing,) * phrases.misconceptions, 0.0)
    heard = credits(document, phrases, spelling(document, features))
    reference = _reference(heard * np.minimum(1.0, 3.0 * claims)[:, None], phrases)
    if not phrases.first_reference:
        return Matches((), (), reference)
    said = heard * claims[:, None]
    windows = _windows(len(document.units))
    near = _heard_in_windows(said[:, : phrases.stated_slots])
    cover = coverage(near, phrases)
    _support(cover, near, phrases)
    cover *= np.array([_nearness(b - a) for a, b in windows])[:, None]
    best = np.maximum.reduceat(cover, phrases.owner_starts[: phrases.first_reference], axis=1)
    places = [(document.units[a][0], document.units[b - 1][1]) for a, b in windows]
    held = _unless_denied(_held(best, phrases), document, phrases, cover, places)
    right = best[:, : phrases.points] * (1.0 - held.max(axis=1, initial=0.0))[:, None]
    return Matches(
        tuple(
            _point(document, phrases, owner, cover, right[:, owner].tolist(), places) for owner in range(phrases.points)
        ),
        tuple(
            _wrong(document, phrases, phrases.points + number, cover, best, held[:, number], places)
            for number in range(phrases.misconceptions)
        ),
        reference,
    )


def credits(document: Document, phrases: Phrases, corrected: dict[str, str]) -> Floats:
    """For each unit of the answer (rows) and each word slot (columns), how well the slot's word was said."""
    table = np.zeros((len(document.units), len(phrases.weights)))
    units = [row for row, (first, after) in enumerate(document.units) for _ in range(first, after)]
    _hear(table, phrases, zip(units, document.keys, strict=True), 1.0)
    _hear(table, phrases, _jobs_of_units(document, phrases), 1.0)
    if corrected:
        slips = ((unit, corrected.get(word, "")) for unit, word in zip(units, document.words, strict=True))
        _hear(table, phrases, slips, MISSPELT_SHARE)
    return table


def _hear(table: Floats, phrases: Phrases, said: Iterable[tuple[int, str]], share: float) -> None:
    """Enter what each key, said in the unit of that row, is worth in its slots; of two for one slot the better."""
    known = [(row, number) for row, key in said if (number := phrases.numbers.get(key)) is not None]
    if not known:
        return
    rows, numbers = np.array(known, dtype=np.intp).T
    sizes = phrases.entries[numbers + 1] - phrases.entries[numbers]
    starts = phrases.entries[numbers] - (sizes.cumsum() - sizes)
    entries = np.repeat(starts, sizes) + np.arange(sizes.sum())
    places = np.repeat(rows * table.shape[1], sizes) + phrases.entry_slots[entries]
    np.maximum.at(table.reshape(-1), places, phrases.entry_credits[entries] * share)


def _jobs_of_units(document: Document, phrases: Phrases) -> list[tuple[int, str]]:
    """The units in which the answer does a job that a phrase of the task does, with the job's key."""
    starts = [first for first, _ in document.units]
    return [
        (bisect_right(starts, place) - 1, key)
        for job in STORY_JOBS
        if (key := job_key(job)) in phrases.numbers
        for place, _ in document.marks.get(job, ())
    ]


def _reference(said: Floats, phrases: Phrases) -> float:
    """Share of the reference's weight that was said anywhere in the answer."""
    if phrases.first_reference >= phrases.owners:
        return 0.0
    begin = phrases.slots(phrases.phrases(phrases.first_reference)[0])[0]
    weights = phrases.weights[begin:]
    total = float(weights.sum())
    return float((said[:, begin:].max(axis=0) * weights).sum()) / total if total else 0.0


def _windows(units: int) -> list[Range]:
    """Single units first, then pairs, then triples of neighbours, then the whole answer."""
    near = [(start, start + size) for size in (1, 2, 3) for start in range(units - size + 1)]
    return [*near, (0, units)] if units > 3 else near


def _heard_in_windows(said: Floats) -> Floats:
    """What is said in each of the windows, in their order: a word counts once, where it was said best."""
    pairs = np.maximum(said[:-1], said[1:])
    triples = np.maximum(pairs[:-1], said[2:])
    near = [said, pairs, triples]
    return np.vstack([*near, said.max(axis=0)] if len(said) > 3 else near)


def _nearness(units: int) -> float:
    """What a point is worth whose words are spread over so many units."""
    return 1.0 if units <= 3 else SCATTERED_SHARE


def coverage(said: Floats, phrases: Phrases) -> Floats:
    """Share of its weight that each window says of each phrase of a point or misconception.

    Rows: windows, columns: phrases.
    """
    stated = slice(phrases.stated_phrases)
    covered = np.add.reduceat(said * phrases.weights[: said.shape[1]], phrases.starts[stated], axis=1)
    return np.asarray(covered / (phrases.totals[stated] + PRIOR), dtype=np.float64)


def _support(cover: Floats, said: Floats, phrases: Phrases) -> None:
    """Lower the coverage of misconceptions that not enough different words carry; points need no such support.

    One or two words in common are not enough to say that somebody holds a wrong belief.
    """
    if phrases.misconceptions:
        wrong = slice(phrases.phrases(phrases.points)[0], phrases.stated_phrases)
        begin = int(phrases.starts[wrong.start])
        said_well = (said[:, begin:] >= 0.5) * phrases.content[begin : said.shape[1]]
        cover[:, wrong] *= _ramp(np.add.reduceat(said_well, phrases.starts[wrong] - begin, axis=1), *WRONG_HITS)


def _held(best: Floats, phrases: Phrases) -> Floats:
    """For each window and misconception, how surely it is the misconception that is said there (0..1)."""
    wrong = best[:, phrases.points : phrases.first_reference]
    if not phrases.points:
        return _ramp(wrong, WRONG_FLOOR, WRONG_CEILING)
    right = best[:, : phrases.points].max(axis=1, keepdims=True)
    return _ramp(wrong, WRONG_FLOOR, WRONG_CEILING) * _ramp(wrong - right, *LEAD)


def _unless_denied(
    held: Floats, document: Document, phrases: Phrases, cover: Floats, places: Sequence[Range]
) -> Floats:
    """The same, less what the window says only to deny it, or without the 'always' that makes it wrong."""
    for row, number in np.argwhere(held > 0.0):
        phrase = _best_phrase(phrases, phrases.points + int(number), cover[row])
        if _contradicts(document, places[row], phrases, phrase, doubt=True):
            held[row, number] *= DENIED_SHARE
        if phrases.absolute[phrase] and ABSOLUTES.isdisjoint(document.words[slice(*places[row])]):
            held[row, number] *= QUALIFIED_SHARE
    return held


def _ramp(values: Floats, low: float, high: float) -> Floats:
    return np.clip((values - low) / (high - low), 0.0, 1.0)


def _point(
    document: Document, phrases: Phrases, owner: int, cover: Floats, column: list[float], places: Sequence[Range]
) -> Match:
    """The match of a point, of which the windows say as much as in ``column``."""
    covered = max(column)
    row = column.index(covered)
    if len(places) > 3 and row == len(places) - 1:
        row = column.index(max(column[:-1]))  # the words are everywhere: show where they are thickest
    row = _tightest(column, row, places)
    strength = _credit(covered, phrases)
    if strength:
        strength *= _agreement(document, places[row], phrases, owner, cover[row])
    single = max(column[: len(document.units)])
    alone = places[column.index(single)] if _credit(single, phrases) >= SURELY_MADE else None
    return Match(strength, covered, places[row] if covered else None, alone)


def _credit(covered: float, phrases: Phrases) -> float:
    """What covering so much of a phrase is worth, 0 to 1."""
    low, high, bend = AUTHORED if phrases.authored else READ_OFF
    return float(min(1.0, max(0.0, (covered - low) / (high - low))) ** bend)


def _tightest(column: Sequence[float], row: int, places: Sequence[Range]) -> int:
    """The smallest window within the best one that says nearly as much: that is what will be quoted."""
    first, after = places[row]
    enough = TIGHT * column[row]
    near = (i for i in range(row) if column[i] >= enough and first <= places[i][0] and places[i][1] <= after)
    return next(near, row)


def _agreement(document: Document, where: Range, phrases: Phrases, owner: int, row: Floats) -> float:
    """1 unless the place denies what the point says; then the share of the next best way to say it, if that agrees."""
    first, after = phrases.phrases(owner)
    ways = sorted(range(first, after), key=lambda phrase: -row[phrase])
    if not row[ways[0]]:
        return 1.0
    for phrase in ways[:3]:
        if not _contradicts(document, where, phrases, phrase, doubt=False):
            return max(DENIED_SHARE, float(row[phrase] / row[ways[0]]))
    return DENIED_SHARE


def _wrong(
    document: Document, phrases: Phrases, owner: int, cover: Floats, best: Floats, held: Floats, places: Sequence[Range]
) -> Match:
    # only within one unit: a misconception pieced together from several sentences is ours, not the candidate's
    row = int(held[: len(document.units)].argmax())
    strength = float(held[row])
    return Match(strength, float(best[row, owner]), places[row] if strength else None)


def _best_phrase(phrases: Phrases, owner: int, row: Floats) -> int:
    first, after = phrases.phrases(owner)
    return first + int(row[first:after].argmax())


def _contradicts(document: Document, where: Range, phrases: Phrases, phrase: int, *, doubt: bool) -> bool:
    """Whether exactly one of the two is negative: the phrase, or the place, near the words they share.

    With ``doubt`` half of the signs will do: a misconception is held against somebody only when they clearly state it,
    a point is taken away only when they clearly deny it.
    """
    first, after = where
    negative = [position for position in range(first, after) if document.words[position] in NEGATIONS]
    if not negative and not phrases.negative[phrase]:
        return False
    shared = _shared_words(document, where, phrases, phrase)
    if not shared:
        return False
    if phrases.negative[phrase] and not doubt:
        return not negative
    if phrases.negative[phrase]:
        return not any(shared[0] - _REACH <= place <= shared[-1] for place in negative)
    # a word that the phrase has too ("until a stop codon") does not deny it
    negative = [place for place in negative if place not in _said_by(document, negative, phrases, phrase)]
    denied = sum(any(position - _REACH <= place < position for place in negative) for position in shared)
    return denied * 2 >= len(shared) if doubt else denied * 2 > len(shared)


_REACH = 3
"""Words over which a negation reaches forward."""


def _said_by(document: Document, places: Sequence[int], phrases: Phrases, phrase: int) -> set[int]:
    """Those of the places whose word is the phrase's own."""
    begin, end = phrases.slots(phrase)
    return {p for p in places if any(begin <= slot < end for slot, _ in phrases.index.get(document.keys[p], ()))}


def _shared_words(document: Document, where: Range, phrases: Phrases, phrase: int) -> list[int]:
    """Positions of the content words that a place shares with a phrase."""
    own = phrases.own_keys[phrase]
    return [position for position in range(*where) if document.keys[position] in own]
