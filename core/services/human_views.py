"""What humans said of answers, as frozen values: ratings with their outcome, and comments; and who may know of what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.models import (
    AnswerComment,
    AnswerScoring,
    CoachGroup,
    InterviewAnswer,
    InterviewQuestion,
    InterviewSession,
    Rating,
    ReviewRequest,
    User,
)
from core.models.vocabulary import Counts, RatingKind
from core.services.counting import given, outcomes_that_count
from core.services.persons import shown_name
from core.services.rating_rules import Given, Levels, Outcome, Scores, in_force, mean_levels, outcome_of
from core.services.scorecards import numbers_of

SOMEBODY = "A coach whose account is gone"
A_COACH = "A coach"
_NAME = (User.first_name, User.last_name, User.username)


@dataclass(frozen=True)
class RatingView:
    """One rating: who gave it when and in which group, the levels (0-5, None where they could not judge) and why.

    ``is_blind`` says that the machine's scores had not been seen by its rater.
    """

    id: UUID
    rater_id: UUID | None
    rater: str
    group_id: UUID | None
    group: str
    kind: RatingKind
    levels: Levels
    reason: str
    rubric_hash: str
    is_blind: bool
    given_at: datetime


@dataclass(frozen=True)
class CommentView:
    """A remark on an answer, on one of its dimensions, or on a stretch of its text by character offsets."""

    id: UUID
    author_id: UUID | None
    author: str
    dimension: str | None
    start: int | None
    end: int | None
    body: str
    created_at: datetime


@dataclass(frozen=True)
class RequestView:
    """A candidate's wish that a coach looks at an answer; ``is_met`` once one rated it after that."""

    note: str
    asked_at: datetime
    is_met: bool


@dataclass(frozen=True)
class MachineScores:
    """What the machine made of an answer: 0 to 5 by dimension, None where not assessed; overall 0 to 100."""

    scores: Scores
    overall: float | None


@dataclass(frozen=True)
class HumanView:
    """What humans said of one answer. ``ratings`` are those in force, oldest first.

    ``counting`` is what they come to where they count instead of the machine's scores, None where they do not.
    ``machine`` are the machine's own scores, to stand beside ratings; None where there are none. ``contested`` are the
    groups in which coaches are too far apart and nobody has decided.
    """

    ratings: tuple[RatingView, ...] = ()
    comments: tuple[CommentView, ...] = ()
    request: RequestView | None = None
    counting: Outcome | None = None
    machine: MachineScores | None = None
    contested: tuple[UUID | None, ...] = ()

    @property
    def counts(self) -> Counts:
        """Whose scores are those of the answer."""
        is_theirs = self.counting is not None and self.counting.scores is not None
        return Counts.COACHES if is_theirs else Counts.MACHINE

    @property
    def levels(self) -> Scores:
        """What the coaches gave, 0 to 5 by dimension: the mean, or where somebody decided, that."""
        decided = [one for one in self.ratings if one.kind is RatingKind.DECISION]
        return mean_levels([one.levels for one in decided[-1:] or self.ratings])


NOTHING_SAID = HumanView()


def human_views(session: Session, answer_ids: Iterable[UUID]) -> dict[UUID, HumanView]:
    """What was said of each of these answers, in a fixed number of queries; nothing for those of which nothing was."""
    wanted = list(answer_ids)
    if not wanted:
        return {}
    ratings, contested = _ratings(session, wanted)
    comments = _comments(session, wanted)
    requests = {
        row.answer_id: row for row in session.scalars(select(ReviewRequest).where(ReviewRequest.answer_id.in_(wanted)))
    }
    counting = outcomes_that_count(session, list(ratings)) if ratings else {}
    machine = _machine(session, list(ratings)) if ratings else {}
    return {
        answer_id: HumanView(
            ratings=tuple(ratings.get(answer_id, ())),
            comments=tuple(comments.get(answer_id, ())),
            request=_request(requests.get(answer_id), ratings.get(answer_id, ())),
            counting=counting.get(answer_id),
            machine=machine.get(answer_id),
            contested=contested.get(answer_id, ()),
        )
        for answer_id in wanted
        if answer_id in ratings or answer_id in comments or answer_id in requests
    }


# --- who may know of what ---------------------------------------------------------------------------------------


def for_candidate(human: HumanView) -> HumanView:
    """As far as the candidate may know: where coaches are too far apart, that they are, and not what each gave."""
    counting = human.counting
    return replace(
        human,
        ratings=tuple(one for one in human.ratings if one.group_id not in human.contested),
        counting=counting if counting is not None and counting.scores is not None else None,
    )


def without_scores(human: HumanView) -> HumanView:
    """The words alone."""
    return replace(human, ratings=(), counting=None, machine=None, contested=())


