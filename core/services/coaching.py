"""Who may look at whose interviews: a coach's groups, and what their members chose to show.

A candidate joins by an invitation and says what the group's coaches see: how well it went, or the answers too. When
they leave, that ends at once. Nothing else, no role and no admin, opens somebody's interviews.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from core.errors import CallerError, Fault, InvalidInputError, NotFoundError
from core.models import CoachGroup, GroupCoach, GroupMember
from core.models.vocabulary import Shows, UserRole
from core.services.accounts import Person, digest, require
from core.services.context import Context

INVITATION_LASTS = timedelta(days=14)
LONGEST_NAME = 80


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


def make_group(ctx: Context, coach: Person, name: str) -> GroupView:
    """A new group, coached by who makes it.

    Raises:
        ForbiddenError: when they are no coach.
        InvalidInputError: when the name is missing or too long.
    """
    require(coach, UserRole.COACH)
    name = name.replace("\x00", "").strip()
    if not 1 <= len(name) <= LONGEST_NAME:
        raise InvalidInputError([Fault("Name", f"Give the group a name of 1 to {LONGEST_NAME} characters.")])
    now = ctx.clock()
    with ctx.db.writing() as session:
        group = CoachGroup(name=name, created_at=now)
        session.add(group)
        session.flush()
        session.add(GroupCoach(group_id=group.id, coach_id=coach.id, since=now))
        return _view(group)


def invite(ctx: Context, coach: Person, group_id: UUID) -> str:
    """A new code with which candidates join the group for two weeks; an older one stops working.

    Raises:
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    require(coach, UserRole.COACH)
    code = secrets.token_urlsafe(12)
    with ctx.db.writing() as session:
        if session.get(GroupCoach, (group_id, coach.id)) is None:
            raise NotFoundError("group")
        group = session.get_one(CoachGroup, group_id)
        group.code_hash, group.code_expires_at = digest(code), ctx.clock() + INVITATION_LASTS
    return code


def join(ctx: Context, person: Person, code: str, shows: Shows) -> GroupView:
    """Let the coaches of a group see so much from now on. Joined already, it changes what they see.

    Raises:
        BadInvitationError: when the code is unknown, was replaced or has expired.
    """
    now = ctx.clock()
    with ctx.db.writing() as session:
        group = session.scalar(
            select(CoachGroup)
            .where(CoachGroup.code_hash == digest(code.strip()), CoachGroup.code_expires_at > now)
            .with_for_update()
        )
        if group is None:
            raise BadInvitationError
        present = session.scalar(select(GroupMember).where(GroupMember.group_id == group.id, _present(person.id)))
        if present is None:
            session.add(GroupMember(group_id=group.id, user_id=person.id, shows=shows, joined_at=now))
        else:
            present.shows = shows
        return _view(group)


def leave(ctx: Context, person: Person, group_id: UUID) -> None:
    """Let the coaches of a group see nothing from now on. Doing it twice is doing it once."""
    with ctx.db.writing() as session:
        session.execute(
            update(GroupMember).where(GroupMember.group_id == group_id, _present(person.id)).values(left_at=ctx.clock())
        )


def shown_to(session: Session, coach: Person, candidate_id: UUID) -> Shows | None:
    """What a candidate shows to this coach now, the most of all their groups in common; None if nothing."""
    if not coach.has(UserRole.COACH):
        return None
    shown = session.scalars(
        select(GroupMember.shows)
        .join(GroupCoach, GroupCoach.group_id == GroupMember.group_id)
        .where(GroupCoach.coach_id == coach.id, _present(candidate_id))
    ).all()
    return Shows.ANSWERS if Shows.ANSWERS in shown else next(iter(shown), None)


def _present(user_id: UUID) -> ColumnElement[bool]:
    return (GroupMember.user_id == user_id) & GroupMember.left_at.is_(None)


def _view(group: CoachGroup) -> GroupView:
    return GroupView(group.id, group.name, group.created_at)
