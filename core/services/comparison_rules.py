"""The arithmetic of comparing people: where somebody stands, which way they go, and a word for it.

Functions of their arguments; what they work on is read by ``comparing``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from core.services.trends import decaying_means

QUIET_AFTER = timedelta(days=14)
"""Who began no interview for so long has gone quiet: practice is once a week, so a week was missed and the next."""
TREND_STEPS = 3
"""A trend is told over so many interviews: the half-life of the mean, after which half of it is new."""
STUCK_BELOW, LEAP_FROM = 2.0, 8.0
"""Of 100: what the mean moves by at most where somebody is stuck, and at least where somebody leaps or slips.

The mean of an interview of a dozen answers is off by about 5 of 100 by mere luck of the questions, a mean that forgets
with a half-life of three interviews by about 2; four times as much is hardly luck.
"""
FEWEST_INTERVIEWS = 2
"""With fewer there is nothing to compare with."""


class State(StrEnum):
    """How it goes with somebody, in a word."""

    QUIET = "quiet"
    NEW = "new"
    STUCK = "stuck"
    LEAPING = "leaping"
    SLIPPING = "slipping"
    STEADY = "steady"


def level_of(scores: Sequence[float]) -> float | None:
    """The decaying mean of scores that come oldest first, in their own unit; None without any."""
    return decaying_means(scores)[-1] if scores else None


def levels_of(scores: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """The level of each dimension or skill from its scores, oldest first; what was never assessed has none.

    An interview that did not assess one has no score of it, and so ages none.
    """
    levels = {name: level_of(known) for name, known in scores.items()}
    return {name: level for name, level in levels.items() if level is not None}


def trend_over(scores: Sequence[float]) -> float | None:
    """How far the decaying mean moved over the last three interviews; None with fewer than four.

    Above 0 it rose. Rounded, so that 2.0 is 2.0 however the floats fell.
    """
    if len(scores) <= TREND_STEPS:
        return None
    means = decaying_means(scores)
    return round(means[-1] - means[-1 - TREND_STEPS], 2)


def state_of(*, interviews: int, trend: float | None, last_sign: datetime, as_of: datetime) -> State:
    """The word for somebody whose last sign of life was then: their newest interview, or that they joined.

    The first that fits of: quiet, new, stuck, leaping, slipping. ``trend`` is that of the overall score, of 100.
    """
    if as_of - last_sign >= QUIET_AFTER:
        return State.QUIET
    if interviews < FEWEST_INTERVIEWS:
        return State.NEW
    if trend is None:
        return State.STEADY
    if abs(trend) < STUCK_BELOW:
        return State.STUCK
    if trend >= LEAP_FROM:
        return State.LEAPING
    return State.SLIPPING if trend <= -LEAP_FROM else State.STEADY


def medians(of_each: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The median level of each dimension or skill, over those who have one."""
    known: dict[str, list[float]] = defaultdict(list)
    for levels in of_each:
        for name, level in levels.items():
            known[name].append(level)
    return {name: median(levels) for name, levels in known.items()}
