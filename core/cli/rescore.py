"""``rescore``: work on the job that scores past answers again, as the dashboard does in the background."""

import argparse
import os
import socket
from typing import TYPE_CHECKING

from core.services import rescoring
from core.services.context import default_context

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("rescore", help="work on the job that scores past answers again, until it is over")
    parser.set_defaults(func=_rescore)


def _rescore(_arguments: argparse.Namespace) -> int:
    done = rescoring.work(default_context(), f"{socket.gethostname()}-{os.getpid()}")
    print(f"{done} interviews scored again")
    return 0
