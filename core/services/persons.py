"""A signed-in person as every service knows them, and the question whether they may."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Session

from core.errors import ForbiddenError, NotFoundError
from core.models import User
from core.models.vocabulary import UserRole
from core.services.storable import storable


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


def shown_name(first_name: str, last_name: str, username: str) -> str:
    """What somebody is called: first and last name as far as given, or else the username."""
    return f"{first_name} {last_name}".strip() or username


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


def stored_user(session: Session, user_id: UUID) -> User:
    """The row of a person.

    Raises:
        NotFoundError: when there is none.
    """
    user = session.get(User, user_id)
    if user is None:
        raise NotFoundError("person")
    return user


def folded_name(name: str) -> str:
    """A username or an e-mail address as it is stored, whatever way it was typed."""
    return storable(name).strip().lower()


def is_named(name: str) -> ColumnElement[bool]:
    """Whether a user has this username or e-mail address."""
    wanted = folded_name(name)
    return or_(User.username == wanted, User.email == wanted)
