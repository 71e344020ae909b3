"""Assignments: a coach sets an interview to a group, its members do it, and a coach marks what they handed in.

An attempt is an ordinary interview of the candidate's own: its clocks, answers, scores and report are those of every
interview, and it stays theirs when they leave the group. What a coach may want is in ``assignment_drafts``, what is
read of assignments in ``assignment_views``, and where somebody stands with one in ``assignment_states``.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.bank.item import Item
from core.errors import Fault, InvalidInputError, NotFoundError, StateError
from core.models import (
    Assignment,
    AssignmentAttempt,
    AssignmentPerson,
    CoachGroup,
    GroupCoach,
    GroupMember,
    InterviewSession,
    Profile,
    User,
)
from core.models.vocabulary import NotificationKind, RoleSource, Timing, UserRole
from core.services import coaching, request_keys, sessions
from core.services.accounts import Person, require
from core.services.assignment_drafts import (
    NewAssignment,
    Terms,
    due_day,
    due_moment,
    questions_faults,
    references,
    terms_faults,
    title_of,
)
from core.services.assignment_states import Progress, State
from core.services.assignment_views import coached_assignment, everybody, standings
from core.services.content import item_versions, keep_item_versions
from core.services.context import Context
from core.services.leaving import abandon_idle
from core.services.notifications import notify
from core.services.roles import RoleChoice, role_from_catalog, role_from_json
from core.services.sessions import InterviewChoice
from core.services.storable import storable
from core.services.words import counted

LONGEST_REMARK = 1_000


class NoAttemptLeftError(StateError):
    """Every attempt that was allowed has been used."""

    def __init__(self, allowed: int) -> None:
        used = "your one attempt" if allowed == 1 else f"all {allowed} attempts"
        message = f"You have used {used} at this. Ask your coach if you would like another."
        super().__init__(message, state="no_attempt_left")


# --- what a coach does ------------------------------------------------------------------------------------------


def set_assignment(
    ctx: Context, coach: Person, group_id: UUID, draft: NewAssignment, *, key: str | None = None
) -> UUID:
    """Set an interview to a group and tell those whom it is for; returns its id.

    ``key`` is the client's own for this request: repeated with the same draft, it returns the same assignment.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
        InvalidInputError: with every fault of the draft at once.
        KeyReusedError: when the key came before with another draft.
    """
    now = ctx.clock()
    with ctx.db.writing() as session:
        group = coaching.coached_group(session, coach, group_id, lock=True)
        claimed = request_keys.claim(session, coach.id, key, "assignment", str(group_id), draft.as_text(), now=now)
        if claimed is not None and claimed.made_id is not None:
            return claimed.made_id
        row = _assignment(coach, group, draft, *_checked(ctx, session, group, draft), now)
        session.add(row)
        session.flush()
        session.add_all(AssignmentPerson(assignment_id=row.id, user_id=user_id) for user_id in set(draft.people or ()))
        session.flush()
        _tell(session, coach, row, "assigned", everybody(session, row.id), now, due=_due_words(row))
        if claimed is not None:
            claimed.made_id = row.id
        return row.id


def change_assignment(ctx: Context, coach: Person, assignment_id: UUID, terms: Terms) -> None:
    """Give an assignment another title, note, due date or number of attempts; its questions stay as they are.

    Those whom it is for are told when the date or the attempts change. Fewer attempts than somebody used take nothing
    from them.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for one of a group that they do not coach as for one that does not exist.
        StateError: when it was withdrawn.
        InvalidInputError: with every fault at once.
    """
    now = ctx.clock()
    with ctx.db.writing() as session:
        row = coached_assignment(session, coach, assignment_id, lock=True)
        if row.withdrawn_at is not None:
            raise StateError("This was withdrawn and cannot be changed. Set it anew instead.", state="withdrawn")
        if faults := list(terms_faults(terms, now, before=due_day(row.due_at))):
            raise InvalidInputError(faults)
        before = row.due_at, row.attempts
        row.title = title_of(terms, row.role_selected["name"], row.level, row.type)
        row.note, row.due_at, row.attempts = storable(terms.note).strip(), due_moment(terms.due_on), terms.attempts
        if before != (row.due_at, row.attempts):
            facts = {"due": _due_words(row), "attempts": counted(row.attempts, "attempt")}
            _tell(session, coach, row, "assignment_changed", everybody(session, row.id), now, **facts)


def withdraw_assignment(ctx: Context, coach: Person, assignment_id: UUID) -> None:
    """Take an assignment back: nobody begins it any more, and who has not handed it in is told. Twice is once.

    What was begun goes on, and a coach can still look at it.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for one of a group that they do not coach as for one that does not exist.
    """
    now = ctx.clock()
    with ctx.db.writing() as session:
        row = coached_assignment(session, coach, assignment_id, lock=True)
        if row.withdrawn_at is not None:
            return
        row.withdrawn_at = now
        found = standings(session, now, Assignment.id == row.id).get(row.id, {})
        waiting = [who for who, one in found.items() if one.state in (State.TO_DO, State.IN_PROGRESS)]
        _tell(session, coach, row, "assignment_withdrawn", waiting, now)


def mark_reviewed(ctx: Context, coach: Person, session_id: UUID, remark: str = "") -> None:
    """Note that a coach has looked at an interview that was handed in, and tell its candidate, with a remark if any.

    Repeated with the same remark it changes nothing; another remark takes the place of the first and is told again.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for an interview that was not set by a group of theirs, or whose candidate left it.
        StateError: while it goes on, and for one that ended without an answer.
        InvalidInputError: when the remark is too long.
    """
    require(coach, UserRole.COACH)
    remark, now = storable(remark).strip(), ctx.clock()
    if len(remark) > LONGEST_REMARK:
        raise InvalidInputError([Fault("Remark", f"Use at most {LONGEST_REMARK:,} characters.")])
    with ctx.db.reading() as session:
        _coached_attempt(session, coach, session_id)
    sessions.bring_up_to_date(ctx, session_id)
    with ctx.db.writing() as session:
        attempt, row, user_id = _coached_attempt(session, coach, session_id, lock=True)
        found = standings(session, now, Assignment.id == row.id, GroupMember.user_id == user_id).get(row.id, {})
        handed_in = {each.session_id: each for progress in found.values() for each in progress.attempts}
        stands = handed_in.get(session_id)
        if stands is None or stands.is_open:
            what = "ended without an answer" if stands is None else "is still going on"
            raise StateError(f"This interview {what}, so there is nothing to review.", state="not_handed_in")
        if stands.is_reviewed and attempt.remark == remark:
            return
        attempt.reviewed_at, attempt.reviewed_by, attempt.remark = now, coach.id, remark
        notify(
            session, [user_id], NotificationKind.REVIEWED, "assignment_remark" if remark else "assignment_reviewed",
            now=now, page="report", query={"session": str(session_id)},
            person=coach.name, title=row.title, remark=remark,
        )  # fmt: skip


# --- what a candidate does --------------------------------------------------------------------------------------


def start_assignment(
    ctx: Context, person: Person, assignment_id: UUID, *, timing: Timing | None = None, key: str | None = None
) -> UUID:
    """Begin an interview that is set to a person, or go on with the one that is open; returns its id.

    It may be begun after its due date, and is late then. Of two requests at once, the second goes on with what the
    first began.

    Args:
        timing: what the candidate chose, if the choice is theirs; by default what their profile says.
        key: the client's own for this request: repeated, it returns the same interview.

    Raises:
        ForbiddenError: when they are no candidate.
        NotFoundError: for one that is not set to them, or is of a group that they left, as for one that does not exist.
        NoAttemptLeftError: when they have used all attempts.
        StateError: when it was withdrawn.
        InvalidInputError: when the time is set by the coach, and another was asked for.
    """
    require(person, UserRole.CANDIDATE)
    abandon_idle(ctx, user_id=person.id)
    now, asked = ctx.clock(), ("assigned", str(assignment_id), str(timing))
    with ctx.db.writing() as session:
        # Of two clicks at once the second waits here for the first, and then finds its interview.
        session.execute(select(User.id).where(User.id == person.id).with_for_update(key_share=True))
        claimed = request_keys.claim(session, person.id, key, *asked, now=now)
        if claimed is not None and claimed.made_id is not None:
            return claimed.made_id
        mine = Assignment.id == assignment_id, GroupMember.user_id == person.id
        found = standings(session, now, *mine).get(assignment_id)
        if not found:
            raise NotFoundError("assignment")
        row = session.get_one(Assignment, assignment_id)
        session_id = _going_on(row, found[person.id], timing) or _begin(ctx, session, person, row, timing)
        if claimed is not None:
            claimed.made_id = session_id
        return session_id


def _going_on(row: Assignment, progress: Progress, timing: Timing | None) -> UUID | None:
    """The interview to go on with, or None where another may begin."""
    if progress.going_on is not None:
        return progress.going_on.session_id
    if row.withdrawn_at is not None:
        raise StateError("Your coach has withdrawn this, so you need not do it any more.", state="withdrawn")
    if not progress.left:
        raise NoAttemptLeftError(row.attempts)
    if timing is not None and row.timing not in (None, timing):
        raise InvalidInputError([Fault("timing", "The time for this interview is set by your coach.")])
    return None


def _begin(ctx: Context, session: Session, person: Person, row: Assignment, timing: Timing | None) -> UUID:
    choice = InterviewChoice(
        role=role_from_json(row.role_selected),
        role_source=row.role_source,
        level=row.level,
        type=row.type,
        mode=row.mode,
        count=row.question_count,
        timing=row.timing or timing or _usual_timing(session, person),
        followups=row.asks_followups,
    )
    versions = item_versions(session, [item["hash"] for item in row.items_json])
    items = [versions[item["hash"]] for item in row.items_json]
    interview = sessions.begin(ctx, session, person, choice, items=items)
    session.add(AssignmentAttempt(session_id=interview.id, assignment_id=row.id, remark=""))
    return interview.id


def _usual_timing(session: Session, person: Person) -> Timing:
    return session.scalar(select(Profile.timing).where(Profile.user_id == person.id)) or Timing.USUAL


# --- within -----------------------------------------------------------------------------------------------------


def _checked(ctx: Context, session: Session, group: CoachGroup, draft: NewAssignment) -> tuple[RoleChoice, list[Item]]:
    """The role and the exact items of a draft, which are kept as they are now."""
    bank = ctx.bank_within(session)
    faults = [*terms_faults(draft.terms, ctx.clock()), *questions_faults(draft, bank)]
    if ctx.catalog.role(draft.role_id) is None:
        faults.append(Fault("Role", "Choose one of the catalog."))
    here = select(GroupMember.user_id).where(GroupMember.group_id == group.id, GroupMember.left_at.is_(None))
    if draft.people is not None and not draft.people:
        faults.append(Fault("For whom", "Choose at least one person."))
    elif not set(draft.people or ()) <= set(session.scalars(here)):
        faults.append(Fault("For whom", "Somebody whom you chose is not in this group any more. Choose again."))
    if faults:
        raise InvalidInputError(faults)
    items = [bank.items[item_id] for item_id in draft.item_ids or ()]
    keep_item_versions(session, items, now=ctx.clock())
    return role_from_catalog(ctx.catalog, draft.role_id), items


def _assignment(
    coach: Person, group: CoachGroup, draft: NewAssignment, role: RoleChoice, items: list[Item], now: datetime
) -> Assignment:
    return Assignment(
        group_id=group.id,
        author_id=coach.id,
        title=title_of(draft.terms, role.name, draft.level, draft.type),
        note=storable(draft.terms.note).strip(),
        role_selected=role.to_json(),
        role_source=RoleSource.CATALOG,
        level=draft.level,
        type=draft.type,
        mode=draft.mode,
        timing=draft.timing,
        asks_followups=draft.followups,
        question_count=len(items) or draft.count,
        items_json=references(items),
        attempts=draft.terms.attempts,
        due_at=due_moment(draft.terms.due_on),
        created_at=now,
    )


def _coached_attempt(
    session: Session, coach: Person, session_id: UUID, *, lock: bool = False
) -> tuple[AssignmentAttempt, Assignment, UUID]:
    """An attempt of a present member of a group of this coach, its assignment, and whose it is."""
    sought = (
        select(AssignmentAttempt, Assignment, InterviewSession.user_id)
        .join(Assignment, Assignment.id == AssignmentAttempt.assignment_id)
        .join(InterviewSession, InterviewSession.id == AssignmentAttempt.session_id)
        .join(GroupCoach, GroupCoach.group_id == Assignment.group_id)
        .join(GroupMember, GroupMember.group_id == Assignment.group_id)
        .where(
            AssignmentAttempt.session_id == session_id,
            GroupCoach.coach_id == coach.id,
            GroupMember.user_id == InterviewSession.user_id,
            GroupMember.left_at.is_(None),
        )
    )
    found = session.execute(sought.with_for_update(of=AssignmentAttempt) if lock else sought).one_or_none()
    if found is None:
        raise NotFoundError("interview")
    attempt, row, user_id = found
    return attempt, row, user_id


def _tell(
    session: Session, coach: Person, row: Assignment, sentence: str, who: Iterable[UUID], now: datetime, **facts: str
) -> None:
    # it leads nowhere: the notice stands on the home page, and what is set stands there below it
    told = {"person": coach.name, "title": row.title, **facts}
    notify(session, who, NotificationKind.ASSIGNED, sentence, now=now, page=None, query=None, **told)


def _due_words(row: Assignment) -> str:
    due_on = due_day(row.due_at)
    return f"due by {due_on:%d %B %Y}" if due_on else "without a due date"
