"""Every form of every page with what nobody should send: a clear message or what was typed, and never a failure.

On PostgreSQL, which refuses more than SQLite does. A program that speaks for a browser is not held to a field's longest
text, so the fields are filled with more than they take.
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.models import CoachGroup, InterviewSession, UserRoleRow
from core.models.vocabulary import InterviewType, Level, RoleSource, UserRole
from core.services import accounts, assignments, commenting, reflecting, rubric_drafts, sessions
from core.services.accounts import Person
from core.services.assignment_drafts import NewAssignment, Terms
from core.services.context import Context, default_context
from tests.pages.nasty import HOSTILE, is_plain_text
from tests.pages.tab import Tab
from tests.support.coached import make_coached
from tests.support.contexts import PASSWORD, choice
from tests.support.databases import copied_database

# What would end the test, and is pressed in tests of its own.
NOT_PRESSED = {"Sign out", "Sign out everywhere", "Disable account", "Erase this account", "Erase my account"}
MOST_BUTTONS = 7
Addresses = list[tuple[str, dict[str, str]]]


@pytest.fixture
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    yield from copied_database("postgresql", request, tmp_path)


@pytest.fixture
def pages(ctx: Context, db_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    """What pages find, on PostgreSQL instead."""
    monkeypatch.setenv("DATABASE_URL", db_url)
    default_context.cache_clear()
    there = default_context()
    assert not there.db.is_sqlite
    yield there
    there.db.dispose()


def everything(ctx: Context) -> tuple[Person, Addresses]:
    """Somebody who has every page and something on each, and the addresses of all forms."""
    coached = make_coached(ctx)
    reflecting.reveal(ctx, coached.member, coached.session_id)
    carla = coached.coach
    with ctx.db.writing() as session:
        session.add_all(UserRoleRow(user_id=carla.id, role=role) for role in UserRole if role not in carla.roles)
    carla = accounts.person_by_id(ctx, carla.id)
    started = sessions.start_interview(ctx, carla, choice())
    sessions.show_next(ctx, carla, started)
    commenting.keep_comment(ctx, carla, "Lead with the result.")
    mock = NewAssignment("backend-engineer", Level.MID, InterviewType.TECHNICAL, Terms("Mock"))
    assignment = assignments.set_assignment(ctx, carla, coached.group_id, mock)
    return carla, [
        ("practice/setup.py", {}),
        ("practice/coaches.py", {}),
        ("practice/coaches.py", {"code": next(iter(HOSTILE.values()))[:200]}),
        ("practice/interview.py", {"session": str(started)}),
        ("account/profile.py", {}),
        ("account/access.py", {}),
        ("account/people.py", {}),
        ("account/audit.py", {}),
        ("coach/people.py", {}),
        ("coach/people.py", {"group": str(coached.group_id)}),
        ("coach/assignments.py", {"new": str(coached.group_id)}),
        ("coach/assignments.py", {"assignment": str(assignment)}),
        ("coach/review.py", {"answer": str(coached.answers[0])}),
        ("coach/compare.py", {}),
        ("studio/items.py", {}),
        ("studio/rubric.py", {}),
        ("studio/tune.py", {"draft": str(rubric_drafts.begin_draft(ctx, carla))}),
    ]


def tab_of(ctx: Context, person: Person) -> Tab:
    return Tab(accounts.open_sign_in(ctx, person.id).page_token)


def open_form(tab: Tab, page: str, address: dict[str, str], *, file: bool = False) -> Tab:
    """Open a page where its form is."""
    tab.open(page, **address)
    if page == "practice/setup.py":
        tab.at.segmented_control(key="source").set_value(RoleSource.CUSTOM)
    elif page == "studio/items.py":
        tab.at.segmented_control[0].set_value("Bring your own")
    elif page == "studio/tune.py" and file:
        tab.at.selectbox(key="sample").set_value("file")
    else:
        return tab
    return tab.run()


def fields(tab: Tab) -> list[Any]:
    return [*tab.at.text_input, *tab.at.text_area]


def fill(tab: Tab, text: str, turn: int = 0) -> Tab:
    """Type it into every field, but much of it into one alone, each in its turn: no page takes much in all of them."""
    for number, field in enumerate(fields(tab)):
        is_long = len(text) > 10_000 and number != turn % len(fields(tab))
        field.set_value(text[:200] if is_long else text)
    return tab


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_form_fails_and_nothing_is_taken_for_more_than_text(pages: Context, kind: str) -> None:
    text = HOSTILE[kind]
    person, addresses = everything(pages)
    tab = tab_of(pages, person)
    filled = 0
    for page, address in addresses:
        open_form(tab, page, address)
        filled += len(fields(tab))
        buttons = [b.key or b.label for b in tab.at.button if b.label not in NOT_PRESSED and not b.disabled]
        # A Tab tells of every exception itself. Typed and left:
        for turn in range(3 if len(text) > 10_000 else 1):
            fill(open_form(tab, page, address), text, turn).run()
            assert is_plain_text(tab), page
        # and typed and sent, by every button
        for turn, name in enumerate(dict.fromkeys(buttons[:MOST_BUTTONS])):
            open_form(tab, page, address)
            if name not in {b.key for b in tab.at.button} | {b.label for b in tab.at.button}:
                continue
            fill(tab, text, turn).press(name)
            assert is_plain_text(tab), (page, name)
            assert not any("\x00" in shown for shown in tab.texts), (page, name)
            # Passwords are typed anew, and an invitation's code has gone into the address.
            if tab.errors and page not in ("account/access.py", "practice/coaches.py"):
                # Streamlit itself drops what is longer than a field says that it takes.
                lost = [field.label for field in fields(tab) if not field.value and not field.max_chars]
                assert lost == [], (page, name, tab.errors)
    assert filled > 45
    # and everybody's things are still there
    with pages.db.reading() as session:
        assert len(session.scalars(select(InterviewSession.id)).all()) >= 2
        assert "Spring" in set(session.scalars(select(CoachGroup.name))) or kind != "only what is not stored"


@pytest.mark.parametrize("kind", HOSTILE)
def test_signing_in_and_up_with_it_is_refused_in_words(pages: Context, kind: str) -> None:
    for turn in range(7):
        for button in ("Sign in", "Create account"):
            tab = fill(Tab(), HOSTILE[kind], turn).press(button)
            assert tab.errors or tab.at.warning, (button, turn)
            assert is_plain_text(tab)
        if kind != "a megabyte":
            return


# --- files ------------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    """A DOCX of a few kB that would unpack to 300 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as entry:
            for _ in range(300):
                entry.write(b" " * 1_000_000)
    return out.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "NUL": lambda: b"\x00" * 1000,
    "no text": lambda: bytes(range(256)) * 50,
    "UTF-16": lambda: "id,text\n1,x\n".encode("utf-16"),
    "a megabyte of one line": lambda: b"x" * 1_000_000,
    "broken YAML": lambda: b"items:\n  - {id: [\n\t: &a *a",
    "YAML that grows": lambda: b"a: &a [x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n",
    "YAML with a tag": lambda: b"!!python/object/apply:os.system ['true']",
    "formulas": lambda: b"id,text,answer,score,scale_max\n=cmd|' /C calc'!A0,@SUM(1),=1+1,1,5\n",
    "an open quote": lambda: b'id,answer,score,scale_max\n"1,2,3\n' * 50,
    "a wide CSV": lambda: b",".join(b"c%d" % n for n in range(5000)) + b"\n1\n",
    "numbers that are none": lambda: b"answer,score,scale_max\nx,nan,5\ny,inf,0\nz,1e999,-1\n",
    "half a PDF": lambda: b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer << /Root 1 0 R >>",
    "a bomb": bomb,
    "right to left": "\u202eanswer,score,scale_max\n\u202ex,1,5\n".encode,
}
NO_TEXT = {"empty", "NUL", "no text", "half a PDF", "a bomb"}
UPLOADERS = (
    ("account/profile.py", ("cv.txt", "cv.pdf", "cv.docx")),
    ("studio/items.py", ("questions.yaml", "questions.csv")),
    ("studio/tune.py", ("answers.csv",)),
)


def test_no_file_fails_and_none_costs_what_stands_there(pages: Context) -> None:
    person, addresses = everything(pages)
    draft = next(address for page, address in addresses if page == "studio/tune.py")
    tab = tab_of(pages, person)
    for page, names in UPLOADERS:
        for name in names:
            for kind, made in FILES.items():
                open_form(tab, page, draft if page == "studio/tune.py" else {}, file=True)
                tab.at.file_uploader[0].upload(name, made(), "application/octet-stream")
                tab.run()
                if "import" in {button.key for button in tab.at.button}:
                    tab.press("import")
                assert is_plain_text(tab), (page, name, kind)
                if kind in NO_TEXT:
                    assert tab.errors or tab.says("refused") or tab.says("There is no text"), (page, name, kind)
    assert accounts.sign_in(pages, "carla", PASSWORD)
