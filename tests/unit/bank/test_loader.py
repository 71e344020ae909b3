"""The strict reader of bank files."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from core.bank.item import Item
from core.bank.loader import load_bank, read_items
from core.errors import BadFileError
from tests.support.contexts import real_bank


@pytest.fixture
def raw() -> dict[str, Any]:
    """A sound item, to be spoilt."""
    item = next(iter(real_bank().items.values()))
    return item.model_dump(mode="json")


def faults_of(raw: dict[str, Any]) -> list[str]:
    theme = str(raw.get("id", "x.y")).split(".")[0]
    text = yaml.safe_dump({"theme": theme, "items": [raw]}, sort_keys=False)
    return [fault.message for fault in read_items(text, where="file.yaml", theme=theme)[1]]


def test_a_sound_item_has_no_fault(raw: dict[str, Any]) -> None:
    assert faults_of(raw) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"bucket": "nonsense"}, "bucket"),
        ({"difficulty": "impossible"}, "difficulty"),
        ({"levels": []}, "levels"),
        ({"seconds": 61}, "seconds"),
        ({"unknown": 1}, "unknown"),
        ({"category": "case"}, "belongs to category"),
        ({"roles": ["backend-engineer"]}, "role_specific items"),
        ({"model_answer": "Too short."}, "has 2 words"),
        ({"followups": [{"when": {"missed": "nobody"}, "text": "What about nobody?"}]}, "is called nobody"),
        ({"followups": [{"when": {}, "text": "What about nothing?"}]}, "missed: <key point>"),
    ],
)
def test_a_fault_is_named(raw: dict[str, Any], change: dict[str, Any], message: str) -> None:
    assert any(message in fault for fault in faults_of(raw | change)), faults_of(raw | change)


def test_faults_are_told_all_at_once_with_their_lines(raw: dict[str, Any]) -> None:
    spoilt = raw | {"difficulty": "x", "seconds": 1}
    theme = raw["id"].split(".")[0]
    text = yaml.safe_dump({"theme": theme, "items": [spoilt]}, sort_keys=False)
    found = read_items(text, where="file.yaml", theme=theme)[1]
    lines = text.splitlines()
    told = {lines[int(fault.where.partition(":")[2]) - 1].strip().partition(":")[0] for fault in found}
    assert told == {"difficulty", "seconds"}


def test_an_id_used_twice_is_a_fault(tmp_path: Path, raw: dict[str, Any]) -> None:
    theme = raw["id"].split(".")[0]
    (tmp_path / f"{theme}.yaml").write_text(yaml.safe_dump({"theme": theme, "items": [raw, raw]}))
    with pytest.raises(BadFileError, match="is used 2 times"):
        load_bank(tmp_path)


def test_the_theme_is_the_files_name(raw: dict[str, Any]) -> None:
    text = yaml.safe_dump({"theme": "another", "items": [raw]})
    messages = [fault.message for fault in read_items(text, where="file.yaml", theme="file")[1]]
    assert any("the theme is the file's name" in message for message in messages)


def test_the_hash_follows_the_content(raw: dict[str, Any]) -> None:
    item = Item.model_validate(raw)
    assert Item.model_validate(raw).content_hash == item.content_hash
    assert Item.model_validate(raw | {"seconds": raw["seconds"] + 15}).content_hash != item.content_hash


def test_our_bank_is_sound() -> None:
    bank = real_bank()
    assert len(bank.items) >= 200
    assert set(bank.places) == set(bank.items)
