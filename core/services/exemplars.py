"""Exemplars for people to read: what an answer at a level looks like, and what two readers gave it."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.bank.exemplars import Exemplar, load_exemplars
from core.bank.item import Item
from core.models.vocabulary import UserRole
from core.services.accounts import Person, require_any
from core.services.context import Context

FOLDER = "exemplars"


@dataclass(frozen=True)
class Example:
    """An exemplar with the question that it answers."""

    exemplar: Exemplar
    item: Item


def examples_at(ctx: Context, person: Person, dimension: str, level: int, *, kind: str | None = None) -> list[Example]:
    """The exemplars that both readers rated at this level, or one of them where those are few; agreed ones first.

    Args:
        kind: of question; all kinds if not given.

    Raises:
        ForbiddenError: for whoever is neither of the product team nor coach nor admin.
    """
    require_any(person, UserRole.STUDIO, UserRole.COACH, UserRole.ADMIN)
    found = []
    for one in known_exemplars(ctx.settings.bank_dir.parent / FOLDER):
        item = ctx.files.items.get(one.item)
        given = (one.first.levels[dimension], one.second.levels[dimension])
        if item is not None and level in given and kind in (None, item.category):
            found.append((given[0] != given[1], one.id, Example(one, item)))
    return [example for _, _, example in sorted(found, key=lambda each: each[:2])]


@lru_cache(maxsize=2)
def known_exemplars(folder: Path) -> tuple[Exemplar, ...]:
    """The exemplars of a folder, read once."""
    return load_exemplars(folder)
