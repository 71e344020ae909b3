"""The kept copy of the bank: the same bank, made anew when a file changes, and never trusted when it is damaged."""

import shutil
from pathlib import Path

import pytest

from core.bank import kept
from core.bank.item import Item
from core.bank.kept import load_kept_bank
from core.bank.loader import Bank, load_bank
from core.config import PROJECT
from core.errors import BadFileError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    to = tmp_path / "bank"
    to.mkdir()
    shutil.copy(PROJECT / "data" / "item_bank" / "technical" / "sql.yaml", to)
    return to


def whole(bank: Bank) -> tuple[list[Item], dict[str, str]]:
    """All that a bank holds, in its order."""
    return list(bank.items.values()), dict(bank.places)


def test_the_copy_gives_the_same_bank_without_reading_yaml(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_kept_bank(folder, tmp_path / "copy.json")
    monkeypatch.setattr(kept, "load_bank", lambda _: pytest.fail("the YAML was read again"))
    again = load_kept_bank(folder, tmp_path / "copy.json")
    assert whole(again) == whole(first) == whole(load_bank(folder))
    assert [item.content_hash for item in again.items.values()] == [item.content_hash for item in first.items.values()]


def test_a_changed_file_is_read_again(folder: Path, tmp_path: Path) -> None:
    load_kept_bank(folder, tmp_path / "copy.json")
    file = folder / "sql.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("seconds: 120", "seconds: 135"), encoding="utf-8")
    assert whole(load_kept_bank(folder, tmp_path / "copy.json")) == whole(load_bank(folder))
    file.write_text("theme: sql\nitems: [{}]\n", encoding="utf-8")
    with pytest.raises(BadFileError):
        load_kept_bank(folder, tmp_path / "copy.json")


@pytest.mark.parametrize("damage", [b"", b"{", b'{"digest": "x", "places": [], "items": []}', b"\xff"])
def test_a_damaged_copy_changes_nothing(folder: Path, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "copy.json").write_bytes(damage)
    assert whole(load_kept_bank(folder, tmp_path / "copy.json")) == whole(load_bank(folder))


def test_a_copy_that_cannot_be_written_is_no_error(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert whole(load_kept_bank(folder, tmp_path / "file" / "copy.json")) == whole(load_bank(folder))
