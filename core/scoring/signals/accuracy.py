"""Whether what is said is right: points made, the reference matched, misconceptions held."""

from math import exp

from core.scoring.document import Range
from core.scoring.lexicon.grammar import NEGATIONS
from core.scoring.matching import MET
from core.scoring.reading import Reading, ramp
from core.scoring.signals import Found, once
from core.scoring.signals.depth import generalities, specificity


@once
def points(reading: Reading) -> Found:
    """Weighted mean strength of the key points; what is not essential counts half.

    Points that were only read off a reference answer are its sentences, and nobody repeats those one by one: they
    count together.
    """
    if not reading.task.key_points:
        return _read_off(reading)
    pairs = list(zip(reading.features.key_points, reading.points, strict=True))
    total = sum(p.weight * (1.0 if p.essential else 0.5) for p, _ in pairs)
    if not total:
        return Found(0.0)
    made = sum(p.weight * (1.0 if p.essential else 0.5) * m.strength for p, m in pairs)
    return Found(made / total, tuple(m.where for _, m in pairs if m.where and m.strength >= MET))


def _read_off(reading: Reading) -> Found:
    """Mostly F, which weighs recall four times, and some bare coverage: fit as well as bulk."""
    recall, precision = reading.reference, _precision(reading)
    both = 5.0 * precision * recall / (4.0 * precision + recall) if precision + recall else 0.0
    value = 0.75 * _bent(reading, both) + 0.25 * _bent(reading, recall)
    return Found(value, tuple(m.where for m in reading.points if m.where and m.strength >= MET))


def _precision(reading: Reading) -> float:
    """How much of the answer's own content is in the reference."""
    document, phrases = reading.document, reading.features.phrases
    keys = {document.keys[i] for i in document.content} - reading.features.question_keys
    if not keys or phrases.first_reference >= phrases.owners:
        return 0.0
    begin = phrases.slots(phrases.phrases(phrases.first_reference)[0])[0]
    heard = [max((c for slot, c in phrases.index.get(key, ()) if slot >= begin), default=0.0) for key in sorted(keys)]
    return sum(heard) / len(heard)


_TYPICAL = 150
"""Words of a full answer. Of a reference that is longer, nobody can be expected to say as large a share."""


def _bent(reading: Reading, coverage: float) -> float:
    """Coverage as credit, 1 - exp(-2.5 c), since nobody restates a whole model answer."""
    bend = 2.5 * max(1.0, reading.features.reference_size / _TYPICAL)
    return (1.0 - exp(-bend * coverage)) / (1.0 - exp(-bend))


@once
def reference(reading: Reading) -> Found:
    """Coverage of the reference answer, bent.

    Without a reference, coverage of the key points' own words, squared: they are meant to be made in full.
    """
    if not reading.task.reference.strip():
        return Found(reading.reference**2)
    return Found(_bent(reading, reading.reference))


def _suspected(reading: Reading) -> list[tuple[int, float, Range]]:
    """Misconceptions that the answer comes near to: number, strength, and where.

    A sentence that makes a right point in nearly the same words is not held against the candidate.
    """
    found = []
    by_id = {p.id: m for p, m in zip(reading.features.key_points, reading.points, strict=True)}
    for number, (wrong, match) in enumerate(zip(reading.task.misconceptions, reading.misconceptions, strict=True)):
        rival = by_id[wrong.against].strength if wrong.against in by_id else 0.0
        if match.where:
            found.append((number, match.strength * (1.0 - 0.7 * rival), match.where))
    return found


def held_misconceptions(reading: Reading) -> list[tuple[int, float, Range]]:
    """Misconceptions that the answer states: number, strength (half and more), and where."""
    return [suspect for suspect in _suspected(reading) if suspect[1] >= MET]


SUSPICION = 0.2
"""Strength up to which nearness to a misconception means nothing; beyond it, several half-stated ones add up."""


@once
def correctness(reading: Reading) -> Found:
    """1 when no misconception is held, 0 when two are in full or more of them by halves."""
    doubt = sum(ramp(strength, SUSPICION, 1.0) for _, strength, _ in _suspected(reading))
    return Found(1.0 - min(1.0, doubt / 1.5), tuple(where for *_, where in held_misconceptions(reading)))


SWEEPING = (0.012, 0.04)
"""Sweeping claims a word from where an answer is doubted, and where it is plainly overconfident; a single one is
nobody's fault. The bank's misconceptions have one in 45 words, its points and model answers one in 130."""


@once
def measured(reading: Reading) -> Found:
    """1 when claims keep to their limits, 0 when one in 25 words sweeps them away: always, irrelevant, by itself.

    What is said only to deny it ("not always") does not count, nor what the points themselves say. Stories of what
    happened make no general claims.
    """
    if reading.features.asks_story:
        return Found(1.0)
    document, focus = reading.document, reading.features.claimed
    ranges = tuple(
        (first, after)
        for first, after in document.marks.get("sweeping", ())
        if not NEGATIONS.intersection(document.words[max(0, first - 3) : first])
        and document.words[first:after] not in focus
    )
    return Found(1.0 - ramp(len(ranges) / max(reading.size, 100), *SWEEPING), ranges)


@once
def substance(reading: Reading) -> Found:
    """Whether points are backed by particulars instead of generalities; a short answer is not judged so."""
    if not reading.task.question.strip():
        return Found(1.0)
    doubt = ramp(reading.size, 40, 110)
    value = 0.5 * specificity(reading).value + 0.5 * generalities(reading).value
    return Found(1.0 - doubt * (1.0 - value))


@once
def statements(reading: Reading) -> Found:
    """Share of the words that stand in sentences which state something."""
    units = reading.document.units
    if not units:
        return Found(0.0)
    value = sum((b - a) * float(c) for (a, b), c in zip(units, reading.claims, strict=True)) / reading.size
    return Found(ramp(value, 0.05, 0.5))
