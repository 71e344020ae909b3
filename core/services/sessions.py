"""Interviews as they happen: start, show the next question, keep drafts, take answers, finish.

The server alone keeps time. A question's clock starts when it is shown; what arrives later than the deadline and
a short grace is refused, and the last saved draft becomes the answer. An answer is saved in one transaction and
scored in another, so that a scorer that fails can never lose it.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.errors import ConflictError, Fault, InvalidInputError, NotFoundError, StateError
from core.models import Draft, InterviewAnswer, InterviewQuestion, InterviewSession, Profile
from core.models.vocabulary import OPEN, HandedIn, InterviewType, Level, Mode, RoleSource, Status
from core.services import assessment, generator, rubrics
from core.services.accounts import Person
from core.services.context import Context
from core.services.roles import RoleChoice
from core.services.shares import FEWEST, MOST, USUAL
from core.services.views import (
    AnswerView,
    DraftView,
    QuestionView,
    Room,
    SessionView,
    answer_view,
    draft_view,
    question_view,
    session_view,
)

GRACE = timedelta(seconds=5)
IDLE = timedelta(hours=24)
"""An interview in which nothing was done for so long is abandoned."""
TAKE_UP = timedelta(days=7)
"""For so long an abandoned interview can be gone on with."""
MAX_ANSWER_CHARS = 8_000

# Three queries for an interview, however many questions it has.
WITH_ANSWERS = (
    selectinload(InterviewSession.questions).options(
        selectinload(InterviewQuestion.answer), selectinload(InterviewQuestion.draft)
    ),
)


class AnsweredError(StateError):
    """The question has its answer already, and it is another text than this one."""

    def __init__(self) -> None:
        super().__init__("This question has been answered already; the first answer counts.", state="answered")


class TooLateError(StateError):
    """The deadline and the grace after it have passed."""

    def __init__(self) -> None:
        super().__init__("Time is up for this question. The last saved draft counts as your answer.", state="expired")


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


@dataclass(frozen=True)
class Swept:
    """What a sweep found to do: questions closed at their deadline, and interviews that had been left."""

    closed: int
    abandoned: int


# --- before and after -------------------------------------------------------------------------------------------


def start_interview(ctx: Context, person: Person, choice: InterviewChoice) -> UUID:
    """Create an interview and draw its questions; returns its id.

    Raises:
        InvalidInputError: when the number of questions is out of range.
        EmptyBankError: when the bank is smaller than the interview.
    """
    if not FEWEST <= choice.count <= MOST:
        raise InvalidInputError([Fault("count", f"An interview has {FEWEST} to {MOST} questions.")])
    now = ctx.clock()
    with ctx.db.writing() as session:
        interview = InterviewSession(
            user_id=person.id,
            profile_id=session.scalar(select(Profile.id).where(Profile.user_id == person.id)),
            role_selected=choice.role.to_json(),
            role_source=choice.role_source,
            level=choice.level,
            type=choice.type,
            mode=choice.mode,
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
        generator.draw_questions(ctx, session, interview)
        return interview.id


def my_interviews(ctx: Context, person: Person) -> tuple[SessionView, ...]:
    """A person's interviews, newest first."""
    abandon_idle(ctx, user_id=person.id)
    with ctx.db.reading() as session:
        rows = session.scalars(
            select(InterviewSession)
            .where(InterviewSession.user_id == person.id)
            .order_by(InterviewSession.created_at.desc())
            .options(*WITH_ANSWERS)
        ).all()
        return tuple(session_view(row) for row in rows)


def finish(ctx: Context, person: Person, session_id: UUID) -> SessionView:
    """End an interview. A question that is open hands in its draft; one never shown stays unanswered.

    Called again, or for one that was abandoned, it changes nothing and returns the same.
    """
    with ctx.db.writing() as session:
        interview = _own(session, person.id, session_id, lock=True)
        if interview.status not in OPEN:
            return session_view(interview)
        # Locked like every hand-in, so that a submission that runs at this moment comes first or finds it closed.
        locked = select(InterviewQuestion).where(InterviewQuestion.session_id == session_id).with_for_update()
        for question in session.scalars(locked):
            if question.shown_at is not None and question.answer is None:
                _hand_in_draft(ctx, question)
        interview.status = Status.COMPLETED
        interview.ended_at = interview.updated_at = ctx.clock()
    assessment.score_pending(ctx, session_id)
    return look(ctx, person, session_id).interview


