"""Assignments on the pages of a coach and on the home page of those who do them."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from core.models.vocabulary import InterviewType, Level, Shows, Timing, UserRole
from core.services import assignment_views, assignments, coaching, leaving, reading, sessions
from core.services.accounts import Person
from core.services.assignment_drafts import NewAssignment, Terms
from core.services.assignment_states import State
from core.services.context import Context
from core.services.views import AnswerView
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.clock import FakeClock

Open = Callable[..., Tab]
Someone = Callable[..., Person]
Answer = Callable[..., AnswerView]
TODAY = date(2026, 3, 2)


@pytest.fixture
def carla(someone: Someone) -> Person:
    """A coach."""
    return someone("carla", UserRole.COACH)


@pytest.fixture
def group(ctx: Context, carla: Person, ada: Person, someone: Someone) -> UUID:
    """Carla's group, with Ada and Bob."""
    group_id = coaching.make_group(ctx, carla, "Spring").id
    code = coaching.invite(ctx, carla, group_id)
    for member in (ada, someone("bob")):
        coaching.join(ctx, member, code, Shows.SCORES)
    return group_id


def set_one(ctx: Context, coach: Person, group_id: UUID, terms: Terms, timing: Timing | None = None) -> UUID:
    draft = NewAssignment(
        "backend-engineer", Level.MID, InterviewType.TECHNICAL, terms, timing=timing, followups=False, count=10
    )
    return assignments.set_assignment(ctx, coach, group_id, draft)


def pick(tab: Tab, **choices: object) -> Tab:
    """Choose in the controls of one choice each, by their labels with "_" for blanks."""
    controls = [*tab.at.segmented_control, *tab.at.selectbox, *tab.at.multiselect, *tab.at.date_input]
    for label, value in choices.items():
        next(each for each in controls if each.label == label.replace("_", " ")).set_value(value)
    return tab.run()


def test_from_setting_it_to_the_remark(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person, group: UUID, answer: Answer, signed_in_app: Open
) -> None:
    coach = signed_in_app(carla).open("coach/assignments.py")
    assert coach.says("Nothing is set to this group yet.")
    coach.press("Set an interview")
    assert coach.title == "Set an interview to Spring"
    pick(coach, Kind_of_interview=InterviewType.HR, For_whom="Only some of them", Due_date=TODAY - timedelta(days=1))
    coach.type({"Title": "First round"}).press("Set this interview")
    # every fault is told at once, and what was typed stays
    assert coach.says("Due date: Choose today or a later day.") and coach.says("For whom: Choose at least one person.")
    assert coach.field("Title").value == "First round"
    pick(coach, People=[ada.id], Due_date=TODAY + timedelta(days=1))
    coach.press("Set this interview")
    assert (coach.title, coach.page) == ("First round", "assignments")
    assert coach.says("It is set, and those whom it is for are told.") and coach.says("1 to do")
    address = coach.at.query_params

    home = signed_in_app(ada)
    assert home.says("Carla set you the interview “First round”, due by 03 March 2026.")
    assert home.says("Set by your coach") and home.says("**First round**, due tomorrow")
    pick(home, Time_for_each_question=Timing.HALF_MORE)
    home.press("Begin")
    assert home.page == "interview"
    [progress] = [one.progress for one in assignment_views.my_assignments(ctx, ada)]
    session_id = progress.attempts[0].session_id
    view = reading.interview(ctx, ada, session_id)
    assert (view.timing, view.type, view.total_questions) == (Timing.HALF_MORE, InterviewType.HR, 12)
    # home leads back to it, and does not tell of it twice
    home.open("home.py")
    assert home.says("in progress") and not home.says("An interview is waiting")
    assert home.press("Go on").at.query_params == {"session": str(session_id)}
    assert len(sessions.my_interviews(ctx, ada)) == 1

    answer(ada, session_id)
    clock.advance(days=2)
    sessions.finish(ctx, ada, session_id)
    # nobody used their sign-ins for so long that both have ended
    home = signed_in_app(ada)
    assert home.says("Everything is handed in.") and home.says("Handed in: 1") and home.says("1 day late")
    assert "Begin" not in home.buttons

    coach = signed_in_app(carla).open("coach/assignments.py", **address)
    [table] = [frame.value for frame in coach.at.dataframe]
    assert table["State"].tolist() == ["handed in"] and table["Late"].tolist() == ["1 day"]
    assert table["Report"].tolist() == [f"/coach_report?session={session_id}"]
    pick(coach, Look_at_what_somebody_handed_in=ada.id)
    coach.at.text_area(key=f"remark_{session_id}").set_value("Good. Be shorter.")
    coach.press("Mark as reviewed")
    assert coach.says("Saved, and Ada is told.") and coach.says("1 reviewed")
    home.open("home.py")
    assert home.says("**First round**, reviewed") and "Good. Be shorter." in home.texts
    assert home.says("Carla has looked at your interview “First round”: Good. Be shorter.")
    home.press("Open")
    assert (home.page, home.at.query_params) == ("report", {"session": str(session_id)})


