"""Shapes of interviews, questions and answers, with the field names that clients know."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from core.services.answering import MAX_ANSWER_CHARS, MAX_NOTES_CHARS, Written
from core.services.views import AnswerView, DraftView, QuestionView

AnswerText = Annotated[str, Field(max_length=MAX_ANSWER_CHARS)]


class _Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class InterviewQuestionSerializer(_Shape):
    """A question."""

    id: UUID
    session: UUID
    order: int
    question_text: str
    category: str
    difficulty: str
    skill_tags_json: list[str]
    is_followup: bool
    parent_question: UUID | None
    created_at: datetime

    @classmethod
    def of(cls, view: QuestionView) -> Self:
        """From what services return."""
        return cls(
            id=view.id,
            session=view.session_id,
            order=view.order,
            question_text=view.question_text,
            category=view.category,
            difficulty=view.difficulty,
            skill_tags_json=list(view.skill_tags),
            is_followup=view.is_followup,
            parent_question=view.parent_question_id,
            created_at=view.created_at,
        )


class InterviewAnswerResponseSerializer(_Shape):
    """An answer with its question, scores and feedback."""

    id: UUID
    question: InterviewQuestionSerializer
    answer_text: str
    scores_json: dict[str, float | None] | None
    feedback_json: dict[str, Any] | None
    skill_tags_json: list[str]
    submitted_at: datetime
    time_seconds: int

    @classmethod
    def of(cls, view: AnswerView) -> Self:
        """From what services return."""
        return cls(
            id=view.id,
            question=InterviewQuestionSerializer.of(view.question),
            answer_text=view.answer_text,
            scores_json=dict(view.scores) if view.scores is not None else None,
            feedback_json=dict(view.feedback) if view.feedback is not None else None,
            skill_tags_json=list(view.skill_tags),
            submitted_at=view.submitted_at,
            time_seconds=view.time_seconds,
        )


class DraftIn(_Shape):
    """A newer text from the answer box."""

    text: AnswerText
    revision: int = Field(ge=1, le=2**31 - 1)
    notes: Annotated[str, Field(max_length=MAX_NOTES_CHARS)] | None = None
    dictated: bool = False

    def written(self) -> Written:
        """As services take it."""
        return Written(self.text, self.revision, self.notes, self.dictated)


class DraftOut(_Shape):
    """The newest saved text, with what the answer box needs to keep time."""

    text: str
    notes: str
    revision: int
    saved_at: datetime | None
    deadline_at: datetime | None
    server_now: datetime
    is_answered: bool
    is_skipped: bool

    @classmethod
    def of(cls, question: QuestionView, draft: DraftView, now: datetime) -> Self:
        """From what services return."""
        return cls(
            text=draft.text,
            notes=draft.notes,
            revision=draft.revision,
            saved_at=draft.saved_at,
            deadline_at=question.deadline_at,
            server_now=now,
            is_answered=question.is_answered,
            is_skipped=question.skipped_at is not None,
        )
