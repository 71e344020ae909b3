"""How long the rubric studio's arithmetic takes: a slider on 5,000 answers, 100,000 answers from their signals."""

import os
from statistics import median
from typing import Any

import numpy as np
import pytest

from core.config import PROJECT
from core.rubric import DIMENSIONS, KINDS, Rubric, load_rubric, rubric_from_dict
from core.scoring.table import COLUMNS, SignalTable, grade_table
from core.services.measuring_many import Unread, measure_many
from core.services.trial_rules import agreements, try_rubric
from tests.support.contexts import real_bank

SLIDER_ANSWERS, ALL_ANSWERS, TEXT_ANSWERS = 5_000, 100_000, 20_000
MOST_SLIDER_SECONDS, MOST_ALL_SECONDS, LEAST_PER_CORE = 0.3, 3.0, 400


def made_up(n: int) -> SignalTable:
    """Signals of answers that nobody gave."""
    random = np.random.default_rng(1)
    signals = random.uniform(0, 1, (n, len(COLUMNS))).round(4)
    signals[:, COLUMNS.index("fresh_words")] = random.integers(0, 400, n)
    return SignalTable(signals, random.integers(0, len(KINDS), n).astype(np.int8), random.uniform(size=(n, 5)) < 0.95)


@pytest.fixture
def rubric() -> Rubric:
    return load_rubric(PROJECT / "data" / "rubrics" / "standard.yaml")


def moved(rubric: Rubric) -> Rubric:
    raw = rubric.to_dict()
    for dimension, weight in zip(raw["dimensions"], (0.3, 0.2, 0.2, 0.2, 0.1), strict=True):
        dimension["weight"] = weight
    return rubric_from_dict(raw)


def test_from_the_slider_to_the_numbers(benchmark: Any, rubric: Rubric) -> None:
    """All that the page tells of 5,000 answers, all of which people rated, once a weight was moved."""
    n = 50 if benchmark.disabled else SLIDER_ANSWERS
    table = made_up(n)
    before = grade_table(table, rubric)
    random = np.random.default_rng(2)
    human = np.column_stack([random.integers(0, 6, (n, 5)).astype(float), random.uniform(0, 100, n)])
    questions = random.integers(0, max(2, n // 20), n).tolist()

    def numbers() -> Any:
        trial = try_rubric(table, before, moved(rubric))
        return (
            trial,
            trial.bands(),
            trial.movers(5),
            trial.dimension_means(),
            [agreements(grades, human, questions) for grades in (trial.before, trial.after)],
        )

    trial, bands, *_ = benchmark.pedantic(numbers, rounds=20, warmup_rounds=2)
    assert sum(bands[1].values()) == trial.scored
    if not benchmark.disabled:
        assert median(benchmark.stats.stats.data) <= MOST_SLIDER_SECONDS


def test_scoring_again_from_stored_signals(benchmark: Any, rubric: Rubric) -> None:
    table = made_up(100 if benchmark.disabled else ALL_ANSWERS)
    grades = benchmark.pedantic(grade_table, args=(table, rubric), rounds=5)
    assert grades.dimensions.shape == (len(table), len(DIMENSIONS))
    if not benchmark.disabled:
        assert median(benchmark.stats.stats.data) <= MOST_ALL_SECONDS


def test_scoring_again_from_text_over_all_cores(benchmark: Any, rubric: Rubric) -> None:
    """Answers of about 150 words to 73 questions; the two seconds that a process needs to begin count as well."""
    items = list(real_bank().items.values())[::20]
    unread = [Unread(" ".join(item.model_answer.split()[:150]), item.task()) for item in items]
    count = 2 * len(unread) if benchmark.disabled else TEXT_ANSWERS
    many = (unread * (count // len(unread) + 1))[:count]
    found = benchmark.pedantic(lambda: measure_many(many, processes=1 if benchmark.disabled else None), rounds=1)
    assert len(found) == count
    if not benchmark.disabled:
        rate = count / benchmark.stats.stats.data[0] / (os.cpu_count() or 1)
        benchmark.extra_info["answers_a_second_and_core"] = round(rate)
        assert rate >= LEAST_PER_CORE
