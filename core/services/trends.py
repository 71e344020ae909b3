"""The arithmetic of progress: trends that slowly forget, personal bests, runs of weeks, and what changed, in words.

Functions of their arguments; what they work on is read by ``progress``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, takewhile
from uuid import UUID

from core.models.vocabulary import InterviewType, Level
from core.rubric import DIMENSIONS

OVERALL = "overall"
HALF_LIFE = 3.0
"""After so many interviews, one counts half as much in a decaying mean."""
NOTICEABLE = 0.3
"""Of 5: what a dimension's average must move by, and more, before it is called a change.

Answers within one interview differ from each other by about 1 of 5 (standard deviations of 0.8 to 1.1 in four of the
dimensions, 0.5 in communication, over the demo interviews), so the average of the usual dozen is off by
1 / sqrt(12) = 0.3 by mere luck of the questions. Less is noise; half a level, which readers notice, is more.
"""
FEW_ANSWERS = 3
"""Below so many answers, an interview's averages are mostly luck, and that is said."""
SKILL_ANSWERS, SKILL_INTERVIEWS = 3, 2
"""From so many answers, over so many interviews, on there is a trend of a skill to speak of."""

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Point:
    """A scored interview. ``overall`` is 0-100, ``dimensions`` 0-5 and None where never assessed, as in its report.

    ``rubric`` is the short name of the rubric that scored it: under another, the same answers score otherwise.
    """

    session_id: UUID
    began: datetime
    role: str
    level: Level
    type: InterviewType
    rubric: str
    answers: int
    overall: float
    dimensions: Mapping[str, float | None]

    def score(self, measure: str) -> float | None:
        """Its overall score or one of its dimensions."""
        return self.overall if measure == OVERALL else self.dimensions[measure]


@dataclass(frozen=True)
class Stretch:
    """Interviews in a row under one rubric: their numbers from 1, their scores, and the decaying mean at each."""

    rubric: str
    at: tuple[int, ...]
    scores: tuple[float, ...]
    means: tuple[float, ...]


@dataclass(frozen=True)
class Best:
    """The highest score, and the first interview that had it."""

    score: float
    point: Point


@dataclass(frozen=True)
class Run:
    """Weeks in a row with practice in each, from the Monday of the first to the Sunday of the last."""

    weeks: int
    begins: date
    ends: date


@dataclass(frozen=True)
class Week:
    """Answers of each day from its Monday on; None of days that are still to come."""

    monday: date
    answers: tuple[int | None, ...]


@dataclass(frozen=True)
class Change:
    """A measure in the newest interview, and the decaying mean of those before it."""

    measure: str
    now: float
    before: float

    @property
    def difference(self) -> float:
        """Above 0 it rose. Rounded, so that 0.3 is 0.3 however the floats fell."""
        return round(self.now - self.before, 2)


@dataclass(frozen=True)
class SinceLast:
    """The newest interview against those before it under the same rubric, without a break.

    ``overall`` is None when there are none; ``is_first`` says that there are none under any rubric.
    """

    newest: Point
    is_first: bool
    overall: Change | None
    dimensions: tuple[Change, ...]


# --- trends -----------------------------------------------------------------------------------------------------


def decaying_means(scores: Sequence[float], *, half_life: float = HALF_LIFE) -> tuple[float, ...]:
    """After each score the weighted mean of all so far, in which a score of ``half_life`` steps ago counts half.

    m_k = sum_i w^(k-i) x_i / sum_i w^(k-i) with w = 0.5^(1 / half_life): exponential smoothing whose weights add up
    to 1 from the first point on, so that the first score has no more say than its age gives it.
    """
    keep = 0.5 ** (1 / half_life)
    total = weight = 0.0
    means = []
    for score in scores:
        total, weight = keep * total + score, keep * weight + 1
        means.append(total / weight)
    return tuple(means)


def trend(scores: Mapping[int, float], rubrics: Sequence[str]) -> tuple[Stretch, ...]:
    """Scores, by the numbers of their interviews, cut into stretches wherever another rubric was used.

    The mean begins anew in each stretch. An interview without a score is no point, and ages none.
    """
    stretches = []
    for rubric, run in groupby(enumerate(rubrics, start=1), key=lambda numbered: numbered[1]):
        at = tuple(number for number, _ in run if number in scores)
        if at:
            known = tuple(scores[number] for number in at)
            stretches.append(Stretch(rubric, at, known, decaying_means(known)))
    return tuple(stretches)


def trend_of(points: Sequence[Point], measure: str) -> tuple[Stretch, ...]:
    """The overall score, 0-100, or a dimension, 0-5, over interviews that come oldest first."""
    scores = {
        number: score for number, point in enumerate(points, start=1) if (score := point.score(measure)) is not None
    }
    return trend(scores, [point.rubric for point in points])


