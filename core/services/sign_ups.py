"""New accounts: what a person types, everything that may be wrong with it, and the row that it becomes."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError
from core.models import User, UserRoleRow
from core.models.vocabulary import UserRole
from core.services import audit, passwords, throttling
from core.services.context import Context
from core.services.persons import Person, folded_name, person_of
from core.services.storable import storable

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


@dataclass(frozen=True)
class NewAccount:
    """What a person types to sign up."""

    username: str
    email: str
    first_name: str
    last_name: str
    password: str
    password_again: str


def sign_up(ctx: Context, new: NewAccount, *, address: str | None = None) -> Person:
    """A new candidate; ``address`` is the client's, where it is known.

    Raises:
        InvalidInputError: with every fault of the form at once.
        ThrottledError: when far too many accounts were asked for from there.
    """
    throttling.count_try(ctx, throttling.address_buckets(ctx, "sign-up", address, throttling.SIGN_UPS_OF_ADDRESS))
    hashed = hashed_before(new)
    with ctx.db.writing() as session:
        return add_user(ctx, session, new, hashed, {UserRole.CANDIDATE})


def hashed_before(new: NewAccount) -> str:
    """Hashing takes a while, so it is done before a transaction, and of no more than could be accepted."""
    return passwords.hash_password(new.password[: passwords.MAX_LENGTH])


def add_user(ctx: Context, session: Session, new: NewAccount, hashed: str, roles: set[UserRole]) -> Person:
    """Add an account within the caller's transaction.

    Raises:
        InvalidInputError: with every fault of the form at once.
    """
    new = _without_nul(new)
    username, email = folded_name(new.username), folded_name(new.email)
    if faults := _account_faults(session, new, username, email):
        raise InvalidInputError(faults)
    now = ctx.clock()
    user = User(
        username=username,
        email=email,
        first_name=new.first_name.strip(),
        last_name=new.last_name.strip(),
        password_hash=hashed,
        created_at=now,
        updated_at=now,
        roles=[UserRoleRow(role=role) for role in sorted(roles)],
    )
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:  # another request took the name between the check and the insert
        raise InvalidInputError([Fault("Username", "This username or address was just taken.")]) from error
    audit.record(session, audit.Kind.SIGNED_UP, at=now, actor_id=user.id, roles=sorted(roles))
    return person_of(user)


def password_faults(password: str, again: str, *, personal: tuple[str, ...]) -> list[Fault]:
    """What is wrong with a new password that was typed twice."""
    faults = []
    if message := passwords.password_fault(password, personal=personal):
        faults.append(Fault("Password", message))
    if password != again:
        faults.append(Fault("Repeat password", "The two passwords differ."))
    return faults


def _without_nul(new: NewAccount) -> NewAccount:
    # PostgreSQL stores none; in a password they count like any other character, as only its hash is stored
    username, email, first, last = (storable(text) for text in (new.username, new.email, new.first_name, new.last_name))
    return NewAccount(username, email, first, last, new.password, new.password_again)


def _account_faults(session: Session, new: NewAccount, username: str, email: str) -> list[Fault]:
    faults = []
    if not USERNAME.fullmatch(username):
        faults.append(Fault("Username", "Use 2 to 64 letters a-z, digits, dots, dashes or underscores."))
    elif session.scalar(select(User.id).where(User.username == username)):
        faults.append(Fault("Username", "This username is taken. Choose another."))
    if len(email) > 254 or not EMAIL.fullmatch(email):
        faults.append(Fault("Email", "This does not look like an e-mail address."))
    elif session.scalar(select(User.id).where(User.email == email)):
        faults.append(Fault("Email", "There is an account with this address. Sign in, or ask an admin to reset it."))
    if not 1 <= len(new.first_name.strip()) <= 100:
        faults.append(Fault("First name", "Tell us what to call you, in 1 to 100 characters."))
    if len(new.last_name.strip()) > 100:
        faults.append(Fault("Last name", "Use at most 100 characters."))
    return faults + password_faults(new.password, new.password_again, personal=(username, email))
