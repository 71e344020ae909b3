"""A whole history: one's own alone, oldest first, whole, and with no score before its time."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event

from core.models import Drill
from core.models.vocabulary import Status
from core.services import answering, history, reflecting, report, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.services.report import ReportView
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_person
from tests.support.history import Past, PastAnswer, of_five, store


@pytest.fixture(params=["sqlite"])
def db_url(request: pytest.FixtureRequest, db_url: str) -> str:
    """Nothing here depends on the kind of database."""
    return db_url


def practised(ctx: Context, person: Person, *, answers: int = 1, is_finished: bool = True) -> UUID:
    session_id = sessions.start_interview(ctx, person, choice())
    for number in range(answers):
        question = sessions.show_next(ctx, person, session_id)
        text = f"I would measure first, because guesses cost time. Last year that saved us {number + 2} hours a week."
        answering.submit_answer(ctx, person.id, question.id, Written(text, 1))
    if is_finished:
        sessions.finish(ctx, person, session_id)
    return session_id


def all_of(ctx: Context, person: Person) -> list[ReportView]:
    return list(history.history(ctx, person))


def test_it_is_ones_own_oldest_first_with_all_that_there_is(ctx: Context, ada: Person, clock: FakeClock) -> None:
    practised(ctx, make_person(ctx, "bob"))
    first = practised(ctx, ada, answers=2)
    reflecting.reveal(ctx, ada, first)
    clock.advance(days=1)
    second = practised(ctx, ada, is_finished=False)
    empty = practised(ctx, ada, answers=0)
    found = all_of(ctx, ada)
    assert found[0].interview.id == first
    assert {view.interview.id for view in found[1:]} == {second, empty}
    assert found[0] == report.open_report(ctx, ada, first)
    assert [len(view.answers) for view in found if view.interview.id in (second, first)] == [2, 1]


def test_there_is_none_before_the_first_interview(ctx: Context, ada: Person) -> None:
    assert all_of(ctx, ada) == []


def test_a_set_of_drills_is_no_interview(ctx: Context, ada: Person) -> None:
    session_id = practised(ctx, ada)
    with ctx.db.writing() as session:
        session.add(Drill(session_id=session_id, created_at=ctx.clock()))
    assert all_of(ctx, ada) == []


def test_scores_that_were_not_looked_at_are_left_out(ctx: Context, ada: Person) -> None:
    session_id = practised(ctx, ada)
    [hidden] = all_of(ctx, ada)
    assert hidden.overall is hidden.sure is hidden.interview.overall_score is None
    assert set(hidden.rubric_breakdown.values()) == {None}
    assert (hidden.strengths, hidden.weaknesses, hidden.skill_breakdown) == ((), (), ())
    [one] = hidden.answers
    assert one.scorecard is one.answer.scores is one.answer.feedback is one.answer.overall_score is None
    assert one.answer.answer_text.startswith("I would measure first")
    reflecting.reveal(ctx, ada, session_id)
    [shown] = all_of(ctx, ada)
    assert shown.overall is not None and shown.answers[0].scorecard is not None


def test_an_interview_that_was_left_is_abandoned_in_it(ctx: Context, ada: Person, clock: FakeClock) -> None:
    practised(ctx, ada, is_finished=False)
    clock.advance(days=2)
    assert [view.interview.status for view in all_of(ctx, ada)] == [Status.ABANDONED]


def test_each_interview_takes_the_same_number_of_queries_however_many_answers(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    given = PastAnswer(of_five(3, 3, 3, 3, 3), 60.0)
    store(ctx, ada, [Past(clock() - timedelta(days=9 - number), [given] * number) for number in range(1, 7)])
    counted: list[str] = []

    def count(*arguments: object) -> None:
        if str(arguments[2]).startswith("SELECT"):
            counted.append(str(arguments[2]))

    event.listen(ctx.db.read_engine, "before_cursor_execute", count)
    each = []
    for _ in history.history(ctx, ada):
        each.append(len(counted))
        counted.clear()
    # before the first the list of interviews is read as well
    assert len(each) == 6 and len(set(each[1:])) == 1
    assert each[1] <= 25


def test_a_report_knows_its_candidates_name(ctx: Context, ada: Person) -> None:
    view = report.open_report(ctx, ada, practised(ctx, ada))
    assert history.candidate_name(ctx, view) == "Ada"
