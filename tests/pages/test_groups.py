"""Groups of a coach and the consent of their members, on the pages of both, and what home tells them of it."""

from collections.abc import Callable
from uuid import UUID

import pytest

from core.models.vocabulary import Shows, UserRole
from core.services import coaching, group_admin, groups, notifications
from core.services.accounts import Person
from core.services.context import Context
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.contexts import PASSWORD

Open = Callable[..., Tab]
Finished = Callable[..., UUID]
Someone = Callable[..., Person]
WORDS = "I measured first, because guesses cost time."
GONE = "This interview does not exist, or it is not yours to open."


@pytest.fixture
def carla(someone: Someone) -> Person:
    """A coach."""
    return someone("carla", UserRole.COACH)


def group_of(ctx: Context, coach: Person, *members: Person, shows: Shows = Shows.ANSWERS, name: str = "Spring") -> UUID:
    """A group with these members."""
    group_id = coaching.make_group(ctx, coach, name).id
    code = coaching.invite(ctx, coach, group_id)
    for member in members:
        coaching.join(ctx, member, code, shows)
    return group_id


def choose(tab: Tab, label: str, value: object) -> Tab:
    """Choose one of a list."""
    [box] = [box for box in tab.at.selectbox if box.label == label]
    box.set_value(value)
    return tab.run()


def link_on(tab: Tab) -> str:
    """The code of the invitation that the page shows."""
    [shown] = [code.value for code in tab.at.code]
    assert shown.startswith("https://practice.example/join?code=")
    return str(shown.partition("code=")[2])


def test_from_the_invitation_to_the_end_of_consent(
    ctx: Context, carla: Person, ada: Person, finished: Finished, signed_in_app: Open, signed_out_app: Tab
) -> None:
    session_id = finished(ada, texts=(WORDS, "I do not know."))
    coach = signed_in_app(carla).open("coach/people.py")
    coach.type({"Name of a new group": "Spring"}).press("Make a group")
    assert (coach.title, coach.page) == ("Spring", "groups")
    code = link_on(coach.press("Make an invitation link"))
    assert not coach.run().at.code  # shown once

    # Ada follows the link, signs in on the way, and reads who would see what
    tab = signed_out_app.open("practice/coaches.py", code=code)
    tab.type({"Username or email": "ada"})
    next(field for field in tab.at.text_input if field.label == "Password").set_value(PASSWORD)
    tab.press("Sign in")
    assert tab.page == "join" and tab.at.query_params == {"code": code}
    assert tab.says("Invitation to the group Spring") and tab.says("Coached by Carla.")
    assert tab.says("those from before you joined too") and tab.says("You can change this or leave at any time")
    assert groups.memberships_of(ctx, ada) == ()
    tab.at.radio[0].set_value(Shows.ANSWERS)
    tab.press("Join and show this")
    assert tab.says("You are in the group Spring.") and tab.at.query_params == {}

    # Carla hears of it, and from there goes to the report
    home = signed_in_app(carla)
    assert home.says("1 new for you") and home.says("Ada joined the group Spring and shows scores and answers.")
    home.press("Open")
    assert home.title == "Spring" and home.at.dataframe[0].value["Shows"].tolist() == ["Scores and answers"]
    assert notifications.unread_count(ctx, carla) == 0
    choose(home, "A member", ada.id).press("See their interviews")
    assert home.title == "Ada" and home.says("shows you scores and answers · 1 interview")
    report = home.press("Report")
    assert report.title == "Report of Ada" and report.at.query_params == {"session": str(session_id)}
    assert [marked["text"] for marked in report.marked] == [WORDS, "I do not know."]
    assert report.buttons == ["Rate these answers", "All their interviews"]

    # she leaves, and what Carla has open ends with its next run
    tab.press("Leave this group")
    assert tab.says("You left the group Spring.") and not tab.says("Your groups")
    assert report.run().errors == [GONE] and not report.marked and not report.at.title
    assert report.open("coach/people.py", member=str(ada.id)).errors == [
        "This person does not exist, or it is not yours to open."
    ]


def test_scores_without_answers(
    ctx: Context, carla: Person, ada: Person, finished: Finished, signed_in_app: Open
) -> None:
    session_id = finished(ada, texts=(WORDS,), is_revealed=False)
    group_of(ctx, carla, ada, shows=Shows.SCORES)
    tab = signed_in_app(carla).open("coach/report.py", session=str(session_id))
    # its scores are there although Ada has not looked at them yet
    assert tab.number("Overall score").endswith("of 100") and tab.chart("radar")["data"]
    assert tab.says("who shows you their scores; their answers stay with them") and tab.says("The questions")
    assert not tab.marked and not tab.says("guesses cost")


def test_a_member_changes_what_they_show(ctx: Context, carla: Person, ada: Person, signed_in_app: Open) -> None:
    group_of(ctx, carla, ada, shows=Shows.ANSWERS)
    tab = signed_in_app(ada).open("practice/coaches.py")
    assert tab.button("Save").disabled
    tab.at.radio[0].set_value(Shows.SCORES)
    tab.run().press("Save")
    assert tab.says("Saved. The coaches of Spring see: my scores only.")
    assert groups.memberships_of(ctx, ada)[0].shows is Shows.SCORES


