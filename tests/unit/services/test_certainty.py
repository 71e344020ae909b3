"""How sure a mean is: against a table, by hand, and as it must behave."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from core.services.certainty import BELIEF, T_90, USUAL_SPREAD, score_range


def test_the_table_is_students_t() -> None:
    assert pytest.approx([stats.t.ppf(0.9, freedom) for freedom in range(4, 20)], abs=0.0006) == T_90


def test_by_hand() -> None:
    # Four answers, 40 50 60 70: mean 55, squared deviations 225 + 25 + 25 + 225 = 500.
    # Freedom 4 + 4 - 1 = 7; variance (4 * 16^2 + 500) / 7 = (1024 + 500) / 7 = 217.714;
    # reach 1.415 * sqrt(217.714 / 4) = 1.415 * 7.3776 = 10.439, so 44.6 to 65.4.
    found = score_range([40.0, 50.0, 60.0, 70.0])
    assert found is not None
    assert (found.low, found.high, found.answers) == (44.6, 65.4, 4)


def test_one_answer_is_not_taken_for_certainty() -> None:
    # Freedom 4; reach 1.533 * 16 = 24.5.
    found = score_range([60.0])
    assert found is not None and (found.low, found.high) == (35.5, 84.5)
    alike = score_range([60.0, 60.0, 60.0])
    assert alike is not None and alike.high - alike.low > 15


def test_no_answers_no_range() -> None:
    assert score_range([]) is None


SCORES = st.lists(st.floats(0, 100), min_size=1, max_size=30)


@given(SCORES)
def test_it_holds_the_mean_and_stays_on_the_scale(scores: list[float]) -> None:
    found = score_range(scores)
    assert found is not None
    mean = sum(scores) / len(scores)
    assert 0 <= found.low <= round(mean, 1) + 0.1 and round(mean, 1) - 0.1 <= found.high <= 100


@given(st.floats(30, 70), st.integers(1, 12))
def test_more_answers_of_the_kind_make_it_surer(score: float, n: int) -> None:
    few, many = score_range([score] * n), score_range([score] * (n + 1))
    assert few is not None and many is not None
    assert many.high - many.low <= few.high - few.low


def test_it_is_near_the_usual_interval_where_there_are_many() -> None:
    scores = [30.0 + 2 * (i % 20) for i in range(100)]
    found = score_range(scores)
    assert found is not None
    spread = sqrt(sum((s - 49) ** 2 for s in scores) / 99)
    assert (found.high - found.low) / 2 == pytest.approx(1.328 * spread / 10, rel=0.06)
    assert BELIEF == 4 and USUAL_SPREAD == 16.0
