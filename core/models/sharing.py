"""Links with which a candidate shows one report to whoever has them."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, uuid_key


class ShareLink(Base):
    """A read-only link to a report: what it shows, until when. Its hash alone is stored; a revoked one stays."""

    __tablename__ = "share_links"
    __table_args__ = (CheckConstraint("shows_scores OR shows_answers", name="shows_something"),)

    id: Mapped[uuid.UUID] = uuid_key()
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("interview_sessions.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    shows_scores: Mapped[bool]
    shows_answers: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
