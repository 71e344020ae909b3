"""What services work with: the database, the content and the clock, opened once a process and passed along."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from core.bank.catalog import Catalog, load_catalog
from core.bank.kept import load_kept_bank
from core.bank.loader import Bank
from core.config import Settings, load_settings
from core.services.content import sync_catalog
from core.services.rubrics import publish_first_rubric
from core.services.shelf import Shelf
from core.store import Database, migrate, open_database

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Context:
    """The database, the files' items, the role catalog, the settings, and a clock that gives aware UTC times."""

    db: Database
    files: Bank
    catalog: Catalog
    settings: Settings
    clock: Clock
    shelf: Shelf = field(default_factory=Shelf, compare=False)

    @property
    def bank(self) -> Bank:
        """Every item that can be asked: those of the files, and those that people added here."""
        with self.db.reading() as session:
            return self.bank_within(session)

    def bank_within(self, session: Session) -> Bank:
        """The same within an open transaction, which must not wait for a second connection of a pool in full use."""
        return self.shelf.bank(session, self.files)


def utc_now() -> datetime:
    """The clock on the wall."""
    return datetime.now(UTC)


def open_context(settings: Settings, *, clock: Clock = utc_now) -> Context:
    """Open the database, bring it to the newest schema, load the content and see that a rubric is in force.

    Raises:
        BadFileError: when the bank, the catalog or the rubric file has faults; it lists them all.
    """
    db = open_database(settings.database_url)
    migrate(db)
    catalog = load_catalog(settings.catalog_file)
    sync_catalog(db, catalog, now=clock())
    publish_first_rubric(db, settings.rubric_file, now=clock())
    bank = load_kept_bank(settings.bank_dir, settings.data_dir / "item_bank.json")
    return Context(db, bank, catalog, settings, clock)


@lru_cache(maxsize=1)
def default_context() -> Context:
    """The context of this process, with settings from the environment."""
    return open_context(load_settings())
