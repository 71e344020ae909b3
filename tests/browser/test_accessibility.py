"""WCAG 2.2 AA on every page, as far as a program can tell: axe-core finds nothing serious, in both themes and sizes."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import insert

from core.models import UserRoleRow
from core.models.vocabulary import Mode, UserRole
from core.services import answering, reading, reflecting, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from tests.browser import steps
from tests.browser.conftest import Sit, sign_in_as
from tests.support.live_app import LiveApp
from tests.support.pages import DESKTOP, PHONE, PageOpener

pytestmark = pytest.mark.browser

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
LOOKS = {"light": ("light", DESKTOP), "dark on a phone": ("dark", PHONE)}


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical, each with where it is."""
    found: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['target']} {node['failureSummary']}"
        for violation in found
        if violation["impact"] in ("serious", "critical")
        for node in violation["nodes"]
    ]


@pytest.fixture(params=LOOKS, ids=list(LOOKS))
def look(request: pytest.FixtureRequest, open_page: PageOpener) -> Page:
    """A page in one of the looks."""
    scheme, size = LOOKS[request.param]
    return open_page(size=size, colour_scheme=scheme)


def everything_for(ctx: Context, person: Person) -> None:
    with ctx.db.writing() as session:
        roles = [role for role in UserRole if role not in person.roles]
        session.execute(insert(UserRoleRow), [{"user_id": person.id, "role": role} for role in roles])


def test_signing_in(app: LiveApp, look: Page) -> None:
    look.goto(app.url)
    expect(look.get_by_label("Username or email")).to_be_visible()
    assert serious(look) == []
    look.get_by_role("tab", name="Create an account").click()
    expect(look.get_by_label("First name")).to_be_visible()
    assert serious(look) == []


@pytest.mark.parametrize("mode", list(Mode))
def test_an_interview_from_its_question_to_its_report(
    ctx: Context, app: LiveApp, seat: Sit, look: Page, mode: Mode
) -> None:
    taken = seat(look, app, mode=mode)
    look.get_by_text("Notes for yourself").click()
    assert serious(look) == []
    steps.write(look, steps.ANSWER)
    look.get_by_role("button", name="Skip for now").click()
    expect(look.get_by_text("Question 2 of 10 ·")).to_be_visible()
    steps.write(look, steps.ANSWER)
    steps.submit(look, 2)
    assert serious(look) == []
    if mode is Mode.COACHING:
        look.get_by_role("button", name="Show my score").click()
        expect(look.get_by_role("tab", name="Why these scores")).to_be_visible()
        assert serious(look) == []
        return
    look.get_by_role("button", name="End the interview early").click()
    expect(look.get_by_role("dialog")).to_be_visible()
    assert serious(look) == []
    look.get_by_role("button", name="End it").click()
    expect(look.get_by_role("button", name="Show my scores")).to_be_visible()
    assert serious(look) == []
    steps.see_scores(look)
    expect(look.get_by_role("heading", name="Your answers")).to_be_visible()
    look.get_by_text("Share it by a link").click()
    look.get_by_test_id("stExpander").filter(has_text="of 100").last.click()
    expect(look.get_by_role("tab", name="Why these scores").last).to_be_visible()
    assert serious(look) == []
    assert sessions.look(ctx, taken.person, taken.session_id).interview.answered == 2


PAGES = {
    "home": "Hello",
    "practise": "Set up an interview",
    "drills": "Drills",
    "my_interviews": "My interviews",
    "progress": "Progress",
    "join": "Coaches",
    "groups": "Groups",
    "review": "Review",
    "compare": "Compare",
    "assignments": "Assignments",
    "agreement": "Agreement",
    "profile": "Profile",
    "account": "Account",
    "questions": "Questions",
    "rubric": "Rubric",
    "tune": "Tune the rubric",
    "two_versions": "Two versions",
    "people": "People",
    "audit": "Audit log",
}


def test_every_other_page(ctx: Context, app: LiveApp, seat: Sit, look: Page) -> None:
    taken = seat(look, app)
    everything_for(ctx, taken.person)
    question = reading.questions(ctx, taken.person, taken.session_id)[0]
    answering.submit_answer(ctx, taken.person.id, question.id, Written(steps.ANSWER, 1))
    sessions.finish(ctx, taken.person, taken.session_id)
    reflecting.reveal(ctx, taken.person, taken.session_id)
    sign_in_as(ctx, taken.person, look, app)
    found: dict[str, list[str]] = {}
    for address, heading in PAGES.items():
        look.goto(f"{app.url}/{address}")
        expect(look.get_by_role("heading", name=heading).first).to_be_visible()
        expect(look.get_by_text(f"Signed in as {taken.person.username}")).to_be_visible()
        found[address] = serious(look)
    assert not any(found.values()), found


def test_no_page_is_forgotten(ctx: Context, app: LiveApp, seat: Sit, page: Page) -> None:
    taken = seat(page, app)
    everything_for(ctx, taken.person)
    sign_in_as(ctx, taken.person, page, app)
    page.set_viewport_size({"width": 2000, "height": 900})  # so that nothing of the menu is folded away
    page.goto(f"{app.url}/home")
    links = page.get_by_role("navigation").get_by_role("link")
    expect(links.first).to_be_visible()
    listed = {link.get_attribute("href").rpartition("/")[2] or "home" for link in links.all()}
    assert listed == set(PAGES)
