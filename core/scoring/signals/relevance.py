"""Whether an answer is about what was asked, all of it, and only it."""

from core.scoring.document import Range
from core.scoring.reading import Reading, ramp
from core.scoring.signals import Found, once
from core.scoring.signals.accuracy import reference


@once
def topic(reading: Reading) -> Found:
    """How many of the topic's words come up, the rare ones counting most."""
    focus = reading.features.focus
    found: dict[str, int] = {}
    for index, key in enumerate(reading.document.keys):
        if key in focus:
            found.setdefault(key, index)
    weight = sum(focus[key] for key in found)
    return Found(ramp(weight, 1.0, 6.0), tuple((i, i + 1) for i in found.values()))


@once
def question_words(reading: Reading) -> Found:
    """Share of the question's own topic words taken up."""
    keys = reading.features.question_keys
    said = set(reading.document.keys) & keys
    return Found(ramp(len(said) / max(1, len(keys)), 0.0, 0.5))


@once
def all_parts(reading: Reading) -> Found:
    """Share of the parts of the question that are taken up, in its words or by a point that shares them."""
    parts = reading.features.part_keys
    if not parts:
        return Found(0.0)
    said = set(reading.document.keys)
    return Found(sum(1.0 for part in parts if part & said) / len(parts))


@once
def points_touched(reading: Reading) -> Found:
    """Share of the key points that the answer at least touches."""
    points = reading.points
    if not points:
        return Found(0.0)
    where = tuple(p.where for p in points if p.where and p.coverage >= 0.35)
    return Found(ramp(sum(ramp(p.coverage, 0.2, 0.55) for p in points) / len(points), 0.0, 0.8), where)


@once
def on_topic(reading: Reading) -> Found:
    """Whether the answer is about this question at all: 0 for another question's answer, 1 for a real answer.

    An answer of some length touches points and words of the subject; a short one has only to keep to them.
    """
    matched = min(1.0, reference(reading).value / 0.5)
    absolute = 0.5 * points_touched(reading).value + 0.25 * topic(reading).value + 0.25 * matched
    dense = 0.5 * about(reading).value + 0.5 * max(question_words(reading).value, points_touched(reading).value)
    brevity = 1.0 - ramp(reading.size, 20, 60)
    return Found(max(ramp(absolute, 0.4, 0.65), brevity * dense))


@once
def about(reading: Reading) -> Found:
    """Share of the words in sentences that touch the topic."""
    document = reading.document
    focus = reading.features.focus
    if not document.units:
        return Found(0.0)
    near: list[Range] = []
    for first, after in document.units:
        if sum(focus.get(key, 0.0) for key in set(document.keys[first:after])) >= 0.5:
            near.append((first, after))
    share = sum(b - a for a, b in near) / reading.size
    return Found(ramp(share, 0.2, 0.9), tuple(near))
