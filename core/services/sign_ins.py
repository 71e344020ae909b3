"""Signing in and out: who gets in, what their page and browser hold, and everything that ends it.

A sign-in is a row here, looked up at every run, so that its end holds at once, whoever has copied what the browser
holds. It ends by signing out, after two days without use, and after a week in any case; a new password and new roles
end all of a person's sign-ins.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, String, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session, joinedload

from core.errors import CallerError, Fault, InvalidInputError
from core.models import ApiToken, SignIn, User
from core.models.base import UtcTime
from core.services import audit, known_browsers, passwords, throttling
from core.services.context import Context
from core.services.digests import digest
from core.services.persons import Person, folded_name, is_named, person_of, stored_user
from core.services.sign_ups import password_faults
from core.services.throttling import Bucket, bucket

SIGN_IN_LASTS = timedelta(days=7)
IDLE_LASTS = timedelta(days=2)
"""A sign-in that is not used for so long ends."""
# The last use need not be known exactly, and a page that only reads should not write at every run.
NOTICED_AFTER = timedelta(hours=1)
TICKET_LASTS = timedelta(seconds=60)


class BadCredentialsError(CallerError):
    """Username and password do not fit together, or the account is disabled: told alike."""

    def __init__(self) -> None:
        super().__init__("That username and password do not fit together. Check both and try again.")


@dataclass(frozen=True)
class SignInSecrets:
    """What the page that signed in holds: its own secret, and a ticket that its browser swaps for a cookie."""

    page_token: str
    ticket: str


@dataclass(frozen=True)
class Caller:
    """Who knocks: the client's address, where it is known, and the mark of a browser that was here before."""

    address: str | None = None
    mark: str | None = None


NOBODY = Caller()


def sign_in(ctx: Context, username: str, password: str, *, caller: Caller = NOBODY) -> tuple[Person, SignInSecrets]:
    """Check the password and open a sign-in; the name may be the username or the e-mail address.

    Raises:
        BadCredentialsError: for an unknown or disabled account as for a wrong password.
        ThrottledError: after too many wrong ones, for a known name as for an unknown one.
    """
    with ctx.db.reading() as session:
        user = session.scalar(select(User).where(is_named(username)))
    buckets = _guesses(ctx, username, user, caller)
    wait = throttling.count_try(ctx, buckets)
    # Compared outside the transaction, for it takes a while, and for unknown names too, to take as long.
    if not passwords.matches(password, user.password_hash if user else None) or user is None or not user.is_active:
        waits = {"wait_seconds": int(wait.total_seconds())} if wait else {}
        audit.note(ctx, audit.Kind.SIGN_IN_FAILED, actor_id=None, subject_id=user.id if user else None, **waits)
        raise BadCredentialsError
    with ctx.db.writing() as session:
        throttling.forgive(session, buckets)
        return person_of(user), _open(session, user.id, by="password", now=ctx.clock())


def open_sign_in(ctx: Context, user_id: UUID, *, by: str = "other") -> SignInSecrets:
    """A new sign-in for a person who has proved who they are; ``by`` says how, for the audit log."""
    with ctx.db.writing() as session:
        return _open(session, user_id, by=by, now=ctx.clock())


def exchange_ticket(ctx: Context, ticket: str) -> str | None:
    """The cookie's value for a ticket that is fresh and unused, or None. One UPDATE decides, so it works once."""
    cookie_token = secrets.token_urlsafe(32)
    with ctx.db.writing() as session:
        changed = session.execute(
            update(SignIn)
            .where(SignIn.ticket_hash == digest(ticket), SignIn.ticket_expires_at > ctx.clock())
            .values(ticket_hash=None, cookie_hash=digest(cookie_token))
            .returning(SignIn.id)
        ).all()
    return cookie_token if changed else None


def who_is(ctx: Context, token: str | None) -> Person | None:
    """The active person whose page or browser holds this secret; looked up at every run, so an end holds at once."""
    if not token:
        return None
    now = ctx.clock()
    with ctx.db.reading() as session:
        found = session.execute(_WHO_HOLDS, {"hashed": digest(token), "now": now}).unique().one_or_none()
        if found is None:
            return None
        person, row = person_of(found[0]), found[1]
    until = _lasts_until(row.created_at, now)
    if until - row.expires_at >= NOTICED_AFTER:
        with ctx.db.writing() as session:
            # what ended meanwhile is gone, and no row is changed then
            session.execute(update(SignIn).where(SignIn.id == row.id).values(expires_at=until))
    return person


def sign_out(ctx: Context, token: str | None) -> None:
    """End the sign-in that this secret belongs to, for the page and for the browser."""
    if not token:
        return
    with ctx.db.writing() as session:
        ended = session.scalars(delete(SignIn).where(_holds(digest(token))).returning(SignIn.user_id)).all()
        for user_id in ended:
            audit.record(session, audit.Kind.SIGNED_OUT, at=ctx.clock(), actor_id=user_id)


