"""Interviews as they go: start or retake one, look where it stands, show the next question, skip one, finish.

What happens to a question once it is shown is in ``answering``; interviews that are left, in ``leaving``.
"""

import json
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.bank.item import Item
from core.errors import Fault, InvalidInputError, NotFoundError, StateError
from core.models import NO_DRILL, InterviewQuestion, InterviewSession, Profile, Retake
from core.models.vocabulary import OPEN, InterviewType, Level, Mode, RoleSource, Status, Timing
from core.services import assessment, generator, request_keys, rubrics
from core.services.accounts import Person
from core.services.answering import (
    WITH_ANSWERS,
    TooLateError,
    Written,
    close_expired,
    hand_in_draft,
    is_overdue,
    keep_text,
    own_interview,
    own_question,
)
from core.services.context import Context
from core.services.counting import mean_of
from core.services.leaving import abandon_idle, is_idle
from core.services.roles import RoleChoice
from core.services.shares import FEWEST, MOST, USUAL
from core.services.views import (
    QuestionView,
    Room,
    SessionView,
    draft_view,
    in_turn,
    is_open,
    question_view,
    session_view,
)


@dataclass(frozen=True)
class InterviewChoice:
    """What a candidate chooses when they set up an interview. ``seed`` is drawn by chance if not given."""

    role: RoleChoice
    role_source: RoleSource
    level: Level
    type: InterviewType
    mode: Mode = Mode.INTERVIEW
    count: int = USUAL
    seed: int | None = None
    timing: Timing = Timing.USUAL
    followups: bool = True

    def as_text(self) -> str:
        """The same text for the same choice, to tell whether a request is repeated."""
        return json.dumps(asdict(self), sort_keys=True)


# --- before and after -------------------------------------------------------------------------------------------


def start_interview(
    ctx: Context, person: Person, choice: InterviewChoice, *, profile_id: UUID | None = None, key: str | None = None
) -> UUID:
    """Create an interview and draw its questions; returns its id.

    ``profile_id``, if given, must be the person's own. ``key`` is the client's own for this request: repeated with the
    same choice, it returns the same interview.

    Raises:
        NotFoundError: for a profile of somebody else as for one that does not exist.
        InvalidInputError: when the number of questions is out of range.
        KeyReusedError: when the key came before with another choice.
        EmptyBankError: when the bank is smaller than the interview.
    """
    if not FEWEST <= choice.count <= MOST:
        raise InvalidInputError([Fault("count", f"An interview has {FEWEST} to {MOST} questions.")])
    with ctx.db.writing() as session:
        claimed = request_keys.claim(session, person.id, key, "interview", choice.as_text(), now=ctx.clock())
        if claimed is not None and claimed.made_id is not None:
            return claimed.made_id
        interview = begin(ctx, session, person, choice, profile_id=profile_id)
        if claimed is not None:
            claimed.made_id = interview.id
        return interview.id


def begin(
    ctx: Context,
    session: Session,
    person: Person,
    choice: InterviewChoice,
    *,
    profile_id: UUID | None = None,
    items: Sequence[Item] = (),
) -> InterviewSession:
    """The same within the caller's transaction. ``items`` are asked in their order, or else questions are drawn.

    Raises:
        NotFoundError: for a profile of somebody else as for one that does not exist.
        EmptyBankError: when the bank is smaller than the interview.
    """
    now = ctx.clock()
    own_profile = session.scalar(select(Profile.id).where(Profile.user_id == person.id))
    if profile_id not in (None, own_profile):
        raise NotFoundError("profile")
    interview = InterviewSession(
        user_id=person.id,
        profile_id=own_profile,
        role_selected=choice.role.to_json(),
        role_source=choice.role_source,
        level=choice.level,
        type=choice.type,
        mode=choice.mode,
        timing=choice.timing,
        asks_followups=choice.followups,
        status=Status.CREATED,
        question_count=choice.count,
        seed=secrets.randbelow(2**31) if choice.seed is None else choice.seed,
        rubric_hash=rubrics.hash_in_force(session),
        created_at=now,
        updated_at=now,
    )
    session.add(interview)
    session.flush()
    # In the same transaction: an interview without questions would be of no use to anybody.
    if items:
        generator.ask_items(ctx, session, interview, items)
    else:
        generator.draw_questions(ctx, session, interview)
    return interview


