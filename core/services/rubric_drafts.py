"""Rubrics that somebody works on: kept as they are typed, checked all at once, and published when they are right.

A draft touches no live score. Weights are shares of whatever they add up to, so that one can be raised without lowering
the others by hand.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError, NotFoundError
from core.models import RubricDraft, User
from core.models.vocabulary import UserRole
from core.rubric import Rubric, rubric_from_dict
from core.scoring.grading import LENGTH
from core.scoring.measuring import SIGNALS
from core.services import publishing, rubrics
from core.services.accounts import Person, require
from core.services.context import Context
from core.services.storable import storable

Path = tuple[str | int, ...]

LONGEST_TITLE = 120
MOST_DRAFTS = 20
MOST_CHARACTERS = 100_000


@dataclass(frozen=True)
class DraftSummary:
    """One of a person's drafts, as a list shows it."""

    id: UUID
    title: str
    based_on: str
    updated_at: datetime


@dataclass(frozen=True)
class DraftView:
    """A draft: the values as they were typed, and the rubric that they make, or everything that is wrong with them."""

    id: UUID
    title: str
    based_on: Rubric
    body: Mapping[str, Any]
    updated_at: datetime
    rubric: Rubric | None
    faults: tuple[Fault, ...]


def my_drafts(ctx: Context, person: Person) -> tuple[DraftSummary, ...]:
    """A person's own drafts, the one changed last first.

    Raises:
        ForbiddenError: for whoever is not of the product team.
    """
    require(person, UserRole.STUDIO)
    with ctx.db.reading() as session:
        rows = session.scalars(
            select(RubricDraft).where(RubricDraft.author_id == person.id).order_by(RubricDraft.updated_at.desc())
        )
        return tuple(DraftSummary(row.id, row.title, row.based_on, row.updated_at) for row in rows)


def begin_draft(ctx: Context, person: Person, *, based_on: str | None = None, title: str = "") -> UUID:
    """A new draft that begins as a version, the one in force if none is named; returns its id.

    Raises:
        ForbiddenError: for whoever is not of the product team.
        NotFoundError: when there is no such version.
        InvalidInputError: when they have too many drafts, or the title is too long.
    """
    require(person, UserRole.STUDIO)
    now = ctx.clock()
    with ctx.db.writing() as session:
        # their own row, so that of two drafts at once the second is counted with the first
        session.get_one(User, person.id, with_for_update=True)
        content_hash = based_on or rubrics.hash_in_force(session)
        rubric = rubrics.rubric_by_hash(session, content_hash)
        count = len(session.scalars(select(RubricDraft.id).where(RubricDraft.author_id == person.id)).all())
        if count >= MOST_DRAFTS:
            raise InvalidInputError([Fault("", f"You have {count} drafts. Throw one away or publish it first.")])
        draft = RubricDraft(
            author_id=person.id,
            based_on=content_hash,
            title=_title(title) or f"Draft of {now:%d %B %Y}",
            body_json=rubric.to_dict(),
            created_at=now,
            updated_at=now,
        )
        session.add(draft)
        session.flush()
        return draft.id


def open_draft(ctx: Context, person: Person, draft_id: UUID) -> DraftView:
    """One of a person's own drafts, checked.

    Raises:
        ForbiddenError: for whoever is not of the product team.
        NotFoundError: for a draft of somebody else as for one that does not exist.
    """
    with ctx.db.reading() as session:
        row = _own(session, person, draft_id)
        return _view(session, row)


def change_draft(ctx: Context, person: Person, draft_id: UUID, path: Path, value: Any) -> DraftView:
    """Set one value of a draft, whatever is wrong with it; what other tabs set elsewhere in it stays.

    Args:
        path: where the value is, such as ``("dimensions", 0, "weight")``.

    Raises:
        ForbiddenError: for whoever is not of the product team.
        NotFoundError: for a draft of somebody else as for one that does not exist.
        InvalidInputError: when there is no such place, or the whole becomes too long.
    """
    with ctx.db.writing() as session:
        row = _own(session, person, draft_id, lock=True)
        body = copy.deepcopy(row.body_json)
        _set(body, path, storable(value) if isinstance(value, str) else value)
        if len(str(body)) > MOST_CHARACTERS:
            raise InvalidInputError([Fault("", "This is too much text for a rubric.")])
        if body != row.body_json:
            row.body_json, row.updated_at = body, ctx.clock()
            session.flush()
        return _view(session, row)


def rename_draft(ctx: Context, person: Person, draft_id: UUID, title: str) -> None:
    """Call a draft something else; without a name it keeps the one that it has.

    Raises:
        ForbiddenError: for whoever is not of the product team.
        NotFoundError: for a draft of somebody else as for one that does not exist.
        InvalidInputError: when the name is too long.
    """
    title = _title(title)
    with ctx.db.writing() as session:
        row = _own(session, person, draft_id, lock=True)
        row.title = title or row.title


