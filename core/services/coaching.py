"""Who may look at whose interviews: a coach's groups, and what their members chose to show.

A candidate joins by an invitation and says what the group's coaches see: how well it went, or the answers too. When
they leave, are taken out or the group is closed, that ends at once. Nothing else, no role and no admin, opens
somebody's interviews. Coaches and candidates change any of it here, admins in ``group_admin``; ``groups`` tells who is
in them.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, select, update
from sqlalchemy.orm import Session

from core.errors import CallerError, Fault, InvalidInputError, NotFoundError
from core.models import CoachGroup, GroupCoach, GroupInvitation, GroupMember, Notification, User, UserRoleRow
from core.models.vocabulary import NotificationKind, Shows, UserRole
from core.services.accounts import Person, digest, require
from core.services.context import Context
from core.services.notifications import notify
from core.services.storable import storable

INVITATION_LASTS = timedelta(days=14)
LONGEST_NAME = 80
SHOWS_WORDS = {Shows.SCORES: "scores only", Shows.ANSWERS: "scores and answers"}


class BadInvitationError(CallerError):
    """An invitation that is unknown, was replaced or has expired."""

    def __init__(self) -> None:
        super().__init__("This invitation does not work any more. Ask your coach for a new one.")


@dataclass(frozen=True)
class GroupView:
    """A group as its members and coaches see it."""

    id: UUID
    name: str
    created_at: datetime


# --- what a coach does ------------------------------------------------------------------------------------------


def make_group(ctx: Context, coach: Person, name: str) -> GroupView:
    """A new group, coached by who makes it.

    Raises:
        ForbiddenError: when they are no coach.
        InvalidInputError: when the name is missing or too long.
    """
    require(coach, UserRole.COACH)
    name, now = _checked_name(name), ctx.clock()
    with ctx.db.writing() as session:
        group = CoachGroup(name=name, created_at=now)
        session.add(group)
        session.flush()
        session.add(GroupCoach(group_id=group.id, coach_id=coach.id, since=now))
        return _view(group)


def rename_group(ctx: Context, coach: Person, group_id: UUID, name: str) -> GroupView:
    """Call a group something else.

    Raises:
        NotFoundError: for a group that they do not coach as for one that does not exist.
        InvalidInputError: when the name is missing or too long.
    """
    with ctx.db.writing() as session:
        group = coached_group(session, coach, group_id, lock=True)
        group.name = _checked_name(name)
        return _view(group)


def invite(ctx: Context, coach: Person, group_id: UUID) -> str:
    """A new code with which candidates join the group for two weeks; an older one stops working.

    Raises:
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    code = secrets.token_urlsafe(12)
    with ctx.db.writing() as session:
        group = coached_group(session, coach, group_id, lock=True)
        group.code_hash, group.code_expires_at = digest(code), ctx.clock() + INVITATION_LASTS
    return code


def remove_member(ctx: Context, coach: Person, group_id: UUID, user_id: UUID) -> None:
    """Take a candidate out of the group and tell them. Doing it twice is doing it once.

    Raises:
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    with ctx.db.writing() as session:
        group = coached_group(session, coach, group_id)
        gone = _end(session, group_id, ctx.clock(), user_id=user_id)
        left, now = NotificationKind.LEFT, ctx.clock()
        notify(session, gone, left, "removed", now=now, page="join", person=coach.name, group=group.name)


def close_group(ctx: Context, coach: Person, group_id: UUID) -> None:
    """End the group for everybody and for good: its members, its coaches, its invitation.

    Raises:
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    left, now = NotificationKind.LEFT, ctx.clock()
    with ctx.db.writing() as session:
        group = coached_group(session, coach, group_id, lock=True)
        others = [one.id for _, one in session.execute(coaches_of([group_id])) if one.id != coach.id]
        gone = _end(session, group_id, now)
        session.execute(delete(GroupCoach).where(GroupCoach.group_id == group_id))
        group.closed_at, group.code_hash, group.code_expires_at = now, None, None
        drop_invitations(session, group_id, now)
        notify(session, gone, left, "closed", now=now, page="join", person=coach.name, group=group.name)
        notify(session, others, left, "closed_for_coach", now=now, person=coach.name, group=group.name)


# --- what a candidate does --------------------------------------------------------------------------------------


def join(ctx: Context, person: Person, code: str, shows: Shows) -> GroupView:
    """Let the coaches of a group see so much from now on. Joined already, it changes what they see.

    Args:
        code: the invitation's code, or the link that it stands in.

    Raises:
        ForbiddenError: when they are no candidate.
        BadInvitationError: when the code is unknown, was replaced or has expired.
    """
    require(person, UserRole.CANDIDATE)
    now = ctx.clock()
    with ctx.db.writing() as session:
        group = session.scalar(invited_to(code, now).with_for_update())
        if group is None:
            raise BadInvitationError
        return enter(session, group, person, shows, now)


def change_shown(ctx: Context, person: Person, group_id: UUID, shows: Shows) -> None:
    """Let the coaches of one of a person's groups see so much from now on.

    Raises:
        NotFoundError: for a group that they are not in as for one that does not exist.
    """
    with ctx.db.writing() as session:
        changed = session.scalars(
            update(GroupMember)
            .where(GroupMember.group_id == group_id, present_as(person.id))
            .values(shows=shows)
            .returning(GroupMember.id)
        ).all()
        if not changed:
            raise NotFoundError("group")


