"""How somebody's interviews went over time: read in a fixed number of queries, however many there are."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import fmean
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, cast, func, select

from core.bank.catalog import Catalog
from core.models import NO_DRILL, InterviewAnswer, InterviewQuestion, InterviewSession, RubricVersion
from core.models.vocabulary import OPEN
from core.rubric import DIMENSIONS
from core.services.accounts import Person
from core.services.context import Context
from core.services.leaving import abandon_idle
from core.services.trends import (
    SKILL_ANSWERS,
    SKILL_INTERVIEWS,
    Best,
    Point,
    Run,
    SinceLast,
    Stretch,
    Week,
    bests,
    busiest_day,
    longest_run,
    newest_weeks,
    since_last,
    trend,
    trend_of,
)

WEEKS = 26
"""So far back the calendar goes: half a year, which a phone can show."""


@dataclass(frozen=True)
class RubricUse:
    """A rubric that scored some of the interviews: a short name in order of first use, its own name, and since when."""

    label: str
    name: str
    since: datetime


@dataclass(frozen=True)
class SkillRecord:
    """The answers tagged with a skill: of each the number of its interview, from 1, and what it scored, 0-100."""

    skill: str
    name: str
    given: Sequence[tuple[int, float]]

    @property
    def answers(self) -> int:
        """How many there are."""
        return len(self.given)

    @property
    def scores(self) -> dict[int, float]:
        """The mean of each interview, as in its report."""
        by_interview: dict[int, list[float]] = defaultdict(list)
        for number, score in self.given:
            by_interview[number].append(score)
        return {number: round(fmean(scores), 1) for number, scores in by_interview.items()}

    @property
    def is_enough(self) -> bool:
        """Whether there is a trend to speak of."""
        return self.answers >= SKILL_ANSWERS and len({number for number, _ in self.given}) >= SKILL_INTERVIEWS


@dataclass(frozen=True)
class ProgressView:
    """Everything on somebody's progress.

    ``points`` are the finished interviews whose scores they have seen, oldest first; ``waiting`` counts those whose
    scores they have not. ``days`` counts every answer they ever gave, by UTC day: that somebody practised, also
    without finishing or in a set of drills, gives no score away.
    """

    points: tuple[Point, ...]
    rubrics: tuple[RubricUse, ...]
    skills: tuple[SkillRecord, ...]
    waiting: int
    days: Mapping[date, int]
    weeks: tuple[Week, ...]

    def trend(self, measure: str) -> tuple[Stretch, ...]:
        """The overall score, 0-100, or a dimension, 0-5, over the interviews."""
        return trend_of(self.points, measure)

    def skill_trend(self, skill: SkillRecord) -> tuple[Stretch, ...]:
        """A skill, 0-100, over the interviews that asked for it."""
        return trend(skill.scores, [point.rubric for point in self.points])

    @property
    def since_last(self) -> SinceLast | None:
        """What the newest interview changed."""
        return since_last(self.points)

    @property
    def bests(self) -> Mapping[str, Best]:
        """The best overall score and dimensions under the newest interview's rubric."""
        return bests(self.points)

    @property
    def longest_run(self) -> Run | None:
        """The longest run of weeks with practice."""
        return longest_run(self.days)

    @property
    def busiest_day(self) -> date | None:
        """The day with most answers."""
        return busiest_day(self.days)


def progress_of(ctx: Context, person: Person) -> ProgressView:
    """A person's own progress."""
    abandon_idle(ctx, user_id=person.id)
    # Columns and not objects, and averages made by the database: of 500 interviews there are 6,000 answers.
    with ctx.db.reading() as session:
        finished = session.execute(finished_interviews(InterviewSession.user_id == person.id)).all()
        answers = session.execute(given_answers(InterviewSession.user_id == person.id)).all()
    seen = [row for row in finished if not row.hidden and row.overall is not None]
    rubrics = rubric_uses(seen)
    numbers = {row.key: number for number, row in enumerate(seen, start=1)}
    days = Counter(submitted_at.date() for _, submitted_at, _, _ in answers)
    return ProgressView(
        points=tuple(point_of(row, rubrics[row.rubric_hash].label) for row in seen),
        rubrics=tuple(rubrics.values()),
        skills=skill_records(ctx.catalog, answers, numbers),
        waiting=sum(row.hidden > 0 for row in finished),
        days=days,
        weeks=newest_weeks(days, today=ctx.clock().date(), count=WEEKS),
    )


