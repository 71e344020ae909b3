"""Personal invitations: who is told what, what a coach cannot learn from them, and how they end."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select, update

from core.errors import ForbiddenError, InvalidInputError, NotFoundError
from core.models import GroupInvitation, User
from core.models.vocabulary import NotificationKind, Shows, UserRole
from core.services import coaching, group_admin, groups, invitations, notifications
from core.services.accounts import Person
from core.services.coaching import BadInvitationError
from core.services.context import Context
from core.services.invitations import MOST_AT_ONCE
from tests.store.test_progress import counted_queries
from tests.support.clock import FakeClock
from tests.support.coached import make_staff
from tests.support.contexts import make_person


@pytest.fixture
def carla(ctx: Context) -> Person:
    """A coach."""
    return make_staff(ctx, "carla", UserRole.COACH)


@pytest.fixture
def group_id(ctx: Context, carla: Person) -> UUID:
    """Her group."""
    return coaching.make_group(ctx, carla, "Spring").id


def told(ctx: Context, person: Person) -> list[str]:
    """What they have not read yet of invitations."""
    found = notifications.notices(ctx, person)
    return [one.text for one in found if one.kind is NotificationKind.INVITED and one.read_at is None]


def names(ctx: Context, coach: Person, group_id: UUID) -> list[str]:
    return [one.name for one in invitations.asked_by(ctx, coach, group_id)]


def open_ones(ctx: Context) -> int:
    with ctx.db.reading() as session:
        return session.scalar(select(func.count()).select_from(GroupInvitation)) or 0


def test_who_has_an_account_is_told_and_joins_or_declines(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person, group_id: UUID
) -> None:
    bob = make_person(ctx, "bob")
    typed = " Ada, bob@EXAMPLE.org;nobody\nghost@example.org ada\x00 "
    assert invitations.invite_people(ctx, carla, group_id, typed) == 4
    [notice] = notifications.notices(ctx, ada)
    assert notice.text.startswith("Carla invites you to the group Spring.")
    assert (notice.page, notice.query) == ("join", {"group": str(group_id)})
    [invitation] = invitations.invitations_of(ctx, ada)
    assert (invitation.group, invitation.group_id, invitation.invited_by) == ("Spring", group_id, "Carla")
    assert [coach.name for coach in invitation.coaches] == ["Carla"]
    assert invitation.expires_at == clock() + timedelta(days=14)
    # an invitation shows nothing to anybody
    assert groups.members_of(ctx, carla, group_id) == ()
    assert invitations.accept(ctx, ada, group_id, Shows.ANSWERS).name == "Spring"
    invitations.accept(ctx, ada, group_id, Shows.ANSWERS)  # a second click
    assert [(one.username, one.shows) for one in groups.members_of(ctx, carla, group_id)] == [("ada", Shows.ANSWERS)]
    assert [one.text for one in notifications.notices(ctx, carla)].count(
        "Ada joined the group Spring and shows scores and answers."
    ) == 1
    assert (invitations.invitations_of(ctx, ada), told(ctx, ada)) == ((), [])
    invitations.decline(ctx, bob, group_id)
    invitations.decline(ctx, bob, group_id)
    assert (invitations.invitations_of(ctx, bob), told(ctx, bob), open_ones(ctx)) == ((), [], 0)
    with pytest.raises(BadInvitationError):
        invitations.accept(ctx, bob, group_id, Shows.SCORES)


def test_a_coach_does_not_learn_who_has_an_account_or_said_no(
    ctx: Context, carla: Person, ada: Person, group_id: UUID
) -> None:
    off, staff = make_person(ctx, "off"), make_staff(ctx, "staff")
    with ctx.db.writing() as session:
        session.execute(update(User).where(User.id == off.id).values(is_active=False))
        for row in session.get_one(User, staff.id).roles:
            session.delete(row)
    for name in ("ada", "nobody", "off", "staff", "ghost@example.org", "ada@example.org", "carla"):
        assert invitations.invite_people(ctx, carla, group_id, name) == 1
    everybody = ["carla", "ada@example.org", "ghost@example.org", "staff", "off", "nobody", "ada"]
    assert sorted(names(ctx, carla, group_id)) == sorted(everybody)
    assert (open_ones(ctx), len(told(ctx, ada))) == (1, 1)
    assert told(ctx, off) == told(ctx, staff) == []
    invitations.decline(ctx, ada, group_id)
    assert len(names(ctx, carla, group_id)) == 7
    # who came in is known, by either name
    coaching.join(ctx, ada, coaching.invite(ctx, carla, group_id), Shows.SCORES)
    assert sorted(names(ctx, carla, group_id)) == sorted(set(everybody) - {"ada", "ada@example.org"})


def test_inviting_again_begins_anew_without_a_second_word(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person, group_id: UUID
) -> None:
    invitations.invite_people(ctx, carla, group_id, "ada bob")
    clock.advance(days=10)
    invitations.invite_people(ctx, carla, group_id, "ada")
    assert len(told(ctx, ada)) == 1
    assert invitations.invitations_of(ctx, ada)[0].expires_at == clock() + timedelta(days=14)
    assert [(one.name, one.asked_at) for one in invitations.asked_by(ctx, carla, group_id)] == [
        ("ada", clock()),
        ("bob", clock() - timedelta(days=10)),
    ]
    notifications.mark_all_read(ctx, ada)
    invitations.invite_people(ctx, carla, group_id, "ada")
    assert len(told(ctx, ada)) == 1, "she had read of it and is asked again"
    clock.advance(days=14)
    assert (invitations.invitations_of(ctx, ada), names(ctx, carla, group_id)) == ((), [])
    with pytest.raises(BadInvitationError):
        invitations.accept(ctx, ada, group_id, Shows.SCORES)


ENDS: dict[str, Callable[[Context, Person, Person, UUID], object]] = {
    "the coach takes it back": lambda ctx, coach, _, group: invitations.take_back(ctx, coach, group, " ADA "),
    "the group is closed": lambda ctx, coach, _, group: coaching.close_group(ctx, coach, group),
    "she joins by the code": lambda ctx, coach, person, group: coaching.join(
        ctx, person, coaching.invite(ctx, coach, group), Shows.SCORES
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_it_ends(ctx: Context, carla: Person, ada: Person, group_id: UUID, end: str) -> None:
    other = coaching.make_group(ctx, carla, "Autumn").id
    for each in (group_id, other):
        invitations.invite_people(ctx, carla, each, "ada, ghost")
    ENDS[end](ctx, carla, ada, group_id)
    # with its notice, and the other group's stays
    assert [one.group for one in invitations.invitations_of(ctx, ada)] == ["Autumn"]
    assert len(told(ctx, ada)) == 1
    assert open_ones(ctx) == 1
    coaching.leave(ctx, ada, group_id)
    with pytest.raises(BadInvitationError):
        invitations.accept(ctx, ada, group_id, Shows.SCORES)
    assert names(ctx, carla, other) == ["ada", "ghost"]


def test_taking_back_twice_or_what_nobody_asked_for_changes_nothing(
    ctx: Context, carla: Person, ada: Person, group_id: UUID
) -> None:
    invitations.invite_people(ctx, carla, group_id, "ada, ghost")
    for name in ("ghost", "ghost", "", "nobody", "ada@example.org"):
        invitations.take_back(ctx, carla, group_id, name)
    assert names(ctx, carla, group_id) == ["ada"] and open_ones(ctx) == 0
    coaching.join(ctx, ada, coaching.invite(ctx, carla, group_id), Shows.SCORES)
    invitations.take_back(ctx, carla, group_id, "ada")
    assert len(groups.members_of(ctx, carla, group_id)) == 1, "a member stays one"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "at least one"),
        (" ,;\n\x00", "at least one"),
        ("ada, <b>, x", "neither a username nor"),
        (" ".join(f"p{number}" for number in range(MOST_AT_ONCE + 1)), "these are 51"),
    ],
)
def test_what_is_no_list_of_names_is_refused(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, typed: str, message: str
) -> None:
    with pytest.raises(InvalidInputError, match=message):
        invitations.invite_people(ctx, carla, group_id, typed)
    assert (told(ctx, ada), names(ctx, carla, group_id)) == ([], [])


def test_only_the_groups_coaches_invite_and_each_sees_whom_they_named(
    ctx: Context, carla: Person, ada: Person, group_id: UUID
) -> None:
    cyril, root = make_staff(ctx, "cyril", UserRole.COACH), make_staff(ctx, "root", UserRole.ADMIN)
    for who, which, error in ((cyril, group_id, NotFoundError), (ada, group_id, ForbiddenError)):
        with pytest.raises(error):
            invitations.invite_people(ctx, who, which, "ada")
    with pytest.raises(BadInvitationError):
        invitations.accept(ctx, ada, group_id, Shows.SCORES)
    assert (told(ctx, ada), groups.members_of(ctx, carla, group_id)) == ([], ())
    group_admin.assign_coach(ctx, root, group_id, cyril.id)
    invitations.invite_people(ctx, carla, group_id, "ghost")
    invitations.invite_people(ctx, cyril, group_id, "ada")
    assert (names(ctx, carla, group_id), names(ctx, cyril, group_id)) == (["ghost"], ["ada"])
    [invitation] = invitations.invitations_of(ctx, ada)
    assert [coach.name for coach in invitation.coaches] == ["Carla", "Cyril"]


def test_many_clicks_at_once_are_one(ctx: Context, carla: Person, ada: Person, group_id: UUID) -> None:
    def both(number: int) -> None:
        invitations.invite_people(ctx, carla, group_id, "ada, bob")
        if number % 2:
            invitations.take_back(ctx, carla, group_id, "bob")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(both, range(12)))
        assert len(told(ctx, ada)) == 1
        assert names(ctx, carla, group_id)[0] == "ada"
        list(pool.map(lambda _: invitations.accept(ctx, ada, group_id, Shows.SCORES), range(12)))
    assert len(groups.members_of(ctx, carla, group_id)) == 1
    joined = [one for one in notifications.notices(ctx, carla) if one.kind is NotificationKind.JOINED]
    assert len(joined) == 1


@pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
def test_it_takes_the_same_few_queries_however_many_are_invited(ctx: Context, carla: Person, group_id: UUID) -> None:
    people = [make_person(ctx, f"p{number}") for number in range(12)]
    with counted_queries(ctx) as few:
        invitations.invite_people(ctx, carla, group_id, people[0].username)
    with counted_queries(ctx) as many:
        invitations.invite_people(ctx, carla, group_id, " ".join(person.username for person in people))
    assert len(many) <= len(few) + 2  # and the record of before is changed
    with counted_queries(ctx) as listed:
        assert len(invitations.asked_by(ctx, carla, group_id)) == 12
    assert len(listed) == 4
