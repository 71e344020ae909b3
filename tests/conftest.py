"""Fixtures for every test: databases, a clock, the served product, and a browser to use it with."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from core.bank.kept import load_kept_bank
from core.services import passwords
from core.services.accounts import Person
from core.services.context import Context
from tests.support.chromium import launch
from tests.support.clock import FakeClock
from tests.support.contexts import make_context, make_person
from tests.support.databases import copied_database
from tests.support.live_app import PROJECT, LiveApp
from tests.support.pages import DESKTOP, PHONE, PageOpener
from tests.support.postgres import new_database, postgres_server

# A busy machine is slow now and then; that is no fault of the code under test.
settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")
expect.set_options(timeout=15_000)

REPORTS = pytest.StashKey[dict[str, pytest.TestReport]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures see at their end whether the test failed."""
    report = yield
    item.stash.setdefault(REPORTS, {})[report.when] = report
    return report


def failed(item: pytest.Item) -> bool:
    return any(report.failed for report in item.stash.get(REPORTS, {}).values())


@pytest.fixture
def clock() -> FakeClock:
    """A clock that stands still until ``clock.advance(seconds=...)``."""
    return FakeClock()


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bcrypt at its lowest cost: no test is about how long it takes."""
    hash_slowly = passwords.hash_password
    monkeypatch.setattr(passwords, "hash_password", lambda password, **_: hash_slowly(password, rounds=4))


@pytest.fixture(scope="session")
def pg_url() -> Iterator[str]:
    """A PostgreSQL server, one for each test process."""
    with postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that was brought to the newest schema once, to be copied by every test that needs one."""
    file = tmp_path_factory.mktemp("template") / "new.db"
    make_context(f"sqlite:///{file}", file.parent, FakeClock()).db.dispose()
    return file


@pytest.fixture(scope="session")
def new_postgres(pg_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same on PostgreSQL: the name of a database to be copied."""
    with new_database(pg_url) as url:
        make_context(url, tmp_path_factory.mktemp("template"), FakeClock()).db.dispose()
        yield url.rpartition("/")[2].partition("?")[0]


@pytest.fixture(params=["sqlite", "postgresql"])
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with the newest schema and nobody in it; a test that takes it runs on both kinds."""
    yield from copied_database(request.param, request, tmp_path)


@pytest.fixture
def ctx(db_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Context]:
    """What services work with, on a database with nobody in it and with a clock that stands still."""
    context = make_context(db_url, tmp_path, clock)
    yield context
    context.db.dispose()


@pytest.fixture
def ada(ctx: Context) -> Person:
    """A candidate."""
    return make_person(ctx, "ada")


@pytest.fixture(scope="session")
def kept_bank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the parsed bank, so that not every server that a test starts has to read all of its YAML."""
    copy = tmp_path_factory.mktemp("bank") / "item_bank.json"
    load_kept_bank(PROJECT / "data" / "item_bank", copy)
    return copy


@pytest.fixture
def launch_app(request: pytest.FixtureRequest, tmp_path: Path, kept_bank: Path) -> Iterator[Callable[..., LiveApp]]:
    """Start the served product, with the arguments of LiveApp; several at once if need be."""
    apps: list[LiveApp] = []

    def launch_one(**options: object) -> LiveApp:
        app = LiveApp(tmp_path / f"app-{len(apps) + 1}", **{"kept_bank": kept_bank, **options})
        apps.append(app)
        return app.start()

    yield launch_one
    for app in apps:
        app.stop()
        if failed(request.node):
            print(f"--- what {app.url} printed\n{app.output()}")


@pytest.fixture
def live_app(launch_app: Callable[..., LiveApp]) -> LiveApp:
    """The product, served as `make run` serves it, on an empty SQLite database."""
    return launch_app()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[PageOpener]:
    """Opens pages of any size and colour scheme; after a failure their pictures are in tests/.artifacts."""
    opener = PageOpener(browser, request.node.name)
    yield opener
    if failed(request.node):
        print("--- what the browser complained of", *opener.complaints, sep="\n")
        print("--- pictures", *opener.photograph(), sep="\n")
    opener.close()
    # Every test with a browser is one of the headers as well: a page that needs more than they allow is broken.
    assert opener.forbidden == []


@pytest.fixture
def page(open_page: PageOpener) -> Page:
    """A page on a desk."""
    return open_page(size=DESKTOP)


@pytest.fixture
def phone_page(open_page: PageOpener) -> Page:
    """A page on a phone."""
    return open_page(size=PHONE)
