"""Coaching: groups, who coaches them, and which candidates show what to them."""

import uuid
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, enum_column, uuid_key
from core.models.vocabulary import Shows

_HERE = text("left_at IS NULL")


class CoachGroup(Base):
    """Candidates who are coached together. Whoever knows the invitation's code can join until it expires.

    One that was closed has no coaches and no members any more, and stays as a record.
    """

    __tablename__ = "coach_groups"

    id: Mapped[uuid.UUID] = uuid_key()
    name: Mapped[str] = mapped_column(String(80))
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_expires_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class GroupCoach(Base):
    """Somebody who coaches a group."""

    __tablename__ = "group_coaches"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("coach_groups.id", ondelete="CASCADE"), primary_key=True)
    coach_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    since: Mapped[datetime]


class GroupMember(Base):
    """A candidate's consent to show a group's coaches how they do; it ends when they leave, and stays as a record."""

    __tablename__ = "group_members"
    __table_args__ = (
        # one consent at a time, however often somebody leaves and comes back
        Index(
            "uq_group_members_present", "group_id", "user_id", unique=True, sqlite_where=_HERE, postgresql_where=_HERE
        ),
    )

    id: Mapped[uuid.UUID] = uuid_key()
    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("coach_groups.id", ondelete="CASCADE"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    shows: Mapped[Shows] = mapped_column(enum_column(Shows, "shows"))
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class GroupInvitation(Base):
    """An invitation of one person to a group, as a notification tells it to them; accepted or declined, it is gone."""

    __tablename__ = "group_invitations"

    group_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("coach_groups.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True, index=True)
    invited_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
