"""Which of the machine's scores a coach has seen: what makes a later rating of theirs not blind."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from core.models import InterviewAnswer, InterviewQuestion, SeenScores
from core.services.accounts import Person
from core.services.context import Context
from core.services.locking import lock_interviews


def note(session: Session, coach_id: UUID, answer_ids: Iterable[UUID], *, now: datetime) -> None:
    """Note that a coach saw the scores of these answers, in the caller's transaction, which locked their interview."""
    wanted = set(answer_ids)
    known = set(
        session.scalars(
            select(SeenScores.answer_id).where(SeenScores.coach_id == coach_id, SeenScores.answer_id.in_(wanted))
        )
    )
    session.add_all(SeenScores(answer_id=each, coach_id=coach_id, seen_at=now) for each in sorted(wanted - known))
    session.flush()


def note_interview(ctx: Context, coach: Person, session_id: UUID) -> None:
    """Note that a coach saw the scores of every answer of an interview; costs one query when that is known."""
    _note_unseen(ctx, coach, InterviewQuestion.session_id == session_id)


def note_answers(ctx: Context, coach: Person, answer_ids: Collection[UUID]) -> None:
    """Note that a coach saw the scores of these answers; costs one query when that is known."""
    _note_unseen(ctx, coach, InterviewAnswer.id.in_(answer_ids))


def _note_unseen(ctx: Context, coach: Person, which: ColumnElement[bool]) -> None:
    is_unseen = InterviewAnswer.id.not_in(select(SeenScores.answer_id).where(SeenScores.coach_id == coach.id))
    unseen = select(InterviewAnswer.id).join(InterviewQuestion).where(which, is_unseen)
    with ctx.db.reading() as session:
        if session.scalar(unseen.limit(1)) is None:
            return
    with ctx.db.writing() as session:
        lock_interviews(session, select(InterviewQuestion.session_id).join(InterviewAnswer).where(which))
        note(session, coach.id, session.scalars(unseen).all(), now=ctx.clock())
