"""How long the report of an interview of 15 answers takes: at most 30 ms on SQLite."""

from pathlib import Path
from uuid import UUID

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from core.services import answering, report, sessions
from core.services.answering import Written
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_context, make_person


@pytest.fixture
def interview(tmp_path: Path, clock: FakeClock) -> tuple[Context, UUID]:
    """Fifteen model answers, and as many in an interview before."""
    ctx = make_context(f"sqlite:///{tmp_path / 'bench.db'}", tmp_path, clock)
    ada = make_person(ctx)
    for _ in range(2):
        clock.advance(days=1)
        session_id = sessions.start_interview(ctx, ada, choice(count=15))
        for _ in range(15):
            question = sessions.show_next(ctx, ada, session_id)
            clock.advance(seconds=60)
            text = ctx.bank.items[question.item_id].model_answer
            answering.submit_answer(ctx, ada.id, question.id, Written(text, 1))
        sessions.finish(ctx, ada, session_id)
    return ctx, session_id


def test_a_report_of_fifteen_answers(benchmark: BenchmarkFixture, interview: tuple[Context, UUID]) -> None:
    ctx, session_id = interview
    view = benchmark.pedantic(report.generate_report, (session_id,), {"ctx": ctx}, rounds=60, warmup_rounds=3)
    assert len(view.answers) == 15