def retake(ctx: Context, person: Person, session_id: UUID) -> UUID:
    """Begin a new interview with the very questions of an earlier one, as they were asked then; returns its id.

    Its own follow-ups may differ: they depend on the answers.

    Raises:
        NotFoundError: for an interview of somebody else as for one that does not exist.
        StateError: while the earlier one is still going on.
    """
    now = ctx.clock()
    with ctx.db.writing() as session:
        earlier = own_interview(session, person.id, session_id, lock=True)
        if earlier.status in OPEN:
            raise StateError(
                "Finish this interview first; then its questions can be taken again.", state=earlier.status
            )
        again = InterviewSession(
            **{name: getattr(earlier, name) for name in _CHOSEN},
            status=Status.IN_PROGRESS,
            rubric_hash=rubrics.hash_in_force(session),
            started_at=now,
            created_at=now,
            updated_at=now,
        )
        asked = [question for question in earlier.questions if not question.is_followup]
        for order, question in enumerate(asked, start=1):
            copied = {name: getattr(question, name) for name in _ASKED}
            again.questions.append(InterviewQuestion(**copied, order=order, created_at=now))
        session.add(again)
        session.flush()
        session.add(Retake(session_id=again.id, of_id=earlier.id))
        return again.id


_CHOSEN = (
    *("user_id", "profile_id", "role_selected", "role_source", "level", "type", "mode"),
    *("timing", "asks_followups", "question_count", "seed"),
)
_ASKED = (
    *("question_text", "category", "bucket", "difficulty", "skill_tags_json"),
    *("item_id", "item_hash", "seconds"),
)
"""What a retake has in common with the interview before, and its questions with those."""


def my_interviews(ctx: Context, person: Person) -> tuple[SessionView, ...]:
    """A person's interviews, newest first; sets of drills are none."""
    abandon_idle(ctx, user_id=person.id)
    with ctx.db.reading() as session:
        rows = session.scalars(
            select(InterviewSession)
            .where(InterviewSession.user_id == person.id, NO_DRILL)
            .order_by(InterviewSession.created_at.desc())
            .options(*WITH_ANSWERS)
        ).all()
        return tuple(session_view(row) for row in rows)


def finish(ctx: Context, person: Person, session_id: UUID) -> SessionView:
    """End an interview. What was typed for a question that is open or skipped is handed in as it is.

    A question that was never shown, or skipped without a word, stays unanswered.
    Called again, or for one that was abandoned, it changes nothing and returns the same.
    """
    with ctx.db.writing() as session:
        interview = own_interview(session, person.id, session_id, lock=True)
        if interview.status not in OPEN:
            return session_view(interview)
        for question in interview.questions:
            typed = question.draft is not None and question.draft.text.strip()
            if question.answer is None and (is_open(question) or (question.skipped_at and typed)):
                hand_in_draft(ctx, question)
        interview.status = Status.COMPLETED
        interview.ended_at = interview.updated_at = ctx.clock()
        answers = [question.answer for question in interview.questions if question.answer is not None]
        if all(answer.scores_json is not None for answer in answers):
            interview.overall_score = mean_of(answer.overall_score for answer in answers)
            return session_view(interview)
    return look(ctx, person, session_id).interview


# --- during -----------------------------------------------------------------------------------------------------


def look(ctx: Context, person: Person, session_id: UUID) -> Room:
    """Where an interview stands now. Questions whose time is up are closed first, and unscored answers scored.

    Raises:
        NotFoundError: for an interview of somebody else as for one that does not exist.
    """
    with ctx.db.reading() as session:
        interview = own_interview(session, person.id, session_id)
        if _is_up_to_date(interview, ctx.clock()):
            return _room(interview, ctx.clock())
    _catch_up(ctx, interview)
    with ctx.db.reading() as session:
        return _room(own_interview(session, person.id, session_id), ctx.clock())


def show_next(ctx: Context, person: Person, session_id: UUID, *, question_id: UUID | None = None) -> QuestionView:
    """Show the next question, or a skipped one that is named, which starts its clock. An open one is returned instead.

    A question that was skipped goes on with the time that was left of it.

    Raises:
        StateError: when the interview is over, every question is answered, or the named one was not skipped.
    """
    _bring_up_to_date(ctx, person, session_id)
    with ctx.db.writing() as session:
        interview = _going_on(session, person, session_id)
        return question_view(_open(interview) or _show(ctx, interview, _chosen(interview, question_id)))