def finished_interviews(*wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """The finished interviews that are wanted, oldest first.

    Each comes with its averages and with how many of its scores its candidate has not seen yet.
    """
    given = func.count(InterviewAnswer.id)
    return (
        select(
            InterviewSession.id,
            cast(InterviewSession.id, Text).label("key"),
            InterviewSession.user_id,
            InterviewSession.created_at,
            InterviewSession.role_selected["name"].as_string().label("role"),
            InterviewSession.level,
            InterviewSession.type,
            InterviewSession.rubric_hash,
            RubricVersion.name.label("rubric_name"),
            given.label("answers"),
            (given - func.count(InterviewAnswer.revealed_at)).label("hidden"),
            func.avg(InterviewAnswer.overall_score).label("overall"),
            *(func.avg(InterviewAnswer.scores_json[name].as_float()).label(name) for name in DIMENSIONS),
        )
        .join(RubricVersion, RubricVersion.content_hash == InterviewSession.rubric_hash)
        .join(InterviewQuestion, InterviewQuestion.session_id == InterviewSession.id)
        .join(InterviewAnswer, InterviewAnswer.question_id == InterviewQuestion.id)
        .where(*wanted, InterviewSession.status.not_in(OPEN), NO_DRILL)
        .group_by(InterviewSession.id, RubricVersion.name)
        .order_by(InterviewSession.created_at, InterviewSession.id)
    )


AnswerRow = Row[str, datetime, float | None, str]
"""An answer: the id of its interview, when it came, its overall score, and the list of its skills."""


def given_answers(*wanted: ColumnElement[bool]) -> Select[str, datetime, float | None, str]:
    """All answers of these interviews. Ids and lists stay text: thousands need not be parsed to be told apart."""
    return (
        select(
            cast(InterviewQuestion.session_id, Text),
            InterviewAnswer.submitted_at,
            InterviewAnswer.overall_score,
            cast(InterviewAnswer.skill_tags_json, Text),
        )
        .join(InterviewQuestion, InterviewAnswer.question_id == InterviewQuestion.id)
        .join(InterviewSession, InterviewQuestion.session_id == InterviewSession.id)
        .where(*wanted)
    )


def rubric_uses(rows: Iterable[Row[*tuple[Any, ...]]]) -> dict[str, RubricUse]:
    """The rubrics by their hashes, in order of first use. Versions may share a name, so each gets a number."""
    found: dict[str, RubricUse] = {}
    for row in rows:
        if row.rubric_hash not in found:
            found[row.rubric_hash] = RubricUse(f"Rubric {len(found) + 1}", row.rubric_name, row.created_at)
    return found


def point_of(row: Row[*tuple[Any, ...]], rubric: str) -> Point:
    """A finished interview that has a score, with the short name of its rubric."""
    averages = {name: getattr(row, name) for name in DIMENSIONS}
    return Point(
        session_id=row.id,
        began=row.created_at,
        role=row.role,
        level=row.level,
        type=row.type,
        rubric=rubric,
        answers=row.answers,
        overall=round(row.overall, 1),
        dimensions={name: None if value is None else round(value, 2) for name, value in averages.items()},
    )


def skill_records(
    catalog: Catalog, answers: Iterable[AnswerRow], numbers: Mapping[str, int]
) -> tuple[SkillRecord, ...]:
    """What each skill scored in the interviews that have a number, those with most answers first."""
    by_tags: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for interview, _, overall, tags in answers:
        if overall is not None and interview in numbers:
            by_tags[tags].append((numbers[interview], overall))
    by_skill: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for tags, given in by_tags.items():
        for skill in json.loads(tags):
            by_skill[skill].extend(given)
    records = [SkillRecord(skill, catalog.skill_name(skill), given) for skill, given in by_skill.items()]
    return tuple(sorted(records, key=lambda record: (-record.answers, record.name)))