def sign_out_everywhere(ctx: Context, person: Person) -> None:
    """End all sign-ins of a person."""
    with ctx.db.writing() as session:
        end_sign_ins(session, person.id)
        audit.record(session, audit.Kind.SIGNED_OUT_EVERYWHERE, at=ctx.clock(), actor_id=person.id)


def change_password(ctx: Context, person: Person, *, old: str, new: str, again: str) -> SignInSecrets:
    """Set a new password, end every sign-in and token, and open a fresh sign-in for the page that asked.

    Raises:
        InvalidInputError: when the old password is wrong or the new one not good enough.
        ThrottledError: after too many wrong old ones: somebody else may sit at a page that was left open.
    """
    with ctx.db.reading() as session:
        stored = stored_user(session, person.id).password_hash
    guesses = (bucket(ctx, "own password", person.id.hex, throttling.GUESSES),)
    throttling.count_try(ctx, guesses)
    is_right = passwords.matches(old, stored)
    if is_right:
        with ctx.db.writing() as session:
            throttling.forgive(session, guesses)
    faults = [] if is_right else [Fault("Current password", "This is not your current password.")]
    faults += password_faults(new, again, personal=(person.username, person.email))
    if faults:
        raise InvalidInputError(faults)
    hashed = passwords.hash_password(new)
    with ctx.db.writing() as session:
        set_hash(session, person.id, hashed, now=ctx.clock())
        audit.record(session, audit.Kind.PASSWORD_CHANGED, at=ctx.clock(), actor_id=person.id)
        return _open(session, person.id, by="new password", now=ctx.clock())


def set_hash(session: Session, user_id: UUID, hashed: str, *, now: datetime) -> None:
    """Store a new password's hash and end every sign-in and token, within the caller's transaction."""
    session.execute(update(User).where(User.id == user_id).values(password_hash=hashed, updated_at=now))
    end_sign_ins(session, user_id)
    # Whoever knew the old password may have made a token with it.
    session.execute(
        update(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None)).values(revoked_at=now)
    )


def end_sign_ins(session: Session, user_id: UUID) -> None:
    """End all sign-ins of a person, within the caller's transaction."""
    session.execute(delete(SignIn).where(SignIn.user_id == user_id))


def forgive_guesses(ctx: Context, session: Session, user: User) -> None:
    """Let nobody's guesses at an account count any more, within the caller's transaction."""
    throttling.forgive(session, [_guesses_at(ctx, name) for name in (user.username, user.email)])


def _open(session: Session, user_id: UUID, *, by: str, now: datetime) -> SignInSecrets:
    page_token, ticket = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    session.execute(delete(SignIn).where(SignIn.expires_at < now))
    session.add(
        SignIn(
            user_id=user_id,
            page_hash=digest(page_token),
            ticket_hash=digest(ticket),
            ticket_expires_at=now + TICKET_LASTS,
            expires_at=_lasts_until(now, now),
            created_at=now,
        )
    )
    audit.record(session, audit.Kind.SIGNED_IN, at=now, actor_id=user_id, by=by)
    return SignInSecrets(page_token, ticket)


def _lasts_until(began: datetime, used: datetime) -> datetime:
    return min(began + SIGN_IN_LASTS, used + IDLE_LASTS)


def _guesses(ctx: Context, username: str, user: User | None, caller: Caller) -> tuple[Bucket, ...]:
    """What a try to sign in is counted by: the name that was typed, whether there is one or not, and the address.

    Username and e-mail address are counted apart; together they would tell that they belong to the same person.
    """
    if user is not None and caller.mark and known_browsers.is_known(ctx, caller.mark, user.id):
        return (bucket(ctx, "browser", f"{user.id.hex} {caller.mark}", throttling.GUESSES),)
    of_address = throttling.address_buckets(ctx, "sign-in", caller.address, throttling.GUESSES_OF_ADDRESS)
    return (_guesses_at(ctx, username), *of_address)


def _guesses_at(ctx: Context, username: str) -> Bucket:
    return bucket(ctx, "sign-in", folded_name(username), throttling.GUESSES)


def _holds(hashed: str | BindParameter[str]) -> ColumnElement[bool]:
    return or_(SignIn.page_hash == hashed, SignIn.cookie_hash == hashed)


# Made once: every run of every page begins with it.
_WHO_HOLDS = (
    select(User, SignIn)
    .join(SignIn, SignIn.user_id == User.id)
    .where(
        _holds(bindparam("hashed", type_=String)), SignIn.expires_at > bindparam("now", type_=UtcTime), User.is_active
    )
    .options(joinedload(User.roles))
)
