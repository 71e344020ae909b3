"""What an interview of each level aims at, and words for a score. Our judgement, from the rubric's anchors."""

from collections.abc import Mapping

from core.models.vocabulary import Level

# On the anchors 2 is "some", 3 "clear" and "good details", 4 "well-structured" and "with tradeoffs": a senior is
# expected to be half way from the one to the other, a junior half way to the first.
TARGETS: Mapping[Level, float] = {Level.JUNIOR: 2.5, Level.MID: 3.0, Level.SENIOR: 3.5}

BANDS: tuple[tuple[float, str], ...] = (
    (85.0, "excellent"),
    (70.0, "strong"),
    (55.0, "solid"),
    (40.0, "getting there"),
    (0.0, "a beginning"),
)


def target(level: Level) -> float:
    """What is expected of each dimension at a level, 0 to 5."""
    return TARGETS[level]


def in_a_word(overall: float) -> str:
    """A word for an overall score of 0-100; "excellent" from 85, which every model answer of the bank reaches."""
    return next(word for least, word in BANDS if overall >= least)
