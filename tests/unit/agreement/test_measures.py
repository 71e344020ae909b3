"""Formulas, against scikit-learn and against what rsmtool computes, with the arithmetic beside the number."""

import random
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import pearsonr
from sklearn.metrics import cohen_kappa_score

from core.agreement import (
    Interval,
    adjacent_agreement,
    agree,
    exact_agreement,
    intervals,
    pearson,
    pearson_within,
    quadratic_kappa,
    round_to_scale,
    standardised_difference,
)


@pytest.mark.parametrize("seed", range(5))
def test_kappa_and_r_are_those_of_the_libraries(seed: int) -> None:
    dice = random.Random(seed)
    human = [dice.randint(0, 5) for _ in range(200)]
    machine = [min(5, max(0, score + dice.choice([-2, -1, 0, 0, 1]))) for score in human]
    assert quadratic_kappa(human, machine, 0, 5) == pytest.approx(
        cohen_kappa_score(human, machine, weights="quadratic", labels=range(6))
    )
    assert pearson(human, machine) == pytest.approx(pearsonr(human, machine).statistic)


def test_kappa_by_hand() -> None:
    # observed: (0,0) (1,1) (2,0); weights (i-j)^2: 0 + 0 + 4 = 4
    # expected: rows 1,1,1 x columns 2,1,0 over 3 = (0+1 + 2+0 + 8+1) / 3 = 12 / 3 = 4 -> 1 - 4/4 = 0
    assert quadratic_kappa([0, 1, 2], [0, 1, 0], 0, 2) == pytest.approx(0.0)


def test_smd_by_hand() -> None:
    # as rsmtool: (mean(system) - mean(human)) / sd(human) = (3 - 2) / 1
    assert standardised_difference([1, 2, 3], [2, 3, 4]) == pytest.approx(1.0)
    human, machine = [1.0, 4.0, 2.0, 5.0], [2.0, 3.5, 2.5, 3.0]
    rsmtool = (np.mean(machine) - np.mean(human)) / np.std(human, ddof=1)
    assert standardised_difference(human, machine) == pytest.approx(rsmtool)


# Two raters of forty answers, and what rsmtool 12.0.0 (rsmtool.utils.metrics) printed for them. It cannot be installed
# beside the product, since it asks for numpy below 2.
FIRST = [
    0,
    2,
    4,
    4,
    5,
    0,
    1,
    4,
    4,
    4,
    3,
    4,
    4,
    5,
    3,
    4,
    3,
    1,
    0,
    4,
    0,
    0,
    2,
    0,
    3,
    0,
    5,
    3,
    5,
    2,
    1,
    3,
    2,
    2,
    2,
    3,
    5,
    4,
    5,
    0,
]
SECOND = [
    1,
    2,
    2,
    4,
    5,
    0,
    1,
    4,
    3,
    5,
    4,
    5,
    4,
    5,
    1,
    5,
    3,
    1,
    0,
    4,
    0,
    0,
    2,
    0,
    3,
    0,
    5,
    3,
    5,
    2,
    1,
    3,
    2,
    2,
    2,
    3,
    5,
    4,
    3,
    0,
]


def test_the_measures_are_those_that_rsmtool_computes() -> None:
    assert 100 * exact_agreement(FIRST, SECOND) == pytest.approx(77.5)  # agreement(...)
    assert 100 * adjacent_agreement(FIRST, SECOND) == pytest.approx(92.5)  # agreement(..., tolerance=1)
    assert quadratic_kappa(FIRST, SECOND, 0, 5) == pytest.approx(0.925249169435216)  # (..., ddof=0)
    assert standardised_difference(FIRST, SECOND) == pytest.approx(-0.028611882120696975)  # (..., method="unpooled")


def test_agreement_by_hand() -> None:
    assert exact_agreement([1, 2, 3, 4], [1, 3, 3, 2]) == 0.5
    assert adjacent_agreement([1, 2, 3, 4], [1, 3, 3, 2]) == 0.75


def test_rounding_is_half_up_and_cut_at_the_ends() -> None:
    assert round_to_scale([0.5, 1.5, 2.5, -1, 9, 2.49], 0, 5) == [1, 2, 3, 0, 5, 2]