def without_words(human: HumanView) -> HumanView:
    """The ratings alone, without a reason."""
    ratings = tuple(replace(one, reason="") for one in human.ratings)
    return replace(human, ratings=ratings, comments=(), request=None)


def without_names(human: HumanView) -> HumanView:
    """The ratings alone, and not who gave them: for those to whom no coach has spoken."""
    silent = without_words(human)
    nameless = (replace(one, rater_id=None, rater=A_COACH, group_id=None, group="") for one in silent.ratings)
    return replace(silent, ratings=tuple(nameless))


# --- within -----------------------------------------------------------------------------------------------------


def _ratings(
    session: Session, answer_ids: Sequence[UUID]
) -> tuple[dict[UUID, list[RatingView]], dict[UUID, tuple[UUID | None, ...]]]:
    """The ratings in force of each answer, and the groups in which they are too far apart."""
    rows = session.execute(
        select(Rating, *_NAME, CoachGroup.name)
        .outerjoin(User, Rating.rater_id == User.id)
        .outerjoin(CoachGroup, Rating.group_id == CoachGroup.id)
        .where(Rating.answer_id.in_(answer_ids))
        .order_by(Rating.created_at)
    ).all()
    by_answer: dict[UUID, dict[UUID, tuple[Rating, str, str | None]]] = defaultdict(dict)
    for rating, *name, group in rows:
        by_answer[rating.answer_id][rating.id] = (rating, coach_name(*name), group)
    views = {
        answer_id: [_rating_view(*found[one.id]) for one in in_force(given(row) for row, _, _ in found.values())]
        for answer_id, found in by_answer.items()
    }
    contested = {answer_id: _contested([row for row, _, _ in found.values()]) for answer_id, found in by_answer.items()}
    return views, contested


def _contested(rows: Iterable[Rating]) -> tuple[UUID | None, ...]:
    by_group: dict[UUID | None, list[Given]] = defaultdict(list)
    for row in rows:
        by_group[row.group_id].append(given(row))
    outcomes = {group_id: outcome_of(ratings) for group_id, ratings in by_group.items()}
    return tuple(group_id for group_id, outcome in outcomes.items() if outcome is not None and outcome.apart)


def _machine(session: Session, answer_ids: Sequence[UUID]) -> dict[UUID, MachineScores]:
    """The newest scores of the machine, by the rubric of their interview."""
    rows = session.scalars(
        select(AnswerScoring)
        .join(InterviewAnswer, AnswerScoring.answer_id == InterviewAnswer.id)
        .join(InterviewQuestion, InterviewAnswer.question_id == InterviewQuestion.id)
        .join(InterviewSession, InterviewQuestion.session_id == InterviewSession.id)
        .where(AnswerScoring.answer_id.in_(answer_ids), AnswerScoring.rubric_hash == InterviewSession.rubric_hash)
        .order_by(AnswerScoring.created_at)
    )
    return {row.answer_id: MachineScores(*numbers_of(row)) for row in rows}


def _comments(session: Session, answer_ids: Sequence[UUID]) -> Mapping[UUID, list[CommentView]]:
    rows = session.execute(
        select(AnswerComment, *_NAME)
        .outerjoin(User, AnswerComment.author_id == User.id)
        .where(AnswerComment.answer_id.in_(answer_ids))
        .order_by(AnswerComment.created_at, AnswerComment.id)
    ).all()
    by_answer: dict[UUID, list[CommentView]] = defaultdict(list)
    for row, *name in rows:
        by_answer[row.answer_id].append(
            CommentView(
                id=row.id,
                author_id=row.author_id,
                author=coach_name(*name),
                dimension=row.dimension,
                start=row.start,
                end=row.end,
                body=row.body,
                created_at=row.created_at,
            )
        )
    return by_answer


def _rating_view(row: Rating, rater: str, group: str | None) -> RatingView:
    return RatingView(
        id=row.id,
        rater_id=row.rater_id,
        rater=rater,
        group_id=row.group_id,
        group=group or "",
        kind=row.kind,
        levels=row.scores_json,
        reason=row.reason,
        rubric_hash=row.rubric_hash,
        is_blind=row.is_blind,
        given_at=row.created_at,
    )


def _request(row: ReviewRequest | None, ratings: Sequence[RatingView]) -> RequestView | None:
    if row is None:
        return None
    return RequestView(row.note, row.asked_at, any(rating.given_at >= row.asked_at for rating in ratings))


def coach_name(first_name: str | None, last_name: str | None, username: str | None) -> str:
    """What the coach of an outer join is called, whose account may be gone."""
    return SOMEBODY if username is None else shown_name(first_name or "", last_name or "", username)
