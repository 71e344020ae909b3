"""How long the progress page of somebody with 500 interviews takes on the server."""

import gc
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import local_script_runner

from core.config import Settings
from core.services import accounts, context, progress
from core.services.accounts import Person
from core.services.context import Context, open_context
from tests.pages.tab import Tab
from tests.support.contexts import make_person
from tests.support.history import Past, PastAnswer, another_rubric, of_five, store

INTERVIEWS, ANSWERS = 500, 12
FEW = 20
"""So many interviews do where nothing is measured."""
BATCH, BATCHES = 10, 6
MOST_SECONDS = 0.3
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture
def ctx(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick_passwords: None) -> Iterator[Context]:
    """The context that pages find, in a process like the served one.

    There, what it began with is not collected again and again, and a script is compiled once and not for every run.
    """
    settings = Settings(f"sqlite:///{tmp_path / 'bench.db'}", tmp_path, "s" * 40, "http://localhost:8501")
    ctx = open_context(settings)
    context.default_context.cache_clear()
    monkeypatch.setattr(context, "open_context", lambda _: ctx)
    scripts = ScriptCache()
    monkeypatch.setattr(local_script_runner, "ScriptCache", lambda: scripts)
    gc.collect()
    gc.freeze()
    yield ctx
    gc.unfreeze()
    ctx.db.dispose()
    context.default_context.cache_clear()


@pytest.fixture
def ada(ctx: Context, benchmark: Any) -> Person:
    """Somebody who took 500 interviews of 12 answers in two years, the last third under another rubric."""
    person, other, rng = make_person(ctx), another_rubric(ctx, "newer"), random.Random(1)
    count = FEW if benchmark.disabled else INTERVIEWS
    skills = [skill.id for skill in ctx.catalog.skills[:20]]
    past = [
        Past(
            began=NOW - timedelta(days=1.4 * (count - number)),
            answers=[_answer(rng, skills) for _ in range(ANSWERS)],
            rubric=other if 3 * number > 2 * count else None,
        )
        for number in range(count)
    ]
    store(ctx, person, past)
    return person


def _answer(rng: random.Random, skills: list[str]) -> PastAnswer:
    scores = [round(rng.uniform(0, 5), 2) for _ in range(5)]
    scores_or_none = of_five(*(None if rng.random() < 0.1 else score for score in scores))
    return PastAnswer(scores_or_none, round(20 * sum(scores) / 5, 1), rng.sample(skills, 2))


def quietest_median(benchmark: Any) -> float:
    """The lowest median of ten rounds in a row: what the median is while nobody else uses the machine."""
    seconds = benchmark.stats.stats.data
    return min(median(seconds[first : first + BATCH]) for first in range(0, len(seconds), BATCH))


def test_the_page(benchmark: Any, ctx: Context, ada: Person) -> None:
    tab = Tab(accounts.open_sign_in(ctx, ada.id).page_token).open("practice/progress.py")
    benchmark.pedantic(tab.run, rounds=BATCH * BATCHES, warmup_rounds=3)
    assert tab.chart("trend")["data"][0]["x"] == list(range(1, (FEW if benchmark.disabled else INTERVIEWS) + 1))
    if not benchmark.disabled:
        benchmark.extra_info["quietest_median"] = quietest_median(benchmark)
        assert benchmark.extra_info["quietest_median"] <= MOST_SECONDS


def test_what_it_shows(benchmark: Any, ctx: Context, ada: Person) -> None:
    view = benchmark.pedantic(progress.progress_of, args=(ctx, ada), rounds=BATCH * BATCHES, warmup_rounds=3)
    assert sum(view.days.values()) == ANSWERS * len(view.points)
    if not benchmark.disabled:
        benchmark.extra_info["quietest_median"] = quietest_median(benchmark)
