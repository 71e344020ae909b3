"""What an admin does about groups: who coaches them. It opens nobody's interviews to the admin."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError, NotFoundError
from core.models import CoachGroup, GroupCoach, GroupMember, User
from core.models.vocabulary import NotificationKind, UserRole
from core.services.accounts import Person, person_of, require
from core.services.context import Context
from core.services.notifications import notify


def assign_coach(ctx: Context, admin: Person, group_id: UUID, coach_id: UUID) -> None:
    """Let one more coach look after a group, and tell them and its members. Doing it twice is doing it once.

    Raises:
        ForbiddenError: when who asks is no admin.
        NotFoundError: for a group or person that does not exist, or a group that was closed.
        InvalidInputError: when that person does not hold the role of a coach, or their account is disabled.
    """
    now, assigned = ctx.clock(), NotificationKind.ASSIGNED
    with ctx.db.writing() as session:
        group = _any_group(session, admin, group_id)
        user = session.get(User, coach_id)
        if user is None:
            raise NotFoundError("person")
        coach = person_of(user)
        if not coach.is_active or not coach.has(UserRole.COACH):
            raise InvalidInputError([Fault("Coach", f"{coach.name} does not hold the role 'coach'. Give it first.")])
        if session.get(GroupCoach, (group_id, coach_id)):
            return
        session.add(GroupCoach(group_id=group_id, coach_id=coach_id, since=now))
        here = {"group": str(group_id)}
        notify(
            session, [coach_id], assigned, "coaches",
            now=now, page="groups", query=here, person=admin.name, group=group.name,
        )  # fmt: skip
        members = session.scalars(
            select(GroupMember.user_id).where(GroupMember.group_id == group_id, GroupMember.left_at.is_(None))
        ).all()
        notify(session, members, assigned, "new_coach", now=now, page="join", coach=coach.name, group=group.name)


def unassign_coach(ctx: Context, admin: Person, group_id: UUID, coach_id: UUID) -> None:
    """Let somebody coach a group no more, and tell them. Doing it twice is doing it once.

    Raises:
        ForbiddenError: when who asks is no admin.
        NotFoundError: for a group that does not exist or was closed.
    """
    assigned = NotificationKind.ASSIGNED
    with ctx.db.writing() as session:
        group = _any_group(session, admin, group_id)
        row = session.get(GroupCoach, (group_id, coach_id))
        if row is not None:
            session.delete(row)
            now = ctx.clock()
            notify(session, [coach_id], assigned, "coaches_no_more", now=now, person=admin.name, group=group.name)


def _any_group(session: Session, admin: Person, group_id: UUID) -> CoachGroup:
    """A group that was not closed, locked, for an admin."""
    require(admin, UserRole.ADMIN)
    group = session.get(CoachGroup, group_id, with_for_update=True)
    if group is None or group.closed_at is not None:
        raise NotFoundError("group")
    return group
