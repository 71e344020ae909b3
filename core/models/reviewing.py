"""What humans say of answers: ratings, comments, wishes for a rating, and which rating counts in a group."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, enum_column, uuid_key
from core.models.vocabulary import Counts, RatingKind


class Rating(Base):
    """What a coach made of an answer under one rubric; never changed, only added to.

    ``scores_json`` has a level of 0 to 5 for each dimension, None for one that they could not judge. ``is_blind`` says
    that they had not seen the machine's scores of the answer. A rating stays when its rater's account goes.
    """

    __tablename__ = "ratings"
    __table_args__ = (Index("ix_ratings_answer_created", "answer_id", "created_at"),)

    id: Mapped[uuid.UUID] = uuid_key()
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("interview_answers.id", ondelete="CASCADE"))
    group_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("coach_groups.id", ondelete="SET NULL"), index=True)
    rater_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    kind: Mapped[RatingKind] = mapped_column(enum_column(RatingKind, "kind"))
    rubric_hash: Mapped[str] = mapped_column(ForeignKey("rubric_versions.content_hash"))
    scores_json: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    is_blind: Mapped[bool]
    created_at: Mapped[datetime]


class RatingDraft(Base):
    """What a coach has chosen so far for an answer that they are rating."""

    __tablename__ = "rating_drafts"

    answer_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_answers.id", ondelete="CASCADE"), primary_key=True
    )
    rater_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    scores_json: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime]


class SeenScores(Base):
    """That a coach has seen what the machine made of an answer: a rating of theirs is not blind from then on."""

    __tablename__ = "seen_scores"

    answer_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_answers.id", ondelete="CASCADE"), primary_key=True
    )
    coach_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen_at: Mapped[datetime]


class AnswerComment(Base):
    """A remark on an answer: on the whole, on a dimension of it, or on a stretch of its text, by character offsets."""

    __tablename__ = "answer_comments"
    __table_args__ = (
        CheckConstraint('("start" IS NULL) = ("end" IS NULL)', name="both_ends"),
        CheckConstraint('"start" IS NULL OR ("start" >= 0 AND "start" < "end")', name="stretch"),
    )

    id: Mapped[uuid.UUID] = uuid_key()
    answer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("interview_answers.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    dimension: Mapped[str | None] = mapped_column(String(20))
    start: Mapped[int | None] = mapped_column("start", Integer)
    end: Mapped[int | None] = mapped_column("end", Integer)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class ReusableComment(Base):
    """A remark that a coach keeps to make it again."""

    __tablename__ = "reusable_comments"

    id: Mapped[uuid.UUID] = uuid_key()
    coach_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class ReviewRequest(Base):
    """A candidate's wish that a coach looks at an answer. It is met by a rating that comes after ``asked_at``."""

    __tablename__ = "review_requests"

    answer_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("interview_answers.id", ondelete="CASCADE"), primary_key=True
    )
    note: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]


class GroupSettings(Base):
    """Whose scores count in a group, and who decides where two coaches differ; without a row the machine's count."""

    __tablename__ = "group_settings"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("coach_groups.id", ondelete="CASCADE"), primary_key=True)
    counts: Mapped[Counts] = mapped_column(enum_column(Counts, "counts"))
    moderator_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
