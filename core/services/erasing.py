"""Erasing a person: the account and everything that is theirs is gone for good, in one transaction.

What they did for others stays without their name: a coach's ratings and comments, a group's assignments, questions and
rubrics. What others were told of them stays too, and says no more whom it is about.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError, NotFoundError, StateError
from core.models import (
    AuditEvent,
    CoachGroup,
    GroupCoach,
    GroupMember,
    InterviewSession,
    Notification,
    User,
    UserRoleRow,
)
from core.models.vocabulary import NotificationKind, UserRole
from core.services import audit, coaching, passwords, throttling
from core.services.context import Context
from core.services.notifications import notify
from core.services.persons import Person, person_of, require, stored_user
from core.services.sign_ins import forgive_guesses
from core.services.storable import storable
from core.store.traces import empty_log, overwrite_what_goes

NAMELESS = "Somebody whose account is gone"
_NAMES_OF = ("person", "coach")
"""The facts of a notification that name somebody."""


def erase_own(ctx: Context, person: Person, *, password: str, typed_name: str) -> None:
    """Erase one's own account, for whoever proves to be its owner and to mean it.

    Args:
        password: the current one.
        typed_name: the username, typed as a confirmation.

    Raises:
        InvalidInputError: when either is wrong.
        ThrottledError: after too many wrong passwords: somebody else may sit at a page that was left open.
        StateError: for the last admin.
        NotFoundError: when it is gone already.
    """
    with ctx.db.reading() as session:
        stored = stored_user(session, person.id).password_hash
    faults = _name_faults(person.username, typed_name)
    guesses = (throttling.bucket(ctx, "own password", person.id.hex, throttling.GUESSES),)
    throttling.count_try(ctx, guesses)
    if not passwords.matches(password, stored):
        faults.append(Fault("Current password", "This is not your current password."))
    else:
        with ctx.db.writing() as session:
            throttling.forgive(session, guesses)
    if faults:
        raise InvalidInputError(faults)
    erase(ctx, person.id, actor_id=person.id)


def erase_other(ctx: Context, admin: Person, user_id: UUID, *, typed_name: str) -> None:
    """Erase somebody's account for them.

    Args:
        typed_name: that person's username, typed as a confirmation.

    Raises:
        ForbiddenError: when who asks is no admin.
        InvalidInputError: when the name is another.
        StateError: for the last admin.
        NotFoundError: when there is no such person, or they are gone already.
    """
    require(admin, UserRole.ADMIN)
    with ctx.db.reading() as session:
        faults = _name_faults(stored_user(session, user_id).username, typed_name)
    if faults:
        raise InvalidInputError(faults)
    erase(ctx, user_id, actor_id=admin.id)


def erase(ctx: Context, user_id: UUID, *, actor_id: UUID | None = None) -> None:
    """Erase a person. Whoever calls this has made sure that it is wanted.

    Args:
        actor_id: who does it, None for a terminal.

    Raises:
        StateError: for the last admin.
        NotFoundError: when there is no such person.
    """
    now = ctx.clock()
    with ctx.db.writing() as session:
        overwrite_what_goes(ctx.db, session)
        person = _locked(session, user_id)
        _refuse_the_last_admin(session, user_id)
        _tell_groups(session, user_id, now)
        _take_name_out(session, person)
        forgive_guesses(ctx, session, session.get_one(User, user_id))
        _record(session, user_id, actor_id, now)
        session.execute(delete(User).where(User.id == user_id))
    empty_log(ctx.db)


def _name_faults(username: str, typed: str) -> list[Fault]:
    if storable(typed).strip().lower() == username:
        return []
    return [Fault("Username", f"Type '{username}' to say that you mean it.")]


def _locked(session: Session, user_id: UUID) -> Person:
    """The person, with everything locked that somebody may be writing to, in the order in which they lock it."""
    admins = select(UserRoleRow).where(UserRoleRow.role == UserRole.ADMIN).order_by(UserRoleRow.user_id)
    session.scalars(admins.with_for_update()).all()  # of two admins who go at once, the second is the last
    user = session.get(User, user_id, with_for_update=True)
    if user is None:
        raise NotFoundError("person")
    theirs = select(InterviewSession.id).where(InterviewSession.user_id == user_id).order_by(InterviewSession.id)
    session.execute(theirs.with_for_update()).all()
    return person_of(user)


def _refuse_the_last_admin(session: Session, user_id: UUID) -> None:
    admins = set(
        session.scalars(
            select(User.id)
            .join(UserRoleRow)
            .where(UserRoleRow.role == UserRole.ADMIN, User.is_active | (User.id == user_id))
        )
    )
    if admins == {user_id}:
        raise StateError("This is the last admin. Make somebody else an admin first.", state="last_admin")


def _record(session: Session, user_id: UUID, actor_id: UUID | None, now: datetime) -> None:
    audit.record_erasure(session, at=now, actor_id=actor_id, user_id=user_id)
    session.flush()
    # an id tells which events were about one and the same person
    session.execute(update(AuditEvent).where(AuditEvent.subject_id == user_id).values(subject_id=None))


# --- who is told ----------------------------------------------------------------------------------------------------


def _tell_groups(session: Session, user_id: UUID, now: datetime) -> None:
    """Tell the coaches of groups that lose a member; members and admins of groups that lose their only coach."""
    left = NotificationKind.LEFT
    joined = _groups_of(session, select(GroupMember.group_id).where(coaching.present_as(user_id)))
    coached = _groups_of(session, select(GroupCoach.group_id).where(GroupCoach.coach_id == user_id))
    coaches = _others(user_id, session.execute(_coaches_of([group.id for group in (*joined, *coached)])))
    alone = [group for group in coached if not coaches[group.id]]
    members = _others(user_id, session.execute(_members_of([group.id for group in alone])))
    for group in joined:
        here = {"group": str(group.id)}
        notify(session, coaches[group.id], left, "member_erased", now=now, page="groups", query=here, group=group.name)
    admins = _admins(session, user_id) if alone else []
    for group in alone:
        notify(session, members[group.id], left, "no_coach", now=now, page="join", group=group.name)
        notify(session, admins, left, "no_coach_for_admins", now=now, page="groups", group=group.name)


def _groups_of(session: Session, ids: Select[UUID]) -> list[CoachGroup]:
    query = select(CoachGroup).where(CoachGroup.id.in_(ids), CoachGroup.closed_at.is_(None))
    return list(session.scalars(query.order_by(CoachGroup.id)))


def _coaches_of(group_ids: list[UUID]) -> Select[UUID, UUID]:
    return coaching.coaches_of(group_ids).with_only_columns(GroupCoach.group_id, User.id)


def _members_of(group_ids: list[UUID]) -> Select[UUID, UUID]:
    here = GroupMember.group_id.in_(group_ids) & GroupMember.left_at.is_(None)
    return select(GroupMember.group_id, GroupMember.user_id).where(here)


def _others(user_id: UUID, pairs: Iterable[Row[UUID, UUID]]) -> dict[UUID, list[UUID]]:
    """Of people by their groups, those who are somebody else."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for group_id, each in pairs:
        if each != user_id:
            found[group_id].append(each)
    return found


