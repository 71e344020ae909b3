"""Reading assignments: what a coach set and how everybody stands with it, and what is set to a candidate."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.errors import NotFoundError
from core.models import (
    Assignment,
    AssignmentAttempt,
    AssignmentPerson,
    CoachGroup,
    GroupCoach,
    GroupMember,
    InterviewAnswer,
    InterviewQuestion,
    InterviewSession,
    User,
)
from core.models.vocabulary import OPEN, InterviewType, Level, Mode, Timing, UserRole
from core.services import coaching
from core.services.accounts import Person, require
from core.services.assignment_drafts import due_day
from core.services.assignment_states import Attempt, Progress, State, count_states
from core.services.context import Context
from core.services.leaving import IDLE, abandon_idle
from core.services.persons import shown_name

Standings = Mapping[UUID, Mapping[UUID, Progress]]
"""By assignment, how each present member whom it is for stands with it, by the id of the person."""

# Beside an assignment, the memberships of its group that have not ended.
_MEMBERS = and_(GroupMember.group_id == Assignment.group_id, GroupMember.left_at.is_(None))


@dataclass(frozen=True)
class AssignmentView:
    """An interview as it was set. ``timing`` is None where candidates choose their own.

    ``due_on`` is the last day, in UTC, on which it is in time; ``is_exact`` says that everybody gets the same
    questions.
    """

    id: UUID
    group_id: UUID
    title: str
    note: str
    role_name: str
    level: Level
    type: InterviewType
    mode: Mode
    timing: Timing | None
    followups: bool
    count: int
    is_exact: bool
    attempts: int
    due_on: date | None
    created_at: datetime
    is_withdrawn: bool


@dataclass(frozen=True)
class GroupAssignment:
    """An assignment with how many of the present members whom it is for are in which state, and how many are late."""

    assignment: AssignmentView
    states: Mapping[State, int]
    late: int

    @property
    def people(self) -> int:
        """How many it is for."""
        return sum(self.states.values())


@dataclass(frozen=True)
class MemberProgress:
    """A present member whom an assignment is for, and how they stand with it."""

    id: UUID
    name: str
    username: str
    progress: Progress


@dataclass(frozen=True)
class AssignmentProgress:
    """An assignment with the name of its group and everybody whom it is for, by name."""

    assignment: AssignmentView
    group: str
    members: tuple[MemberProgress, ...]

    @property
    def states(self) -> Mapping[State, int]:
        """How many are in each state."""
        return count_states({member.id: member.progress for member in self.members})


@dataclass(frozen=True)
class MyAssignment:
    """An interview that is set to a person, in which of their groups, and how they stand with it."""

    assignment: AssignmentView
    group: str
    progress: Progress


def assignments_of_group(ctx: Context, coach: Person, group_id: UUID) -> tuple[GroupAssignment, ...]:
    """What was set to a group, newest first, those that were withdrawn last.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    with ctx.db.reading() as session:
        coaching.coached_group(session, coach, group_id)
    of_it = Assignment.group_id == group_id
    _close_left(ctx, of_it)
    with ctx.db.reading() as session:
        rows = session.scalars(
            select(Assignment).where(of_it).order_by(Assignment.created_at.desc(), Assignment.id)
        ).all()
        found = standings(session, ctx.clock(), of_it)
    views = [_group_assignment(row, found.get(row.id, {})) for row in rows]
    return tuple(sorted(views, key=lambda view: view.assignment.is_withdrawn))


def assignment_progress(ctx: Context, coach: Person, assignment_id: UUID) -> AssignmentProgress:
    """How everybody stands with an assignment, also with one that was withdrawn.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for one of a group that they do not coach as for one that does not exist.
    """
    with ctx.db.reading() as session:
        coached_assignment(session, coach, assignment_id)
    this_one = Assignment.id == assignment_id
    _close_left(ctx, this_one)
    with ctx.db.reading() as session:
        row = session.get_one(Assignment, assignment_id)
        group = session.get_one(CoachGroup, row.group_id).name
        found = standings(session, ctx.clock(), this_one).get(assignment_id, {})
        people = session.execute(
            select(User.id, User.first_name, User.last_name, User.username)
            .join(GroupMember, GroupMember.user_id == User.id)
            .join(Assignment, _MEMBERS)
            .where(this_one)
            .order_by(User.first_name, User.last_name, User.username)
        ).all()
        members = tuple(
            MemberProgress(user_id, shown_name(first, last, username), username, found[user_id])
            for user_id, first, last, username in people
            if user_id in found
        )
        return AssignmentProgress(assignment_view(row), group, members)


def my_assignments(ctx: Context, person: Person) -> tuple[MyAssignment, ...]:
    """What is set to a person in the groups that they are in, and was not withdrawn.

    What is to do or in progress comes first and the most urgent of it, then what was handed in, the newest first.
    """
    abandon_idle(ctx, user_id=person.id)
    mine = GroupMember.user_id == person.id, Assignment.withdrawn_at.is_(None)
    with ctx.db.reading() as session:
        rows = session.execute(
            select(Assignment, CoachGroup.name)
            .join(GroupMember, _MEMBERS)
            .join(CoachGroup, CoachGroup.id == Assignment.group_id)
            .where(*mine, is_for(GroupMember.user_id))
        ).all()
        found = standings(session, ctx.clock(), *mine)
        views = [
            MyAssignment(assignment_view(row), group, found[row.id][person.id])
            for row, group in rows
            if row.id in found  # of a group that was left between the two queries nothing is found
        ]
    return tuple(sorted(views, key=_urgency))


