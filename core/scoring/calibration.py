"""Weights that agree better with people's ratings: a suggestion, with what it is worth on answers it has not seen.

The weights of a dimension's signals are never negative, never above a bound, and add up to 1; everything else of the
rubric stays. They are drawn towards those in force, the more so the fewer ratings there are, and how strongly is chosen
on answers that were left out. What is told is measured on questions that took no part in any of it.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.rubric.rubric import DIMENSIONS, Curve, Dimension, Rubric
from core.scoring.table import Floats, SignalTable, along, signal_column

HIGHEST = 0.5
"""No signal may have more than half of a dimension's weight: one that does is a dimension of its own."""
PULLS = (0.0003, 0.003, 0.03, 0.1, 0.3)
"""How strongly weights are drawn to those in force, in squared levels for a weight that moves by 1."""
FOLDS, INNER_FOLDS = 5, 3
STEPS = 300
FEWEST = 50
"""With fewer ratings, a suggestion says more of the raters' chance than of the answers."""


@dataclass(frozen=True)
class Suggestion:
    """New weights of one dimension's signals by name, and predictions for each rated answer, 0 to 5.

    ``in_force`` are the scores that answers get now. ``unseen`` are those that weights give which were fitted without
    the answer's question. ``rows`` are the places of the rated answers.
    """

    dimension: str
    weights: dict[str, float]
    rows: NDArray[np.intp]
    human: Floats
    in_force: Floats
    unseen: Floats

    @property
    def is_enough(self) -> bool:
        """Whether there are ratings enough to take it seriously."""
        return len(self.rows) >= FEWEST

    @property
    def errors(self) -> tuple[float, float]:
        """The mean squared error of the weights in force, and of fitted ones on questions they had not seen."""
        return float(np.mean((self.in_force - self.human) ** 2)), float(np.mean((self.unseen - self.human) ** 2))

    @property
    def helps(self) -> bool:
        """Whether the fit is better than what is in force where it counts: on unseen questions."""
        now, then = self.errors
        return then < now


def suggest(
    table: SignalTable, rubric: Rubric, dimension: str, human: Floats, questions: Sequence[Hashable], *, seed: int = 1
) -> Suggestion | None:
    """Weights of a dimension's signals that agree better with ratings; None with ratings of fewer than five questions.

    Ratings of 0 count like all others.

    Args:
        human: one rating of each answer, 0 to 5, nan for none.
        questions: the question of each answer; answers to one are left out together.
    """
    part = rubric.dimension(dimension)
    place = DIMENSIONS.index(dimension)
    rows = np.flatnonzero(~np.isnan(human) & table.assessed[:, place])
    names = {question: number for number, question in enumerate(dict.fromkeys(questions[int(row)] for row in rows))}
    if len(names) < FOLDS:
        return None
    data = _data(table, rubric, part, rows, human)
    group = np.array([names[questions[int(row)]] for row in rows], dtype=np.intp)
    folds = np.random.default_rng(seed).permutation(np.arange(len(names)) % FOLDS)[group]
    start = np.array([signal.weight for signal in part.signals])
    unseen = np.empty(len(rows))
    for fold in range(FOLDS):
        seen = folds != fold
        pull = _best_pull(data.of(seen), group[seen], start, seed)
        unseen[~seen] = data.of(~seen).predicted(_fit(data.of(seen), start, pull))
    weights = _fit(data, start, _best_pull(data, group, start, seed))
    return Suggestion(
        dimension=dimension,
        weights={signal.name: round(float(weight), 4) for signal, weight in zip(part.signals, weights, strict=True)},
        rows=rows,
        human=data.human,
        in_force=data.predicted(start),
        unseen=unseen,
    )


