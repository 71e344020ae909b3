"""The items of the files together with those that people added, read again only when one was added."""

from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.bank.item import Item
from core.bank.loader import Bank
from core.models import OwnItem

OWN_PLACE = "added here"


@dataclass
class Shelf:
    """Remembers the whole bank by the newest row of added items; one for each process."""

    _newest: int | None = None
    _bank: Bank | None = None
    _lock: Lock = field(default_factory=Lock)

    def bank(self, session: Session, files: Bank) -> Bank:
        """The whole bank as it is now; a process that added nothing sees what another one added."""
        newest = session.scalar(select(func.max(OwnItem.id)))
        if newest is None:
            return files
        with self._lock:
            if self._bank is None or newest != self._newest:
                self._bank, self._newest = _together(session, files), newest
            return self._bank


def own_items(session: Session) -> dict[str, Item]:
    """The added items that are in use, by id, in the order in which they were added."""
    rows = session.scalars(select(OwnItem).order_by(OwnItem.id)).all()
    newest = {row.item_id: row for row in rows}
    return {item_id: Item.model_validate(row.body_json) for item_id, row in newest.items() if row.is_active}


def _together(session: Session, files: Bank) -> Bank:
    own = own_items(session)
    return Bank({**own, **files.items}, {**dict.fromkeys(own, OWN_PLACE), **files.places})
