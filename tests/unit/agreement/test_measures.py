"""Formulas, against scikit-learn and against what rsmtool computes, with the arithmetic beside the number."""

import random

import numpy as np
import pytest
from scipy.stats import pearsonr
from sklearn.metrics import cohen_kappa_score

from core.agreement import (
    adjacent_agreement,
    agree,
    bootstrap_interval,
    exact_agreement,
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


def test_bootstrap_draws_questions_and_repeats_itself() -> None:
    dice = random.Random(1)
    groups = [number // 5 for number in range(100)]
    human = [dice.random() for _ in groups]
    machine = [score + 0.3 * dice.random() for score in human]

    def run(seed: int) -> object:
        return bootstrap_interval(groups, human, machine, lambda _, a, b: pearson(a, b), seed=seed, rounds=200)

    interval = bootstrap_interval(groups, human, machine, lambda _, a, b: pearson(a, b), seed=3, rounds=200)
    assert interval is not None
    assert interval.low < (pearson(human, machine) or 0) < interval.high
    assert run(3) == run(3) != run(4)
    assert bootstrap_interval(["one"] * 100, human, machine, lambda _, a, b: pearson(a, b), seed=3) is None


def test_a_report_on_a_scale_of_one_is_stretched_for_rounding() -> None:
    found = agree(["a"] * 4, [0, 0.5, 0.75, 1], [0, 0.5, 0.75, 1], scale=(0, 1), seed=1, rounds=10)
    assert found.qwk == 1
    assert found.exact == 1
    assert found.smd == 0
    assert found.n == 4
