"""How far the bank carries: for each role, level and type, how many interviews repeat no question."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.bank.catalog import Catalog
from core.bank.item import Bucket
from core.bank.loader import Bank
from core.models.vocabulary import InterviewType, Level
from core.services.picking import Wish, fit, pick_all
from core.services.roles import RoleChoice, role_from_catalog
from core.services.shares import MOST, bucket_counts

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


@dataclass(frozen=True)
class AtHand:
    """How many of the longest interviews a role can do before a question comes back.

    ``scarce`` is the bucket that runs out first.
    """

    role: str
    level: Level
    type: InterviewType
    interviews: int
    scarce: Bucket


def at_hand(bank: Bank, catalog: Catalog, level: Level) -> list[AtHand]:
    """One row for each role and type at that level, counting the role's own items of that level, without drawing."""
    rows = []
    for role in catalog.roles:
        wish = Wish(role_from_catalog(catalog, role.id), level, catalog, frozenset(), {})
        own = Counter(item.bucket for item in bank.items.values() if level in item.levels and fit(wish, item) == "own")
        for kind in InterviewType:
            lasts = {bucket: own[bucket] // need for bucket, need in bucket_counts(kind, MOST).items() if need}
            scarce = min(lasts, key=lambda bucket: lasts[bucket])
            rows.append(AtHand(role.name, level, kind, lasts[scarce], scarce))
    return rows
