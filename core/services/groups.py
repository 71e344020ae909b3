"""Who is in which group, as its coaches, its members, somebody with an invitation, and admins see it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from core.models import CoachGroup, GroupCoach, GroupMember, InterviewSession, User, UserRoleRow
from core.models.vocabulary import Shows, UserRole
from core.services import coaching, report
from core.services.accounts import Person, person_of, require
from core.services.coaching import BadInvitationError
from core.services.context import Context
from core.services.report import ReportView


@dataclass(frozen=True)
class CoachName:
    """A coach by name; an e-mail address is nobody's business."""

    id: UUID
    name: str
    username: str


@dataclass(frozen=True)
class GroupSummary:
    """A group with who coaches it now, how many are in it, and until when its invitation is good, if there is one."""

    id: UUID
    name: str
    created_at: datetime
    coaches: tuple[CoachName, ...]
    members: int
    invited_until: datetime | None


@dataclass(frozen=True)
class Candidate:
    """A candidate as a coach sees them, and what they show."""

    id: UUID
    name: str
    username: str
    shows: Shows


@dataclass(frozen=True)
class Member(Candidate):
    """A candidate in a group, since when."""

    since: datetime


@dataclass(frozen=True)
class Invitation:
    """What somebody knows before they join; ``shows`` is what they show already, None before they are in."""

    group: str
    coaches: tuple[CoachName, ...]
    expires_at: datetime
    shows: Shows | None


@dataclass(frozen=True)
class Membership:
    """A group that a person is in, who coaches it, and what they show there."""

    group_id: UUID
    group: str
    coaches: tuple[CoachName, ...]
    shows: Shows
    since: datetime


@dataclass(frozen=True)
class CoachedReport:
    """A candidate's report as their coach reads it, as far as they show it."""

    candidate: Candidate
    view: ReportView


def groups_of_coach(ctx: Context, coach: Person) -> tuple[GroupSummary, ...]:
    """The groups that somebody coaches, by name.

    Raises:
        ForbiddenError: when they are no coach.
    """
    require(coach, UserRole.COACH)
    mine = select(GroupCoach.group_id).where(GroupCoach.coach_id == coach.id)
    with ctx.db.reading() as session:
        return _summaries(ctx, session, _counted().where(CoachGroup.id.in_(mine)))


def group_of_coach(ctx: Context, coach: Person, group_id: UUID) -> GroupSummary:
    """One of them.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    with ctx.db.reading() as session:
        coaching.coached_group(session, coach, group_id)
        return _summaries(ctx, session, _counted().where(CoachGroup.id == group_id))[0]


def members_of(ctx: Context, coach: Person, group_id: UUID) -> tuple[Member, ...]:
    """The candidates in a group, by name.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    with ctx.db.reading() as session:
        coaching.coached_group(session, coach, group_id)
        rows = session.execute(
            select(User.id, User.first_name, User.last_name, User.username, GroupMember.shows, GroupMember.joined_at)
            .join(GroupMember, GroupMember.user_id == User.id)
            .where(GroupMember.group_id == group_id, GroupMember.left_at.is_(None))
            .order_by(User.first_name, User.last_name, User.username)
        ).all()
        return tuple(
            Member(user_id, f"{first} {last}".strip(), username, shows, joined_at)
            for user_id, first, last, username, shows, joined_at in rows
        )


def candidate(ctx: Context, coach: Person, user_id: UUID) -> Candidate:
    """Somebody who shows something to this coach.

    Raises:
        NotFoundError: for a person who does not, as for one who does not exist.
    """
    with ctx.db.reading() as session:
        shows = coaching.shown_to(session, coach, user_id)
        if shows is None:
            raise NotFoundError("person")
        user = session.get_one(User, user_id)
        return Candidate(user.id, person_of(user).name, user.username, shows)


def coached_report(ctx: Context, coach: Person, session_id: UUID) -> CoachedReport:
    """The report of an interview of somebody whom they coach; how its candidate rated themselves stays out of it.

    Raises:
        NotFoundError: for an interview that is not theirs to see as for one that does not exist, or their own.
    """
    with ctx.db.reading() as session:
        owner = session.scalar(select(InterviewSession.user_id).where(InterviewSession.id == session_id))
    if owner is None or owner == coach.id:
        raise NotFoundError("interview")
    view = report.open_report(ctx, coach, session_id)
    return CoachedReport(candidate(ctx, coach, owner), view)


