"""Guarding the doors: guesses that are slowed down, and a record of what was done."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, uuid_key


class Throttle(Base):
    """Failures in a row of one account or one address, by a hash of its name, and until when it has to wait."""

    __tablename__ = "throttles"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(index=True)
    wait_until: Mapped[datetime | None]


class AuditEvent(Base):
    """Something that was done which somebody may have to explain one day; never holds an answer or a secret.

    ``actor_id`` did it, ``subject_id`` names the person or thing that it was done to. Events outlive both.
    """

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_at", "at"),)

    id: Mapped[uuid.UUID] = uuid_key()
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(40), index=True)
    actor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    subject_id: Mapped[uuid.UUID | None]
    address: Mapped[str | None] = mapped_column(String(64))
    detail_json: Mapped[dict[str, Any]]


class OutsideIdentity(Base):
    """Whose account somebody is who signs in with another provider, by that provider's own name for them."""

    __tablename__ = "outside_identities"

    issuer: Mapped[str] = mapped_column(String(200), primary_key=True)
    subject: Mapped[str] = mapped_column(String(200), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