@dataclass(frozen=True)
class _Data:
    """Of m rated answers: signals m x k, the product of their gates, ratings; and the curve from sum to level."""

    signals: Floats
    gates: Floats
    human: Floats
    curve: Curve

    def of(self, chosen: NDArray[np.bool_]) -> "_Data":
        return _Data(self.signals[chosen], self.gates[chosen], self.human[chosen], self.curve)

    def predicted(self, weights: Floats) -> Floats:
        return along(self.curve, self.signals @ weights) * self.gates

    def slope(self, weights: Floats) -> Floats:
        """The gradient of the mean squared error."""
        total = self.signals @ weights
        xs, ys = np.array([x for x, _ in self.curve]), np.array([y for _, y in self.curve])
        right = np.clip(np.searchsorted(xs, total, side="right"), 1, len(xs) - 1)
        rise = (ys[right] - ys[right - 1]) / (xs[right] - xs[right - 1])
        rise = np.where((total < xs[0]) | (total > xs[-1]), 0.0, rise)
        off = along(self.curve, total) * self.gates - self.human
        gradient: Floats = 2.0 * (self.signals.T @ (off * rise * self.gates)) / max(1, len(total))
        return gradient


def _data(table: SignalTable, rubric: Rubric, part: Dimension, rows: NDArray[np.intp], human: Floats) -> _Data:
    gates = np.ones(len(rows))
    for gate in part.gates:
        gates *= gate.floor + (1.0 - gate.floor) * signal_column(table, gate.name, rubric)[rows]
    signals = np.column_stack([signal_column(table, signal.name, rubric)[rows] for signal in part.signals])
    return _Data(signals, gates, human[rows], part.breakpoints)


def _best_pull(data: _Data, group: NDArray[np.intp], start: Floats, seed: int) -> float:
    """The pull that does best on questions left out of these."""
    numbers = {number: place for place, number in enumerate(dict.fromkeys(group.tolist()))}
    drawn = np.random.default_rng(seed + 1).permutation(np.arange(len(numbers)) % INNER_FOLDS)
    folds = np.array([drawn[numbers[number]] for number in group.tolist()])
    errors = dict.fromkeys(PULLS, 0.0)
    for fold in range(INNER_FOLDS):
        seen = folds != fold
        if seen.all() or not seen.any():
            continue
        for pull in PULLS:
            weights = _fit(data.of(seen), start, pull)
            left_out = data.of(~seen)
            errors[pull] += float(((left_out.predicted(weights) - left_out.human) ** 2).sum())
    return min(PULLS, key=lambda pull: (errors[pull], -pull))


def _fit(data: _Data, start: Floats, pull: float) -> Floats:
    """The weights with the least squared error and distance from the start, by projected gradient descent."""
    weights, pace = start.copy(), 0.05
    best, least = weights, _loss(data, weights, start, pull)
    for _ in range(STEPS):
        gradient = data.slope(weights) + 2.0 * pull * (weights - start)
        tried = capped_simplex(weights - pace * gradient, HIGHEST)
        loss = _loss(data, tried, start, pull)
        if loss < least - 1e-9:
            weights = best = tried
            least, pace = loss, pace * 1.3
        else:
            pace *= 0.5
            if pace < 1e-5:
                break
    return best


def _loss(data: _Data, weights: Floats, start: Floats, pull: float) -> float:
    return float(np.mean((data.predicted(weights) - data.human) ** 2) + pull * ((weights - start) ** 2).sum())


def capped_simplex(values: Floats, highest: float) -> Floats:
    """The nearest values that lie between 0 and ``highest`` and add up to 1.

    All are moved by the same amount and cut at the bounds (Wang and Lu 2015); that amount is found by halving.
    """
    top = max(highest, 1.0 / len(values))
    low, high = float(values.min()) - 1.0, float(values.max())
    for _ in range(60):
        middle = (low + high) / 2
        if np.clip(values - middle, 0.0, top).sum() > 1.0:
            low = middle
        else:
            high = middle
    cut = np.clip(values - (low + high) / 2, 0.0, top)
    found: Floats = cut / cut.sum()
    return found
