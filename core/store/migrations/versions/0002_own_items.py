"""Items that people add here."""

import sqlalchemy as sa
from alembic import op

from core.models.base import JsonValue, UtcTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "own_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(length=120), nullable=False),
        sa.Column("body_json", JsonValue, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_own_items_author_id_users"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_items")),
    )
    with op.batch_alter_table("own_items", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_own_items_item_id"), ["item_id"], unique=False)
