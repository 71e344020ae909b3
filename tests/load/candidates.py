"""A class of candidates on the dashboard at once, each over a websocket of their own as from a browser.

``make load PEOPLE=500`` serves the product on a database of its own and lets everybody join at the same moment, set up
an interview, type answers while the box saves drafts, hand them in, and finish. It prints how long each kind of action
took, what went wrong, what was acknowledged and is not there, and the server's memory; and whether the gate holds.

What is measured is what a candidate waits for: until the page has been drawn, or until the answer box has its reply.
The candidates run in one process beside the server and need a part of the machine themselves.
"""

import argparse
import asyncio
import math
import random
import resource
import ssl
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from urllib.parse import parse_qs
from uuid import UUID

import httpx
import numpy as np

from core.api.sign_in import COOKIE
from core.bank.kept import load_kept_bank
from core.services import accounts
from core.services.accounts import Person
from core.services.context import Context, utc_now
from tests.load.answering import Kept, Ledger, damage, losses
from tests.load.dashboard import DashboardPage, PageError
from tests.load.people import PASSWORD, make_people
from tests.support.contexts import make_context, real_bank
from tests.support.live_app import PROJECT, LiveApp

SAVED_EVERY = 5.0
"""Seconds between two drafts of somebody who goes on typing, as in ``box.js``."""
JOIN_P95, SUBMIT_P95 = 10.0, 1.0
MEMORY = 600
"""Megabytes of the server, at most."""
MOST_FILES = 16_384
UP_FOR = 8.0
"""Seconds that the server runs before anybody joins, as it does before a class; it has got scoring ready then."""


