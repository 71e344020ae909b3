"""How the people of a group compare: read in a fixed number of queries, however many they are.

For the group's coaches alone, and of its present members alone. What they agreed to show when they joined is how well
it went, so interviews count here whose scores they have not looked at yet; no answer is ever read. An interview that
was left half done counts once it is closed, which reading it does, or the sweep.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Text, cast, func, select
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError, NotFoundError
from core.models import (
    NO_DRILL,
    CoachGroup,
    GroupCoach,
    GroupMember,
    InterviewAnswer,
    InterviewQuestion,
    InterviewSession,
    User,
)
from core.models.vocabulary import OPEN, InterviewType, Level, Shows, UserRole
from core.rubric import DIMENSIONS
from core.services import seen
from core.services.accounts import Person
from core.services.comparison_rules import State, level_of, levels_of, medians, state_of, trend_over
from core.services.context import Context
from core.services.persons import shown_name
from core.services.progress import (
    SkillRecord,
    finished_interviews,
    given_answers,
    point_of,
    rubric_uses,
    skill_records,
)
from core.services.trends import Point, Stretch, trend, trend_of

_Row = Row[*tuple[Any, ...]]
_Means = Mapping[str, tuple[float, int]]
"""Of an interview, the mean of each dimension or skill and the number of answers of each skill."""

RECENT = 6
"""Dimensions and skills are told from so many of somebody's newest interviews.

Older ones would have a quarter of the weight, 0.5^(6/3), and most of the reading.
"""
MOST_BEHIND = 8
"""So many answers are told behind a mark; the lowest are those to talk about."""
MOST_COMPARED = 6
"""So many people can be laid side by side and still be told apart."""


@dataclass(frozen=True)
class Filters:
    """Which interviews count; None for all. ``role`` and ``family`` are ids of the catalog, days are inclusive, UTC."""

    role: str | None = None
    family: str | None = None
    level: Level | None = None
    type: InterviewType | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Standing:
    """Where a member stands under the rubric that the group's newest interview used.

    ``interviews`` counts those under any rubric, ``last`` is when the newest began. ``level`` and ``trend`` are those
    of the overall score, of 100, and None where there is nothing or too little to tell; ``scores`` are the overall
    scores, oldest first. ``levels`` are by dimension, 0-5, or by skill, 0-100; ``answers`` are the number behind each
    skill.
    """

    id: UUID
    name: str
    username: str
    shows: Shows
    joined_at: datetime
    interviews: int
    last: datetime | None
    state: State
    level: float | None
    trend: float | None
    scores: tuple[float, ...]
    levels: Mapping[str, float]
    answers: Mapping[str, int]


@dataclass(frozen=True)
class Comparison:
    """A group, its members by name, and the dimensions or skills (by id) that their levels are told of.

    Skills come with those first that have most answers.

    ``without`` counts members who have no interview that the filters let through; without filters they are listed.
    ``older`` counts interviews under other rubrics, which no level is made of.
    """

    group: str
    members: tuple[Standing, ...]
    parts: tuple[str, ...]
    by_skill: bool
    without: int
    older: int

    @cached_property
    def medians(self) -> Mapping[str, float]:
        """The median level of each dimension or skill."""
        return medians(member.levels for member in self.members)


@dataclass(frozen=True)
class PersonPoints:
    """A member's scored interviews, oldest first, and the skills that they asked for."""

    id: UUID
    name: str
    points: tuple[Point, ...]
    skills: tuple[SkillRecord, ...]

    def trend(self, measure: str) -> tuple[Stretch, ...]:
        """The overall score, 0-100, or a dimension, 0-5, over the interviews."""
        return trend_of(self.points, measure)

    def skill_level(self, skill: SkillRecord) -> float:
        """The level of a skill, 0-100, under the rubric of the newest interview that asked for it."""
        return trend(skill.scores, [point.rubric for point in self.points])[-1].means[-1]

    @property
    def newest(self) -> tuple[Point, ...]:
        """The interviews that the levels of dimensions are told from, under the rubric of the newest one."""
        return tuple(point for point in self.points if point.rubric == self.points[-1].rubric)[-RECENT:]

    @property
    def levels(self) -> Mapping[str, float]:
        """The level of each dimension, 0-5."""
        return levels_of(
            {
                name: [score for point in self.newest if (score := point.dimensions[name]) is not None]
                for name in DIMENSIONS
            }
        )


