"""Which answers a coach looks at next: those first to which a human adds most."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Row, Select, Subquery, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from core.models import (
    GroupCoach,
    GroupMember,
    GroupSettings,
    InterviewAnswer,
    InterviewQuestion,
    InterviewSession,
    Rating,
    ReviewRequest,
    SeenScores,
    User,
)
from core.models.vocabulary import InterviewType, Level, Shows, UserRole
from core.services.accounts import Person, require
from core.services.coaching import coached_group
from core.services.context import Context
from core.services.counting import given
from core.services.persons import shown_name
from core.services.rating_rules import Given, are_too_far_apart
from core.services.reviewing import shown_for_review
from core.services.targets import TARGETS

MOST = 50
CLOSE = 6.0
"""Of 100: an overall score so near to what the level aims at could be on either side of it.

The machine differs from a rater by about half a level in the mean of the five dimensions, which is 10 of 100; nearer
than about half of that, which side is right is hardly known.
"""


class Why(StrEnum):
    """Why an answer waits, in the order in which they come."""

    APART = "apart"
    ASKED = "asked"
    UNSURE = "unsure"
    NEW = "new"
    SECOND = "second"
    KNOWN = "known"


@dataclass(frozen=True)
class Waiting:
    """An answer that waits. ``note`` is what its candidate asked; nothing here tells what the machine thinks of it."""

    answer_id: UUID
    session_id: UUID
    candidate_id: UUID
    candidate: str
    order: int
    question_text: str
    role: str
    level: Level
    type: InterviewType
    submitted_at: datetime
    why: Why
    note: str


@dataclass(frozen=True)
class Queue:
    """The first of the answers that wait, and how many wait for each reason."""

    waiting: tuple[Waiting, ...]
    counts: Mapping[Why, int]

    @property
    def total(self) -> int:
        """How many wait."""
        return sum(self.counts.values())


def review_queue(
    ctx: Context,
    coach: Person,
    group_id: UUID,
    *,
    user_id: UUID | None = None,
    session_id: UUID | None = None,
    why: Why | None = None,
) -> Queue:
    """The answers of a group's members that this coach has not rated, in a fixed number of queries.

    First those on which coaches differ, if it is theirs to decide; then those that the candidate asked about; those of
    which the machine is least sure, since its score is flagged or close to what the level aims at; those that nobody
    has rated; those that one other coach rated; and last those whose scores this coach has seen. Of one kind the newest
    come first, but what was asked longest ago.

    Args:
        user_id, session_id: of one member, or of one interview.
        why: those that wait for this reason; the counts are of all reasons all the same.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    with ctx.db.reading() as session:
        coached_group(session, coach, group_id)
        wanted = [GroupMember.group_id == group_id]
        if user_id is not None:
            wanted.append(InterviewSession.user_id == user_id)
        if session_id is not None:
            wanted.append(InterviewSession.id == session_id)
        first = _first_of_each_reason(_waiting(coach, _to_decide(session, coach, [group_id]), wanted))
        rows = session.execute(_told(first)).all()
    found = {Why(row.why): row.of_its_reason for row in rows}
    listed = [row for row in rows if why is None or row.why == why.value][:MOST]
    return Queue(tuple(map(_view, listed)), {each: found[each] for each in Why if each in found})


def waiting_by_group(ctx: Context, coach: Person) -> dict[UUID, Mapping[Why, int]]:
    """How many answers wait for each reason in each group of this coach, in a fixed number of queries.

    Groups in which none waits are left out. An answer that is shown in two groups waits in both.

    Raises:
        ForbiddenError: when they are no coach.
    """
    require(coach, UserRole.COACH)
    with ctx.db.reading() as session:
        mine = session.scalars(select(GroupCoach.group_id).where(GroupCoach.coach_id == coach.id)).all()
        waiting = _waiting(coach, _to_decide(session, coach, mine), [])
        counted = select(waiting.c.group_id, waiting.c.why, func.count()).where(waiting.c.why.is_not(None))
        rows = session.execute(counted.group_by(waiting.c.group_id, waiting.c.why)).all()
    found = {(group_id, Why(each)): count for group_id, each, count in rows}
    groups = dict.fromkeys(group_id for group_id, _ in found)
    return {group_id: {why: found[group_id, why] for why in Why if (group_id, why) in found} for group_id in groups}


