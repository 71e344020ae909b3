"""The scaffolding itself: when one of these fails, the failures elsewhere say little."""

import urllib.request
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine, text

from tests.support.clock import FakeClock
from tests.support.live_app import LiveApp
from tests.support.pages import PageOpener

# As small as a server can be and still be one of ours: it counts its starts in DATA_DIR and tells the terminal.
TINY_PROJECT = {
    "Makefile": "serve-arguments:\n\t@echo '-m uvicorn app:app --host $(ADDRESS) --port $(PORT)'\n",
    "page.py": "import streamlit as st\nst.title('Hello')\n",
    "app.py": """
import os
from pathlib import Path

import streamlit as st
from starlette.responses import PlainTextResponse
from starlette.routing import Route

starts = Path(os.environ["DATA_DIR"], "starts")
starts.write_text(starts.read_text() + "x" if starts.exists() else "x")
print(f"Open {os.environ['BASE_URL']}/first?ticket=abc", flush=True)


async def health(request):
    return PlainTextResponse(starts.read_text() + " " + os.environ["DATABASE_URL"])


app = st.App("page.py", routes=[Route("/api/health", health)])
""",
}


@pytest.fixture
def tiny_app(tmp_path: Path) -> LiveApp:
    project = tmp_path / "tiny"
    project.mkdir()
    for name, content in TINY_PROJECT.items():
        (project / name).write_text(content)
    app = LiveApp(tmp_path / "data", project=project)
    yield app
    app.stop()


def health(app: LiveApp) -> str:
    with urllib.request.urlopen(f"{app.url}/api/health", timeout=5) as answer:
        return answer.read().decode()


def test_clock_stands_still_until_told() -> None:
    clock = FakeClock(datetime(2026, 5, 1, 12, 0, tzinfo=timezone(timedelta(hours=2))))
    assert clock() == clock() == datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
    clock.advance(minutes=1, seconds=30)
    assert clock() == datetime(2026, 5, 1, 10, 1, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="time zone"):
        clock.set(datetime(2026, 5, 1))  # noqa: DTZ001 - the missing zone is the point


@pytest.mark.parametrize("time", [1, 2])
def test_each_test_gets_an_empty_database(db_url: str, time: int) -> None:
    engine = create_engine(db_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE once (id INTEGER PRIMARY KEY)"))
    engine.dispose()


def test_live_app_keeps_port_and_data_when_killed(tiny_app: LiveApp) -> None:
    tiny_app.start()
    assert tiny_app.wait_for_output(r"Open (\S+)")[1] == f"{tiny_app.url}/first?ticket=abc"
    assert health(tiny_app) == f"x {tiny_app.database_url}"
    tiny_app.kill()
    assert not tiny_app.running
    tiny_app.start()
    assert health(tiny_app).startswith("xx ")
    assert tiny_app.output().count("first?ticket") == 2


def test_live_app_says_why_a_server_did_not_start(tiny_app: LiveApp, tmp_path: Path) -> None:
    (tmp_path / "tiny" / "app.py").write_text("raise SystemExit('the secret is too short')")
    with pytest.raises(AssertionError, match="the secret is too short"):
        tiny_app.start()


@pytest.mark.browser
def test_pages_on_a_desk_and_on_a_phone(tiny_app: LiveApp, page: Page, phone_page: Page) -> None:
    tiny_app.start()
    for one, width in ((page, 1280), (phone_page, 390)):
        one.goto(tiny_app.url)
        one.get_by_role("heading", name="Hello").wait_for()
        assert one.evaluate("window.innerWidth") == width


@pytest.mark.browser
def test_nothing_is_fetched_from_outside(open_page: PageOpener) -> None:
    tab = open_page("data:text/html,<img src='http://example.com/x.png'>")
    tab.wait_for_load_state()
    assert "ERR_NAME_NOT_RESOLVED" in " ".join(open_page.complaints)
