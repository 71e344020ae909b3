"""The file that a backup is: a zip with a manifest and, for each table, its rows as JSON, one a line.

It is the same for SQLite and PostgreSQL, so that what was saved from one can be restored into the other. It says of
itself what its columns hold, so that it can be read by versions of the program that have other tables.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from sqlalchemy import JSON, Boolean, Float, Integer, LargeBinary, TableClause, Text, Uuid, column, table
from sqlalchemy.types import TypeEngine

from core.errors import BadFileError, Fault
from core.models.base import JsonValue, UtcTime

FORMAT = 1
MANIFEST = "manifest.json"
# Little time for most of the gain: text shrinks to about a fifth.
COMPRESSION = 4
CHUNK = 1 << 20

Told = Callable[[str, int, int], None]
"""Hears how far the work on a table is: its name, rows done, rows in all."""

_KINDS: Mapping[str, TypeEngine[Any]] = {
    "uuid": Uuid(),
    "time": UtcTime(),
    "json": JsonValue,
    "bytes": LargeBinary(),
    "bool": Boolean(),
    "int": Integer(),
    "float": Float(),
    "text": Text(),
}
_TO_JSON: Mapping[str, Callable[[Any], Any]] = {
    "uuid": str,
    "time": datetime.isoformat,
    "bytes": lambda value: base64.b64encode(value).decode(),
}
_FROM_JSON: Mapping[str, Callable[[Any], Any]] = {
    "uuid": UUID,
    "time": datetime.fromisoformat,
    "bytes": lambda value: base64.b64decode(value, validate=True),
}


@dataclass(frozen=True)
class SavedTable:
    """A table in a backup: its columns with what each holds, how many rows there are, and the hash of its file."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        """Its file within the zip."""
        return f"tables/{self.name}.jsonl"

    @property
    def kinds(self) -> tuple[str, ...]:
        """What each column holds."""
        return tuple(kind for _, kind in self.columns)


@dataclass(frozen=True)
class Manifest:
    """What a backup is of: the schema's revision, when and from which kind of database, and its tables.

    The tables stand in an order in which each comes after those that it refers to.
    """

    revision: str
    made_at: str
    database: str
    tables: tuple[SavedTable, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(saved.rows for saved in self.tables)

    def to_json(self) -> str:
        """As it stands in the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1)


def kind_of(type_: TypeEngine[Any]) -> str:
    """What a column of this type holds, in the words of a backup."""
    if isinstance(type_, UtcTime):
        return "time"
    for kind, known in (
        ("uuid", Uuid),
        ("json", JSON),
        ("bytes", LargeBinary),
        ("bool", Boolean),
        ("int", Integer),
        ("float", Float),
    ):
        if isinstance(type_, known):
            return kind
    return "text"


def table_of(name: str, columns: Iterable[tuple[str, str]]) -> TableClause:
    """A table to read or write that knows of its columns what a backup says of them, and no more."""
    return table(name, *(column(each, _KINDS[kind]) for each, kind in columns))


def write_rows(file: IO[bytes], rows: Iterable[Sequence[Any]], kinds: Sequence[str]) -> tuple[int, str]:
    """Write rows, one a line; returns how many there were and the hash of what was written."""
    encoders = [_TO_JSON.get(kind) for kind in kinds]
    count, hashed = 0, hashlib.sha256()
    for row in rows:
        values = [
            encode(value) if encode and value is not None else value
            for encode, value in zip(encoders, row, strict=True)
        ]
        line = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        file.write(line)
        hashed.update(line)
        count += 1
    return count, hashed.hexdigest()


def read_rows(file: Iterable[bytes], kinds: Sequence[str]) -> Iterator[list[Any]]:
    """The rows of a table, as its columns take them."""
    decoders = [_FROM_JSON.get(kind) for kind in kinds]
    for line in file:
        yield [
            decode(value) if decode and value is not None else value
            for decode, value in zip(decoders, json.loads(line), strict=True)
        ]


# --- the file -------------------------------------------------------------------------------------------------------


def new_zip(file: IO[bytes]) -> ZipFile:
    """An empty backup to write into."""
    return ZipFile(file, "w", ZIP_DEFLATED, compresslevel=COMPRESSION)


@contextmanager
def opened(path: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """A backup and what it says of itself.

    Raises:
        BadFileError: when it cannot be read, now or by the caller later on.
    """
    try:
        with ZipFile(path) as archive:
            yield archive, _manifest(json.loads(archive.read(MANIFEST)), path)
    except OSError as error:
        raise BadFileError([Fault(path.name, f"cannot be read: {error.strerror or error}")]) from error
    except (BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError, NotImplementedError) as error:
        raise damaged(path, "it is no backup, or a damaged one") from error


def check(archive: ZipFile, manifest: Manifest, path: Path, told: Told) -> None:
    """Read everything once and compare it with what the manifest says.

    Raises:
        BadFileError: when anything differs.
    """
    for saved in manifest.tables:
        hashed, lines = hashlib.sha256(), 0
        with archive.open(saved.member) as file:
            while chunk := file.read(CHUNK):
                hashed.update(chunk)
                lines += chunk.count(b"\n")
                told(f"checking {saved.name}", min(lines, saved.rows), saved.rows)
        if lines != saved.rows or hashed.hexdigest() != saved.sha256:
            raise damaged(path, f"the table '{saved.name}' is not what was saved")


def damaged(path: Path, why: str) -> BadFileError:
    """What is said of a file that cannot be trusted."""
    return BadFileError([Fault(path.name, f"{why}. Nothing was changed; take another backup.")])


def _manifest(body: Mapping[str, Any], path: Path) -> Manifest:
    if body["format"] != FORMAT:
        raise damaged(path, f"it has format {body['format']}, and this version of the program reads format {FORMAT}")
    tables = tuple(
        SavedTable(
            name=str(each["name"]),
            columns=tuple((str(name), str(kind)) for name, kind in each["columns"]),
            rows=int(each["rows"]),
            sha256=str(each["sha256"]),
        )
        for each in body["tables"]
    )
    if unknown := {kind for saved in tables for kind in saved.kinds} - set(_KINDS):
        raise ValueError(f"unknown kinds of columns: {sorted(unknown)}")
    return Manifest(str(body["revision"]), str(body["made_at"]), str(body["database"]), tables)
