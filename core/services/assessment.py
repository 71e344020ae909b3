"""Scores what is stored. It comes after saving, in transactions of its own, and never loses an answer.

What is stored says which rubric, which scorer, which scores, and the evidence for each. An answer that could not be
scored is scored on the next look.
"""

import logging
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from core.bank.item import Item
from core.models import InterviewAnswer, InterviewQuestion, InterviewSession, Rating
from core.models.vocabulary import OPEN
from core.scoring import Measurement, Scorecard, grade, measure
from core.services import counting, feedback, followups, rubrics, scorer
from core.services.content import item_version
from core.services.context import Context
from core.services.feedback import Feedback
from core.services.locking import lock_interview_of_answer
from core.services.measurements import measurement_row
from core.services.scorecards import scoring_row

log = logging.getLogger(__name__)


def is_scored(interview: InterviewSession) -> bool:
    """Whether there is nothing to do in ``score_pending``: no answer waits, and a finished interview has its score."""
    answers = [question.answer for question in interview.questions if question.answer is not None]
    if any(answer.scores_json is None for answer in answers):
        return False
    return interview.status in OPEN or interview.overall_score == counting.mean_of(one.overall_score for one in answers)


def score_pending(ctx: Context, session_id: UUID) -> int:
    """Score the answers of an interview that have no score yet; returns how many got one.

    A failure is logged and leaves the answer unscored; the next look tries again.
    """
    with ctx.db.reading() as session:
        pending = session.scalars(
            select(InterviewAnswer.id)
            .join(InterviewQuestion)
            .where(InterviewQuestion.session_id == session_id, InterviewAnswer.scores_json.is_(None))
        ).all()
    done = sum(score_answer(ctx, answer_id) for answer_id in pending)
    _refresh_overall(ctx, session_id)
    return done


def score_all_pending(ctx: Context) -> int:
    """Score every answer that has no score yet; returns how many got one."""
    with ctx.db.reading() as session:
        waiting = session.scalars(
            select(InterviewQuestion.session_id)
            .join(InterviewAnswer)
            .where(InterviewAnswer.scores_json.is_(None))
            .distinct()
        ).all()
    return sum(score_pending(ctx, session_id) for session_id in waiting)


def score_answer(ctx: Context, answer_id: UUID) -> bool:
    """Score one stored answer, unless it is scored already; whether it got its score now. Failing is as above."""
    try:
        card, measurement, words, item = _assess(ctx, answer_id)
    except Exception:
        # Whatever went wrong in scoring, the answer is safe and the candidate goes on.
        log.exception("answer %s could not be scored", answer_id)
        return False
    with ctx.db.writing() as session:
        stored = _with_interview_locked(session, answer_id)
        if stored is None or stored.scores_json is not None:  # erased meanwhile, or others were faster
            return False
        stored.scores_json = dict(card.scores)
        stored.feedback_json = words.to_json()
        stored.overall_score = card.overall
        session.merge(measurement_row(answer_id, measurement, now=ctx.clock()))
        session.add(scoring_row(answer_id, card, now=ctx.clock()))
        session.flush()
        if session.scalar(select(Rating.id).where(Rating.answer_id == answer_id).limit(1)) is not None:
            counting.put_in_force(session, [answer_id])  # coaches were faster
        # Here, since an answer is scored exactly once: so its follow-up is asked once, or not at all.
        followups.ask(session, stored.question, item, card, file=ctx.settings.follow_ups_file, now=ctx.clock())
    return True


def _with_interview_locked(session: Session, answer_id: UUID) -> InterviewAnswer | None:
    lock_interview_of_answer(session, answer_id)
    return session.scalar(_WITH_QUESTION, {"id": answer_id})


# One query for an answer and what it answers, and made once: it is asked twice for every answer that is scored.
_WITH_QUESTION = (
    select(InterviewAnswer)
    .where(InterviewAnswer.id == bindparam("id"))
    .options(joinedload(InterviewAnswer.question).joinedload(InterviewQuestion.session))
)


def _assess(ctx: Context, answer_id: UUID) -> tuple[Scorecard, Measurement, Feedback, Item]:
    with ctx.db.reading() as session:
        answer = session.scalars(_WITH_QUESTION, {"id": answer_id}).one()
        question = answer.question
        rubric = rubrics.rubric_by_hash(session, question.session.rubric_hash)
        item = item_version(session, question.item_hash)
    task = followups.task_asked(item, question)
    text = answer.answer_text
    scorer.warm_up()
    measurement = measure(text, task, time_seconds=answer.time_seconds, dictated=answer.dictated)
    card = grade(measurement, rubric)
    return card, measurement, feedback.feedback_from(card, task, text), item


def _refresh_overall(ctx: Context, session_id: UUID) -> None:
    """Write the overall score of a finished interview where it is not that of its answers yet."""
    with ctx.db.reading() as session:
        interview = session.get(InterviewSession, session_id)
        if interview is None or interview.status in OPEN:
            return
        scores = session.scalars(
            select(InterviewAnswer.overall_score)
            .join(InterviewQuestion)
            .where(InterviewQuestion.session_id == session_id, InterviewAnswer.overall_score.is_not(None))
        ).all()
    mean = counting.mean_of(scores)
    if interview.overall_score != mean:
        with ctx.db.writing() as session:
            stored = session.get(InterviewSession, session_id, with_for_update=True)
            if stored is not None:  # not erased meanwhile
                stored.overall_score = mean
