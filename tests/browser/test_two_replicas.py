"""Two replicas behind nginx and on one PostgreSQL: one dies in the middle of an interview, and nobody loses a word."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from core.client import PracticeClient
from core.models import InterviewSession
from core.models.vocabulary import OPEN, Status
from core.services import sessions
from core.services.chores import LOOK_SECONDS
from core.services.context import Context
from tests.browser import steps
from tests.browser.conftest import backstage, sign_in_as
from tests.conftest import failed
from tests.support.contexts import choice, make_person
from tests.support.image import copy_image, image_command
from tests.support.live_app import PROJECT, LiveApp, clean_environment
from tests.support.nginx import FAIL_SECONDS, Nginx, nginx_path
from tests.support.postgres import new_database
from tests.support.programs import token_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(nginx_path() is None, reason="there is no nginx: .ci/nginx.sh gets one"),
]

REPLICA = "replica"
"""The cookie that says who holds somebody's page."""
SECRET = "two-replicas-sign-with-the-same-secret-0123456789"


@dataclass(frozen=True)
class Cluster:
    """What people reach at one address, and the replicas behind it by the number that nginx gives them."""

    url: str
    database_url: str
    data_dir: Path
    replicas: dict[str, LiveApp]
    nginx: Nginx
    left: UUID
    """An interview that was left two days before they started."""


@pytest.fixture(scope="module")
def cluster(
    pg_url: str, new_postgres: str, kept_bank: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    folder = tmp_path_factory.mktemp("cluster")
    image = folder / "image"
    copy_image(image)
    serve = [{"0.0.0.0": "{address}", "8501": "{port}"}.get(part, part) for part in image_command()]
    nginx = Nginx(folder / "nginx")
    environ = {"SECRET_KEY": SECRET, "BASE_URL": nginx.url, "WORKER": "external"}
    with new_database(pg_url, template=new_postgres) as url:
        one, two = (
            LiveApp(folder / number, database_url=url, environ=environ, project=image, serve=serve, kept_bank=kept_bank)
            for number in ("1", "2")
        )
        left = leave_an_interview(one)
        try:
            with ThreadPoolExecutor() as pool:
                list(pool.map(LiveApp.start, [one, two]))
            yield Cluster(nginx.start([one.port, two.port]).url, url, one.data_dir, {"1": one, "2": two}, nginx, left)
        finally:
            nginx.stop()
            one.kill()
            two.kill()


def leave_an_interview(app: LiveApp) -> UUID:
    ctx = backstage(app)
    session_id = sessions.start_interview(ctx, make_person(ctx, "gone"), choice())
    with ctx.db.writing() as session:
        session.get_one(InterviewSession, session_id).updated_at -= timedelta(days=2)
    ctx.db.dispose()
    return session_id


@pytest.fixture(autouse=True)
def both_run(request: pytest.FixtureRequest, cluster: Cluster) -> Iterator[None]:
    """Whichever an earlier test has ended is started again, and nginx asks it again."""
    ended = [replica for replica in cluster.replicas.values() if not replica.running]
    for replica in ended:
        replica.start()
    time.sleep(1.5 * FAIL_SECONDS if ended else 0)
    yield
    if failed(request.node):
        print(f"--- what nginx printed\n{cluster.nginx.output()[-5000:]}")


def at(page: Page) -> str:
    """The number of the replica that holds the page."""
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == REPLICA)


def other(number: str) -> str:
    return {"1": "2", "2": "1"}[number]


def moved_to(page: Page, number: str) -> None:
    """Wait until that replica holds the page."""
    for _ in range(100):
        if at(page) == number:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the page never moved to replica {number}")


