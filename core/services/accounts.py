"""Accounts: who somebody is, how they sign in and out, and what an admin may change about them."""

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.errors import CallerError, Fault, ForbiddenError, InvalidInputError, NotFoundError, StateError
from core.models import ApiToken, OneTimeLink, SignIn, User, UserRoleRow
from core.models.vocabulary import LinkPurpose, UserRole
from core.services.context import Context
from core.services.passwords import MAX_LENGTH, hash_password, matches, password_fault

SIGN_IN_LASTS = timedelta(days=7)
TICKET_LASTS = timedelta(seconds=60)
RESET_LINK_LASTS = timedelta(hours=24)
FIRST_ADMIN_LINK_LASTS = timedelta(hours=24)

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,63}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


class BadCredentialsError(CallerError):
    """Username and password do not fit together, or the account is disabled: told alike."""

    def __init__(self) -> None:
        super().__init__("That username and password do not fit together. Check both and try again.")


class BadLinkError(CallerError):
    """A one-time link that is unknown, used or expired."""

    def __init__(self) -> None:
        super().__init__("This link has been used or has expired. Ask for a new one.")


@dataclass(frozen=True)
class Person:
    """A signed-in person, as every service wants to know them."""

    id: UUID
    username: str
    email: str
    first_name: str
    last_name: str
    roles: frozenset[UserRole]
    is_active: bool = True

    @property
    def name(self) -> str:
        """First and last name, as far as given."""
        return f"{self.first_name} {self.last_name}".strip()

    def has(self, role: UserRole) -> bool:
        """Whether the person holds that role."""
        return role in self.roles


@dataclass(frozen=True)
class NewAccount:
    """What a person types to sign up."""

    username: str
    email: str
    first_name: str
    last_name: str
    password: str
    password_again: str


@dataclass(frozen=True)
class SignInSecrets:
    """What the page that signed in holds: its own secret, and a ticket that its browser swaps for a cookie."""

    page_token: str
    ticket: str


def sign_up(ctx: Context, new: NewAccount) -> Person:
    """A new candidate.

    Raises:
        InvalidInputError: with every fault of the form at once.
    """
    hashed = _hashed(new.password)
    with ctx.db.writing() as session:
        return _add_user(ctx, session, new, hashed, {UserRole.CANDIDATE})


def sign_in(ctx: Context, username: str, password: str) -> tuple[Person, SignInSecrets]:
    """Check the password and open a sign-in; the name may be the username or the e-mail address.

    Raises:
        BadCredentialsError: for an unknown or disabled account as for a wrong password.
    """
    with ctx.db.reading() as session:
        user = session.scalar(select(User).where(_is_named(username)))
    # Compared outside the transaction, for it takes a while, and for unknown names too, to take as long.
    if not matches(password, user.password_hash if user else None) or user is None or not user.is_active:
        raise BadCredentialsError
    return person_of(user), open_sign_in(ctx, user.id)


def open_sign_in(ctx: Context, user_id: UUID) -> SignInSecrets:
    """A new sign-in for a person who has proved who they are."""
    page_token, ticket = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    now = ctx.clock()
    with ctx.db.writing() as session:
        session.execute(delete(SignIn).where(SignIn.expires_at < now))
        session.add(
            SignIn(
                user_id=user_id,
                page_hash=digest(page_token),
                ticket_hash=digest(ticket),
                ticket_expires_at=now + TICKET_LASTS,
                expires_at=now + SIGN_IN_LASTS,
                created_at=now,
            )
        )
    return SignInSecrets(page_token, ticket)


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
    with ctx.db.reading() as session:
        user = session.scalar(
            select(User)
            .join(SignIn, SignIn.user_id == User.id)
            .where(_holds(token), SignIn.expires_at > ctx.clock(), User.is_active)
        )
        return person_of(user) if user else None


