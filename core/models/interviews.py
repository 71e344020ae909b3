"""Interviews: the session, its questions, drafts, answers, and every scoring that an answer ever got."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, enum_column, uuid_key
from core.models.vocabulary import (
    Category,
    Difficulty,
    HandedIn,
    InterviewType,
    Level,
    Mode,
    RoleSource,
    Status,
    Timing,
)


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
    timing: Mapped[Timing] = mapped_column(enum_column(Timing, "timing"), default=Timing.USUAL)
    asks_followups: Mapped[bool] = mapped_column(default=False)
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


class Retake(Base):
    """An interview that asks the same questions as an earlier one of the same person."""

    __tablename__ = "retakes"

    session_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    of_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("interview_sessions.id", ondelete="CASCADE"), index=True)


class InterviewQuestion(Base):
    """A question of an interview. Its clock runs from ``shown_at`` to ``deadline_at``; the server decides.

    One that was skipped has no deadline until it is shown again; ``spent_seconds`` says how much of its time was used
    before that.
    """

    __tablename__ = "interview_questions"
    __table_args__ = (
        UniqueConstraint("session_id", "order"),
        CheckConstraint('"order" >= 1', name="order_from_one"),
        CheckConstraint("deadline_at IS NULL OR shown_at IS NOT NULL", name="deadline_once_shown"),
        CheckConstraint("skipped_at IS NULL OR deadline_at IS NULL", name="skipped_without_deadline"),
        CheckConstraint("spent_seconds >= 0", name="spent_not_negative"),
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
    skipped_at: Mapped[datetime | None]
    spent_seconds: Mapped[int] = mapped_column(Integer, default=0)
    created_at: Mapped[datetime]
    session: Mapped[InterviewSession] = relationship(back_populates="questions")
    answer: Mapped["InterviewAnswer | None"] = relationship(back_populates="question", cascade="all, delete-orphan")
    draft: Mapped["Draft | None"] = relationship(cascade="all, delete-orphan")


class Draft(Base):
    """The newest text of an open question, as the browser saved it; ``revision`` only ever grows.

    ``notes`` are the candidate's own and are never scored.
    """

    __tablename__ = "drafts"

    question_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_questions.id", ondelete="CASCADE"), primary_key=True
    )
    text: Mapped[str] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text, default="")
    dictated: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(Integer)
    saved_at: Mapped[datetime]


class InterviewAnswer(Base):
    """The one final answer of a question. ``scores_json`` and ``feedback_json`` are those of its scoring in force.

    ``is_told_time`` says that the time was told by a program, for a question whose clock never ran here.
    ``self_rating`` (0 to 5) is what the candidate thought of it before ``revealed_at``, when they saw the scores.
    """

    __tablename__ = "interview_answers"
    __table_args__ = (
        CheckConstraint("time_seconds >= 0", name="time_not_negative"),
        CheckConstraint("self_rating IS NULL OR self_rating BETWEEN 0 AND 5", name="self_rating_range"),
    )

    id: Mapped[uuid.UUID] = uuid_key()
    question_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_questions.id", ondelete="CASCADE"), unique=True
    )
    answer_text: Mapped[str] = mapped_column(Text)
    handed_in: Mapped[HandedIn] = mapped_column(enum_column(HandedIn, "handed_in"))
    submitted_at: Mapped[datetime]
    time_seconds: Mapped[int] = mapped_column(Integer)
    dictated: Mapped[bool] = mapped_column(default=False)
    is_told_time: Mapped[bool] = mapped_column(default=False)
    self_rating: Mapped[int | None] = mapped_column(Integer)
    revealed_at: Mapped[datetime | None]
    scores_json: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    feedback_json: Mapped[dict[str, Any] | None] = mapped_column(default=None)
    overall_score: Mapped[float | None] = mapped_column(Float)
    skill_tags_json: Mapped[list[str]]
    created_at: Mapped[datetime]
    question: Mapped[InterviewQuestion] = relationship(back_populates="answer")
    scorings: Mapped[list["AnswerScoring"]] = relationship(cascade="all, delete-orphan")


class RequestKey(Base):
    """A key that a client sent with a request, and what it asked for: the same key never means anything else.

    ``made_id`` is the id of what the request made, where it made something.
    """

    __tablename__ = "request_keys"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    made_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_at: Mapped[datetime]


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
