"""Rating and commenting in the browser: words are chosen by mouse, keyboard or finger, and are the right ones."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from core.services import reviewing
from core.services.context import Context
from tests.browser.conftest import sign_in_as
from tests.browser.test_accessibility import serious
from tests.support.coached import Coached, interview_of, make_coached
from tests.support.live_app import LiveApp
from tests.support.pages import PHONE, PageOpener

pytestmark = pytest.mark.browser

# JavaScript counts each of the first two characters as two.
SAID = "😀🚀 First I look at the query plan, because guesses cost time.\nThen I compare estimated with actual rows."


@pytest.fixture(scope="module")
def there(ctx: Context) -> Coached:
    return make_coached(ctx)


def opened(ctx: Context, app: LiveApp, there: Coached, page: Page) -> UUID:
    """A new answer of the member, open for their coach; its id."""
    _, [answer] = interview_of(ctx, there.member, (SAID,))
    sign_in_as(ctx, there.coach, page, app)
    page.goto(f"{app.url}/review?answer={answer}")
    expect(page.locator(".selectable-text")).to_have_text(SAID)
    return answer


def where_is(page: Page, words: str) -> list[float]:
    """The left, top, width and height of these words, which stand in one line."""
    return page.evaluate(
        """words => {
          const node = document.querySelector(".selectable-text").firstChild, range = document.createRange();
          range.setStart(node, node.data.indexOf(words));
          range.setEnd(node, node.data.indexOf(words) + words.length);
          const { x, y, width, height } = range.getBoundingClientRect();
          return [x, y, width, height];
        }""",
        words,
    )


def comment(page: Page, words: str, body: str) -> None:
    """Write a comment in the form that has opened for these words."""
    expect(page.get_by_text(f"“{words}”", exact=True)).to_be_visible()
    page.get_by_role("textbox", name="Comment", exact=True).first.fill(body)
    page.get_by_role("button", name="Comment", exact=True).first.click()
    expect(page.get_by_text("Saved, and Mira is told.")).to_be_visible()


def test_words_are_chosen_with_mouse_and_keyboard(ctx: Context, app: LiveApp, there: Coached, page: Page) -> None:
    answer = opened(ctx, app, there, page)
    left, top, width, height = where_is(page, "guesses cost")
    page.mouse.move(left + 1, top + height / 2)
    page.mouse.down()
    page.mouse.move(left + width - 1, top + height / 2, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Comment on this").click()
    comment(page, "guesses cost", "How much?")
    mark = page.locator(".selectable-text mark")
    expect(mark).to_have_text("guesses cost")
    mark.click()
    expect(page.get_by_text("Carla: How much?")).to_be_visible()
    assert serious(page) == []

    page.locator(".selectable-text").focus()
    page.keyboard.press("Escape")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    # whether two pictures are one word or two depends on the browser
    chosen = page.evaluate("getSelection().toString()").strip()
    assert chosen.startswith("😀🚀 First")
    page.keyboard.press("Enter")
    comment(page, chosen, "A good beginning.")
    made = reviewing.open_review(ctx, there.coach, answer).human.comments
    assert [SAID[one.start : one.end] for one in made] == ["guesses cost", chosen]


def test_a_finger_does_on_a_phone_and_the_rating_is_one(
    ctx: Context, app: LiveApp, there: Coached, open_page: PageOpener
) -> None:
    page = open_page(size=PHONE, colour_scheme="dark")
    answer = opened(ctx, app, there, page)
    # as the handles of a touch screen leave it
    page.evaluate("""() => {
      const node = document.querySelector(".selectable-text").firstChild, at = node.data.indexOf("actual rows");
      getSelection().setBaseAndExtent(node, at, node, at + "actual rows".length);
    }""")
    page.get_by_role("button", name="Comment on this").tap()
    comment(page, "actual rows", "Which tool?")
    for name in ("Structure", "Relevance", "Technical accuracy", "Depth", "Communication"):
        page.get_by_role("radiogroup", name=name).get_by_role("radio", name="3").tap()
        expect(page.get_by_role("radiogroup", name=name).get_by_role("radio", name="3")).to_be_checked()
    assert serious(page) == []
    page.get_by_role("button", name="Save rating").dblclick()
    expect(page.get_by_role("columnheader", name="Machine")).to_be_visible()
    assert serious(page) == []
    human = reviewing.open_review(ctx, there.coach, answer).human
    assert [SAID[one.start : one.end] for one in human.comments] == ["actual rows"]
    assert [(one.is_blind, set(one.levels.values())) for one in human.ratings] == [(True, {3})]
    page.get_by_role("button", name="Next answer").tap()
    expect(page.get_by_text("The machine's scores and other coaches' ratings appear once")).to_be_visible()
