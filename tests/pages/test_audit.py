"""The audit log's page: what was done, newest first, for admins, and as a file."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pandas as pd
import pytest

from core.models.vocabulary import UserRole
from core.services import accounts, audit
from core.services.accounts import BadCredentialsError, Person
from core.services.context import Context
from tests.pages.tab import Tab
from tests.support.clock import FakeClock

Open = Callable[..., Tab]


@pytest.fixture
def boss(someone: Callable[..., Person]) -> Person:
    """An admin."""
    return someone("boss", UserRole.ADMIN)


@pytest.fixture
def tab(boss: Person, signed_in_app: Open, clock: FakeClock) -> Tab:
    """Their page."""
    clock.advance(seconds=1)
    return signed_in_app(boss).open("account/audit.py")


def rows(tab: Tab) -> list[tuple[str, str, str]]:
    [table] = tab.at.dataframe
    return [(row["Who"], row["Did"], row["To"]) for row in table.value.to_dict("records")]


def test_it_tells_what_was_done_newest_first(
    ctx: Context, ada: Person, boss: Person, tab: Tab, clock: FakeClock
) -> None:
    clock.advance(seconds=1)
    with pytest.raises(BadCredentialsError):
        accounts.sign_in(ctx, "ada", "not it")
    clock.advance(seconds=1)
    accounts.set_active(ctx, boss, ada.id, active=False)
    assert rows(tab.run())[:3] == [
        ("boss", "disabled an account", "ada"),
        ("somebody", "failed to sign in", "ada"),
        ("boss", "signed in", ""),
    ]
    assert tab.says("Events are kept for 365 days")


def test_it_is_filtered_by_what_whom_and_when(
    ctx: Context, ada: Person, boss: Person, tab: Tab, clock: FakeClock
) -> None:
    accounts.set_active(ctx, boss, ada.id, active=False)
    tab.run()
    tab.at.multiselect[0].select(audit.Kind.ACCOUNT_DISABLED)
    assert rows(tab.run()) == [("boss", "disabled an account", "ada")]
    tab.at.multiselect[0].unselect(audit.Kind.ACCOUNT_DISABLED)
    tab.at.selectbox(key="audit_person").select(ada.id)
    assert {row[1] for row in rows(tab.run())} == {"made an account", "disabled an account"}
    [first, last] = tab.at.date_input
    first.set_value(clock().date())
    last.set_value(clock().date())
    assert len(rows(tab.run())) == 2
    tab.at.date_input[0].set_value(clock().date() + timedelta(days=1))
    tab.run()
    assert tab.says("Nothing was recorded that fits.") and not tab.at.dataframe


def test_older_ones_are_shown_on_demand(
    ctx: Context, boss: Person, tab: Tab, monkeypatch: pytest.MonkeyPatch, clock: FakeClock
) -> None:
    assert "Show older ones" not in tab.buttons
    with ctx.db.writing() as session:
        for _ in range(audit.PAGE):
            audit.record(session, audit.Kind.SIGNED_OUT, at=clock(), actor_id=boss.id)
    assert len(rows(tab.run())) == audit.PAGE
    assert len(rows(tab.press("Show older ones"))) == audit.PAGE + 2
    assert "Show older ones" not in tab.buttons


def test_a_file_has_what_the_page_shows_and_is_recorded(
    ctx: Context, boss: Person, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: dict[str, Any] = {}

    def download_button(label: str, data: Any, file_name: str, *_: object, **__: object) -> bool:
        offered[file_name] = data
        return False

    monkeypatch.setattr("streamlit.download_button", download_button)
    tab.run()
    table = pd.read_csv(io.BytesIO(offered["audit-2026-03-02.csv"]()))
    assert list(table.columns) == ["at", "actor", "kind", "subject", "detail", "address"]
    assert set(table["kind"]) == {"signed_up", "signed_in"}
    assert "downloaded a file" in {did for _, did, _ in rows(tab.run())}
