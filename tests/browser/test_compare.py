"""From a mark of the compare page one click to the answer behind it, in a real figure."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from core.models.vocabulary import Shows, UserRole
from core.services import coaching
from tests.browser.conftest import backstage, sign_in_as
from tests.support.coached import make_staff
from tests.support.contexts import make_person
from tests.support.history import Past, PastAnswer, of_five, store
from tests.support.live_app import LiveApp

pytestmark = pytest.mark.browser

DEPTH = 3


def test_a_point_of_a_radar_and_of_a_trend_lead_to_their_answers(app: LiveApp, page: Page) -> None:
    ctx = backstage(app)
    coach, member = make_staff(ctx, "carla", UserRole.COACH), make_person(ctx, "mira")
    group_id = coaching.make_group(ctx, coach, "Spring").id
    coaching.join(ctx, member, coaching.invite(ctx, coach, group_id), Shows.ANSWERS)
    answers = [PastAnswer(of_five(3, 3, 3, depth, 3), 20.0 * depth) for depth in (4, 1)]
    [session_id] = store(ctx, member, [Past(ctx.clock() - timedelta(days=1), answers)])
    sign_in_as(ctx, coach, page, app)
    ctx.db.dispose()
    page.goto(f"{app.url}/compare")
    people = page.get_by_role("combobox", name=re.compile("People to lay side by side"))
    people.fill("mira")
    page.get_by_role("option", name=re.compile("mira")).click()
    page.keyboard.press("Escape")
    radar, trend = (page.locator(".js-plotly-plot").nth(number) for number in range(2))
    # the ring that a lone member has with the group's median is a line without points
    choose(radar, DEPTH)
    links = page.get_by_role("link", name=re.compile(r"question \d"))
    expect(links).to_have_count(2)
    # lowest first
    for link, number in zip(links.all(), (2, 1), strict=True):
        expect(link).to_have_attribute("href", f"/coach_report?session={session_id}&question={number}")
    choose(trend, 0)
    expect(page.get_by_role("link", name="open the interview")).to_be_visible()
    with page.context.expect_page() as opened:
        links.first.click()
    expect(opened.value.get_by_role("heading", name="Report of Mira")).to_be_visible()


def choose(figure: Locator, number: int) -> None:
    """Click a mark as somebody does: a figure catches the pointer above its marks."""
    figure.scroll_into_view_if_needed()
    point = figure.locator(".scatterlayer .point").nth(number)
    point.hover(force=True)
    point.click(force=True)
