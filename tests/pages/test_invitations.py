"""Inviting people by name on the group's page, and what the invited see before they say yes or no."""

from collections.abc import Callable
from uuid import UUID

import pytest

from core.models import User
from core.models.vocabulary import Shows, UserRole
from core.services import coaching, groups, invitations
from core.services.accounts import Person
from core.services.context import Context
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab

Open = Callable[..., Tab]
Someone = Callable[..., Person]


@pytest.fixture
def carla(someone: Someone) -> Person:
    """A coach."""
    return someone("carla", UserRole.COACH)


@pytest.fixture
def group_id(ctx: Context, carla: Person) -> UUID:
    """Her group."""
    return coaching.make_group(ctx, carla, "Spring").id


def invite(tab: Tab, names: str) -> Tab:
    [field] = tab.at.text_area
    field.set_value(names)
    return tab.press("Invite by name")


def test_from_the_name_to_the_group(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, signed_in_app: Open
) -> None:
    coach = invite(signed_in_app(carla).open("coach/people.py", group=str(group_id)), "ada, ghost@example.org")
    assert coach.says("You invited 2 names. Whoever of them has an account here") and coach.page == "groups"
    assert coach.at.query_params == {"group": str(group_id)} and coach.at.text_area[0].value == ""
    assert coach.says("Whom you have invited (2)") and coach.says("ghost@example.org")

    tab = signed_in_app(ada)
    assert tab.says("1 new for you") and tab.says("Carla invites you to the group Spring.")
    tab.press("Open")
    assert tab.page == "join" and tab.at.query_params == {"group": str(group_id)}
    assert tab.says("Carla invites you to the group Spring") and tab.says("Coached by Carla.")
    assert tab.says("those from before you joined too") and tab.says("Nobody is told if you decline.")
    tab.at.radio[0].set_value(Shows.ANSWERS)
    tab.press("Join and show this")
    assert tab.says("You are in the group Spring. Its coaches see: my scores and my answers.")
    assert [(one.username, one.shows) for one in groups.members_of(ctx, carla, group_id)] == [("ada", Shows.ANSWERS)]
    # the notice that she came by leads to her groups, and complains of nothing
    assert tab.open("practice/coaches.py", group=str(group_id)).errors == [] and tab.says("Your groups")
    assert coach.run().says("Whom you have invited (1)")


def test_declining_and_taking_back(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, someone: Someone, signed_in_app: Open
) -> None:
    bob = someone("bob")
    invitations.invite_people(ctx, carla, group_id, "ada, bob")
    tab = signed_in_app(ada).open("practice/coaches.py")
    assert tab.says("You are invited to the group Spring.") and not tab.says("If you join")
    tab.press("Open the invitation").press("Decline")
    assert tab.says("You declined the invitation to the group Spring.") and tab.buttons == ["Look at the invitation"]
    # what Bob has open ends when it is taken back
    other = signed_in_app(bob).open("practice/coaches.py", group=str(group_id))
    assert other.button("Join and show this")
    coach = signed_in_app(carla).open("coach/people.py", group=str(group_id))
    coach.press("take_back_bob")
    assert coach.says("The invitation of bob is taken back.") and coach.says("Whom you have invited (1)")
    assert other.run().errors == ["This invitation does not work any more. Ask your coach for a new one."]
    assert groups.members_of(ctx, carla, group_id) == ()


def test_what_is_no_name_is_said_and_kept_to_be_mended(carla: Person, group_id: UUID, signed_in_app: Open) -> None:
    tab = invite(signed_in_app(carla).open("coach/people.py", group=str(group_id)), "ada, b!b")
    assert tab.errors == ["b!b: This is neither a username nor an e-mail address."]
    assert tab.at.text_area[0].value == "ada, b!b" and not tab.says("Whom you have invited")


def test_names_are_shown_as_they_are(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, signed_in_app: Open
) -> None:
    coaching.rename_group(ctx, carla, group_id, NASTY)
    with ctx.db.writing() as session:
        session.get_one(User, carla.id).first_name = NASTY
    invitations.invite_people(ctx, carla, group_id, "ada *@e*.x")
    for person, page, address in (
        (ada, "practice/coaches.py", {}),
        (ada, "practice/coaches.py", {"group": str(group_id)}),
        (ada, "home.py", {}),
        (carla, "coach/people.py", {"group": str(group_id)}),
    ):
        tab = signed_in_app(person).open(page, **address)
        assert tab.says(NASTY) and is_plain_text(tab), (page, address)


@pytest.mark.parametrize("value", ["nonsense", "8f36e7f8-fd4f-48cf-a1fe-42214cc3371c"])
def test_an_invitation_that_is_none_says_so(ada: Person, signed_in_app: Open, value: str) -> None:
    tab = signed_in_app(ada).open("practice/coaches.py", group=value)
    assert tab.errors == ["This invitation does not work any more. Ask your coach for a new one."]
    assert tab.button("Look at the invitation")
