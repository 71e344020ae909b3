"""Shapes of a person: who they are, their profile, their tokens, and the roles that they can practise for."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field

from core.bank.catalog import Role
from core.models.vocabulary import Scope, Timing, UserRole
from core.serializers.examples import PROFILE
from core.serializers.shape import Body, Shape, TimeFactor
from core.services.accounts import Person
from core.services.api_tokens import TokenView
from core.services.documents import MAX_TEXT_CHARS
from core.services.profiles import ProfileView

ProfileText = Annotated[str, Field(max_length=MAX_TEXT_CHARS)]


class Me(Shape):
    """Whose token this is."""

    id: UUID
    username: str
    first_name: str
    last_name: str
    roles: list[UserRole]

    @classmethod
    def of(cls, person: Person) -> Self:
        """From what services return."""
        return cls(
            id=person.id,
            username=person.username,
            first_name=person.first_name,
            last_name=person.last_name,
            roles=sorted(person.roles),
        )


class ProfileIn(Body):
    """A whole profile, which replaces the one that is stored."""

    model_config = ConfigDict(json_schema_extra={"examples": [PROFILE]})

    skills: list[Annotated[str, Field(max_length=60)]] = Field(
        max_length=100, description="Ids of skills in the catalog."
    )
    experience: ProfileText
    cv_text: ProfileText
    job_text: ProfileText
    time_factor: TimeFactor = Field(Timing.USUAL, description="What interviews begin with.")


class ProfileOut(Shape):
    """A profile; its id is null until something was saved."""

    id: UUID | None
    skills: list[str]
    experience: str
    cv_text: str
    job_text: str
    time_factor: Timing

    @classmethod
    def of(cls, view: ProfileView) -> Self:
        """From what services return."""
        return cls(
            id=view.id,
            skills=list(view.skills),
            experience=view.experience,
            cv_text=view.cv_text,
            job_text=view.job_text,
            time_factor=view.timing,
        )


class TokenOut(Shape):
    """A token that is good now, without its secret."""

    id: UUID
    name: str
    scope: Scope
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None

    @classmethod
    def of(cls, view: TokenView) -> Self:
        """From what services return."""
        return cls.model_validate(view)


class RoleOut(Shape):
    """A role of the catalog. Skills have a weight: 0.2 helps, 1 is the heart of the role."""

    id: str
    name: str
    family: str
    description: str
    skills: dict[str, float]

    @classmethod
    def of(cls, role: Role) -> Self:
        """From the catalog."""
        return cls(
            id=role.id,
            name=role.name,
            family=role.family,
            description=role.description,
            skills=dict(role.skills),
        )
