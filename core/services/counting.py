"""Keeps the scores that count with each answer: the machine's, or the coaches' where their group says so.

What the machine said and what each coach said stay as they were; ``scores_json`` and ``overall_score`` of an answer are
made from them here and nowhere else. Whoever adds up scores, for trends or to compare people, reads those.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from core.models import AnswerScoring, GroupSettings, InterviewAnswer, InterviewQuestion, InterviewSession, Rating
from core.models.vocabulary import OPEN, Counts
from core.scoring import overall
from core.services import rubrics
from core.services.rating_rules import Given, Outcome, counting_scores, outcome_of
from core.services.scorecards import numbers_of, scoring_in_force


def put_in_force(session: Session, answer_ids: Iterable[UUID]) -> None:
    """Make the scores that count of these answers.

    Within the caller's transaction, which holds the locks of their interviews. An answer that the machine has not
    scored yet stays without; its own scores are put in force when it gets them.
    """
    answers = session.scalars(
        select(InterviewAnswer)
        .where(InterviewAnswer.id.in_(list(answer_ids)))
        .options(
            selectinload(InterviewAnswer.scorings),
            selectinload(InterviewAnswer.question).selectinload(InterviewQuestion.session),
        )
        .execution_options(populate_existing=True)
    ).all()
    outcomes = outcomes_that_count(session, [answer.id for answer in answers])
    for answer in answers:
        scoring = scoring_in_force(answer.scorings, answer.question.session.rubric_hash)
        if scoring is not None:
            _count(session, answer, scoring, outcomes.get(answer.id))
    session.flush()
    refresh_overalls(session, {answer.question.session_id for answer in answers})


def outcomes_that_count(session: Session, answer_ids: Sequence[UUID]) -> dict[UUID, Outcome]:
    """What coaches' ratings come to, of those answers where a group lets them count; the newest of several groups'."""
    rows = session.scalars(
        select(Rating)
        .join(GroupSettings, GroupSettings.group_id == Rating.group_id)
        .where(Rating.answer_id.in_(answer_ids), GroupSettings.counts == Counts.COACHES)
        .order_by(Rating.created_at)
    ).all()
    by_group: dict[tuple[UUID, UUID | None], list[Given]] = defaultdict(list)
    last_group: dict[UUID, UUID | None] = {}
    for row in rows:
        by_group[row.answer_id, row.group_id].append(given(row))
        last_group[row.answer_id] = row.group_id
    found = {answer_id: outcome_of(by_group[answer_id, group_id]) for answer_id, group_id in last_group.items()}
    return {answer_id: outcome for answer_id, outcome in found.items() if outcome is not None}


def given(row: Rating) -> Given:
    """A stored rating as a value."""
    return Given(row.id, row.rater_id, row.kind, row.scores_json, row.created_at)


def refresh_overalls(session: Session, session_ids: Iterable[UUID]) -> None:
    """Make the overall score of these interviews, as far as they are finished; unanswered questions count in none."""
    interviews = session.scalars(
        select(InterviewSession)
        .where(InterviewSession.id.in_(list(session_ids)), InterviewSession.status.not_in(OPEN))
        .options(selectinload(InterviewSession.questions).selectinload(InterviewQuestion.answer))
    )
    for interview in interviews:
        answers = [question.answer for question in interview.questions if question.answer]
        interview.overall_score = mean_of(answer.overall_score for answer in answers)


def mean_of(scores: Iterable[float | None]) -> float | None:
    """The overall score of an interview, 0-100: the mean over its scored answers; None without any."""
    known = [score for score in scores if score is not None]
    return round(sum(known) / len(known), 1) if known else None


def _count(session: Session, answer: InterviewAnswer, scoring: AnswerScoring, outcome: Outcome | None) -> None:
    machine, machines_overall = numbers_of(scoring)
    if outcome is None or outcome.scores is None:
        answer.scores_json, answer.overall_score = machine, machines_overall
        return
    weights = rubrics.rubric_by_hash(session, answer.question.session.rubric_hash).weights
    answer.scores_json = counting_scores(machine, outcome.scores)
    answer.overall_score = overall(answer.scores_json, weights)