def invitation(ctx: Context, person: Person, code: str) -> Invitation:
    """Who would see what, for somebody to know before they join.

    Args:
        code: the invitation's code, or the link that it stands in.

    Raises:
        ForbiddenError: when they are no candidate.
        BadInvitationError: when the code is unknown, was replaced or has expired.
    """
    require(person, UserRole.CANDIDATE)
    with ctx.db.reading() as session:
        group = session.scalar(coaching.invited_to(code, ctx.clock()))
        if group is None or group.code_expires_at is None:
            raise BadInvitationError
        shows = session.scalar(
            select(GroupMember.shows).where(GroupMember.group_id == group.id, coaching.present_as(person.id))
        )
        coaches = coaches_by_group(session, [group.id])[group.id]
        return Invitation(group.name, coaches, group.code_expires_at, shows)


def memberships_of(ctx: Context, person: Person) -> tuple[Membership, ...]:
    """The groups that a person is in, by name."""
    with ctx.db.reading() as session:
        rows = session.execute(
            select(CoachGroup, GroupMember.shows, GroupMember.joined_at)
            .join(GroupMember, GroupMember.group_id == CoachGroup.id)
            .where(coaching.present_as(person.id))
            .order_by(CoachGroup.name, CoachGroup.id)
        ).all()
        coaches = coaches_by_group(session, [group.id for group, _, _ in rows])
        return tuple(
            Membership(group.id, group.name, coaches[group.id], shows, joined_at) for group, shows, joined_at in rows
        )


def all_groups(ctx: Context, admin: Person) -> tuple[GroupSummary, ...]:
    """Every group that was not closed, by name.

    Raises:
        ForbiddenError: when who asks is no admin.
    """
    require(admin, UserRole.ADMIN)
    with ctx.db.reading() as session:
        return _summaries(ctx, session, _counted())


def all_coaches(ctx: Context, admin: Person) -> tuple[CoachName, ...]:
    """Everybody whom an admin can make a coach of a group, by name.

    Raises:
        ForbiddenError: when who asks is no admin.
    """
    require(admin, UserRole.ADMIN)
    with ctx.db.reading() as session:
        rows = session.scalars(
            select(User)
            .join(UserRoleRow, UserRoleRow.user_id == User.id)
            .where(UserRoleRow.role == UserRole.COACH, User.is_active)
            .order_by(User.first_name, User.last_name, User.username)
        )
        return tuple(map(_named, rows))


def _counted() -> Select[CoachGroup, int]:
    """Open groups by name, each with the number of its members."""
    here = (
        select(func.count())
        .where(GroupMember.group_id == CoachGroup.id, GroupMember.left_at.is_(None))
        .scalar_subquery()
    )
    return select(CoachGroup, here).where(CoachGroup.closed_at.is_(None)).order_by(CoachGroup.name, CoachGroup.id)


def _summaries(ctx: Context, session: Session, counted: Select[CoachGroup, int]) -> tuple[GroupSummary, ...]:
    rows = session.execute(counted).all()
    coaches = coaches_by_group(session, [group.id for group, _ in rows])
    now = ctx.clock()
    return tuple(
        GroupSummary(
            group.id,
            group.name,
            group.created_at,
            coaches[group.id],
            members,
            group.code_expires_at if group.code_expires_at and group.code_expires_at > now else None,
        )
        for group, members in rows
    )


def coaches_by_group(session: Session, group_ids: Sequence[UUID]) -> dict[UUID, tuple[CoachName, ...]]:
    """Who sees what the members of these groups show."""
    found: dict[UUID, list[CoachName]] = defaultdict(list)
    for group_id, user in session.execute(coaching.coaches_of(group_ids)):
        found[group_id].append(_named(user))
    return {group_id: tuple(found[group_id]) for group_id in group_ids}


def _named(user: User) -> CoachName:
    return CoachName(user.id, person_of(user).name, user.username)
