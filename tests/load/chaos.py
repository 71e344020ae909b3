"""Takes the server away, again and again, while people answer: is everything there that it said it had saved?

``make chaos`` runs three parts and prints what they did. It ends with 1 if anything acknowledged is lost.

1. and 2. On SQLite and on PostgreSQL the served product is killed (kill -9) twenty times while fifty clients save
drafts and hand in answers; a supervisor starts it again each time, as systemd or a container would.
3. On SQLite the power fails at random moments: of the database file only those bytes survive that were fsynced.

Every random choice of times and texts comes from the seed that is printed; ``--seed`` takes it again.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

from core.bank.kept import load_kept_bank
from core.models.vocabulary import Scope
from core.services import api_tokens
from core.services.accounts import Person
from core.services.context import Context, utc_now
from core.store import open_database
from tests.load.answering import Client, Ledger, damage, losses, shown_but_unanswered, unscored
from tests.load.people import make_people
from tests.support.contexts import make_context
from tests.support.live_app import PROJECT, LiveApp
from tests.support.postgres import new_database, postgres_server
from tests.support.power_loss import missing, moments, power_losses, recorder, recording

SECRET = "chaos-7f3a9c51e8d24b60-only-for-this-run"
TOKENS = 4
"""So many each client has: one may write 60 times a minute, and these must not wait for that."""
LONGEST_PART = 240.0
"""Seconds, after which a part ends in any case."""


class Supervisor:
    """Starts the server whenever it is not running, for as long as the block lasts."""

    def __init__(self, app: LiveApp) -> None:
        self.app, self.starts, self._over = app, 0, Event()
        self._thread = Thread(target=self._watch)

    def __enter__(self) -> "Supervisor":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.is_set():
            if self.app.running:
                self._over.wait(0.05)
                continue
            self.starts += 1
            with suppress(AssertionError):  # killed again before it served
                self.app.start()


@contextmanager
def prepared(
    folder: Path, database_url: str | None, clients: int, bank: Path, environ: Mapping[str, str] | None = None
) -> Iterator[tuple[LiveApp, Context, list[Client]]]:
    """A server that is not started yet, its database with people in it, and their clients, who wait."""
    environ = {"SECRET_KEY": SECRET, **(environ or {})}
    app = LiveApp(folder, database_url=database_url, environ=environ, kept_bank=bank)
    made = make_context(app.database_url, folder, utc_now)
    ctx = replace(made, settings=replace(made.settings, secret_key=SECRET))  # for the answer box's tokens
    ledger, over = Ledger(), Event()
    people = make_people(ctx, clients)
    tokens = [[token_of(ctx, person) for _ in range(TOKENS)] for person in people]
    ctx.db.dispose()
    try:
        yield (
            app,
            ctx,
            [
                Client(ctx, person, of_person, app.url, ledger, random.Random(), over)
                for person, of_person in zip(people, tokens, strict=True)
            ],
        )
    finally:
        over.set()
        app.stop()
        ctx.db.dispose()


def killed_again_and_again(
    kind: str, folder: Path, database_url: str | None, *, kills: int, clients: int, seed: int, bank: Path
) -> list[str]:
    """Kill the server while people answer; returns what was lost."""
    chance, began = random.Random(f"{seed}-{kind}"), time.monotonic()
    with prepared(folder, database_url, clients, bank) as (app, ctx, all_clients):
        ledger, over = all_clients[0].ledger, all_clients[0].over
        done = while_starting = 0
        with Supervisor(app) as supervisor, ThreadPoolExecutor(clients) as pool:
            for client in all_clients:
                client.chance = random.Random(chance.random())
            running = [pool.submit(client.run) for client in all_clients]
            while done < kills and time.monotonic() - began < LONGEST_PART:
                # One in five strikes at any moment of a start, the others while people answer.
                if chance.random() < 0.2:
                    time.sleep(chance.uniform(0.1, 2.0))
                    while_starting += 1
                else:
                    _wait_until_acknowledging(ledger, until=began + LONGEST_PART)
                    time.sleep(chance.uniform(0.0, 3.0))
                while not app.running:
                    time.sleep(0.01)
                app.kill()
                done += 1
            _wait_until_acknowledging(ledger, until=began + LONGEST_PART)
            over.set()
            for each in running:
                each.result()
        found = ledger.faults + losses(ctx, ledger) + damage(ctx)
        waited, still = unscored(ctx)
        found += [f"{still} answers without scores"] if still else []
        found += [f"only {done} of {kills} kills in {LONGEST_PART:.0f} s"] if done < kills else []
        print(
            f"{kind}: {done} times kill -9 ({while_starting} at any moment of a start), {supervisor.starts} starts, "
            f"{clients} clients, {time.monotonic() - began:.0f} s"
        )
        _tell(ledger, found)
        print(
            f"  {shown_but_unanswered(ctx)} questions were being answered at the end; "
            f"{waited} answers had lost their scoring and were scored at the next look"
        )
    return found


def power_fails(folder: Path, *, answers: int, losses_of_power: int, clients: int, seed: int, bank: Path) -> list[str]:
    """Record what reaches the disk while people answer, and look at what is left at many moments."""
    chance, began = random.Random(f"{seed}-power"), time.monotonic()
    if reason := missing():
        print(f"power loss: SKIPPED, for {reason}.")
        return []
    folder.mkdir()
    file, record = folder / "interviews.db", folder / "record"
    environ = recording(recorder(folder), file, record)
    with prepared(folder, None, clients, bank, environ) as (app, ctx, all_clients):
        ledger, before = all_clients[0].ledger, {file: file.read_bytes()}
        with ThreadPoolExecutor(clients) as pool:
            for client in all_clients:
                client.chance, client.most = random.Random(chance.random()), -(-answers // clients)
            app.start()
            for each in [pool.submit(client.run) for client in all_clients]:
                each.result()
        app.kill()
        took = time.monotonic() - began
        found, checked = list(ledger.faults), 0
        for torn in (None, chance):
            at = moments(record, losses_of_power // 2, chance)
            for moment, files in power_losses(before, record, at, folder, torn):
                checked += sum(kept.at <= moment for kept in ledger.answers.values())
                left = replace(ctx, db=open_database(f"sqlite:///{files / file.name}"))
                how = "with some bytes that were not fsynced" if torn else "with fsynced bytes alone"
                found += [f"{how}: {each}" for each in losses(left, ledger, until=moment) + damage(left)]
                left.db.dispose()
        print(
            f"power loss, sqlite: {losses_of_power} moments of {took:.0f} s, half of them with any half of the sectors "
            f"that were not fsynced; {record.stat().st_size / 1e6:.0f} MB written; {checked} answers looked for; "
            f"{time.monotonic() - began:.0f} s"
        )
        _tell(ledger, found)
    return found


def token_of(ctx: Context, person: Person) -> str:
    """The secret of a new token."""
    return api_tokens.make_token(ctx, person, name="chaos", scope=Scope.PRACTISE).secret


def _wait_until_acknowledging(ledger: Ledger, *, until: float) -> None:
    """Wait until the server has something saved again."""
    before = ledger.acknowledged
    while ledger.acknowledged == before and time.monotonic() < until:
        time.sleep(0.02)


def _tell(ledger: Ledger, found: list[str]) -> None:
    drafts = ledger.counted.pop("draft", 0)
    other = ", ".join(f"{what} {n}" for what, n in sorted(ledger.counted.items())) or "nothing"
    print(
        f"  acknowledged: {len(ledger.answers)} answers, {drafts} drafts, "
        f"{len(ledger.made)} interviews; instead of an answer came: {other}"
    )
    print(f"  lost, doubled or damaged: {len(found)}")
    for line in found[:20]:
        print(f"    {line}")


def main() -> None:
    """Run the parts; exit with 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=None, help="by chance if not given")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--answers", type=int, default=400, help="in the run whose power fails")
    parser.add_argument("--power-losses", type=int, default=40)
    parser.add_argument("--only", choices=["sqlite", "postgresql", "power"])
    asked = parser.parse_args()
    seed = random.randrange(10**6) if asked.seed is None else asked.seed
    print(f"seed {seed}", flush=True)
    found: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bank = folder / "item_bank.json"
        load_kept_bank(PROJECT / "data" / "item_bank", bank)
        shared = {"clients": asked.clients, "seed": seed, "bank": bank}
        if asked.only in (None, "sqlite"):
            found += killed_again_and_again("sqlite", folder / "sqlite", None, kills=asked.kills, **shared)
        if asked.only in (None, "postgresql"):
            with postgres_server() as server, new_database(server) as url:
                found += killed_again_and_again("postgresql", folder / "pg", url, kills=asked.kills, **shared)
        if asked.only in (None, "power"):
            found += power_fails(folder / "power", answers=asked.answers, losses_of_power=asked.power_losses, **shared)
    print("CHAOS FAILED" if found else "All that was acknowledged is there, exactly once.")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
