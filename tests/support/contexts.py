"""Contexts over a test's own database, with the real content, which is read once."""

import gc
from functools import lru_cache
from pathlib import Path

from core.bank.catalog import Catalog, load_catalog
from core.bank.loader import Bank, load_bank
from core.config import PROJECT, Settings
from core.models.vocabulary import InterviewType, Level, Mode, RoleSource, Timing
from core.services.accounts import NewAccount, Person, sign_up
from core.services.content import sync_catalog
from core.services.context import Clock, Context
from core.services.roles import role_from_catalog
from core.services.rubrics import publish_first_rubric
from core.services.sessions import InterviewChoice
from core.store import migrate, open_database

PASSWORD = "correct horse battery"


@lru_cache
def real_bank() -> Bank:
    """The bank of the files, kept out of every later garbage collection, as the served product keeps it."""
    bank = load_bank(PROJECT / "data" / "item_bank")
    gc.collect()
    gc.freeze()
    return bank


@lru_cache
def real_catalog() -> Catalog:
    return load_catalog(PROJECT / "data" / "role_catalog.yaml")


def make_context(database_url: str, data_dir: Path, clock: Clock) -> Context:
    """A context on an empty database, brought to the newest schema."""
    settings = Settings(
        database_url=database_url, data_dir=data_dir, secret_key="s" * 40, base_url="http://localhost:8501"
    )
    db = open_database(database_url)
    migrate(db)
    sync_catalog(db, real_catalog(), now=clock())
    publish_first_rubric(db, settings.rubric_file, now=clock())
    return Context(db, real_bank(), real_catalog(), settings, clock)


def make_person(ctx: Context, username: str = "ada") -> Person:
    """A candidate with an account."""
    return sign_up(
        ctx,
        NewAccount(username, f"{username}@example.org", username.capitalize(), "", PASSWORD, PASSWORD),
    )


def choice(
    *,
    role: str = "backend-engineer",
    type: InterviewType = InterviewType.TECHNICAL,
    level: Level = Level.MID,
    mode: Mode = Mode.INTERVIEW,
    count: int = 10,
    seed: int = 7,
    timing: Timing = Timing.USUAL,
    followups: bool = False,
) -> InterviewChoice:
    """A choice that a candidate could make."""
    return InterviewChoice(
        role=role_from_catalog(real_catalog(), role),
        role_source=RoleSource.CATALOG,
        level=level,
        type=type,
        mode=mode,
        count=count,
        seed=seed,
        timing=timing,
        followups=followups,
    )
