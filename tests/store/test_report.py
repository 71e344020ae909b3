"""The report as it is put together from the database; its arithmetic is in the unit tests."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from core.errors import NotFoundError
from core.services import answering, reflecting, report, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_person


def answered_interview(ctx: Context, person: Person, count: int) -> UUID:
    session_id = sessions.start_interview(ctx, person, choice(count=10))
    for number in range(count):
        question = sessions.show_next(ctx, person, session_id)
        text = f"I would measure first, because guesses cost time. Last year that saved us {number + 2} hours a week."
        answering.submit_answer(ctx, person.id, question.id, Written(text, 1))
    return session_id


def test_the_report_of_a_real_interview_adds_up(ctx: Context, ada: Person) -> None:
    session_id = answered_interview(ctx, ada, 3)
    sessions.finish(ctx, ada, session_id)
    view = report.generate_report(session_id, ctx=ctx)
    overalls = [one.answer.overall_score for one in view.answers if one.answer.overall_score is not None]
    assert len(overalls) == 3
    assert view.overall == pytest.approx(sum(overalls) / 3, abs=0.05)
    assert view.interview.overall_score == view.overall
    assert all(one.scorecard and one.scorecard.scores == one.answer.scores for one in view.answers)


def test_it_takes_the_same_number_of_queries_however_many_answers(ctx: Context, ada: Person) -> None:
    def queries(session_id: UUID) -> int:
        counted: list[str] = []
        engine = ctx.db.read_engine
        event.listen(engine, "before_cursor_execute", lambda *arguments: counted.append(arguments[2]))
        report.generate_report(session_id, ctx=ctx)
        return len(counted)

    few, many = answered_interview(ctx, ada, 1), answered_interview(ctx, ada, 9)
    first = queries(few)
    # The listener of the first count is still there and counts into its own list.
    assert queries(many) == first
    for _ in range(5):  # nor however many interviews
        answered_interview(ctx, ada, 1)
    assert queries(many) == first


def seen(ctx: Context, clock: FakeClock, person: Person, count: int) -> UUID:
    """A finished interview whose scores were seen."""
    clock.advance(days=1)
    session_id = answered_interview(ctx, person, count)
    sessions.finish(ctx, person, session_id)
    reflecting.reveal(ctx, person, session_id)
    return session_id


def test_it_is_held_against_the_interview_before(ctx: Context, clock: FakeClock, ada: Person) -> None:
    seen(ctx, clock, ada, 1)
    before = seen(ctx, clock, ada, 3)
    clock.advance(days=1)
    guessing = answered_interview(ctx, ada, 2)
    sessions.finish(ctx, ada, guessing)  # its scores are still to be guessed, so nothing tells them
    seen(ctx, clock, make_person(ctx, "bob"), 2)
    now = report.generate_report(seen(ctx, clock, ada, 2), ctx=ctx)
    then = report.generate_report(before, ctx=ctx)
    assert now.last is not None and now.last.id == before
    assert now.last.averages == then.rubric_breakdown
    assert now.last.overall == then.overall
    assert now.interview.created_at - now.last.created_at > timedelta(days=1)


def test_the_first_interview_is_held_against_none(ctx: Context, clock: FakeClock, ada: Person) -> None:
    assert report.generate_report(seen(ctx, clock, ada, 2), ctx=ctx).last is None


def test_nobody_opens_somebody_elses_report(ctx: Context, ada: Person) -> None:
    session_id = answered_interview(ctx, ada, 1)
    with pytest.raises(NotFoundError):
        report.open_report(ctx, make_person(ctx, "bob"), session_id)


def test_an_aggregate_can_be_asked_of_an_interview_as_well(
    ctx: Context, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.services.report.default_context", lambda: ctx)
    session_id = answered_interview(ctx, ada, 2)
    interview = sessions.finish(ctx, ada, session_id)
    expected = report.generate_report(session_id, ctx=ctx).rubric_breakdown
    assert report.aggregate_scores(session_id) == report.aggregate_scores(interview) == expected
