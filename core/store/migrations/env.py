"""Alembic's entry: runs the migrations on the connection that ``core.store.migrate`` hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from core.models import Base
from core.models.base import UtcTime


def short_names(kind: str, value: Any, _context: AutogenContext) -> str | Literal[False]:
    """How a new migration writes our own column types."""
    if kind == "type" and isinstance(value, UtcTime):
        return "UtcTime()"
    if kind == "type" and type(value).__name__ == "JSON":
        return "JsonValue"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=short_names,
    compare_type=True,
)
context.run_migrations()
