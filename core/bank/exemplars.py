"""Exemplars: sample answers of every level, each rated twice by readers who did not know of each other."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from core.bank.lined_yaml import read_lined_yaml
from core.errors import BadFileError, Fault
from core.rubric import DIMENSIONS

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Level = Annotated[int, Field(ge=0, le=5)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ExemplarRating(_Strict):
    """What one reader made of an answer, 0 to 5 in each dimension, and why."""

    structure: Level
    relevance: Level
    technical_accuracy: Level
    depth: Level
    communication: Level
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""

    @property
    def levels(self) -> dict[str, int]:
        """The levels by dimension."""
        return {name: getattr(self, name) for name in DIMENSIONS}


class Exemplar(_Strict):
    """A sample answer to an item of the bank, with its two ratings.

    ``learner`` marks answers as somebody gives them who is learning English.
    """

    id: Slug
    item: str
    dictated: bool = False
    learner: bool = False
    text: str
    first: ExemplarRating
    second: ExemplarRating

    @model_validator(mode="after")
    def _fits(self) -> "Exemplar":
        if len(self.text) > 8_000:
            raise ValueError("an answer has at most 8,000 characters")
        return self

    @property
    def levels(self) -> dict[str, float]:
        """The mean of both ratings in each dimension, 0 to 5."""
        return {name: (self.first.levels[name] + self.second.levels[name]) / 2 for name in DIMENSIONS}

    @property
    def apart(self) -> tuple[str, ...]:
        """The dimensions in which the two readers differ."""
        return tuple(name for name in DIMENSIONS if self.first.levels[name] != self.second.levels[name])


def load_exemplars(folder: Path) -> tuple[Exemplar, ...]:
    """All exemplars of all YAML files of a folder, in the order of the files.

    Raises:
        BadFileError: with everything that is wrong with any of them.
    """
    found: list[Exemplar] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.yaml")):
        document, file_faults = read_lined_yaml(path.read_text(encoding="utf-8"), where=path.name)
        faults += file_faults
        entries = document.value.get("exemplars", []) if document and isinstance(document.value, dict) else []
        for number, entry in enumerate(entries, start=1):
            try:
                found.append(Exemplar.model_validate(entry))
            except ValidationError as error:
                where = f"{path.name}, exemplar {number}"
                faults += [Fault(f"{where}: {'.'.join(map(str, each['loc']))}", each["msg"]) for each in error.errors()]
    ids = [exemplar.id for exemplar in found]
    faults += [Fault(each, "is the id of several exemplars") for each in sorted({i for i in ids if ids.count(i) > 1})]
    if faults:
        raise BadFileError(faults)
    return tuple(found)
