"""Many programs at once go from setup to report over the REST API; prints how long each kind of call took.

``make load PEOPLE=50`` serves the product on a database of its own and measures against that.
"""

import argparse
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path

import numpy as np

from core.client import ApiError, PracticeClient
from core.services import passwords
from core.services.context import utc_now
from tests.support.contexts import make_context, make_person, real_bank
from tests.support.live_app import LiveApp
from tests.support.programs import token_of

QUESTIONS = 10


class Stopwatch:
    """How long calls took, in seconds, by their kind; and what was refused."""

    def __init__(self) -> None:
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.refused: list[str] = []

    @contextmanager
    def timing(self, kind: str) -> Iterator[None]:
        began = time.perf_counter()
        try:
            yield
        except ApiError as error:
            self.refused.append(f"{kind}: {error.status} {error}")
            raise
        finally:
            self.seconds[kind].append(time.perf_counter() - began)


def practise(url: str, token: str, texts: Iterator[str], watch: Stopwatch) -> None:
    """One person's interview."""
    with PracticeClient(f"{url}/api", token, timeout=120) as practice:
        with watch.timing("create"):
            made = practice.create_interview(
                role_id="backend-engineer", level="mid", type="technical", count=QUESTIONS, followups=False
            )
        with watch.timing("questions"):
            questions = practice.questions(made["id"])
        for question in questions:
            with watch.timing("answer"):
                practice.answer(made["id"], question["id"], text=next(texts), seconds=60)
        with watch.timing("finish"):
            practice.finish(made["id"])
        with watch.timing("report"):
            report = practice.report(made["id"])
        assert len(report["answers"]) == QUESTIONS


def main() -> None:
    """Serve, practise, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    people = parser.parse_args().people
    answers = [item.model_answer for item in real_bank().items.values()]
    passwords.ROUNDS = 4  # how long sign-ups take is not what is measured
    with tempfile.TemporaryDirectory() as folder:
        app = LiveApp(Path(folder))
        ctx = make_context(app.database_url, Path(folder), utc_now)
        tokens = [token_of(ctx, make_person(ctx, f"person{number}")) for number in range(people)]
        ctx.db.dispose()
        app.start()
        watch, began = Stopwatch(), time.perf_counter()
        try:
            with ThreadPoolExecutor(people) as pool:
                done = [
                    pool.submit(practise, app.url, token, cycle(answers[number::people]), watch)
                    for number, token in enumerate(tokens)
                ]
                for each in done:
                    each.result()
        finally:
            app.stop()
        took = time.perf_counter() - began
    calls = sum(map(len, watch.seconds.values()))
    print(f"{people} people, {calls} calls in {took:.1f} s: {calls / took:.0f} a second; refused: {len(watch.refused)}")
    for kind, seconds in watch.seconds.items():
        p50, p95, p99 = np.percentile(seconds, [50, 95, 99]) * 1000
        print(f"  {kind:10} n {len(seconds):5}   p50 {p50:6.0f} ms   p95 {p95:6.0f} ms   p99 {p99:6.0f} ms")


if __name__ == "__main__":
    main()
