"""The README's way from token to report, run as it stands there; and the client, against a served API."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from core.client import ApiError, PracticeClient
from core.models.vocabulary import Scope
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import make_context, make_person
from tests.support.live_app import PROJECT, LiveApp, clean_environment
from tests.support.programs import BOTH, token_of

ALONE = ["-m", "uvicorn", "core.api:app", "--host", "{address}", "--port", "{port}"]


@pytest.fixture(params=["dashboard and API", "API alone"])
def served(
    request: pytest.FixtureRequest, db_url: str, tmp_path: Path, launch_app: Callable[..., LiveApp]
) -> Iterator[tuple[LiveApp, Context]]:
    """The API as it is served beside the dashboard, and alone, with a look into its database."""
    serve = None if request.param == "dashboard and API" else ALONE
    app = launch_app(database_url=db_url, serve=serve)
    # a token that was made now is good now
    from core.services.context import utc_now

    ctx = make_context(db_url, tmp_path, utc_now)
    yield app, ctx
    ctx.db.dispose()


def walk() -> str:
    """The shell block of the README that begins with the API's address."""
    readme = (PROJECT / "README.md").read_text()
    [block] = re.findall(r"^```sh\n(API=.*?)^```", readme, re.MULTILINE | re.DOTALL)
    return str(block)


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_the_readmes_walk_leads_from_token_to_report(served: tuple[LiveApp, Context]) -> None:
    app, ctx = served
    assert shutil.which("curl"), "the README's commands need curl"
    token = token_of(ctx, make_person(ctx))
    environ = clean_environment() | {"API": f"{app.url}/api", "TOKEN": token}
    script = f"set -euo pipefail\n{walk()}"
    said = []
    for _ in range(2):  # the second time with a key that is known, and an answer that is there
        done = subprocess.run(["bash", "-c", script], env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        said.append(done.stdout)
    assert said[0] == said[1]
    answer, finished, report = [json.loads(each) for each in _documents(said[0])]
    assert set(answer["scores_json"]) == set(report["rubric_breakdown"])
    assert finished["status"] == "completed" == report["session"]["status"]
    assert finished["overall_score"] == report["overall_score"] and len(report["answers"]) == 1


def _documents(text: str) -> Iterator[str]:
    decoder, at = json.JSONDecoder(), 0
    while at < len(text.rstrip()):
        _, end = decoder.raw_decode(text, at)
        yield text[at:end]
        at = end


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_the_client_goes_the_whole_way(served: tuple[LiveApp, Context]) -> None:
    app, ctx = served
    ada = make_person(ctx)
    with PracticeClient(f"{app.url}/api", token_of(ctx, ada)) as practice:
        assert practice.me()["username"] == "ada" and len(practice.roles()) == 28
        profile = practice.save_profile(skills=["sql"], experience="", cv_text="", job_text="", time_factor="untimed")
        assert practice.profile() == profile
        interview = practice.create_interview(role_id="backend-engineer", level="mid", type="technical", count=10)
        first, *_ = practice.questions(interview["id"])
        answer = practice.answer(interview["id"], first["id"], text="I would measure first.", seconds=30)
        assert practice.show_next(interview["id"])["deadline_at"] is None
        shown = practice.current(interview["id"])["question"]
        practice.save_draft(shown["id"], text="I would", revision=1)
        assert practice.draft(shown["id"])["text"] == "I would"
        assert practice.skip(shown["id"], text="I would ask", revision=2)["order"] > shown["order"]
        assert practice.finish(interview["id"])["status"] == "completed"
        assert [one["answer_text"] for one in practice.answers(interview["id"])][:2] == [
            answer["answer_text"],
            "I would ask",
        ]
        assert practice.reveal(interview["id"], {first["id"]: 2}) == len(practice.answers(interview["id"]))
        assert practice.report(interview["id"])["session"] == practice.interview(interview["id"])
        practice.create_interview(role_id="backend-engineer", level="mid", type="hr")
        assert [one["type"] for one in practice.interviews(limit=1)] == ["hr", "technical"]
        [token] = practice.tokens()
        practice.revoke_token(token["id"])
        with pytest.raises(ApiError) as refused:
            practice.me()
        assert (refused.value.status, refused.value.code) == (401, "not_signed_in")


def test_the_client_waits_and_sends_again_what_got_lost() -> None:
    slept: list[float] = []
    keys: list[str] = []
    answers: list[httpx.Response | Exception] = [
        httpx.ConnectError("refused"),
        httpx.Response(429, headers={"Retry-After": "17"}),
        httpx.Response(503, headers={"Retry-After": "5"}),
        httpx.Response(201, json={"id": "1"}),
    ]

    def answer(request: httpx.Request) -> httpx.Response:
        keys.append(request.headers["idempotency-key"])
        given = answers.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    with PracticeClient("http://api", "ivp_x", transport=httpx.MockTransport(answer), sleep=slept.append) as practice:
        assert practice.create_interview(role_id="x") == {"id": "1"}
        assert slept == [1.0, 17.0, 5.0] and len(set(keys)) == 1
        answers += [httpx.Response(status) for status in (502, 504, 502, 503)]  # its proxy says so too
        with pytest.raises(ApiError):
            practice.create_interview(role_id="x")
        answers += [httpx.ConnectError("refused")] * 4
        with pytest.raises(httpx.ConnectError):
            practice.create_interview(role_id="x")
        assert len(set(keys)) == 3


def test_a_token_from_the_terminal_works(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from core.__main__ import main
    from core.services import api_tokens

    ctx = make_context(f"sqlite:///{tmp_path / 'cli.db'}", tmp_path, clock)
    ada = make_person(ctx)
    monkeypatch.setattr("core.cli.token.default_context", lambda: ctx)
    assert main(["token", "ADA@example.org", "--scope", "read", "--days", "7"]) == 0
    secret = capsys.readouterr().out.strip()
    assert api_tokens.bearer(ctx, secret, Scope.READ) == ada
    assert main(["token", "nobody"]) == 1
    ctx.db.dispose()
