"""How far coaches' ratings agree with the machine's scores, and with each other's.

Only first blind ratings are compared: who has seen a score is drawn to it, and a second look at an answer is no second
opinion of it. What is told are figures about raters: no name of a candidate, and no word or score of an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.models import AnswerScoring, InterviewAnswer, InterviewQuestion, Rating, User
from core.models.vocabulary import RatingKind, UserRole
from core.rubric import DIMENSIONS
from core.services import rubrics
from core.services.accounts import Person, require_any
from core.services.agreement_rules import Between, Rated, TwoCoaches, between, coach_pairs, machine_pairs, who_by_who
from core.services.coaching import coached_group
from core.services.context import Context
from core.services.persons import shown_name
from core.services.rating_rules import Scores


@dataclass(frozen=True)
class RatingAgreement:
    """What is told of the ratings of a group, or of all groups.

    ``with_machine`` compares coaches (first) with the machine (second), ``among_coaches`` who rated an answer earlier
    with who rated it later. Compared are so many ``ratings`` of so many ``answers`` by so many ``coaches``. Left out
    are ratings by somebody who had seen the machine's scores (``not_blind``, the second ones of the same coach among
    them), what moderators decided (``decisions``), and, where the machine is compared, ratings of what it has not
    scored under the rubric that they were given by (``not_scored``).
    """

    with_machine: Between
    among_coaches: Between
    who_by_who: tuple[TwoCoaches, ...]
    ratings: int
    answers: int
    coaches: int
    not_blind: int
    decisions: int
    not_scored: int


def group_agreement(ctx: Context, coach: Person, group_id: UUID) -> RatingAgreement:
    """How the ratings that were given in a group agree.

    Those of members who have left stay in: they are the coaches' own, and the figures tell of nobody who was rated.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    with ctx.db.reading() as session:
        coached_group(session, coach, group_id)
        return _agreement(session, group_id)


def whole_agreement(ctx: Context, person: Person) -> RatingAgreement:
    """How all ratings of all groups agree; it tells of no two coaches by name.

    Raises:
        ForbiddenError: for whoever is neither of the product team nor an admin.
    """
    require_any(person, UserRole.STUDIO, UserRole.ADMIN)
    with ctx.db.reading() as session:
        return _agreement(session, None)


def _agreement(session: Session, group_id: UUID | None) -> RatingAgreement:
    ratings = _blind_ratings(session, group_id)
    names = {} if group_id is None else _names(session, ratings)
    weights = {each: rubrics.rubric_by_hash(session, each).weights for each in {one.rubric for one in ratings}}
    not_blind, decisions = _left_out(session, group_id)
    return RatingAgreement(
        with_machine=between(machine_pairs(ratings, weights)),
        among_coaches=between(coach_pairs(ratings, weights)),
        who_by_who=who_by_who(ratings, weights, names),
        ratings=len(ratings),
        answers=len({one.answer for one in ratings}),
        coaches=len({one.rater for one in ratings}),
        not_blind=not_blind,
        decisions=decisions,
        not_scored=sum(one.machine is None for one in ratings),
    )


# --- what is read: the same few queries, however many ratings there are ------------------------------------------


def _blind_ratings(session: Session, group_id: UUID | None) -> list[Rated]:
    """The first blind rating of each coach and answer, in the order in which they were given."""
    rows = session.execute(
        _within(select(Rating, InterviewQuestion.item_id), group_id)
        .join(InterviewAnswer, Rating.answer_id == InterviewAnswer.id)
        .join(InterviewQuestion, InterviewAnswer.question_id == InterviewQuestion.id)
        .where(Rating.kind == RatingKind.RATING, Rating.is_blind)
        .order_by(Rating.created_at, Rating.id)
    ).all()
    machine = _machine_scores(session, group_id)
    first: dict[tuple[UUID, UUID], Rated] = {}
    for row, item in rows:
        rater = row.rater_id or row.id
        scores = machine.get((row.answer_id, row.rubric_hash))
        rated = Rated(row.answer_id, item, rater, row.scores_json, scores, row.rubric_hash)
        first.setdefault((row.answer_id, rater), rated)
    return list(first.values())


def _machine_scores(session: Session, group_id: UUID | None) -> dict[tuple[UUID, str], Scores]:
    """What the newest scorer made of each answer that was rated, by answer and rubric.

    Not what stands with the answer, which may be the coaches' own scores. Older scorings hold a whole scorecard, of
    which only the values are read.
    """
    stored = AnswerScoring.scorecard_json
    values = (
        func.coalesce(stored["scores", name].as_float(), stored["dimensions", number, "value"].as_float())
        for number, name in enumerate(DIMENSIONS)
    )
    rows = session.execute(
        select(AnswerScoring.answer_id, AnswerScoring.rubric_hash, *values)
        .where(AnswerScoring.answer_id.in_(_within(select(Rating.answer_id), group_id)))
        .order_by(AnswerScoring.created_at)
    )
    return {(answer, rubric): dict(zip(DIMENSIONS, scores, strict=True)) for answer, rubric, *scores in rows}


def _left_out(session: Session, group_id: UUID | None) -> tuple[int, int]:
    """How many ratings were not blind, and how many were decisions."""
    counted = _within(select(Rating.kind, Rating.is_blind, func.count()), group_id).group_by(
        Rating.kind, Rating.is_blind
    )
    counts = {(kind, is_blind): number for kind, is_blind, number in session.execute(counted)}
    decisions = sum(number for (kind, _), number in counts.items() if kind is RatingKind.DECISION)
    return counts.get((RatingKind.RATING, False), 0), decisions


def _names(session: Session, ratings: list[Rated]) -> Mapping[UUID, str]:
    users = session.execute(
        select(User.id, User.first_name, User.last_name, User.username).where(
            User.id.in_({one.rater for one in ratings})
        )
    )
    return {user_id: shown_name(first, last, username) for user_id, first, last, username in users}


def _within(selected: Select[*tuple[Any, ...]], group_id: UUID | None) -> Select[*tuple[Any, ...]]:
    return selected if group_id is None else selected.where(Rating.group_id == group_id)