def skip(ctx: Context, user_id: UUID, question_id: UUID, written: Written | None = None) -> QuestionView:
    """Put an open question aside and show the next one, whose clock starts at once; returns that one.

    What is ``written`` is kept first, as a draft. Skipped again, by a request that is repeated, it stays as it is.

    The text and the time that is left of the skipped one are kept until it comes back, after the others. There is
    always a clock running while an open question is put aside: a pause is between questions only.

    Raises:
        ConflictError: when a newer text was saved from another tab or device.
        StateError: when the question is not open, or there is no other to go to.
        TooLateError: when its time is up.
    """
    close_expired(ctx, question_id=question_id)
    with ctx.db.writing() as session:
        question = own_question(session, user_id, question_id, lock=True)
        interview = question.session
        shown = _open(interview)
        if question.skipped_at is not None and shown is not None:
            return question_view(shown)
        if interview.status is not Status.IN_PROGRESS or question is not shown:
            raise StateError("This question is not open, so it cannot be skipped.", state="not_open")
        others = [other for other in in_turn(interview.questions) if other is not question]
        if not others:
            raise StateError("This is the last question; there is none to go to.", state="last_question")
        now = ctx.clock()
        if question.deadline_at is not None and now >= question.deadline_at:
            raise TooLateError
        if written is not None:
            keep_text(ctx, question, written)
        shown_at = question.shown_at or now
        # rounded up: nobody gains time by skipping in a hurry
        question.spent_seconds += ceil((now - shown_at).total_seconds())
        question.skipped_at, question.deadline_at = now, None
        return question_view(_show(ctx, interview, others[0]))


def bring_up_to_date(ctx: Context, session_id: UUID) -> None:
    """Close what is over in an interview and score what waits for it. Whether anybody may see it is asked before."""
    with ctx.db.reading() as session:
        interview = session.get_one(InterviewSession, session_id, options=WITH_ANSWERS)
    _catch_up(ctx, interview)


# --- within -----------------------------------------------------------------------------------------------------


def _bring_up_to_date(ctx: Context, person: Person, session_id: UUID) -> None:
    with ctx.db.reading() as session:
        interview = own_interview(session, person.id, session_id)
    _catch_up(ctx, interview)


def _catch_up(ctx: Context, interview: InterviewSession) -> None:
    """Do what is due in an interview that was read with its answers; there is nothing at nearly every look."""
    if _is_up_to_date(interview, ctx.clock()):
        return
    # one that was made without its questions gets them when somebody looks at it
    if interview.status is Status.CREATED:
        generator.generate_interview_questions(interview.id, ctx=ctx)
    close_expired(ctx, session_id=interview.id)
    abandon_idle(ctx, session_id=interview.id)
    assessment.score_pending(ctx, interview.id)


def _is_up_to_date(interview: InterviewSession, now: datetime) -> bool:
    return (
        interview.status is not Status.CREATED
        and not any(is_overdue(question, now) for question in interview.questions)
        and not is_idle(interview, now)
        and assessment.is_scored(interview)
    )


def _room(interview: InterviewSession, now: datetime) -> Room:
    open_row = _open(interview)
    following = in_turn(interview.questions)
    answered = [question for question in interview.questions if question.answer]
    # of two handed in at the same moment the later question is the last
    last = max(answered, key=lambda q: (q.answer.created_at if q.answer else q.created_at, q.order), default=None)
    return Room(
        interview=session_view(interview),
        open_question=question_view(open_row) if open_row else None,
        draft=draft_view(open_row.draft) if open_row else None,
        last_answered=question_view(last) if last else None,
        coming=tuple(question_view(question) for question in following if question is not open_row),
        now=now,
    )


def _going_on(session: Session, person: Person, session_id: UUID) -> InterviewSession:
    interview = own_interview(session, person.id, session_id, lock=True)
    if interview.status is not Status.IN_PROGRESS:
        raise StateError("This interview is over. Its report shows how it went.", state=interview.status)
    return interview


def _open(interview: InterviewSession) -> InterviewQuestion | None:
    return next(filter(is_open, interview.questions), None)


def _chosen(interview: InterviewSession, question_id: UUID | None) -> InterviewQuestion:
    waiting: Sequence[InterviewQuestion] = in_turn(interview.questions)
    if question_id is not None:
        waiting = [question for question in waiting if question.id == question_id and question.skipped_at]
        if not waiting:
            raise StateError("Only a question that you skipped can be chosen.", state="not_skipped")
    if not waiting:
        raise StateError("Every question is answered. Finish the interview to see the report.", state="all_answered")
    return waiting[0]


def _show(ctx: Context, interview: InterviewSession, question: InterviewQuestion) -> InterviewQuestion:
    now = ctx.clock()
    question.shown_at, question.skipped_at = now, None
    interview.updated_at = now
    if interview.timing is not Timing.UNTIMED:
        # at least a second, so that one skipped at its very end comes back with its text to be handed in
        question.deadline_at = now + timedelta(seconds=max(1, question.seconds - question.spent_seconds))
    return question
