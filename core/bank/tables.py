"""Items as plain tables and lines: what a spreadsheet or a form holds, and back.

A point is one line, ``* what it says // a way to say it // another``, with the star on essential ones. A mistake is
``what people say // another way => what is right``. A follow-up is ``missed 2: question`` (the number of the point)
or ``weak depth: question``. In a cell, lines are separated by line breaks or by ``|||``.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import yaml

from core.bank.item import CATEGORY_OF_BUCKET, Item
from core.errors import Fault

COLUMNS = (
    "id",
    "text",
    "bucket",
    "difficulty",
    "levels",
    "skills",
    "roles",
    "families",
    "seconds",
    "key_points",
    "misconceptions",
    "model_answer",
    "followups",
)
NEEDED = (
    "text",
    "bucket",
    "difficulty",
    "levels",
    "skills",
    "key_points",
    "misconceptions",
    "model_answer",
    "followups",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def slug(text: str, words: int = 6) -> str:
    """A short name made of the first words of a text."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:words])[:50].strip("-") or "item"


def raw_item(fields: Mapping[str, str]) -> dict[str, Any]:
    """An item as plain values, to be validated, from texts by column."""
    points = [_point(line, number) for number, line in enumerate(_lines(fields.get("key_points", "")), 1)]
    bucket = fields.get("bucket", "").strip()
    return {
        "id": fields.get("id", "").strip() or f"own.{slug(fields.get('text', ''))}",
        "text": fields.get("text", ""),
        "category": CATEGORY_OF_BUCKET.get(bucket),  # type: ignore[call-overload]
        "bucket": bucket,
        "difficulty": fields.get("difficulty", "").strip(),
        "levels": _names(fields.get("levels", "")),
        "skills": _names(fields.get("skills", "")),
        "roles": _names(fields.get("roles", "")),
        "families": _names(fields.get("families", "")),
        "seconds": fields.get("seconds", "").strip() or "150",
        "key_points": points,
        "misconceptions": [_misconception(line) for line in _lines(fields.get("misconceptions", ""))],
        "model_answer": fields.get("model_answer", ""),
        "followups": [_followup(line, points) for line in _lines(fields.get("followups", ""))],
    }


def fields_of(item: Item) -> dict[str, str]:
    """The texts by column that make this item; the ids of points are made anew from what they say."""
    numbers = {point.id: number for number, point in enumerate(item.key_points, 1)}
    points = [f"{'* ' if p.essential else ''}{' // '.join([p.says, *p.also])}" for p in item.key_points]
    mistakes = [f"{' // '.join([m.says, *m.also])} => {m.correction}" for m in item.misconceptions]
    followups = [
        f"{f'missed {numbers[f.when.missed]}' if f.when.missed else f'weak {f.when.weak}'}: {f.text}"
        for f in item.followups
    ]
    return {
        "id": item.id,
        "text": item.text,
        "bucket": item.bucket,
        "difficulty": item.difficulty,
        "levels": ", ".join(item.levels),
        "skills": ", ".join(item.skills),
        "roles": ", ".join(item.roles),
        "families": ", ".join(item.families),
        "seconds": str(item.seconds),
        "key_points": "\n".join(points),
        "misconceptions": "\n".join(mistakes),
        "model_answer": item.model_answer,
        "followups": "\n".join(followups),
    }


def read_csv(text: str, *, where: str) -> tuple[list[tuple[str, dict[str, Any]]], list[Fault]]:
    """The items of a CSV file as plain values with their places, and what is wrong with the file as a whole."""
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        header = reader.fieldnames or []
        missing = [name for name in NEEDED if name not in header]
        if missing:
            return [], [Fault(f"{where}:1", f"lacks the columns {', '.join(missing)}")]
        rows = [(reader.line_num, {k: _bare(v or "") for k, v in row.items() if k}) for row in reader]
    except csv.Error as error:
        return [], [Fault(where, f"is not a CSV file that can be read: {error}")]
    return [(f"{where}:{line}", raw_item(row)) for line, row in rows if any(row.values())], []


def write_csv(items: Iterable[Item]) -> str:
    """Items as CSV; a cell that a spreadsheet would take for a formula is quoted."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for item in items:
        writer.writerow({name: _guarded(value) for name, value in fields_of(item).items()})
    return out.getvalue()


def write_yaml(items: Sequence[Item], theme: str = "own") -> str:
    """Items in the format of the bank's files."""
    body = {"theme": theme, "items": [item.model_dump(mode="json", exclude_defaults=True) for item in items]}
    return yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=120)


def _lines(cell: str) -> Iterator[str]:
    return (line.strip() for part in cell.split("|||") for line in part.splitlines() if line.strip())


def _names(cell: str) -> list[str]:
    return [name for name in re.split(r"[,;\s]+", cell.strip()) if name]


def _ways(line: str) -> list[str]:
    return [part.strip() for part in line.split("//") if part.strip()]


def _point(line: str, number: int) -> dict[str, Any]:
    says, *also = _ways(line.removeprefix("*")) or [""]
    return {"id": f"{slug(says, 4)}-{number}", "says": says, "also": also, "essential": line.startswith("*")}


def _misconception(line: str) -> dict[str, Any]:
    stated, _, correction = line.partition("=>")
    says, *also = _ways(stated) or [""]
    return {"says": says, "also": also, "correction": correction.strip()}


def _followup(line: str, points: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    trigger, _, text = line.partition(":")
    kind, _, what = trigger.strip().partition(" ")
    if kind == "missed" and what.strip().isdigit() and 0 < int(what) <= len(points):
        return {"when": {"missed": points[int(what) - 1]["id"]}, "text": text.strip()}
    return {"when": {kind or "weak": what.strip()}, "text": text.strip()}


def _guarded(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def _bare(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value
