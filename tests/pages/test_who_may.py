"""Who may open which page: a page that is not somebody's is not there, and guards itself if it is reached anyway."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from core.config import PROJECT
from core.models.vocabulary import UserRole
from core.services import accounts
from core.services.accounts import Person
from core.services.context import Context
from pages._components.identity import PAGE_TOKEN
from tests.pages.tab import Tab, unescaped

Open = Callable[..., Tab]
Someone = Callable[..., Person]
PRACTICE = {"practise", "drills", "my_interviews", "progress", "join", "interview", "report"}
FOR_ALL = PRACTICE | {"", "profile", "account", "sign_in", "shared"}
CONTENT = {"questions", "rubric", "agreement"}
COACHING = {"assignments", "groups", "compare", "review", "coach_report"}


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        (UserRole.CANDIDATE, FOR_ALL),
        (UserRole.COACH, FOR_ALL | CONTENT | COACHING),
        (UserRole.STUDIO, FOR_ALL | CONTENT | {"tune", "two_versions"}),
        (UserRole.ADMIN, FOR_ALL | CONTENT | {"groups", "people", "audit"}),
    ],
)
def test_each_role_has_its_pages(someone: Someone, signed_in_app: Open, role: UserRole, pages: set[str]) -> None:
    assert signed_in_app(someone("carla", role)).pages == pages


@pytest.mark.parametrize(
    "page",
    [
        "account/people.py",
        "account/audit.py",
        "studio/items.py",
        "studio/rubric.py",
        "studio/tune.py",
        "studio/two_versions.py",
        "coach/people.py",
        "coach/compare.py",
        "coach/review.py",
        "coach/assignments.py",
        "coach/agreement.py",
        "coach/report.py",
    ],
)
def test_a_candidate_has_no_page_of_others_to_open(ada: Person, signed_in_app: Open, page: str) -> None:
    tab = signed_in_app(ada)
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        tab.open(page)
    assert tab.title == "Hello, Ada"


@pytest.mark.parametrize(
    "page",
    ["practice/setup.py", "practice/drills.py", "practice/history.py", "practice/progress.py", "practice/interview.py"],
)
def test_who_is_no_candidate_is_told_so_on_the_pages_for_practising(
    someone: Someone, signed_in_app: Open, page: str
) -> None:
    tab = signed_in_app(someone("carla", UserRole.COACH)).open(page)
    assert tab.errors == ["This needs the role 'candidate'. Ask an admin to give you access."]
    assert tab.buttons == [] and not tab.at.title


def bare(path: str) -> None:
    """A page by itself, without the navigation before it."""
    import runpy

    from pages._components.messages import explained

    with explained():
        runpy.run_path(path)


@pytest.mark.parametrize(
    ("page", "role", "needs"),
    [
        ("account/people.py", UserRole.CANDIDATE, "admin"),
        ("account/people.py", UserRole.COACH, "admin"),
        ("account/people.py", UserRole.STUDIO, "admin"),
        ("account/audit.py", UserRole.STUDIO, "admin"),
        ("studio/items.py", UserRole.CANDIDATE, "studio"),
        ("studio/rubric.py", UserRole.CANDIDATE, "studio"),
        ("studio/tune.py", UserRole.COACH, "studio"),
        ("studio/two_versions.py", UserRole.COACH, "studio"),
        ("coach/people.py", UserRole.CANDIDATE, "coach"),
        ("coach/people.py", UserRole.STUDIO, "coach"),
        ("coach/compare.py", UserRole.CANDIDATE, "coach"),
        ("coach/compare.py", UserRole.ADMIN, "coach"),
        ("coach/review.py", UserRole.CANDIDATE, "coach"),
        ("coach/review.py", UserRole.ADMIN, "coach"),
        ("coach/agreement.py", UserRole.CANDIDATE, "coach"),
        ("coach/assignments.py", UserRole.CANDIDATE, "coach"),
        ("coach/assignments.py", UserRole.ADMIN, "coach"),
        ("coach/report.py", UserRole.CANDIDATE, "coach"),
        ("coach/report.py", UserRole.ADMIN, "coach"),
        ("practice/coaches.py", UserRole.COACH, "candidate"),
        ("practice/setup.py", UserRole.COACH, "candidate"),
        ("practice/report.py", UserRole.ADMIN, "candidate"),
    ],
)
def test_a_page_that_is_reached_without_the_navigation_shows_nothing_but_what_it_needs(
    ctx: Context, someone: Someone, page: str, role: UserRole, needs: str
) -> None:
    at = AppTest.from_function(bare, args=(str(PROJECT / "pages" / page),), default_timeout=30)
    at.session_state[PAGE_TOKEN] = accounts.open_sign_in(ctx, someone("carla", role).id).page_token
    at.run()
    assert not at.exception
    assert [unescaped(error.value) for error in at.error] == [
        f"This needs the role '{needs}'. Ask an admin to give you access."
    ]
    assert not at.title and not at.dataframe and not at.button


def test_a_role_that_was_given_shows_its_pages_from_the_next_sign_in_on(
    ctx: Context, ada: Person, someone: Someone, signed_in_app: Open
) -> None:
    assert "rubric" not in signed_in_app(ada).pages
    accounts.set_roles(ctx, someone("boss", UserRole.ADMIN), ada.id, {UserRole.CANDIDATE, UserRole.STUDIO})
    tab = signed_in_app(ada)
    assert tab.pages >= CONTENT and "people" not in tab.pages
    assert tab.open("studio/rubric.py").title == "Rubric"
