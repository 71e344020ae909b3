"""Interviews that a coach sets to a group, and the attempts at them."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, enum_column, uuid_key
from core.models.vocabulary import InterviewType, Level, Mode, RoleSource, Timing


class Assignment(Base):
    """An interview that a group is to do. ``timing`` is None where candidates choose their own.

    ``items_json`` lists the exact questions in order, each as ``{"id": ..., "hash": ...}`` of an item version; where
    it is empty, each interview draws its own. Without ``due_at`` it is never late. One that was withdrawn stays as a
    record.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        CheckConstraint("attempts >= 1", name="attempts_from_one"),
        CheckConstraint("question_count >= 1", name="questions_from_one"),
    )

    id: Mapped[uuid.UUID] = uuid_key()
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("coach_groups.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(Text)
    role_selected: Mapped[dict[str, Any]]
    role_source: Mapped[RoleSource] = mapped_column(enum_column(RoleSource, "role_source"))
    level: Mapped[Level] = mapped_column(enum_column(Level, "level"))
    type: Mapped[InterviewType] = mapped_column(enum_column(InterviewType, "type"))
    mode: Mapped[Mode] = mapped_column(enum_column(Mode, "mode"))
    timing: Mapped[Timing | None] = mapped_column(enum_column(Timing, "timing"))
    asks_followups: Mapped[bool]
    question_count: Mapped[int] = mapped_column(Integer)
    items_json: Mapped[list[dict[str, Any]]]
    attempts: Mapped[int] = mapped_column(Integer)
    due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class AssignmentPerson(Base):
    """Somebody whom an assignment is for; one that has no such rows is for everybody in its group."""

    __tablename__ = "assignment_people"

    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)


class AssignmentAttempt(Base):
    """An interview that was begun for an assignment, and when a coach had looked at it."""

    __tablename__ = "assignment_attempts"

    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    assignment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), index=True)
    reviewed_at: Mapped[datetime | None]
    reviewed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    remark: Mapped[str] = mapped_column(Text, default="")
