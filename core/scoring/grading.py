"""From measured signals to scores: weighted sums, breakpoints and gates of a rubric. Arithmetic only."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from core.rubric.rubric import Curve, Dimension, Gate, Rubric, SignalWeight
from core.scoring.scorecard import (
    AnchorReached,
    DimensionScore,
    Measurement,
    NextStep,
    Scorecard,
    SignalScore,
)
from core.scoring.signals import AGAINST

LENGTH = "length"
"""The one signal that a rubric makes itself, from the words counted and the band of the question's kind."""


def grade(measurement: Measurement, rubric: Rubric) -> Scorecard:
    """Score what was measured by the rules of a rubric."""
    signals = {**measurement.signals, LENGTH: length(measurement, rubric)}
    dimensions = tuple(
        _not_assessed(dimension)
        if dimension.name in measurement.not_assessed
        else _graded(dimension, signals, measurement)
        for dimension in rubric.dimensions
    )
    return Scorecard(
        dimensions=dimensions,
        overall=overall({d.name: d.value for d in dimensions}, rubric.weights),
        points=measurement.points,
        misconceptions=measurement.misconceptions,
        flags=measurement.flags,
        word_count=measurement.word_count,
        rubric_hash=rubric.content_hash,
        scorer_version=measurement.scorer_version,
    )


def grade_values(measurement: Measurement, rubric: Rubric) -> dict[str, float | None]:
    """Only the values by dimension, without evidence: what a trial of a rubric on many answers needs."""
    signals = {**measurement.signals, LENGTH: length(measurement, rubric)}
    return {
        d.name: None if d.name in measurement.not_assessed else dimension_value(d, signals) for d in rubric.dimensions
    }


def length(measurement: Measurement, rubric: Rubric) -> float:
    """The signal 'length', 0 to 1, of the words said (repetitions not counted)."""
    return interpolate(rubric.bands[measurement.kind], measurement.signals["fresh_words"])


def dimension_value(dimension: Dimension, signals: Mapping[str, float]) -> float:
    """A dimension's score, 0.00 to 5.00: breakpoints(sum of weight * signal) * gates."""
    total = added_up(signal.weight * signals[signal.name] for signal in dimension.signals)
    value = interpolate(dimension.breakpoints, total)
    for gate in dimension.gates:
        value *= gate.floor + (1.0 - gate.floor) * signals[gate.name]
    return round(value, 2)


def interpolate(curve: Curve, x: float) -> float:
    """The piecewise linear curve at ``x``; flat beyond its ends."""
    if x <= curve[0][0]:
        return curve[0][1]
    for (x0, y0), (x1, y1) in pairwise(curve):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return curve[-1][1]


def overall(scores: Mapping[str, float | None], weights: Mapping[str, float]) -> float | None:
    """0 to 100: the weighted mean of the assessed dimensions (0 to 5 each), times 20.

    The weight of a dimension that was not assessed is shared out among the others in proportion.
    None if nothing with a weight was assessed.
    """
    assessed = {name: score for name, score in scores.items() if score is not None}
    total = added_up(weights[name] for name in assessed)
    if total <= 0:
        return None
    return round(20.0 * added_up(weights[name] * score for name, score in assessed.items()) / total, 2)


def added_up(parts: Iterable[float]) -> float:
    """The sum from left to right, as arrays are added up; Python's own ``sum`` is another from 3.12 on."""
    total = 0.0
    for part in parts:
        total += part
    return total


def _not_assessed(dimension: Dimension) -> DimensionScore:
    return DimensionScore(dimension.name, None, None, None, ())


def _graded(dimension: Dimension, signals: Mapping[str, float], measurement: Measurement) -> DimensionScore:
    value = dimension_value(dimension, signals)
    level = int(value + 1e-9)
    anchor = dimension.anchors[level]
    return DimensionScore(
        name=dimension.name,
        value=value,
        anchor=AnchorReached(anchor.level, anchor.descriptor, anchor.behaviour),
        next_step=_next_step(dimension, level, signals),
        signals=tuple(
            SignalScore(
                s.name,
                s.label,
                signals[s.name],
                weight,
                s.advice,
                measurement.spans.get(s.name, ()),
                s.praise,
                s.lack,
                s.name in AGAINST,
            )
            for s, weight in _parts(dimension)
        ),
    )


def _parts(dimension: Dimension) -> Sequence[tuple[SignalWeight | Gate, float | None]]:
    return [*((s, s.weight) for s in dimension.signals), *((g, None) for g in dimension.gates)]


def _next_step(dimension: Dimension, level: int, signals: Mapping[str, float]) -> NextStep | None:
    """The next anchor and the two pieces of advice with most to gain."""
    if level >= len(dimension.anchors) - 1:
        return None
    anchor = dimension.anchors[level + 1]
    gains = [((1.0 - signals[s.name]) * s.weight, s.advice) for s in dimension.signals]
    gains += [((1.0 - signals[g.name]) * (1.0 - g.floor), g.advice) for g in dimension.gates]
    best = sorted((gain for gain in gains if gain[0] > 0.01), key=lambda gain: -gain[0])[:2]
    return NextStep(anchor.level, anchor.descriptor, anchor.behaviour, tuple(advice for _, advice in best))
