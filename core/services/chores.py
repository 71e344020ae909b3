"""What is done from time to time although nobody asks: scoring past answers again, and closing what was left.

Without a worker of its own each serving process does it in a thread; with one, :mod:`core.services.work_queue` says
when. Either way one process sweeps at a time, and one works on a job.
"""

import logging
import time
from collections.abc import Callable
from threading import Event, Thread

from core.services import leaving, rescoring
from core.services.context import Context
from core.services.leaving import Swept
from core.store import alone

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
"""Between two looks for a job that the product team has started."""
SWEEP_SECONDS = 300.0
# Any number that no other program locks in this database, nor our migrations.
SWEEP_LOCK = 7_214_307


def sweep_alone(ctx: Context) -> Swept | None:
    """Close what is over or was left, unless another process is at it just now."""
    with alone(ctx.db, SWEEP_LOCK) as nobody_else:
        return leaving.sweep(ctx) if nobody_else else None


def work_in_background(ctx: Context, worker: str, ended: Event) -> Thread:
    """Do it all in a thread of its own, until ``ended`` is set."""
    thread = Thread(target=work_until, args=(ctx, worker, ended), name="chores", daemon=True)
    thread.start()
    return thread


def work_until(ctx: Context, worker: str, ended: Event) -> None:
    """Do it all, beginning with a sweep, until ``ended`` is set.

    Args:
        ctx: whose database it is.
        worker: a name of its own for who works, such as the process.
        ended: asked every few seconds, and between two batches of interviews.
    """
    sweep_at = time.monotonic()

    def may_go_on() -> bool:
        return not ended.is_set() and time.monotonic() < sweep_at

    while not ended.wait(LOOK_SECONDS):
        if time.monotonic() >= sweep_at:
            sweep_at = time.monotonic() + SWEEP_SECONDS
            _try(lambda: sweep_alone(ctx))
        _try(lambda: rescoring.work(ctx, worker, is_wanted=may_go_on))


def _try(chore: Callable[[], object]) -> None:
    try:
        chore()
    except Exception:
        log.exception("a chore failed")  # the database may be back the next time