def take_up(ctx: Context, person: Person, session_id: UUID) -> SessionView:
    """Go on with an interview that was abandoned, within seven days; what was answered stays answered.

    Raises:
        NotFoundError: for an interview of somebody else as for one that does not exist.
        StateError: when it is not abandoned, or was so too long ago.
    """
    with ctx.db.writing() as session:
        interview = _own(session, person.id, session_id, lock=True)
        if interview.status is not Status.ABANDONED:
            raise StateError("This interview was not abandoned.", state=interview.status)
        if interview.ended_at is None or ctx.clock() > interview.ended_at + TAKE_UP:
            raise StateError(
                "This interview was left too long ago to go on with. Its report stays; set up a new one.",
                state=interview.status,
            )
        interview.status, interview.ended_at, interview.overall_score = Status.IN_PROGRESS, None, None
        interview.updated_at = ctx.clock()
        return session_view(interview)


def sweep(ctx: Context) -> Swept:
    """Close every question whose time is up and every interview that was left, and score what waits for it.

    Reading an interview does the same for it; this is for those that nobody looks at. Sweeping twice is sweeping once.
    """
    closed = close_expired(ctx)
    abandoned = abandon_idle(ctx)
    assessment.score_all_pending(ctx)
    return Swept(closed, abandoned)


def abandon_idle(ctx: Context, *, user_id: UUID | None = None, session_id: UUID | None = None) -> int:
    """End interviews in which nothing was done for a day, as of that moment; returns how many there were.

    Of everybody, or of one person or interview.
    """
    due = select(InterviewSession.id).where(
        InterviewSession.status.in_(OPEN),
        InterviewSession.updated_at < ctx.clock() - IDLE,
    )
    if user_id is not None:
        due = due.where(InterviewSession.user_id == user_id)
    if session_id is not None:
        due = due.where(InterviewSession.id == session_id)
    with ctx.db.reading() as session:
        ids = session.scalars(due).all()
    return sum(_abandon(ctx, each) for each in ids)


def _abandon(ctx: Context, session_id: UUID) -> bool:
    # A question that was open when the candidate left is closed at its deadline, which counts as the last thing done.
    close_expired(ctx, session_id=session_id)
    with ctx.db.writing() as session:
        interview = session.get(InterviewSession, session_id, with_for_update=True)
        if interview is None or interview.status not in OPEN:
            return False
        if interview.updated_at >= ctx.clock() - IDLE:
            return False
        interview.status, interview.ended_at = Status.ABANDONED, interview.updated_at + IDLE
    assessment.score_pending(ctx, session_id)
    return True


# --- during -----------------------------------------------------------------------------------------------------


def look(ctx: Context, person: Person, session_id: UUID) -> Room:
    """Where an interview stands now. Questions whose time is up are closed first, and unscored answers scored.

    Raises:
        NotFoundError: for an interview of somebody else as for one that does not exist.
    """
    close_expired(ctx, session_id=session_id)
    abandon_idle(ctx, session_id=session_id)
    assessment.score_pending(ctx, session_id)
    _draw_if_created(ctx, person, session_id)
    with ctx.db.reading() as session:
        interview = _own(session, person.id, session_id)
        open_row = next((q for q in interview.questions if q.shown_at and not q.answer), None)
        answered = [q for q in interview.questions if q.answer]
        last = max(answered, key=lambda q: q.order, default=None)
        return Room(
            interview=session_view(interview),
            open_question=question_view(open_row) if open_row else None,
            draft=draft_view(open_row.draft) if open_row else None,
            last_answered=question_view(last) if last else None,
            now=ctx.clock(),
        )


def questions_of(ctx: Context, person: Person, session_id: UUID) -> tuple[QuestionView, ...]:
    """The questions of a person's own interview, in order."""
    with ctx.db.reading() as session:
        return tuple(question_view(row) for row in _own(session, person.id, session_id).questions)


