"""Items that a coach or the product team brings: added, imported, taken out of use, exported; and how items perform."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from core.agreement import pearson
from core.bank.check import unknown_names
from core.bank.item import Item
from core.bank.lined_yaml import read_lined_yaml, tricks
from core.bank.quality import item_faults, nearest_question
from core.bank.tables import raw_item, read_csv, write_csv, write_yaml
from core.errors import BadFileError, Fault, InvalidInputError, NotFoundError
from core.models import InterviewAnswer, InterviewQuestion, OwnItem
from core.models.vocabulary import UserRole
from core.scoring import points_made
from core.services.accounts import Person, require_any
from core.services.context import Context
from core.services.shelf import own_items
from core.services.storable import storable

MAY_EDIT = (UserRole.STUDIO, UserRole.COACH, UserRole.ADMIN)
MOST_BYTES = 2_000_000
FEWEST_ANSWERS = 10
"""Answers from which on it is said how well an item tells strong candidates from weak ones."""


@dataclass(frozen=True)
class ImportReport:
    """What became of a file: the ids that were added or renewed, and why the others were refused."""

    added: tuple[str, ...]
    refused: tuple[Fault, ...]


@dataclass(frozen=True)
class Performance:
    """How an item has done: times shown, answers scored, their mean (0-100), and its discrimination.

    Discrimination is the correlation, -1 to 1, of its score with the mean of the candidate's other answers in the same
    interview: an item that weak and strong candidates answer alike tells nothing. None below ten answers.
    """

    shown: int
    scored: int
    mean: float | None
    discrimination: float | None


def add_item(ctx: Context, person: Person, fields: Mapping[str, str]) -> Item:
    """Add an item from the texts of a form (see :mod:`core.bank.tables`).

    Raises:
        InvalidInputError: with every fault; nothing was stored.
    """
    require_any(person, *MAY_EDIT)
    # PostgreSQL stores no NUL.
    typed = {name: storable(text) for name, text in fields.items()}
    item, faults = _judged(ctx, raw_item(typed), "", _questions(ctx))
    if item is None or faults:
        raise InvalidInputError(faults)
    _store(ctx, person, [item])
    return item


def import_items(ctx: Context, person: Person, name: str, data: bytes) -> ImportReport:
    """Add every sound item of a YAML or CSV file; the others are reported and leave no trace.

    An id of one's own that is there already is renewed: what was asked before stays as it was.

    Raises:
        BadFileError: when the file cannot be read at all.
    """
    require_any(person, *MAY_EDIT)
    entries = _entries(name, data)
    questions = _questions(ctx)
    sound: dict[str, Item] = {}
    refused: list[Fault] = []
    for where, raw in entries:
        item, faults = _judged(ctx, raw, where, questions)
        if item is not None and item.id in sound:
            faults = [Fault(where, f"the id '{item.id}' stands twice in this file")]
        refused += faults
        if item is not None and not faults:
            sound[item.id] = item
            questions[item.id] = item.text
    _store(ctx, person, sound.values())
    return ImportReport(tuple(sound), tuple(refused))


def retire_item(ctx: Context, person: Person, item_id: str) -> None:
    """Take an added item out of use. Interviews that have it keep it.

    Raises:
        NotFoundError: when no added item in use has that id.
    """
    require_any(person, *MAY_EDIT)
    with ctx.db.reading() as session:
        item = own_items(session).get(item_id)
    if item is None:
        raise NotFoundError("question")
    _store(ctx, person, [item], is_active=False)


def added_here(ctx: Context, person: Person) -> list[Item]:
    """The items that people added, in use."""
    require_any(person, *MAY_EDIT)
    with ctx.db.reading() as session:
        return list(own_items(session).values())


def export_items(ctx: Context, person: Person, items: Sequence[Item], *, as_csv: bool) -> bytes:
    """Items as a file that can be imported again."""
    require_any(person, *MAY_EDIT)
    return (write_csv(items) if as_csv else write_yaml(items)).encode()


def performance(ctx: Context, person: Person) -> dict[str, Performance]:
    """How each item that was ever shown has done, by its id."""
    require_any(person, *MAY_EDIT)
    with ctx.db.reading() as session:
        rows = session.execute(
            select(InterviewQuestion.item_id, InterviewQuestion.session_id, InterviewAnswer.overall_score)
            .outerjoin(InterviewAnswer)
            .where(InterviewQuestion.shown_at.is_not(None))
        ).all()
    shown: dict[str, int] = {}
    interviews: dict[Any, list[tuple[str, float]]] = {}
    for item_id, session_id, score in rows:
        shown[item_id] = shown.get(item_id, 0) + 1
        if score is not None:
            interviews.setdefault(session_id, []).append((item_id, score))
    pairs = _score_and_rest(interviews.values())
    scores = _by_item(entry for answers in interviews.values() for entry in answers)
    return {item_id: _performance(n, scores.get(item_id, []), pairs.get(item_id, [])) for item_id, n in shown.items()}


def _performance(shown: int, scores: Sequence[float], pairs: Sequence[tuple[float, float]]) -> Performance:
    told = pearson([own for own, _ in pairs], [rest for _, rest in pairs]) if len(pairs) >= FEWEST_ANSWERS else None
    return Performance(shown, len(scores), sum(scores) / len(scores) if scores else None, told)


def _by_item(entries: Iterable[tuple[str, float]]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for item_id, score in entries:
        found.setdefault(item_id, []).append(score)
    return found


def _score_and_rest(interviews: Iterable[Sequence[tuple[str, float]]]) -> dict[str, list[tuple[float, float]]]:
    """For each item, its score and the mean of the other answers of the same interview."""
    pairs: dict[str, list[tuple[float, float]]] = {}
    for answers in interviews:
        total = sum(score for _, score in answers)
        for item_id, score in answers if len(answers) > 1 else ():
            pairs.setdefault(item_id, []).append((score, (total - score) / (len(answers) - 1)))
    return pairs


def _questions(ctx: Context) -> dict[str, str]:
    return {item.id: item.text for item in ctx.bank.items.values()}


def _judged(
    ctx: Context, raw: Mapping[str, Any], where: str, questions: Mapping[str, str]
) -> tuple[Item | None, list[Fault]]:
    """The item, if it is well formed, and everything that speaks against taking it in."""
    try:
        item = Item.model_validate(raw)
    except ValidationError as error:
        return None, [Fault(where, _in_words(detail)) for detail in error.errors()]
    return item, [Fault(where, message) for message in _objections(ctx, item, questions)]


def _objections(ctx: Context, item: Item, questions: Mapping[str, str]) -> list[str]:
    found = [*unknown_names(item, ctx.catalog), *item_faults(item)]
    if item.id in ctx.files.items:
        found.append(f"the id '{item.id}' belongs to a question of the bank's files; choose another")
    same = nearest_question(item.text, {name: text for name, text in questions.items() if name != item.id})
    if same:
        found.append(f"this asks nearly the same as {same}")
    made = points_made(item.model_answer, item.task())
    found += [
        f"the model answer is not heard to make the essential point '{point.says}': use words of the point"
        for point in item.key_points
        if point.essential and point.id not in made
    ]
    return found


def _in_words(detail: Any) -> str:
    """A fault of the format in the words of a form: which field, which entry, what is wrong."""
    place = [str(part + 1) if isinstance(part, int) else str(part).replace("_", " ") for part in detail["loc"]]
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"{' '.join(place)}: {message}" if place else message


def _entries(name: str, data: bytes) -> list[tuple[str, Mapping[str, Any]]]:
    if len(data) > MOST_BYTES:
        raise BadFileError([Fault(name, f"is larger than {MOST_BYTES // 1_000_000} MB; split it")])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFileError([Fault(name, "is not UTF-8 text; save it as CSV UTF-8 or YAML")]) from error
    if name.lower().endswith(".csv"):
        rows, faults = read_csv(storable(text), where=name)
        if faults:
            raise BadFileError(faults)
        return list(rows)
    return _yaml_entries(name, text)


def _yaml_entries(name: str, text: str) -> list[tuple[str, Mapping[str, Any]]]:
    if faults := tricks(text, where=name):
        raise BadFileError(faults)
    document, faults = read_lined_yaml(text, where=name)
    body = document.value if document else None
    items = body.get("items") if isinstance(body, dict) else None
    if document is None or faults or not isinstance(items, list):
        raise BadFileError(faults or [Fault(name, "holds no list of 'items'; see an export for the format")])
    return [
        (document.place("items", number), raw if isinstance(raw, dict) else {"": raw})
        for number, raw in enumerate(items)
    ]


def _store(ctx: Context, person: Person, items: Iterable[Item], *, is_active: bool = True) -> None:
    with ctx.db.writing() as session:
        session.add_all(
            OwnItem(
                item_id=item.id,
                body_json=item.model_dump(mode="json"),
                is_active=is_active,
                author_id=person.id,
                created_at=ctx.clock(),
            )
            for item in items
        )
