"""What a disk holds after the power went: the bytes that were fsynced, and perhaps some that were not.

A process runs with ``record_writes.c`` loaded before the C library, which records every write and every fsync of the
database file and its log. From that record the files are made as they were on the disk at any moment. Linux only, with
a C compiler.
"""

import random
import shutil
import struct
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

SOURCE = Path(__file__).with_name("record_writes.c")
WRITE, TRUNCATE, SYNC, UNLINK = 1, 2, 3, 4
HEAD = struct.Struct("=dqqqq")
SECTOR = 512
"""Bytes that a disk writes at once or not at all."""


@lru_cache
def missing() -> str | None:
    """Why nothing can be recorded here, or None if it can."""
    if sys.platform != "linux":
        return "a power loss is played on Linux only"
    return None if _compiler() else "a power loss needs a C compiler (cc, gcc or clang), and there is none"


def recorder(folder: Path) -> Path:
    """The library that records, made in this folder."""
    library = folder / "record_writes.so"
    command = [str(_compiler()), "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl", "-pthread"]
    subprocess.run(command, check=True, capture_output=True, text=True)
    return library


def recording(library: Path, file: Path, record: Path) -> dict[str, str]:
    """The environment in which a process is recorded."""
    return {"LD_PRELOAD": str(library), "RECORD_WRITES_OF": str(file.resolve()), "RECORD_WRITES_TO": str(record)}


@dataclass(frozen=True)
class Event:
    """One thing that a process did to a file, and when it was done (``time.monotonic()``)."""

    at: float
    kind: int
    path: Path
    offset: int
    size: int
    data: bytes


def events(record: Path) -> Iterator[Event]:
    """What was recorded, in its order."""
    with record.open("rb") as file:
        while len(head := file.read(HEAD.size)) == HEAD.size:
            at, kind, offset, size, path_size = HEAD.unpack(head)
            path = Path(file.read(path_size).decode())
            data = file.read(size) if kind == WRITE else b""
            yield Event(at, kind, path, offset, size, data)


class Disk:
    """Files as a disk holds them: what is durable, and what still waits for an fsync.

    Only what was fsynced is sure to be there after a power loss. ``before`` was there all the time.
    """

    def __init__(self, before: Mapping[Path, bytes]) -> None:
        self.durable = {path.resolve(): bytearray(content) for path, content in before.items()}
        self.waiting: dict[Path, list[Event]] = defaultdict(list)

    def happens(self, event: Event) -> None:
        """Take note of one thing more."""
        if event.kind == SYNC:
            content = self.durable.setdefault(event.path, bytearray())
            for change in self.waiting.pop(event.path, ()):
                _apply(content, change)
        elif event.kind == UNLINK:
            self.durable.pop(event.path, None)
            self.waiting.pop(event.path, None)
        else:
            self.waiting[event.path].append(event)

    def lose_power(self, folder: Path, chance: random.Random | None = None) -> None:
        """Write the files as they are found afterwards.

        Nothing that was not fsynced is there; with ``chance``, any half of its sectors is, in no order, as a disk
        with a cache of its own may leave it.
        """
        for path in {*self.durable, *(self.waiting if chance else ())}:
            content = bytearray(self.durable.get(path, b""))
            if chance:
                for change in self.waiting.get(path, ()):
                    for part in _sectors(change):
                        if chance.random() < 0.5:
                            _apply(content, part)
            (folder / path.name).write_bytes(content)


def moments(record: Path, count: int, chance: random.Random) -> list[float]:
    """Random moments of a recording, in their order, and its very end."""
    times = [event.at for event in events(record)]
    return [*sorted(chance.uniform(times[0], times[-1]) for _ in range(count - 1)), times[-1] + 1.0]


def power_losses(
    before: Mapping[Path, bytes],
    record: Path,
    at: Iterable[float],
    folder: Path,
    chance: random.Random | None = None,
) -> Iterator[tuple[float, Path]]:
    """For each moment, in their order, the folder with the files as they are found after the power went then."""
    disk, following = Disk(before), events(record)
    event = next(following, None)
    for number, moment in enumerate(at):
        while event is not None and event.at <= moment:
            disk.happens(event)
            event = next(following, None)
        found = folder / f"power-loss-{number}"
        found.mkdir()
        disk.lose_power(found, chance)
        yield moment, found
        shutil.rmtree(found)


def _compiler() -> str | None:
    return next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)


def _apply(content: bytearray, change: Event) -> None:
    if change.kind == TRUNCATE:
        del content[change.size :]
        content.extend(bytes(change.size - len(content)))
        return
    if len(content) < change.offset:
        content.extend(bytes(change.offset - len(content)))
    content[change.offset : change.offset + change.size] = change.data


def _sectors(change: Event) -> Iterator[Event]:
    """A write, cut where a disk may cut it."""
    if change.kind != WRITE:
        yield change
        return
    begin = change.offset
    end = begin + change.size
    while begin < end:
        stop = min(end, (begin // SECTOR + 1) * SECTOR)
        data = change.data[begin - change.offset : stop - change.offset]
        yield Event(change.at, WRITE, change.path, begin, stop - begin, data)
        begin = stop
