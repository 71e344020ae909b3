"""Shapes of what coaches say of an answer, which stand in whatever shows the answer."""

from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import Field

from core.models.vocabulary import Counts, RatingKind
from core.serializers.shape import Dimension, Percent, Score, Shape
from core.services.human_views import CommentView, RatingView, RequestView
from core.services.views import AnswerView

Rated = Annotated[int, Field(ge=0, le=5)]


class CoachRating(Shape):
    """What a coach made of an answer: a level for each dimension, null where they could not judge.

    A `decision` was made where coaches were 2 or more apart. ``is_blind`` says that they had not seen the machine's
    scores.
    """

    coach: str
    group: str
    kind: RatingKind
    scores_json: dict[Dimension, Rated | None]
    reason: str
    is_blind: bool
    rubric_hash: str
    created_at: datetime

    @classmethod
    def of(cls, view: RatingView) -> Self:
        """From what services return."""
        levels: Any = dict(view.levels)
        return cls(
            coach=view.rater,
            group=view.group,
            kind=view.kind,
            scores_json=levels,
            reason=view.reason,
            is_blind=view.is_blind,
            rubric_hash=view.rubric_hash,
            created_at=view.given_at,
        )


class CoachComment(Shape):
    """A coach's remark: on a dimension, on the characters from ``start`` to before ``end``, or on the whole answer."""

    coach: str
    dimension: Dimension | None
    start: int | None
    end: int | None
    body: str
    created_at: datetime

    @classmethod
    def of(cls, view: CommentView) -> Self:
        """From what services return."""
        dimension: Any = view.dimension
        return cls(
            coach=view.author,
            dimension=dimension,
            start=view.start,
            end=view.end,
            body=view.body,
            created_at=view.created_at,
        )


class ReviewWish(Shape):
    """A candidate's wish that a coach looks at an answer; met once one has rated it after that."""

    note: str
    asked_at: datetime
    is_met: bool

    @classmethod
    def of(cls, view: RequestView) -> Self:
        """From what services return."""
        return cls(note=view.note, asked_at=view.asked_at, is_met=view.is_met)


Ratings = Annotated[list[CoachRating], Field(description="Those in force, oldest first, as far as you may know them.")]
Comments = Annotated[list[CoachComment], Field(description="Oldest first.")]
Counting = Annotated[Counts, Field(description="Whose scores `scores_json` has: the machine's, or the coaches'.")]
MachineScores = Annotated[
    dict[Dimension, Score | None] | None,
    Field(description="The machine's own, also where the coaches' count."),
]
MachineOverall = Annotated[Percent | None, Field(description="The machine's own, also where the coaches' count.")]
CoachesDiffer = Annotated[
    bool,
    Field(description="Coaches are 2 or more apart and nobody has decided; a candidate does not see their levels."),
]


def what_coaches_say(answer: AnswerView) -> dict[str, Any]:
    """The fields that all shapes of an answer have for it."""
    human = answer.human
    machine = answer.machine_scores
    return {
        "counting": human.counts,
        "machine_scores_json": dict(machine) if machine is not None else None,
        "coaches_differ": bool(human.contested),
        "ratings": [CoachRating.of(one) for one in human.ratings],
        "comments": [CoachComment.of(one) for one in human.comments],
        "review_request": ReviewWish.of(human.request) if human.request else None,
    }
