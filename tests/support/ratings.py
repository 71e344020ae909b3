"""Ratings of the past with what the machine made of the same answers, stored as they are, for what compares them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.models import AnswerScoring, InterviewAnswer, InterviewQuestion, InterviewSession, Rating
from core.models.vocabulary import RatingKind
from core.rubric import DIMENSIONS
from core.services.accounts import Person
from core.services.context import Context
from tests.support.history import Past, PastAnswer, store

Level = int | None


@dataclass(frozen=True)
class Marked:
    """An answer with what coaches gave it and what the machine made of it, the same in every dimension.

    The coaches rated in the order in which they stand here. ``machine`` is None where it has no score of it.
    """

    coaches: Mapping[Person, Level | Sequence[Level]]
    machine: float | Sequence[float | None] | None = None
    is_blind: bool = True


def store_marked(ctx: Context, member: Person, group_id: UUID, marked: Sequence[Marked]) -> list[UUID]:
    """Store them as one interview of a member, a minute apart, and return the ids of the answers in order."""
    [session_id] = store(ctx, member, [Past(ctx.clock() - timedelta(days=1), [PastAnswer(None, None)] * len(marked))])
    with ctx.db.writing() as session:
        rubric = session.get_one(InterviewSession, session_id).rubric_hash
        answers = session.scalars(
            select(InterviewAnswer.id)
            .join(InterviewQuestion)
            .where(InterviewQuestion.session_id == session_id)
            .order_by(InterviewQuestion.order)
        ).all()
        # questions of their own, of which the intervals are drawn
        for number, question in enumerate(
            session.scalars(select(InterviewQuestion).where(InterviewQuestion.session_id == session_id))
        ):
            question.item_id = f"item-{number % 10}"
        for answer_id, one in zip(answers, marked, strict=True):
            if one.machine is not None:
                session.add(scoring(ctx, answer_id, rubric, one.machine))
            for minute, (coach, levels) in enumerate(one.coaches.items()):
                session.add(
                    Rating(
                        answer_id=answer_id,
                        group_id=group_id,
                        rater_id=coach.id,
                        kind=RatingKind.RATING,
                        rubric_hash=rubric,
                        scores_json=of_all(levels),
                        reason="",
                        is_blind=one.is_blind,
                        created_at=ctx.clock() + timedelta(minutes=minute),
                    )
                )
    return list(answers)


def scoring(
    ctx: Context, answer_id: UUID, rubric: str, values: float | Sequence[float | None], version: str = "1"
) -> AnswerScoring:
    """What the machine made of an answer, as far as anything that compares reads of it."""
    dimensions = [{"name": name, "value": value} for name, value in of_all(values).items()]
    return AnswerScoring(
        answer_id=answer_id,
        rubric_hash=rubric,
        scorer_version=version,
        scorecard_json={"dimensions": dimensions},
        created_at=ctx.clock(),
    )


def of_all(values: Any) -> dict[str, Any]:
    """One value for each dimension, or the same for all."""
    each = values if isinstance(values, Sequence) else [values] * len(DIMENSIONS)
    return dict(zip(DIMENSIONS, each, strict=True))
