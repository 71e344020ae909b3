"""A copy of the parsed bank, so that only the first start after a change of its files has to read the YAML."""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ValidationError

from core.bank.item import Item
from core.bank.loader import Bank, load_bank


class _Copy(BaseModel):
    """``digest`` is that of the files; ``places`` and ``items`` are in the bank's order."""

    digest: str
    places: list[str]
    items: list[Item]


def load_kept_bank(folder: Path, copy: Path) -> Bank:
    """The bank of the files, from the copy if that was made of the very same files, else from the YAML.

    The copy is a convenience: one that is missing, stale, damaged or cannot be written changes nothing but the time.

    Raises:
        BadFileError: with all faults of all files, if there is one.
    """
    digest = _digest(folder)
    kept = _read(copy)
    if kept is not None and kept.digest == digest:
        ids = [item.id for item in kept.items]
        return Bank(dict(zip(ids, kept.items, strict=True)), dict(zip(ids, kept.places, strict=True)))
    bank = load_bank(folder)
    items = list(bank.items.values())
    _write(copy, _Copy(digest=digest, places=[bank.places[item.id] for item in items], items=items))
    return bank


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*.yaml")):
        total.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _read(copy: Path) -> _Copy | None:
    try:
        return _Copy.model_validate_json(copy.read_bytes())
    except (OSError, ValidationError):
        return None


def _write(copy: Path, kept: _Copy) -> None:
    """In one step, so that a process that starts at the same time never reads half a file."""
    half = copy.with_suffix(f".{os.getpid()}")
    try:
        copy.parent.mkdir(parents=True, exist_ok=True)
        half.write_text(kept.model_dump_json(), encoding="utf-8")
        half.replace(copy)
    except OSError:
        with suppress(OSError):
            half.unlink()
