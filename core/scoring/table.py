"""Many measured answers as arrays, and what a rubric makes of them all at once.

The same arithmetic as ``grading``, in the same order, so that an answer gets to the last digit the score that it gets
alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.rubric.rubric import DIMENSIONS, KINDS, Curve, Dimension, Rubric
from core.scoring.grading import LENGTH
from core.scoring.measuring import SIGNALS
from core.scoring.scorecard import Measurement

Floats = NDArray[np.float64]

COLUMNS = (*SIGNALS, "fresh_words")
"""What a row of signals holds, in this order, in every measurement of this scorer."""
_PLACES = {name: place for place, name in enumerate(COLUMNS)}


@dataclass(frozen=True)
class SignalTable:
    """Measurements of n answers: ``signals`` n x COLUMNS, ``kinds`` n places in KINDS, ``assessed`` n x 5."""

    signals: Floats
    kinds: NDArray[np.int8]
    assessed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.signals)


@dataclass(frozen=True)
class Grades:
    """Scores of n answers: ``dimensions`` n x 5 (0-5, in the order of DIMENSIONS), ``overall`` n (0-100).

    What was not assessed is nan.
    """

    dimensions: Floats
    overall: Floats


def signal_row(measurement: Measurement) -> Floats:
    """The signals of one measurement in the order of COLUMNS."""
    return np.array([measurement.signals[name] for name in COLUMNS], dtype=np.float64)


def table_of(measurements: Sequence[Measurement]) -> SignalTable:
    """Measurements side by side."""
    rows = [signal_row(each) for each in measurements]
    return SignalTable(
        signals=np.vstack(rows) if rows else np.empty((0, len(COLUMNS))),
        kinds=np.array([KINDS.index(each.kind) for each in measurements], dtype=np.int8),
        assessed=np.array(
            [[name not in each.not_assessed for name in DIMENSIONS] for each in measurements], dtype=np.bool_
        ).reshape(len(rows), len(DIMENSIONS)),
    )


def grade_table(table: SignalTable, rubric: Rubric) -> Grades:
    """What ``grade`` gives for each answer."""
    lengths = _lengths(table, rubric)
    dimensions = np.full((len(table), len(DIMENSIONS)), np.nan)
    for place, name in enumerate(DIMENSIONS):
        values = _values(table, rubric.dimension(name), lengths)
        dimensions[:, place] = np.where(table.assessed[:, place], values, np.nan)
    return Grades(dimensions, overalls(dimensions, rubric))


def overalls(dimensions: Floats, rubric: Rubric) -> Floats:
    """The overall scores, 0-100, of n x 5 scores; nan where nothing with a weight was assessed."""
    assessed = ~np.isnan(dimensions)
    points, total = np.zeros(len(dimensions)), np.zeros(len(dimensions))
    # in the rubric's order, as ``overall`` adds them up
    for dimension in rubric.dimensions:
        place = DIMENSIONS.index(dimension.name)
        points += np.where(assessed[:, place], dimension.weight * np.nan_to_num(dimensions[:, place]), 0.0)
        total += np.where(assessed[:, place], dimension.weight, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return rounded(np.where(total > 0, 20.0 * points / total, np.nan))


def rounded(values: Floats) -> Floats:
    """Rounded to two digits as Python does it, which looks at the exact value where numpy multiplies first."""
    result = np.round(values, 2)
    scaled = values * 100.0
    for place in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < 1e-6):
        result[place] = round(float(values[place]), 2)
    return result


def signal_column(table: SignalTable, name: str, rubric: Rubric) -> Floats:
    """One signal of every answer, 0 to 1; ``length`` is as the rubric's bands make it."""
    return _column(table, name, _lengths(table, rubric))


def _values(table: SignalTable, dimension: Dimension, lengths: Floats) -> Floats:
    total = np.zeros(len(table))
    for signal in dimension.signals:
        total += signal.weight * _column(table, signal.name, lengths)
    values = along(dimension.breakpoints, total)
    for gate in dimension.gates:
        values *= gate.floor + (1.0 - gate.floor) * _column(table, gate.name, lengths)
    return rounded(values)


def _column(table: SignalTable, name: str, lengths: Floats) -> Floats:
    if name == LENGTH:
        return lengths
    column: Floats = table.signals[:, _PLACES[name]]
    return column


def _lengths(table: SignalTable, rubric: Rubric) -> Floats:
    words = table.signals[:, _PLACES["fresh_words"]]
    lengths = np.zeros(len(table))
    for place, kind in enumerate(KINDS):
        here = table.kinds == place
        lengths[here] = along(rubric.bands[kind], words[here])
    return lengths


def along(curve: Curve, x: Floats) -> Floats:
    """The piecewise linear curve at every x; flat beyond its ends."""
    xs, ys = np.array([point[0] for point in curve]), np.array([point[1] for point in curve])
    if len(xs) == 1:
        return np.full(len(x), ys[0])
    right = np.clip(np.searchsorted(xs, x, side="left"), 1, len(xs) - 1)
    left = right - 1
    on_it = ys[left] + (ys[right] - ys[left]) * (x - xs[left]) / (xs[right] - xs[left])
    found: Floats = np.where(x <= xs[0], ys[0], np.where(x > xs[-1], ys[-1], on_it))
    return found
