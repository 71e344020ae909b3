"""Tokens with which programs act for a person: made and revoked by that person, looked up at every request.

A token is 256 random bits behind a prefix, so that scanners which look for leaked secrets can tell one
(``ivp_`` and 43 characters of A-Z, a-z, 0-9, ``_`` and ``-``). Only its SHA-256 is stored, and it is shown once.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import case, or_, select, update
from sqlalchemy.orm import Session

from core.errors import Fault, ForbiddenError, InvalidInputError, NotFoundError, NotSignedInError, ThrottledError
from core.models import ApiToken, User
from core.models.vocabulary import Scope
from core.services import audit
from core.services.accounts import Person, digest, person_of
from core.services.context import Context
from core.services.storable import storable

PREFIX = "ivp_"
LONGEST_NAME = 80
SHORTEST_DAYS, USUAL_DAYS, LONGEST_DAYS = 1, 90, 365
MOST_TOKENS = 20
"""As many may be good at a time for one person; more would only be forgotten ones."""
MOST_WRITES = 60
WINDOW = timedelta(minutes=1)
# "Last used" need not be exact, and a program that only reads should not write at every request.
NOTICED_AFTER = timedelta(minutes=10)


@dataclass(frozen=True)
class TokenView:
    """A token as its owner sees it; the secret itself is known to nobody but who copied it."""

    id: UUID
    name: str
    scope: Scope
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class NewToken:
    """A token just made, with its secret, which is never shown again."""

    token: TokenView
    secret: str


def make_token(ctx: Context, person: Person, *, name: str, scope: Scope, days: int = USUAL_DAYS) -> NewToken:
    """A new token of a person, good for so many days.

    Raises:
        InvalidInputError: with every fault at once, or when there are as many tokens as there may be.
    """
    name = storable(name).strip()
    faults = []
    if not 1 <= len(name) <= LONGEST_NAME:
        faults.append(Fault("name", f"Say in 1 to {LONGEST_NAME} characters what uses this token."))
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        faults.append(Fault("days", f"A token is good for {SHORTEST_DAYS} to {LONGEST_DAYS} days."))
    secret, now = PREFIX + secrets.token_urlsafe(32), ctx.clock()
    with ctx.db.writing() as session:
        # its owner's row, so that of two requests at once the second counts the first one's token
        session.get_one(User, person.id, with_for_update=True)
        if len(_good(session, person.id, now)) >= MOST_TOKENS:
            faults.append(Fault("name", f"You have {MOST_TOKENS} tokens already. Revoke one that you no longer need."))
        if faults:
            raise InvalidInputError(faults)
        row = ApiToken(
            user_id=person.id,
            name=name,
            scope=scope,
            token_hash=digest(secret),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
        session.add(row)
        session.flush()
        audit.record(
            session, audit.Kind.TOKEN_MADE, at=now, actor_id=person.id, subject_id=row.id, scope=scope.value, days=days
        )
        return NewToken(_view(row), secret)


def tokens_of(ctx: Context, person: Person) -> tuple[TokenView, ...]:
    """The tokens of a person that are good now, newest first."""
    with ctx.db.reading() as session:
        return tuple(_view(row) for row in _good(session, person.id, ctx.clock()))


def revoke(ctx: Context, person: Person, token_id: UUID) -> None:
    """End a token, from the next request on. Doing it twice is doing it once.

    Raises:
        NotFoundError: for somebody else's token as for one that does not exist.
    """
    with ctx.db.writing() as session:
        row = session.get(ApiToken, token_id, with_for_update=True)
        if row is None or row.user_id != person.id:
            raise NotFoundError("token")
        if row.revoked_at is None:
            row.revoked_at = ctx.clock()
            audit.record(session, audit.Kind.TOKEN_REVOKED, at=row.revoked_at, actor_id=person.id, subject_id=token_id)


def bearer(ctx: Context, secret: str, needs: Scope) -> Person:
    """The person for whom a program calls, if its token is good and may do this. A write is counted.

    Raises:
        NotSignedInError: when the token is unknown, revoked or expired, or its owner's account is disabled.
        ForbiddenError: when the token may only read.
        ThrottledError: after 60 writes in the minute that began with the first of them.
    """
    now = ctx.clock()
    with ctx.db.reading() as session:
        found = session.execute(
            select(ApiToken, User)
            .join(User, User.id == ApiToken.user_id)
            .where(
                ApiToken.token_hash == digest(secret),
                ApiToken.revoked_at.is_(None),
                ApiToken.expires_at > now,
                User.is_active,
            )
        ).one_or_none()
        if found is None:
            raise NotSignedInError("This token is unknown, was revoked or has expired. Make a new one on your account.")
        token, person = found[0], person_of(found[1])
    if needs is Scope.PRACTISE and token.scope is not Scope.PRACTISE:
        raise ForbiddenError("a token that may practise; this one may only read", ask="Make one on your account page.")
    if needs is Scope.PRACTISE:
        _count_write(ctx, token.id, now)
    elif token.last_used_at is None or token.last_used_at < now - NOTICED_AFTER:
        with ctx.db.writing() as session:
            session.execute(update(ApiToken).where(ApiToken.id == token.id).values(last_used_at=now))
    return person


def _count_write(ctx: Context, token_id: UUID, now: datetime) -> None:
    """One more write in the running minute, counted by the database for all processes that serve the API."""
    is_over = or_(ApiToken.window_began_at.is_(None), ApiToken.window_began_at <= now - WINDOW)
    with ctx.db.writing() as session:
        began, writes = session.execute(
            update(ApiToken)
            .where(ApiToken.id == token_id)
            .values(
                window_began_at=case((is_over, now), else_=ApiToken.window_began_at),
                window_writes=case((is_over, 1), else_=ApiToken.window_writes + 1),
                last_used_at=now,
            )
            .returning(ApiToken.window_began_at, ApiToken.window_writes)
        ).one()
    assert began is not None
    if writes > MOST_WRITES:
        raise ThrottledError(max(1, ceil((began + WINDOW - now).total_seconds())))


def _good(session: Session, user_id: UUID, now: datetime) -> Sequence[ApiToken]:
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
        .order_by(ApiToken.created_at.desc(), ApiToken.id)
    ).all()


def _view(row: ApiToken) -> TokenView:
    return TokenView(row.id, row.name, row.scope, row.created_at, row.expires_at, row.last_used_at)
