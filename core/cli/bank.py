"""``bank check``: is the item bank sound? ``bank background``: write down what its questions are about."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from core.bank.background import write_background
from core.bank.catalog import load_catalog
from core.bank.check import BankReport, check_bank
from core.bank.loader import load_bank
from core.config import PROJECT
from core.scoring.background import BACKGROUND_FILE, background_hash

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("bank", help="work with the item bank")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    check = actions.add_parser("check", help="report every problem of the bank, with file and line")
    check.add_argument("--json", action="store_true", help="print counts and problems as JSON")
    check.add_argument("--folder", type=Path, default=PROJECT / "data" / "item_bank", help="another bank")
    check.set_defaults(func=_check)
    background = actions.add_parser(
        "background",
        help="write the bank's vocabulary for the scorer, after items were added or changed",
    )
    background.add_argument("--folder", type=Path, default=PROJECT / "data" / "item_bank", help="another bank")
    background.set_defaults(func=_background)


def _check(arguments: argparse.Namespace) -> int:
    report = check_bank(arguments.folder, load_catalog(PROJECT / "data" / "role_catalog.yaml"))
    print(_as_json(report) if arguments.json else _as_text(report))
    return 1 if report.faults else 0


def _background(arguments: argparse.Namespace) -> int:
    items = load_bank(arguments.folder).items.values()
    changed = write_background(items, BACKGROUND_FILE)
    print(f"{len(items)} items, version {background_hash()}: {'written' if changed else 'was current'}")
    return 0


def _as_json(report: BankReport) -> str:
    faults = [{"where": fault.where, "message": fault.message} for fault in report.faults]
    return json.dumps({"counts": report.counts, "problems": faults}, indent=2)


def _as_text(report: BankReport) -> str:
    lines = [str(fault) for fault in report.faults]
    for name, counts in report.counts.items():
        lines.append(f"{name}: " + ", ".join(f"{key} {count}" for key, count in counts.items()))
    lines.append(f"{len(report.faults)} problems" if report.faults else "no problems")
    return "\n".join(lines)