def show_next(ctx: Context, person: Person, session_id: UUID) -> QuestionView:
    """Show the next question, which starts its clock. If one is open already, that one is returned.

    Raises:
        StateError: when the interview is over or every question is answered.
    """
    close_expired(ctx, session_id=session_id)
    abandon_idle(ctx, session_id=session_id)
    with ctx.db.writing() as session:
        interview = _own(session, person.id, session_id, lock=True)
        if interview.status is not Status.IN_PROGRESS:
            raise StateError("This interview is over. Its report shows how it went.", state=interview.status)
        question = next((q for q in interview.questions if q.answer is None), None)
        if question is None:
            raise StateError(
                "Every question is answered. Finish the interview to see the report.", state="all_answered"
            )
        if question.shown_at is None:
            question.shown_at = interview.updated_at = ctx.clock()
            question.deadline_at = question.shown_at + timedelta(seconds=question.seconds)
        return question_view(question)


def draft_of(ctx: Context, user_id: UUID, question_id: UUID) -> tuple[QuestionView, DraftView]:
    """A question of one's own with its newest draft."""
    close_expired(ctx, question_id=question_id)
    with ctx.db.reading() as session:
        question = _own_question(session, user_id, question_id)
        return question_view(question), draft_view(question.draft)


def save_draft(ctx: Context, user_id: UUID, question_id: UUID, *, text: str, revision: int) -> DraftView:
    """Keep a newer text of an open question; ``revision`` counts up from 1 with each save.

    Raises:
        ConflictError: when a revision as new or newer is stored, from another tab or device; it was kept.
        AnsweredError, TooLateError: when the question is closed.
        InvalidInputError: when the text is too long.
    """
    _check_text(text)
    with ctx.db.writing() as session:
        question = _open_question(ctx, session, user_id, question_id)
        return draft_view(_keep_draft(ctx, session, question, text, revision))


def submit_answer(ctx: Context, user_id: UUID, question_id: UUID, *, text: str, revision: int) -> AnswerView:
    """Hand in the answer to an open question: save it, then score it, and return what was read back.

    The same text handed in again returns the same answer.

    Raises:
        ConflictError: when a newer text was saved from another tab or device.
        AnsweredError: when another text was handed in before.
        TooLateError: when the deadline and the grace have passed; the last draft counts then.
        InvalidInputError: when the text is too long.
    """
    _check_text(text)
    try:
        with ctx.db.writing() as session:
            question = _open_question(ctx, session, user_id, question_id)
            if question.draft is None or question.draft.text != text:
                _keep_draft(ctx, session, question, text, revision)
            _hand_in(ctx, question, text, HandedIn.SUBMITTED)
    except AnsweredError:
        with ctx.db.reading() as session:
            answer = _own_question(session, user_id, question_id).answer
            if answer is None or answer.answer_text != text:
                raise
    except TooLateError:
        close_expired(ctx, question_id=question_id)
        raise
    return answer_to(ctx, user_id, question_id)


def answer_to(ctx: Context, user_id: UUID, question_id: UUID) -> AnswerView:
    """The answer to a question of one's own, scored if scoring works; unscored answers are tried again here.

    Raises:
        NotFoundError: when the question is unknown, somebody else's, or not answered.
    """
    with ctx.db.reading() as session:
        question = _own_question(session, user_id, question_id)
        session_id, answer = question.session_id, question.answer
    if answer is None:
        raise NotFoundError("answer")
    if answer.scores_json is None:
        assessment.score_pending(ctx, session_id)
    with ctx.db.reading() as session:
        return answer_view(_own_question(session, user_id, question_id))


def answers_of(ctx: Context, person: Person, session_id: UUID) -> tuple[AnswerView, ...]:
    """All answers of a person's own interview, in the order of the questions."""
    assessment.score_pending(ctx, session_id)
    with ctx.db.reading() as session:
        interview = _own(session, person.id, session_id)
        return tuple(answer_view(question) for question in interview.questions if question.answer)


