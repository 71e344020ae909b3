"""The one lock of an interview: whoever changes anything of it takes this first, so that none waits in a circle."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.models import InterviewSession


def lock_interview(session: Session, sought: Select[UUID]) -> None:
    """Lock the interview whose id ``sought`` selects, until the caller's transaction ends."""
    session.scalar(select(InterviewSession).where(InterviewSession.id.in_(sought)).with_for_update())
