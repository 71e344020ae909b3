"""What happens to a question once it is shown: drafts are kept, the answer is handed in, late ones are closed.

The server alone keeps time. A question's clock starts when it is shown; what arrives later than the deadline and
a short grace is refused, and the last saved draft becomes the answer. An answer is saved in one transaction and
scored in another, so that a scorer that fails can never lose it.

Every transaction here locks the interview first and nothing before it, so that none waits for another in a circle.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.errors import ConflictError, Fault, InvalidInputError, NotFoundError, StateError
from core.models import Draft, InterviewAnswer, InterviewQuestion, InterviewSession
from core.models.vocabulary import OPEN, HandedIn
from core.services import assessment, request_keys
from core.services.context import Context
from core.services.locking import lock_interview_of_question
from core.services.storable import storable
from core.services.views import AnswerView, DraftView, QuestionView, answer_view, draft_view, is_open, question_view

GRACE = timedelta(seconds=5)
MAX_ANSWER_CHARS = 8_000
MAX_NOTES_CHARS = 4_000

# Two queries for an interview, however many questions it has.
WITH_ANSWERS = (
    selectinload(InterviewSession.questions).options(
        joinedload(InterviewQuestion.answer), joinedload(InterviewQuestion.draft)
    ),
)

# One query for a question with what belongs to it, and made once: a class that types saves a hundred drafts a second.
_WITH_ITS_OWN = (
    select(InterviewQuestion)
    .where(InterviewQuestion.id == bindparam("id"))
    .options(
        joinedload(InterviewQuestion.session),
        joinedload(InterviewQuestion.answer),
        joinedload(InterviewQuestion.draft),
    )
    .execution_options(populate_existing=True)
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
class Written:
    """What the answer box holds: the text, which save of it this is (from 1), and what goes with it.

    ``revision`` None is newer than whatever is stored. ``notes`` None leaves those that are stored; ``dictated`` says
    that most of the text was spoken.
    """

    text: str
    revision: int | None
    notes: str | None = None
    dictated: bool = False


def draft_of(ctx: Context, user_id: UUID, question_id: UUID) -> tuple[QuestionView, DraftView]:
    """A question of one's own with its newest draft."""
    close_expired(ctx, question_id=question_id)
    with ctx.db.reading() as session:
        question = own_question(session, user_id, question_id)
        return question_view(question), draft_view(question.draft)


def save_draft(
    ctx: Context, user_id: UUID, question_id: UUID, written: Written, *, at: datetime | None = None
) -> tuple[QuestionView, DraftView]:
    """Keep a newer text of an open question, and return both. ``at`` is when it arrived, if that was before now.

    Raises:
        ConflictError: when a revision as new or newer is stored, from another tab or device; it was kept.
        AnsweredError, TooLateError: when the question is closed.
        StateError: when it is not open: never shown, skipped, or its interview is over.
        InvalidInputError: when the text or the notes are too long.
    """
    _check(written)
    with ctx.db.writing() as session:
        question = own_question(session, user_id, question_id, lock=True)
        _require_open(ctx, question, at)
        draft = _keep_draft(ctx, question, written)
        return question_view(question), draft_view(draft)


