"""``python -m core COMMAND``: what is done from a terminal. ``--help`` says what there is."""

import argparse
import sys

from core.cli import agreement, backup, bank, demo, person, rescore, score, sweep, token, worker
from core.errors import CoreError


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m core", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in (bank, demo, score, agreement, rescore, sweep, worker, token, person, backup):
        command.add_parser(commands)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.func(chosen))
    except CoreError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
