"""Invitations of one person each: a coach names people who have accounts, and each of them says yes or no.

A coach is told nothing about accounts: neither inviting nor the list of whom they invited says whether a name belongs
to anybody, and somebody who says no is not told of. The list is therefore made of what the coach typed, which is kept
with the notification to themself that says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, or_, select
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError
from core.models import CoachGroup, GroupInvitation, GroupMember, Notification, User, UserRoleRow
from core.models.vocabulary import NotificationKind, Shows, UserRole
from core.services.accounts import EMAIL, USERNAME, Person, require
from core.services.coaching import (
    INVITATION_LASTS,
    BadInvitationError,
    GroupView,
    coached_group,
    drop_invitations,
    enter,
    present_as,
)
from core.services.context import Context
from core.services.groups import Invitation, coaches_by_group
from core.services.notifications import notify
from core.services.storable import storable

MOST_AT_ONCE = 50
_ASKED = "you_invited"
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True)
class Asked:
    """Whom a coach invited, as they typed it, and how long an invitation of that moment lasts."""

    name: str
    asked_at: datetime
    until: datetime


@dataclass(frozen=True)
class PersonalInvitation(Invitation):
    """An invitation of one person, by whom; without a name when that account is gone."""

    group_id: UUID
    invited_by: str | None


# --- what a coach does ------------------------------------------------------------------------------------------


def invite_people(ctx: Context, coach: Person, group_id: UUID, names: str) -> int:
    """Invite people for two weeks; returns how many names there are, whether or not they belong to anybody.

    Whoever has an active account as a candidate and is not in the group is told. Inviting again begins the two weeks
    anew, and tells somebody who has not read of it nothing more.

    Args:
        names: usernames or e-mail addresses, separated by blanks, commas or line ends.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
        InvalidInputError: when there is no name, there are too many, or one cannot be a name.
    """
    require(coach, UserRole.COACH)
    asked, now = _checked(names), ctx.clock()
    with ctx.db.writing() as session:
        group = coached_group(session, coach, group_id, lock=True)
        invited = session.scalars(_to_invite(coach, group_id, asked)).all()
        session.execute(
            delete(GroupInvitation).where(GroupInvitation.group_id == group_id, GroupInvitation.user_id.in_(invited))
        )
        session.add_all(
            GroupInvitation(
                group_id=group_id,
                user_id=user_id,
                invited_by=coach.id,
                created_at=now,
                expires_at=now + INVITATION_LASTS,
            )
            for user_id in invited
        )
        known = set(session.scalars(_told_and_unread(group_id, invited)))
        notify(
            session, [user_id for user_id in invited if user_id not in known], NotificationKind.INVITED, "invited",
            now=now, page="join", query=_here(group_id), person=coach.name, group=group.name,
        )  # fmt: skip
        _strike(session, coach, group_id, asked, now)
        session.add(_record(coach, group, asked, now))
    return len(asked)


def take_back(ctx: Context, coach: Person, group_id: UUID, name: str) -> None:
    """Invite somebody no more, whoever of the group's coaches did. Doing it twice is doing it once.

    Args:
        name: a username or an e-mail address.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    asked, now = [storable(name).strip().lower()], ctx.clock()
    with ctx.db.writing() as session:
        coached_group(session, coach, group_id, lock=True)
        user_id = session.scalar(select(User.id).where(_is_one_of(asked)))
        if user_id is not None:
            drop_invitations(session, group_id, now, user_id=user_id)
        _strike(session, coach, group_id, asked, now)


