"""Suggested weights: within their bounds, found where there is something to find, and honest where there is not."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.rubric import DIMENSIONS, Rubric, rubric_from_dict
from core.scoring.calibration import HIGHEST, capped_simplex, suggest
from core.scoring.table import COLUMNS, SignalTable, grade_table


def random_table(n: int, seed: int) -> SignalTable:
    random = np.random.default_rng(seed)
    signals = random.uniform(0, 1, (n, len(COLUMNS)))
    signals[:, COLUMNS.index("fresh_words")] = random.integers(10, 300, n)
    return SignalTable(signals, np.zeros(n, dtype=np.int8), np.ones((n, 5), dtype=np.bool_))


def with_other_weights(rubric: Rubric) -> Rubric:
    """Raters who look at links alone, as far as a dimension can be that."""
    raw = rubric.to_dict()
    signals = raw["dimensions"][0]["signals"]
    for signal in signals:
        signal["weight"] = 0.5 if signal["name"] in ("linking", "closing") else 0.0
    return rubric_from_dict(raw)


@given(arrays(np.float64, st.integers(2, 12), elements=st.floats(-3, 3)))
def test_the_projection_keeps_to_its_bounds(values: np.ndarray) -> None:
    found = capped_simplex(values, HIGHEST)
    assert found.sum() == pytest.approx(1)
    assert (found >= 0).all() and (found <= HIGHEST + 1e-6).all()


def test_what_lies_within_is_its_own_projection() -> None:
    inside = np.array([0.1, 0.2, 0.3, 0.4])
    assert capped_simplex(inside, HIGHEST) == pytest.approx(inside, abs=1e-9)
    # by hand: 0.9 and 0.7 are 0.6 above 1 together; moved by 0.3 they are 0.6 and 0.4, the bound cuts the first to 0.5,
    # so the amount is 0.2 and both end at a half
    assert capped_simplex(np.array([0.9, 0.7, 0.0]), HIGHEST) == pytest.approx([0.5, 0.5, 0.0], abs=1e-6)


def test_raters_who_weigh_otherwise_are_found_out(rubric: Rubric) -> None:
    table = random_table(300, 1)
    human = grade_table(table, with_other_weights(rubric)).dimensions[:, 0]
    questions = [number % 30 for number in range(300)]
    found = suggest(table, rubric, "structure", human, questions)
    assert found is not None and found.is_enough and found.helps
    assert found.weights["linking"] > 0.4 and found.weights["closing"] > 0.4
    assert sum(found.weights.values()) == pytest.approx(1, abs=1e-3)
    now, then = found.errors
    assert then < 0.1 * now


def test_raters_who_roll_dice_teach_nothing(rubric: Rubric) -> None:
    table = random_table(120, 2)
    human = np.random.default_rng(3).integers(0, 6, 120).astype(np.float64)
    found = suggest(table, rubric, "depth", human, [number % 24 for number in range(120)])
    assert found is not None
    now, then = found.errors
    assert then > 0.8 * now, "an honest figure cannot be much better than chance"


def test_ratings_of_nought_count_and_few_are_said_to_be_few(rubric: Rubric) -> None:
    table = random_table(40, 4)
    human = np.full(40, np.nan)
    human[:30] = 0.0
    found = suggest(table, rubric, "relevance", human, [number % 10 for number in range(40)])
    assert found is not None and len(found.rows) == 30 and not found.is_enough
    assert (found.human == 0).all()
    assert suggest(table, rubric, "relevance", human, ["one question"] * 40) is None


def test_the_same_ratings_give_the_same_weights(rubric: Rubric) -> None:
    table = random_table(60, 5)
    human = np.random.default_rng(6).uniform(0, 5, 60)
    questions = [number % 12 for number in range(60)]
    first, second = (suggest(table, rubric, DIMENSIONS[4], human, questions) for _ in range(2))
    assert first is not None and second is not None
    assert first.weights == second.weights and (first.unseen == second.unseen).all()
