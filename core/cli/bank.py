"""``bank``: is it sound, how far does it carry, and what are its questions about?"""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from core.bank.background import write_background
from core.bank.catalog import Catalog, load_catalog
from core.bank.check import BankReport, check_bank
from core.bank.loader import Bank, load_bank, read_bank
from core.config import PROJECT
from core.models.vocabulary import InterviewType, Level
from core.scoring.background import BACKGROUND_FILE, clear_background
from core.services.coverage import IN_A_ROW, at_hand, coverage
from core.services.shares import MOST

if TYPE_CHECKING:
    from argparse import _SubParsersAction

BANK = PROJECT / "data" / "item_bank"
CATALOG = PROJECT / "data" / "role_catalog.yaml"


def add_parser(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("bank", help="work with the item bank")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="report every problem of the bank, with file and line")
    check.add_argument("--json", action="store_true", help="print counts and problems as JSON")
    check.add_argument("--folder", type=Path, default=BANK, help="another bank")
    check.set_defaults(func=_check)
    table = actions.add_parser("coverage", help="interviews without a repeated question, by role, level and type")
    table.set_defaults(func=_coverage)
    accept = actions.add_parser("accept", help="check the bank and, if it is sound, let the scorer know its questions")
    accept.set_defaults(func=_accept)


def _check(arguments: argparse.Namespace) -> int:
    catalog = load_catalog(CATALOG)
    report = check_bank(arguments.folder, catalog)
    carries = _carries(report.bank, catalog)
    print(_as_json(report, carries) if arguments.json else f"{_table(carries)}\n{_as_text(report)}")
    return 1 if report.faults else 0


Carries = dict[str, dict[str, int]]
"""How many interviews each role can do before a question comes back, by level and type."""


def _carries(bank: Bank, catalog: Catalog) -> Carries:
    found: Carries = {}
    for level in Level:
        for row in at_hand(bank, catalog, level):
            found.setdefault(row.role, {})[f"{level.value[:3]} {row.type.value}"] = row.interviews
    return found


def _table(carries: Carries) -> str:
    """The same as lines of text: a role each, with a column for each level and type."""
    heads = list(next(iter(carries.values()), {}))
    lines = [f"interviews of {MOST} without a repeat".ljust(36) + "".join(head.rjust(15) for head in heads)]
    lines += [role.ljust(36) + "".join(str(row[head]).rjust(15) for head in heads) for role, row in carries.items()]
    return "\n".join(lines)


def _accept(_arguments: argparse.Namespace) -> int:
    """The background first: how an item is heard depends on what the other items are about."""
    bank, faults = read_bank(BANK)
    if not faults:
        write_background(bank.items.values(), BACKGROUND_FILE)
        clear_background()
    report = check_bank(BANK, load_catalog(CATALOG))
    print(_as_text(report))
    return 1 if report.faults else 0


def _coverage(_arguments: argparse.Namespace) -> int:
    """A row for each role; in a cell the interviews without a repeat, and the share of the role's own questions."""
    catalog = load_catalog(CATALOG)
    rows = list(coverage(load_bank(BANK), catalog))
    heads = [f"{level.value[:3]} {kind.value}" for level in Level for kind in InterviewType]
    print(f"{'role':34}" + "".join(f"{head:>15}" for head in heads))
    for role in catalog.roles:
        cells = [f"{row.fresh} of {IN_A_ROW}, {row.own:.0%}" for row in rows if row.role == role.id]
        print(f"{role.id:34}" + "".join(f"{cell:>15}" for cell in cells))
    short = sum(row.fresh < IN_A_ROW for row in rows)
    print(f"{short} of {len(rows)} cells repeat a question within {IN_A_ROW} interviews of {MOST}")
    return 0


def _as_json(report: BankReport, carries: Carries) -> str:
    faults = [{"where": fault.where, "message": fault.message} for fault in report.faults]
    return json.dumps({"counts": report.counts, "interviews_without_repeat": carries, "problems": faults}, indent=2)


def _as_text(report: BankReport) -> str:
    lines = [str(fault) for fault in report.faults]
    for name, counts in report.counts.items():
        lines.append(f"{name}: " + ", ".join(f"{key} {count}" for key, count in counts.items()))
    lines.append(f"{len(report.faults)} problems" if report.faults else "no problems")
    return "\n".join(lines)
