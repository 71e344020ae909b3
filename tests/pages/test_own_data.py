"""The account page: everything about oneself as a file, how long it is kept, and the end of the account."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from uuid import UUID
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from core.errors import NotFoundError
from core.models import AuditEvent
from core.models.vocabulary import UserRole
from core.services import accounts, context, erasing, retention
from core.services.accounts import Person
from core.services.context import Context
from pages._components.identity import COOKIE_ORDER, PAGE_TOKEN
from tests.pages.tab import Tab
from tests.support.clock import FakeClock
from tests.support.contexts import PASSWORD

Open = Callable[..., Tab]
Someone = Callable[..., Person]
OUTSIDE = ["Sign in", "Create account"]


@pytest.fixture
def tab(ada: Person, signed_in_app: Open) -> Tab:
    return signed_in_app(ada).open("account/access.py")


def erase(tab: Tab, password: str, name: str) -> Tab:
    fields = {"Your password": password, "Your username, to say that you mean it": name}
    return tab.type(fields).press("Erase my account")


def test_everything_can_be_downloaded_as_it_is_when_pressed(
    ctx: Context,
    ada: Person,
    signed_in_app: Open,
    finished: Callable[..., UUID],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered = {}
    monkeypatch.setattr(
        "streamlit.download_button", lambda label, data, name, mime, **_: offered.update({name: (label, data, mime)})
    )
    signed_in_app(ada).open("account/access.py")
    label, make, mime = offered["ada-2026-03-02.zip"]
    assert (label, mime) == ("Download my data", "application/zip")
    finished(ada)
    with ZipFile(io.BytesIO(make())) as archive:
        [name] = [name for name in archive.namelist() if name.startswith("interviews/")]
        assert "I do not know." in archive.read(name).decode()
        assert json.loads(archive.read("account.json"))["email"] == ada.email
    with ctx.db.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.kind == "exported")).all()
    assert [(event.actor_id, event.detail_json) for event in events] == [(ada.id, {})]


def test_where_interviews_are_not_kept_for_ever_the_page_says_so(
    ada: Person, clock: FakeClock, finished: Callable[..., UUID], signed_in_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    finished(ada)
    tab = signed_in_app(ada).open("account/access.py")
    assert not tab.says("Interviews are kept for")
    kept_for, ctx = retention.kept_for, context.default_context()
    limited = replace(ctx, settings=replace(ctx.settings, retention_days=60))
    monkeypatch.setattr(retention, "kept_for", lambda _, person: kept_for(limited, person))
    assert tab.run().says("Interviews are kept for 60 days after you last worked on them.")
    assert not tab.at.warning
    clock.advance(days=40)
    tab = signed_in_app(ada).open("account/access.py")
    assert tab.at.warning[0].value.startswith("1 interview of yours will be erased, the first on 01 May 2026.")


def test_an_account_ends_for_whoever_proves_to_own_it(
    ctx: Context, ada: Person, tab: Tab, signed_in_app: Open, finished: Callable[..., UUID]
) -> None:
    finished(ada)
    other = signed_in_app(ada).open("account/profile.py")
    erase(tab, PASSWORD, "ada")
    assert tab.buttons == OUTSIDE
    assert tab.says("Your account and everything that was yours is erased.")
    assert PAGE_TOKEN not in tab.at.session_state and tab.at.session_state[COOKIE_ORDER] == "forget"
    assert other.press("Save profile").buttons == OUTSIDE
    assert not tab.run().says("is erased")
    with pytest.raises(NotFoundError):
        accounts.person_by_id(ctx, ada.id)


@pytest.mark.parametrize(
    ("password", "name", "says"),
    [
        ("wrong and long enough", "ada", "Current password: This is not your current password."),
        (PASSWORD, "adam", "Username: Type 'ada' to say that you mean it."),
        (PASSWORD, "", "Username: Type 'ada' to say that you mean it."),
    ],
)
def test_without_proof_it_stays(ctx: Context, ada: Person, tab: Tab, password: str, name: str, says: str) -> None:
    assert erase(tab, password, name).errors == [says]
    assert accounts.person_by_id(ctx, ada.id) == ada


def test_the_second_of_two_clicks_finds_it_done(
    ctx: Context, ada: Person, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both clicks' runs know the person already when the first erases them."""
    by_hand = erasing.erase_own

    def first_click_was_faster(*given: object, **named: object) -> None:
        erasing.erase(ctx, ada.id)
        by_hand(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(erasing, "erase_own", first_click_was_faster)
    assert erase(tab, PASSWORD, "ada").says("is erased") and not tab.errors


def test_the_last_admin_is_told_why_not(ctx: Context, someone: Someone, signed_in_app: Open) -> None:
    boss = someone("boss", UserRole.ADMIN)
    tab = erase(signed_in_app(boss).open("account/access.py"), PASSWORD, "boss")
    assert tab.errors == ["This is the last admin. Make somebody else an admin first."]
    assert accounts.person_by_id(ctx, boss.id) == boss


def test_an_admin_erases_somebody_by_their_name(
    ctx: Context, ada: Person, someone: Someone, signed_in_app: Open
) -> None:
    boss = someone("boss", UserRole.ADMIN)
    adas = signed_in_app(ada)
    tab = signed_in_app(boss).open("account/people.py")
    box = tab.at.selectbox[0]
    box.select_index(next(place for place, option in enumerate(box.options) if option.startswith("ada (")))
    tab.run().type({"Their username, to say that you mean it": "boss"}).press("Erase this account")
    assert tab.errors == ["Username: Type 'ada' to say that you mean it."]
    tab.type({"Their username, to say that you mean it": "ada"}).press("Erase this account")
    assert tab.says("ada and everything of theirs is erased.")
    assert list(tab.at.dataframe[0].value["Username"]) == ["boss"]
    assert adas.run().buttons == OUTSIDE
    box = tab.at.selectbox[0]
    box.select_index(0)
    assert "Erase this account" not in tab.run().buttons  # one's own ends on the account page
