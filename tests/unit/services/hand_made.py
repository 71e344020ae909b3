"""Interviews made by hand, with numbers that can be added up on paper."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from core.models.vocabulary import HandedIn, InterviewType, Level, Mode, RoleSource, Status, Timing
from core.services.report import Record, ScoredAnswer
from core.services.views import AnswerView, QuestionView, SessionView

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DIMENSIONS = ("structure", "relevance", "technical_accuracy", "depth", "communication")


def interview(*, answered: int = 0, total: int = 10, level: Level = Level.MID, **more: Any) -> SessionView:
    """An interview that is finished."""
    usual: dict[str, Any] = {
        "id": uuid4(), "user_id": uuid4(), "profile_id": None, "role_selected": {"name": "Tester", "skills": {}},
        "role_source": RoleSource.CUSTOM, "level": level, "type": InterviewType.TECHNICAL, "mode": Mode.INTERVIEW,
        "timing": Timing.USUAL, "asks_followups": False, "rubric_hash": "r" * 64, "status": Status.COMPLETED,
        "overall_score": None, "notes": (), "started_at": NOW, "ended_at": NOW, "created_at": NOW, "updated_at": NOW,
        "total_questions": total, "answered": answered, "current_question": None, "is_revealed": True,
    }  # fmt: skip
    return SessionView(**usual | more)


def answer(
    scores: Sequence[float | None] | None,
    overall: float | None,
    *,
    order: int = 1,
    skills: tuple[str, ...] = ("sql",),
    self_rating: int | None = None,
    feedback: Mapping[str, Any] | None = None,
) -> ScoredAnswer:
    """An answer with these scores, in the order of the dimensions."""
    question = QuestionView(
        id=uuid4(), session_id=uuid4(), order=order, question_text="Why?", category="technical", bucket="core",
        difficulty="easy", skill_tags=skills, is_followup=False, parent_question_id=None, item_id=f"x.{order}",
        item_hash="h", seconds=120, shown_at=NOW, deadline_at=NOW, skipped_at=None, spent_seconds=0, created_at=NOW,
        is_answered=True,
    )  # fmt: skip
    view = AnswerView(
        id=uuid4(), question=question, answer_text="Because.", handed_in=HandedIn.SUBMITTED,
        scores=None if scores is None else dict(zip(DIMENSIONS, scores, strict=True)), feedback=feedback,
        overall_score=overall, skill_tags=skills, submitted_at=NOW, time_seconds=60, is_told_time=False,
        dictated=False, self_rating=self_rating, is_revealed=True,
    )  # fmt: skip
    return ScoredAnswer(view, None)


def record(*answers: ScoredAnswer, **more: Any) -> Record:
    """An interview with these answers."""
    return Record(interview(answered=len(answers), **more), tuple(answers))
