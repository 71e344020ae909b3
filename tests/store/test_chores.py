"""What is done although nobody asks: by the serving process itself, or by a worker of its own, and by one at a time."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from uuid import UUID

import pytest
from sqlalchemy import text

from core.config import PROJECT
from core.models import InterviewSession, RescoreJob
from core.models.vocabulary import JobState, Status, UserRole
from core.services import answering, chores, leaving, publishing, rescoring, rubrics, sessions, work_queue
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.services.leaving import Swept
from core.store import alone
from tests.support.clock import FakeClock
from tests.support.coached import SAID, interview_of, make_staff
from tests.support.contexts import choice, make_context, make_person
from tests.support.databases import copied_database
from tests.support.live_app import LiveApp, clean_environment

MONTH = 30 * 24 * 3600


def left(ctx: Context, person: Person, clock: FakeClock) -> UUID:
    """An interview that somebody went away from a month ago, with a draft."""
    session_id = sessions.start_interview(ctx, person, choice())
    question = sessions.show_next(ctx, person, session_id)
    answering.save_draft(ctx, person.id, question.id, Written("I would begin with", 1))
    clock.advance(seconds=MONTH)
    return session_id


def to_rescore(ctx: Context, person: Person) -> UUID:
    """A job with one interview to score again."""
    interview_of(ctx, person, SAID[:1])
    sam = make_staff(ctx, "sam", UserRole.STUDIO)
    rubric = rubrics.rubric_in_force(ctx.db).with_weights(
        {"structure": 0.1, "relevance": 0.1, "technical_accuracy": 0.1, "depth": 0.1, "communication": 0.6}
    )
    with ctx.db.writing() as session:
        publishing.put_in_force(ctx, session, sam, rubric, "To try")
    return rescoring.start_rescoring(ctx, sam, rubric.content_hash)


def wait_until_done(ctx: Context, session_id: UUID, job_id: UUID, *, seconds: float = 60.0) -> None:
    gives_up = time.monotonic() + seconds
    while time.monotonic() < gives_up:
        with ctx.db.reading() as session:
            status = session.get_one(InterviewSession, session_id).status
            state = session.get_one(RescoreJob, job_id).state
        if (status, state) == (Status.ABANDONED, JobState.DONE):
            return
        time.sleep(0.02)
    raise AssertionError(f"the interview is {status}, and the job {state}")


def test_one_process_sweeps_at_a_time(ctx: Context, ada: Person, clock: FakeClock) -> None:
    left(ctx, ada, clock)
    if not ctx.db.is_sqlite:
        with alone(ctx.db, chores.SWEEP_LOCK) as nobody_else:
            assert nobody_else
            assert chores.sweep_alone(ctx) is None
    assert chores.sweep_alone(ctx) == Swept(closed=1, abandoned=1)


def test_a_thread_of_the_serving_process_does_it_and_survives_a_fault(
    ctx: Context, ada: Person, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, session_id = to_rescore(ctx, ada), left(ctx, ada, clock)
    monkeypatch.setattr(chores, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(chores, "SWEEP_SECONDS", 0.05)
    sweep, faults = leaving.sweep, iter([RuntimeError("the database is away")])

    def fails_once(ctx: Context) -> Swept:
        for fault in faults:
            raise fault
        return sweep(ctx)

    monkeypatch.setattr(leaving, "sweep", fails_once)
    ended = Event()
    thread = chores.work_in_background(ctx, "this", ended)
    try:
        wait_until_done(ctx, session_id, job_id)
    finally:
        ended.set()
        thread.join(10)
    assert not thread.is_alive()


def test_the_served_product_does_it_by_itself(tmp_path: Path, launch_app: Callable[..., LiveApp]) -> None:
    folder = tmp_path / "app-1"
    folder.mkdir()
    ctx = make_context(f"sqlite:///{folder / 'interviews.db'}", folder, FakeClock())
    ada = make_person(ctx)
    job_id, session_id = to_rescore(ctx, ada), left(ctx, ada, ctx.clock)
    launch_app(database_url=ctx.settings.database_url)
    wait_until_done(ctx, session_id, job_id)
    ctx.db.dispose()


def test_a_worker_of_its_own_does_it_and_ends_when_told(
    db_url: str, ctx: Context, ada: Person, clock: FakeClock, tmp_path: Path, kept_bank: Path
) -> None:
    job_id, session_id = to_rescore(ctx, ada), left(ctx, ada, clock)
    (tmp_path / "item_bank.json").write_bytes(kept_bank.read_bytes())
    environ = {**clean_environment(), "DATABASE_URL": db_url, "DATA_DIR": str(tmp_path)}
    worker = subprocess.Popen([sys.executable, "-m", "core", "worker"], cwd=PROJECT, env=environ)
    try:
        wait_until_done(ctx, session_id, job_id)
        worker.terminate()
        assert worker.wait(15) == 0
    finally:
        worker.kill()
        worker.wait()


def test_a_server_that_ends_waits_for_what_is_being_saved(ctx: Context) -> None:
    inside, go_on = Event(), Event()

    def save() -> None:
        with ctx.db.writing() as session:
            session.execute(text("SELECT 1"))
            inside.set()
            go_on.wait(10)

    thread = Thread(target=save)
    thread.start()
    assert inside.wait(10)
    assert not ctx.db.wait_for_writers(0.1)
    go_on.set()
    assert ctx.db.wait_for_writers(10)
    thread.join(10)


@pytest.fixture
def on_postgres(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Context]:
    for url in copied_database("postgresql", request, tmp_path):
        ctx = make_context(url, tmp_path, clock)
        yield ctx
        ctx.db.dispose()


def test_what_died_with_a_worker_is_thrown_away(on_postgres: Context) -> None:
    work_queue.make_schema(on_postgres)
    died = (
        "INSERT INTO work_queue.procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'sweep', 'doing')"
    )
    count = "SELECT count(*) FROM work_queue.procrastinate_jobs"
    with on_postgres.db.writing() as session:
        session.execute(text(died))
    queue = work_queue.work_queue(on_postgres)

    async def forget() -> None:
        async with queue.open_async():
            await queue.tasks["forget"].func(0)

    asyncio.run(forget())
    with on_postgres.db.reading() as session:
        assert session.scalar(text(count)) == 0


def test_the_queue_is_made_once_for_each_version_and_beside_our_tables(
    on_postgres: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = "SELECT count(*) FROM pg_tables WHERE schemaname = :name AND tablename LIKE 'procrastinate%'"
    mark = "CREATE TABLE IF NOT EXISTS work_queue.mark ()"
    is_marked = "SELECT to_regclass('work_queue.mark') IS NOT NULL"
    for version, kept in ((work_queue.VERSION, False), (work_queue.VERSION, True), ("procrastinate 99", False)):
        monkeypatch.setattr(work_queue, "VERSION", version)
        work_queue.make_schema(on_postgres)
        with on_postgres.db.writing() as session:
            assert session.scalar(text(is_marked)) is kept
            assert session.scalar(text(tables), {"name": work_queue.SCHEMA}) == 4
            assert session.scalar(text(tables), {"name": "public"}) == 0
            session.execute(text(mark))
