"""Finding items in the bank."""

from dataclasses import dataclass

from core.bank.item import Item
from core.services.context import Context
from core.services.picking import suits_role
from core.services.roles import role_from_catalog


@dataclass(frozen=True)
class Filter:
    """What items to look for; None and empty mean any."""

    words: str = ""
    role: str | None = None
    bucket: str | None = None
    level: str | None = None
    difficulty: str | None = None
    skill: str | None = None


def find_items(ctx: Context, wanted: Filter) -> list[Item]:
    """The items that fit every given part of the filter, in the bank's order."""
    words = wanted.words.casefold().split()
    role = role_from_catalog(ctx.catalog, wanted.role) if wanted.role else None
    return [
        item
        for item in ctx.bank.items.values()
        if all(word in item.text.casefold() for word in words)
        and (wanted.bucket is None or item.bucket == wanted.bucket)
        and (wanted.level is None or wanted.level in item.levels)
        and (wanted.difficulty is None or item.difficulty == wanted.difficulty)
        and (wanted.skill is None or wanted.skill in item.skills)
        and (role is None or suits_role(ctx.catalog, role, item))
    ]
