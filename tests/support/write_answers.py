"""A process that hands in answers, for tests that take the power away from it.

``python -m tests.support.write_answers URL [SYNCHRONOUS]`` reads lines of a person's and a question's id, and prints a
line for each answer once it is acknowledged: when (``time.monotonic()``), the question's id, and the text.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from sqlalchemy import event

from core.bank.loader import Bank
from core.config import Settings
from core.services import answering
from core.services.answering import Written
from core.services.context import Context, utc_now
from core.store import Database, open_database
from tests.support.contexts import real_catalog

THREADS = 8


def main() -> None:
    """Hand in all of them, several at once."""
    url, *others = sys.argv[1:]
    db = open_database(url)
    for setting in others:
        _set_synchronous(db, setting)
    settings = Settings(database_url=url, data_dir=Path(), secret_key="s" * 40, base_url="")
    ctx = Context(db, Bank({}, {}), real_catalog(), settings, utc_now)

    def hand_in(line: str) -> None:
        user_id, question_id = map(UUID, line.split())
        text = f"The answer to {question_id}, because guessing costs more than measuring."
        answering.submit_answer(ctx, user_id, question_id, Written(text, None), told_seconds=60)
        print(f"{time.monotonic()} {question_id} {text}\n", end="", flush=True)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(hand_in, sys.stdin.read().splitlines()))


def _set_synchronous(db: Database, setting: str) -> None:
    @event.listens_for(db.write_engine, "connect")
    def _configure(connection, _entry) -> None:
        connection.execute(f"PRAGMA synchronous={setting}")


if __name__ == "__main__":
    main()
