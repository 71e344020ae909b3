"""Interviews: the session, its questions, drafts, answers, and every scoring that an answer ever got."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, enum_column, uuid_key
from core.models.vocabulary import Category, Difficulty, HandedIn, InterviewType, Level, Mode, RoleSource, Status


class InterviewSession(Base):
    """One interview of one candidate."""

    __tablename__ = "interview_sessions"
    __table_args__ = (
        CheckConstraint("overall_score IS NULL OR (overall_score >= 0 AND overall_score <= 100)", name="overall_range"),
        Index("ix_interview_sessions_user_created", "user_id", "created_at"),
    )

    id: Mapped[uuid.UUID] = uuid_key()
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    profile_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("profiles.id", ondelete="SET NULL"))
    role_selected: Mapped[dict[str, Any]]
    role_source: Mapped[RoleSource] = mapped_column(enum_column(RoleSource, "role_source"))
    level: Mapped[Level] = mapped_column(enum_column(Level, "level"))
    type: Mapped[InterviewType] = mapped_column(enum_column(InterviewType, "type"))
    mode: Mapped[Mode] = mapped_column(enum_column(Mode, "mode"))
    status: Mapped[Status] = mapped_column(enum_column(Status, "status"), index=True)
    question_count: Mapped[int] = mapped_column(Integer)
    seed: Mapped[int] = mapped_column(Integer)
    rubric_hash: Mapped[str] = mapped_column(ForeignKey("rubric_versions.content_hash"))
    notes_json: Mapped[list[str]] = mapped_column(default=list)
    overall_score: Mapped[float | None] = mapped_column(Float)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    questions: Mapped[list["InterviewQuestion"]] = relationship(
        back_populates="session", order_by="InterviewQuestion.order", cascade="all, delete-orphan"
    )


class InterviewQuestion(Base):
    """A question of an interview. Its clock runs from ``shown_at`` to ``deadline_at``; the server decides."""

    __tablename__ = "interview_questions"
    __table_args__ = (
        UniqueConstraint("session_id", "order"),
        CheckConstraint('"order" >= 1', name="order_from_one"),
        CheckConstraint("deadline_at IS NULL OR shown_at IS NOT NULL", name="deadline_once_shown"),
        Index("ix_interview_questions_deadline", "deadline_at"),
    )

    id: Mapped[uuid.UUID] = uuid_key()
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("interview_sessions.id", ondelete="CASCADE"))
    order: Mapped[int] = mapped_column("order", Integer)
    question_text: Mapped[str] = mapped_column(Text)
    category: Mapped[Category] = mapped_column(enum_column(Category, "category"))
    bucket: Mapped[str] = mapped_column(String(20))
    difficulty: Mapped[Difficulty] = mapped_column(enum_column(Difficulty, "difficulty"))
    skill_tags_json: Mapped[list[str]]
    is_followup: Mapped[bool] = mapped_column(default=False)
    parent_question_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("interview_questions.id", ondelete="CASCADE"), index=True
    )
    item_id: Mapped[str] = mapped_column(String(120), index=True)
    item_hash: Mapped[str] = mapped_column(ForeignKey("item_versions.content_hash"))
    seconds: Mapped[int] = mapped_column(Integer)
    shown_at: Mapped[datetime | None]
    deadline_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    session: Mapped[InterviewSession] = relationship(back_populates="questions")
    answer: Mapped["InterviewAnswer | None"] = relationship(back_populates="question", cascade="all, delete-orphan")
    draft: Mapped["Draft | None"] = relationship(cascade="all, delete-orphan")


class Draft(Base):
    """The newest text of an open question, as the browser saved it; ``revision`` only ever grows."""

    __tablename__ = "drafts"

    question_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_questions.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(Integer)
    saved_at: Mapped[datetime]


class InterviewAnswer(Base):
    """The one final answer of a question. ``scores_json`` and ``feedback_json`` are those of its scoring in force."""

    __tablename__ = "interview_answers"
    __table_args__ = (CheckConstraint("time_seconds >= 0", name="time_not_negative"),)

    id: Mapped[uuid.UUID] = uuid_key()
    question_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_questions.id", ondelete="CASCADE"), unique=True
    )
    answer_text: Mapped[str] = mapped_column(Text)
    handed_in: Mapped[HandedIn] = mapped_column(enum_column(HandedIn, "handed_in"))
    submitted_at: Mapped[datetime]
    time_seconds: Mapped[int] = mapped_column(Integer)
    scores_json: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    feedback_json: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    overall_score: Mapped[float | None] = mapped_column(Float)
    skill_tags_json: Mapped[list[str]]
    created_at: Mapped[datetime]
    question: Mapped[InterviewQuestion] = relationship(back_populates="answer")
    scorings: Mapped[list["AnswerScoring"]] = relationship(cascade="all, delete-orphan")


class AnswerScoring(Base):
    """What the machine made of an answer under one rubric and one scorer; never changed, only added to."""

    __tablename__ = "answer_scorings"
    __table_args__ = (UniqueConstraint("answer_id", "rubric_hash", "scorer_version"),)

    id: Mapped[uuid.UUID] = uuid_key()
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("interview_answers.id", ondelete="CASCADE"))
    rubric_hash: Mapped[str] = mapped_column(ForeignKey("rubric_versions.content_hash"))
    scorer_version: Mapped[str] = mapped_column(String(40))
    scorecard_json: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
