"""Scoring past answers again under another rubric: a job that goes on where it stopped, whoever stopped it.

One interview after the other moves to the new rubric, with all its answers, in the same transaction that notes how far
the job is: a process that is killed leaves each interview either as it was or done. Scores under the old rubric stay;
an interview that is still going on keeps the rubric that it began with. Whoever works on a job holds it for a minute at
a time, so that of several processes one works and the next takes over.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, selectinload

from core.errors import NotFoundError, StateError
from core.models import InterviewAnswer, InterviewQuestion, InterviewSession, RescoreJob, User
from core.models.vocabulary import OPEN, JobState, UserRole
from core.rubric import Rubric
from core.scoring import SCORER_VERSION, Measurement, Task, grade, measure
from core.services import audit, counting, feedback, followups, rubrics
from core.services.accounts import Person, person_of, require, require_any
from core.services.content import item_versions
from core.services.context import Context
from core.services.measurements import measured_already, measurement_row, stored_measurements
from core.services.scorecards import scoring_row

log = logging.getLogger(__name__)

BATCH = 10
"""Interviews in one transaction: about a tenth of a second, for which writers on SQLite wait."""
LEASE = timedelta(minutes=1)
_ENDED = (JobState.STOPPED, JobState.DONE)


@dataclass(frozen=True)
class JobView:
    """A job as the product team sees it. ``done`` of ``total`` interviews are, with ``answers`` answers in them."""

    id: UUID
    rubric_hash: str
    author: str
    state: JobState
    total: int
    done: int
    answers: int
    fault: str
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None

    @property
    def share(self) -> float:
        """How much is done, 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 1.0

    @property
    def is_over(self) -> bool:
        """Whether nothing of it is left to do or to decide."""
        return self.state in _ENDED


# --- what the product team does ---------------------------------------------------------------------------------


def start_rescoring(ctx: Context, person: Person, rubric_hash: str) -> UUID:
    """Begin to score every finished interview again under a version of the rubric; returns the job's id.

    Pressed twice it is the same job.

    Raises:
        ForbiddenError: for whoever is not of the product team.
        NotFoundError: when there is no such version.
        StateError: while a job under another rubric is not over.
    """
    require(person, UserRole.STUDIO)
    now = ctx.clock()
    with ctx.db.writing() as session:
        rubrics.rubric_by_hash(session, rubric_hash)
        _one_at_a_time(session)
        going_on = session.scalars(select(RescoreJob).where(RescoreJob.state.not_in(_ENDED))).first()
        if going_on is not None:
            if going_on.rubric_hash == rubric_hash:
                return going_on.id
            raise StateError("Another job is not over yet. Wait for it, or stop it.", state=going_on.state)
        job = RescoreJob(
            rubric_hash=rubric_hash,
            author_id=person.id,
            state=JobState.RUNNING,
            total=session.scalar(select(func.count()).select_from(_to_do(rubric_hash, None).subquery())) or 0,
            done=0,
            answers=0,
            fault="",
            created_at=now,
            updated_at=now,
        )
        session.add(job)
        session.flush()
        audit.record(
            session, audit.Kind.RESCORING_STARTED, at=now, actor_id=person.id, subject_id=job.id, interviews=job.total
        )
        return job.id


def pause_rescoring(ctx: Context, person: Person, job_id: UUID) -> None:
    """Let a job rest where it is. Doing it twice is doing it once."""
    _set_state(ctx, person, job_id, {JobState.RUNNING: JobState.PAUSED})


def resume_rescoring(ctx: Context, person: Person, job_id: UUID) -> None:
    """Let a job go on. Doing it twice is doing it once."""
    _set_state(ctx, person, job_id, {JobState.PAUSED: JobState.RUNNING})


def stop_rescoring(ctx: Context, person: Person, job_id: UUID) -> None:
    """End a job for good; what it did stays, and a job under the older rubric undoes it."""
    _set_state(ctx, person, job_id, {JobState.RUNNING: JobState.STOPPED, JobState.PAUSED: JobState.STOPPED})


