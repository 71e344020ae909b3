"""Signals: small functions from a reading to a value in 0..1 and the places that earned it."""

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, cast

from core.scoring.document import Range
from core.scoring.reading import Reading


class Found(NamedTuple):
    """A signal's value, 0 to 1, and the words behind it."""

    value: float
    where: tuple[Range, ...] = ()


Signal = Callable[[Reading], Found]


AGAINST = frozenset(
    """correctness measured straightness sentence_shape spelling fluency assurance generalities own_words
    substance""".split()
)
"""Signals whose places are what lowers them: the fillers, the sweeping claims, the misspelt words."""


def once(signal: Signal) -> Signal:
    """Measure a signal at most once for each reading."""
    name = f"{signal.__module__}.{signal.__name__}"

    @wraps(signal)
    def remembered(reading: Reading) -> Found:
        if name not in reading.memo:
            reading.memo[name] = signal(reading)
        return cast(Found, reading.memo[name])

    return remembered
