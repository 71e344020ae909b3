"""Notifications: what happened that somebody should know of, as their home page tells it."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, enum_column, uuid_key
from core.models.vocabulary import NotificationKind

_UNREAD = text("read_at IS NULL")


class Notification(Base):
    """Something that happened, told to one person. ``page`` is the address it leads to, None if it leads nowhere."""

    __tablename__ = "notifications"
    __table_args__ = (
        Index("ix_notifications_user_created", "user_id", "created_at"),
        # every home page counts them
        Index("ix_notifications_unread", "user_id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    )

    id: Mapped[uuid.UUID] = uuid_key()
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    kind: Mapped[NotificationKind] = mapped_column(enum_column(NotificationKind, "kind"))
    body_json: Mapped[dict[str, Any]]
    page: Mapped[str | None] = mapped_column(String(40))
    query_json: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