def sign_out(ctx: Context, token: str | None) -> None:
    """End the sign-in that this secret belongs to, for the page and for the browser."""
    if token:
        with ctx.db.writing() as session:
            session.execute(delete(SignIn).where(_holds(token)))


def sign_out_everywhere(ctx: Context, person: Person) -> None:
    """End all sign-ins of a person."""
    with ctx.db.writing() as session:
        _end_sign_ins(session, person.id)


def change_password(ctx: Context, person: Person, *, old: str, new: str, again: str) -> SignInSecrets:
    """Set a new password, end every sign-in and token, and open a fresh sign-in for the page that asked.

    Raises:
        InvalidInputError: when the old password is wrong or the new one not good enough.
    """
    with ctx.db.reading() as session:
        stored = _user(session, person.id).password_hash
    faults = [] if matches(old, stored) else [Fault("Current password", "This is not your current password.")]
    faults += _password_faults(new, again, personal=(person.username, person.email))
    if faults:
        raise InvalidInputError(faults)
    hashed = hash_password(new)
    with ctx.db.writing() as session:
        _set_hash(ctx, session, person.id, hashed)
    return open_sign_in(ctx, person.id)


# --- one-time links ---------------------------------------------------------------------------------------------


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
    hashed = _hashed(new.password)
    with ctx.db.writing() as session:
        _use_link(ctx, session, token, LinkPurpose.FIRST_ADMIN)
        if session.scalar(select(func.count()).select_from(User)):
            raise BadLinkError
        return _add_user(ctx, session, new, hashed, set(UserRole))


def is_link_good(ctx: Context, token: str, purpose: LinkPurpose) -> bool:
    """Whether a link could be used now, to show its form or to say that it has expired."""
    with ctx.db.reading() as session:
        return session.scalar(select(OneTimeLink.id).where(_good_link(ctx, token, purpose))) is not None


def make_reset_link(ctx: Context, admin: Person, user_id: UUID) -> str:
    """A single-use link with which a person sets a new password; their older links stop working."""
    require(admin, UserRole.ADMIN)
    token = secrets.token_urlsafe(32)
    now = ctx.clock()
    with ctx.db.writing() as session:
        _user(session, user_id)
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
    return f"{ctx.settings.base_url}/sign_in?reset={token}"


def reset_password(ctx: Context, token: str, *, new: str, again: str) -> None:
    """Set the password of the person whom the link was made for, and end their sign-ins and tokens.

    Raises:
        BadLinkError: when the link is unknown, used or expired.
        InvalidInputError: when the password is not good enough; the link can be used again then.
    """
    with ctx.db.reading() as session:
        link = session.scalar(select(OneTimeLink).where(_good_link(ctx, token, LinkPurpose.PASSWORD_RESET)))
        if link is None or link.user_id is None:
            raise BadLinkError
        user = _user(session, link.user_id)
    if faults := _password_faults(new, again, personal=(user.username, user.email)):
        raise InvalidInputError(faults)
    hashed = hash_password(new)
    with ctx.db.writing() as session:
        _use_link(ctx, session, token, LinkPurpose.PASSWORD_RESET)
        _set_hash(ctx, session, user.id, hashed)


# --- what an admin does -----------------------------------------------------------------------------------------


def list_people(ctx: Context, admin: Person, *, search: str = "") -> tuple[Person, ...]:
    """Everyone, or those in whose names or address the search text stands, by username."""
    require(admin, UserRole.ADMIN)
    query = select(User).order_by(User.username)
    if search.strip():
        text = search.strip().lower()
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
        user = _user(session, user_id)
        if {row.role for row in user.roles} == wanted:
            return person_of(user)
        if UserRole.ADMIN not in wanted:
            _refuse_if_last_admin(session, user_id)
        user.roles = [UserRoleRow(user_id=user_id, role=role) for role in sorted(wanted)]
        user.updated_at = ctx.clock()
        if user_id != admin.id:
            _end_sign_ins(session, user_id)
        return person_of(user)