def rescoring_jobs(ctx: Context, person: Person, *, limit: int = 20) -> tuple[JobView, ...]:
    """The newest jobs.

    Raises:
        ForbiddenError: for whoever is neither of the product team nor coach nor admin.
    """
    require_any(person, UserRole.STUDIO, UserRole.COACH, UserRole.ADMIN)
    with ctx.db.reading() as session:
        rows = session.execute(
            select(RescoreJob, User)
            .outerjoin(User, RescoreJob.author_id == User.id)
            .order_by(RescoreJob.created_at.desc(), RescoreJob.id)
            .limit(limit)
        ).all()
        return tuple(_view(job, user) for job, user in rows)


# --- what works on it -------------------------------------------------------------------------------------------


def work(ctx: Context, worker: str, *, is_wanted: Callable[[], bool] = lambda: True) -> int:
    """Work on the job that runs, if nobody else does, until it is over or paused; returns the interviews done.

    Args:
        worker: a name of its own for who works, such as the process.
        is_wanted: asked between batches; once it says no, the job is left to whoever comes next.
    """
    done = 0
    while is_wanted():
        batch = _next_batch(ctx, worker)
        if batch is None:
            return done
        job_id, rubric, ids = batch
        try:
            measured = _measure_missing(ctx, ids)
            done += _finish_batch(ctx, worker, job_id, rubric, ids, measured)
        except Exception as error:
            # Whatever it was, trying the same again at once would only fail again; a person decides.
            log.exception("job %s stopped at a fault", job_id)
            _pause_at_fault(ctx, job_id, error)
    return done


def _next_batch(ctx: Context, worker: str) -> tuple[UUID, Rubric, list[UUID]] | None:
    """Take or keep hold of the running job and see what comes next; None when there is nothing to do."""
    now = ctx.clock()
    is_free = or_(RescoreJob.leased_by.is_(None), RescoreJob.leased_by == worker, RescoreJob.leased_until < now)
    free = select(RescoreJob).where(RescoreJob.state == JobState.RUNNING, is_free).limit(1)
    # Every process looks every few seconds, and mostly there is nothing: no writer has to wait for that.
    with ctx.db.reading() as session:
        if session.scalars(free).first() is None:
            return None
    with ctx.db.writing() as session:
        job = session.scalars(free.with_for_update()).first()
        if job is None:
            return None
        ids = list(session.scalars(_to_do(job.rubric_hash, job.cursor).limit(BATCH)))
        if not ids:
            job.state, job.ended_at, job.leased_by, job.leased_until = JobState.DONE, now, None, None
            job.updated_at = now
            return None
        job.leased_by, job.leased_until = worker, now + LEASE
        return job.id, rubrics.rubric_by_hash(session, job.rubric_hash), ids


def _measure_missing(ctx: Context, ids: Sequence[UUID]) -> dict[UUID, Measurement]:
    """Read the answers that this scorer has not measured yet, outside any transaction, since that takes a while."""
    with ctx.db.reading() as session:
        answers = session.scalars(_answers_of(ids)).all()
        known = measured_already(session, [answer.id for answer in answers])
        missing = [answer for answer in answers if answer.id not in known]
        tasks = _tasks(session, missing)
    return {
        answer.id: measure(
            answer.answer_text, tasks[answer.id], time_seconds=answer.time_seconds, dictated=answer.dictated
        )
        for answer in missing
    }


def _finish_batch(
    ctx: Context,
    worker: str,
    job_id: UUID,
    rubric: Rubric,
    ids: Sequence[UUID],
    measured: Mapping[UUID, Measurement],
) -> int:
    """Move these interviews to the rubric, and the job past them; 0 when the job was paused or taken meanwhile."""
    with ctx.db.writing() as session:
        job = session.get_one(RescoreJob, job_id, with_for_update=True)
        if job.state is not JobState.RUNNING or job.leased_by != worker:
            return 0
        interviews = session.scalars(
            select(InterviewSession)
            .where(InterviewSession.id.in_(ids), InterviewSession.status.not_in(OPEN))
            .order_by(InterviewSession.id)
            .with_for_update()
        ).all()
        answers = session.scalars(_answers_of([interview.id for interview in interviews])).all()
        _score_all(ctx, session, rubric, answers, measured)
        for interview in interviews:
            interview.rubric_hash = rubric.content_hash
        session.flush()
        counting.put_in_force(session, [answer.id for answer in answers])
        job.cursor = ids[-1]
        job.done += len(ids)
        job.answers += len(answers)
        job.updated_at = ctx.clock()
        job.leased_until = job.updated_at + LEASE
        return len(interviews)


