"""The arithmetic of comparing people against cases worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.comparison_rules import State, level_of, levels_of, medians, state_of, trend_over

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


def state(*, interviews: int = 6, trend: float | None = 3.0, days_ago: float = 1) -> State:
    return state_of(interviews=interviews, trend=trend, last_sign=NOW - days_ago * DAY, as_of=NOW)


def test_a_level_is_the_mean_that_forgets() -> None:
    assert level_of([]) is None
    assert level_of([40.0]) == 40.0
    # w = 0.5^(1/3) = 0.7937: (70 + 40 w) / (1 + w) = 101.748 / 1.7937
    assert level_of([40.0, 70.0]) == pytest.approx(56.725, abs=1e-3)


def test_a_trend_takes_four_interviews_and_looks_back_over_three() -> None:
    assert trend_over([40.0, 50.0, 60.0]) is None
    # w = 0.7937, w^2 = 0.62996, w^3 = 0.5:
    # (70 + 60 w + 50 w^2 + 40 w^3) / (1 + w + w^2 + w^3) = 169.120 / 2.92366 = 57.845, less the 40 of the first
    assert trend_over([40.0, 50.0, 60.0, 70.0]) == pytest.approx(17.85, abs=0.006)
    # the mean before the last three, and not the first, is what the newest is held against:
    # after 20, 40 it is (40 + 20 w) / (1 + w) = 55.874 / 1.7937 = 31.150; after three more of 40
    # (40 (1 + w + w^2 + w^3) + 20 w^4) / (2.92366 + w^4), w^4 = 0.39685: 124.883 / 3.32051 = 37.610
    assert trend_over([20.0, 40.0, 40.0, 40.0, 40.0]) == pytest.approx(6.46, abs=0.006)


@given(st.floats(0, 100), st.integers(4, 30))
def test_who_always_scores_the_same_has_no_trend(score: float, count: int) -> None:
    assert trend_over([score] * count) == pytest.approx(0, abs=1e-6)


@given(st.lists(st.floats(0, 100), min_size=4, max_size=30))
def test_backwards_from_above_is_forwards_from_below(scores: list[float]) -> None:
    assert trend_over([100 - score for score in scores]) == pytest.approx(-trend_over(scores), abs=0.011)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"days_ago": 13.99}, State.STEADY),
        ({"days_ago": 14}, State.QUIET),
        ({"days_ago": 14, "interviews": 0, "trend": None}, State.QUIET),
        ({"days_ago": 20, "trend": 12.0}, State.QUIET),  # before any other
        ({"interviews": 0, "trend": None}, State.NEW),
        ({"interviews": 1, "trend": None}, State.NEW),
        ({"interviews": 2, "trend": None}, State.STEADY),
        ({"trend": 1.99}, State.STUCK),
        ({"trend": -1.99}, State.STUCK),
        ({"trend": 2.0}, State.STEADY),
        ({"trend": 7.99}, State.STEADY),
        ({"trend": 8.0}, State.LEAPING),
        ({"trend": -7.99}, State.STEADY),
        ({"trend": -8.0}, State.SLIPPING),
    ],
)
def test_the_word_for_how_it_goes(told: dict[str, float], expected: State) -> None:
    assert state(**told) is expected


def test_what_was_never_assessed_has_no_level() -> None:
    assert levels_of({"depth": [1.0, 4.0], "accuracy": []}) == {"depth": pytest.approx(2.6725, abs=1e-4)}


def test_a_median_is_of_those_who_have_a_level() -> None:
    # depth: 1, 2, 5 has 2 in the middle; accuracy: 2 and 3 are the only ones, (2 + 3) / 2
    assert medians([{"depth": 5.0, "accuracy": 2.0}, {"depth": 1.0}, {"depth": 2.0, "accuracy": 3.0}]) == {
        "depth": 2.0,
        "accuracy": 2.5,
    }
    assert medians([]) == {}
