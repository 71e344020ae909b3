"""``demo``: fill an empty database with demo people and finished interviews."""

import argparse
from typing import TYPE_CHECKING

from core.services import demo
from core.services.context import default_context

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("demo", help="fill an empty database with demo people and finished interviews")
    parser.set_defaults(func=_demo)


def _demo(_arguments: argparse.Namespace) -> int:
    password = demo.fill(default_context(), told=print)
    names = [candidate.username for candidate in demo.CANDIDATES] + [username for username, *_ in demo.STAFF]
    print(f"\nSign in as {', '.join(names)} with the password {password}")
    return 0
