"""The queue of a worker of its own: procrastinate's, on PostgreSQL, in a schema beside our tables.

Nothing that matters is kept in it. What is to be done stands in our own tables, and the queue says when to look: every
few seconds or minutes, whichever worker comes first. So a job that died with its worker is thrown away, and the whole
schema is made anew when procrastinate's version changes.
"""

import logging
import uuid

from procrastinate import App, JobContext, PsycopgConnector, __version__
from procrastinate.jobs import Status
from procrastinate.schema import SchemaManager
from sqlalchemy import text
from sqlalchemy.engine import make_url

from core.services import chores, rescoring
from core.services.context import Context

log = logging.getLogger(__name__)

SCHEMA = "work_queue"
VERSION = f"procrastinate {__version__}"
# Any number that no other program locks in this database.
SCHEMA_LOCK = 7_214_308
# Minutes, hours, days, months, weekdays; with six parts the last are seconds.
EVERY_TEN_SECONDS = "* * * * * */10"
EVERY_MINUTE = "* * * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"
AT_ONCE = 3
"""Jobs at a time: a long one does not keep the others from their turn."""


def run_worker(ctx: Context) -> None:
    """Work until the process is told to end; then finish the batch in hand. Several may run at once, on any machine."""
    logging.getLogger("procrastinate").setLevel(logging.WARNING)  # it tells of every look, six times a minute
    make_schema(ctx)
    work_queue(ctx).run_worker(concurrency=AT_ONCE, delete_jobs="always", shutdown_graceful_timeout=0.1)


def work_queue(ctx: Context) -> App:
    """The queue with all that is done by it."""
    url = make_url(ctx.settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
    queue = App(connector=PsycopgConnector(conninfo=url, kwargs={"options": f"-c search_path={SCHEMA}"}))

    # A queueing lock: where one waits to be done, no second one is put behind it.
    @queue.periodic(cron=EVERY_FIVE_MINUTES)
    @queue.task(name="sweep", queueing_lock="sweep")
    def sweep(timestamp: int) -> None:
        swept = chores.sweep_alone(ctx)
        if swept is not None and (swept.closed or swept.abandoned):
            log.info("%s questions closed at their deadline, %s interviews abandoned", swept.closed, swept.abandoned)

    @queue.periodic(cron=EVERY_TEN_SECONDS)
    @queue.task(name="rescore", queueing_lock="rescore", pass_context=True)
    def rescore(job: JobContext, timestamp: int) -> None:
        # A name for this one look: the job itself keeps two that look at once apart.
        rescoring.work(ctx, f"worker-{uuid.uuid4().hex[:12]}", is_wanted=lambda: not job.should_abort())

    @queue.periodic(cron=EVERY_MINUTE)
    @queue.task(name="forget", queueing_lock="forget")
    async def forget(timestamp: int) -> None:
        """Throw away what died with a worker: it is asked for again at its next time."""
        for job in await queue.job_manager.get_stalled_jobs():
            await queue.job_manager.finish_job(job, Status.FAILED, delete_job=True)

    return queue


def make_schema(ctx: Context) -> None:
    """Make what the queue needs in the database, once for each version of procrastinate."""
    with ctx.db.write_engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})
        made_by = text("SELECT obj_description(to_regnamespace(:name), 'pg_namespace')")
        if connection.scalar(made_by, {"name": SCHEMA}) == VERSION:
            return
        connection.execute(text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
        connection.execute(text(f"COMMENT ON SCHEMA {SCHEMA} IS '{VERSION}'"))
        connection.execute(text(f"SET LOCAL search_path TO {SCHEMA}"))
        # Many statements at once, with percent signs of their own: past SQLAlchemy, in the same transaction.
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute(SchemaManager.get_schema())
