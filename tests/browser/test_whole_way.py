"""The whole way, as people go it: first admin, sign-up, setup, answers against the clock, report."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from core.models.vocabulary import HandedIn
from tests.browser import steps
from tests.support.live_app import LiveApp
from tests.support.pages import PHONE, PageOpener
from tests.support.postgres import new_database

pytestmark = pytest.mark.browser


def charts_are_drawn(page: Page) -> None:
    """The radar has its closed line and the bars their bars."""
    expect(
        page.locator(".js-plotly-plot .scatterlayer.polar, .js-plotly-plot .polarlayer path.js-line").first
    ).to_be_visible()
    expect(page.locator(".js-plotly-plot .barlayer .point path").first).to_be_visible()


def go_the_whole_way(page: Page, app: LiveApp) -> None:
    steps.sign_up(page, app, "ada")
    session_id = steps.start_interview(page, app)

    steps.show_question(page)
    steps.write(page, steps.ANSWER)
    page.reload()
    expect(steps.box(page)).to_have_value(steps.ANSWER)
    steps.box(page).press_sequentially(" And one more thing.")
    steps.submit(page, 1)

    for number in (2, 3):
        steps.show_question(page)
        steps.write(page, f"{steps.ANSWER} That was number {number}.")
        steps.submit(page, number)

    steps.show_question(page)
    steps.write(page, "This one is left to run out")
    page.goto("about:blank")
    steps.let_time_run_out(app, session_id, seconds_left=-6)
    page.goto(f"{app.url}/interview?session={session_id}")
    expect(page.get_by_text("Saved: your answer to question 4, 7 words")).to_be_visible()

    stored = steps.answers(app, session_id)
    assert [answer.handed_in for answer in stored] == [HandedIn.SUBMITTED] * 3 + [HandedIn.EXPIRED]
    assert stored[0].answer_text == f"{steps.ANSWER} And one more thing."
    assert stored[3].answer_text == "This one is left to run out"

    page.get_by_role("button", name="End the interview early").click()
    expect(page.get_by_text("Questions 5 to 12 are not answered yet")).to_be_visible()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("heading", name="Report", exact=True)).to_be_visible()
    expect(page.get_by_text("From 4 of 12 questions")).to_be_hidden()
    page.get_by_role("radio", name="4", exact=True).first.click()
    steps.see_scores(page)
    expect(page.get_by_text("You gave yourself 4 of 5").first).to_be_attached()
    expect(page.get_by_text("From 4 of 12 questions")).to_be_visible()
    charts_are_drawn(page)
    expect(page.get_by_role("heading", name="What to do next")).to_be_visible()


def test_the_whole_way_on_a_desk(live_app: LiveApp, page: Page, open_page: PageOpener) -> None:
    steps.first_admin(page, live_app)
    go_the_whole_way(open_page(), live_app)


def test_the_whole_way_on_a_phone(live_app: LiveApp, open_page: PageOpener) -> None:
    steps.first_admin(open_page(), live_app)
    page = open_page(size=PHONE)
    go_the_whole_way(page, live_app)
    width = page.evaluate("document.scrollingElement.scrollWidth")
    assert width <= PHONE[0], "the page scrolls sideways"


def test_signing_in_and_out(live_app: LiveApp, page: Page, open_page: PageOpener) -> None:
    steps.first_admin(page, live_app)
    second = open_page(f"{live_app.url}/my_interviews", context=page.context)
    expect(second.get_by_role("heading", name="My interviews")).to_be_visible()
    copied = page.context.cookies()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Username or email")).to_be_visible()
    second.reload()
    expect(second.get_by_label("Username or email")).to_be_visible()
    thief = open_page()
    thief.context.add_cookies(copied)
    thief.goto(live_app.url)
    expect(thief.get_by_label("Username or email")).to_be_visible()


def test_a_dialog_that_was_left_open_does_nothing_for_who_signed_out_elsewhere(
    live_app: LiveApp, page: Page, open_page: PageOpener
) -> None:
    steps.first_admin(page, live_app)
    session_id = steps.start_interview(page, live_app)
    steps.show_question(page)
    steps.write(page, "half a thought")
    page.get_by_role("button", name="End the interview early").click()
    expect(page.get_by_role("button", name="End it")).to_be_visible()
    second = open_page(live_app.url, context=page.context)
    second.get_by_role("button", name="Sign out").click()
    expect(second.get_by_label("Username or email")).to_be_visible()
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_label("Username or email")).to_be_visible()
    assert not steps.answers(live_app, session_id), "the interview goes on, and nothing was handed in"


def test_a_deep_link_leads_through_sign_in_and_on(live_app: LiveApp, page: Page, open_page: PageOpener) -> None:
    steps.first_admin(page, live_app)
    session_id = steps.start_interview(page, live_app)
    fresh = open_page(f"{live_app.url}/interview?session={session_id}")
    steps.sign_in(fresh, "boss", "not the password")
    expect(fresh.get_by_text("do not fit together")).to_be_visible()
    steps.sign_in(fresh, "boss")
    expect(fresh.get_by_role("button", name="Show the question")).to_be_visible()
    assert str(session_id) in fresh.url


def test_both_ways_of_serving_work(launch_app: Callable[..., LiveApp], page: Page) -> None:
    app = launch_app(
        serve=["-m", "streamlit", "run", "app.py", "--server.port", "{port}", "--server.address", "{address}"]
    )
    steps.first_admin(page, app)
    steps.start_interview(page, app)
    steps.show_question(page)
    steps.write(page, "served by streamlit run")


def test_it_works_on_postgresql_as_well(launch_app: Callable[..., LiveApp], pg_url: str, page: Page) -> None:
    with new_database(pg_url) as url:
        app = launch_app(database_url=url)
        steps.first_admin(page, app)
        session_id = steps.start_interview(page, app, kind="Mixed", feedback="After each answer")
        steps.show_question(page)
        steps.write(page, steps.ANSWER)
        steps.submit(page, 1)
        page.get_by_role("button", name="Show my score").click()
        expect(page.get_by_role("tab", name="Why these scores")).to_be_visible()
        assert steps.answers(app, session_id)[0].answer_text == steps.ANSWER
        app.stop()
