"""Measuring many answers over all cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from core.scoring.measuring import measure
from core.scoring.scorecard import Measurement
from core.scoring.task import Task

CHUNK = 50
WORTH_IT = 400
"""From so many answers on, other processes are worth the second that each takes to begin."""


@dataclass(frozen=True)
class Unread:
    """An answer that is to be measured, with all that ``measure`` asks for."""

    text: str
    task: Task
    time_seconds: float | None = None
    dictated: bool = False


def measure_many(
    unread: Sequence[Unread], *, processes: int | None = None, told: Callable[[int], None] = lambda _: None
) -> list[Measurement]:
    """The measurements of these answers in their order.

    Args:
        processes: over how many cores; all of them if not given. With few answers, or one core, it is done here.
        told: hears from time to time how many are measured.
    """
    workers = processes or os.cpu_count() or 1
    found: dict[int, Measurement] = {}
    # Answers to one question come together, since what is made of a question is made once in each process.
    order = sorted(range(len(unread)), key=lambda place: (unread[place].task.question, place))
    chunks = [[unread[place] for place in order[start : start + CHUNK]] for start in range(0, len(order), CHUNK)]
    for measured in _measured(chunks, 1 if len(unread) < WORTH_IT else workers):
        for measurement in measured:
            found[order[len(found)]] = measurement
        told(len(found))
    return [found[place] for place in range(len(unread))]


def _measured(chunks: Sequence[Sequence[Unread]], workers: int) -> Iterator[list[Measurement]]:
    if workers == 1:
        yield from map(_measure_all, chunks)
        return
    # Spawned, since a server has threads and a forked process would inherit locks that nobody holds any more.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_measure_all, chunks)


def _measure_all(chunk: Sequence[Unread]) -> list[Measurement]:
    return [measure(one.text, one.task, time_seconds=one.time_seconds, dictated=one.dictated) for one in chunk]
