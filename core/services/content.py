"""Keeps the content of files in step with the tables that interviews refer to."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.bank.catalog import Catalog
from core.bank.item import Item
from core.models import CatalogRole, ItemVersion
from core.store import Database, insert_if_new

MOST_KNOWN = 4_000
# A version is found by its hash and never changes, so one that was read once need not be read again.
_known: dict[str, Item] = {}


def sync_catalog(db: Database, catalog: Catalog, *, now: datetime) -> None:
    """Write the roles of the file to the table; a role that left the file stays, inactive."""
    bodies = {role.id: role.model_dump(mode="json") for role in catalog.roles}
    with db.reading() as session:
        stored = {row.id: row.body_json for row in session.scalars(select(CatalogRole).where(CatalogRole.is_active))}
    if stored == bodies:
        return
    with db.writing() as session:
        session.execute(
            update(CatalogRole).where(CatalogRole.id.not_in(bodies)).values(is_active=False, updated_at=now)
        )
        for role in catalog.roles:
            session.merge(
                CatalogRole(
                    id=role.id,
                    name=role.name,
                    family=role.family,
                    body_json=bodies[role.id],
                    is_active=True,
                    updated_at=now,
                )
            )


def keep_item_versions(session: Session, items: Iterable[Item], *, now: datetime) -> None:
    """Store each item as it is now, unless this very version is stored already."""
    by_hash = {item.content_hash: item for item in items}
    known = set(session.scalars(select(ItemVersion.content_hash).where(ItemVersion.content_hash.in_(by_hash))))
    # In one order for everybody: of two who ask the same item for the first time at once, the second waits for the
    # first, and nobody waits in a circle.
    missing = [
        {
            "content_hash": content_hash,
            "item_id": by_hash[content_hash].id,
            "body_json": by_hash[content_hash].model_dump(mode="json"),
            "created_at": now,
        }
        for content_hash in sorted(by_hash.keys() - known)
    ]
    if missing:
        insert_if_new(session, ItemVersion, missing)


def item_version(session: Session, content_hash: str) -> Item:
    """The item as it was when it was asked."""
    item = _known.get(content_hash)
    if item is None:
        item = Item.model_validate(session.get_one(ItemVersion, content_hash).body_json)
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[content_hash] = item
    return item


def item_versions(session: Session, hashes: Iterable[str]) -> dict[str, Item]:
    """Several of them with one query, by hash."""
    rows = session.scalars(select(ItemVersion).where(ItemVersion.content_hash.in_(set(hashes))))
    return {row.content_hash: Item.model_validate(row.body_json) for row in rows}
