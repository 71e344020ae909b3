"""Groups: who makes them, how candidates come in and leave, and what their coaches may see of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from core.errors import ForbiddenError, InvalidInputError, NotFoundError
from core.models import GroupMember, UserRoleRow
from core.models.vocabulary import NotificationKind, Shows, UserRole
from core.services import (
    accounts,
    answering,
    coaching,
    group_admin,
    groups,
    notifications,
    reflecting,
    report,
    sessions,
)
from core.services.accounts import Person
from core.services.answering import Written
from core.services.coaching import BadInvitationError
from core.services.context import Context
from core.services.groups import CoachName, Invitation, Member, Membership
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_person


@pytest.fixture
def carla(ctx: Context) -> Person:
    """A coach."""
    return a_coach(ctx, "carla")


def a_coach(ctx: Context, username: str) -> Person:
    return somebody(ctx, username, UserRole.COACH)


def an_admin(ctx: Context) -> Person:
    return somebody(ctx, "root", UserRole.ADMIN)


def somebody(ctx: Context, username: str, role: UserRole) -> Person:
    person = make_person(ctx, username)
    with ctx.db.writing() as session:
        session.add(UserRoleRow(user_id=person.id, role=role))
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


def group_of(ctx: Context, coach: Person, *members: Person, name: str = "Spring") -> UUID:
    """A group of this coach with these members, who show their scores."""
    group_id = coaching.make_group(ctx, coach, name).id
    code = coaching.invite(ctx, coach, group_id)
    for member in members:
        coaching.join(ctx, member, code, Shows.SCORES)
    return group_id


def told(ctx: Context, person: Person) -> list[str]:
    return [notice.text for notice in notifications.notices(ctx, person)]


def test_a_coach_sees_their_groups_with_who_is_in_them(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person
) -> None:
    bob, first = make_person(ctx, "bob"), clock()
    spring, autumn = group_of(ctx, carla, bob), group_of(ctx, carla, name="Autumn")
    clock.advance(days=1)
    code = coaching.invite(ctx, carla, spring)
    coaching.join(ctx, ada, f"http://localhost:8501/join?code={code}", Shows.ANSWERS)
    coaching.join(ctx, ada, code, Shows.SCORES)
    coaching.join(ctx, ada, code, Shows.ANSWERS)
    found = groups.groups_of_coach(ctx, carla)
    assert [(group.id, group.name, group.members) for group in found] == [(autumn, "Autumn", 0), (spring, "Spring", 2)]
    assert found[1].coaches == (CoachName(carla.id, "Carla", "carla"),)
    # Autumn's invitation is of yesterday, Spring's of today; each is good for 14 days
    assert [group.invited_until for group in found] == [first + timedelta(days=14), first + timedelta(days=15)]
    assert groups.members_of(ctx, carla, spring) == (
        Member(ada.id, "Ada", "ada", Shows.ANSWERS, first + timedelta(days=1)),
        Member(bob.id, "Bob", "bob", Shows.SCORES, first),
    )
    clock.advance(days=13)
    assert groups.group_of_coach(ctx, carla, autumn).invited_until is None
    coaching.leave(ctx, bob, spring)
    assert [member.username for member in groups.members_of(ctx, carla, spring)] == ["ada"]
    assert groups.group_of_coach(ctx, carla, spring).members == 1


def test_a_candidate_knows_who_will_see_what_before_they_join(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person
) -> None:
    group_id = group_of(ctx, carla)
    code, until = coaching.invite(ctx, carla, group_id), clock() + coaching.INVITATION_LASTS
    here = CoachName(carla.id, "Carla", "carla")
    assert groups.invitation(ctx, ada, code) == Invitation("Spring", (here,), until, None)
    assert shown(ctx, carla, ada) is None and groups.memberships_of(ctx, ada) == ()
    coaching.join(ctx, ada, code, Shows.SCORES)
    assert groups.invitation(ctx, ada, code).shows is Shows.SCORES
    coaching.change_shown(ctx, ada, group_id, Shows.ANSWERS)
    assert groups.memberships_of(ctx, ada) == (Membership(group_id, "Spring", (here,), Shows.ANSWERS, clock()),)
    assert shown(ctx, carla, ada) is Shows.ANSWERS
    clock.advance(days=14)
    with pytest.raises(BadInvitationError):
        groups.invitation(ctx, ada, code)


def test_who_sees_nothing_is_not_named_as_a_coach(ctx: Context, carla: Person, ada: Person) -> None:
    root, cyril, dora = an_admin(ctx), a_coach(ctx, "cyril"), a_coach(ctx, "dora")
    group_id = group_of(ctx, carla, ada)
    for coach in (cyril, dora):
        group_admin.assign_coach(ctx, root, group_id, coach.id)
    assert len(groups.memberships_of(ctx, ada)[0].coaches) == 3
    accounts.set_roles(ctx, root, cyril.id, {UserRole.CANDIDATE})
    accounts.set_active(ctx, root, dora.id, active=False)
    [mine] = groups.memberships_of(ctx, ada)
    assert [coach.username for coach in mine.coaches] == ["carla"]
    assert [coach.username for coach in groups.all_coaches(ctx, root)] == ["carla"]
    assert shown(ctx, accounts.person_by_id(ctx, cyril.id), ada) is None


def test_coaches_are_told_who_joins_and_leaves_and_each_only_once(ctx: Context, carla: Person, ada: Person) -> None:
    group_id = group_of(ctx, carla, ada)
    code = coaching.invite(ctx, carla, group_id)
    coaching.join(ctx, ada, code, Shows.ANSWERS)
    assert told(ctx, carla) == ["Ada joined the group Spring and shows scores only."]
    [notice] = notifications.notices(ctx, carla)
    assert (notice.kind, notice.page, notice.query) == (NotificationKind.JOINED, "groups", {"group": str(group_id)})
    for _ in range(2):
        coaching.leave(ctx, ada, group_id)
    assert sorted(told(ctx, carla)) == [
        "Ada joined the group Spring and shows scores only.",
        "Ada left the group Spring.",
    ]
    assert told(ctx, ada) == []


def test_whom_a_coach_takes_out_is_told_and_shows_nothing_more(ctx: Context, carla: Person, ada: Person) -> None:
    bob = make_person(ctx, "bob")
    group_id = group_of(ctx, carla, ada, bob)
    for _ in range(2):
        coaching.remove_member(ctx, carla, group_id, ada.id)
    coaching.remove_member(ctx, carla, group_id, uuid4())
    assert told(ctx, ada) == ["Carla took you out of the group Spring. Its coaches see nothing of yours any more."]
    assert (shown(ctx, carla, ada), shown(ctx, carla, bob)) == (None, Shows.SCORES)
    assert told(ctx, bob) == []
    with pytest.raises(NotFoundError):
        coaching.change_shown(ctx, ada, group_id, Shows.ANSWERS)


def test_closing_a_group_ends_it_for_everybody_for_good(ctx: Context, carla: Person, ada: Person) -> None:
    root, cyril, bob = an_admin(ctx), a_coach(ctx, "cyril"), make_person(ctx, "bob")
    group_id, kept = group_of(ctx, carla, ada, bob), group_of(ctx, carla, ada, name="Kept")
    coaching.leave(ctx, bob, group_id)
    group_admin.assign_coach(ctx, root, group_id, cyril.id)
    code = coaching.invite(ctx, carla, group_id)
    coaching.close_group(ctx, carla, group_id)
    assert [group.id for group in groups.groups_of_coach(ctx, carla)] == [kept]
    assert [group.id for group in groups.all_groups(ctx, root)] == [kept]
    assert [member.group_id for member in groups.memberships_of(ctx, ada)] == [kept]
    assert (shown(ctx, carla, ada), shown(ctx, cyril, ada)) == (Shows.SCORES, None)
    assert "Carla closed the group Spring. Its coaches see nothing of yours any more." in told(ctx, ada)
    assert told(ctx, bob) == []  # who had left before is not told
    assert "Carla closed the group Spring, which you coached." in told(ctx, cyril)
    with pytest.raises(BadInvitationError):
        coaching.join(ctx, ada, code, Shows.SCORES)
    with pytest.raises(NotFoundError):
        coaching.close_group(ctx, carla, group_id)
    with pytest.raises(NotFoundError):
        group_admin.assign_coach(ctx, root, group_id, carla.id)


def test_an_admin_says_who_coaches_and_everybody_hears_of_it(ctx: Context, carla: Person, ada: Person) -> None:
    root, cyril = an_admin(ctx), a_coach(ctx, "cyril")
    group_id = group_of(ctx, carla, ada)
    for _ in range(2):
        group_admin.assign_coach(ctx, root, group_id, cyril.id)
    assert shown(ctx, cyril, ada) is Shows.SCORES
    assert [coach.username for coach in groups.all_groups(ctx, root)[0].coaches] == ["carla", "cyril"]
    assert told(ctx, cyril) == ["Root made you a coach of the group Spring."]
    assert told(ctx, ada) == ["Cyril now coaches the group Spring too and sees what you show there."]
    for _ in range(2):
        group_admin.unassign_coach(ctx, root, group_id, cyril.id)
    assert shown(ctx, cyril, ada) is None
    assert "Root took you off the coaches of the group Spring." in told(ctx, cyril) and len(told(ctx, cyril)) == 2
    with pytest.raises(InvalidInputError, match="coach"):
        group_admin.assign_coach(ctx, root, group_id, ada.id)
    accounts.set_active(ctx, root, cyril.id, active=False)
    with pytest.raises(InvalidInputError):
        group_admin.assign_coach(ctx, root, group_id, cyril.id)
    for strange in ((uuid4(), carla.id), (group_id, uuid4())):
        with pytest.raises(NotFoundError):
            group_admin.assign_coach(ctx, root, *strange)


def test_a_group_can_be_called_something_else(ctx: Context, carla: Person) -> None:
    group_id = group_of(ctx, carla)
    assert coaching.rename_group(ctx, carla, group_id, " Autumn ").name == "Autumn"
    with pytest.raises(InvalidInputError):
        coaching.rename_group(ctx, carla, group_id, " ")
    assert groups.group_of_coach(ctx, carla, group_id).name == "Autumn"


def test_a_coachs_report_leaves_out_how_the_candidate_rated_themselves(
    ctx: Context, carla: Person, ada: Person
) -> None:
    group_id = group_of(ctx, carla, ada)
    coaching.change_shown(ctx, ada, group_id, Shows.ANSWERS)
    session_id = sessions.start_interview(ctx, ada, choice())
    question = sessions.show_next(ctx, ada, session_id)
    answering.submit_answer(ctx, ada.id, question.id, Written("I measure first, because guesses cost time.", 1))
    sessions.finish(ctx, ada, session_id)
    # its candidate has not looked at the scores yet; the coach may
    assert groups.coached_report(ctx, carla, session_id).view.overall is not None
    reflecting.reveal(ctx, ada, session_id, {question.id: 4})
    [own], [seen] = (
        report.open_report(ctx, ada, session_id).answers,
        groups.coached_report(ctx, carla, session_id).view.answers,
    )
    assert (own.answer.self_rating, seen.answer.self_rating) == (4, None)
    assert seen.answer.answer_text == own.answer.answer_text and seen.scorecard == own.scorecard
