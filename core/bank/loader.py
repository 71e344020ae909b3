"""Reads the item bank from its YAML files, strictly, and says of every fault in which line it stands."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from core.bank.item import CATEGORY_OF_BUCKET, Item
from core.bank.lined_yaml import LinedDocument, read_lined_yaml
from core.errors import BadFileError, Fault


@dataclass(frozen=True, eq=False)
class Bank:
    """All items, by id, in the order of their files; ``places`` says where each stands, as ``file:line``.

    Equal only to itself, as a catalog is, so that what is worked out from it can be kept.
    """

    items: Mapping[str, Item]
    places: Mapping[str, str]

    @cached_property
    def buckets(self) -> tuple[str, ...]:
        """Every bucket that has items, in the order of the schema."""
        present = {item.bucket for item in self.items.values()}
        return tuple(bucket for bucket in CATEGORY_OF_BUCKET if bucket in present)

    @cached_property
    def by_bucket(self) -> Mapping[str, tuple[Item, ...]]:
        """The items of each bucket, in their order."""
        return {bucket: tuple(i for i in self.items.values() if i.bucket == bucket) for bucket in self.buckets}


def load_bank(folder: Path) -> Bank:
    """Every item of every YAML file under ``folder``.

    Raises:
        BadFileError: with all faults of all files, if there is one.
    """
    bank, faults = read_bank(folder)
    if faults:
        raise BadFileError(faults)
    return bank


def read_bank(folder: Path) -> tuple[Bank, list[Fault]]:
    """The items that are well formed, and a fault for everything that is not."""
    faults: list[Fault] = []
    found: list[tuple[str, Item]] = []
    for path in sorted(folder.rglob("*.yaml")):
        where = path.relative_to(folder).as_posix()
        items, file_faults = read_items(path.read_text(encoding="utf-8"), where=where, theme=path.stem)
        faults += file_faults
        found += items
    faults += _repeated_ids(found)
    return Bank({item.id: item for _, item in found}, {item.id: place for place, item in found}), faults


def read_items(text: str, *, where: str, theme: str) -> tuple[list[tuple[str, Item]], list[Fault]]:
    """The items of one file with the place (``file:line``) of each, and its faults."""
    document, faults = read_lined_yaml(text, where=where)
    if document is None:
        return [], faults
    body = document.value
    if not isinstance(body, dict) or set(body) != {"theme", "items"} or not isinstance(body.get("items"), list):
        return [], [*faults, Fault(where, "a bank file holds 'theme' and a list of 'items', and nothing else")]
    if body["theme"] != theme:
        faults.append(Fault(document.place("theme"), f"the theme is the file's name, '{theme}'"))
    items = []
    for index, raw in enumerate(body["items"]):
        try:
            item = Item.model_validate(raw)
        except ValidationError as error:
            faults += [_as_fault(document, index, detail) for detail in error.errors()]
            continue
        place = document.place("items", index)
        if not item.id.startswith(f"{theme}."):
            faults.append(Fault(place, f"the id '{item.id}' starts with '{theme}.'"))
        items.append((place, item))
    return items, faults


def _as_fault(document: LinedDocument, index: int, detail: ErrorDetails) -> Fault:
    path = ("items", index, *detail["loc"])
    name = ".".join(str(part) for part in detail["loc"])
    message = detail["msg"].removeprefix("Value error, ")
    return Fault(document.place(*path), f"{name}: {message}" if name else message)


def _repeated_ids(found: Iterable[tuple[str, Item]]) -> list[Fault]:
    counts = Counter(item.id for _, item in found)
    return [
        Fault(place, f"the id '{item.id}' is used {counts[item.id]} times")
        for place, item in found
        if counts[item.id] > 1
    ]
