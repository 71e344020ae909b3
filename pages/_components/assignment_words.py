"""How assignments are told to people. Everything but ``about`` is plain text."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil

from core.services.assignment_states import Attempt, Progress, State
from core.services.assignment_views import AssignmentView
from core.services.words import TYPE_WORDS, counted
from pages._components.messages import plain
from pages._components.words import TIMING_WORDS

SOON = 14
"""Up to so many days ahead a due date is told in days."""


def about(assignment: AssignmentView) -> str:
    """What is set, in one line of Markdown: role, level, kind, and how many questions."""
    questions = counted(assignment.count, "question") + (", the same for everybody" if assignment.is_exact else "")
    return f"{plain(assignment.role_name)} · {assignment.level} · {TYPE_WORDS[assignment.type]} interview · {questions}"


def time_told(assignment: AssignmentView) -> str:
    """Who says how much time there is."""
    if assignment.timing is None:
        return "Candidates choose their time"
    return f"Time for each question: {TIMING_WORDS[assignment.timing].lower()}"


def due(assignment: AssignmentView) -> str:
    """The due date itself."""
    return f"due by {assignment.due_on:%d %B %Y}" if assignment.due_on else "no due date"


def due_in(assignment: AssignmentView, progress: Progress) -> str:
    """How long there is to go for somebody, or how late they are."""
    if progress.late_by is not None:
        return f"{days_late(progress.late_by)} late"
    if assignment.due_on is None:
        return "no due date"
    if progress.due_at is None:
        return f"was due by {assignment.due_on:%d %B %Y}, before you joined"
    days = (assignment.due_on - progress.now.date()).days
    if not 0 <= days <= SOON:
        return due(assignment)
    return {0: "due today", 1: "due tomorrow"}.get(days, f"due in {days} days")


def days_late(by: timedelta) -> str:
    """How late: "1 day" is any time of the day after it was due."""
    return counted(max(1, ceil(by / timedelta(days=1))), "day")


def tallied(states: Mapping[State, int], late_ones: int = 0) -> str:
    """How many stand where: "3 to do · 1 handed in"."""
    parts = [f"{count} {state}" for state, count in states.items() if count]
    parts += [f"{late_ones} late"] if late_ones else []
    return " · ".join(parts) or "for nobody who is in the group now"


def attempts(progress: Progress) -> str:
    """How many are used of how many."""
    return f"{progress.used} of {max(progress.allowed, progress.used)}"


def attempt_line(number: int, attempt: Attempt) -> str:
    """One attempt: when it was handed in, what it scored, whether it was reviewed."""
    when = f"handed in {attempt.handed_in_at:%d %B %Y, %H:%M} UTC" if attempt.handed_in_at else "in progress"
    parts = [f"Attempt {number}: {when}"]
    parts += [f"{attempt.score:.0f} of 100"] if attempt.score is not None else []
    parts += ["reviewed"] if attempt.is_reviewed else []
    return " · ".join(parts)
