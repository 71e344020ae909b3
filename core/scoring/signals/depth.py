"""How far an answer goes: specifics, figures, names, examples, causes, tradeoffs, extra points."""

from functools import lru_cache
from math import sqrt

from core.scoring.document import Range
from core.scoring.lexicon.grammar import COUNTING_WORDS, FUNCTION_WORDS
from core.scoring.reading import Reading, ramp
from core.scoring.signals import Found, once
from core.scoring.words import rarity

_TYPICAL = 200.0
"""Words of a normal answer: counts are judged against this length, so that padding dilutes them."""


def _enough(count: float, size: int, full: float) -> float:
    """Share of ``full`` reached; long answers need more (square root of length), short ones not less."""
    return min(1.0, count / (full * max(1.0, sqrt(size / _TYPICAL))))


@once
def figures(reading: Reading) -> Found:
    """Numbers that measure something."""
    document = reading.document
    asked = set(reading.features.question_words)
    seen: dict[str, int] = {}
    for index, word in enumerate(document.words):
        counts = word[0].isdigit() or word in COUNTING_WORDS
        if counts and word not in asked and not _is_list_number(reading, index):
            seen.setdefault(word, index)
    return Found(_enough(len(seen), reading.size, 4), tuple((i, i + 1) for i in seen.values()))


def _is_list_number(reading: Reading, index: int) -> bool:
    document = reading.document
    after = document.source.text[document.ends[index] : document.ends[index] + 2]
    return document.words[index].isdigit() and len(document.words[index]) < 3 and after in (". ", ") ", ".\n")


@once
def names(reading: Reading) -> Found:
    """Named people, places, tools, products: capitals inside a sentence, mixed case, letters with digits."""
    document = reading.document
    firsts = {first for first, _ in document.sentences}
    seen: dict[str, int] = {}
    for index, written in enumerate(document.surfaces):
        if written.islower() and written[0].islower():
            continue
        word = document.words[index]
        if word in FUNCTION_WORDS or word in reading.features.question_words:
            continue
        is_mixed = not written.islower() and not written.istitle() and not written.isdigit() and len(written) > 1
        is_inner_capital = index not in firsts and written[0].isupper()
        if (is_mixed and not written[0].isdigit()) or is_inner_capital:
            seen.setdefault(word, index)
    return Found(_enough(len(seen), reading.size, 3), tuple((i, i + 1) for i in seen.values()))


@once
def concrete(reading: Reading) -> Found:
    """Distinct uncommon words: the concrete things that a particular story or mechanism is made of."""
    document = reading.document
    seen: dict[str, int] = {}
    vague = {document.words[i] for a, b in document.marks.get("vague", ()) for i in range(a, b)}
    for index, word in enumerate(document.words):
        if _is_uncommon(word) and word not in vague and document.keys[index] not in reading.features.question_keys:
            seen.setdefault(document.keys[index], index)
    return Found(ramp(len(seen), 3, 30), tuple((i, i + 1) for i in seen.values()))


@lru_cache(maxsize=65_536)
def _is_uncommon(word: str) -> bool:
    return word.isalpha() and len(word) > 3 and word not in FUNCTION_WORDS and 1.0 < rarity(word) < 4.6


def _marked(reading: Reading, job: str, full: float) -> Found:
    ranges = reading.document.marks.get(job, ())
    distinct = {reading.document.words[a:b]: (a, b) for a, b in reversed(ranges)}
    return Found(_enough(len(distinct), reading.size, full), tuple(sorted(distinct.values())))


@once
def causes(reading: Reading) -> Found:
    """Reasons given."""
    return _marked(reading, "cause", 3)


@once
def tradeoffs(reading: Reading) -> Found:
    """What speaks against, what it costs, when another way is better."""
    return _marked(reading, "tradeoff", 3)


@once
def contrasts(reading: Reading) -> Found:
    """Distinctions drawn: but, instead, unless, without."""
    return _marked(reading, "contrast", 5)


@once
def examples(reading: Reading) -> Found:
    """A case from practice, or a time and place."""
    document = reading.document
    ranges: list[Range] = [*document.marks.get("example", ()), *document.marks.get("time", ())]
    return Found(_enough(len({document.words[a:b] for a, b in ranges}), reading.size, 3), tuple(sorted(ranges)))


@once
def bonus_points(reading: Reading) -> Found:
    """Points beyond the essential ones; where all are essential, the share of all."""
    pairs = list(zip(reading.features.key_points, reading.points, strict=True))
    extra = [pair for pair in pairs if not pair[0].essential] or pairs
    if not extra:
        return Found(0.0)
    value = sum(match.strength for _, match in extra) / len(extra)
    return Found(value, tuple(match.where for _, match in extra if match.where and match.strength >= 0.5))


def general_words(reading: Reading) -> tuple[Range, ...]:
    """Words that would fit any answer."""
    return reading.document.marks.get("vague", ())


def _generality(reading: Reading) -> float:
    """How many of them there are; what the points themselves say counts half, and not at all where one is made."""
    document, focus = reading.document, reading.features.focus
    made = [match.alone for match in reading.points if match.alone]
    return sum(
        0.5 if any(document.keys[i] in focus for i in range(*r)) else 1.0
        for r in general_words(reading)
        if not any(first <= r[0] < after for first, after in made)
    )


@once
def specificity(reading: Reading) -> Found:
    """Specific (1) against general (0): particulars weighed against words that would fit any answer."""
    document = reading.document
    if not reading.size:
        return Found(0.0)
    particular = (
        len(figures(reading).where)
        + len(names(reading).where)
        + 0.3 * len(concrete(reading).where)
        + len(document.marks.get("time", ()))
        + (0.7 * len(reading.actions) if reading.features.asks_story else 0.0)
    )
    share = particular / (particular + _generality(reading) + 2.0)
    return Found(ramp(share, 0.25, 0.8), ())


@once
def generalities(reading: Reading) -> Found:
    """1 when few words are generalities, 0 when every eighth is; too short an answer cannot be called general."""
    ranges = general_words(reading)
    share = _generality(reading) / max(reading.size, 50)
    return Found(1.0 - ramp(share, 0.03, 0.12), tuple(ranges))


@once
def agency(reading: Reading) -> Found:
    """For a story: what the candidate did themselves, four different acts being plenty. Else 1: not asked for.

    What "we" did counts half: one cannot see whose part it was.
    """
    if not reading.features.asks_story:
        return Found(1.0)
    words = reading.document.words
    acts = {words[b - 1]: (a, b) for who in "wi" for a, b in reversed(reading.actions) if words[a][0] == who}
    own = sum(words[a][0] == "i" for a, _ in acts.values())
    return Found(ramp(own + 0.5 * (len(acts) - own), 0.5, 4.0), tuple(sorted(acts.values())))


@once
def outcome(reading: Reading) -> Found:
    """For a story: how it ended and what was learnt, with figures. Else 1: not asked for."""
    if not reading.features.asks_story:
        return Found(1.0)
    marks = reading.document.marks
    told = {r for job in ("result", "lesson") for r in marks.get(job, ())}
    measured = set(figures(reading).where)
    return Found(min(1.0, (len(told) + 0.5 * min(2, len(measured))) / 2.5), tuple(sorted(told | measured)))
