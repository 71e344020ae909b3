"""Interviews, questions, drafts and answers as frozen values: a row is unusable once its database session is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from core.errors import NotFoundError
from core.models import Draft, InterviewQuestion, InterviewSession
from core.models.vocabulary import OPEN, HandedIn, InterviewType, Level, Mode, RoleSource, Status, Timing
from core.services.human_views import NOTHING_SAID, HumanView


@dataclass(frozen=True)
class SessionView:
    """An interview as its owner sees it."""

    id: UUID
    user_id: UUID
    profile_id: UUID | None
    role_selected: Mapping[str, Any]
    role_source: RoleSource
    level: Level
    type: InterviewType
    mode: Mode
    timing: Timing
    asks_followups: bool
    rubric_hash: str
    status: Status
    overall_score: float | None
    notes: tuple[str, ...]
    started_at: datetime | None
    ended_at: datetime | None
    created_at: datetime
    updated_at: datetime
    total_questions: int
    answered: int
    current_question: int | None
    is_revealed: bool

    @property
    def role_name(self) -> str:
        """The role's name."""
        return str(self.role_selected["name"])

    @property
    def is_open(self) -> bool:
        """Whether it can still be answered."""
        return self.status in OPEN

    def can_be_taken_up(self, now: datetime, within: timedelta) -> bool:
        """Whether it was abandoned, and recently enough to go on with."""
        return self.status is Status.ABANDONED and self.ended_at is not None and now <= self.ended_at + within


@dataclass(frozen=True)
class QuestionView:
    """A question as the candidate sees it. ``seconds`` is how long they have, None without a clock."""

    id: UUID
    session_id: UUID
    order: int
    question_text: str
    category: str
    bucket: str
    difficulty: str
    skill_tags: tuple[str, ...]
    is_followup: bool
    parent_question_id: UUID | None
    item_id: str
    item_hash: str
    seconds: int | None
    shown_at: datetime | None
    deadline_at: datetime | None
    skipped_at: datetime | None
    spent_seconds: int
    created_at: datetime
    is_answered: bool

    @property
    def seconds_left(self) -> int | None:
        """Of its time, what was not used before it was skipped; None where no clock runs."""
        return None if self.seconds is None else max(1, self.seconds - self.spent_seconds)


@dataclass(frozen=True)
class DraftView:
    """The newest saved text of a question, with notes that are never scored; revision 0 is the empty beginning."""

    text: str
    notes: str
    revision: int
    saved_at: datetime | None


@dataclass(frozen=True)
class Room:
    """What an interview page shows now: the open question with its draft, or what stands between two questions.

    ``coming`` are the questions that are still to be answered, in the order in which they will be shown.
    """

    interview: SessionView
    open_question: QuestionView | None
    draft: DraftView | None
    last_answered: QuestionView | None
    coming: tuple[QuestionView, ...]
    now: datetime


@dataclass(frozen=True)
class AnswerView:
    """An answer as it was read back from the database; scores and feedback are None until it is scored.

    ``scores`` and ``overall_score`` are those that count, the feedback is the machine's. ``human`` is what humans said
    of it, as far as whoever it is shown to may know. ``is_told_time`` says that a program told how long it took, and no
    clock ran here.
    """

    id: UUID
    question: QuestionView
    answer_text: str
    handed_in: HandedIn
    scores: Mapping[str, float | None] | None
    feedback: Mapping[str, Any] | None
    overall_score: float | None
    skill_tags: tuple[str, ...]
    submitted_at: datetime
    time_seconds: int
    is_told_time: bool
    dictated: bool
    self_rating: int | None
    is_revealed: bool
    human: HumanView = NOTHING_SAID

    @property
    def machine_scores(self) -> Mapping[str, float | None] | None:
        """The machine's own, 0 to 5 by dimension, also where others count; None until it is scored."""
        return self.human.machine.scores if self.human.machine else self.scores

    @property
    def machine_overall(self) -> float | None:
        """The machine's own overall score, 0 to 100."""
        return self.human.machine.overall if self.human.machine else self.overall_score

    @property
    def gap(self) -> float | None:
        """The self-rating less the score, both of 100: above 0 the candidate thought better of it than what counts."""
        if self.self_rating is None or self.overall_score is None:
            return None
        return 20.0 * self.self_rating - self.overall_score


def session_view(row: InterviewSession) -> SessionView:
    """A stored interview as its owner sees it."""
    answers = [q.answer for q in row.questions if q.answer is not None]
    current = next((q for q in row.questions if is_open(q)), None) or next(iter(in_turn(row.questions)), None)
    return SessionView(
        id=row.id,
        user_id=row.user_id,
        profile_id=row.profile_id,
        role_selected=row.role_selected,
        role_source=row.role_source,
        level=row.level,
        type=row.type,
        mode=row.mode,
        timing=row.timing,
        asks_followups=row.asks_followups,
        rubric_hash=row.rubric_hash,
        status=row.status,
        overall_score=row.overall_score,
        notes=tuple(row.notes_json),
        started_at=row.started_at,
        ended_at=row.ended_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
        total_questions=len(row.questions),
        answered=len(answers),
        current_question=current.order if current else None,
        is_revealed=all(answer.revealed_at is not None for answer in answers),
    )


def is_open(row: InterviewQuestion) -> bool:
    """Whether a question is being answered now."""
    return row.shown_at is not None and row.skipped_at is None and row.answer is None


def in_turn(rows: Sequence[InterviewQuestion]) -> list[InterviewQuestion]:
    """The questions that are still to be answered: first those never skipped, in order, then those skipped longest."""
    waiting = [row for row in rows if row.answer is None]
    skipped = [row for row in waiting if row.skipped_at is not None]
    return [row for row in waiting if row.skipped_at is None] + sorted(
        skipped, key=lambda row: (row.skipped_at or row.created_at, row.order)
    )


def question_view(row: InterviewQuestion) -> QuestionView:
    """A stored question as the candidate sees it."""
    return QuestionView(
        id=row.id,
        session_id=row.session_id,
        order=row.order,
        question_text=row.question_text,
        category=row.category,
        bucket=row.bucket,
        difficulty=row.difficulty,
        skill_tags=tuple(row.skill_tags_json),
        is_followup=row.is_followup,
        parent_question_id=row.parent_question_id,
        item_id=row.item_id,
        item_hash=row.item_hash,
        seconds=None if row.session.timing is Timing.UNTIMED else row.seconds,
        shown_at=row.shown_at,
        deadline_at=row.deadline_at,
        skipped_at=row.skipped_at,
        spent_seconds=row.spent_seconds,
        created_at=row.created_at,
        is_answered=row.answer is not None,
    )


def draft_view(row: Draft | None) -> DraftView:
    """The newest saved text, or the empty beginning."""
    return DraftView(row.text, row.notes, row.revision, row.saved_at) if row else DraftView("", "", 0, None)


def answer_view(question: InterviewQuestion) -> AnswerView:
    """The stored answer of a question."""
    answer = question.answer
    if answer is None:
        raise NotFoundError("answer")
    return AnswerView(
        id=answer.id,
        question=question_view(question),
        answer_text=answer.answer_text,
        handed_in=answer.handed_in,
        scores=answer.scores_json,
        feedback=answer.feedback_json,
        overall_score=answer.overall_score,
        skill_tags=tuple(answer.skill_tags_json),
        submitted_at=answer.submitted_at,
        time_seconds=answer.time_seconds,
        is_told_time=answer.is_told_time,
        dictated=answer.dictated,
        self_rating=answer.self_rating,
        is_revealed=answer.revealed_at is not None,
    )
