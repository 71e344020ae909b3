"""The role catalog: which roles can be practised, the skills each needs, and how skills stand in people's texts."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from core.bank.item import Level, Slug
from core.bank.lined_yaml import LinedDocument, read_lined_yaml
from core.errors import BadFileError, Fault

SkillKind = Literal["technical", "soft", "case"]

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=80)]
Alias = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=600)]
Weight = Annotated[float, Field(ge=0.2, le=1.0)]

_Entry = TypeVar("_Entry", bound="_Strict")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Skill(_Strict):
    """Something that questions are tagged with.

    ``aliases`` are words for it in CVs and job ads, in any case; ``cased`` are those that are also everyday
    English and count only as written or among other skills. ``related`` has the nearest skill first.
    """

    id: Slug
    name: Name
    kind: SkillKind
    aliases: tuple[Alias, ...] = ()
    cased: tuple[Alias, ...] = ()
    related: tuple[Slug, ...] = Field(min_length=1, max_length=8)


class Family(_Strict):
    """A group of roles, in the catalog's order."""

    id: Slug
    name: Name


class RoleLevels(_Strict):
    """What differs by level, in one or two sentences each."""

    junior: Prose
    mid: Prose
    senior: Prose


class Role(_Strict):
    """A job that can be practised. ``skills`` maps a skill's id to its weight, 0.2 (helps) to 1.0 (the heart)."""

    id: Slug
    name: Name
    family: Slug
    description: Prose
    titles: tuple[Name, ...] = Field(min_length=1)
    skills: Mapping[Slug, Weight] = Field(min_length=1)
    levels: RoleLevels

    def differs(self, level: Level) -> str:
        """What is expected at a level."""
        return str(getattr(self.levels, level))


@dataclass(frozen=True, eq=False)
class Catalog:
    """All skills, families and roles, each in the order of the file.

    Equal only to itself, so that what is worked out from a catalog can be kept beside it.
    """

    skills: tuple[Skill, ...]
    families: tuple[Family, ...]
    roles: tuple[Role, ...]

    @cached_property
    def _skills(self) -> Mapping[str, Skill]:
        return {skill.id: skill for skill in self.skills}

    @cached_property
    def _families(self) -> Mapping[str, Family]:
        return {family.id: family for family in self.families}

    @cached_property
    def _roles(self) -> Mapping[str, Role]:
        return {role.id: role for role in self.roles}

    def skill(self, skill_id: str) -> Skill | None:
        """The skill, or None."""
        return self._skills.get(skill_id)

    def skill_name(self, skill_id: str) -> str:
        """The skill's name for people, or the id in plain words where the catalog does not know it."""
        skill = self.skill(skill_id)
        return skill.name if skill else skill_id.replace("-", " ").capitalize()

    def related(self, skill_id: str) -> tuple[str, ...]:
        """Ids of the nearest skills, nearest first; none for an unknown skill."""
        skill = self.skill(skill_id)
        return skill.related if skill else ()

    def family(self, family_id: str) -> Family | None:
        """The family, or None."""
        return self._families.get(family_id)

    def role(self, role_id: str) -> Role | None:
        """The role, or None."""
        return self._roles.get(role_id)

    def roles_of(self, family_id: str) -> tuple[Role, ...]:
        """The roles of a family."""
        return tuple(role for role in self.roles if role.family == family_id)


def load_catalog(path: Path) -> Catalog:
    """The catalog of a YAML file.

    Raises:
        BadFileError: with every fault of the file and its line, if there is one.
        OSError: when the file cannot be read.
    """
    catalog, faults = read_catalog(path.read_text(encoding="utf-8"), where=path.name)
    if faults:
        raise BadFileError(faults)
    return catalog


def read_catalog(text: str, *, where: str) -> tuple[Catalog, list[Fault]]:
    """What is well formed in the text, and a fault for everything that is not."""
    document, faults = read_lined_yaml(text, where=where)
    if document is None:
        return Catalog((), (), ()), faults
    parts = ("skills", "families", "roles")
    body = document.value
    if not isinstance(body, dict) or set(body) != set(parts) or not all(isinstance(body[part], list) for part in parts):
        fault = Fault(where, "a catalog holds the lists 'skills', 'families' and 'roles', and nothing else")
        return Catalog((), (), ()), [*faults, fault]
    catalog = Catalog(
        tuple(_entries(Skill, document, "skills", faults)),
        tuple(_entries(Family, document, "families", faults)),
        tuple(_entries(Role, document, "roles", faults)),
    )
    faults += _cross_faults(document)
    return catalog, sorted(faults, key=_by_line)