def group_to_review(
    ctx: Context, coach: Person, *, user_id: UUID | None = None, session_id: UUID | None = None
) -> UUID:
    """The group in which this member, or the candidate of this interview, shows their answers to the coach.

    Of several, the one that they joined first.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for whom or what nobody shows to them as for what does not exist.
    """
    require(coach, UserRole.COACH)
    owner = select(InterviewSession.user_id).where(InterviewSession.id == session_id).scalar_subquery()
    shown = (
        select(GroupMember.group_id)
        .where(
            GroupMember.group_id.in_(select(GroupCoach.group_id).where(GroupCoach.coach_id == coach.id)),
            GroupMember.left_at.is_(None),
            GroupMember.shows == Shows.ANSWERS,
            GroupMember.user_id != coach.id,
            GroupMember.user_id == (user_id if session_id is None else owner),
        )
        .order_by(GroupMember.joined_at, GroupMember.group_id)
        .limit(1)
    )
    with ctx.db.reading() as session:
        found = session.scalar(shown)
    if found is None:
        raise NotFoundError("person" if session_id is None else "interview")
    return found


def _waiting(coach: Person, to_decide: Mapping[UUID, Collection[UUID]], wanted: Sequence[ColumnElement[bool]]) -> CTE:
    """The answers that members show to this coach, each with the reason for which it waits, null for one that does not.

    The reason is worked out once for each answer, and not again wherever it is asked for: a group may have tens of
    thousands of them.
    """
    rated = _rated(coach)
    has_seen = (SeenScores.answer_id == InterviewAnswer.id) & (SeenScores.coach_id == coach.id)
    reason = _why(rated, to_decide)
    return (
        select(
            InterviewAnswer.id.label("answer_id"),
            InterviewAnswer.submitted_at,
            GroupMember.group_id,
            reason.label("why"),
            case((reason == Why.ASKED.value, ReviewRequest.asked_at)).label("asked_at"),
        )
        .select_from(InterviewAnswer)
        .join(InterviewQuestion, InterviewAnswer.question_id == InterviewQuestion.id)
        .join(InterviewSession, InterviewQuestion.session_id == InterviewSession.id)
        .join(GroupMember, GroupMember.user_id == InterviewSession.user_id)
        .outerjoin(ReviewRequest, ReviewRequest.answer_id == InterviewAnswer.id)
        .outerjoin(SeenScores, has_seen)
        .outerjoin(rated, rated.c.answer_id == InterviewAnswer.id)
        .where(*shown_for_review(coach), *wanted)
        .cte("waiting")
        .prefix_with("MATERIALIZED")
    )


def _rated(coach: Person) -> Subquery:
    """Of each answer that was rated how many coaches did, whether this one is among them, and when it was last."""
    is_mine = case((Rating.rater_id == coach.id, 1), else_=0)
    return (
        select(
            Rating.answer_id,
            func.count(Rating.rater_id.distinct()).label("raters"),
            func.max(is_mine).label("is_mine"),
            func.max(Rating.created_at).label("newest_at"),
        )
        .group_by(Rating.answer_id)
        .subquery("rated")
    )


def _why(rated: Subquery, to_decide: Mapping[UUID, Collection[UUID]]) -> ColumnElement[str]:
    is_to_decide = [
        and_(GroupMember.group_id == group_id, InterviewAnswer.id.in_(answers))
        for group_id, answers in to_decide.items()
    ]
    is_met = and_(rated.c.newest_at.is_not(None), rated.c.newest_at >= ReviewRequest.asked_at)
    is_empty = func.trim(InterviewAnswer.answer_text) == ""
    return case(
        (or_(false(), *is_to_decide), Why.APART.value),
        (or_(rated.c.is_mine == 1, is_empty), None),
        (and_(ReviewRequest.asked_at.is_not(None), ~is_met), Why.ASKED.value),
        (rated.c.raters > 1, None),
        (SeenScores.answer_id.is_not(None), Why.KNOWN.value),
        (rated.c.raters == 1, Why.SECOND.value),
        (_machine_is_unsure(), Why.UNSURE.value),
        else_=Why.NEW.value,
    )