@dataclass
class Measured:
    """How long actions took, in seconds, by their kind, and what failed."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def timing(self, kind: str) -> AsyncIterator[None]:
        """Measure one action; what fails is counted and ends whoever did it."""
        began = time.perf_counter()
        try:
            yield
        except (PageError, httpx.HTTPError, OSError) as error:
            said = error.response.text if isinstance(error, httpx.HTTPStatusError) else error
            self.errors.append(f"{kind}: {type(error).__name__} {said}")
            raise GaveUpError from error
        finally:
            self.seconds[kind].append(time.perf_counter() - began)

    def p95(self, kind: str) -> float:
        """Seconds within which 95 of 100 were done."""
        return float(np.percentile(self.seconds[kind], 95)) if self.seconds[kind] else float("inf")


class GaveUpError(Exception):
    """A candidate got no further."""


@dataclass
class Candidate:
    """Somebody from joining to the report."""

    person: Person
    url: str
    http: httpx.AsyncClient
    cookie: str | None
    """None for those who sign in by password."""
    texts: list[str]
    typing: float
    """Seconds for each answer, on average: from half of it to half more."""
    measured: Measured
    ledger: Ledger
    chance: random.Random

    async def take_part(self) -> None:
        """All of it."""
        try:
            async with self.measured.timing("connect"):
                page = await DashboardPage(self.url, cookie=self.cookie).__aenter__()
        except GaveUpError:
            return
        try:
            await self._practise(page)
        except GaveUpError:
            pass
        finally:
            await page.__aexit__()

    async def _practise(self, page: DashboardPage) -> None:
        await self._join(page)
        await self._breathe()
        async with self.measured.timing("set up"):
            await page.go("practise")
        await self._breathe()
        async with self.measured.timing("start"):
            await page.click("Start the interview")
        self.ledger.made[UUID(parse_qs(page.query)["session"][0])] = self.person.id
        for text in self.texts:
            await self._breathe()
            async with self.measured.timing("show"):
                await page.click("Show the question")
            await self._answer(page, text)
        await self._breathe()
        async with self.measured.timing("finish"):
            await page.click("End the interview early")
            await page.click("End it")
            if "Report" not in page.drawn.texts:
                raise PageError(f"no report: {page.drawn.texts[:3]}")

    async def _join(self, page: DashboardPage) -> None:
        """From the first look to the home page, signed in."""
        kind = "join" if self.cookie else "join by password"
        async with self.measured.timing(kind):
            await page.look()
            if not self.cookie:
                await page.type("Username or email", self.person.username)
                await page.type("Password", PASSWORD)
                await page.click("Sign in")
            if not page.drawn.says(f"Signed in as {self.person.username}"):
                raise PageError(f"not signed in: {' | '.join(page.drawn.texts)[:200]}")
        if not self.cookie:  # what the page tells its browser to do then
            _, order = page.drawn.components["cookie_keeper"]
            async with self.measured.timing("cookie"):
                (await self.http.post("/api/session", json={"ticket": order["order"]})).raise_for_status()

    async def _answer(self, page: DashboardPage, text: str) -> None:
        """Type; the box saves meanwhile and hands in at the end or when time is up, and then its page is drawn anew."""
        _, box = page.drawn.components["answer_box"]
        question = UUID(box["question_id"])
        headers = {"authorization": f"Bearer {box['token']}"}
        address = f"/api/questions/{question}"
        over_at = math.inf
        if box["deadline_ms"] is not None:
            over_at = time.monotonic() + (box["deadline_ms"] - box["server_now_ms"]) / 1000
        # nobody types as long as anybody else, and a class hands in over as long as it types
        saves = max(1, round(self.typing * self.chance.uniform(0.5, 1.5) / SAVED_EVERY))
        words = text.split()
        typed, revision = "", 0
        while revision < saves:
            await asyncio.sleep(min(SAVED_EVERY * self.chance.uniform(0.7, 1.3), over_at - time.monotonic()))
            if time.monotonic() >= over_at:
                break
            revision += 1
            typed = " ".join(words[: len(words) * revision // saves])
            self.ledger.sent[question] = typed
            async with self.measured.timing("save a draft"):
                reply = await self.http.put(
                    f"{address}/draft", json={"text": typed, "revision": revision}, headers=headers
                )
                reply.raise_for_status()
            self.ledger.drafts[question].append(Kept(time.monotonic(), typed, revision))
        headers["idempotency-key"] = f"{self.chance.getrandbits(128):x}"
        self.ledger.sent[question] = typed
        async with self.measured.timing("submit"):
            reply = await self.http.post(
                f"{address}/answer", json={"text": typed, "revision": revision + 1}, headers=headers
            )
            reply.raise_for_status()
        self.ledger.answers[question] = Kept(time.monotonic(), typed, revision + 1)
        async with self.measured.timing("see it saved"):
            await page.tell("answer_box", "closed", f"{question}:{time.time_ns()}")
            if not page.drawn.says("Saved: your answer"):
                raise PageError(f"not said to be saved: {page.drawn.texts[:3]}")

    async def _breathe(self) -> None:
        await asyncio.sleep(self.chance.uniform(1.0, 4.0))


class Memory:
    """The most that a process had in memory while the block lasted, in MB."""

    def __init__(self, pid: int) -> None:
        self.most, self._pid, self._over = 0.0, pid, Event()
        self._thread = Thread(target=self._watch)

    def __enter__(self) -> "Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(1.0):
            command = ["ps", "-o", "rss=", "-p", str(self._pid)]
            said = subprocess.run(command, check=False, capture_output=True, text=True).stdout
            self.most = max(self.most, float(said.strip() or 0) / 1024)


async def all_take_part(candidates: list[Candidate], arrive: float) -> None:
    """Everybody, the first and the last joining so many seconds apart."""

    async def one(number: int, candidate: Candidate) -> None:
        await asyncio.sleep(arrive * number / len(candidates))
        await candidate.take_part()

    await asyncio.gather(*(one(number, each) for number, each in enumerate(candidates)))


def cookie_of(ctx: Context, person: Person) -> str:
    """What a browser holds that signed in before."""
    value = accounts.exchange_ticket(ctx, accounts.open_sign_in(ctx, person.id).ticket)
    return f"{COOKIE}={value}"


def allow_many_connections() -> None:
    """A usual limit of 1,024 open files is too low for 500 websockets and as many answer boxes.

    The server inherits it from here.
    """
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if hard == resource.RLIM_INFINITY else min(MOST_FILES, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def practise(app: LiveApp, ctx: Context, people: list[Person], asked: argparse.Namespace) -> tuple[Measured, Ledger]:
    """Let everybody take part."""
    measured, ledger, chance = Measured(), Ledger(), random.Random(asked.seed)
    answers = [item.model_answer for item in real_bank().items.values()]
    by_password = round(len(people) * asked.password_share)
    cookies = [None if number < by_password else cookie_of(ctx, person) for number, person in enumerate(people)]
    ctx.db.dispose()

    async def run() -> None:
        async with AsyncExitStack() as all_open:
            # Each has connections of their own, as each has a browser. A pool of 500 looks at every connection for
            # every request, and soon keeps its own process busy with that.
            limits = httpx.Limits(max_connections=2, keepalive_expiry=30)
            tls = ssl.create_default_context()  # read from files, so once for all
            clients = [
                await all_open.enter_async_context(
                    httpx.AsyncClient(base_url=app.url, timeout=120, limits=limits, verify=tls)
                )
                for _ in people
            ]
            candidates = [
                Candidate(
                    person,
                    app.url,
                    http,
                    cookie,
                    # no two texts are the same, from their first word on, so that one that is stored twice is seen
                    [f"{person.username} {answer}" for answer in chance.sample(answers, asked.answers)],
                    asked.typing,
                    measured,
                    ledger,
                    random.Random(chance.random()),
                )
                for person, cookie, http in zip(people, cookies, clients, strict=True)
            ]
            chance.shuffle(candidates)
            await all_take_part(candidates, asked.arrive)

    asyncio.run(run())
    return measured, ledger


def main() -> None:
    """Serve, take part, print; exit with 1 when the gate does not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--answers", type=int, default=3, help="that each hands in")
    parser.add_argument("--typing", type=float, default=60.0, help="seconds for each answer, from half to half more")
    parser.add_argument("--arrive", type=float, default=0.0, help="seconds in which all join; 0 is at once")
    parser.add_argument("--password-share", type=float, default=0.05, help="of those who join; others have a cookie")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    allow_many_connections()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bank = folder / "item_bank.json"
        load_kept_bank(PROJECT / "data" / "item_bank", bank)
        app = LiveApp(folder / "data", kept_bank=bank)
        ctx = make_context(app.database_url, folder, utc_now)
        people = make_people(ctx, asked.people)
        app.start()
        time.sleep(UP_FOR)
        began = time.monotonic()
        try:
            with Memory(app.pid) as memory:
                measured, ledger = practise(app, ctx, people, asked)
        finally:
            app.stop()
        took = time.monotonic() - began
        lost = losses(ctx, ledger) + damage(ctx)
        complaints = [line for line in app.output().splitlines() if "Traceback" in line or "ERROR" in line]
        ctx.db.dispose()
    tell(asked, measured, ledger, lost, complaints, took)
    sys.exit(not gate(asked.people, measured, lost, complaints, memory.most))


