"""Links that work once: the terminal's, which makes the first admin, and an admin's, which sets a new password."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from core.errors import CallerError, InvalidInputError
from core.models import OneTimeLink, User
from core.models.vocabulary import LinkPurpose, UserRole
from core.services import audit, passwords, sign_ins, throttling
from core.services.context import Context
from core.services.digests import digest
from core.services.persons import Person, require, stored_user
from core.services.sign_ups import NewAccount, add_user, hashed_before, password_faults

RESET_LINK_LASTS = timedelta(hours=24)
FIRST_ADMIN_LINK_LASTS = timedelta(hours=24)


class BadLinkError(CallerError):
    """A one-time link that is unknown, used or expired."""

    def __init__(self) -> None:
        super().__init__("This link has been used or has expired. Ask for a new one.")


def first_admin_link(ctx: Context) -> str | None:
    """A fresh link that makes the first admin, or None once there are people. Older ones stop working."""
    token = secrets.token_urlsafe(32)
    with ctx.db.writing() as session:
        if session.scalar(select(func.count()).select_from(User)):
            return None
        session.execute(delete(OneTimeLink).where(OneTimeLink.purpose == LinkPurpose.FIRST_ADMIN))
        now = ctx.clock()
        session.add(
            OneTimeLink(
                purpose=LinkPurpose.FIRST_ADMIN,
                token_hash=digest(token),
                created_at=now,
                expires_at=now + FIRST_ADMIN_LINK_LASTS,
            )
        )
    return f"{ctx.settings.base_url}/sign_in?first_admin={token}"


def make_first_admin(ctx: Context, token: str, new: NewAccount) -> Person:
    """The first admin, made by whoever holds the terminal's link.

    Raises:
        BadLinkError: when the link is unknown, used or expired, or somebody was faster.
        InvalidInputError: with every fault of the form at once; the link can be used again then.
    """
    hashed = hashed_before(new)
    with ctx.db.writing() as session:
        _use_link(ctx, session, token, LinkPurpose.FIRST_ADMIN)
        if session.scalar(select(func.count()).select_from(User)):
            raise BadLinkError
        return add_user(ctx, session, new, hashed, set(UserRole))


def is_link_good(ctx: Context, token: str, purpose: LinkPurpose, *, address: str | None = None) -> bool:
    """Whether a link could be used now, to show its form or to say that it has expired.

    Raises:
        ThrottledError: when too many that are not good were tried from the client's address.
    """
    tries = throttling.address_buckets(ctx, "link", address, throttling.BAD_LINKS_OF_ADDRESS)
    throttling.refuse_if_waiting(ctx, tries)
    with ctx.db.reading() as session:
        is_good = session.scalar(select(OneTimeLink.id).where(_good_link(ctx, token, purpose))) is not None
    if not is_good:
        throttling.count_try(ctx, tries)
    return is_good


def make_reset_link(ctx: Context, admin: Person, user_id: UUID) -> str:
    """A single-use link with which a person sets a new password; their older links stop working."""
    require(admin, UserRole.ADMIN)
    token = secrets.token_urlsafe(32)
    now = ctx.clock()
    with ctx.db.writing() as session:
        stored_user(session, user_id)
        session.execute(
            delete(OneTimeLink).where(OneTimeLink.purpose == LinkPurpose.PASSWORD_RESET, OneTimeLink.user_id == user_id)
        )
        session.add(
            OneTimeLink(
                purpose=LinkPurpose.PASSWORD_RESET,
                token_hash=digest(token),
                user_id=user_id,
                made_by=admin.id,
                created_at=now,
                expires_at=now + RESET_LINK_LASTS,
            )
        )
        audit.record(session, audit.Kind.RESET_LINK_MADE, at=now, actor_id=admin.id, subject_id=user_id)
    return f"{ctx.settings.base_url}/sign_in?reset={token}"


def reset_password(ctx: Context, token: str, *, new: str, again: str) -> None:
    """Set the password of the person whom the link was made for, and end their sign-ins and tokens.

    Whoever was made to wait by somebody's guesses need not wait any more.

    Raises:
        BadLinkError: when the link is unknown, used or expired.
        InvalidInputError: when the password is not good enough; the link can be used again then.
    """
    with ctx.db.reading() as session:
        link = session.scalar(select(OneTimeLink).where(_good_link(ctx, token, LinkPurpose.PASSWORD_RESET)))
        if link is None or link.user_id is None:
            raise BadLinkError
        user = stored_user(session, link.user_id)
    if faults := password_faults(new, again, personal=(user.username, user.email)):
        raise InvalidInputError(faults)
    hashed = passwords.hash_password(new)
    with ctx.db.writing() as session:
        _use_link(ctx, session, token, LinkPurpose.PASSWORD_RESET)
        sign_ins.set_hash(session, user.id, hashed, now=ctx.clock())
        sign_ins.forgive_guesses(ctx, session, user)
        audit.record(session, audit.Kind.PASSWORD_RESET, at=ctx.clock(), actor_id=user.id)


def _use_link(ctx: Context, session: Session, token: str, purpose: LinkPurpose) -> None:
    used = session.execute(
        update(OneTimeLink).where(_good_link(ctx, token, purpose)).values(used_at=ctx.clock()).returning(OneTimeLink.id)
    ).all()
    if not used:
        raise BadLinkError


def _good_link(ctx: Context, token: str, purpose: LinkPurpose) -> ColumnElement[bool]:
    return (
        (OneTimeLink.token_hash == digest(token))
        & (OneTimeLink.purpose == purpose)
        & OneTimeLink.used_at.is_(None)
        & (OneTimeLink.expires_at > ctx.clock())
    )