@dataclass(frozen=True)
class AnswerBehind:
    """An answer behind a mark: its interview and when that began, its number there, and what it scored.

    ``score`` is 0-5 in a dimension and 0-100 overall; ``question`` is None where its candidate shows scores only.
    """

    session_id: UUID
    began: datetime
    number: int
    question: str | None
    score: float


@dataclass(frozen=True)
class Behind:
    """The lowest of the answers behind a mark, lowest first, and how many there are."""

    answers: tuple[AnswerBehind, ...]
    total: int


def group_comparison(
    ctx: Context, coach: Person, group_id: UUID, filters: Filters, *, by_skill: bool = False
) -> Comparison:
    """How the present members of a group compare, by dimension or by skill.

    Raises:
        NotFoundError: for whoever does not coach the group, as for one that does not exist.
    """
    with ctx.db.reading() as session:
        group = _coached(session, coach, group_id)
        members = session.execute(_members(group_id)).all()
        counted = session.execute(_counted(group_id, filters)).all()
        rubric = counted[-1].rubric_hash if counted else None
        by_person: dict[str, list[_Row]] = defaultdict(list)
        for row in counted:
            by_person[row.person].append(row)
        recent = {person: _newest(rows, rubric) for person, rows in by_person.items()}
        read = _by_skill if by_skill else _by_dimension
        found = read(session, [key for keys in recent.values() for key in keys])
    now = ctx.clock()
    as_of = min(now, _end(filters.until)) if filters.until else now
    standings = [
        _standing(
            member,
            by_person.get(member.key, []),
            [found[key] for key in recent.get(member.key, []) if key in found],
            rubric=rubric,
            as_of=as_of,
        )
        for member in members
    ]
    kept = [one for one in standings if one.interviews or filters == Filters()]
    return Comparison(
        group=group,
        members=tuple(sorted(kept, key=lambda one: (one.name.casefold(), one.username))),
        parts=_most_answered(kept) if by_skill else DIMENSIONS,
        by_skill=by_skill,
        without=len(standings) - len(kept),
        older=sum(row.rubric_hash != rubric for row in counted),
    )


def person_points(
    ctx: Context, coach: Person, group_id: UUID, user_ids: Sequence[UUID], filters: Filters | None = None
) -> tuple[PersonPoints, ...]:
    """The interviews of one to six members, in the order in which they are asked for; no two have the same name.

    Raises:
        NotFoundError: for whoever does not coach the group, and for anybody who is not in it now.
        InvalidInputError: when it is nobody, or too many.
    """
    wanted = list(dict.fromkeys(user_ids))
    if not 1 <= len(wanted) <= MOST_COMPARED:
        raise InvalidInputError([Fault("People", f"Choose one to {MOST_COMPARED} people.")])
    conditions = [InterviewSession.user_id.in_(wanted), *_conditions(filters or Filters())]
    with ctx.db.reading() as session:
        _coached(session, coach, group_id)
        members = {row.id: row for row in session.execute(_members(group_id).where(User.id.in_(wanted)))}
        if len(members) < len(wanted):
            raise NotFoundError("person")
        finished = session.execute(finished_interviews(*conditions)).all()
        answers = session.execute(given_answers(*conditions)).all()
    scored = [row for row in finished if row.overall is not None]
    rubrics = rubric_uses(scored)
    names = Counter(map(_name, members.values()))
    people = []
    for user_id in wanted:
        member = members[user_id]
        name = _name(member) if names[_name(member)] == 1 else f"{_name(member)} ({member.username})"
        own = [row for row in scored if row.user_id == user_id]
        numbers = {row.key: number for number, row in enumerate(own, start=1)}
        points = tuple(point_of(row, rubrics[row.rubric_hash].label) for row in own)
        people.append(PersonPoints(user_id, name, points, skill_records(ctx.catalog, answers, numbers)))
    return tuple(people)


