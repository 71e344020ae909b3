"""Interviews from setup to report."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from core.api.dependencies import Arrived, Ctx, Key, Reader, Writer
from core.models.vocabulary import RoleSource
from core.serializers.interviews import (
    CurrentQuestion,
    InterviewAnswerResponseSerializer,
    InterviewAnswerSerializer,
    InterviewIn,
    InterviewPage,
    InterviewQuestionSerializer,
    InterviewSessionSerializer,
    NextIn,
    Revealed,
    RevealIn,
    Wanted,
)
from core.serializers.reports import ReportSerializer
from core.services import answering, profiles, reading, reflecting, report, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.services.roles import own_role, role_from_catalog
from core.services.sessions import InterviewChoice

router = APIRouter(prefix="/interviews", tags=["interviews"])


@router.post("", status_code=201, responses={404: {}})
def create_interview(
    body: InterviewIn, person: Writer, ctx: Ctx, response: Response, idempotency_key: Key = None
) -> InterviewSessionSerializer:
    """Set up an interview: draws its questions and begins. No clock runs until a question is shown."""
    session_id = sessions.start_interview(
        ctx, person, _choice(ctx, person, body), profile_id=body.profile_id, key=idempotency_key
    )
    response.headers["Location"] = f"/api/interviews/{session_id}"
    return InterviewSessionSerializer.of(reading.interview(ctx, person, session_id))


@router.get("", responses={404: {}})
def list_interviews(wanted: Annotated[Wanted, Query()], person: Reader, ctx: Ctx) -> InterviewPage:
    """Interviews, newest first."""
    excerpt = reading.interviews(
        ctx, person, user_id=wanted.user, status=wanted.status, limit=wanted.limit, after=wanted.after
    )
    return InterviewPage.of(excerpt)


@router.get("/{session_id}")
def read_interview(session_id: UUID, person: Reader, ctx: Ctx) -> InterviewSessionSerializer:
    """An interview and how far it is."""
    return InterviewSessionSerializer.of(reading.interview(ctx, person, session_id))


@router.get("/{session_id}/questions")
def list_questions(session_id: UUID, person: Reader, ctx: Ctx) -> list[InterviewQuestionSerializer]:
    """All questions in order. Follow-ups are added as answers call for them."""
    return [InterviewQuestionSerializer.of(view) for view in reading.questions(ctx, person, session_id)]


@router.get("/{session_id}/current")
def current_question(session_id: UUID, person: Reader, ctx: Ctx) -> CurrentQuestion:
    """The question whose clock is running, if one is."""
    return CurrentQuestion.of(sessions.look(ctx, person, session_id))


@router.post("/{session_id}/next", responses={409: {}})
def show_next_question(session_id: UUID, body: NextIn, person: Writer, ctx: Ctx) -> CurrentQuestion:
    """Show the next question, or one that was skipped, and start its clock. One that is open is returned instead."""
    sessions.show_next(ctx, person, session_id, question_id=body.question_id)
    return CurrentQuestion.of(sessions.look(ctx, person, session_id))


@router.post("/{session_id}/answers", status_code=201, responses={409: {}})
def answer_question(
    session_id: UUID,
    body: InterviewAnswerSerializer,
    person: Writer,
    ctx: Ctx,
    at: Arrived,
    idempotency_key: Key = None,
) -> InterviewAnswerResponseSerializer:
    """Hand in an answer: saves it, scores it, and returns what was read back, with feedback.

    A question whose clock was started here, by the dashboard or by `next`, keeps its deadline. For any other your
    `time_seconds` is taken, and the report says that a program told it. The first answer counts: the same text again
    gets the same answer, another text 409.
    """
    answer = answering.submit_answer(
        ctx,
        person.id,
        body.question_id,
        Written(body.answer_text, None),
        key=idempotency_key,
        at=at,
        session_id=session_id,
        told_seconds=body.time_seconds,
    )
    return InterviewAnswerResponseSerializer.of(answer)


@router.get("/{session_id}/answers")
def list_answers(session_id: UUID, person: Reader, ctx: Ctx) -> list[InterviewAnswerResponseSerializer]:
    """All answers with scores, feedback and what coaches say of them, in the order of the questions.

    For a coach this counts as a look at the machine's scores: a rating that they give later is not blind.
    """
    return [InterviewAnswerResponseSerializer.of(view) for view in reading.answers(ctx, person, session_id)]


@router.post("/{session_id}/finish")
def finish_interview(session_id: UUID, person: Writer, ctx: Ctx) -> InterviewSessionSerializer:
    """End an interview, with what was typed for open questions. A second call changes nothing and returns the same."""
    return InterviewSessionSerializer.of(sessions.finish(ctx, person, session_id))


@router.post("/{session_id}/reveal", responses={409: {}})
def reveal_scores(session_id: UUID, body: RevealIn, person: Writer, ctx: Ctx) -> Revealed:
    """Keep what the candidate thought of their answers; the dashboard shows the scores from then on."""
    return Revealed(revealed=reflecting.reveal(ctx, person, session_id, body.ratings))


@router.get("/{session_id}/report")
def read_report(session_id: UUID, person: Reader, ctx: Ctx) -> ReportSerializer:
    """What was strong, what to do next, how each answer did, and what coaches say, of what is answered so far.

    For a coach this counts as a look at the machine's scores: a rating that they give later is not blind.
    """
    return ReportSerializer.of(report.open_report(ctx, person, session_id))


def _choice(ctx: Context, person: Person, body: InterviewIn) -> InterviewChoice:
    own = body.custom_role
    role = (
        own_role(ctx.catalog, own.name, description=own.description, skills=own.skills)
        if own is not None
        else role_from_catalog(ctx.catalog, body.role_id or "")
    )
    return InterviewChoice(
        role=role,
        role_source=RoleSource.CATALOG if own is None else RoleSource.CUSTOM,
        level=body.level,
        type=body.type,
        mode=body.mode,
        count=body.count,
        seed=body.seed,
        timing=body.time_factor or profiles.profile_of(ctx, person).timing,
        followups=body.followups,
    )
