"""``person``: everything that is kept about somebody as a file, and the end of all of it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.exports.personal import write_personal_zip
from core.services import accounts, audit, erasing
from core.services.context import default_context
from core.services.words import counted
from core.store.new_file import new_file

if TYPE_CHECKING:
    from argparse import _SubParsersAction


def add_parser(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command with its two parts."""
    parser = commands.add_parser("person", help="take along or erase everything that is kept about somebody")
    parts = parser.add_subparsers(dest="part", required=True, metavar="WHAT")
    export = parts.add_parser("export", help="write all of it to a zip of JSON files")
    export.add_argument("username")
    export.add_argument("file", type=Path, help="a new file, such as maya.zip")
    export.set_defaults(func=_export)
    erase = parts.add_parser("erase", help="erase the account and everything that is theirs, for good")
    erase.add_argument("username")
    erase.add_argument("--yes", action="store_true", help="do it; without this it only says what would be erased")
    erase.set_defaults(func=_erase)


def _export(arguments: argparse.Namespace) -> int:
    ctx = default_context()
    person = accounts.person_by_name(ctx, arguments.username)
    with new_file(arguments.file) as file:
        interviews = write_personal_zip(ctx, person, file)
    audit.note(ctx, audit.Kind.EXPORTED, actor_id=None, subject_id=person.id)
    print(f"Everything of {person.username}, with {counted(interviews, 'interview')}, is in {arguments.file}")
    return 0


def _erase(arguments: argparse.Namespace) -> int:
    ctx = default_context()
    person = accounts.person_by_name(ctx, arguments.username)
    if not arguments.yes:
        print(
            f"This would erase {person.username} ({person.name}, {person.email}) and everything of theirs for good. "
            "Say --yes to do it. Take a copy first: python -m core person export USERNAME FILE",
            file=sys.stderr,
        )
        return 1
    erasing.erase(ctx, person.id)
    print(f"{person.username} is erased. Backups made before still hold their data; they end with those.")
    return 0
