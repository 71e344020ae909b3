"""What a coach wants to set: an interview and its terms, and whether they can be met."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from core.bank.item import Item
from core.bank.loader import Bank
from core.errors import Fault
from core.models.vocabulary import InterviewType, Level, Mode, Timing
from core.services.shares import FEWEST, MOST, USUAL
from core.services.storable import storable
from core.services.words import TYPE_WORDS

LONGEST_TITLE, LONGEST_NOTE = 120, 1_000
MOST_ATTEMPTS = 10


@dataclass(frozen=True)
class Terms:
    """What of an assignment can be changed later. ``due_on`` is the last day, in UTC, that is in time; None is never.

    Without a title it is called after its role, level and type.
    """

    title: str = ""
    note: str = ""
    due_on: date | None = None
    attempts: int = 1


@dataclass(frozen=True)
class NewAssignment:
    """An interview to be set.

    ``item_ids`` are the exact questions in order; where they are None, ``count`` questions are drawn anew for each
    interview. ``timing`` None lets candidates choose. ``people`` are those whom it is for; None is everybody in the
    group, whoever joins later too.
    """

    role_id: str
    level: Level
    type: InterviewType
    terms: Terms = field(default_factory=Terms)
    mode: Mode = Mode.INTERVIEW
    timing: Timing | None = None
    followups: bool = True
    count: int = USUAL
    item_ids: tuple[str, ...] | None = None
    people: tuple[UUID, ...] | None = None

    def as_text(self) -> str:
        """The same text for the same assignment, to tell whether a request is repeated."""
        return json.dumps(asdict(self), sort_keys=True, default=str)


def terms_faults(terms: Terms, now: datetime, *, before: date | None = None) -> Iterator[Fault]:
    """What cannot be met of the terms. ``before`` is a due date that holds already, which may be past."""
    if len(storable(terms.title).strip()) > LONGEST_TITLE:
        yield Fault("Title", f"Use at most {LONGEST_TITLE} characters.")
    if len(storable(terms.note).strip()) > LONGEST_NOTE:
        yield Fault("Note", f"Use at most {LONGEST_NOTE:,} characters.")
    if terms.due_on not in (None, before) and terms.due_on < now.date():
        yield Fault("Due date", "Choose today or a later day.")
    if not 1 <= terms.attempts <= MOST_ATTEMPTS:
        yield Fault("Attempts", f"Allow 1 to {MOST_ATTEMPTS} attempts.")


def questions_faults(draft: NewAssignment, bank: Bank) -> Iterator[Fault]:
    """What cannot be met of the questions."""
    ids = draft.item_ids
    if ids is None:
        if not FEWEST <= draft.count <= MOST:
            yield Fault("Questions", f"An interview has {FEWEST} to {MOST} questions.")
        elif draft.count > len(bank.items):
            yield Fault("Questions", f"The question bank holds {len(bank.items)}. Choose fewer.")
        return
    if not 1 <= len(ids) <= MOST:
        yield Fault("Exact questions", f"Choose 1 to {MOST}.")
    if len(set(ids)) < len(ids):
        yield Fault("Exact questions", "Each question can be asked once. Take the second one out.")
    if gone := [each for each in ids if each not in bank.items]:
        yield Fault("Exact questions", f"There is no question {', '.join(gone)} to ask any more. Choose another.")


def title_of(terms: Terms, role_name: str, level: Level, type: InterviewType) -> str:
    """The title, or what it is called without one."""
    usual = f"{role_name}, {level}, {TYPE_WORDS[type]} interview"
    return storable(terms.title).strip() or usual[:LONGEST_TITLE]


def references(items: Sequence[Item]) -> list[dict[str, Any]]:
    """Items as they are stored with an assignment: which version of which item, in order."""
    return [{"id": item.id, "hash": item.content_hash} for item in items]


def due_moment(day: date | None) -> datetime | None:
    """The moment until which it is in time: the end of that day, in UTC."""
    return None if day is None else datetime.combine(day + timedelta(days=1), time(), UTC)


def due_day(moment: datetime | None) -> date | None:
    """The last day on which it is in time."""
    return None if moment is None else (moment - timedelta(microseconds=1)).date()