def set_active(ctx: Context, admin: Person, user_id: UUID, *, active: bool) -> Person:
    """Disable a person, which ends their sign-ins at once, or let them in again.

    Raises:
        StateError: when nobody would be left to administrate.
    """
    require(admin, UserRole.ADMIN)
    with ctx.db.writing() as session:
        user = _user(session, user_id)
        if not active:
            _refuse_if_last_admin(session, user_id)
            _end_sign_ins(session, user_id)
        user.is_active = active
        user.updated_at = ctx.clock()
        return person_of(user)


def require(person: Person | None, role: UserRole) -> Person:
    """The person, if they hold the role.

    Raises:
        ForbiddenError: otherwise.
    """
    if person is None or not person.has(role):
        raise ForbiddenError(f"the role '{role.value}'")
    return person


def require_any(person: Person, *roles: UserRole) -> Person:
    """The person, if they hold one of the roles.

    Raises:
        ForbiddenError: otherwise; it names the first.
    """
    return person if person.roles.intersection(roles) else require(person, roles[0])


def person_by_id(ctx: Context, user_id: UUID) -> Person:
    """A person by their id, for code that acts for somebody without a page, such as a script.

    Raises:
        NotFoundError: when there is none.
    """
    with ctx.db.reading() as session:
        return person_of(_user(session, user_id))


def person_by_name(ctx: Context, username: str) -> Person:
    """A person by their username or e-mail address, for somebody at a terminal.

    Raises:
        NotFoundError: when there is none.
    """
    with ctx.db.reading() as session:
        user = session.scalar(select(User).where(_is_named(username)))
        if user is None:
            raise NotFoundError("person")
        return person_of(user)


def person_of(user: User) -> Person:
    """A stored user as services know them."""
    return Person(
        id=user.id,
        username=user.username,
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        roles=frozenset(row.role for row in user.roles),
        is_active=user.is_active,
    )


def digest(secret: str) -> str:
    """What is stored of a secret of 256 random bits: its SHA-256, for there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


# --- within -----------------------------------------------------------------------------------------------------


def _hashed(password: str) -> str:
    """Hashing takes a while, so it is done before a transaction, and of no more than could be accepted."""
    return hash_password(password[:MAX_LENGTH])


def _add_user(ctx: Context, session: Session, new: NewAccount, hashed: str, roles: set[UserRole]) -> Person:
    username, email = new.username.strip().lower(), new.email.strip().lower()
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
    return person_of(user)


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
    return faults + _password_faults(new.password, new.password_again, personal=(username, email))


def _password_faults(password: str, again: str, *, personal: tuple[str, ...]) -> list[Fault]:
    faults = []
    if message := password_fault(password, personal=personal):
        faults.append(Fault("Password", message))
    if password != again:
        faults.append(Fault("Repeat password", "The two passwords differ."))
    return faults


def _set_hash(ctx: Context, session: Session, user_id: UUID, hashed: str) -> None:
    now = ctx.clock()
    session.execute(update(User).where(User.id == user_id).values(password_hash=hashed, updated_at=now))
    _end_sign_ins(session, user_id)
    # Whoever knew the old password may have made a token with it.
    session.execute(
        update(ApiToken).where(ApiToken.user_id == user_id, ApiToken.revoked_at.is_(None)).values(revoked_at=now)
    )


def _end_sign_ins(session: Session, user_id: UUID) -> None:
    session.execute(delete(SignIn).where(SignIn.user_id == user_id))


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


def _is_named(name: str) -> ColumnElement[bool]:
    wanted = name.strip().lower()
    return or_(User.username == wanted, User.email == wanted)


def _holds(token: str) -> ColumnElement[bool]:
    hashed = digest(token)
    return or_(SignIn.page_hash == hashed, SignIn.cookie_hash == hashed)


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


def _user(session: Session, user_id: UUID) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFoundError("person")
    return user
