"""My interviews: nothing yet, going on, and finished, each with the way on."""

from collections.abc import Callable
from uuid import UUID

from core.models import InterviewSession
from core.models.vocabulary import Status
from core.services import sessions
from core.services.accounts import Person
from core.services.context import Context
from core.services.views import AnswerView
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.clock import FakeClock
from tests.support.contexts import make_person

Open = Callable[..., Tab]


def test_before_the_first_interview_the_page_leads_to_one(ada: Person, signed_in_app: Open) -> None:
    tab = signed_in_app(ada).open("practice/history.py")
    assert tab.says("You have not practised yet.")
    assert tab.buttons == ["Set up an interview"]
    assert tab.press("Set up an interview").page == "practise"


def test_an_open_interview_can_be_gone_on_with(
    ada: Person, signed_in_app: Open, interview_of: Callable[..., UUID], answer: Callable[..., AnswerView]
) -> None:
    session_id = interview_of(ada)
    answer(ada, session_id)
    tab = signed_in_app(ada).open("practice/history.py")
    assert tab.says("**Backend engineer**, mid, Technical")
    assert tab.says("02 Mar 2026 · in progress · 1 of 10 answered")
    assert not tab.at.metric
    assert tab.press("Go on").page == "interview"
    assert tab.at.query_params == {"session": str(session_id)}


def test_a_finished_interview_has_its_score_and_its_report(
    ctx: Context, ada: Person, signed_in_app: Open, finished: Callable[..., UUID]
) -> None:
    session_id = finished(ada)
    score = sessions.look(ctx, ada, session_id).interview.overall_score
    tab = signed_in_app(ada).open("practice/history.py")
    assert tab.says("02 Mar 2026 · finished · 3 of 10 answered")
    assert tab.number("Score") == f"{score:.0f}"
    assert tab.press("Report").page == "report"
    assert tab.at.query_params == {"session": str(session_id)}


def test_a_finished_interview_without_an_answer_shows_no_score(
    ada: Person, signed_in_app: Open, finished: Callable[..., UUID]
) -> None:
    finished(ada, texts=())
    tab = signed_in_app(ada).open("practice/history.py")
    assert tab.says("finished · 0 of 10 answered")
    assert not tab.at.metric


def test_the_newest_stands_first_and_each_button_opens_its_own(
    ada: Person, clock: FakeClock, signed_in_app: Open, finished: Callable[..., UUID], interview_of: Callable[..., UUID]
) -> None:
    old = finished(ada)
    clock.advance(days=1)
    new = interview_of(ada, role="data-analyst")
    tab = signed_in_app(ada).open("practice/history.py")
    assert tab.buttons == ["Go on", "Report"]
    assert [text for text in tab.texts if ", mid, Technical" in text] == [
        "**Data analyst**, mid, Technical", "**Backend engineer**, mid, Technical",
    ]  # fmt: skip
    assert tab.press(f"open_{old}").at.query_params == {"session": str(old)}
    assert tab.open("practice/history.py").press(f"open_{new}").at.query_params == {"session": str(new)}


def test_an_interview_that_is_finished_elsewhere_changes_its_button(
    ctx: Context, ada: Person, signed_in_app: Open, interview_of: Callable[..., UUID]
) -> None:
    session_id = interview_of(ada)
    tab = signed_in_app(ada).open("practice/history.py")
    assert tab.buttons == ["Go on"]
    sessions.finish(ctx, ada, session_id)
    assert tab.run().buttons == ["Report"]


def test_nobody_sees_the_interviews_of_others(
    ctx: Context, ada: Person, signed_in_app: Open, finished: Callable[..., UUID]
) -> None:
    finished(ada)
    tab = signed_in_app(make_person(ctx, "bob")).open("practice/history.py")
    assert tab.says("You have not practised yet.")
    assert not tab.says("Backend engineer")


def test_a_role_is_shown_as_it_was_typed(
    ctx: Context, ada: Person, signed_in_app: Open, interview_of: Callable[..., UUID]
) -> None:
    session_id = interview_of(ada)
    with ctx.db.writing() as session:
        interview = session.get_one(InterviewSession, session_id)
        interview.role_selected = {**interview.role_selected, "name": NASTY}
    tab = signed_in_app(ada).open("practice/history.py")
    assert tab.says(NASTY) and is_plain_text(tab)


def test_an_interview_that_was_left_can_be_taken_up_from_the_list(
    ctx: Context,
    ada: Person,
    clock: FakeClock,
    signed_in_app: Open,
    interview_of: Callable[..., UUID],
    answer: Callable[..., AnswerView],
) -> None:
    session_id = interview_of(ada)
    answer(ada, session_id)
    clock.advance(days=2)
    tab = signed_in_app(ada).open("practice/history.py")
    assert tab.says("abandoned")
    assert "Report" in tab.buttons
    tab.press("Take up again")
    assert tab.page == "interview"
    assert sessions.look(ctx, ada, session_id).interview.status is Status.IN_PROGRESS
    clock.advance(days=9)
    assert "Take up again" not in signed_in_app(ada).open("practice/history.py").buttons
