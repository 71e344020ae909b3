"""95 % intervals of all measures at once, by drawing whole questions with replacement.

Every measure is a function of sums over pairs, and a question's pairs are always drawn together. So each question is
summed up once, a draw adds up the sums of its questions, and hundreds of draws are one product of two matrices.
"""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from core.agreement.measures import LEAST_IN_GROUP, Interval, Numbers, pearson

Array = NDArray[np.float64]
MEASURES = ("pearson_r", "within_question_r", "qwk", "exact", "adjacent", "smd")
_NO_SPREAD = 1e-12
"""A spread of rounding errors is no spread."""


def intervals(
    groups: Sequence[Hashable],
    human: Numbers,
    machine: Numbers,
    *,
    rounded: tuple[Sequence[int], Sequence[int]],
    seed: int,
    rounds: int = 500,
) -> dict[str, Interval | None]:
    """The 95 % percentile interval of each of MEASURES; None for one that exists in no draw, and with one question.

    Answers to one question resemble each other, so that drawing single answers would make the intervals too narrow.

    Args:
        groups: the question of each pair.
        rounded: both raters' scores as whole numbers from 0, for kappa and the shares of agreement.
    """
    names = list(dict.fromkeys(groups))
    if len(names) < 2:
        return dict.fromkeys(MEASURES)
    index = {name: number for number, name in enumerate(names)}
    question = np.array([index[group] for group in groups], dtype=np.intp)
    times = _draws(len(names), seed, rounds)
    # Centred, so that the sums of squares lose no digits.
    a, b = (np.asarray(values, dtype=np.float64) - np.mean(values) for values in (human, machine))
    offset = float(np.mean(machine) - np.mean(human))
    found = {
        **_of_scores(times, question, a, b, offset),
        **_of_levels(times, question, *(np.asarray(levels, dtype=np.intp) for levels in rounded)),
        "within_question_r": _within(times, question, a, b),
    }
    return {name: _middle(found[name]) for name in MEASURES}


def _draws(questions: int, seed: int, rounds: int) -> Array:
    """How often each question is in each draw."""
    drawn = np.random.default_rng(seed).integers(0, questions, (rounds, questions))
    flat = (drawn + questions * np.arange(rounds)[:, None]).ravel()
    return np.bincount(flat, minlength=rounds * questions).reshape(rounds, questions).astype(np.float64)


def _drawn(times: Array, question: NDArray[np.intp], values: Array) -> Array:
    """The sum of these values, one of each pair, in each draw."""
    return times @ np.bincount(question, weights=values, minlength=times.shape[1])


def _of_scores(times: Array, question: NDArray[np.intp], a: Array, b: Array, offset: float) -> dict[str, Array]:
    n, sum_a, sum_b, aa, bb, ab = (
        _drawn(times, question, values) for values in (np.ones(len(a)), a, b, a * a, b * b, a * b)
    )
    spread_a, spread_b = aa - sum_a**2 / n, bb - sum_b**2 / n
    scale = np.sqrt(np.clip(spread_a, 0, None) * np.clip(spread_b, 0, None))
    deviation = np.sqrt(np.clip(spread_a, 0, None) / np.clip(n - 1, 1, None))
    return {
        "pearson_r": _divided(ab - sum_a * sum_b / n, scale, least=_NO_SPREAD * n),
        "smd": _divided((sum_b - sum_a) / n + offset, deviation, least=_NO_SPREAD),
    }


def _of_levels(
    times: Array, question: NDArray[np.intp], a: NDArray[np.intp], b: NDArray[np.intp]
) -> Mapping[str, Array]:
    apart, size = np.abs(a - b), int(max(a.max(), b.max())) + 1
    n, observed, same, near = (
        _drawn(times, question, values.astype(np.float64))
        for values in (np.ones(len(a)), apart**2, apart == 0, apart <= 1)
    )
    of_a, of_b = (times @ _counts(question, levels, (times.shape[1], size)) for levels in (a, b))
    steps = np.arange(size, dtype=np.float64)
    weights = (steps[:, None] - steps[None, :]) ** 2
    by_chance = np.einsum("ri,ij,rj->r", of_a, weights, of_b) / n
    return {
        "qwk": 1.0 - _divided(observed, by_chance, least=_NO_SPREAD),
        "exact": same / n,
        "adjacent": near / n,
    }


def _counts(question: NDArray[np.intp], levels: NDArray[np.intp], shape: tuple[int, int]) -> Array:
    """How often each level was given to each question."""
    counts = np.zeros(shape)
    np.add.at(counts, (question, levels), 1.0)
    return counts


def _within(times: Array, question: NDArray[np.intp], a: Array, b: Array) -> Array:
    """The mean of r over the questions of each draw that have one; a question drawn twice counts as two."""
    of_each = np.full(times.shape[1], np.nan)
    for number in range(times.shape[1]):
        rows = question == number
        if rows.sum() >= LEAST_IN_GROUP and (r := pearson(a[rows], b[rows])) is not None:
            of_each[number] = r
    has_one = ~np.isnan(of_each)
    return _divided(times @ np.nan_to_num(of_each), times @ has_one.astype(np.float64), least=0.0)


def _divided(above: Array, below: Array, *, least: Array | float) -> Array:
    """The quotients, and nan where there is nothing to divide by."""
    exists = below > least
    return np.where(exists, above / np.where(exists, below, 1.0), np.nan)


def _middle(values: Array) -> Interval | None:
    known = values[~np.isnan(values)]
    if not len(known):
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return Interval(float(low), float(high))