def _admins(session: Session, but: UUID) -> list[UUID]:
    admins = select(User.id).join(UserRoleRow).where(UserRoleRow.role == UserRole.ADMIN, User.is_active, User.id != but)
    return list(session.scalars(admins))


# --- their name in what others were told ----------------------------------------------------------------------------


def _take_name_out(session: Session, person: Person) -> None:
    """Let no notification of others say who this was, even if a namesake's name goes with it."""
    for row in session.scalars(_naming(person)):
        body = dict(row.body_json)
        for fact in _NAMES_OF:
            if body.get(fact) in (person.name, person.username):
                body[fact] = NAMELESS
        if "asked" in body:
            body["asked"] = ", ".join(_others_asked(str(body["asked"]), person))
        if body.get("asked") == "":
            session.delete(row)
        else:
            row.body_json = body
    session.flush()


def _naming(person: Person) -> Select[Notification]:
    names = (person.name, person.username)
    asked = Notification.body_json["asked"].as_string()
    return select(Notification).where(
        Notification.user_id != person.id,
        or_(
            *(Notification.body_json[fact].as_string().in_(names) for fact in _NAMES_OF),
            *(asked.contains(name, autoescape=True) for name in (person.username, person.email)),
        ),
    )


def _others_asked(asked: str, person: Person) -> Iterator[str]:
    """Of the names that a coach invited, those of others."""
    return (name for name in asked.split(", ") if name not in (person.username, person.email))