def test_within_question_r_is_the_mean_over_questions() -> None:
    groups = ["a"] * 3 + ["b"] * 3 + ["c"] * 2
    human, machine = [1, 2, 3, 1, 2, 3, 0, 5], [1, 2, 3, 3, 2, 1, 5, 0]
    # a: 1, b: -1, c has too few answers
    assert pearson_within(groups, human, machine) == pytest.approx(0.0)


def test_what_does_not_exist_is_none() -> None:
    assert pearson([1, 1, 1], [1, 2, 3]) is None
    assert pearson([], []) is None
    assert quadratic_kappa([], [], 0, 5) is None
    assert quadratic_kappa([3, 3], [3, 3], 0, 5) is None
    assert standardised_difference([2, 2], [1, 3]) is None
    assert exact_agreement([], []) is None


Floats = NDArray[np.float64]


def slowly(
    groups: list[int], human: Floats, machine: Floats, measure: Callable[[Floats, Floats, list[int]], float | None]
) -> list[float]:
    """The ends of an interval, from measuring every draw of questions for itself."""
    rows_of = [[row for row, group in enumerate(groups) if group == name] for name in dict.fromkeys(groups)]
    values = []
    for drawn in np.random.default_rng(3).integers(0, len(rows_of), (ROUNDS, len(rows_of))):
        rows = [row for index in drawn for row in rows_of[index]]
        # a question drawn twice is two questions
        names = [number for number, index in enumerate(drawn) for _ in rows_of[index]]
        if (value := measure(human[rows], machine[rows], names)) is not None:
            values.append(value)
    return [float(end) for end in np.percentile(values, [2.5, 97.5])]


ROUNDS = 60


def test_all_intervals_at_once_are_those_of_measuring_every_draw() -> None:
    dice = random.Random(1)
    groups = [dice.randrange(25) for _ in range(110)]
    human = np.array([dice.randint(0, 5) for _ in groups], dtype=np.float64)
    machine = np.clip(human + [dice.choice([-2.4, -0.3, 0.2, 1.1]) for _ in groups], 0, 5)
    found = agree(groups, human.tolist(), machine.tolist(), scale=(0, 5), seed=3, rounds=ROUNDS)

    def levels(values: Floats) -> list[int]:
        return round_to_scale(values, 0, 5)

    by_hand: dict[str, Callable[[Floats, Floats, list[int]], float | None]] = {
        "pearson_r": lambda a, b, _: pearson(a, b),
        "within_question_r": lambda a, b, names: pearson_within(names, a, b),
        "qwk": lambda a, b, _: quadratic_kappa(levels(a), levels(b), 0, 5),
        "exact": lambda a, b, _: exact_agreement(levels(a), levels(b)),
        "adjacent": lambda a, b, _: adjacent_agreement(levels(a), levels(b)),
        "smd": lambda a, b, _: standardised_difference(a, b),
    }
    for name, measure in by_hand.items():
        interval = getattr(found, f"{name}_interval")
        assert [interval.low, interval.high] == pytest.approx(slowly(groups, human, machine, measure)), name
        assert interval.low < getattr(found, name) < interval.high, name


def test_intervals_repeat_themselves_and_need_two_questions_and_a_spread() -> None:
    groups, human, machine = [number // 5 for number in range(100)], FIRST[:20] * 5, SECOND[:20] * 5

    def run(seed: int, asked: list[int]) -> object:
        return intervals(asked, human, machine, rounded=(human, machine), seed=seed, rounds=50)

    assert run(3, groups) == run(3, groups) != run(4, groups)
    assert set(intervals([1] * 100, human, machine, rounded=(human, machine), seed=3).values()) == {None}
    same = intervals([1, 2, 3], [2, 2, 2], [2, 2, 2], rounded=([2] * 3, [2] * 3), seed=3)
    assert same["pearson_r"] is same["qwk"] is same["smd"] is same["within_question_r"] is None
    assert same["exact"] == same["adjacent"] == Interval(1.0, 1.0)


def test_a_report_on_a_scale_of_one_is_stretched_for_rounding() -> None:
    found = agree(["a"] * 4, [0, 0.5, 0.75, 1], [0, 0.5, 0.75, 1], scale=(0, 1), seed=1, rounds=10)
    assert found.qwk == 1
    assert found.exact == 1
    assert found.smd == 0
    assert found.n == 4
