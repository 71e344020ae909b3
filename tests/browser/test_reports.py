"""Reports in the browser: found by their address, drawn from the database, and shown by links until those are over."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import update

from core.models import ShareLink
from core.services import answering, reflecting, report, sessions, sharing
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from pages._components.charts import DIMENSION_NAMES
from tests.browser import steps
from tests.support.contexts import PASSWORD, choice, make_person
from tests.support.live_app import LiveApp
from tests.support.pages import PageOpener

pytestmark = pytest.mark.browser

DEAD = "This link does not work any more."


@pytest.fixture
def ada(ctx: Context, request: pytest.FixtureRequest) -> Person:
    """A candidate of this test's own, since the tests share a server."""
    return make_person(ctx, request.node.name.replace("_", "-")[:40])


@pytest.fixture
def session_id(ctx: Context, ada: Person) -> UUID:
    """A finished interview with answers enough to draw some skills, whose scores were seen."""
    session_id = sessions.start_interview(ctx, ada, choice())
    for text in (steps.ANSWER, "I do not know.", steps.ANSWER, "", steps.ANSWER, steps.ANSWER):
        question = sessions.show_next(ctx, ada, session_id)
        answering.submit_answer(ctx, ada.id, question.id, Written(text, 1))
    sessions.finish(ctx, ada, session_id)
    reflecting.reveal(ctx, ada, session_id)
    return session_id


def drawn(page: Page, name: str) -> dict[str, float]:
    """What a radar's line of this name was drawn from, in the browser."""
    found = page.evaluate(
        """name => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => plot.data)
            .filter(trace => trace.type === 'scatterpolar' && trace.name === name)
            .map(trace => [...trace.theta].map((label, index) => [label, trace.r[index]]))""",
        name,
    )
    [points] = found
    return dict(points)


def bars(page: Page) -> dict[str, float]:
    """What the bars by skill were drawn from."""
    found = page.evaluate(
        """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => plot.data)
            .filter(trace => trace.type === 'bar' && trace.orientation === 'h')
            .map(trace => [...trace.y].map((label, index) => [label, trace.x[index]]))"""
    )
    return {label: value for points in found for label, value in points}


def test_an_address_leads_through_sign_in_to_its_report_drawn_from_the_database(
    ctx: Context, app: LiveApp, ada: Person, session_id: UUID, page: Page
) -> None:
    page.goto(f"{app.url}/report?session={session_id}")
    steps.sign_in(page, ada.username, PASSWORD)
    expect(page.get_by_role("heading", name="Report", exact=True)).to_be_visible()
    assert str(session_id) in page.url
    expect(page.locator(".js-plotly-plot").nth(1)).to_be_visible()
    view = report.generate_report(session_id, ctx=ctx)
    averages = {DIMENSION_NAMES[name]: value for name, value in view.rubric_breakdown.items()}
    assert drawn(page, "This interview") == pytest.approx(averages)
    skills = {skill.name: skill.score for skill in view.skill_breakdown if skill.answers > 1}
    assert skills and bars(page) == pytest.approx(skills)
    expect(page.get_by_text(f"{view.overall:.0f} of 100").first).to_be_visible()


def test_a_link_shows_the_report_to_a_stranger_until_it_is_over(
    ctx: Context, app: LiveApp, ada: Person, session_id: UUID, open_page: PageOpener
) -> None:
    address = sharing.share(ctx, ada, session_id, shows_scores=True, shows_answers=True)
    page = open_page(address)
    expect(page.get_by_role("heading", name="Report", exact=True)).to_be_visible()
    expect(page.get_by_text("Sign out")).to_have_count(0)
    view = report.generate_report(session_id, ctx=ctx)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    averages = {DIMENSION_NAMES[name]: value for name, value in view.rubric_breakdown.items()}
    assert drawn(page, "This interview") == pytest.approx(averages)
    [link] = sharing.links_of(ctx, ada, session_id)
    sharing.revoke(ctx, ada, link.id)
    page.reload()
    expect(page.get_by_text(DEAD)).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)

    late = sharing.share(ctx, ada, session_id, shows_scores=True, shows_answers=True)
    with ctx.db.writing() as session:
        session.execute(update(ShareLink).values(expires_at=ctx.clock() - timedelta(seconds=1)))
    page.goto(late)
    expect(page.get_by_text(DEAD)).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
