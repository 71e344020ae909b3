"""CSV files of answers that people scored: one row an answer.

Columns: ``answer``, ``score`` and ``scale_max``; if there are, ``question_id``, ``question``, ``category``,
``key_points`` and ``misconceptions`` (separated by ``|||``, ways to say one by `` // ``), ``reference``, and
``human_<dimension>``.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import cast

from core.errors import BadFileError, Fault, InvalidInputError
from core.rubric import DIMENSIONS, KINDS
from core.scoring import KeyPoint, Misconception, Task
from core.scoring.features import infer_kind
from core.scoring.task import Kind

OVERALL = "overall"
SCORE = "score"


def read_rows(text: str, name: str) -> list[tuple[int, dict[str, str]]]:
    """The rows of a file with their line numbers.

    Args:
        name: what the file is called in messages.

    Raises:
        BadFileError: with every missing column and every score that is not a number.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        header = reader.fieldnames or []
        missing = [column for column in ("answer", SCORE, "scale_max") if column not in header]
        if missing:
            raise BadFileError([Fault(f"{name}:1", f"lacks the column '{column}'") for column in missing])
        rows = [(reader.line_num, {key: value or "" for key, value in row.items() if key}) for row in reader]
    except csv.Error as error:
        raise BadFileError([Fault(name, f"cannot be read: {error}")]) from error
    faults = [
        Fault(f"{name}:{line}", f"{column} is '{row[column]}', and a number is meant")
        for line, row in rows
        for column in (SCORE, "scale_max")
        if number_of(row[column]) is None
    ]
    if faults:
        raise BadFileError(faults)
    return rows


def human_columns(header: Mapping[str, str], chosen: Sequence[str], where: str) -> dict[str, str]:
    """Which column of the file each dimension is compared with."""
    columns = {name: f"human_{name}" if f"human_{name}" in header else SCORE for name in (*DIMENSIONS, OVERALL)}
    faults = []
    for pair in chosen:
        name, _, column = pair.partition("=")
        if name not in columns:
            faults.append(Fault("--human", f"'{name}' is not one of {', '.join(columns)}"))
        elif column not in header:
            faults.append(Fault("--human", f"{where} has no column '{column}'"))
        else:
            columns[name] = column
    if faults:
        raise InvalidInputError(faults)
    return columns


def task_of(raw: Mapping[str, str]) -> Task:
    """What the answer of a row is scored against: its question, and points and misconceptions where it has them."""
    names = ("question", "category", "key_points", "misconceptions", "reference")
    return _make_task(*(raw.get(name, "") for name in names))


@lru_cache(maxsize=4096)
def _make_task(question: str, category: str, points: str, misconceptions: str, reference: str) -> Task:
    return Task(
        question=question,
        kind=cast(Kind, category) if category in KINDS else infer_kind(question),
        key_points=tuple(
            KeyPoint(f"point-{number}", says, tuple(also))
            for number, (says, *also) in enumerate(split_points(points), 1)
        ),
        misconceptions=tuple(Misconception(says, tuple(also)) for says, *also in split_points(misconceptions)),
        reference=reference,
    )


def split_points(text: str) -> list[list[str]]:
    """Points separated by ``|||``, the ways to say each of them by ``//``."""
    points = [[way.strip() for way in point.split(" // ") if way.strip()] for point in text.split("|||")]
    return [point for point in points if point]


def number_of(text: str) -> float | None:
    """The number that a cell holds; None if it holds none."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None