def _entries(shape: type[_Entry], document: LinedDocument, part: str, faults: list[Fault]) -> Iterator[_Entry]:
    for index, raw in enumerate(document.value[part]):
        try:
            yield shape.model_validate(raw)
        except ValidationError as error:
            faults += [_as_fault(document, (part, index), detail) for detail in error.errors()]


def _as_fault(document: LinedDocument, start: tuple[str | int, ...], detail: ErrorDetails) -> Fault:
    # A fault in a mapping's key has "[key]" as its last step, which is no place in the document.
    loc = tuple(step for step in detail["loc"] if step != "[key]")
    name = ".".join(str(step) for step in loc)
    return Fault(document.place(*start, *loc), f"{name}: {detail['msg']}" if name else detail["msg"])


def _cross_faults(document: LinedDocument) -> Iterator[Fault]:
    """What is wrong between entries. Looks at the raw document, so that one bad entry does not make others look bad."""
    body = document.value
    skills, families, roles = (_raw_entries(body[part]) for part in ("skills", "families", "roles"))
    known_skills = _names(raw.get("id") for _, raw in skills)
    known_families = _names(raw.get("id") for _, raw in families)

    yield from _repeated(document, "skills", [(i, ("id",), raw.get("id")) for i, raw in skills], "the id")
    yield from _repeated(document, "families", [(i, ("id",), raw.get("id")) for i, raw in families], "the id")
    yield from _repeated(document, "roles", [(i, ("id",), raw.get("id")) for i, raw in roles], "the id")
    yield from _repeated(document, "roles", list(_titles(roles)), "the title")

    for index, raw in skills:
        yield from _skill_faults(document, index, raw, known_skills)
    for index, raw in roles:
        yield from _role_faults(document, index, raw, known_skills, known_families)


def _skill_faults(document: LinedDocument, index: int, raw: dict[str, Any], known: set[str]) -> Iterator[Fault]:
    for step, related in enumerate(_list(raw.get("related"))):
        if related not in known:
            yield Fault(document.place("skills", index, "related", step), f"no skill is called '{related}'")
        elif related == raw.get("id"):
            yield Fault(document.place("skills", index, "related", step), f"'{related}' is related to itself")
    words = [str(word).casefold() for part in ("aliases", "cased") for word in _list(raw.get(part))]
    for word, count in Counter(words).items():
        if count > 1:
            yield Fault(document.place("skills", index), f"'{word}' is given {count} times for '{raw.get('id')}'")


def _role_faults(
    document: LinedDocument, index: int, raw: dict[str, Any], skills: set[str], families: set[str]
) -> Iterator[Fault]:
    needed = raw.get("skills")
    for skill in needed if isinstance(needed, dict) else ():
        if skill not in skills:
            yield Fault(document.place("roles", index, "skills", skill), f"no skill is called '{skill}'")
    if isinstance(family := raw.get("family"), str) and family not in families:
        yield Fault(document.place("roles", index, "family"), f"no family is called '{family}'")


def _titles(roles: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[tuple[int, tuple[str | int, ...], Any]]:
    for index, raw in roles:
        yield index, ("name",), str(raw.get("name", index)).casefold()
        for step, title in enumerate(_list(raw.get("titles"))):
            yield index, ("titles", step), str(title).casefold()


def _repeated(
    document: LinedDocument, part: str, found: list[tuple[int, tuple[str | int, ...], Any]], what: str
) -> Iterator[Fault]:
    counts = Counter(value for _, _, value in found if isinstance(value, str))
    for index, steps, value in found:
        if isinstance(value, str) and counts[value] > 1:
            yield Fault(document.place(part, index, *steps), f"{what} '{value}' is used {counts[value]} times")


def _raw_entries(entries: list[Any]) -> list[tuple[int, dict[str, Any]]]:
    return [(index, raw) for index, raw in enumerate(entries) if isinstance(raw, dict)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _names(values: Iterable[Any]) -> set[str]:
    return {value for value in values if isinstance(value, str)}


def _by_line(fault: Fault) -> tuple[int, str]:
    line = fault.where.rpartition(":")[2]
    return (int(line) if line.isdigit() else 0, fault.message)