def drop_draft(ctx: Context, person: Person, draft_id: UUID) -> None:
    """Throw a draft away. Doing it twice is doing it once.

    Raises:
        ForbiddenError: for whoever is not of the product team.
    """
    require(person, UserRole.STUDIO)
    with ctx.db.writing() as session:
        row = session.get(RubricDraft, draft_id)
        if row is not None and row.author_id == person.id:
            session.delete(row)


def publish_draft(ctx: Context, person: Person, draft_id: UUID, reason: str) -> str:
    """Make a draft a version that never changes and put it in force; returns its hash. The draft is gone then.

    Raises:
        ForbiddenError: for whoever is not of the product team.
        NotFoundError: for a draft of somebody else as for one that does not exist.
        InvalidInputError: with everything that is wrong with it, or when the reason is missing or too long.
    """
    with ctx.db.writing() as session:
        row = _own(session, person, draft_id, lock=True)
        rubric = rubric_of(row.body_json)
        publishing.put_in_force(ctx, session, person, rubric, reason)
        session.delete(row)
        return rubric.content_hash


def rubric_of(body: Mapping[str, Any]) -> Rubric:
    """The rubric that typed values make, with weights as shares of their sum.

    Raises:
        InvalidInputError: with everything that is wrong, each said where people find it on the page.
    """
    try:
        rubric = rubric_from_dict(_shared_out(body))
    except InvalidInputError as error:
        raise InvalidInputError([_in_words(fault, body) for fault in error.faults]) from error
    known = {*SIGNALS, LENGTH}
    unknown = [
        Fault(dimension.title, f"The scorer does not measure '{name}'.")
        for dimension in rubric.dimensions
        for name in sorted(dimension.measured - known)
    ]
    if unknown:
        raise InvalidInputError(unknown)
    return rubric


def _set(body: Any, path: Path, value: Any) -> None:
    found = body
    try:
        for step in path[:-1]:
            found = found[step]
        found[path[-1]]  # only what is there can be changed
        found[path[-1]] = value
    except (KeyError, IndexError, TypeError) as error:
        raise InvalidInputError([Fault(".".join(map(str, path)), "There is no such place in a rubric.")]) from error


def _shared_out(body: Mapping[str, Any]) -> dict[str, Any]:
    raw = copy.deepcopy(dict(body))
    dimensions = raw.get("dimensions")
    if isinstance(dimensions, list):
        _share(dimensions)
        for dimension in dimensions:
            if isinstance(dimension, dict) and isinstance(dimension.get("signals"), list):
                _share(dimension["signals"])
    return raw


def _share(entries: list[Any]) -> None:
    """Make the weights of these entries add up to 1; weights that do are left as they are, to the last digit."""
    weights = [entry.get("weight") if isinstance(entry, dict) else None for entry in entries]
    numbers = [weight for weight in weights if isinstance(weight, int | float) and not isinstance(weight, bool)]
    total = sum(numbers)
    if len(numbers) < len(entries) or any(not 0 <= number < 1e6 for number in numbers) or total <= 0:
        return  # the check says what is wrong
    if abs(total - 1.0) > 1e-9:
        for entry, number in zip(entries, numbers, strict=True):
            entry["weight"] = number / total


_LISTS = ("dimensions", "signals", "gates", "anchors")


def _in_words(fault: Fault, body: Mapping[str, Any]) -> Fault:
    """A fault at ``dimensions.1.signals.2.weight`` told as "Relevance, All parts, weight"."""
    found: Any = body
    names: list[str] = []
    for step in fault.where.split("."):
        found = _inside(found, step)
        if step.isdigit() and isinstance(found, Mapping):
            names.append(str(found.get("title") or found.get("label") or f"level {found.get('level')}"))
        elif step not in _LISTS:
            names.append(step)
    where = ", ".join(names).replace("_", " ") or fault.where
    return Fault(where[:1].upper() + where[1:], fault.message)


def _inside(found: Any, step: str) -> Any:
    if isinstance(found, Mapping):
        return found.get(step)
    if isinstance(found, list) and step.isdigit() and int(step) < len(found):
        return found[int(step)]
    return None


def _view(session: Session, row: RubricDraft) -> DraftView:
    rubric: Rubric | None = None
    faults: tuple[Fault, ...] = ()
    try:
        rubric = rubric_of(row.body_json)
    except InvalidInputError as error:
        faults = error.faults
    return DraftView(
        id=row.id,
        title=row.title,
        based_on=rubrics.rubric_by_hash(session, row.based_on),
        body=row.body_json,
        updated_at=row.updated_at,
        rubric=rubric,
        faults=faults,
    )


def _own(session: Session, person: Person, draft_id: UUID, *, lock: bool = False) -> RubricDraft:
    require(person, UserRole.STUDIO)
    row = session.get(RubricDraft, draft_id, with_for_update=lock)
    if row is None or row.author_id != person.id:
        raise NotFoundError("draft")
    return row


def _title(title: str) -> str:
    title = storable(title).strip()
    if len(title) > LONGEST_TITLE:
        raise InvalidInputError([Fault("Title", f"At most {LONGEST_TITLE} characters.")])
    return title
