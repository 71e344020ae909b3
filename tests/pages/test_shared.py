"""Sharing a report by a link, and what whoever follows it sees."""

from collections.abc import Callable
from uuid import UUID

import pytest

from core.services import sharing
from core.services.accounts import Person
from core.services.context import Context
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.clock import FakeClock

Open = Callable[..., Tab]
Finished = Callable[..., UUID]
DEAD = "This link does not work any more. Ask whoever sent it to you for a new one."
TEXTS = (NASTY + " I measured first, because guesses cost time.", "I do not know.")


@pytest.fixture
def session_id(ada: Person, finished: Finished) -> UUID:
    return finished(ada, texts=TEXTS)


def link(ctx: Context, person: Person, session_id: UUID, *, scores: bool = True, answers: bool = True) -> str:
    address = sharing.share(ctx, person, session_id, shows_scores=scores, shows_answers=answers)
    return address.partition("link=")[2]


def test_whoever_has_the_link_sees_the_report_without_an_account(
    ctx: Context, ada: Person, session_id: UUID, signed_out_app: Tab
) -> None:
    tab = signed_out_app.open("practice/shared.py", link=link(ctx, ada, session_id))
    assert tab.title == "Report" and tab.says("Ada")
    assert tab.number("Overall score").endswith("of 100")
    assert tab.chart("radar")["data"] and tab.says("What to do next")
    assert [marked["text"] for marked in tab.marked] == list(TEXTS)
    assert is_plain_text(tab)
    # nothing can be done here, and nothing leads on
    assert tab.buttons == [] and not tab.says("Sign out")


def test_scores_without_answers_and_answers_without_scores(
    ctx: Context, ada: Person, session_id: UUID, signed_out_app: Tab
) -> None:
    scores = signed_out_app.open("practice/shared.py", link=link(ctx, ada, session_id, answers=False))
    assert scores.number("Overall score") and scores.marked == []
    assert not any("guesses cost time" in text for text in scores.texts)
    answers = Tab().open("practice/shared.py", link=link(ctx, ada, session_id, scores=False))
    assert answers.says("I do not know.") and answers.marked == []
    assert not answers.at.metric and not answers.at.get("plotly_chart") and not answers.says("What to do next")


def test_a_link_that_is_over_shows_nothing(
    ctx: Context, clock: FakeClock, ada: Person, session_id: UUID, signed_out_app: Tab
) -> None:
    token = link(ctx, ada, session_id)
    assert signed_out_app.open("practice/shared.py", link=token).title == "Report"
    clock.advance(days=15)
    assert signed_out_app.run().errors == [DEAD] and not signed_out_app.at.title
    for nonsense in ({}, {"link": "x"}):
        assert Tab().open("practice/shared.py", **nonsense).errors == [DEAD]


def test_the_owner_makes_and_takes_back_a_link_on_the_report(
    ctx: Context, ada: Person, session_id: UUID, signed_in_app: Open, signed_out_app: Tab
) -> None:
    tab = signed_in_app(ada).open("practice/report.py", session=str(session_id))
    tab.press("Make a link")
    [address] = [text for text in tab.texts if "/shared?link=" in text]
    assert address.startswith("https://practice.example/shared?link=")
    token = address.partition("link=")[2]
    seen = signed_out_app.open("practice/shared.py", link=token)
    assert seen.title == "Report" and not seen.marked  # answers were not ticked
    assert tab.run().says("Scores only") and not tab.says("/shared?link=")
    tab.press("Take back")
    assert not tab.says("Scores only")
    assert seen.run().errors == [DEAD]


def test_nothing_ticked_makes_no_link(ctx: Context, ada: Person, session_id: UUID, signed_in_app: Open) -> None:
    tab = signed_in_app(ada).open("practice/report.py", session=str(session_id))
    [box] = [box for box in tab.at.checkbox if box.label.startswith("Show scores")]
    box.uncheck()
    tab.press("Make a link")
    assert tab.errors == ["Tick what the link shows: scores, answers, or both."]
    assert sharing.links_of(ctx, ada, session_id) == ()
