"""The report's aggregates against cases worked out by hand."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from core.errors import NotFoundError
from core.models.vocabulary import HandedIn
from core.services import answering, report, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.services.report import Record, ScoredAnswer
from core.services.views import AnswerView, QuestionView, SessionView
from tests.support.contexts import choice, make_person

THEN = datetime(2026, 3, 2, tzinfo=UTC)


def scores(structure: float, relevance: float, accuracy: float | None, depth: float, communication: float) -> Any:
    return {
        "structure": structure,
        "relevance": relevance,
        "technical_accuracy": accuracy,
        "depth": depth,
        "communication": communication,
    }


def answer(
    order: int, given: dict[str, float | None] | None, overall: float | None, tags: tuple[str, ...]
) -> ScoredAnswer:
    question = QuestionView(
        id=uuid4(),
        session_id=uuid4(),
        order=order,
        question_text="Why?",
        category="technical",
        bucket="core",
        difficulty="easy",
        skill_tags=tags,
        is_followup=False,
        parent_question_id=None,
        item_id="a.b",
        item_hash="0" * 64,
        seconds=90,
        shown_at=THEN,
        deadline_at=THEN,
        skipped_at=None,
        spent_seconds=0,
        created_at=THEN,
        is_answered=True,
    )
    finding = {"dimension": "depth", "text": f"finding of {order}", "quote": "", "action": "do it"}
    feedback = {"strengths": [finding], "weaknesses": [finding]} if given else None
    view = AnswerView(
        uuid4(), question, "Because.", HandedIn.SUBMITTED, given, feedback, overall, tags, THEN, 30, False, None, True
    )
    return ScoredAnswer(view, None)


@pytest.fixture
def interview(ctx: Context, ada: Person) -> SessionView:
    return sessions.look(ctx, ada, sessions.start_interview(ctx, ada, choice())).interview


def test_averages_leave_out_what_was_not_assessed(interview: SessionView) -> None:
    record = Record(
        interview,
        (
            answer(1, scores(4, 3, None, 2, 5), 70, ("sql",)),
            answer(2, scores(2, 4, 3, 1, 4), 55, ("sql", "apis")),
            answer(3, None, None, ("apis",)),
        ),
    )
    # structure (4+2)/2, relevance (3+4)/2, accuracy 3/1, depth (2+1)/2, communication (5+4)/2
    assert report.aggregate_scores(record) == scores(3.0, 3.5, 3.0, 1.5, 4.5)


def test_a_dimension_that_was_never_assessed_has_no_average(interview: SessionView) -> None:
    record = Record(interview, (answer(1, scores(4, 3, None, 2, 5), 70, ("sql",)),))
    assert report.aggregate_scores(record) == scores(4, 3, None, 2, 5)


def test_nothing_answered_has_no_averages(interview: SessionView) -> None:
    record = Record(interview, ())
    assert set(report.aggregate_scores(record).values()) == {None}
    assert report.identify_strengths(record) == [] and report.identify_weaknesses(record) == []


def test_skills_are_averaged_over_the_answers_tagged_with_them(ctx: Context, interview: SessionView) -> None:
    record = Record(
        interview,
        (
            answer(1, scores(4, 3, 3, 2, 5), 70, ("sql",)),
            answer(2, scores(2, 4, 3, 1, 4), 55, ("sql", "apis")),
            answer(3, None, None, ("apis",)),
        ),
    )
    breakdown = report.calculate_skill_breakdown(record, ctx=ctx)
    # sql (70+55)/2 of two answers; apis 55 of the one that is scored
    assert [(skill.skill, skill.score, skill.answers) for skill in breakdown] == [("sql", 62.5, 2), ("apis", 55.0, 1)]


def test_a_weakness_is_shown_at_the_weakest_answer(interview: SessionView) -> None:
    record = Record(
        interview,
        (answer(1, scores(4, 4, 4, 2, 4), 70, ("sql",)), answer(2, scores(4, 4, 4, 1, 4), 60, ("sql",))),
    )
    assert [found.order for found in report.identify_weaknesses(record)] == [2]
    assert [found.order for found in report.identify_strengths(record)] == [1]


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
