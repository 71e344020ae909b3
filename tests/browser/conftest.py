"""One server for many browser tests, each with a person of its own who is signed in and sits at an open question."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from core.api.sign_in import COOKIE
from core.bank.kept import load_kept_bank
from core.config import PROJECT, Settings
from core.services import accounts, sessions
from core.services.accounts import Person
from core.services.context import Context, utc_now
from core.store import open_database
from tests.browser import steps
from tests.support.contexts import choice, make_person, real_catalog
from tests.support.live_app import LiveApp

_NUMBERS = count(1)


@dataclass(frozen=True)
class Seat:
    """A person before an open question of their interview, and how many seconds there are for it."""

    person: Person
    session_id: UUID
    url: str
    seconds: int


Sit = Callable[..., Seat]
"""The fixture ``seat``: seats somebody in a page of an app."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, kept_bank: Path) -> Iterator[LiveApp]:
    """The product, served once for all tests of a module; none of them may stop it."""
    app = LiveApp(tmp_path_factory.mktemp("shared"), kept_bank=kept_bank).start()
    yield app
    app.stop()


def backstage(app: LiveApp) -> Context:
    """The services over the database of a served app: what would take long on pages is prepared there."""
    bank = load_kept_bank(PROJECT / "data" / "item_bank", app.data_dir / "item_bank.json")
    settings = Settings(app.database_url, app.data_dir, "s" * 40, app.url)
    return Context(open_database(app.database_url), bank, real_catalog(), settings, utc_now)


@pytest.fixture(scope="module")
def ctx(app: LiveApp) -> Iterator[Context]:
    """The services behind the served app."""
    ctx = backstage(app)
    yield ctx
    ctx.db.dispose()


def sign_in_as(ctx: Context, person: Person, page: Page, app: LiveApp) -> None:
    """Put a person's cookie into the browser of a page."""
    value = accounts.exchange_ticket(ctx, accounts.open_sign_in(ctx, person.id).ticket)
    assert value is not None
    page.context.add_cookies([{"name": COOKIE, "value": value, "url": app.url}])


@pytest.fixture
def seat() -> Iterator[Sit]:
    """Seats a new person at an open question, in this page of this app; takes the arguments of ``choice``."""
    opened: list[Context] = []

    def sit_down(page: Page, app: LiveApp, **chosen: object) -> Seat:
        ctx = backstage(app)
        opened.append(ctx)
        person = make_person(ctx, f"person{next(_NUMBERS)}")
        session_id = sessions.start_interview(ctx, person, choice(**chosen))
        question = sessions.show_next(ctx, person, session_id)
        sign_in_as(ctx, person, page, app)
        url = f"{app.url}/interview?session={session_id}"
        page.goto(url)
        expect(steps.box(page)).to_be_editable()
        return Seat(person, session_id, url, question.seconds or 0)

    yield sit_down
    for ctx in opened:
        ctx.db.dispose()
