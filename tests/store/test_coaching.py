"""Groups: who makes them, how candidates come in and leave, and what their coaches may see of them."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from core.errors import ForbiddenError, InvalidInputError, NotFoundError
from core.models import GroupMember, UserRoleRow
from core.models.vocabulary import Shows, UserRole
from core.services import accounts, coaching
from core.services.accounts import Person
from core.services.coaching import BadInvitationError
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import make_person


@pytest.fixture
def carla(ctx: Context) -> Person:
    """A coach."""
    return a_coach(ctx, "carla")


def a_coach(ctx: Context, username: str) -> Person:
    person = make_person(ctx, username)
    with ctx.db.writing() as session:
        session.add(UserRoleRow(user_id=person.id, role=UserRole.COACH))
    return accounts.person_by_id(ctx, person.id)


def shown(ctx: Context, coach: Person, candidate: Person) -> Shows | None:
    with ctx.db.reading() as session:
        return coaching.shown_to(session, coach, candidate.id)


def test_a_coach_sees_what_a_member_shows_until_they_leave(ctx: Context, carla: Person, ada: Person) -> None:
    group = coaching.make_group(ctx, carla, "  Spring  ")
    code = coaching.invite(ctx, carla, group.id)
    assert group.name == "Spring" and shown(ctx, carla, ada) is None
    assert coaching.join(ctx, ada, f" {code} ", Shows.SCORES) == group
    assert shown(ctx, carla, ada) is Shows.SCORES
    coaching.join(ctx, ada, code, Shows.ANSWERS)
    assert shown(ctx, carla, ada) is Shows.ANSWERS
    coaching.leave(ctx, ada, group.id)
    assert shown(ctx, carla, ada) is None
    coaching.join(ctx, ada, code, Shows.SCORES)
    assert shown(ctx, carla, ada) is Shows.SCORES
    with ctx.db.reading() as session:  # the consent that ended stays as a record
        assert session.scalar(select(func.count()).select_from(GroupMember)) == 2


def test_of_two_groups_the_more_open_one_counts(ctx: Context, carla: Person, ada: Person) -> None:
    groups = [coaching.make_group(ctx, carla, name) for name in ("One", "Two")]
    for group, shows in zip(groups, (Shows.ANSWERS, Shows.SCORES), strict=True):
        coaching.join(ctx, ada, coaching.invite(ctx, carla, group.id), shows)
    assert shown(ctx, carla, ada) is Shows.ANSWERS
    coaching.leave(ctx, ada, groups[0].id)
    assert shown(ctx, carla, ada) is Shows.SCORES


def test_another_coach_sees_nothing(ctx: Context, carla: Person, ada: Person) -> None:
    other = a_coach(ctx, "cyril")
    coaching.join(ctx, ada, coaching.invite(ctx, carla, coaching.make_group(ctx, carla, "One").id), Shows.ANSWERS)
    coaching.make_group(ctx, other, "Another")
    assert shown(ctx, other, ada) is None


def test_only_coaches_make_groups_and_only_their_own_coaches_invite(ctx: Context, carla: Person, ada: Person) -> None:
    with pytest.raises(ForbiddenError):
        coaching.make_group(ctx, ada, "Mine")
    group = coaching.make_group(ctx, carla, "One")
    with pytest.raises(ForbiddenError):
        coaching.invite(ctx, ada, group.id)
    for group_id in (group.id, uuid4()):
        with pytest.raises(NotFoundError):
            coaching.invite(ctx, a_coach(ctx, f"cyril{group_id}"[:20]), group_id)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_group_has_a_name(ctx: Context, carla: Person, name: str) -> None:
    with pytest.raises(InvalidInputError):
        coaching.make_group(ctx, carla, name)


def test_an_invitation_ends_with_time_or_with_the_next_one(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person
) -> None:
    group = coaching.make_group(ctx, carla, "One")
    old, new = coaching.invite(ctx, carla, group.id), coaching.invite(ctx, carla, group.id)
    for code in (old, "", "nonsense"):
        with pytest.raises(BadInvitationError):
            coaching.join(ctx, ada, code, Shows.SCORES)
    clock.advance(days=14)
    with pytest.raises(BadInvitationError):
        coaching.join(ctx, ada, new, Shows.SCORES)


def test_joining_twice_at_once_is_joining_once(ctx: Context, carla: Person, ada: Person) -> None:
    code = coaching.invite(ctx, carla, coaching.make_group(ctx, carla, "One").id)
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: coaching.join(ctx, ada, code, Shows.SCORES), range(10)))
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(GroupMember)) == 1
