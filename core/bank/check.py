"""Checks the item bank as a whole: its format, its wording, and that it fits the role catalog."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.bank.balance import balance_faults
from core.bank.catalog import Catalog
from core.bank.hearing import hearing_faults
from core.bank.item import Item
from core.bank.loader import Bank, read_bank
from core.bank.quality import wording_faults
from core.errors import Fault


@dataclass(frozen=True)
class BankReport:
    """The well-formed items, how many there are of what, and everything that is wrong, each with file and line."""

    bank: Bank
    counts: Mapping[str, Mapping[str, int]]
    faults: tuple[Fault, ...]


def check_bank(folder: Path, catalog: Catalog) -> BankReport:
    """Read every file under ``folder`` and report all faults at once."""
    bank, faults = read_bank(folder)
    faults += _unknown_names(bank, catalog)
    faults += wording_faults(bank)
    faults += hearing_faults(bank)
    faults += balance_faults(bank)
    return BankReport(bank, counts=_counts(bank), faults=tuple(faults))


def _counts(bank: Bank) -> dict[str, dict[str, int]]:
    items = list(bank.items.values())
    return {
        "items": {"all": len(items)},
        "bucket": dict(Counter(item.bucket for item in items)),
        "difficulty": dict(Counter(item.difficulty for item in items)),
        "level": dict(Counter(level for item in items for level in item.levels)),
        "skill": dict(sorted(Counter(item.skills[0] for item in items).items())),
        "technical skill": dict(
            sorted(Counter(item.id.partition(".")[0] for item in items if item.category == "technical").items())
        ),
        "role": dict(sorted(Counter(role for item in items for role in item.roles).items())),
    }


def _unknown_names(bank: Bank, catalog: Catalog) -> Iterator[Fault]:
    for item in bank.items.values():
        yield from (Fault(bank.places[item.id], message) for message in unknown_names(item, catalog))


def unknown_names(item: Item, catalog: Catalog) -> Iterator[str]:
    """Skills, roles and families of an item that the role catalog does not have."""
    for skill in item.skills:
        if catalog.skill(skill) is None:
            yield f"skill '{skill}' is not in the role catalog"
    for role in item.roles:
        if catalog.role(role) is None:
            yield f"role '{role}' is not in the role catalog"
    for family in item.families:
        if catalog.family(family) is None:
            yield f"family '{family}' is not in the role catalog"
