"""How far the bank carries: for each role, level and type, how many interviews repeat no question."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.bank.catalog import Catalog
from core.bank.loader import Bank
from core.models.vocabulary import InterviewType, Level
from core.services.picking import Wish, fit, pick_all
from core.services.roles import RoleChoice, role_from_catalog
from core.services.shares import MOST

IN_A_ROW = 3


@dataclass(frozen=True)
class Coverage:
    """What a candidate would meet who does the longest interview three times in a row.

    ``fresh`` is how many of the three had no repeated question; ``own`` the share of their questions, 0..1, that are
    the role's own and not fetched from nearby.
    """

    role: str
    level: Level
    type: InterviewType
    fresh: int
    own: float


def coverage(bank: Bank, catalog: Catalog) -> Iterator[Coverage]:
    """One row for each role, level and type."""
    for role in catalog.roles:
        chosen = role_from_catalog(catalog, role.id)
        for level in Level:
            for kind in InterviewType:
                yield _cover(bank, catalog, chosen, level, kind)


def _cover(bank: Bank, catalog: Catalog, role: RoleChoice, level: Level, kind: InterviewType) -> Coverage:
    seen: dict[str, datetime] = {}
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    fresh = own = asked = 0
    for turn in range(IN_A_ROW):
        wish = Wish(role, level, catalog, frozenset(), seen)
        items, _ = pick_all(bank, wish, kind, MOST, random.Random(turn))
        fresh += not any(item.id in seen for item in items)
        own += sum(fit(wish, item) == "own" for item in items)
        asked += len(items)
        seen = {**seen, **dict.fromkeys((item.id for item in items), moment + timedelta(days=turn))}
    return Coverage(role.id or role.name, level, kind, fresh, own / asked if asked else 0.0)
