"""``sweep``: close what is over although nobody looks at it. Run it from time to time, for example by cron."""

import argparse
from typing import TYPE_CHECKING

from core.services import leaving
from core.services.context import default_context

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("sweep", help="close questions whose time is up and interviews that were left")
    parser.set_defaults(func=_sweep)


def _sweep(_arguments: argparse.Namespace) -> int:
    swept = leaving.sweep(default_context())
    print(
        f"{swept.closed} questions closed at their deadline, {swept.abandoned} interviews abandoned, "
        f"{swept.erased} erased after RETENTION_DAYS"
    )
    return 0
