"""Interviews that are left: closed at their deadlines, abandoned after a day, reported, and taken up within a week."""

import pytest

from core.errors import NotFoundError, StateError
from core.models import InterviewSession
from core.models.vocabulary import Status
from core.services import answering, leaving, report, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.services.leaving import Swept
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_person

DAY = 24 * 3600
WORDS = "An index pays only when few rows match, because reading the table is cheaper otherwise."


def begun(ctx: Context, person: Person, clock: FakeClock):
    """An interview with one answer, and a second question open with a draft, which its owner then leaves."""
    session_id = sessions.start_interview(ctx, person, choice())
    first = sessions.show_next(ctx, person, session_id)
    clock.advance(seconds=30)
    answering.submit_answer(ctx, person.id, first.id, Written(WORDS, 1))
    second = sessions.show_next(ctx, person, session_id)
    clock.advance(seconds=10)
    answering.save_draft(ctx, person.id, second.id, Written("I would begin with", 1))
    return session_id, second


def stored(ctx: Context, session_id) -> InterviewSession:
    with ctx.db.reading() as session:
        return session.get_one(InterviewSession, session_id)


def test_a_sweep_closes_at_the_deadline_and_abandons_a_day_after_it(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    session_id, second = begun(ctx, ada, clock)
    clock.advance(seconds=second.seconds)
    assert leaving.sweep(ctx) == Swept(closed=1, abandoned=0)
    assert stored(ctx, session_id).updated_at == second.deadline_at
    # the deadline came ten seconds before now: a day less those ten seconds is not yet too long
    clock.advance(seconds=DAY - 10)
    assert leaving.sweep(ctx) == Swept(0, 0)
    clock.advance(seconds=1)
    assert leaving.sweep(ctx) == Swept(0, 1)
    row = stored(ctx, session_id)
    assert (row.status, row.ended_at) == (Status.ABANDONED, second.deadline_at + leaving.IDLE)
    assert leaving.sweep(ctx) == Swept(0, 0)
    assert stored(ctx, session_id).ended_at == row.ended_at


def test_one_late_sweep_says_the_same_as_many(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id, second = begun(ctx, ada, clock)
    clock.advance(seconds=30 * DAY)
    assert leaving.sweep(ctx) == Swept(closed=1, abandoned=1)
    row = stored(ctx, session_id)
    assert (row.status, row.ended_at) == (Status.ABANDONED, second.deadline_at + leaving.IDLE)


def test_looking_does_what_a_sweep_does(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id, _ = begun(ctx, ada, clock)
    clock.advance(seconds=2 * DAY)
    [listed] = sessions.my_interviews(ctx, ada)
    assert listed.status is Status.ABANDONED
    assert sessions.look(ctx, ada, session_id).interview.status is Status.ABANDONED
    with pytest.raises(StateError):
        sessions.show_next(ctx, ada, session_id)
    assert sessions.finish(ctx, ada, session_id).status is Status.ABANDONED


def test_what_was_answered_is_scored_and_reported(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id, _ = begun(ctx, ada, clock)
    clock.advance(seconds=2 * DAY)
    leaving.sweep(ctx)
    view = report.open_report(ctx, ada, session_id)
    scores = [one.answer.overall_score for one in view.answers]
    assert len(scores) == 2 and None not in scores
    assert view.interview.overall_score == round(sum(scores) / 2, 1)
    assert [one.answer.answer_text for one in view.answers] == [WORDS, "I would begin with"]


def test_it_can_be_taken_up_within_a_week_and_goes_on_where_it_stopped(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    session_id, second = begun(ctx, ada, clock)
    clock.advance(seconds=3 * DAY)
    leaving.sweep(ctx)
    view = leaving.take_up(ctx, ada, session_id)
    assert (view.status, view.ended_at, view.overall_score) == (Status.IN_PROGRESS, None, None)
    assert (view.answered, view.current_question) == (2, second.order + 1)
    assert sessions.show_next(ctx, ada, session_id).order == second.order + 1
    with pytest.raises(StateError):
        leaving.take_up(ctx, ada, session_id)


def test_not_after_a_week_and_not_by_others(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id, _ = begun(ctx, ada, clock)
    clock.advance(seconds=3 * DAY)
    leaving.sweep(ctx)
    with pytest.raises(NotFoundError):
        leaving.take_up(ctx, make_person(ctx, "eve"), session_id)
    ended = stored(ctx, session_id).ended_at
    clock.advance(seconds=(ended + leaving.TAKE_UP - clock()).total_seconds())
    assert sessions.my_interviews(ctx, ada)[0].can_be_taken_up(clock(), leaving.TAKE_UP)
    clock.advance(seconds=1)
    assert not sessions.my_interviews(ctx, ada)[0].can_be_taken_up(clock(), leaving.TAKE_UP)
    with pytest.raises(StateError, match="too long ago"):
        leaving.take_up(ctx, ada, session_id)


def test_an_interview_that_was_never_begun_is_abandoned_too(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id = sessions.start_interview(ctx, ada, choice())
    clock.advance(seconds=DAY + 1)
    assert leaving.sweep(ctx) == Swept(0, 1)
    view = report.open_report(ctx, ada, session_id)
    assert (view.interview.overall_score, view.answers) == (None, ())
