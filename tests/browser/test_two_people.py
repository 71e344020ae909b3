"""A coach and a candidate, each in a browser of their own: invited, interviewed, rated, read, and left."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.models.vocabulary import UserRole
from core.services.context import Context
from tests.browser import steps
from tests.browser.conftest import sign_in_as
from tests.support.coached import make_staff
from tests.support.contexts import make_person
from tests.support.live_app import LiveApp
from tests.support.pages import PHONE, PageOpener

pytestmark = pytest.mark.browser

DIMENSIONS = ("Structure", "Relevance", "Technical accuracy", "Depth", "Communication")
REMARK = "Say what you measured."


def invitation(page: Page, app: LiveApp) -> str:
    """Make a group and its link, as a coach does."""
    page.goto(f"{app.url}/groups")
    page.get_by_role("textbox", name="Name of a new group").fill("Spring")
    page.get_by_role("button", name="Make a group").click()
    page.get_by_role("button", name="Make an invitation link").click()
    link = page.get_by_test_id("stCode")
    expect(link).to_contain_text("/join?code=")
    return link.inner_text().strip()


def joined(page: Page, link: str) -> None:
    """Follow the link, read what the coach will see, and show the answers too."""
    page.goto(link)
    expect(page.get_by_text("every answer in your own words")).to_be_visible()
    page.get_by_text("My scores and my answers").click()
    page.get_by_role("button", name="Join and show this").click()
    expect(page.get_by_text("You are in the group Spring")).to_be_visible()


def interviewed(page: Page, app: LiveApp) -> None:
    """Answer one question and end the interview; the scores stay unseen."""
    steps.start_interview(page, app)
    steps.show_question(page)
    steps.write(page, steps.ANSWER)
    steps.submit(page, 1)
    steps.end_early(page)


def rated_blind(page: Page, app: LiveApp) -> None:
    """Rate the one answer that waits, with a comment; the machine's scores come only then."""
    page.goto(f"{app.url}/review")
    page.get_by_role("button", name="Rate", exact=True).click()
    expect(page.get_by_text(steps.ANSWER[:40])).to_be_visible()
    main = page.get_by_test_id("stMain")
    expect(main.get_by_text("Machine", exact=True)).to_have_count(0)
    assert not re.search(r"\d of 100|\d\.\d of 5", main.inner_text())
    page.get_by_role("textbox", name="Comment", exact=True).last.fill(REMARK)
    page.get_by_role("button", name="Comment", exact=True).last.click()
    expect(page.get_by_text("is told")).to_be_visible()
    for name in DIMENSIONS:
        level = page.get_by_role("radiogroup", name=name).get_by_role("radio", name="4")
        level.click()
        expect(level).to_be_checked()
    page.get_by_role("button", name="Save rating").click()
    expect(page.get_by_role("columnheader", name="Machine")).to_be_visible()


def read_with_both(page: Page, app: LiveApp) -> None:
    """Learn of it at home, and read the machine's scores and the coach's beside each other."""
    page.goto(app.url)
    expect(page.get_by_text("Carla of the group Spring rated answers of yours.")).to_be_visible()
    page.get_by_role("button", name="Open").first.click()
    steps.see_scores(page)
    page.get_by_text(re.compile(r"^1\. .* of 100$")).click()
    expect(page.get_by_text(REMARK)).to_be_visible()
    expect(page.get_by_text("Carla", exact=False).first).to_be_visible()


def test_invited_interviewed_rated_read_and_left(ctx: Context, app: LiveApp, open_page: PageOpener) -> None:
    coach, candidate = make_staff(ctx, "carla", UserRole.COACH), make_person(ctx, "mira")
    hers, theirs = open_page(), open_page(size=PHONE)
    sign_in_as(ctx, coach, hers, app)
    sign_in_as(ctx, candidate, theirs, app)

    link = invitation(hers, app)
    joined(theirs, app.url + link[link.index("/join") :])
    interviewed(theirs, app)
    rated_blind(hers, app)
    read_with_both(theirs, app)

    theirs.goto(f"{app.url}/join")
    theirs.get_by_role("button", name="Leave this group").click()
    expect(theirs.get_by_text("You left the group Spring")).to_be_visible()
    # the coach's page still shows the answer, and at its next run it does not
    hers.get_by_text("How the machine came to its scores").click()
    hers.get_by_role("radio", name="Structure").click()
    expect(hers.get_by_text("does not exist, or it is not yours to open")).to_be_visible()
    expect(hers.get_by_text(steps.ANSWER[:40])).to_have_count(0)
