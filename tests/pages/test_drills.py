"""Drills as the candidate walks through them; what is shown comes from the database at every run."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from core.models import InterviewAnswer, InterviewQuestion
from core.services import answering, drills, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.services.views import QuestionView
from tests.pages.tab import Tab
from tests.support.clock import FakeClock
from tests.support.contexts import make_person, real_bank

Open = Callable[..., Tab]
NOT_YOURS = "This set of drills does not exist, or it is not yours to open."
POOR = "I do not know."


@pytest.fixture
def weak(ctx: Context, ada: Person, finished: Callable[..., UUID]) -> UUID:
    """A finished interview that leaves two weak spots: SQL in depth, 1.5 on average, and Python in depth, 2.0."""
    session_id = finished(ada, texts=(POOR,) * 4)
    given = (("sql", 1.0), ("sql", 2.0), ("python", 1.5), ("python", 2.5))
    with ctx.db.writing() as session:
        of_it = select(InterviewAnswer).join(InterviewQuestion).order_by(InterviewQuestion.order)
        for stored, (skill, score) in zip(session.scalars(of_it), given, strict=True):
            stored.skill_tags_json, stored.scores_json = [skill], {"depth": score, "structure": 4.0}
    return session_id


@pytest.fixture
def tab(ada: Person, weak: UUID, signed_in_app: Open) -> Tab:
    """The drills, before the first set."""
    return signed_in_app(ada).open("practice/drills.py")


def shown(ctx: Context, ada: Person) -> QuestionView:
    """The open question of the open set."""
    open_set = drills.my_drills(ctx, ada).open_set
    assert open_set is not None
    question = sessions.look(ctx, ada, open_set).open_question
    assert question is not None
    return question


def hand_in(ctx: Context, ada: Person, text: str | None = None) -> None:
    """What the box does through the API while the page stands still; by default with the model answer."""
    question = shown(ctx, ada)
    given = real_bank().items[question.item_id].model_answer if text is None else text
    answering.submit_answer(ctx, ada.id, question.id, Written(given, 1))


def test_what_is_due_is_listed_with_why(tab: Tab) -> None:
    assert tab.texts[0] == tab.title == "Drills" and tab.says("2 drills are due today")
    assert "- **SQL, depth**: 1.5 of 5 over your last 2 answers" in tab.markdown
    assert "- **Python, depth**: 2.0 of 5 over your last 2 answers" in tab.markdown
    assert tab.buttons == ["Start a set of 2"]


def test_without_anything_weak_it_says_what_it_takes(ada: Person, signed_in_app: Open) -> None:
    tab = signed_in_app(ada).open("practice/drills.py")
    assert tab.says("There is nothing to drill yet.")
    assert tab.press("Set up an interview").page == "practise"


def test_a_set_from_its_start_to_its_end(ctx: Context, ada: Person, tab: Tab) -> None:
    tab.press("Start a set of 2")
    assert tab.at.query_params == {"session": str(drills.my_drills(ctx, ada).open_set)}
    assert tab.says("0 of 2 answered") and "Question 1 of 2 drills **SQL, depth**" in tab.markdown
    assert tab.box is None and tab.buttons == ["Show the question", "Stop here"]

    tab.press("Show the question")
    assert tab.says("Question 1 of 2 · SQL, depth ·") and tab.says(shown(ctx, ada).question_text)
    assert tab.box is not None and tab.box["question_id"] == str(shown(ctx, ada).id) and not tab.box["can_skip"]
    hand_in(ctx, ada)
    tab.run()
    score = float(tab.number("SQL, depth").removesuffix(" of 5"))
    [drilled] = [metric for metric in tab.at.metric if metric.label == "SQL, depth"]
    assert score >= 4 and drilled.delta == f"{score - 1.5:+.1f} against 1.5 before"
    assert tab.says("Comes up again in 8 days.")
    assert tab.marked and tab.says("Model answer") and not tab.says("how good was your answer")

    tab.press("Next question")
    assert tab.box is not None and tab.says("Question 2 of 2 · Python, depth ·")
    hand_in(ctx, ada, POOR)
    tab.run()
    assert tab.says("Comes up again within a day.") and tab.buttons[-1] == "Finish the set"
    tab.press("Finish the set")
    assert tab.says("This set is done") and tab.page == "drills"
    assert [metric.label for metric in tab.at.metric] == ["SQL, depth", "Python, depth"]
    assert tab.says("Comes up again in 8 days.") and tab.says("Comes up again within a day.")
    assert not tab.says("Not answered")

    tab.press("Back to my drills")
    assert tab.says("Coming back") and "again in 8 days" in tab.markdown
    assert "drilled once · again within a day" in tab.markdown


def test_one_may_stop_after_each_question(ctx: Context, ada: Person, tab: Tab) -> None:
    tab.press("Start a set of 2").press("Show the question")
    hand_in(ctx, ada)
    tab.run().press("Stop here")
    assert tab.says("This set is done") and tab.says("Not answered this time: Python, depth.")
    assert drills.my_drills(ctx, ada).open_set is None


def test_a_set_waits_until_one_goes_on_and_a_reload_shows_the_same(
    ctx: Context, ada: Person, tab: Tab, signed_in_app: Open
) -> None:
    tab.press("Start a set of 2").press("Show the question")
    address = dict(tab.at.query_params)
    other = signed_in_app(ada).open("practice/drills.py")
    assert other.says("A set is waiting") and other.says("0 of 2 questions answered.")
    assert other.buttons == ["Go on"]
    other.press("Go on")
    assert other.at.query_params == address and other.box is not None and tab.box is not None
    assert other.box["question_id"] == tab.box["question_id"]
    hand_in(ctx, ada)
    assert tab.run().says("1 of 2 answered") and other.run().says("1 of 2 answered")
    other.press("Next question")
    assert tab.press("Next question").box == {**(other.box or {}), "token": (tab.box or {}).get("token")}


def test_start_pressed_in_a_second_tab_finds_the_set_of_the_first(ada: Person, tab: Tab, signed_in_app: Open) -> None:
    other = signed_in_app(ada).open("practice/drills.py")
    tab.press("Start a set of 2")
    other.press("Start a set of 2")
    assert other.says("A set is waiting")
    assert other.press("Go on").at.query_params == tab.at.query_params


def test_a_question_whose_time_ran_out_says_so_and_comes_back_soon(
    ctx: Context, ada: Person, clock: FakeClock, tab: Tab
) -> None:
    tab.press("Start a set of 2").press("Show the question")
    clock.advance(minutes=30)
    tab.run()
    assert tab.says("Time ran out on question 1 before anything was typed.")
    assert tab.number("SQL, depth") == "0.0 of 5" and tab.buttons[-2:] == ["Next question", "Stop here"]


def test_home_says_what_is_due_and_never_that_an_interview_waits(
    ctx: Context, ada: Person, weak: UUID, clock: FakeClock, signed_in_app: Open
) -> None:
    tab = signed_in_app(ada)
    assert tab.says("2 drills are due today") and tab.says("SQL, depth; Python, depth.")
    assert tab.press("Drill").page == "drills"
    tab.press("Start a set of 2").press("Show the question")
    hand_in(ctx, ada)
    tab.open("home.py")
    assert tab.says("1 drill is due today") and not tab.says("is waiting")
    tab.open("practice/drills.py").press("Go on").press("Next question")
    hand_in(ctx, ada)
    tab.run().press("Finish the set").open("home.py")
    assert not tab.says("due today")
    assert not any("Drill" in button for button in tab.buttons)
    tab.open("practice/history.py")
    assert len([button for button in tab.buttons if button == "Report"]) == 1


def test_somebody_elses_set_and_an_interview_are_not_found(
    ctx: Context, ada: Person, weak: UUID, signed_in_app: Open
) -> None:
    session_id = drills.start(ctx, ada)
    eve = signed_in_app(make_person(ctx, "eve")).open("practice/drills.py", session=str(session_id))
    assert eve.errors == [NOT_YOURS] and eve.box is None and eve.buttons == []
    assert signed_in_app(ada).open("practice/drills.py", session=str(weak)).errors == [NOT_YOURS]
