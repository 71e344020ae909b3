"""The role that an interview is for: from the catalog, suggested, or a candidate's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.bank.catalog import Catalog, Role
from core.errors import Fault, InvalidInputError, NotFoundError
from core.services.storable import storable
from core.services.suggestion import match_custom_role


@dataclass(frozen=True)
class RoleChoice:
    """A role with what the generator needs of it.

    ``skills`` are (skill id, weight 0..1), heaviest first. A role of one's own has no ``id``; it is ``like`` the
    catalog's role that it was matched to, if it was, and shares its family.
    """

    name: str
    skills: tuple[tuple[str, float], ...]
    id: str | None = None
    family: str | None = None
    like: str | None = None

    def weight(self, skill: str) -> float:
        """How much the role asks for a skill, 0..1."""
        return dict(self.skills).get(skill, 0.0)

    def to_json(self) -> dict[str, Any]:
        """As it is stored with an interview and given out by the API."""
        return {"id": self.id, "name": self.name, "family": self.family, "skills": dict(self.skills), "like": self.like}


def role_from_catalog(catalog: Catalog, role_id: str) -> RoleChoice:
    """The catalog's role.

    Raises:
        NotFoundError: when the catalog has none with that id.
    """
    role = catalog.role(role_id)
    if role is None:
        raise NotFoundError("role")
    return RoleChoice(name=role.name, skills=heaviest_first(role.skills), id=role.id, family=role.family)


def custom_role(name: str, skills: Mapping[str, float], *, like: Role | None = None) -> RoleChoice:
    """A role that a candidate typed, with the skills that they confirmed and the catalog's role nearest to it."""
    return RoleChoice(
        name=storable(name).strip(),
        skills=heaviest_first(skills),
        family=like.family if like else None,
        like=like.id if like else None,
    )


def own_role(
    catalog: Catalog, name: str, *, description: str = "", skills: Mapping[str, float] | None = None
) -> RoleChoice:
    """A role that is not in the catalog, with the skills that it names, unless they are given.

    Raises:
        InvalidInputError: when it has no name, or a skill is not in the catalog; every fault at once.
    """
    faults = [] if storable(name).strip() else [Fault("custom_role.name", "Say what the role is called.")]
    faults += [
        Fault("custom_role.skills", f"'{skill}' is not in the catalog.")
        for skill in skills or ()
        if catalog.skill(skill) is None
    ]
    if faults:
        raise InvalidInputError(faults)
    match = match_custom_role(name, description, catalog)
    like = catalog.role(match.role) if match.role else None
    return custom_role(name, skills or match.weights, like=like)


def role_from_json(body: Mapping[str, Any]) -> RoleChoice:
    """The role as it was stored with an interview."""
    return RoleChoice(
        name=body["name"],
        skills=heaviest_first(body["skills"]),
        id=body["id"],
        family=body["family"],
        like=body["like"],
    )


def heaviest_first(skills: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Skills by weight, then by name, so that the order says what matters most."""
    return tuple(sorted(skills.items(), key=lambda pair: (-pair[1], pair[0])))
