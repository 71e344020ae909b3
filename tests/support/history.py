"""Interviews of the past, stored as they are and not practised: for whatever adds up many of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert

from core.models import InterviewAnswer, InterviewQuestion, InterviewSession, RubricVersion
from core.models.vocabulary import Category, Difficulty, HandedIn, InterviewType, Level, Mode, RoleSource, Status
from core.rubric import DIMENSIONS, load_rubric
from core.services import rubrics
from core.services.accounts import Person
from core.services.content import keep_item_versions
from core.services.context import Context
from core.services.roles import role_from_catalog

# As long as such things are in the demo, so that reading past them costs what it costs there.
TEXT = "Because the planner may prefer a scan when most rows match. " * 9
_FINDING = {
    "dimension": "depth",
    "text": "Not made yet: Say that a condition that most rows meet is cheaper to answer by reading all of the table.",
    "quote": "Because the planner may prefer a scan when most rows match.",
    "action": "Say this outright: a condition which most rows fulfil is cheaper to answer by reading all of the table.",
}
FEEDBACK = {"strengths": [_FINDING] * 3, "weaknesses": [_FINDING] * 6, "model_answer": "", "improvements": []}


@dataclass(frozen=True)
class PastAnswer:
    """What an answer scored; both None for one that could not be scored. It came so many minutes after the start."""

    scores: Mapping[str, float | None] | None
    overall: float | None
    tags: Sequence[str] = ("sql",)
    minutes: int = 5


@dataclass(frozen=True)
class Past:
    """An interview that began then. ``rubric`` is a content hash, None for the rubric in force."""

    began: datetime
    answers: Sequence[PastAnswer] = ()
    rubric: str | None = None
    status: Status = Status.COMPLETED
    is_revealed: bool = True
    role: str = "backend-engineer"
    level: Level = Level.MID
    type: InterviewType = InterviewType.TECHNICAL


def of_five(*values: float | None) -> dict[str, float | None]:
    """Scores by dimension: structure, relevance, accuracy, depth, communication."""
    return dict(zip(DIMENSIONS, values, strict=True))


def another_rubric(ctx: Context, name: str) -> str:
    """Store a version of the rubric under this name, without putting it in force; returns its hash."""
    rubric = replace(load_rubric(ctx.settings.rubric_file), name=name)
    with ctx.db.writing() as session:
        session.add(
            RubricVersion(
                content_hash=rubric.content_hash, name=name, body_json=rubric.to_dict(), created_at=ctx.clock()
            )
        )
    return rubric.content_hash


def store(ctx: Context, person: Person, past: Sequence[Past]) -> list[UUID]:
    """Store interviews of a person as they are told; returns their ids, in the same order."""
    return store_for_many(ctx, {person.id: past})


def store_for_many(ctx: Context, pasts: Mapping[UUID, Sequence[Past]]) -> list[UUID]:
    """The same for many people, by their ids, at once."""
    item = next(iter(ctx.files.items.values()))
    interviews: list[dict[str, Any]] = []
    questions: list[dict[str, Any]] = []
    answers: list[dict[str, Any]] = []
    with ctx.db.writing() as session:
        keep_item_versions(session, [item], now=ctx.clock())
        in_force = rubrics.hash_in_force(session)
        for user_id, one in ((user_id, one) for user_id, past in pasts.items() for one in past):
            role = role_from_catalog(ctx.catalog, one.role).to_json()
            interview = _interview(user_id, one, one.rubric or in_force, role)
            interviews.append(interview)
            for order, given in zip(count(1), one.answers, strict=False):
                question = _question(interview["id"], order, item.id, item.content_hash, given, one)
                questions.append(question)
                answers.append(_answer(question["id"], given, one))
        for table, rows in ((InterviewSession, interviews), (InterviewQuestion, questions), (InterviewAnswer, answers)):
            if rows:
                session.execute(insert(table), rows)
    return [interview["id"] for interview in interviews]


def _interview(user_id: UUID, past: Past, rubric: str, role: Mapping[str, Any]) -> dict[str, Any]:
    known = [answer.overall for answer in past.answers if answer.overall is not None]
    ended = past.began + timedelta(hours=1)
    return {
        "id": uuid4(),
        "user_id": user_id,
        "role_selected": role,
        "role_source": RoleSource.CATALOG,
        "level": past.level,
        "type": past.type,
        "mode": Mode.INTERVIEW,
        "status": past.status,
        "question_count": 12,
        "seed": 1,
        "rubric_hash": rubric,
        "notes_json": [],
        "overall_score": round(sum(known) / len(known), 1) if known else None,
        "started_at": past.began,
        "ended_at": ended,
        "created_at": past.began,
        "updated_at": ended,
    }


def _question(
    session_id: UUID, order: int, item_id: str, item_hash: str, answer: PastAnswer, past: Past
) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "session_id": session_id,
        "order": order,
        "question_text": "Why does an index not always make a query faster?",
        "category": Category.TECHNICAL,
        "bucket": "core",
        "difficulty": Difficulty.MEDIUM,
        "skill_tags_json": list(answer.tags),
        "item_id": item_id,
        "item_hash": item_hash,
        "seconds": 120,
        "shown_at": past.began,
        "created_at": past.began,
    }


def _answer(question_id: UUID, answer: PastAnswer, past: Past) -> dict[str, Any]:
    submitted = past.began + timedelta(minutes=answer.minutes)
    return {
        "id": uuid4(),
        "question_id": question_id,
        "answer_text": TEXT,
        "handed_in": HandedIn.SUBMITTED,
        "submitted_at": submitted,
        "time_seconds": 90,
        "revealed_at": submitted if past.is_revealed else None,
        "scores_json": answer.scores,
        "feedback_json": None if answer.scores is None else FEEDBACK,
        "overall_score": answer.overall,
        "skill_tags_json": list(answer.tags),
        "created_at": submitted,
    }
