"""The product team moves a weight, sees what that does, publishes it, and undoes it."""

import re

import pytest
from playwright.sync_api import Page, expect

from core.models.vocabulary import UserRole
from core.services import rubrics, sessions
from core.services.context import Context
from tests.browser.conftest import sign_in_as
from tests.support.coached import make_staff
from tests.support.contexts import choice, make_person
from tests.support.live_app import LiveApp

pytestmark = pytest.mark.browser


def change_of_the_mean(page: Page) -> str:
    """By how much the draft moves the mean score."""
    return page.get_by_test_id("stMetricDelta").first.inner_text()


def test_a_weight_is_moved_seen_published_and_undone(ctx: Context, app: LiveApp, page: Page) -> None:
    sam, ada = make_staff(ctx, "sam", UserRole.STUDIO), make_person(ctx, "ada")
    first = rubrics.rubric_in_force(ctx.db)
    sign_in_as(ctx, sam, page, app)
    page.goto(f"{app.url}/tune")
    page.get_by_role("button", name="Begin a draft").click()
    expect(page.get_by_text("144 answers, 144 of them rated")).to_be_visible()
    expect(page.get_by_test_id("stMetricDelta").first).to_have_text("+0.0")

    weight = page.get_by_role("slider", name=re.compile("^Depth"))
    weight.focus()
    for _ in range(20):
        weight.press("ArrowRight")
    expect(page.get_by_test_id("stMetricDelta").first).not_to_have_text("+0.0")
    expect(page.get_by_text("Depth: 27 %")).to_be_visible()
    moved = change_of_the_mean(page)
    page.reload()
    expect(page.get_by_text("Depth: 27 %")).to_be_visible()
    expect(page.get_by_test_id("stMetricDelta").first).to_have_text(moved)
    assert rubrics.rubric_in_force(ctx.db) == first

    page.get_by_role("textbox", name="Why it is changed").fill("Depth is what clients ask for.")
    page.get_by_role("button", name="Publish", exact=True).dblclick()
    expect(page.get_by_role("heading", name="Rubric", exact=True)).to_be_visible()
    expect(page.get_by_text("Depth is what clients ask for.")).to_be_visible()
    second = rubrics.rubric_in_force(ctx.db)
    assert second.weights["depth"] == pytest.approx(0.3 / 1.1)
    new = sessions.start_interview(ctx, ada, choice())
    assert sessions.look(ctx, ada, new).interview.rubric_hash == second.content_hash

    page.get_by_role("button", name="Put in force again").click()
    page.get_by_role("textbox", name="Why", exact=True).fill("Too strict.")
    page.get_by_role("button", name="Put in force", exact=True).click()
    expect(page.get_by_text("Too strict.")).to_be_visible()
    assert rubrics.rubric_in_force(ctx.db) == first