def submit_answer(
    ctx: Context,
    user_id: UUID,
    question_id: UUID,
    written: Written,
    *,
    key: str | None = None,
    at: datetime | None = None,
    session_id: UUID | None = None,
    told_seconds: int | None = None,
) -> AnswerView:
    """Hand in the answer to an open question: save it, then score it, and return what was read back.

    The same text handed in again returns the same answer.

    Args:
        key: the client's own for this request.
        at: when it arrived, if that was before now: nobody is late because many others hand in at the same moment.
        session_id: the interview that the question must belong to.
        told_seconds: how long it took, by a program that shows questions itself. It counts for a question whose clock
            was never started here; where one runs, that decides.

    Raises:
        NotFoundError: for a question of somebody else or of another interview as for one that does not exist.
        ConflictError: when a newer text was saved from another tab or device.
        AnsweredError: when another text was handed in before.
        KeyReusedError: when the key came before with another text or question.
        TooLateError: when the deadline and the grace have passed; the last draft counts then.
        StateError: when the question is not open: never shown, skipped, or its interview is over.
        InvalidInputError: when the text is too long.
    """
    _check(written)
    text = storable(written.text)
    try:
        with ctx.db.writing() as session:
            question = own_question(session, user_id, question_id, lock=True)
            if session_id not in (None, question.session_id):
                raise NotFoundError("question")
            request_keys.claim(session, user_id, key, "answer", str(question_id), written.text, now=ctx.clock())
            told = told_seconds if question.shown_at is None else None
            if told is not None:
                _shown_elsewhere(ctx, question, told)
            _require_open(ctx, question, at)
            keep_text(ctx, question, written)
            answer = hand_in(ctx, question, text, HandedIn.SUBMITTED, dictated=written.dictated, told_seconds=told)
    except AnsweredError:
        with ctx.db.reading() as session:
            first = own_question(session, user_id, question_id).answer
            if first is None or first.answer_text != text:
                raise
        return answer_to(ctx, user_id, question_id)
    except TooLateError:
        close_expired(ctx, question_id=question_id)
        raise
    assessment.score_answer(ctx, answer.id)
    return _read_back(ctx, user_id, question_id)


def answer_to(ctx: Context, user_id: UUID, question_id: UUID) -> AnswerView:
    """The answer to a question of one's own, scored if scoring works; unscored answers are tried again here.

    Raises:
        NotFoundError: when the question is unknown, somebody else's, or not answered.
    """
    with ctx.db.reading() as session:
        question = own_question(session, user_id, question_id)
        if question.answer is None or question.answer.scores_json is not None:
            return answer_view(question)
    assessment.score_pending(ctx, question.session_id)
    return _read_back(ctx, user_id, question_id)


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
        question = _locked(session, question_id)
        if question is None or not is_overdue(question, ctx.clock()):
            return False
        hand_in_draft(ctx, question)
    return True


def is_overdue(question: InterviewQuestion, now: datetime) -> bool:
    """Whether the deadline and the grace of a question have passed, and its draft is not handed in yet."""
    return question.answer is None and question.deadline_at is not None and question.deadline_at < now - GRACE


# --- what the other services of an interview share ----------------------------------------------------------------


def own_interview(
    session: Session, user_id: UUID, session_id: UUID, *, lock: bool = False, whole: bool = True
) -> InterviewSession:
    """A person's own interview; ``lock`` keeps every other change of it waiting until this one is done.

    ``whole`` reads its questions, drafts and answers along with it.

    Raises:
        NotFoundError: for an interview of somebody else as for one that does not exist.
    """
    interview = session.get(InterviewSession, session_id, with_for_update=lock, options=WITH_ANSWERS if whole else ())
    if interview is None or interview.user_id != user_id:
        raise NotFoundError("interview")
    return interview


def own_question(session: Session, user_id: UUID, question_id: UUID, *, lock: bool = False) -> InterviewQuestion:
    """A question of a person's own interview; ``lock`` locks that interview.

    Raises:
        NotFoundError: for a question of somebody else as for one that does not exist.
    """
    question = _locked(session, question_id) if lock else session.scalar(_WITH_ITS_OWN, {"id": question_id})
    if question is None or question.session.user_id != user_id:
        raise NotFoundError("question")
    return question


def keep_text(ctx: Context, question: InterviewQuestion, written: Written) -> None:
    """Make what was written the draft, unless its text is that already, whatever its revision.

    Raises:
        ConflictError: when another text is as new or newer.
        InvalidInputError: when the text or the notes are too long.
    """
    _check(written)
    if question.draft is None or question.draft.text != storable(written.text):
        _keep_draft(ctx, question, written)
    elif written.notes is not None:
        question.draft.notes = storable(written.notes)


def hand_in_draft(ctx: Context, question: InterviewQuestion) -> None:
    """Make the newest draft the answer."""
    text, dictated = (question.draft.text, question.draft.dictated) if question.draft else ("", False)
    hand_in(ctx, question, text, HandedIn.EXPIRED, dictated=dictated)