def close_expired(ctx: Context, *, session_id: UUID | None = None, question_id: UUID | None = None) -> int:
    """Hand in the drafts of questions whose deadline and grace have passed; returns how many there were.

    Of everything, or of one interview or question. Doing it twice is doing it once.
    """
    now = ctx.clock()
    due = (
        select(InterviewQuestion.id)
        .outerjoin(InterviewAnswer)
        .where(InterviewQuestion.deadline_at < now - GRACE, InterviewAnswer.id.is_(None))
    )
    if session_id is not None:
        due = due.where(InterviewQuestion.session_id == session_id)
    if question_id is not None:
        due = due.where(InterviewQuestion.id == question_id)
    with ctx.db.reading() as session:
        ids = session.scalars(due).all()
    return sum(_close(ctx, each) for each in ids)


def _close(ctx: Context, question_id: UUID) -> bool:
    with ctx.db.writing() as session:
        question = session.get(InterviewQuestion, question_id, with_for_update=True)
        if question is None or question.answer is not None:
            return False
        _hand_in_draft(ctx, question)
    return True


# --- within -----------------------------------------------------------------------------------------------------


def _draw_if_created(ctx: Context, person: Person, session_id: UUID) -> None:
    """An interview that was made without its questions gets them when its owner looks at it."""
    with ctx.db.reading() as session:
        interview = session.get(InterviewSession, session_id)
        created = interview is not None and interview.user_id == person.id and interview.status is Status.CREATED
    if created:
        generator.generate_interview_questions(session_id, ctx=ctx)


def _check_text(text: str) -> None:
    if len(text) > MAX_ANSWER_CHARS:
        raise InvalidInputError(
            [
                Fault(
                    "answer_text", f"An answer has at most {MAX_ANSWER_CHARS:,} characters; this one has {len(text):,}."
                )
            ]
        )


def _own(session: Session, user_id: UUID, session_id: UUID, *, lock: bool = False) -> InterviewSession:
    interview = session.get(InterviewSession, session_id, with_for_update=lock, options=WITH_ANSWERS)
    if interview is None or interview.user_id != user_id:
        raise NotFoundError("interview")
    return interview


def _own_question(session: Session, user_id: UUID, question_id: UUID, *, lock: bool = False) -> InterviewQuestion:
    question = session.get(InterviewQuestion, question_id, with_for_update=lock)
    if question is None or question.session.user_id != user_id:
        raise NotFoundError("question")
    return question


def _open_question(ctx: Context, session: Session, user_id: UUID, question_id: UUID) -> InterviewQuestion:
    question = _own_question(session, user_id, question_id, lock=True)
    if question.answer is not None:
        raise TooLateError if question.answer.handed_in is HandedIn.EXPIRED else AnsweredError
    if question.shown_at is None:
        raise StateError("This question has not been shown yet.", state="not_shown")
    if question.deadline_at is not None and ctx.clock() > question.deadline_at + GRACE:
        raise TooLateError
    return question


def _keep_draft(ctx: Context, session: Session, question: InterviewQuestion, text: str, revision: int) -> Draft:
    draft = question.draft
    if draft is None:
        draft = question.draft = Draft(question_id=question.id, text="", revision=0, saved_at=ctx.clock())
    if revision <= draft.revision:
        raise ConflictError(
            "A newer text was saved from another tab or device. It is shown now.",
            current={"text": draft.text, "revision": draft.revision},
        )
    # PostgreSQL refuses NUL in text, and no keyboard types it.
    draft.text, draft.revision, draft.saved_at = text.replace("\x00", ""), revision, ctx.clock()
    session.flush()
    return draft


def _hand_in_draft(ctx: Context, question: InterviewQuestion) -> None:
    _hand_in(ctx, question, question.draft.text if question.draft else "", HandedIn.EXPIRED)


def _hand_in(ctx: Context, question: InterviewQuestion, text: str, handed_in: HandedIn) -> None:
    """Make the one answer of a question. Its time is now, but never later than the deadline."""
    now = ctx.clock()
    at = min(now, question.deadline_at) if question.deadline_at else now
    question.answer = InterviewAnswer(
        answer_text=text.replace("\x00", ""),
        handed_in=handed_in,
        submitted_at=at,
        time_seconds=round((at - (question.shown_at or at)).total_seconds()),
        skill_tags_json=question.skill_tags_json,
        created_at=now,
    )
    # the last thing done, not when somebody noticed: what was left at its deadline was left then
    question.session.updated_at = max(question.session.updated_at, at)
