"""Accounts: the one name under which everything about them is found, and what an admin may change.

Who somebody is stands in ``persons``, new accounts in ``sign_ups``, signing in and out in ``sign_ins``, links that
make the first admin or reset a password in ``one_time_links``.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFoundError, StateError
from core.models import User, UserRoleRow
from core.models.vocabulary import UserRole
from core.services import audit
from core.services.context import Context
from core.services.digests import digest
from core.services.one_time_links import (
    BadLinkError,
    first_admin_link,
    is_link_good,
    make_first_admin,
    make_reset_link,
    reset_password,
)
from core.services.persons import Person, is_named, person_of, require, require_any, stored_user
from core.services.sign_ins import (
    SIGN_IN_LASTS,
    BadCredentialsError,
    Caller,
    SignInSecrets,
    change_password,
    end_sign_ins,
    exchange_ticket,
    open_sign_in,
    sign_in,
    sign_out,
    sign_out_everywhere,
    who_is,
)
from core.services.sign_ups import EMAIL, USERNAME, NewAccount, sign_up
from core.services.storable import storable

__all__ = [
    "EMAIL",
    "SIGN_IN_LASTS",
    "USERNAME",
    "BadCredentialsError",
    "BadLinkError",
    "Caller",
    "NewAccount",
    "Person",
    "SignInSecrets",
    "change_password",
    "digest",
    "exchange_ticket",
    "first_admin_link",
    "is_link_good",
    "list_people",
    "make_first_admin",
    "make_reset_link",
    "open_sign_in",
    "person_by_id",
    "person_by_name",
    "person_of",
    "require",
    "require_any",
    "reset_password",
    "set_active",
    "set_roles",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "sign_up",
    "who_is",
]


def list_people(ctx: Context, admin: Person, *, search: str = "") -> tuple[Person, ...]:
    """Everyone, or those in whose names or address the search text stands, by username."""
    require(admin, UserRole.ADMIN)
    query = select(User).order_by(User.username)
    if text := storable(search).strip().lower():
        query = query.where(
            or_(
                *(
                    func.lower(column).contains(text, autoescape=True)
                    for column in (User.username, User.email, User.first_name, User.last_name)
                )
            )
        )
    with ctx.db.reading() as session:
        return tuple(person_of(user) for user in session.scalars(query))


def set_roles(ctx: Context, admin: Person, user_id: UUID, roles: Iterable[UserRole]) -> Person:
    """Give a person exactly these roles; their sign-ins end, so that no open page keeps the old ones.

    Raises:
        StateError: when nobody would be left to administrate.
    """
    require(admin, UserRole.ADMIN)
    wanted = set(roles) or {UserRole.CANDIDATE}
    with ctx.db.writing() as session:
        user = stored_user(session, user_id)
        before = {row.role for row in user.roles}
        if before == wanted:
            return person_of(user)
        if UserRole.ADMIN not in wanted:
            _refuse_if_last_admin(session, user_id)
        user.roles = [UserRoleRow(user_id=user_id, role=role) for role in sorted(wanted)]
        user.updated_at = ctx.clock()
        if user_id != admin.id:
            end_sign_ins(session, user_id)
        audit.record(
            session,
            audit.Kind.ROLES_CHANGED,
            at=ctx.clock(),
            actor_id=admin.id,
            subject_id=user_id,
            given=sorted(wanted - before),
            taken=sorted(before - wanted),
        )
        return person_of(user)


def set_active(ctx: Context, admin: Person, user_id: UUID, *, active: bool) -> Person:
    """Disable a person, which ends their sign-ins at once, or let them in again.

    Raises:
        StateError: when nobody would be left to administrate.
    """
    require(admin, UserRole.ADMIN)
    with ctx.db.writing() as session:
        user = stored_user(session, user_id)
        if user.is_active == active:
            return person_of(user)
        if not active:
            _refuse_if_last_admin(session, user_id)
            end_sign_ins(session, user_id)
        user.is_active = active
        user.updated_at = ctx.clock()
        kind = audit.Kind.ACCOUNT_ENABLED if active else audit.Kind.ACCOUNT_DISABLED
        audit.record(session, kind, at=ctx.clock(), actor_id=admin.id, subject_id=user_id)
        return person_of(user)


def person_by_id(ctx: Context, user_id: UUID) -> Person:
    """A person by their id, for code that acts for somebody without a page, such as a script.

    Raises:
        NotFoundError: when there is none.
    """
    with ctx.db.reading() as session:
        return person_of(stored_user(session, user_id))


def person_by_name(ctx: Context, username: str) -> Person:
    """A person by their username or e-mail address, for somebody at a terminal.

    Raises:
        NotFoundError: when there is none.
    """
    with ctx.db.reading() as session:
        user = session.scalar(select(User).where(is_named(username)))
        if user is None:
            raise NotFoundError("person")
        return person_of(user)


def _refuse_if_last_admin(session: Session, user_id: UUID) -> None:
    others = session.scalar(
        select(func.count())
        .select_from(User)
        .join(UserRoleRow)
        .where(UserRoleRow.role == UserRole.ADMIN, User.is_active, User.id != user_id)
    )
    is_admin = session.get(UserRoleRow, (user_id, UserRole.ADMIN)) is not None
    if is_admin and not others:
        raise StateError("This is the last admin. Make somebody else an admin first.", state="last_admin")
