"""Writes down what the bank's questions are about, for scoring to tell an answer to one from an answer to another."""

import json
from collections.abc import Iterable
from pathlib import Path

from core.bank.item import Item
from core.scoring.background import profile_of


def background_text(items: Iterable[Item]) -> str:
    """The background of these items as JSON, one line each, so that a changed item changes one line."""
    profiles = {item.id: " ".join(sorted(profile_of(item.task()))) for item in items}
    lines = ",\n".join(f"  {json.dumps(item)}: {json.dumps(words)}" for item, words in sorted(profiles.items()))
    return f'{{"version": 1, "profiles": {{\n{lines}\n}}}}\n'


def write_background(items: Iterable[Item], path: Path) -> bool:
    """Write the file if it would change; whether it did."""
    text = background_text(items)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.write_text(text, encoding="utf-8")
    return True