def test_a_code_that_is_typed_leads_to_its_invitation_and_a_bad_one_says_so(
    ctx: Context, carla: Person, ada: Person, signed_in_app: Open
) -> None:
    code = coaching.invite(ctx, carla, group_of(ctx, carla))
    tab = signed_in_app(ada).open("practice/coaches.py")
    tab.type({"Invitation code or link": "nonsense"}).press("Look at the invitation")
    assert tab.errors == ["This invitation does not work any more. Ask your coach for a new one."]
    tab.type({"Invitation code or link": f"https://practice.example/join?code={code}"}).press("Look at the invitation")
    assert tab.says("Invitation to the group Spring") and tab.errors == []
    tab.press("Not now")
    assert groups.memberships_of(ctx, ada) == () and tab.at.query_params == {}


def test_a_coach_takes_somebody_out_renames_and_closes(
    ctx: Context, carla: Person, ada: Person, someone: Someone, signed_in_app: Open
) -> None:
    bob = someone("bob")
    group_id = group_of(ctx, carla, ada, bob)
    tab = signed_in_app(carla).open("coach/people.py", group=str(group_id))
    choose(tab, "A member", ada.id).press("Take out of this group")
    assert tab.says("Ada is out of the group and is told so.")
    assert [member.id for member in groups.members_of(ctx, carla, group_id)] == [bob.id]
    tab.type({"Name": "Autumn"}).press("Rename")
    assert tab.title == "Autumn" and tab.says("The new name is saved.")
    assert tab.button("Close the group").disabled
    tab.at.checkbox[0].check()
    tab.run().press("Close the group")
    assert tab.title == "Groups" and tab.says("The group Autumn is closed") and not tab.says("Open")
    assert tab.open("coach/people.py", group=str(group_id)).errors == [
        "This group does not exist, or it is not yours to open."
    ]
    home = signed_in_app(bob)
    assert home.says("Carla closed the group Autumn. Its coaches see nothing of yours any more.")
    home.press("Mark all as read")
    assert not home.says("new for you") and home.says("What you were told before")


def test_an_admin_lets_somebody_else_coach_a_group(
    ctx: Context, carla: Person, ada: Person, someone: Someone, signed_in_app: Open
) -> None:
    cyril, group_id = someone("cyril", UserRole.COACH), group_of(ctx, carla, ada)
    tab = signed_in_app(someone("boss", UserRole.ADMIN)).open("coach/people.py")
    assert tab.says("All groups") and not tab.says("Name of a new group")
    choose(tab, "Change who coaches a group", group_id)
    next(box for box in tab.at.selectbox if box.label == "Add a coach").set_value(cyril.id)
    tab.press("Add")
    assert tab.says("Cyril coaches Spring from now on.")
    assert signed_in_app(ada).says("Cyril now coaches the group Spring too and sees what you show there.")
    assert signed_in_app(cyril).press("Open").title == "Spring"
    choose(tab, "Change who coaches a group", group_id).press(f"off_{carla.id}")
    assert groups.groups_of_coach(ctx, carla) == ()
    # an admin opens no group and nobody's interviews
    for address in ({"group": str(group_id)}, {"member": str(ada.id)}):
        assert tab.open("coach/people.py", **address).errors != []


def test_names_are_shown_as_they_are(
    ctx: Context, carla: Person, ada: Person, someone: Someone, signed_in_app: Open
) -> None:
    group_id, root = group_of(ctx, carla, ada, name=NASTY), someone("boss", UserRole.ADMIN)
    group_admin.assign_coach(ctx, root, group_id, someone("cyril", UserRole.COACH).id)
    code = coaching.invite(ctx, carla, group_id)
    pages = [
        (carla, "coach/people.py", {}), (carla, "coach/people.py", {"group": str(group_id)}), (carla, "home.py", {}),
        (ada, "practice/coaches.py", {"code": code}), (ada, "home.py", {}),
    ]  # fmt: skip
    for person, page, address in pages:
        tab = signed_in_app(person).open(page, **address)
        assert tab.says(NASTY) and is_plain_text(tab), (page, address)


@pytest.mark.parametrize("name", ["group", "member"])
@pytest.mark.parametrize("value", ["nonsense", "8f36e7f8-fd4f-48cf-a1fe-42214cc3371c"])
def test_an_address_that_leads_nowhere_says_so(carla: Person, signed_in_app: Open, name: str, value: str) -> None:
    tab = signed_in_app(carla).open("coach/people.py", **{name: value})
    [error] = tab.errors
    assert error.endswith("does not exist, or it is not yours to open.")


def test_many_interviews_are_turned_over(
    ctx: Context, carla: Person, ada: Person, interview_of: Callable[..., UUID], signed_in_app: Open
) -> None:
    for _ in range(21):
        interview_of(ada)
    group_of(ctx, carla, ada)
    tab = signed_in_app(carla).open("coach/people.py", member=str(ada.id))
    assert tab.says("21 interviews") and tab.buttons.count("Report") == 20
    tab.press("Older interviews")
    assert tab.buttons.count("Report") == 1 and "Older interviews" not in tab.buttons
