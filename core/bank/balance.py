"""Whether a skill's questions are spread over kinds, heights and levels, so that no interview runs into a gap."""

from collections import Counter
from collections.abc import Iterator

from core.bank.item import Item
from core.bank.loader import Bank
from core.errors import Fault

LARGE = 8
"""Items from which on a technical skill is expected to serve everybody."""
LEAST_SHARES = {
    "bucket": {"core": 0.3, "advanced": 0.2, "practical": 0.2},
    "difficulty": {"easy": 0.2, "medium": 0.25, "hard": 0.2},
    "level": {"junior": 0.5, "mid": 0.5, "senior": 0.5},
}
"""The share of a skill's items that each kind, height and level has at the least; interviews draw 50, 30 and 20 per
cent core, advanced and practical, and more easy ones for juniors than for seniors."""


def balance_faults(bank: Bank) -> Iterator[Fault]:
    """What is short in each technical skill that is large enough to be judged."""
    for theme, items in _technical_themes(bank).items():
        if len(items) < LARGE:
            continue
        counts: dict[str, Counter[str]] = {
            "bucket": Counter(item.bucket for item in items),
            "difficulty": Counter(item.difficulty for item in items),
            "level": Counter(level for item in items for level in item.levels),
        }
        for sort, shares in LEAST_SHARES.items():
            for name, share in shares.items():
                found = counts[sort][name]
                if found < int(share * len(items)):
                    where = bank.places[items[0].id].partition(":")[0]
                    yield Fault(where, f"'{theme}' has {found} of {len(items)} items {name}, too few for its size")


def _technical_themes(bank: Bank) -> dict[str, list[Item]]:
    themes: dict[str, list[Item]] = {}
    for item in bank.items.values():
        if item.category == "technical":
            themes.setdefault(item.id.partition(".")[0], []).append(item)
    return themes
