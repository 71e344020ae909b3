"""Scoring past answers again: exactly once each, whoever is killed in between, and nothing of what still goes on."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, text

from core.config import PROJECT
from core.errors import ForbiddenError, StateError
from core.models import AnswerMeasurement, AnswerScoring, InterviewAnswer, InterviewSession
from core.models.vocabulary import JobState, UserRole
from core.rubric import Rubric, rubric_from_dict
from core.scoring import SCORER_VERSION, grade, measurement_from_dict
from core.services import publishing, rescoring, rubrics, sessions
from core.services.accounts import Person
from core.services.context import Context
from core.services.scorecards import numbers_of, scoring_in_force
from tests.support.clock import FakeClock
from tests.support.coached import SAID, interview_of, make_staff
from tests.support.contexts import choice, make_person


@pytest.fixture
def sam(ctx: Context) -> Person:
    return make_staff(ctx, "sam", UserRole.STUDIO)


def another(rubric: Rubric) -> Rubric:
    """A rubric that scores otherwise: communication is worth most, and halves of structure count for little."""
    raw = rubric.to_dict()
    for dimension, weight in zip(raw["dimensions"], (0.1, 0.1, 0.1, 0.1, 0.6), strict=True):
        dimension["weight"] = weight
    raw["dimensions"][0]["breakpoints"] = [[0.0, 0.0], [0.9, 2.0], [1.0, 5.0]]
    return rubric_from_dict(raw)


def publish(ctx: Context, sam: Person) -> Rubric:
    rubric = another(rubrics.rubric_in_force(ctx.db))
    with ctx.db.writing() as session:
        publishing.put_in_force(ctx, session, sam, rubric, "To try")
    return rubric


def rows_of(ctx: Context, session_id: UUID) -> list[str]:
    """Everything that is stored of an interview, as text."""
    with ctx.db.reading() as session:
        questions = "SELECT id FROM interview_questions WHERE session_id = :id"
        answers = f"SELECT id FROM interview_answers WHERE question_id IN ({questions})"
        found = []
        for statement in (
            "SELECT * FROM interview_sessions WHERE id = :id",
            "SELECT * FROM interview_questions WHERE session_id = :id ORDER BY id",
            f"SELECT * FROM interview_answers WHERE question_id IN ({questions}) ORDER BY id",
            f"SELECT * FROM answer_scorings WHERE answer_id IN ({answers}) ORDER BY id",
        ):
            key = session_id.hex if ctx.db.is_sqlite else session_id
            found += [repr(tuple(row)) for row in session.execute(text(statement), {"id": key})]
        return found


def test_every_answer_is_scored_once_more_and_what_goes_on_stays_as_it_is(
    ctx: Context, sam: Person, ada: Person, clock: FakeClock
) -> None:
    old = rubrics.rubric_in_force(ctx.db)
    done, answers = interview_of(ctx, ada, SAID)
    going_on = sessions.start_interview(ctx, ada, choice(seed=8))
    sessions.show_next(ctx, ada, going_on)
    before, untouched = scores_of(ctx, answers), rows_of(ctx, going_on)
    clock.advance(seconds=60)
    new = publish(ctx, sam)
    job = rescoring.start_rescoring(ctx, sam, new.content_hash)
    assert rescoring.start_rescoring(ctx, sam, new.content_hash) == job
    assert rescoring.work(ctx, "one") == 1
    assert rows_of(ctx, going_on) == untouched
    with ctx.db.reading() as session:
        assert session.get_one(InterviewSession, done).rubric_hash == new.content_hash
        for answer_id in answers:
            answer = session.get_one(InterviewAnswer, answer_id)
            measured = session.get_one(AnswerMeasurement, (answer_id, SCORER_VERSION))
            card = grade(measurement_from_dict(measured.body_json), new)
            assert (answer.scores_json, answer.overall_score) == (card.scores, card.overall)
            assert {each.rubric_hash for each in answer.scorings} == {old.content_hash, new.content_hash}
        overall = session.get_one(InterviewSession, done).overall_score
    assert scores_of(ctx, answers) != before
    assert overall == round(sum(score for _, score in scores_of(ctx, answers)) / len(answers), 1)
    [view] = rescoring.rescoring_jobs(ctx, sam)
    assert (view.state, view.done, view.total, view.answers, view.author) == (JobState.DONE, 1, 1, 3, "Sam")
    # undone: the older version again, whose scores are still there and are not made anew
    publishing.publish_version(ctx, sam, old.content_hash, "Back")
    clock.advance(seconds=60)
    rescoring.start_rescoring(ctx, sam, old.content_hash)
    assert rescoring.work(ctx, "one") == 1
    assert scores_of(ctx, answers) == before
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(AnswerScoring)) == 2 * len(answers)


def scores_of(ctx: Context, answers: tuple[UUID, ...]) -> list[tuple[Any, float]]:
    with ctx.db.reading() as session:
        rows = [session.get_one(InterviewAnswer, each) for each in answers]
        return [(row.scores_json, row.overall_score or 0.0) for row in rows]


def test_answers_that_were_never_measured_are_read_again(ctx: Context, sam: Person, ada: Person) -> None:
    _, answers = interview_of(ctx, ada, SAID)
    with ctx.db.writing() as session:  # as before there were measurements
        session.execute(delete(AnswerMeasurement))
    new = publish(ctx, sam)
    rescoring.start_rescoring(ctx, sam, new.content_hash)
    rescoring.work(ctx, "one")
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(AnswerMeasurement)) == len(answers)
        answer = session.get_one(InterviewAnswer, answers[0])
        scoring = scoring_in_force(answer.scorings, new.content_hash)
        assert scoring is not None and numbers_of(scoring) == (answer.scores_json, answer.overall_score)


def test_pause_resume_stop_and_who_may(
    ctx: Context, sam: Person, ada: Person, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rescoring, "BATCH", 1)
    for _ in range(3):
        interview_of(ctx, ada, SAID[:1])
    new = publish(ctx, sam)
    coach = make_staff(ctx, "carla", UserRole.COACH)
    with pytest.raises(ForbiddenError):
        rescoring.start_rescoring(ctx, coach, new.content_hash)
    job = rescoring.start_rescoring(ctx, sam, new.content_hash)
    with pytest.raises(StateError, match="not over"):
        rescoring.start_rescoring(ctx, sam, rubrics_first(ctx))
    once = iter([True])
    assert rescoring.work(ctx, "one", is_wanted=lambda: next(once, False)) == 1
    rescoring.pause_rescoring(ctx, sam, job)
    assert rescoring.work(ctx, "one") == 0
    assert state_of(ctx, sam) == (JobState.PAUSED, 1, 3)
    with pytest.raises(ForbiddenError):
        rescoring.resume_rescoring(ctx, coach, job)
    rescoring.resume_rescoring(ctx, sam, job)
    # another process takes over only once the first has not been heard of for a minute
    once = iter([True])
    assert rescoring.work(ctx, "one", is_wanted=lambda: next(once, False)) == 1
    assert rescoring.work(ctx, "two") == 0
    clock.advance(seconds=(rescoring.LEASE + timedelta(seconds=1)).total_seconds())
    assert rescoring.work(ctx, "two") == 1
    assert state_of(ctx, sam) == (JobState.DONE, 3, 3)
    rescoring.stop_rescoring(ctx, sam, job)
    assert state_of(ctx, sam)[0] is JobState.DONE
    assert rescoring.rescoring_jobs(ctx, coach)
    with pytest.raises(ForbiddenError):
        rescoring.rescoring_jobs(ctx, ada)


def rubrics_first(ctx: Context) -> str:
    with ctx.db.reading() as session:
        return str(session.scalar(text("SELECT rubric_hash FROM rubric_publications ORDER BY id LIMIT 1")))


def state_of(ctx: Context, sam: Person) -> tuple[JobState, int, int]:
    job = rescoring.rescoring_jobs(ctx, sam)[0]
    return job.state, job.done, job.total


def test_a_fault_pauses_the_job_and_says_what_it_was(
    ctx: Context, sam: Person, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id, _ = interview_of(ctx, ada, SAID[:1])
    new = publish(ctx, sam)
    rescoring.start_rescoring(ctx, sam, new.content_hash)
    untouched = rows_of(ctx, session_id)

    def broken(*_: object) -> None:
        raise RuntimeError("no ink")

    with monkeypatch.context() as patch:
        patch.setattr("core.services.feedback.feedback_from", broken)
        rescoring.work(ctx, "one")
    [job] = rescoring.rescoring_jobs(ctx, sam)
    assert (job.state, job.fault) == (JobState.PAUSED, "RuntimeError: no ink")
    assert rows_of(ctx, session_id) == untouched
    rescoring.resume_rescoring(ctx, sam, job.id)
    assert rescoring.work(ctx, "one") == 1
    assert rescoring.rescoring_jobs(ctx, sam)[0].fault == ""


def test_a_job_that_is_killed_goes_on_and_scores_everything_once(
    db_url: str, ctx: Context, sam: Person, tmp_path: Path, kept_bank: Path
) -> None:
    """The command is killed again and again while it works; what is left is finished, each answer once."""
    people = [make_person(ctx, f"person{number}") for number in range(3)]
    for person in people:
        for _ in range(5):
            interview_of(ctx, person, SAID[:1])
    new = publish(ctx, sam)
    rescoring.start_rescoring(ctx, sam, new.content_hash)
    (tmp_path / "item_bank.json").write_bytes(kept_bank.read_bytes())
    environment = {**os.environ, "DATABASE_URL": db_url, "DATA_DIR": str(tmp_path)}
    slowly = (
        "import sys, time, core.services.rescoring as rescoring\n"
        "rescoring.BATCH, whole = 1, rescoring._score_all\n"
        "def slow(*arguments):\n    whole(*arguments)\n    print('in', flush=True)\n    time.sleep(0.05)\n"
        "rescoring._score_all = slow\n"
        "from core.__main__ import main\nsys.exit(main(['rescore']))\n"
    )
    for _ in range(2):
        worker = subprocess.Popen(
            [sys.executable, "-c", slowly], cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert worker.stdout is not None
        for _ in range(3):  # within the transaction of its third interview
            assert worker.stdout.readline() == "in\n"
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker.stdout.close()
        with ctx.db.writing() as session:  # as if its minute were over
            session.execute(text("UPDATE rescore_jobs SET leased_by = NULL"))
    state, done, total = state_of(ctx, sam)
    assert state is JobState.RUNNING and 4 <= done < total == 15
    later = replace(ctx, clock=lambda: ctx.clock() + timedelta(days=400))
    rescoring.work(later, "the next")
    assert state_of(ctx, sam)[:2] == (JobState.DONE, 15)
    with ctx.db.reading() as session:
        counts = session.execute(select(AnswerScoring.answer_id, func.count()).group_by(AnswerScoring.answer_id)).all()
        hashes = set(session.scalars(select(InterviewSession.rubric_hash)))
    assert len(counts) == 15 and {count for _, count in counts} == {2}
    assert hashes == {new.content_hash}
