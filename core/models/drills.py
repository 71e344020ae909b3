"""Drills: which interviews are sets of drills, what each of their questions drills, and how that went each time."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, uuid_key
from core.models.interviews import InterviewSession


class Drill(Base):
    """Marks an interview as a set of drills, which is no interview to its candidate."""

    __tablename__ = "drills"

    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    created_at: Mapped[datetime]


class DrillQuestion(Base):
    """The skill and the dimension that a question of a set drills."""

    __tablename__ = "drill_questions"

    question_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_questions.id", ondelete="CASCADE"), primary_key=True
    )
    skill: Mapped[str] = mapped_column(String(60))
    dimension: Mapped[str] = mapped_column(String(20))


class DrillReview(Base):
    """How a drilled question went, 1 again to 4 easy. Rows are only added; when a pair is due follows from them."""

    __tablename__ = "drill_reviews"
    __table_args__ = (CheckConstraint("rating BETWEEN 1 AND 4", name="rating_range"),)

    id: Mapped[uuid.UUID] = uuid_key()
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    skill: Mapped[str] = mapped_column(String(60))
    dimension: Mapped[str] = mapped_column(String(20))
    question_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_questions.id", ondelete="CASCADE"), unique=True
    )
    rating: Mapped[int] = mapped_column(Integer)
    reviewed_at: Mapped[datetime]


NO_DRILL = ~select(Drill.session_id).where(Drill.session_id == InterviewSession.id).exists()
"""Of interviews, those that are no set of drills."""
