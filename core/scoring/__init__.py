"""Scores of interview answers: deterministic, explained by the candidate's own words, without a model.

``measure`` reads an answer against a task; ``grade`` turns the measurement into scores by a rubric;
``score`` does both.
"""

from core.rubric.rubric import Rubric
from core.scoring.grading import grade, grade_values, overall
from core.scoring.measuring import SCORER_VERSION, measure, points_made
from core.scoring.scorecard import (
    AnchorReached,
    DimensionScore,
    Flag,
    Measurement,
    MisconceptionFound,
    NextStep,
    PointVerdict,
    Scorecard,
    SignalScore,
    measurement_from_dict,
    scorecard_from_dict,
)
from core.scoring.task import KeyPoint, Kind, Misconception, Task
from core.scoring.text import Span

__all__ = [
    "SCORER_VERSION",
    "AnchorReached",
    "DimensionScore",
    "Flag",
    "KeyPoint",
    "Kind",
    "Measurement",
    "Misconception",
    "MisconceptionFound",
    "NextStep",
    "PointVerdict",
    "Scorecard",
    "SignalScore",
    "Span",
    "Task",
    "grade",
    "grade_values",
    "measure",
    "measurement_from_dict",
    "overall",
    "points_made",
    "score",
    "scorecard_from_dict",
]


def score(
    text: str, task: Task, rubric: Rubric, *, time_seconds: float | None = None, dictated: bool = False
) -> Scorecard:
    """Score an answer to a task by a rubric, with evidence."""
    return grade(measure(text, task, time_seconds=time_seconds, dictated=dictated), rubric)