# --- what the services of assignments share -----------------------------------------------------------------------


def coached_assignment(session: Session, coach: Person, assignment_id: UUID, *, lock: bool = False) -> Assignment:
    """An assignment of a group that this coach looks after, locked until the caller's transaction ends if wanted.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for one of a group that they do not coach as for one that does not exist.
    """
    require(coach, UserRole.COACH)
    row = session.get(Assignment, assignment_id, with_for_update=lock)
    if row is None or session.get(GroupCoach, (row.group_id, coach.id)) is None:
        raise NotFoundError("assignment")
    return row


def is_for(user_id: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Of assignments, those that are for a person: for everybody in the group, or for them by name."""
    chosen = select(AssignmentPerson.user_id).where(AssignmentPerson.assignment_id == Assignment.id)
    return or_(~chosen.exists(), chosen.where(AssignmentPerson.user_id == user_id).exists())


def everybody(session: Session, assignment_id: UUID) -> Sequence[UUID]:
    """The present members whom an assignment is for."""
    return session.scalars(
        select(GroupMember.user_id)
        .join(Assignment, _MEMBERS)
        .where(Assignment.id == assignment_id, is_for(GroupMember.user_id))
    ).all()


def standings(session: Session, now: datetime, *which: ColumnElement[bool]) -> Standings:
    """How present members stand with assignments, in two queries. ``which`` may name assignments and memberships."""
    attempts: dict[tuple[UUID, UUID], list[Attempt]] = defaultdict(list)
    answered = (
        select(InterviewAnswer.id)
        .join(InterviewQuestion)
        .where(InterviewQuestion.session_id == InterviewSession.id)
        .exists()
    )
    begun = session.execute(
        select(
            AssignmentAttempt.assignment_id,
            InterviewSession.user_id,
            InterviewSession.id,
            InterviewSession.created_at,
            InterviewSession.status,
            InterviewSession.ended_at,
            InterviewSession.updated_at,
            InterviewSession.overall_score,
            AssignmentAttempt.reviewed_at,
            AssignmentAttempt.remark,
        )
        .join(InterviewSession, InterviewSession.id == AssignmentAttempt.session_id)
        .join(Assignment, Assignment.id == AssignmentAttempt.assignment_id)
        .join(GroupMember, _MEMBERS & (GroupMember.user_id == InterviewSession.user_id))
        .where(or_(InterviewSession.status.in_(OPEN), answered), *which)
        .order_by(InterviewSession.created_at, InterviewSession.id)
    )
    for assignment_id, user_id, *attempt in begun:
        attempts[assignment_id, user_id].append(Attempt(*attempt))
    asked = session.execute(
        select(Assignment.id, GroupMember.user_id, Assignment.attempts, Assignment.due_at, GroupMember.joined_at)
        .join(GroupMember, _MEMBERS)
        .where(is_for(GroupMember.user_id), *which)
    )
    found: dict[UUID, dict[UUID, Progress]] = defaultdict(dict)
    for assignment_id, user_id, allowed, due_at, joined_at in asked:
        # nobody is late for what was due before they came
        due = due_at if due_at is None or joined_at < due_at else None
        found[assignment_id][user_id] = Progress(tuple(attempts[assignment_id, user_id]), allowed, due, now)
    return found


def assignment_view(row: Assignment) -> AssignmentView:
    """A stored assignment as it was set."""
    return AssignmentView(
        id=row.id,
        group_id=row.group_id,
        title=row.title,
        note=row.note,
        role_name=str(row.role_selected["name"]),
        level=row.level,
        type=row.type,
        mode=row.mode,
        timing=row.timing,
        followups=row.asks_followups,
        count=row.question_count,
        is_exact=bool(row.items_json),
        attempts=row.attempts,
        due_on=due_day(row.due_at),
        created_at=row.created_at,
        is_withdrawn=row.withdrawn_at is not None,
    )


# --- within -----------------------------------------------------------------------------------------------------


def _close_left(ctx: Context, which: ColumnElement[bool]) -> None:
    """End the interviews of assignments that were left for a day, which nobody may have looked at since."""
    left = (
        select(InterviewSession.id)
        .join(AssignmentAttempt, AssignmentAttempt.session_id == InterviewSession.id)
        .join(Assignment, Assignment.id == AssignmentAttempt.assignment_id)
        .where(InterviewSession.status.in_(OPEN), InterviewSession.updated_at < ctx.clock() - IDLE, which)
    )
    with ctx.db.reading() as session:
        ids = session.scalars(left).all()
    for session_id in ids:
        abandon_idle(ctx, session_id=session_id)


def _group_assignment(row: Assignment, everybody: Mapping[UUID, Progress]) -> GroupAssignment:
    late = sum(progress.late_by is not None for progress in everybody.values())
    return GroupAssignment(assignment_view(row), count_states(everybody), late)


def _urgency(mine: MyAssignment) -> tuple[int, bool, timedelta]:
    """Lower comes first: what there is to do by when it is due, and what is never late after it."""
    progress = mine.progress
    if progress.handed_in_at is not None and progress.going_on is None:
        return 1, False, progress.now - progress.handed_in_at
    due_at = progress.due_at
    return 0, due_at is None, (due_at or mine.assignment.created_at) - progress.now