def leave(ctx: Context, person: Person, group_id: UUID) -> None:
    """Let the coaches of a group see nothing from now on. Doing it twice is doing it once."""
    now = ctx.clock()
    with ctx.db.writing() as session:
        if _end(session, group_id, now, user_id=person.id):
            group = session.get_one(CoachGroup, group_id)
            _tell_coaches(session, group, person, NotificationKind.LEFT, now)


# --- who may ----------------------------------------------------------------------------------------------------


def shown_to(session: Session, coach: Person, candidate_id: UUID) -> Shows | None:
    """What a candidate shows to this coach now, the most of all their groups in common; None if nothing."""
    if not coach.has(UserRole.COACH):
        return None
    shown = session.scalars(
        select(GroupMember.shows)
        .join(GroupCoach, GroupCoach.group_id == GroupMember.group_id)
        .where(GroupCoach.coach_id == coach.id, present_as(candidate_id))
    ).all()
    return Shows.ANSWERS if Shows.ANSWERS in shown else next(iter(shown), None)


def coached_group(session: Session, coach: Person, group_id: UUID, *, lock: bool = False) -> CoachGroup:
    """A group that this coach looks after, locked until the caller's transaction ends if that is wanted.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    require(coach, UserRole.COACH)
    group = session.get(CoachGroup, group_id, with_for_update=lock)
    if group is None or session.get(GroupCoach, (group_id, coach.id)) is None:
        raise NotFoundError("group")
    return group


def coaches_of(group_ids: Iterable[UUID]) -> Select[UUID, User]:
    """Each group with who sees now what its members show: coaches who hold the role and whose account is active."""
    return (
        select(GroupCoach.group_id, User)
        .join(User, GroupCoach.coach_id == User.id)
        .join(UserRoleRow, UserRoleRow.user_id == User.id)
        .where(GroupCoach.group_id.in_(group_ids), UserRoleRow.role == UserRole.COACH, User.is_active)
        .order_by(User.first_name, User.last_name, User.username)
    )


def enter(session: Session, group: CoachGroup, person: Person, shows: Shows, now: datetime) -> GroupView:
    """Put an invited person into a group, which the caller has locked; one who is in it changes what they show."""
    present = session.scalar(select(GroupMember).where(GroupMember.group_id == group.id, present_as(person.id)))
    if present is None:
        session.add(GroupMember(group_id=group.id, user_id=person.id, shows=shows, joined_at=now))
        _tell_coaches(session, group, person, NotificationKind.JOINED, now, shows=SHOWS_WORDS[shows])
    else:
        present.shows = shows
    drop_invitations(session, group.id, now, user_id=person.id)
    return _view(group)


def drop_invitations(session: Session, group_id: UUID, now: datetime, *, user_id: UUID | None = None) -> None:
    """End the personal invitations to a group, or one person's; who was told of them need not look any more."""
    mine = [] if user_id is None else [GroupInvitation.user_id == user_id]
    gone = session.scalars(
        delete(GroupInvitation).where(GroupInvitation.group_id == group_id, *mine).returning(GroupInvitation.user_id)
    ).all()
    session.execute(
        update(Notification)
        .where(
            Notification.user_id.in_(gone),
            Notification.kind == NotificationKind.INVITED,
            Notification.query_json["group"].as_string() == str(group_id),
            Notification.read_at.is_(None),
        )
        .values(read_at=now)
        .execution_options(synchronize_session=False)
    )


def invited_to(code: str, now: datetime) -> Select[CoachGroup]:
    """The group that an invitation is good for at that moment, if any."""
    told = digest(code.strip().rpartition("code=")[2])
    return select(CoachGroup).where(CoachGroup.code_hash == told, CoachGroup.code_expires_at > now)


def present_as(user_id: UUID) -> ColumnElement[bool]:
    """The memberships of a person that have not ended."""
    return (GroupMember.user_id == user_id) & GroupMember.left_at.is_(None)


def _end(session: Session, group_id: UUID, now: datetime, *, user_id: UUID | None = None) -> list[UUID]:
    """End the memberships of a group, or one person's; returns whose ended, which are those that were present."""
    ended = update(GroupMember).where(GroupMember.group_id == group_id, GroupMember.left_at.is_(None))
    if user_id is not None:
        ended = ended.where(GroupMember.user_id == user_id)
    return list(session.scalars(ended.values(left_at=now).returning(GroupMember.user_id)))


def _tell_coaches(
    session: Session, group: CoachGroup, person: Person, kind: NotificationKind, now: datetime, **facts: str
) -> None:
    told, here = [coach.id for _, coach in session.execute(coaches_of([group.id]))], {"group": str(group.id)}
    notify(
        session, told, kind, kind.value,
        now=now, page="groups", query=here, person=person.name, group=group.name, **facts,
    )  # fmt: skip


def _checked_name(name: str) -> str:
    name = storable(name).strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidInputError([Fault("Name", f"Give the group a name of 1 to {LONGEST_NAME} characters.")])
    return name


def _view(group: CoachGroup) -> GroupView:
    return GroupView(group.id, group.name, group.created_at)