def answers_behind(
    ctx: Context,
    coach: Person,
    group_id: UUID,
    user_id: UUID,
    interviews: Collection[UUID],
    *,
    dimension: str | None = None,
) -> Behind:
    """The answers that a level or score of a member was told from, in a dimension or overall.

    Their scores are seen by it, so that the coach does not rate those that are shown blind any more.

    Args:
        interviews: one or more of the member's, such as those of ``PersonPoints.newest``.
        dimension: one of DIMENSIONS; None for the overall score.

    Raises:
        NotFoundError: for whoever does not coach the group, for somebody who is not in it now, and for an interview
            that is not theirs, is still going on, or is a set of drills.
        InvalidInputError: for a dimension that there is not.
    """
    if dimension not in (None, *DIMENSIONS):
        raise InvalidInputError([Fault("Dimension", "There is no such dimension.")])
    with ctx.db.reading() as session:
        _coached(session, coach, group_id)
        member = session.execute(_members(group_id).where(User.id == user_id)).one_or_none()
        if member is None:
            raise NotFoundError("person")
        theirs = session.scalars(_finished(user_id, interviews)).all()
        if not interviews or len(theirs) < len(set(interviews)):
            raise NotFoundError("interview")
        rows = session.execute(_scored(theirs, dimension)).all()
    lowest = rows[:MOST_BEHIND]
    seen.note_answers(ctx, coach, [row.answer_id for row in lowest])
    shows = member.shows is Shows.ANSWERS
    answers = (
        AnswerBehind(row.session_id, row.created_at, row.number, row.question_text if shows else None, row.score)
        for row in lowest
    )
    return Behind(tuple(answers), len(rows))


# --- what is read -----------------------------------------------------------------------------------------------

# Columns and not objects, and ids as text: of 300 people with 20 interviews each there are 6,000 of them.


def _coached(session: Session, coach: Person, group_id: UUID) -> str:
    """The name of the group, if this is one of its coaches."""
    name = session.scalar(
        select(CoachGroup.name)
        .join(GroupCoach, GroupCoach.group_id == CoachGroup.id)
        .where(CoachGroup.id == group_id, GroupCoach.coach_id == coach.id)
    )
    if name is None or not coach.has(UserRole.COACH):
        raise NotFoundError("group")
    return name


