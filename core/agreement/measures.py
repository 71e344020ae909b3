"""How well two raters agree: correlation, weighted kappa, agreement, standardised difference.

All functions take equal-length sequences of numbers and give ``None`` where the measure does not exist, e.g. a
correlation with a constant.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = Sequence[float] | NDArray[np.float64]

LEAST_IN_GROUP = 3
"""Answers that a question needs before a correlation within it says anything."""


@dataclass(frozen=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


def pearson(human: Numbers, machine: Numbers) -> float | None:
    """Pearson's r, -1 to 1."""
    a, b = np.asarray(human, dtype=np.float64), np.asarray(machine, dtype=np.float64)
    if len(a) < 2:
        return None
    da, db = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((da @ da) * (db @ db)))
    # a spread of rounding errors is no spread
    if scale <= 1e-12 * len(a):
        return None
    return float(da @ db) / scale


def pearson_within(groups: Sequence[Hashable], human: Numbers, machine: Numbers) -> float | None:
    """Mean of Pearson's r over the groups (questions) that have three answers or more and a spread in both."""
    a, b = np.asarray(human, dtype=np.float64), np.asarray(machine, dtype=np.float64)
    found = [
        r for rows in _rows_of(groups) if len(rows) >= LEAST_IN_GROUP and (r := pearson(a[rows], b[rows])) is not None
    ]
    return float(np.mean(found)) if found else None


def quadratic_kappa(human: Sequence[int], machine: Sequence[int], low: int, high: int) -> float | None:
    """Quadratically weighted kappa of whole-number ratings from ``low`` to ``high``; 1 is full agreement.

    1 - sum(w * observed) / sum(w * expected) with w = (i - j)^2 (Cohen 1968).
    """
    a, b = np.asarray(human, dtype=np.intp) - low, np.asarray(machine, dtype=np.intp) - low
    size = high - low + 1
    if not len(a):
        return None
    observed = np.zeros((size, size))
    np.add.at(observed, (a, b), 1.0)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0)) / len(a)
    steps = np.arange(size)
    weights = (steps[:, None] - steps[None, :]) ** 2
    by_chance = float((weights * expected).sum())
    return 1.0 - float((weights * observed).sum()) / by_chance if by_chance else None


def round_to_scale(values: Numbers, low: int, high: int) -> list[int]:
    """Values on the whole-number scale, halves rounded up as graders do, and cut at its ends."""
    return [int(min(high, max(low, np.floor(value + 0.5)))) for value in values]


def exact_agreement(human: Sequence[int], machine: Sequence[int]) -> float | None:
    """Share of pairs that are equal."""
    return float(np.mean([a == b for a, b in zip(human, machine, strict=True)])) if len(human) else None


def adjacent_agreement(human: Sequence[int], machine: Sequence[int]) -> float | None:
    """Share of pairs that are equal or one step apart."""
    return float(np.mean([abs(a - b) <= 1 for a, b in zip(human, machine, strict=True)])) if len(human) else None


def standardised_difference(human: Numbers, machine: Numbers) -> float | None:
    """SMD: (mean of the machine - mean of the human) / standard deviation of the human (sample, n - 1).

    The sign tells who is milder: above 0 the machine. rsmtool calls this method 'unpooled'.
    """
    a, b = np.asarray(human, dtype=np.float64), np.asarray(machine, dtype=np.float64)
    spread = float(a.std(ddof=1)) if len(a) > 1 else 0.0
    return float(b.mean() - a.mean()) / spread if spread > 1e-12 else None


def _rows_of(groups: Sequence[Hashable]) -> list[NDArray[np.intp]]:
    rows: dict[Hashable, list[int]] = {}
    for row, group in enumerate(groups):
        rows.setdefault(group, []).append(row)
    return [np.array(found, dtype=np.intp) for found in rows.values()]
