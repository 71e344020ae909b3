"""Whether what is said is right: points made, the reference matched, misconceptions held."""

from math import exp

from core.scoring.document import Range
from core.scoring.matching import MET
from core.scoring.reading import Reading, content_words, ramp
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
    """The mean of coverage and F, which weighs recall four times: fit as well as bulk."""
    recall, precision = reading.reference, _precision(reading)
    both = 5.0 * precision * recall / (4.0 * precision + recall) if precision + recall else 0.0
    value = 0.5 * _bent(reading, both) + 0.5 * _bent(reading, recall)
    return Found(value, tuple(m.where for m in reading.points if m.where and m.strength >= MET))


def _precision(reading: Reading) -> float:
    """How much of the answer's own content is in the reference."""
    document, phrases = reading.document, reading.features.phrases
    keys = {document.keys[i] for i in content_words(document)} - reading.features.question_keys
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


def held_misconceptions(reading: Reading) -> list[tuple[int, float, Range]]:
    """Misconceptions that the answer states: number, strength (above half), and where.

    A sentence that makes a right point in nearly the same words is not held against the candidate.
    """
    held = []
    by_id = {p.id: m for p, m in zip(reading.features.key_points, reading.points, strict=True)}
    for number, (wrong, match) in enumerate(zip(reading.task.misconceptions, reading.misconceptions, strict=True)):
        rival = by_id[wrong.against].strength if wrong.against in by_id else 0.0
        strength = match.strength * (1.0 - 0.7 * rival)
        if strength >= MET and match.where:
            held.append((number, strength, match.where))
    return held


@once
def correctness(reading: Reading) -> Found:
    """1 when no misconception is held, 0 when two are."""
    held = held_misconceptions(reading)
    return Found(1.0 - min(1.0, sum(strength for _, strength, _ in held) / 2.0), tuple(where for *_, where in held))


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
