"""People: users, their roles, their sign-ins, one-time links and profiles."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, enum_column, uuid_key
from core.models.vocabulary import LinkPurpose, Scope, Timing, UserRole


class User(Base):
    """A person with an account. ``username`` and ``email`` are stored in lower case."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("username = lower(username)", name="username_lower"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    id: Mapped[uuid.UUID] = uuid_key()
    username: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    first_name: Mapped[str] = mapped_column(String(100))
    last_name: Mapped[str] = mapped_column(String(100), default="")
    password_hash: Mapped[str] = mapped_column(String(100))
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    roles: Mapped[list["UserRoleRow"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class UserRoleRow(Base):
    """One role that a person holds."""

    __tablename__ = "user_roles"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[UserRole] = mapped_column(enum_column(UserRole, "role"), primary_key=True)


class SignIn(Base):
    """A sign-in that can be ended from here. Only hashes are stored of what the browser and the page hold.

    The page that signed in holds one secret; in exchange for the ticket its browser gets another, as a cookie.
    """

    __tablename__ = "sign_ins"

    id: Mapped[uuid.UUID] = uuid_key()
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    page_hash: Mapped[str] = mapped_column(String(64), unique=True)
    cookie_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    ticket_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    ticket_expires_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    created_at: Mapped[datetime]


class ApiToken(Base):
    """A token with which a program acts for a person. Only its hash is stored; a revoked one stays as a record.

    ``window_began_at`` and ``window_writes`` count the writes of the running minute.
    """

    __tablename__ = "api_tokens"
    __table_args__ = (CheckConstraint("window_writes >= 0", name="writes_not_negative"),)

    id: Mapped[uuid.UUID] = uuid_key()
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    scope: Mapped[Scope] = mapped_column(enum_column(Scope, "scope"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    window_began_at: Mapped[datetime | None]
    window_writes: Mapped[int] = mapped_column(Integer, default=0)


class OneTimeLink(Base):
    """A link that makes the first admin or resets a password, once and until it expires."""

    __tablename__ = "one_time_links"

    id: Mapped[uuid.UUID] = uuid_key()
    purpose: Mapped[LinkPurpose] = mapped_column(enum_column(LinkPurpose, "purpose"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    made_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Profile(Base):
    """What a candidate tells about themselves; it steers suggestions and which questions come first."""

    __tablename__ = "profiles"

    id: Mapped[uuid.UUID] = uuid_key()
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), unique=True)
    skills_json: Mapped[list[str]] = mapped_column(default=list)
    experience: Mapped[str] = mapped_column(Text, default="")
    cv_text: Mapped[str] = mapped_column(Text, default="")
    job_text: Mapped[str] = mapped_column(Text, default="")
    timing: Mapped[Timing] = mapped_column(enum_column(Timing, "timing"), default=Timing.USUAL)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
