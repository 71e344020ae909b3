"""What every answer tells the browser, whose names the server answers to, and which doors of Streamlit stay shut."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from core.api.headers import SecurityHeaders
from core.api.hosts import KnownHosts
from core.config import Settings
from core.services import accounts
from core.services.accounts import Person
from core.services.context import Context
from core.services.page_sessions import PageSessions
from pages._components.doors import pages_policy
from tests.support.live_app import LiveApp

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, kept_bank: Path) -> Iterator[httpx.Client]:
    """A program that asks the product as it is served."""
    app = LiveApp(tmp_path_factory.mktemp("headers"), kept_bank=kept_bank).start()
    with httpx.Client(base_url=app.url) as client:
        yield client
    app.stop()


@pytest.mark.parametrize(
    "address",
    ["/", "/report", "/_stcore/health", "/_stcore/metrics", "/favicon.png", "/api/health", "/api/nowhere", "/api/docs"],
)
def test_every_answer_has_the_headers(served: httpx.Client, address: str) -> None:
    headers = served.get(address).headers
    assert EVERYWHERE.items() <= dict(headers).items()
    assert (
        headers["permissions-policy"].startswith("microphone=(self), ") and "camera=()" in headers["permissions-policy"]
    )
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ") and "frame-ancestors 'none'" in policy
    # nothing from elsewhere, and no script that is not from here or known by its hash
    assert "http" not in policy and "*" not in policy and "unsafe-eval" not in policy
    scripts = policy.partition("script-src")[2].partition(";")[0]
    assert "unsafe" not in scripts and "data:" not in scripts
    # it is not known here that people come by HTTPS
    assert "strict-transport-security" not in headers


def test_the_documentation_may_run_its_own_script_and_no_other(served: httpx.Client) -> None:
    policy = served.get("/api/docs").headers["content-security-policy"]
    assert policy.count("'sha256-") == 1
    assert "script-src" not in served.get("/api/health").headers["content-security-policy"]


@pytest.mark.parametrize(
    "address",
    [
        "/_stcore/metrics",
        "/_stcore/script-health-check",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/mcp",
        "/_stcore/message",
    ],
)
def test_inner_addresses_that_no_browser_needs_do_not_answer(served: httpx.Client, address: str) -> None:
    assert served.get(address).status_code == 404
    assert served.post(address, json={}).status_code == 404
    assert served.get("/_stcore/host-config").status_code == 200


def test_nobody_hands_in_a_file_without_a_sign_in(served: httpx.Client) -> None:
    for address in ("/_stcore/upload_file/made-up/1", "/_stcore/upload_file//1", "/_stcore/upload_file/"):
        answer = served.put(address, files={"file": b"x" * 100})
        assert (answer.status_code, answer.text) == (
            403,
            "This page is not yours to upload to. Sign in, reload it and try again.",
        )


# --- names ------------------------------------------------------------------------------------------------------


def named(base_url: str = "https://practice.example", allowed: tuple[str, ...] = (), **options: str) -> TestClient:
    settings = Settings("sqlite://", Path(), "s" * 40, base_url, allowed_hosts=allowed)

    async def hello(_request: object) -> PlainTextResponse:
        return PlainTextResponse("hello")

    inner = [
        Middleware(SecurityHeaders, policy=pages_policy(), https=settings.is_https),
        Middleware(KnownHosts, settings=settings),
    ]
    return TestClient(Starlette(routes=[Route("/", hello)], middleware=inner), **options)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("practice.example", 200),
        ("PRACTICE.example:8443", 200),
        ("localhost:8501", 200),
        ("127.0.0.1", 200),
        ("[::1]:8501", 200),
        ("evil.example", 400),
        ("practice.example.evil.example", 400),
        ("evil.example/@practice.example", 400),
        ("practice.example@evil.example", 400),
        ("10.0.0.7", 400),
        ("[::1", 400),
        ("", 400),
    ],
)
def test_only_its_own_names_are_answered(host: str, status: int) -> None:
    answer = named().get("/", headers={"host": host})
    assert answer.status_code == status
    assert ("ALLOWED_HOSTS" in answer.text) == (status == 400)
    assert EVERYWHERE.items() <= dict(answer.headers).items()


def test_other_names_are_a_setting() -> None:
    assert named(allowed=("inner.example",)).get("/", headers={"host": "inner.example:80"}).status_code == 200
    assert named(allowed=("inner.example",)).get("/", headers={"host": "evil.example"}).status_code == 400
    assert named(allowed=("*",)).get("/", headers={"host": "any.example"}).status_code == 200


def test_the_address_at_which_a_request_arrived_is_answered() -> None:
    # without a name to be reached by: `make run ADDRESS=0.0.0.0` in a classroom
    assert named(base_url="http://localhost:8501").get("http://10.0.0.7/").status_code == 200


def test_browsers_that_came_by_https_are_told_to_stay_with_it() -> None:
    assert named().get("/", headers={"host": "localhost"}).headers["strict-transport-security"] == "max-age=31536000"
    plain = named(base_url="http://localhost:8501")
    assert "strict-transport-security" not in plain.get("http://localhost/").headers
    assert "strict-transport-security" in plain.get("https://localhost/").headers


# --- whose page it is -------------------------------------------------------------------------------------------


def cookie_of(ctx: Context, person: Person) -> str:
    value = accounts.exchange_ticket(ctx, accounts.open_sign_in(ctx, person.id).ticket)
    assert value is not None
    return value


def test_a_page_goes_back_to_its_owner_and_to_nobody_else(ctx: Context, ada: Person) -> None:
    from tests.support.contexts import make_person

    grace = make_person(ctx, "grace")
    pages, hers, other = PageSessions(), cookie_of(ctx, ada), cookie_of(ctx, grace)
    pages.belongs_to("page", ada.id)
    assert pages.may_resume(ctx, "page", hers) and pages.may_upload(ctx, "page", hers)
    for cookie in (other, None, "", "made-up"):
        assert not pages.may_resume(ctx, "page", cookie) and not pages.may_upload(ctx, "page", cookie)
    accounts.sign_out(ctx, hers)
    assert not pages.may_resume(ctx, "page", hers) and not pages.may_upload(ctx, "page", hers)


def test_who_is_not_signed_in_gets_their_page_back_and_uploads_nothing(ctx: Context, ada: Person) -> None:
    pages = PageSessions()
    pages.belongs_to("page", None)
    assert pages.may_resume(ctx, "page", None)
    assert not pages.may_resume(ctx, "page", cookie_of(ctx, ada))
    assert not pages.may_upload(ctx, "page", None)
    assert not pages.may_resume(ctx, "unknown", None)


def test_the_oldest_of_too_many_pages_is_forgotten_and_goes_to_nobody(ctx: Context) -> None:
    pages = PageSessions(most=2)
    for page_id in ("first", "second", "first", "third"):
        pages.belongs_to(page_id, None)
    assert [pages.may_resume(ctx, page_id, None) for page_id in ("first", "second", "third")] == [True, False, True]
