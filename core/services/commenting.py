"""A coach's remarks on an answer, and those that they keep to make again; and a candidate's wish for some."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError, NotFoundError, StateError
from core.models import (
    AnswerComment,
    GroupMember,
    InterviewAnswer,
    ReusableComment,
    ReviewRequest,
    User,
)
from core.models.vocabulary import OPEN, NotificationKind, Shows, UserRole
from core.rubric import DIMENSIONS
from core.services.accounts import Person, require
from core.services.coaching import present_as
from core.services.context import Context
from core.services.locking import lock_interview_of_answer
from core.services.reviewing import group_in_common, tell_once
from core.services.storable import storable

LONGEST = 2_000
LONGEST_NOTE = 500
MOST_KEPT = 100


@dataclass(frozen=True)
class Kept:
    """A remark that a coach keeps."""

    id: UUID
    body: str


# --- what a coach does ------------------------------------------------------------------------------------------


def comment(
    ctx: Context,
    coach: Person,
    answer_id: UUID,
    body: str,
    *,
    dimension: str | None = None,
    stretch: tuple[int, int] | None = None,
) -> UUID:
    """Remark on an answer, and tell its candidate; returns the remark's id. The same said twice is said once.

    Args:
        dimension: what of it the remark is about, if about one dimension.
        stretch: where in the text the words are that it is about, from and to, in characters.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for an answer that nobody shows to them as for one that does not exist.
        InvalidInputError: when nothing is said, it is too long, or it is about something that is not there.
    """
    body = _checked(body, LONGEST, "Comment")
    if dimension is not None and dimension not in DIMENSIONS:
        raise InvalidInputError([Fault("Dimension", "There is no such dimension.")])
    with ctx.db.writing() as session:
        interview = lock_interview_of_answer(session, answer_id)
        group = group_in_common(session, coach, answer_id)
        start, end = _within(session.get_one(InterviewAnswer, answer_id).answer_text, stretch)
        about = (
            AnswerComment.answer_id == answer_id,
            AnswerComment.author_id == coach.id,
            AnswerComment.dimension.is_not_distinct_from(dimension),
            AnswerComment.start.is_not_distinct_from(start),
            AnswerComment.end.is_not_distinct_from(end),
            AnswerComment.body == body,
        )
        if (known := session.scalar(select(AnswerComment.id).where(*about).limit(1))) is not None:
            return known
        row = AnswerComment(
            answer_id=answer_id, author_id=coach.id, dimension=dimension,
            start=start, end=end, body=body, created_at=ctx.clock(),
        )  # fmt: skip
        session.add(row)
        session.flush()
        if interview is not None:
            tell_once(ctx, session, interview, coach, NotificationKind.COMMENTED, group.name)
        return row.id


def take_back(ctx: Context, coach: Person, comment_id: UUID) -> None:
    """Remove a remark of one's own, also after its candidate left the group.

    Raises:
        NotFoundError: for a remark of somebody else as for one that does not exist.
    """
    with ctx.db.writing() as session:
        row = session.get(AnswerComment, comment_id)
        if row is None or row.author_id != coach.id:
            raise NotFoundError("comment")
        session.delete(row)


def kept_comments(ctx: Context, coach: Person) -> tuple[Kept, ...]:
    """The remarks that a coach keeps, in the order of the alphabet.

    Raises:
        ForbiddenError: when they are no coach.
    """
    require(coach, UserRole.COACH)
    with ctx.db.reading() as session:
        rows = session.scalars(select(ReusableComment).where(ReusableComment.coach_id == coach.id)).all()
        return tuple(sorted((Kept(row.id, row.body) for row in rows), key=lambda kept: kept.body.casefold()))


def keep_comment(ctx: Context, coach: Person, body: str) -> UUID:
    """Keep a remark to make it again; returns its id. The same kept twice is kept once.

    Raises:
        ForbiddenError: when they are no coach.
        InvalidInputError: when it is empty or too long, or there are too many.
    """
    require(coach, UserRole.COACH)
    body = _checked(body, LONGEST, "Comment")
    mine = ReusableComment.coach_id == coach.id
    with ctx.db.writing() as session:
        # their own row, so that of two at once the second sees what the first one kept
        session.get_one(User, coach.id, with_for_update=True)
        known = session.scalar(select(ReusableComment.id).where(mine, ReusableComment.body == body).limit(1))
        if known is not None:
            return known
        if (session.scalar(select(func.count()).where(mine)) or 0) >= MOST_KEPT:
            raise InvalidInputError([Fault("Comment", f"You keep {MOST_KEPT} comments already; drop one first.")])
        row = ReusableComment(coach_id=coach.id, body=body, created_at=ctx.clock())
        session.add(row)
        session.flush()
        return row.id


def drop_comment(ctx: Context, coach: Person, kept_id: UUID) -> None:
    """Keep a remark no more. Doing it twice is doing it once; where it was made it stays."""
    with ctx.db.writing() as session:
        session.execute(
            delete(ReusableComment).where(ReusableComment.id == kept_id, ReusableComment.coach_id == coach.id)
        )


# --- what a candidate does --------------------------------------------------------------------------------------


def can_ask(ctx: Context, person: Person) -> bool:
    """Whether somebody shows their answers to any coach, so that it makes sense to ask for one's view."""
    with ctx.db.reading() as session:
        return _is_shown(session, person)