def asked_by(ctx: Context, coach: Person, group_id: UUID) -> tuple[Asked, ...]:
    """Whom this coach invited to a group within the last two weeks and has not taken back, newest first.

    Who came in by it is left out, since that is known. Who is nobody, or has said no, is in it like everybody else.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    with ctx.db.reading() as session:
        coached_group(session, coach, group_id)
        asked = {
            name: row.created_at for row in _records(session, coach, group_id, ctx.clock()) for name in _names_in(row)
        }
        came = session.execute(
            select(User.username, User.email, GroupMember.joined_at, GroupMember.left_at)
            .join(GroupMember, GroupMember.user_id == User.id)
            .where(GroupMember.group_id == group_id, _is_one_of(asked))
        ).all()
    for username, email, joined_at, left_at in came:
        for name in (username, email):
            if name in asked and (left_at is None or joined_at >= asked[name]):
                del asked[name]
    return tuple(Asked(name, at, at + INVITATION_LASTS) for name, at in asked.items())


# --- what who is invited does -----------------------------------------------------------------------------------


def invitations_of(ctx: Context, person: Person) -> tuple[PersonalInvitation, ...]:
    """The invitations that a person can say yes or no to, by the names of the groups."""
    with ctx.db.reading() as session:
        rows = session.execute(
            select(GroupInvitation, CoachGroup, User.first_name, User.last_name)
            .join(CoachGroup, GroupInvitation.group_id == CoachGroup.id)
            .outerjoin(User, GroupInvitation.invited_by == User.id)
            .where(GroupInvitation.user_id == person.id, GroupInvitation.expires_at > ctx.clock())
            .order_by(CoachGroup.name, CoachGroup.id)
        ).all()
        coaches = coaches_by_group(session, [group.id for _, group, *_ in rows])
        return tuple(
            PersonalInvitation(
                group=group.name,
                coaches=coaches[group.id],
                expires_at=invitation.expires_at,
                shows=None,
                group_id=group.id,
                invited_by=None if invitation.invited_by is None else f"{first} {last}".strip(),
            )
            for invitation, group, first, last in rows
        )


def accept(ctx: Context, person: Person, group_id: UUID, shows: Shows) -> GroupView:
    """Let the coaches of a group that a person is invited to see so much from now on. In it already, it changes that.

    Raises:
        ForbiddenError: when they are no candidate.
        BadInvitationError: when they are not invited, or not any more.
    """
    require(person, UserRole.CANDIDATE)
    now = ctx.clock()
    with ctx.db.writing() as session:
        group = session.get(CoachGroup, group_id, with_for_update=True)
        if group is None or not _may_enter(session, person, group, now):
            raise BadInvitationError
        return enter(session, group, person, shows, now)


def decline(ctx: Context, person: Person, group_id: UUID) -> None:
    """Say no; nobody is told. Doing it twice is doing it once."""
    with ctx.db.writing() as session:
        drop_invitations(session, group_id, ctx.clock(), user_id=person.id)


def _may_enter(session: Session, person: Person, group: CoachGroup, now: datetime) -> bool:
    present = select(GroupMember.id).where(GroupMember.group_id == group.id, present_as(person.id))
    invitation = session.get(GroupInvitation, (group.id, person.id))
    return (invitation is not None and invitation.expires_at > now) or session.scalar(present) is not None


# --- whom names belong to ---------------------------------------------------------------------------------------


def _checked(names: str) -> list[str]:
    """Each name once, as it would be stored."""
    asked = list(dict.fromkeys(filter(None, _BETWEEN.split(storable(names).lower()))))
    if not asked:
        raise InvalidInputError([Fault("", "Type at least one username or e-mail address.")])
    if len(asked) > MOST_AT_ONCE:
        raise InvalidInputError([Fault("", f"Invite at most {MOST_AT_ONCE} people at once; these are {len(asked)}.")])
    faults = [
        Fault(name[:40], "This is neither a username nor an e-mail address.")
        for name in asked
        if not USERNAME.fullmatch(name) and not EMAIL.fullmatch(name)
    ]
    if faults:
        raise InvalidInputError(faults)
    return asked


def _is_one_of(names: Iterable[str]) -> ColumnElement[bool]:
    wanted = list(names)
    return or_(User.username.in_(wanted), User.email.in_(wanted))


def _to_invite(coach: Person, group_id: UUID, names: Iterable[str]) -> Select[UUID]:
    """The active candidates of these names who are not in the group, but for the coach."""
    here = select(GroupMember.user_id).where(GroupMember.group_id == group_id, GroupMember.left_at.is_(None))
    return (
        select(User.id)
        .join(UserRoleRow, UserRoleRow.user_id == User.id)
        .where(
            _is_one_of(names),
            UserRoleRow.role == UserRole.CANDIDATE,
            User.is_active,
            User.id != coach.id,
            User.id.not_in(here),
        )
        .order_by(User.id)
    )


# --- what is told, and what was asked for -----------------------------------------------------------------------


def _here(group_id: UUID) -> dict[str, str]:
    return {"group": str(group_id)}


def _told_and_unread(group_id: UUID, user_ids: Iterable[UUID]) -> Select[UUID]:
    return select(Notification.user_id).where(
        Notification.user_id.in_(user_ids), *_about(group_id), Notification.read_at.is_(None)
    )


def _about(group_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (
        Notification.kind == NotificationKind.INVITED,
        Notification.query_json["group"].as_string() == str(group_id),
    )


def _record(coach: Person, group: CoachGroup, asked: Iterable[str], now: datetime) -> Notification:
    """What a coach is told of their own invitations, read from the start since they know."""
    return Notification(
        user_id=coach.id,
        kind=NotificationKind.INVITED,
        body_json={"sentence": _ASKED, "asked": ", ".join(asked), "group": group.name},
        page="groups",
        query_json=_here(group.id),
        created_at=now,
        read_at=now,
    )


def _records(session: Session, coach: Person, group_id: UUID, now: datetime) -> list[Notification]:
    rows = session.scalars(
        select(Notification)
        .where(Notification.user_id == coach.id, *_about(group_id), Notification.created_at > now - INVITATION_LASTS)
        .order_by(Notification.created_at.desc(), Notification.id)
    )
    return [row for row in rows if row.body_json["sentence"] == _ASKED]


def _names_in(record: Notification) -> list[str]:
    return str(record.body_json["asked"]).split(", ")


def _strike(session: Session, coach: Person, group_id: UUID, names: Iterable[str], now: datetime) -> None:
    """Take names out of what a coach asked for."""
    struck = set(names)
    for record in _records(session, coach, group_id, now):
        left = [name for name in _names_in(record) if name not in struck]
        if not left:
            session.delete(record)
        else:
            record.body_json = record.body_json | {"asked": ", ".join(left)}