def test_exact_questions_are_chosen_from_the_bank(
    ctx: Context, carla: Person, ada: Person, group: UUID, signed_in_app: Open
) -> None:
    tab = signed_in_app(carla).open("coach/assignments.py", new=str(group))
    pick(tab, Questions="The same for everybody")
    tab.press("Set this interview")
    assert tab.errors == ["Exact questions: Choose 1 to 15."]
    [box] = [box for box in tab.at.multiselect if box.key == "exact_items"]
    assert 50 < len(box.options) < len(ctx.bank.items)
    own = next(item for item in ctx.bank.items.values() if "sql" in item.skills and item.bucket == "core")
    box.set_value([own.id])
    tab.run()
    # one of another role's, once all are shown, stays chosen when the list is narrowed again
    tab.at.checkbox(key="suits").uncheck()
    tab.run()
    other = next(item for item in ctx.bank.items.values() if "product-manager" in item.roles)
    tab.at.multiselect(key="exact_items").set_value([other.id, own.id])
    tab.run()
    tab.at.checkbox(key="suits").check()
    tab.run()
    assert tab.says(f"1. {other.text}") and tab.says(f"2. {own.text}")
    tab.press("Set this interview")
    assert tab.says("2 questions, the same for everybody")
    [one] = assignment_views.my_assignments(ctx, ada)
    session_id = assignments.start_assignment(ctx, ada, one.assignment.id)
    assert [each.item_id for each in reading.questions(ctx, ada, session_id)] == [other.id, own.id]


def test_pressed_twice_one_is_set_and_the_next_is_another(
    ctx: Context, carla: Person, group: UUID, signed_in_app: Open
) -> None:
    tab = signed_in_app(carla)
    for _ in range(2):
        tab.open("coach/assignments.py", new=str(group))
        request = tab.at.session_state["assignment_request"]
        tab.press("Set this interview")
        # the second press of a double click, whose first was served but not shown
        tab.open("coach/assignments.py", new=str(group))
        tab.at.session_state["assignment_request"] = request
        tab.press("Set this interview")
        assert tab.says("It is set")
    assert len(assignment_views.assignments_of_group(ctx, carla, group)) == 2


def test_time_that_the_coach_set_is_said_and_not_asked_for(
    ctx: Context, carla: Person, ada: Person, group: UUID, signed_in_app: Open
) -> None:
    set_one(ctx, carla, group, Terms("Fixed", "Read this first."), Timing.UNTIMED)
    home = signed_in_app(ada)
    assert home.says("Time for each question: no clock. Your coach set this.") and home.says("Read this first.")
    assert not home.at.selectbox and home.buttons[:2] == ["Mark all as read", "Begin"]
    assert home.press("Begin").page == "interview"