def ask_for_review(ctx: Context, person: Person, answer_id: UUID, note: str = "") -> None:
    """Ask the coaches who see one's answers to look at this one. Asked again, the note is changed.

    After a coach has rated it, asking again is a new wish.

    Raises:
        NotFoundError: for an answer of somebody else as for one that does not exist.
        StateError: while the interview goes on, or when no coach sees the answers.
        InvalidInputError: when the note is too long.
    """
    note = _checked(note, LONGEST_NOTE, "Note", may_be_empty=True)
    with ctx.db.writing() as session:
        interview = lock_interview_of_answer(session, answer_id)
        if interview is None or interview.user_id != person.id:
            raise NotFoundError("answer")
        if interview.status in OPEN:
            raise StateError("Finish this interview first; then you can ask about its answers.", state=interview.status)
        if not _is_shown(session, person):
            raise StateError("No coach sees your answers. Join a group and choose to show them.", state="not_shown")
        session.merge(ReviewRequest(answer_id=answer_id, note=note, asked_at=ctx.clock()))


def ask_no_more(ctx: Context, person: Person, answer_id: UUID) -> None:
    """Take back the wish for a coach's view of an answer. Doing it twice is doing it once.

    Raises:
        NotFoundError: for an answer of somebody else as for one that does not exist.
    """
    with ctx.db.writing() as session:
        interview = lock_interview_of_answer(session, answer_id)
        if interview is None or interview.user_id != person.id:
            raise NotFoundError("answer")
        session.execute(delete(ReviewRequest).where(ReviewRequest.answer_id == answer_id))


# --- within -----------------------------------------------------------------------------------------------------


def _is_shown(session: Session, person: Person) -> bool:
    shown = select(GroupMember.id).where(present_as(person.id), GroupMember.shows == Shows.ANSWERS).limit(1)
    return session.scalar(shown) is not None


def _within(text: str, stretch: tuple[int, int] | None) -> tuple[int | None, int | None]:
    if stretch is None:
        return None, None
    start, end = stretch
    if not 0 <= start < end <= len(text):
        raise InvalidInputError([Fault("Selected text", "Select some words of the answer.")])
    return start, end


def _checked(text: str, most: int, what: str, *, may_be_empty: bool = False) -> str:
    text = storable(text).strip()
    if not text and not may_be_empty:
        raise InvalidInputError([Fault(what, "Write something first.")])
    if len(text) > most:
        raise InvalidInputError([Fault(what, f"At most {most:,} characters; this has {len(text):,}.")])
    return text
