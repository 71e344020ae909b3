"""How long scoring takes, beside the pipeline that one would otherwise write."""

import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics.pairwise import cosine_similarity

from core.bank.loader import read_bank
from core.rubric import load_rubric
from core.scoring import score

DATA = Path(__file__).parents[2] / "data"
RUBRIC = load_rubric(DATA / "rubrics" / "standard.yaml")
ITEM = next(iter(read_bank(DATA / "item_bank")[0].items.values()))
TASK = ITEM.task()
ANSWER = " ".join((ITEM.model_answer + " " + ITEM.model_answer[::-1]).split()[:150])

HOSTILE = {
    "one long word": "a" * 8000,
    "combining marks": "e" + "\u0301" * 7999,
    "no spaces": "".join(random.Random(1).choices("abcdefghij", k=8000)),
    "brackets": "([{" * 2666,
    "unknown words": " ".join("".join(random.Random(n).choices("bcdfghaeiou", k=6)) for n in range(1142))[:8000],
    "commas": "a, " * 2666,
    "ligatures": "\ufdfa" * 8000,
    "repeated answer": (ITEM.model_answer * 20)[:8000],
}


@pytest.fixture(autouse=True, scope="module")
def one_core() -> Iterator[None]:
    """The figures are for one core: a process that is moved from one to the other finds its caches cold."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(allowed)})
    yield
    os.sched_setaffinity(0, allowed)


BATCH = 40


def quietest_median(seconds: Sequence[float]) -> float:
    """The lowest median of 40 rounds in a row: what the median is while nobody else uses the machine."""
    batches = [seconds[first : first + BATCH] for first in range(0, len(seconds) - BATCH + 1, BATCH)]
    return min(map(median, batches))


def test_an_answer_of_150_words_with_evidence(benchmark: Any) -> None:
    benchmark.pedantic(score, args=(ANSWER, TASK, RUBRIC), rounds=25 * BATCH, warmup_rounds=1)
    if not benchmark.disabled:
        usual = quietest_median(benchmark.stats.stats.data)
        benchmark.extra_info["quietest_median"] = usual
        benchmark.extra_info["answers_per_second"] = 1 / usual
        assert usual <= 0.003


def test_the_same_by_tf_idf(benchmark: Any) -> None:
    """What a user would otherwise write: fit on reference and points, one cosine for each."""
    texts = [TASK.reference, *(way for p in TASK.key_points for way in (p.statement, *p.paraphrases))]

    def pipeline() -> Any:
        vectors = TfidfVectorizer(ngram_range=(1, 2)).fit_transform([*texts, ANSWER])
        return cosine_similarity(vectors[-1], vectors[:-1])

    benchmark.pedantic(pipeline, rounds=5 * BATCH, warmup_rounds=1)
    if not benchmark.disabled:
        benchmark.extra_info["quietest_median"] = quietest_median(benchmark.stats.stats.data)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text(benchmark: Any, name: str) -> None:
    score(ANSWER, TASK, RUBRIC)
    benchmark.pedantic(score, args=(HOSTILE[name], TASK, RUBRIC), rounds=5)
    if not benchmark.disabled:
        assert benchmark.stats.stats.max <= 0.05