def _score_all(
    ctx: Context,
    session: Session,
    rubric: Rubric,
    answers: Sequence[InterviewAnswer],
    measured: Mapping[UUID, Measurement],
) -> None:
    """Add the scoring of each answer under the rubric, unless there is one, and put its findings in words."""
    now = ctx.clock()
    known = stored_measurements(session, [answer.id for answer in answers])
    tasks = _tasks(session, answers)
    for answer in answers:
        measurement = known.get(answer.id)
        if measurement is None:
            if answer.id not in measured:
                continue  # handed in since the batch was read; it is scored when somebody looks
            measurement = measured[answer.id]
            session.add(measurement_row(answer.id, measurement, now=now))
        card = grade(measurement, rubric)
        if not any(
            each.rubric_hash == rubric.content_hash and each.scorer_version == SCORER_VERSION
            for each in answer.scorings
        ):
            session.add(scoring_row(answer.id, card, now=now))
        answer.feedback_json = feedback.feedback_from(card, tasks[answer.id], answer.answer_text).to_json()


def _pause_at_fault(ctx: Context, job_id: UUID, error: Exception) -> None:
    with ctx.db.writing() as session:
        job = session.get_one(RescoreJob, job_id, with_for_update=True)
        if job.state is JobState.RUNNING:
            job.state, job.fault = JobState.PAUSED, f"{type(error).__name__}: {error}"[:500]
            job.leased_by, job.leased_until, job.updated_at = None, None, ctx.clock()


# --- within -----------------------------------------------------------------------------------------------------


def _to_do(rubric_hash: str, cursor: UUID | None) -> Select[UUID]:
    """The finished interviews under other rubrics that come after the cursor, in the order of their ids."""
    wanted: list[ColumnElement[bool]] = [
        InterviewSession.status.not_in(OPEN),
        InterviewSession.rubric_hash != rubric_hash,
    ]
    if cursor is not None:
        wanted.append(InterviewSession.id > cursor)
    return select(InterviewSession.id).where(*wanted).order_by(InterviewSession.id)


def _answers_of(ids: Sequence[UUID]) -> Select[InterviewAnswer]:
    return (
        select(InterviewAnswer)
        .join(InterviewQuestion, InterviewAnswer.question_id == InterviewQuestion.id)
        .where(InterviewQuestion.session_id.in_(ids))
        .options(selectinload(InterviewAnswer.question), selectinload(InterviewAnswer.scorings))
    )


def _tasks(session: Session, answers: Sequence[InterviewAnswer]) -> dict[UUID, Task]:
    items = item_versions(session, [answer.question.item_hash for answer in answers])
    return {answer.id: followups.task_asked(items[answer.question.item_hash], answer.question) for answer in answers}


def _one_at_a_time(session: Session) -> None:
    """Let whoever starts a job at the same moment wait: the newest publication stands for all of them."""
    newest = rubrics.hash_in_force(session)
    session.scalars(rubrics.version_row(newest).with_for_update()).one()


def _set_state(ctx: Context, person: Person, job_id: UUID, moves: Mapping[JobState, JobState]) -> None:
    require(person, UserRole.STUDIO)
    with ctx.db.writing() as session:
        job = session.get(RescoreJob, job_id, with_for_update=True)
        if job is None:
            raise NotFoundError("job")
        if job.state in moves:
            job.state, job.updated_at, job.fault = moves[job.state], ctx.clock(), ""
            job.leased_by = job.leased_until = None
            if job.state in _ENDED:
                job.ended_at = job.updated_at


def _view(job: RescoreJob, user: User | None) -> JobView:
    return JobView(
        id=job.id,
        rubric_hash=job.rubric_hash,
        author=person_of(user).name if user is not None else "",
        state=job.state,
        total=job.total,
        done=job.done,
        answers=job.answers,
        fault=job.fault,
        created_at=job.created_at,
        updated_at=job.updated_at,
        ended_at=job.ended_at,
    )
