"""The one lock of an interview: whoever changes anything of it takes this first, so that none waits in a circle."""

from uuid import UUID

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from core.models import InterviewAnswer, InterviewQuestion, InterviewSession


def lock_interview(session: Session, sought: Select[UUID]) -> InterviewSession | None:
    """Lock the interview whose id ``sought`` selects, until the caller's transaction ends; None if there is none."""
    return session.scalar(select(InterviewSession).where(InterviewSession.id.in_(sought)).with_for_update())


def lock_interview_of_question(session: Session, question_id: UUID) -> None:
    """The same for the interview that a question belongs to."""
    # SQLite has locked everything since the transaction began.
    if session.get_bind().dialect.name != "sqlite":
        session.scalar(_INTERVIEW_OF, {"question_id": question_id})


# Made once: it comes before every draft that is saved.
_INTERVIEW_OF = (
    select(InterviewSession.id)
    .join(InterviewQuestion, InterviewQuestion.session_id == InterviewSession.id)
    .where(InterviewQuestion.id == bindparam("question_id"))
    .with_for_update(of=InterviewSession)
)


def lock_interview_of_answer(session: Session, answer_id: UUID) -> InterviewSession | None:
    """The same for the interview that an answer was given in."""
    return lock_interview(session, interviews_of([answer_id]))


def lock_interviews(session: Session, sought: Select[UUID]) -> None:
    """Lock all interviews whose ids ``sought`` selects, always in one order, since others may lock several too."""
    rows = select(InterviewSession.id).where(InterviewSession.id.in_(sought)).order_by(InterviewSession.id)
    session.scalars(rows.with_for_update()).all()


def interviews_of(answer_ids: Select[UUID] | list[UUID]) -> Select[UUID]:
    """The ids of the interviews that these answers were given in."""
    return (
        select(InterviewQuestion.session_id)
        .join(InterviewAnswer, InterviewAnswer.question_id == InterviewQuestion.id)
        .where(InterviewAnswer.id.in_(answer_ids))
    )
