"""Pages over a test's own database, each in tabs without a browser."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from core.models import InterviewQuestion, UserRoleRow
from core.models.vocabulary import UserRole
from core.services import accounts, answering, context, reflecting, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.services.views import AnswerView
from tests.pages.tab import Tab
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_person, real_bank, real_catalog


@pytest.fixture
def ctx(tmp_path: Path, new_sqlite: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Context]:
    """The context that pages find, on a database with nobody in it, with a clock that stands still."""
    shutil.copy(new_sqlite, tmp_path / "pages.db")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'pages.db'}")
    monkeypatch.setenv("SECRET_KEY", "abcdefgh" * 5)
    monkeypatch.setenv("BASE_URL", "https://practice.example")
    monkeypatch.setattr(context, "open_context", partial(context.open_context, clock=clock))
    monkeypatch.setattr(context, "load_kept_bank", lambda *_: real_bank())
    monkeypatch.setattr(context, "load_catalog", lambda _: real_catalog())
    context.default_context.cache_clear()
    ctx = context.default_context()
    yield ctx
    ctx.db.dispose()
    context.default_context.cache_clear()


@pytest.fixture
def someone(ctx: Context) -> Callable[..., Person]:
    """Makes a person with exactly these roles; a candidate if none is named."""

    def make(username: str, *roles: UserRole) -> Person:
        person = make_person(ctx, username)
        if not roles:
            return person
        with ctx.db.writing() as session:
            for row in session.scalars(select(UserRoleRow).where(UserRoleRow.user_id == person.id)):
                session.delete(row)
            session.flush()
            session.add_all(UserRoleRow(user_id=person.id, role=role) for role in roles)
        return accounts.person_by_id(ctx, person.id)

    return make


@pytest.fixture
def ada(ctx: Context) -> Person:
    """A candidate."""
    return make_person(ctx, "ada")


@pytest.fixture
def signed_out_app(ctx: Context) -> Tab:
    """A tab of somebody who is not signed in, on the front page."""
    return Tab()


@pytest.fixture
def signed_in_app(ctx: Context) -> Callable[..., Tab]:
    """Opens a tab on the home page of a person, in a sign-in of its own."""

    def open_tab(person: Person, *, theme: str = "light") -> Tab:
        return Tab(accounts.open_sign_in(ctx, person.id).page_token, theme=theme)

    return open_tab


@pytest.fixture
def interview_of(ctx: Context) -> Callable[..., UUID]:
    """Starts an interview of a person, with the arguments of ``choice``; returns its id."""

    def start(person: Person, **chosen: object) -> UUID:
        return sessions.start_interview(ctx, person, choice(**chosen))

    return start


@pytest.fixture
def answer(ctx: Context, clock: FakeClock) -> Callable[..., AnswerView]:
    """Shows a person's next question and answers it after a minute; by default with its own model answer."""

    def show_and_answer(person: Person, session_id: UUID, text: str | None = None) -> AnswerView:
        question = sessions.show_next(ctx, person, session_id)
        clock.advance(seconds=60)
        if text is None:
            with ctx.db.reading() as session:
                item_id = session.get_one(InterviewQuestion, question.id).item_id
            text = ctx.bank.items[item_id].model_answer
        revision = answering.draft_of(ctx, person.id, question.id)[1].revision + 1
        return answering.submit_answer(ctx, person.id, question.id, Written(text, revision))

    return show_and_answer


@pytest.fixture
def finished(ctx: Context, interview_of: Callable[..., UUID], answer: Callable[..., AnswerView]) -> Callable[..., UUID]:
    """A finished interview of a person with some answers: by default two good ones and a poor one.

    Its scores have been seen, unless ``is_revealed`` is False.
    """

    def practise(
        person: Person,
        *,
        texts: tuple[str | None, ...] = (None, None, "I do not know."),
        is_revealed: bool = True,
        **chosen: object,
    ) -> UUID:
        session_id = interview_of(person, **chosen)
        for text in texts:
            answer(person, session_id, text)
        sessions.finish(ctx, person, session_id)
        if is_revealed:
            reflecting.reveal(ctx, person, session_id)
        return session_id

    return practise