def _first_of_each_reason(waiting: CTE) -> Subquery:
    """The first answers of each reason, with how many wait for it."""
    within = (waiting.c.asked_at, waiting.c.submitted_at.desc(), waiting.c.answer_id)
    numbered = (
        select(
            waiting.c.answer_id,
            waiting.c.why,
            func.row_number().over(partition_by=waiting.c.why, order_by=within).label("number"),
            func.count().over(partition_by=waiting.c.why).label("of_its_reason"),
        )
        .where(waiting.c.why.is_not(None))
        .subquery("numbered")
    )
    return select(numbered).where(numbered.c.number <= MOST).subquery("first")


def _told(first: Subquery) -> Select[*tuple[Any, ...]]:
    """What is told of them, in the order in which they come."""
    rank = case({each.value: number for number, each in enumerate(Why)}, value=first.c.why)
    return (
        select(
            first.c.answer_id,
            first.c.why,
            first.c.of_its_reason,
            InterviewAnswer.submitted_at,
            InterviewQuestion.session_id,
            InterviewQuestion.order.label("number"),
            InterviewQuestion.question_text,
            InterviewSession.role_selected["name"].as_string().label("role"),
            InterviewSession.level,
            InterviewSession.type,
            User.id.label("candidate_id"),
            User.first_name,
            User.last_name,
            User.username,
            ReviewRequest.note,
        )
        .join(InterviewAnswer, InterviewAnswer.id == first.c.answer_id)
        .join(InterviewQuestion, InterviewAnswer.question_id == InterviewQuestion.id)
        .join(InterviewSession, InterviewQuestion.session_id == InterviewSession.id)
        .join(User, InterviewSession.user_id == User.id)
        .outerjoin(ReviewRequest, ReviewRequest.answer_id == InterviewAnswer.id)
        .order_by(rank, first.c.number)
    )


def _machine_is_unsure() -> ColumnElement[bool]:
    """Whether the machine remarked on an answer, or its score is close to what the level aims at."""
    aims = case({level: 20.0 * target for level, target in TARGETS.items()}, value=InterviewSession.level)
    return or_(
        InterviewAnswer.feedback_json["remarks"][0].as_string().is_not(None),
        func.abs(InterviewAnswer.overall_score - aims) <= CLOSE,
    )


def _to_decide(session: Session, coach: Person, group_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    """Of these groups the answers on which coaches differ, nobody has decided, and this coach may."""
    settings = session.scalars(select(GroupSettings).where(GroupSettings.group_id.in_(group_ids)))
    moderators = {row.group_id: row.moderator_id for row in settings}
    mine = [group_id for group_id in group_ids if moderators.get(group_id) in (None, coach.id)]
    twice = (
        select(Rating.answer_id)
        .where(Rating.group_id.in_(mine))
        .group_by(Rating.group_id, Rating.answer_id)
        .having(func.count(Rating.rater_id.distinct()) > 1)
    )
    rows = session.scalars(select(Rating).where(Rating.group_id.in_(mine), Rating.answer_id.in_(twice)))
    by_answer: dict[tuple[UUID, UUID], list[Given]] = defaultdict(list)
    for row in rows:
        if row.group_id is not None:
            by_answer[row.group_id, row.answer_id].append(given(row))
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for (group_id, answer_id), ratings in by_answer.items():
        may = moderators.get(group_id) or all(one.rater != coach.id for one in ratings)
        if may and are_too_far_apart(ratings):
            found[group_id].append(answer_id)
    return found


def _view(row: Row[*tuple[Any, ...]]) -> Waiting:
    return Waiting(
        answer_id=row.answer_id,
        session_id=row.session_id,
        candidate_id=row.candidate_id,
        candidate=shown_name(row.first_name, row.last_name, row.username),
        order=row.number,
        question_text=row.question_text,
        role=row.role,
        level=row.level,
        type=row.type,
        submitted_at=row.submitted_at,
        why=Why(row.why),
        note=row.note or "",
    )