def test_who_sits_in_an_interview_goes_on_at_the_other(cluster: Cluster, page: Page) -> None:
    steps.sign_up(page, cluster, "mira")
    session_id = steps.start_interview(page, cluster)
    steps.show_question(page)
    steps.write(page, "Typed before it died")
    first = at(page)

    cluster.replicas[first].kill()
    assert steps.drafts(cluster, session_id) == ["Typed before it died"]
    steps.write(page, ", and after.")
    steps.submit(page, 1)
    moved_to(page, other(first))
    assert [each.answer_text for each in steps.answers(cluster, session_id)] == ["Typed before it died, and after."]

    # Back again, it takes nobody away from the other: the page lives there.
    cluster.replicas[first].start()
    steps.show_question(page)
    steps.write(page, "At the other")
    page.reload()
    expect(steps.box(page)).to_have_value("At the other")
    assert at(page) == other(first)

    # An upgrade ends a replica in good order, and the first has been back for long enough to be asked again.
    cluster.replicas[other(first)].terminate(seconds=15)
    steps.write(page, " and at the first.")
    steps.submit(page, 2)
    moved_to(page, first)
    texts = [each.answer_text for each in steps.answers(cluster, session_id)]
    assert texts == ["Typed before it died, and after.", "At the other and at the first."]
    steps.end_early(page)
    assert not page.get_by_label("Password").count(), "the sign-in holds through all of it"


@pytest.mark.parametrize("number", ["1", "2"])
def test_files_go_to_the_replica_that_holds_the_page(cluster: Cluster, page: Page, number: str) -> None:
    ctx = backstage(cluster)
    person = make_person(ctx, f"filer{number}")
    sessions.start_interview(ctx, person, choice())
    sign_in_as(ctx, person, page, cluster)
    ctx.db.dispose()
    page.context.add_cookies([{"name": REPLICA, "value": number, "url": cluster.url}])
    page.goto(f"{cluster.url}/profile")
    cv = {"name": "cv.txt", "mimeType": "text/plain", "buffer": b"Python and SQL for ten years."}
    page.locator("input[type=file]").first.set_input_files(cv)
    expect(page.get_by_label("CV, pasted or read from the file")).to_have_value("Python and SQL for ten years.")
    page.goto(f"{cluster.url}/my_interviews")
    with page.expect_download() as download:
        page.get_by_role("button", name="JSON").click()
    assert len(json.loads(download.value.path().read_text())) == 1
    assert at(page) == number


def test_programs_lose_nothing_that_was_acknowledged(cluster: Cluster) -> None:
    ctx = backstage(cluster)
    tokens = [token_of(ctx, make_person(ctx, f"program{number}")) for number in range(4)]
    ctx.db.dispose()
    acknowledged: list[str] = []
    with ThreadPoolExecutor(len(tokens)) as pool:
        running = [pool.submit(practise, cluster.url, token, acknowledged) for token in tokens]
        while len(acknowledged) < 10 and not any(each.done() for each in running):
            time.sleep(0.01)
        cluster.replicas["1"].kill()
        interviews = [each.result() for each in running]
    assert len(acknowledged) == 40
    kept = []
    for token, interview in zip(tokens, interviews, strict=True):
        with PracticeClient(f"{cluster.url}/api", token) as practice:
            kept += [each["id"] for each in practice.answers(interview)]
    assert sorted(kept) == sorted(acknowledged)


def practise(url: str, token: str, acknowledged: list[str]) -> str:
    """One interview, whose id it returns; the ids of its answers are told as they are acknowledged."""
    with PracticeClient(f"{url}/api", token) as practice:
        made = practice.create_interview(role_id="backend-engineer", level="mid", type="hr", count=10, followups=False)
        for question in practice.questions(made["id"]):
            answer = practice.answer(made["id"], question["id"], text="I would measure first.", seconds=30)
            acknowledged.append(answer["id"])
        return str(made["id"])


def test_with_a_worker_the_replicas_leave_the_sweeping_to_it(cluster: Cluster) -> None:
    ctx = backstage(cluster)
    time.sleep(2 * LOOK_SECONDS)  # by then each of them would have, soon after its start
    assert status_of(ctx, cluster.left) in OPEN
    settings = {"DATABASE_URL": cluster.database_url, "DATA_DIR": str(cluster.data_dir), "SECRET_KEY": SECRET}
    worker = subprocess.Popen(
        [sys.executable, "-m", "core", "worker"], cwd=PROJECT, env={**clean_environment(), **settings}
    )
    try:
        gives_up = time.monotonic() + 30
        while status_of(ctx, cluster.left) in OPEN and time.monotonic() < gives_up:
            time.sleep(0.05)
        assert status_of(ctx, cluster.left) is Status.ABANDONED
    finally:
        worker.kill()
        worker.wait()
        ctx.db.dispose()


def status_of(ctx: Context, session_id: UUID) -> Status:
    with ctx.db.reading() as session:
        return session.get_one(InterviewSession, session_id).status
