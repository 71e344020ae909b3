"""So many pages are drawn at a time, in the order in which they came; one that takes long keeps nobody waiting."""

from threading import Event, Lock, Thread

import pytest

from pages._components.turns import Turns

PATIENCE = 10.0


class Drawing:
    """Pages that are drawn until they are told to end, and what has begun so far."""

    def __init__(self, turns: Turns) -> None:
        self.begun: list[str] = []
        self.threads: list[Thread] = []
        self._turns, self._lock = turns, Lock()
        self._started: dict[str, Event] = {}
        self._may_end: dict[str, Event] = {}

    def come(self, name: str) -> None:
        """A page comes and waits for its turn; those who come later stand behind it."""
        self._started[name], self._may_end[name] = Event(), Event()
        thread = Thread(target=self._draw, args=(name,))
        before = self._turns.waiting
        thread.start()
        self.threads.append(thread)
        while not self._started[name].is_set() and self._turns.waiting == before and thread.is_alive():
            thread.join(0.001)

    def end(self, name: str) -> None:
        """A page has been drawn."""
        self._may_end[name].set()

    def begins(self, name: str) -> bool:
        """Whether a page's turn comes, sooner or later."""
        return self._started[name].wait(PATIENCE)

    def join(self) -> None:
        """Let everything end."""
        for event in self._may_end.values():
            event.set()
        for thread in self.threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()

    def _draw(self, name: str) -> None:
        with self._turns.one():
            with self._lock:
                self.begun.append(name)
            self._started[name].set()
            assert self._may_end[name].wait(PATIENCE)


def test_so_many_are_drawn_at_once_and_the_others_in_the_order_in_which_they_came() -> None:
    drawing = Drawing(Turns(2, long_seconds=PATIENCE))
    for name in "abcdef":
        drawing.come(name)
    assert drawing.begun == ["a", "b"]
    for ended, next_one in zip("bacd", "cdef", strict=True):
        drawing.end(ended)
        assert drawing.begins(next_one)
        assert drawing.begun[-1] == next_one
    drawing.join()
    assert drawing.begun == list("abcdef")


def test_a_page_that_takes_long_keeps_nobody_waiting() -> None:
    time = [0.0]
    drawing = Drawing(Turns(1, long_seconds=0.05, now=lambda: time[0]))
    drawing.come("long")
    drawing.come("next")
    drawing.come("last")
    assert drawing.begun == ["long"]
    time[0] += 0.06
    assert drawing.begins("next")
    assert drawing.begun == ["long", "next"], "the next one's own turn has only begun"
    drawing.end("long")  # which no longer counted
    drawing.end("next")
    assert drawing.begins("last")
    drawing.join()


def test_a_page_that_fails_gives_its_turn_back() -> None:
    turns = Turns(1, long_seconds=PATIENCE)
    for _ in range(3):
        with pytest.raises(RuntimeError), turns.one():
            raise RuntimeError
    with turns.one():
        assert turns.waiting == 0


def test_no_page_is_begun_while_answers_wait_to_be_saved_unless_they_wait_for_long() -> None:
    turns, waiting = Turns(1, long_seconds=PATIENCE), [True]
    drawing = Drawing(turns)
    turns.let_first(lambda: waiting[0])
    drawing.come("first")
    drawing.come("second")
    assert drawing.begins("first"), "although they still wait"
    waiting[0] = False
    drawing.end("first")
    assert drawing.begins("second")
    drawing.join()
