"""Interviews that are left: abandoned after a day, taken up again within a week, and the sweep over all of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import StateError
from core.models import Draft, InterviewQuestion, InterviewSession, OneTimeLink, SignIn
from core.models.vocabulary import OPEN, Status
from core.services import assessment, audit, notifications, request_keys, retention, throttling
from core.services.accounts import Person
from core.services.answering import close_expired, own_interview
from core.services.context import Context
from core.services.views import SessionView, session_view

IDLE = timedelta(hours=24)
"""An interview in which nothing was done for so long is abandoned."""
TAKE_UP = timedelta(days=7)
"""For so long an abandoned interview can be gone on with."""


@dataclass(frozen=True)
class Swept:
    """What a sweep found to do.

    Questions closed at their deadline, interviews that had been left, and interviews that were kept long enough.
    """

    closed: int
    abandoned: int
    erased: int = 0


def sweep(ctx: Context) -> Swept:
    """Close every question whose time is up and every interview that was left, and score what waits for it.

    Reading an interview does the same for it; this is for those that nobody looks at. Sweeping twice is sweeping once.
    """
    closed = close_expired(ctx)
    abandoned = abandon_idle(ctx)
    assessment.score_all_pending(ctx)
    with ctx.db.writing() as session:
        request_keys.forget_old(session, ctx.clock())
        notifications.forget_old(session, ctx.clock())
        throttling.forget_old(session, ctx.clock())
        audit.forget_old(session, ctx.clock(), days=ctx.settings.audit_days)
        _forget_what_is_over(session, ctx.clock())
    return Swept(closed, abandoned, retention.sweep(ctx).erased)


def _forget_what_is_over(session: Session, now: datetime) -> None:
    """Drop sign-ins and links that let nobody in any more, and drafts that nobody can go on with.

    A draft with notes stays: they are the candidate's own, and stand nowhere else.
    """
    session.execute(delete(SignIn).where(SignIn.expires_at < now))
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < now))
    over = (
        select(InterviewQuestion.id)
        .join(InterviewSession)
        .where(InterviewSession.status.not_in(OPEN), InterviewSession.ended_at < now - TAKE_UP)
    )
    session.execute(delete(Draft).where(Draft.notes == "", Draft.question_id.in_(over)))


def abandon_idle(ctx: Context, *, user_id: UUID | None = None, session_id: UUID | None = None) -> int:
    """End interviews in which nothing was done for a day, as of that moment; returns how many there were.

    Of everybody, or of one person or interview.
    """
    due = select(InterviewSession.id).where(
        InterviewSession.status.in_(OPEN),
        InterviewSession.updated_at < ctx.clock() - IDLE,
    )
    if user_id is not None:
        due = due.where(InterviewSession.user_id == user_id)
    if session_id is not None:
        due = due.where(InterviewSession.id == session_id)
    with ctx.db.reading() as session:
        ids = session.scalars(due).all()
    return sum(_abandon(ctx, each) for each in ids)


def is_idle(interview: InterviewSession, now: datetime) -> bool:
    """Whether an interview that goes on was left for so long that it is abandoned."""
    return interview.status in OPEN and interview.updated_at < now - IDLE


def _abandon(ctx: Context, session_id: UUID) -> bool:
    # A question that was open when the candidate left is closed at its deadline, which counts as the last thing done.
    close_expired(ctx, session_id=session_id)
    with ctx.db.writing() as session:
        interview = session.get(InterviewSession, session_id, with_for_update=True)
        if interview is None or not is_idle(interview, ctx.clock()):
            return False
        interview.status, interview.ended_at = Status.ABANDONED, interview.updated_at + IDLE
    assessment.score_pending(ctx, session_id)
    return True


def take_up(ctx: Context, person: Person, session_id: UUID) -> SessionView:
    """Go on with an interview that was abandoned, within seven days; what was answered stays answered.

    Raises:
        NotFoundError: for an interview of somebody else as for one that does not exist.
        StateError: when it is not abandoned, or was so too long ago.
    """
    with ctx.db.writing() as session:
        interview = own_interview(session, person.id, session_id, lock=True)
        if interview.status is not Status.ABANDONED:
            raise StateError("This interview was not abandoned.", state=interview.status)
        if interview.ended_at is None or ctx.clock() > interview.ended_at + TAKE_UP:
            raise StateError(
                "This interview was left too long ago to go on with. Its report stays; set up a new one.",
                state=interview.status,
            )
        interview.status, interview.ended_at, interview.overall_score = Status.IN_PROGRESS, None, None
        interview.updated_at = ctx.clock()
        return session_view(interview)
