"""Content that interviews are made of: the role catalog, item versions, rubric versions."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base


class CatalogRole(Base):
    """A role of the catalog, as the YAML file had it at the last start."""

    __tablename__ = "catalog_roles"

    id: Mapped[str] = mapped_column(String(60), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    family: Mapped[str] = mapped_column(String(60), index=True)
    body_json: Mapped[dict[str, Any]]
    is_active: Mapped[bool] = mapped_column(default=True)
    updated_at: Mapped[datetime]


class ItemVersion(Base):
    """An item as it was when somebody was asked it, found by its content hash, so that an old report stays true."""

    __tablename__ = "item_versions"

    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    item_id: Mapped[str] = mapped_column(String(120), index=True)
    body_json: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class OwnItem(Base):
    """A version of an item that somebody added here; the newest row of an item is what holds, and none is changed.

    Taking an item out of use is a row that is not active: what was asked before stays explainable.
    """

    __tablename__ = "own_items"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[str] = mapped_column(String(120), index=True)
    body_json: Mapped[dict[str, Any]]
    is_active: Mapped[bool]
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    created_at: Mapped[datetime]


class RubricVersion(Base):
    """A rubric, immutable, found by its content hash."""

    __tablename__ = "rubric_versions"

    content_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    body_json: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]


class RubricPublication(Base):
    """The rubric in force is that of the newest publication; undoing is publishing an older version again."""

    __tablename__ = "rubric_publications"

    id: Mapped[int] = mapped_column(primary_key=True)
    rubric_hash: Mapped[str] = mapped_column(ForeignKey("rubric_versions.content_hash"), index=True)
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    reason: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
