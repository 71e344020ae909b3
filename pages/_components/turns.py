"""Whose turn is it? One page is drawn at a time; the others wait in line, which is faster for all.

Each page is drawn in a thread of its own, and a hundred threads that all want the interpreter get little done: each
waits for all others after every query, and the answer box waits with them. In turn, the first are served at once and
the last no later than they would have been. And while answers wait to be saved, no other page is begun.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

AT_ONCE = 1
"""Two would draw no more of them in the same time, and leave half as much of it to what saves answers."""
LONG_SECONDS = 0.5
"""A page that takes longer waits for something or makes a file; it keeps nobody waiting from then on."""
FIRST_SECONDS = 0.25
"""So long at most a page lets what is being saved go first."""


class Turns:
    """So many at a time, in the order in which they came."""

    def __init__(
        self, at_once: int = AT_ONCE, *, long_seconds: float = LONG_SECONDS, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._at_once, self._long, self._now = at_once, long_seconds, now
        self._lock = Lock()
        self._began: dict[object, float] = {}
        self._line: deque[Lock] = deque()
        self._others_wait: Callable[[], bool] = lambda: False

    @contextmanager
    def one(self) -> Iterator[None]:
        """Wait for a turn, and have it while the block lasts."""
        mine = object()
        self._wait(mine)
        try:
            self._let_others_go_first()
            yield
        finally:
            with self._lock:
                del self._began[mine]
                self._wake_first()

    def let_first(self, others_wait: Callable[[], bool]) -> None:
        """From now on begin no page while others wait whose work goes first, unless it takes them too long."""
        self._others_wait = others_wait

    @property
    def waiting(self) -> int:
        """How many stand in the line."""
        with self._lock:
            return len(self._line)

    def _wait(self, mine: object) -> None:
        with self._lock:
            if not self._line and self._is_free():
                self._began[mine] = self._now()
                return
            place = Lock()
            place.acquire()
            self._line.append(place)
        while True:
            with self._lock:
                is_first = self._line[0] is place
                if is_first and self._is_free():
                    self._line.popleft()
                    self._began[mine] = self._now()
                    self._wake_first()
                    return
            # woken when a turn ends and on becoming the first, who also looks whether a turn has become a long one
            place.acquire(timeout=self._long if is_first else -1)

    def _let_others_go_first(self) -> None:
        gives_up = self._now() + FIRST_SECONDS
        while self._others_wait() and self._now() < gives_up:
            time.sleep(0.005)

    def _is_free(self) -> bool:
        recent = self._now() - self._long
        return sum(began > recent for began in self._began.values()) < self._at_once

    def _wake_first(self) -> None:
        if self._line and self._line[0].locked():
            self._line[0].release()


PAGE_TURNS = Turns()
