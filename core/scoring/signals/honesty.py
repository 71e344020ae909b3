"""Whether there is an answer of one's own at all: words that make sense, not the question's and not pasted."""

from core.scoring.document import RUN, Range
from core.scoring.reading import Reading, ramp
from core.scoring.signals import Found, once
from core.scoring.words import rarity

_JUDGED = 12
"""Words from which on an answer can be judged as a text: shorter ones have to take up the question's words."""


@once
def own_words(reading: Reading) -> Found:
    """How much of what is said the question did not already say: 0 for the question handed back.

    Few words besides the question's are no shame in a short answer, as long as its sentences are not the question's.
    """
    document = reading.document
    keys = {document.keys[i] for i in document.content}
    if not keys:
        return Found(0.0)
    own = keys - reading.features.question_keys
    if own and reading.size < _JUDGED:
        return Found(1.0)
    share, pasted = len(own) / len(keys), copied_from_question(reading)
    reworded = ramp(share, 0.0, 0.1) * (1.0 - ramp(sum(b - a for a, b in pasted) / reading.size, 0.0, 0.4))
    return Found(max(ramp(share, 0.05, 0.25), reworded), pasted)


def copied_from_question(reading: Reading) -> tuple[Range, ...]:
    """Runs of five words and more that stand in the question."""
    return _copied(reading, reading.features.question_runs)


def copied_from_reference(reading: Reading) -> tuple[Range, ...]:
    """Runs of five words and more that stand in the reference answer."""
    return _copied(reading, reading.features.reference_runs)


def _copied(reading: Reading, sources: frozenset[tuple[str, ...]]) -> tuple[Range, ...]:
    found: list[Range] = []
    if sources.isdisjoint(reading.document.distinct_runs):
        return ()
    for start, run in enumerate(reading.document.runs):
        if run in sources:
            if found and found[-1][1] >= start:
                found[-1] = (found[-1][0], start + RUN)
            else:
                found.append((start, start + RUN))
    return tuple(found)


@once
def sense(reading: Reading) -> Found:
    """Whether the words are English and say something: 0 for keyboard noise and for connectives without content."""
    document = reading.document
    if not reading.size:
        return Found(0.0)
    known = sum(
        rarity(word) >= 1.2 or word[0].isdigit() or key in reading.features.focus
        for word, key in zip(document.words, document.keys, strict=True)
    )
    content = document.content
    linking: set[int] = set()
    for job in ("cause", "contrast", "sequence", "addition", "condition", "conclusion", "hedge", "filler"):
        for first, after in document.marks.get(job, ()):
            linking.update(range(first, after))
    telling = [index for index in content if index not in linking]
    distinct = len({document.keys[i] for i in telling})
    if reading.size < _JUDGED and telling and known >= 0.5 * reading.size:
        return Found(1.0)
    return Found(
        ramp(known / reading.size, 0.5, 0.75) * ramp(len(telling) / reading.size, 0.1, 0.22) * ramp(distinct, 0, 2)
    )
