"""``backup`` and ``restore``: the whole database in one file, while people go on working, and back again."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.progress import end_line, on_one_line
from core.config import load_settings
from core.services.context import utc_now
from core.services.words import counted
from core.store import open_database
from core.store.archive import Manifest
from core.store.backup import back_up, restore

if TYPE_CHECKING:
    from argparse import _SubParsersAction

SECRET = "The secret key in DATA_DIR is not in it: keep that apart, or let a new one be made."


def add_parser(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add both commands."""
    saving = commands.add_parser(
        "backup", help="save the whole database to a file, while the dashboard runs", epilog=SECRET
    )
    saving.add_argument("file", type=Path, help="a new file, such as practice-2026-03-02.zip")
    saving.set_defaults(func=_backup)
    restoring = commands.add_parser(
        "restore",
        help="make the database what a backup says, on SQLite or PostgreSQL",
        epilog="Stop the dashboard first. It happens whole or not at all. Everybody signs in again afterwards.",
    )
    restoring.add_argument("file", type=Path, help="a backup")
    restoring.add_argument("--replace", action="store_true", help="even if there are people, who are lost then")
    restoring.set_defaults(func=_restore)


def _backup(arguments: argparse.Namespace) -> int:
    db = open_database(load_settings().database_url)
    try:
        manifest = back_up(db, arguments.file, now=utc_now(), told=on_one_line)
    finally:
        end_line()
        db.dispose()
    print(f"{_what(manifest)} saved to {arguments.file}. {SECRET}")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    db = open_database(load_settings().database_url)
    try:
        manifest = restore(db, arguments.file, replace=arguments.replace, told=on_one_line)
    finally:
        end_line()
        db.dispose()
    print(f"{_what(manifest)}, saved at {manifest.made_at}, are restored. Everybody signs in again.")
    return 0


def _what(manifest: Manifest) -> str:
    people = next((saved.rows for saved in manifest.tables if saved.name == "users"), 0)
    return f"{people} {'person' if people == 1 else 'people'} and {counted(manifest.rows, 'row')} in all"
