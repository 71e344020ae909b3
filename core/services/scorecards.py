"""What the machine made of answers under their interview's rubric, with the evidence.

A scoring is stored as its numbers alone. The evidence is stored once, in the measurement, and what a rubric makes of it
is worked out when somebody looks: an answer that was scored under ten rubrics is not kept ten times. Scorings from
before that hold everything themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from core.models import AnswerMeasurement, AnswerScoring
from core.scoring import Measurement, Scorecard, grade, measurement_from_dict, scorecard_from_dict
from core.services import rubrics

_SCORES = "scores"


def scoring_row(answer_id: UUID, card: Scorecard, *, now: datetime) -> AnswerScoring:
    """A scorecard as it is stored: its numbers."""
    return AnswerScoring(
        answer_id=answer_id,
        rubric_hash=card.rubric_hash,
        scorer_version=card.scorer_version,
        scorecard_json={_SCORES: dict(card.scores), "overall": card.overall},
        created_at=now,
    )


def scoring_in_force(scorings: Iterable[AnswerScoring], rubric_hash: str) -> AnswerScoring | None:
    """Of the scorings of one answer the newest under its interview's rubric; None while there is none."""
    here = [scoring for scoring in scorings if scoring.rubric_hash == rubric_hash]
    return max(here, key=lambda scoring: scoring.created_at, default=None)


def numbers_of(scoring: AnswerScoring) -> tuple[dict[str, float | None], float | None]:
    """The scores by dimension, 0-5, and the overall score, 0-100, of a scoring."""
    stored = scoring.scorecard_json
    if _SCORES in stored:
        return dict(stored[_SCORES]), stored["overall"]
    return {dimension["name"]: dimension["value"] for dimension in stored["dimensions"]}, stored["overall"]


def scorecards(session: Session, scorings: Sequence[AnswerScoring]) -> dict[UUID, Scorecard]:
    """The scorecards of these scorings, one of each answer, by the answer's id; with one query for all."""
    slim = [scoring for scoring in scorings if _SCORES in scoring.scorecard_json]
    measured = _measurements(session, slim)
    found = {
        scoring.answer_id: scorecard_from_dict(scoring.scorecard_json)
        for scoring in scorings
        if _SCORES not in scoring.scorecard_json
    }
    for scoring in slim:
        rubric = rubrics.rubric_by_hash(session, scoring.rubric_hash)
        found[scoring.answer_id] = grade(measured[scoring.answer_id], rubric)
    return found


def _measurements(session: Session, scorings: Sequence[AnswerScoring]) -> Mapping[UUID, Measurement]:
    if not scorings:
        return {}
    wanted = [(scoring.answer_id, scoring.scorer_version) for scoring in scorings]
    rows = session.execute(
        select(AnswerMeasurement.answer_id, AnswerMeasurement.body_json).where(
            tuple_(AnswerMeasurement.answer_id, AnswerMeasurement.scorer_version).in_(wanted)
        )
    )
    return {answer_id: measurement_from_dict(body) for answer_id, body in rows}
