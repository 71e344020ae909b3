"""Sign-in with another provider (OpenID Connect): whose account it is that the provider vouches for.

The provider's own name for somebody, issuer and subject, is what counts; an e-mail address can change hands. At the
first sign-in a confirmed address that nobody has here makes a new candidate. An address that somebody has here proves
nothing about their account: they sign in once with its password, and are known from then on.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import CallerError, InvalidInputError
from core.models import OutsideIdentity, User
from core.models.vocabulary import UserRole
from core.services import audit, passwords, throttling
from core.services.context import Context
from core.services.digests import digest
from core.services.persons import Person, folded_name
from core.services.sign_ins import SignInSecrets, open_sign_in
from core.services.sign_ups import EMAIL, NewAccount, add_user
from core.services.storable import storable

GOOD_FOR = timedelta(minutes=5)
"""So long after a provider vouched for somebody they can sign in with it: whoever copies it later gets nothing."""
CLOCKS_DIFFER = timedelta(minutes=1)
LONGEST_ID = 200


class OutsideSignInError(CallerError):
    """A provider vouched for somebody, and that is not enough; the message says what is."""


class LinkFirstError(OutsideSignInError):
    """Somebody has this address here, and has to show once that it is they."""

    def __init__(self) -> None:
        super().__init__(
            "There is an account with your e-mail address already. Sign in with its password once, now; "
            "from then on you can sign in either way."
        )


@dataclass(frozen=True)
class Vouched:
    """What a provider says of somebody. ``email`` is None unless the provider has confirmed it."""

    issuer: str
    subject: str
    email: str | None
    first_name: str
    last_name: str
    said_at: datetime


def read_claims(claims: Mapping[str, object]) -> Vouched | None:
    """What the claims of an identity token say; None for claims that name nobody."""
    issuer, subject, said_at = claims.get("iss"), claims.get("sub"), claims.get("iat")
    if not (isinstance(issuer, str) and isinstance(subject, str) and issuer and subject):
        return None
    if isinstance(said_at, bool) or not isinstance(said_at, int | float) or not 0 < said_at < 1e11:
        return None
    is_confirmed = claims.get("email_verified") in (True, "true")
    first = _text(claims, "given_name") or _text(claims, "name")
    return Vouched(
        issuer=_fitting(issuer),
        subject=_fitting(subject),
        email=(folded_name(_text(claims, "email")) or None) if is_confirmed else None,
        first_name=first[:100],
        last_name=_text(claims, "family_name")[:100],
        said_at=datetime.fromtimestamp(said_at, UTC),
    )


def is_fresh(ctx: Context, vouched: Vouched) -> bool:
    """Whether a provider vouched for somebody just now."""
    return -CLOCKS_DIFFER <= ctx.clock() - vouched.said_at <= GOOD_FOR


def sign_in_from_outside(ctx: Context, vouched: Vouched, *, address: str | None = None) -> SignInSecrets:
    """Open a sign-in for whom a provider vouches; at the first time, make their account.

    Raises:
        LinkFirstError: when somebody has the address here.
        OutsideSignInError: when the account is disabled, or there is none and the address is not confirmed.
        ThrottledError: when far too many accounts were asked for from there.
    """
    if not is_fresh(ctx, vouched):
        raise OutsideSignInError("This sign-in took too long. Please try again.")
    user_id = _known(ctx, vouched)
    if user_id is None:
        try:
            user_id = _add(ctx, vouched, address)
        except (LinkFirstError, InvalidInputError, IntegrityError):
            # Two tabs at once: the other one made the account a moment ago.
            user_id = _known(ctx, vouched)
            if user_id is None:
                raise
    return open_sign_in(ctx, user_id, by="provider")


def link(ctx: Context, person: Person, vouched: Vouched) -> bool:
    """Let somebody who has just signed in by password sign in with the provider from now on, if it is their address.

    Answers whether they can; a link that somebody else has is left alone.
    """
    if not is_fresh(ctx, vouched) or vouched.email != person.email:
        return False
    try:
        with ctx.db.writing() as session:
            known = _identity(session, vouched)
            if known is None:
                _remember(ctx, session, vouched, person.id)
            return known is None or known.user_id == person.id
    except IntegrityError:  # the same in another tab, a moment ago
        return _known(ctx, vouched) == person.id


def _known(ctx: Context, vouched: Vouched) -> UUID | None:
    with ctx.db.reading() as session:
        known = _identity(session, vouched)
        if known is None:
            return None
        if not session.scalars(select(User.is_active).where(User.id == known.user_id)).one():
            raise OutsideSignInError("This account cannot be used. Ask an admin.")
        return known.user_id


def _add(ctx: Context, vouched: Vouched, address: str | None) -> UUID:
    email = vouched.email
    if email is None or len(email) > 254 or not EMAIL.fullmatch(email):
        raise OutsideSignInError(
            "The provider has not confirmed an e-mail address of yours. Confirm it there, or create an account here."
        )
    with ctx.db.reading() as session:
        if session.scalar(select(User.id).where(User.email == email)):
            raise LinkFirstError
    throttling.count_try(ctx, throttling.address_buckets(ctx, "sign-up", address, throttling.SIGN_UPS_OF_ADDRESS))
    # Nobody knows this password; an admin's reset link sets one that somebody does.
    password = secrets.token_urlsafe(48)
    hashed = passwords.hash_password(password)
    with ctx.db.writing() as session:
        username = _free_username(session, email)
        first = vouched.first_name or username
        new = NewAccount(username, email, first, vouched.last_name, password, password)
        person = add_user(ctx, session, new, hashed, {UserRole.CANDIDATE})
        _remember(ctx, session, vouched, person.id)
        return person.id


def _identity(session: Session, vouched: Vouched) -> OutsideIdentity | None:
    return session.get(OutsideIdentity, (vouched.issuer, vouched.subject))


def _remember(ctx: Context, session: Session, vouched: Vouched, user_id: UUID) -> None:
    session.add(
        OutsideIdentity(issuer=vouched.issuer, subject=vouched.subject, user_id=user_id, created_at=ctx.clock())
    )
    session.flush()
    audit.record(session, audit.Kind.PROVIDER_LINKED, at=ctx.clock(), actor_id=user_id)


def _free_username(session: Session, email: str) -> str:
    """A username like the address's first part, with a few letters more if somebody has that."""
    bare = re.sub(r"[^a-z0-9._-]+", "-", email.partition("@")[0]).strip("._-")[:50]
    wanted = bare if len(bare) > 1 else f"person-{secrets.token_hex(2)}"
    while session.scalar(select(User.id).where(User.username == wanted)):
        wanted = f"{bare or 'person'}-{secrets.token_hex(3)}"
    return wanted


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    return storable(value).strip() if isinstance(value, str) else ""


def _fitting(name: str) -> str:
    """A provider's name for something as it is stored; one that is too long, or no text, by its hash."""
    return name if len(name) <= LONGEST_ID and "\x00" not in name else f"sha256:{digest(name)}"
