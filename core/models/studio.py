"""The rubric studio: what was measured of each answer, drafts of rubrics, and jobs that score answers again."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, enum_column, uuid_key
from core.models.vocabulary import JobState


class AnswerMeasurement(Base):
    """Everything that one scorer says of an answer without a rubric: any rubric's scores follow from it.

    ``signals`` are float64 in the scorer's own order, apart from the rest because they are read by the thousand.
    ``assessed`` has a bit for each dimension, the first one lowest. ``body_json`` is the whole measurement.
    """

    __tablename__ = "answer_measurements"

    answer_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_answers.id", ondelete="CASCADE"), primary_key=True
    )
    scorer_version: Mapped[str] = mapped_column(String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    assessed: Mapped[int] = mapped_column(Integer)
    signals: Mapped[bytes] = mapped_column(LargeBinary)
    body_json: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    created_at: Mapped[datetime]


class RubricDraft(Base):
    """A rubric that somebody works on. ``body_json`` may have faults; ``based_on`` is the version it began as."""

    __tablename__ = "rubric_drafts"

    id: Mapped[uuid.UUID] = uuid_key()
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    based_on: Mapped[str] = mapped_column(ForeignKey("rubric_versions.content_hash"))
    title: Mapped[str] = mapped_column(String(120))
    body_json: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RescoreJob(Base):
    """Scoring all finished interviews again under a rubric.

    Interviews are done in the order of their ids: those up to ``cursor`` are. Who works on it holds it until
    ``leased_until``; a process that dies leaves it to the next.
    """

    __tablename__ = "rescore_jobs"
    __table_args__ = (
        CheckConstraint("done >= 0 AND total >= 0", name="counts_not_negative"),
        Index("ix_rescore_jobs_state", "state"),
    )

    id: Mapped[uuid.UUID] = uuid_key()
    rubric_hash: Mapped[str] = mapped_column(ForeignKey("rubric_versions.content_hash"))
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    state: Mapped[JobState] = mapped_column(enum_column(JobState, "state"))
    total: Mapped[int] = mapped_column(Integer)
    done: Mapped[int] = mapped_column(Integer)
    answers: Mapped[int] = mapped_column(Integer)
    cursor: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    leased_by: Mapped[str | None] = mapped_column(String(60))
    leased_until: Mapped[datetime | None]
    fault: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