def bests(points: Sequence[Point]) -> dict[str, Best]:
    """The best overall score and the best of each dimension, under the newest interview's rubric; ties to the first."""
    comparable = [point for point in points if point.rubric == points[-1].rubric]
    found = {}
    for measure in (OVERALL, *DIMENSIONS):
        known = [Best(score, point) for point in comparable if (score := point.score(measure)) is not None]
        if known:
            found[measure] = max(known, key=lambda best: best.score)
    return found


# --- the calendar -----------------------------------------------------------------------------------------------


def longest_run(days: Mapping[date, int]) -> Run | None:
    """The longest run of weeks with at least one answer each, weeks from Monday to Sunday; ties to the first."""
    mondays = sorted({_monday(day) for day in days})
    runs: list[Run] = []
    for monday in mondays:
        ends = monday + timedelta(days=6)
        if runs and monday == runs[-1].ends + timedelta(days=1):
            runs[-1] = Run(runs[-1].weeks + 1, runs[-1].begins, ends)
        else:
            runs.append(Run(1, monday, ends))
    return max(runs, key=lambda run: run.weeks, default=None)


def busiest_day(days: Mapping[date, int]) -> date | None:
    """The day with most answers; ties to the first."""
    return max(sorted(days), key=lambda day: days[day], default=None)


def newest_weeks(days: Mapping[date, int], *, today: date, count: int) -> tuple[Week, ...]:
    """The week of today and those before it, oldest first."""
    last = _monday(today)
    mondays = (last - _WEEK * back for back in reversed(range(count)))
    return tuple(
        Week(monday, tuple(days.get(day, 0) if day <= today else None for day in _days_of(monday)))
        for monday in mondays
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _days_of(monday: date) -> Iterator[date]:
    return (monday + timedelta(days=past) for past in range(7))


# --- what changed -----------------------------------------------------------------------------------------------


def since_last(points: Sequence[Point]) -> SinceLast | None:
    """What the newest interview changed; None before the first."""
    if not points:
        return None
    newest = points[-1]
    earlier = list(takewhile(lambda point: point.rubric == newest.rubric, reversed(points[:-1])))[::-1]
    changes = {measure: _change(measure, newest, earlier) for measure in (OVERALL, *DIMENSIONS)}
    overall = changes.pop(OVERALL)
    return SinceLast(newest, len(points) == 1, overall, tuple(filter(None, changes.values())))


def _change(measure: str, newest: Point, earlier: Sequence[Point]) -> Change | None:
    before = [score for point in earlier if (score := point.score(measure)) is not None]
    now = newest.score(measure)
    return Change(measure, now, decaying_means(before)[-1]) if before and now is not None else None


def in_words(since: SinceLast, names: Mapping[str, str]) -> str:
    """What changed, in a few sentences; ``names`` are the dimensions' names for people."""
    newest = since.newest
    score = f"Your newest interview scored {newest.overall:.0f} of 100"
    if since.is_first:
        told = [f"{score}. It is the first one here, so there is nothing to compare it with yet."]
    elif since.overall is None:
        told = [
            f"{score}. It was scored by another rubric than the one before it, "
            "so the two cannot be compared: the next one can."
        ]
    else:
        told = [f"{score}, after {since.overall.before:.0f} before.", *_moved(since.dimensions, names)]
    if newest.answers < FEW_ANSWERS:
        count = "one answer" if newest.answers == 1 else f"{newest.answers} answers"
        told.append(f"It has only {count}, so take it as a hint.")
    return " ".join(told)


def _moved(changes: Sequence[Change], names: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each dimension that moved, rises first and the largest of each first."""
    moved = [change for change in changes if abs(change.difference) > NOTICEABLE]
    if not moved:
        yield f"No dimension moved by more than {NOTICEABLE} of 5, so you are about where you were."
        return
    largest_first = sorted(moved, key=lambda change: -abs(change.difference))
    for verb, sign in (("rose", 1), ("fell", -1)):
        same_way = [change for change in largest_first if sign * change.difference > 0]
        for place, change in enumerate(same_way):
            yield f"{names[change.measure]} {verb}{_how_much(change, place, len(same_way))}: {_then_and_now(change)}."
    if len(moved) < len(changes):
        yield "The rest stayed about the same."


def _how_much(change: Change, place: int, of: int) -> str:
    if abs(change.difference) <= 2 * NOTICEABLE:
        return " a little"
    return " most" if place == 0 and of > 1 else ""


def _then_and_now(change: Change) -> str:
    return f"{change.now:.1f}, after {change.before:.1f} before"
