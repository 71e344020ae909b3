"""How stored words are shown to people."""

from collections.abc import Iterable

from core.models.vocabulary import Mode, Timing
from core.services.views import SessionView
from core.services.words import TYPE_WORDS, listed
from pages._components.messages import plain

TIMING_WORDS = {
    Timing.USUAL: "As set for each question",
    Timing.QUARTER_MORE: "A quarter more",
    Timing.HALF_MORE: "Half as much again",
    Timing.DOUBLE: "Twice as much",
    Timing.UNTIMED: "No clock",
}
MODE_WORDS = {Mode.INTERVIEW: "At the end", Mode.COACHING: "After each answer"}
FOLLOWUP_WORDS = {True: "When something is missing", False: "None"}


def numbers(orders: Iterable[int]) -> str:
    """Question numbers in a line: "2, 4 and 6 to 9"."""
    runs: list[list[int]] = []
    for order in sorted(orders):
        if runs and order == runs[-1][-1] + 1:
            runs[-1].append(order)
        else:
            runs.append([order])
    parts = [
        part for run in runs for part in ([f"{run[0]} to {run[-1]}"] if len(run) > 2 else [str(order) for order in run])
    ]
    return listed(parts)


def about(interview: SessionView) -> str:
    """What an interview is for, in one line of Markdown: role, level and kind."""
    return f"{plain(interview.role_name)} · {interview.level} · {TYPE_WORDS[interview.type]} interview"