def hand_in(
    ctx: Context,
    question: InterviewQuestion,
    text: str,
    handed_in: HandedIn,
    *,
    dictated: bool,
    told_seconds: int | None = None,
) -> InterviewAnswer:
    """Make the one answer of a question, and return it. Its time is now, but never later than the deadline.

    ``told_seconds`` is how long it took where no clock of ours ran.
    """
    now = ctx.clock()
    at = min(now, question.deadline_at) if question.deadline_at else now
    begun = question.shown_at if question.skipped_at is None else None
    spent = question.spent_seconds + (round((at - begun).total_seconds()) if begun else 0)
    answer = question.answer = InterviewAnswer(
        answer_text=text,
        handed_in=handed_in,
        submitted_at=at,
        time_seconds=spent if told_seconds is None else told_seconds,
        dictated=dictated,
        is_told_time=told_seconds is not None,
        skill_tags_json=question.skill_tags_json,
        created_at=now,
    )
    # the last thing done, not when somebody noticed: what was left at its deadline was left then
    question.session.updated_at = max(question.session.updated_at, at)
    return answer


# --- within -----------------------------------------------------------------------------------------------------


def _read_back(ctx: Context, user_id: UUID, question_id: UUID) -> AnswerView:
    with ctx.db.reading() as session:
        return answer_view(own_question(session, user_id, question_id))


def _locked(session: Session, question_id: UUID) -> InterviewQuestion | None:
    """A question as it is once its interview is locked."""
    lock_interview_of_question(session, question_id)
    return session.scalar(_WITH_ITS_OWN, {"id": question_id})


def _check(written: Written) -> None:
    sizes = (
        ("answer_text", "An answer", len(written.text), MAX_ANSWER_CHARS),
        ("notes", "Notes", len(written.notes or ""), MAX_NOTES_CHARS),
    )
    faults = [
        Fault(field, f"{name} may have at most {most:,} characters; this has {size:,}.")
        for field, name, size, most in sizes
        if size > most
    ]
    if faults:
        raise InvalidInputError(faults)


def _require_open(ctx: Context, question: InterviewQuestion, at: datetime | None) -> None:
    """Refuse what arrives for a question that takes no text now."""
    if question.answer is not None:
        raise TooLateError if question.answer.handed_in is HandedIn.EXPIRED else AnsweredError
    if question.session.status not in OPEN:
        raise StateError("This interview is over; what was saved before is kept.", state=question.session.status)
    if question.shown_at is None:
        raise StateError("This question has not been shown yet.", state="not_shown")
    if question.skipped_at is not None:
        raise StateError("This question was skipped. Come back to it first; its text is kept.", state="skipped")
    if question.deadline_at is not None and (at or ctx.clock()) > question.deadline_at + GRACE:
        raise TooLateError


def _shown_elsewhere(ctx: Context, question: InterviewQuestion, seconds: int) -> None:
    """Take a program's word for when it showed a question; no clock of ours runs for it, so it has no deadline."""
    interview = question.session
    shown = next(filter(is_open, interview.questions), None)
    if shown is not None:
        raise StateError(
            f"The clock of question {shown.order} is running. Answer or skip it first.", state="another_open"
        )
    now = ctx.clock()
    question.shown_at = max(now - timedelta(seconds=seconds), interview.started_at or interview.created_at)


def _keep_draft(ctx: Context, question: InterviewQuestion, written: Written) -> Draft:
    now = ctx.clock()
    draft = question.draft
    if draft is None:
        draft = question.draft = Draft(question_id=question.id, text="", notes="", revision=0, saved_at=now)
    revision = draft.revision + 1 if written.revision is None else written.revision
    if revision <= draft.revision:
        raise ConflictError(
            "A newer text was saved from another tab or device. It is shown now.",
            current={"text": draft.text, "notes": draft.notes, "revision": draft.revision},
        )
    draft.text, draft.revision, draft.saved_at = storable(written.text), revision, now
    draft.dictated = written.dictated
    if written.notes is not None:
        draft.notes = storable(written.notes)
    # who types at a question without a clock has not left
    question.session.updated_at = max(question.session.updated_at, now)
    return draft
