"""Reports of answers that are scored by the real scorer, without a database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from core.config import PROJECT
from core.models.vocabulary import HandedIn, InterviewType, Level, Mode, RatingKind, RoleSource, Status, Timing
from core.rubric import DIMENSIONS, Rubric, load_rubric
from core.scoring import KeyPoint, Misconception, Task, score
from core.services import report
from core.services.certainty import score_range
from core.services.feedback import feedback_from
from core.services.human_views import CommentView, HumanView, MachineScores, RatingView
from core.services.report import Record, ReportView, ScoredAnswer, SkillScore
from core.services.targets import target
from core.services.views import AnswerView, QuestionView, SessionView

THEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TASK = Task(
    question="A query got slow although its column has an index. How do you find out why?",
    key_points=(
        KeyPoint("plan", "Looks at the query plan first.", ("I read the query plan with EXPLAIN ANALYZE",)),
        KeyPoint("rows", "Compares estimated with actual rows.", ("I compare the estimated with the actual rows",)),
        KeyPoint("statistics", "Refreshes stale statistics.", ("I refresh the statistics",), essential=False),
    ),
    misconceptions=(
        Misconception(
            "An index always makes a query faster.",
            ("an index always makes a query faster",),
            "A scan is cheaper when most rows match.",
        ),
    ),
    reference=(
        "First I read the query plan with EXPLAIN ANALYZE, because a guess costs time. Then I compare the estimated "
        "with the actual rows; where they differ by far, I refresh the statistics. Last year that took a report from "
        "40 seconds to 2."
    ),
)
GOOD = (
    "First I read the query plan with EXPLAIN ANALYZE, because guessing costs time. Then I compare the estimated with "
    "the actual rows. Last year that saved us three hours a week."
)
WRONG = "An index always makes a query faster, so I would add one more and look again."


@lru_cache
def standard_rubric() -> Rubric:
    """The rubric that is in force in an empty database."""
    return load_rubric(PROJECT / "data" / "rubrics" / "standard.yaml")


def interview(**changes: Any) -> SessionView:
    """A finished interview."""
    usual: dict[str, Any] = {
        "id": UUID(int=1), "user_id": UUID(int=2), "profile_id": None,
        "role_selected": {"id": "backend-engineer", "name": "Backend engineer", "family": "engineering",
                          "skills": {"sql": 1.0}, "like": None},
        "role_source": RoleSource.CATALOG, "level": Level.MID, "type": InterviewType.TECHNICAL,
        "mode": Mode.INTERVIEW, "timing": Timing.USUAL, "asks_followups": False, "rubric_hash": "0" * 64,
        "status": Status.COMPLETED, "overall_score": None, "notes": (), "started_at": THEN, "ended_at": THEN,
        "created_at": THEN, "updated_at": THEN, "total_questions": 10, "answered": 0, "current_question": None,
        "is_revealed": True,
    }  # fmt: skip
    return SessionView(**usual | changes)


def scored(text: str, order: int = 1, *, is_scored: bool = True, question: Mapping[str, Any] | None = None,
           **changes: Any) -> ScoredAnswer:  # fmt: skip
    """The answer to question number ``order``; ``question`` changes that."""
    card = score(text, TASK, standard_rubric(), time_seconds=95) if is_scored else None
    asked: dict[str, Any] = {
        "id": UUID(int=100 + order), "session_id": UUID(int=1), "order": order, "question_text": TASK.question,
        "category": "technical", "bucket": "core", "difficulty": "medium", "skill_tags": ("sql",),
        "is_followup": False, "parent_question_id": None, "item_id": f"sql.{order}", "item_hash": "0" * 64,
        "seconds": 120, "shown_at": THEN, "deadline_at": THEN, "skipped_at": None, "spent_seconds": 0,
        "created_at": THEN, "is_answered": True,
    }  # fmt: skip
    usual: dict[str, Any] = {
        "id": UUID(int=200 + order), "question": QuestionView(**asked | dict(question or {})), "answer_text": text,
        "handed_in": HandedIn.SUBMITTED, "scores": card.scores if card else None,
        "feedback": json.loads(json.dumps(feedback_from(card, TASK, text).to_json())) if card else None,
        "overall_score": card.overall if card else None, "skill_tags": ("sql",), "submitted_at": THEN,
        "time_seconds": 95, "is_told_time": False, "dictated": False, "self_rating": None, "is_revealed": True,
    }  # fmt: skip
    return ScoredAnswer(AnswerView(**usual | changes), card)


def rating(*levels: int | None, rater: str = "Carla", **changes: Any) -> RatingView:
    """A rating with these levels, in the order of the dimensions."""
    usual: dict[str, Any] = {
        "id": uuid4(), "rater_id": uuid4(), "rater": rater, "group_id": UUID(int=7), "group": "Spring",
        "kind": RatingKind.RATING, "levels": dict(zip(DIMENSIONS, levels, strict=True)), "reason": "",
        "rubric_hash": "0" * 64, "is_blind": True, "given_at": THEN,
    }  # fmt: skip
    return RatingView(**usual | changes)


def remark(body: str, *, dimension: str | None = None, stretch: tuple[int, int] | None = None) -> CommentView:
    """A remark of a coach's."""
    start, end = stretch or (None, None)
    return CommentView(uuid4(), uuid4(), "Carla", dimension, start, end, body, THEN)


def with_coaches(one: ScoredAnswer, *ratings: RatingView, **more: Any) -> ScoredAnswer:
    """The same answer with these ratings beside the machine's, and what else humans said of it."""
    machine = MachineScores(one.answer.scores or {}, one.answer.overall_score)
    return replace(one, answer=replace(one.answer, human=HumanView(ratings=ratings, machine=machine, **more)))


def report_of(answers: Sequence[ScoredAnswer], *, about: Mapping[str, Any] | None = None, **changes: Any) -> ReportView:
    """The report of these answers; ``about`` changes the interview, the rest the report."""
    record = Record(interview(**{"answered": len(answers)} | dict(about or {})), tuple(answers))
    overalls = [one.answer.overall_score for one in answers if one.answer.overall_score is not None]
    mean = round(sum(overalls) / len(overalls), 1) if overalls else None
    skills = (SkillScore("sql", "SQL", mean, len(overalls)),) if mean is not None else ()
    view = ReportView(
        interview=replace(record.interview, overall_score=mean),
        overall=mean,
        rubric_breakdown=report.aggregate_scores(record),
        skill_breakdown=skills,
        strengths=tuple(report.identify_strengths(record)),
        weaknesses=tuple(report.identify_weaknesses(record)),
        answers=record.answers,
        target=target(record.interview.level),
        sure=score_range(overalls),
    )
    return replace(view, **changes)