def tell(
    asked: argparse.Namespace,
    measured: Measured,
    ledger: Ledger,
    lost: list[str],
    complaints: list[str],
    took: float,
) -> None:
    """What happened."""
    by_password = round(asked.people * asked.password_share)
    when = f"within {asked.arrive:.0f} s" if asked.arrive else "at once"
    print(
        f"{asked.people} candidates on the dashboard, who join {when}, {by_password} of them "
        f"({by_password / asked.people:.0%}) by password; each types {asked.answers} answers of about "
        f"{asked.typing:.0f} s; {took:.0f} s in all"
    )
    for kind, seconds in measured.seconds.items():
        p50, p95, p99 = np.percentile(seconds, [50, 95, 99]) * 1000
        print(f"  {kind:17} n {len(seconds):5}   p50 {p50:6.0f} ms   p95 {p95:6.0f} ms   p99 {p99:6.0f} ms")
    drafts = sum(map(len, ledger.drafts.values()))
    print(f"  acknowledged: {len(ledger.answers)} answers, {drafts} drafts; missing or changed: {len(lost)}")
    for line, n in Counter([*measured.errors, *lost, *complaints]).most_common(10):
        print(f"  {n} x {line[:300]}")


def gate(people: int, measured: Measured, lost: list[str], complaints: list[str], memory: float) -> bool:
    """Print whether each limit holds, and return whether all do."""
    joins = [*measured.seconds["join"], *measured.seconds["join by password"]]
    join = float(np.percentile(joins, 95)) if joins else float("inf")
    errors = len(measured.errors) + len(complaints)
    limits = (
        (f"join p95 {join:.2f} s, at most {JOIN_P95:.0f} s", join <= JOIN_P95),
        (
            f"submit p95 {measured.p95('submit'):.2f} s, at most {SUBMIT_P95:.0f} s",
            measured.p95("submit") <= SUBMIT_P95,
        ),
        (f"{errors} errors, none allowed", not errors),
        (f"{len(lost)} lost, none allowed", not lost),
        (f"{memory:.0f} MB of memory, at most {MEMORY} MB", 0 < memory <= MEMORY),
    )
    print(f"The gate, with {people} candidates:")
    for words, holds in limits:
        print(f"  {'holds' if holds else 'MISSED':6}  {words}")
    return all(holds for _, holds in limits)


if __name__ == "__main__":
    main()