def test_what_was_left_can_be_taken_up_and_what_is_handed_in_done_again(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person, group: UUID, answer: Answer, signed_in_app: Open
) -> None:
    assignment_id = set_one(ctx, carla, group, Terms("Twice", attempts=2), Timing.USUAL)
    session_id = assignments.start_assignment(ctx, ada, assignment_id)
    answer(ada, session_id)
    clock.advance(seconds=leaving.IDLE.total_seconds() + 1)
    home = signed_in_app(ada)
    assert home.says("Handed in: 1")
    home.press("Take it up again")
    assert home.at.query_params == {"session": str(session_id)} and home.page == "interview"
    sessions.finish(ctx, ada, session_id)
    home.open("home.py").press("Do it again (1 attempt left)")
    assert home.page == "interview" and home.at.query_params != {"session": str(session_id)}
    assert len(sessions.my_interviews(ctx, ada)) == 2


def test_a_button_that_is_out_of_date_begins_nothing(
    ctx: Context, carla: Person, ada: Person, group: UUID, signed_in_app: Open
) -> None:
    assignment_id = set_one(ctx, carla, group, Terms("Gone"), Timing.USUAL)
    home = signed_in_app(ada)
    coaching.leave(ctx, ada, group)
    # the page as it stands has the button still; pressed, it finds nothing to begin
    assert "Begin" in home.buttons
    home.press("Begin")
    assert not home.says("Set by your coach") and sessions.my_interviews(ctx, ada) == ()
    assert assignment_views.assignment_progress(ctx, carla, assignment_id).states[State.TO_DO] == 1


def test_terms_are_changed_and_it_is_withdrawn(
    ctx: Context, carla: Person, ada: Person, group: UUID, signed_in_app: Open
) -> None:
    assignment_id = set_one(ctx, carla, group, Terms("Old", due_on=TODAY))
    tab = signed_in_app(carla).open("coach/assignments.py", assignment=str(assignment_id))
    tab.type({"Title": "New"})
    tab.at.date_input[0].set_value(None)
    tab.press("Save")
    assert tab.title == "New" and tab.says("The change is saved.") and tab.says("no due date")
    assert signed_in_app(ada).says("Carla changed the interview “New”. It is now without a due date, with 1 attempt.")
    assert tab.button("Withdraw").disabled
    tab.at.checkbox[0].check()
    tab.run().press("Withdraw")
    assert tab.says("It is withdrawn.") and "Withdraw" not in tab.buttons
    tab.press("All assignments of this group")
    assert tab.title == "Assignments" and tab.says("Withdrawn: 1")
    assert not signed_in_app(ada).says("Set by your coach")


def test_what_is_typed_is_shown_as_it_is(
    ctx: Context, carla: Person, ada: Person, group: UUID, answer: Answer, signed_in_app: Open
) -> None:
    coaching.rename_group(ctx, carla, group, NASTY[:80])
    assignment_id = set_one(ctx, carla, group, Terms(NASTY, NASTY, attempts=2), Timing.USUAL)
    session_id = assignments.start_assignment(ctx, ada, assignment_id)
    answer(ada, session_id)
    sessions.finish(ctx, ada, session_id)
    assignments.mark_reviewed(ctx, carla, session_id, NASTY)
    coach = signed_in_app(carla)
    for address in ({}, {"new": str(group)}, {"assignment": str(assignment_id)}):
        coach.open("coach/assignments.py", **address)
        assert coach.says(NASTY[:80]) and is_plain_text(coach), address
    home = signed_in_app(ada)
    assert home.says(NASTY) and is_plain_text(home)


def test_who_coaches_no_group_is_led_to_make_one_and_addresses_lead_nowhere_else(
    ctx: Context, carla: Person, someone: Someone, group: UUID, signed_in_app: Open
) -> None:
    other = signed_in_app(someone("cyril", UserRole.COACH)).open("coach/assignments.py")
    assert other.says("You coach no group yet") and other.press("Go to groups").title == "Groups"
    assignment_id = str(set_one(ctx, carla, group, Terms()))
    for address, what in (
        ({"assignment": assignment_id}, "assignment"),
        ({"assignment": "nonsense"}, "assignment"),
        ({"new": str(group)}, "group"),
        ({"new": "nonsense"}, "group"),
    ):
        other.open("coach/assignments.py", **address)
        assert other.errors == [f"This {what} does not exist, or it is not yours to open."], address
