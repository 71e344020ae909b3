"""Reading interviews: one's own, and those of candidates who show them to their coach."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from core.errors import NotFoundError
from core.models import NO_DRILL, InterviewSession
from core.models.vocabulary import Shows, Status
from core.services import coaching, human_views, seen, sessions
from core.services.accounts import Person
from core.services.answering import WITH_ANSWERS
from core.services.context import Context
from core.services.leaving import abandon_idle
from core.services.views import AnswerView, QuestionView, SessionView, answer_view, question_view, session_view

T = TypeVar("T")


@dataclass(frozen=True)
class Excerpt:
    """Some of a person's interviews, newest first, of ``total``; more follow after ``last``, unless that is None."""

    interviews: tuple[SessionView, ...]
    total: int
    last: UUID | None


def what_is_shown(ctx: Context, person: Person, session_id: UUID) -> Shows:
    """How much of an interview this person may see: all of their own, of others what they show to their coach.

    Raises:
        NotFoundError: for an interview that is not theirs to see as for one that does not exist.
    """
    with ctx.db.reading() as session:
        owner = session.scalar(select(InterviewSession.user_id).where(InterviewSession.id == session_id))
        if owner == person.id:
            return Shows.ANSWERS
        shown = coaching.shown_to(session, person, owner) if owner else None
    if shown is None:
        raise NotFoundError("interview")
    return shown


def interview(ctx: Context, person: Person, session_id: UUID) -> SessionView:
    """An interview as it stands now."""
    return _read(ctx, person, session_id, session_view)


def questions(ctx: Context, person: Person, session_id: UUID) -> tuple[QuestionView, ...]:
    """The questions of an interview, in order."""
    return _read(ctx, person, session_id, lambda row: tuple(map(question_view, row.questions)))


def answers(ctx: Context, person: Person, session_id: UUID) -> tuple[AnswerView, ...]:
    """The answers of an interview, in the order of the questions, with what coaches said of them.

    A coach has seen the machine's scores then, so that no rating of theirs is blind from there on.

    Raises:
        NotFoundError: also for a coach to whom the candidate shows scores only.
    """
    if what_is_shown(ctx, person, session_id) is not Shows.ANSWERS:
        raise NotFoundError("interview")
    sessions.bring_up_to_date(ctx, session_id)
    with ctx.db.reading() as session:
        row = session.get_one(InterviewSession, session_id, options=WITH_ANSWERS)
        is_own, found = row.user_id == person.id, _answers(row)
        said = human_views.human_views(session, [answer.id for answer in found])
    if is_own:
        said = {answer_id: human_views.for_candidate(human) for answer_id, human in said.items()}
    else:
        seen.note_interview(ctx, person, session_id)
        found = tuple(replace(answer, self_rating=None) for answer in found)
    return tuple(replace(answer, human=said.get(answer.id, answer.human)) for answer in found)


def interviews(
    ctx: Context,
    person: Person,
    *,
    user_id: UUID | None = None,
    status: Status | None = None,
    limit: int = 20,
    after: UUID | None = None,
) -> Excerpt:
    """A person's own interviews, newest first, or those of a candidate whom they coach.

    Args:
        user_id: the candidate, if not oneself.
        after: the last interview that the caller has seen; what came in meanwhile moves nothing.

    Raises:
        NotFoundError: for a candidate who shows nothing to this person, or an interview that is not among these.
    """
    owner = user_id or person.id
    with ctx.db.reading() as session:
        if owner != person.id and coaching.shown_to(session, person, owner) is None:
            raise NotFoundError("person")
    abandon_idle(ctx, user_id=owner)
    wanted: list[ColumnElement[bool]] = [InterviewSession.user_id == owner, NO_DRILL]
    if status is not None:
        wanted.append(InterviewSession.status == status)
    with ctx.db.reading() as session:
        total = session.scalar(select(func.count()).select_from(InterviewSession).where(*wanted)) or 0
        if after is not None:
            seen = session.get(InterviewSession, after)
            if seen is None or seen.user_id != owner:
                raise NotFoundError("interview")
            wanted.append(
                or_(
                    InterviewSession.created_at < seen.created_at,
                    and_(InterviewSession.created_at == seen.created_at, InterviewSession.id < seen.id),
                )
            )
        rows = session.scalars(
            select(InterviewSession)
            .where(*wanted)
            .order_by(InterviewSession.created_at.desc(), InterviewSession.id.desc())
            .limit(limit + 1)
            .options(*WITH_ANSWERS)
        ).all()
        shown = tuple(session_view(row) for row in rows[:limit])
    return Excerpt(shown, total, shown[-1].id if len(rows) > limit else None)


def _answers(row: InterviewSession) -> tuple[AnswerView, ...]:
    return tuple(answer_view(question) for question in row.questions if question.answer)


def _read(ctx: Context, person: Person, session_id: UUID, told: Callable[[InterviewSession], T]) -> T:
    what_is_shown(ctx, person, session_id)
    sessions.bring_up_to_date(ctx, session_id)
    with ctx.db.reading() as session:
        return told(session.get_one(InterviewSession, session_id, options=WITH_ANSWERS))