def _present(group_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return GroupMember.group_id == group_id, GroupMember.left_at.is_(None)


def _members(group_id: UUID) -> Select[*tuple[Any, ...]]:
    return (
        select(
            User.id,
            cast(User.id, Text).label("key"),
            User.username,
            User.first_name,
            User.last_name,
            GroupMember.shows,
            GroupMember.joined_at,
        )
        .join(GroupMember, GroupMember.user_id == User.id)
        .where(*_present(group_id))
    )


def _of_group(group_id: UUID, filters: Filters) -> tuple[ColumnElement[bool], ...]:
    """Of interviews, those that count: finished, no set of drills, of present members, as the filters want them."""
    present = select(GroupMember.user_id).where(*_present(group_id))
    finished = InterviewSession.status.not_in(OPEN)
    return InterviewSession.user_id.in_(present), finished, NO_DRILL, *_conditions(filters)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    role = InterviewSession.role_selected
    wanted = {
        role["id"].as_string(): filters.role,
        role["family"].as_string(): filters.family,
        InterviewSession.level: filters.level,
        InterviewSession.type: filters.type,
    }
    conditions = [column == value for column, value in wanted.items() if value is not None]
    if filters.since:
        conditions.append(InterviewSession.created_at >= datetime.combine(filters.since, time(), UTC))
    if filters.until:
        conditions.append(InterviewSession.created_at < _end(filters.until))
    return conditions


def _end(day: date) -> datetime:
    return datetime.combine(day, time(), UTC) + timedelta(days=1)


def _counted(group_id: UUID, filters: Filters) -> Select[*tuple[Any, ...]]:
    """Every interview that counts, oldest first, with the mean that was stored when it was finished."""
    return (
        select(
            cast(InterviewSession.user_id, Text).label("person"),
            cast(InterviewSession.id, Text).label("key"),
            InterviewSession.created_at,
            InterviewSession.rubric_hash,
            InterviewSession.overall_score,
        )
        .where(*_of_group(group_id, filters))
        .order_by(InterviewSession.created_at, InterviewSession.id)
    )


def _averages(interviews: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Of each of these interviews, the averages of the dimensions. Named one by one, they are found fastest."""
    return (
        select(
            cast(InterviewQuestion.session_id, Text).label("key"),
            *(func.avg(InterviewAnswer.scores_json[name].as_float()) for name in DIMENSIONS),
        )
        .join(InterviewAnswer, InterviewAnswer.question_id == InterviewQuestion.id)
        .where(InterviewQuestion.session_id.in_(list(map(UUID, interviews))))
        .group_by(InterviewQuestion.session_id)
    )


def _tagged(interviews: Sequence[str]) -> Select[*tuple[Any, ...]]:
    """Of each answer of these interviews, its overall score and its skills."""
    return (
        select(
            cast(InterviewQuestion.session_id, Text).label("key"),
            InterviewAnswer.overall_score,
            cast(InterviewAnswer.skill_tags_json, Text).label("tags"),
        )
        .join(InterviewAnswer, InterviewAnswer.question_id == InterviewQuestion.id)
        .where(InterviewQuestion.session_id.in_(list(map(UUID, interviews))))
    )


def _finished(user_id: UUID, interviews: Collection[UUID]) -> Select[UUID]:
    """Those of these interviews that are somebody's own and over, and no sets of drills."""
    return select(InterviewSession.id).where(
        InterviewSession.id.in_(interviews),
        InterviewSession.user_id == user_id,
        InterviewSession.status.not_in(OPEN),
        NO_DRILL,
    )


def _scored(interviews: Sequence[UUID], dimension: str | None) -> Select[*tuple[Any, ...]]:
    """The scored answers of these interviews, lowest first and of the same score the newest."""
    overall = InterviewAnswer.overall_score
    score = overall if dimension is None else InterviewAnswer.scores_json[dimension].as_float()
    return (
        select(
            InterviewAnswer.id.label("answer_id"),
            InterviewQuestion.session_id,
            InterviewSession.created_at,
            InterviewQuestion.order.label("number"),
            InterviewQuestion.question_text,
            score.label("score"),
        )
        .join(InterviewQuestion, InterviewAnswer.question_id == InterviewQuestion.id)
        .join(InterviewSession, InterviewQuestion.session_id == InterviewSession.id)
        .where(InterviewSession.id.in_(interviews), score.is_not(None))
        .order_by(score, InterviewSession.created_at.desc(), InterviewQuestion.order)
    )


# --- what is made of it -----------------------------------------------------------------------------------------


def _newest(interviews: Sequence[_Row], rubric: str | None) -> list[str]:
    """Of somebody's interviews, those that dimensions and skills are told from, oldest first."""
    return [row.key for row in interviews if row.rubric_hash == rubric][-RECENT:]


def _by_dimension(session: Session, interviews: Sequence[str]) -> dict[str, _Means]:
    """By interview, what each dimension scored on average."""
    # How many answers it was assessed in would cost a second reading of every score, and is not asked for.
    return {
        row.key: {name: (mean, 0) for name, mean in zip(DIMENSIONS, row[1:], strict=True) if mean is not None}
        for row in session.execute(_averages(interviews))
    }


def _by_skill(session: Session, interviews: Sequence[str]) -> dict[str, _Means]:
    """By interview, what the answers of each skill scored on average, and how many there are."""
    given: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    skills_of: dict[str, list[str]] = {}
    for key, overall, tags in session.execute(_tagged(interviews)):
        if overall is not None:
            if tags not in skills_of:
                skills_of[tags] = json.loads(tags)
            for skill in skills_of[tags]:
                given[key][skill].append(overall)
    return {
        key: {skill: (sum(scores) / len(scores), len(scores)) for skill, scores in by_skill.items()}
        for key, by_skill in given.items()
    }


def _standing(
    member: _Row, interviews: Sequence[_Row], recent: Sequence[_Means], *, rubric: str | None, as_of: datetime
) -> Standing:
    scores = [row.overall_score for row in interviews if row.rubric_hash == rubric and row.overall_score is not None]
    last = interviews[-1].created_at if interviews else None
    trend = trend_over(scores)
    means: dict[str, list[float]] = defaultdict(list)
    answers: Counter[str] = Counter()
    for interview in recent:
        for part, (mean, count) in interview.items():
            means[part].append(mean)
            answers[part] += count
    return Standing(
        id=member.id,
        name=_name(member),
        username=member.username,
        shows=member.shows,
        joined_at=member.joined_at,
        interviews=len(interviews),
        last=last,
        state=state_of(interviews=len(interviews), trend=trend, last_sign=last or member.joined_at, as_of=as_of),
        level=level_of(scores),
        trend=trend,
        scores=tuple(scores),
        levels=levels_of(means),
        answers=+answers,  # without those of dimensions, which are not counted
    )


def _name(member: _Row) -> str:
    return shown_name(member.first_name, member.last_name, member.username)


def _most_answered(members: Iterable[Standing]) -> tuple[str, ...]:
    answers: Counter[str] = Counter()
    for member in members:
        answers.update(member.answers)
    return tuple(sorted(answers, key=lambda skill: (-answers[skill], skill)))
