"""Where a request comes from: named in its answer, in the log and in the audit log, and never by the client itself."""

import logging
import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from core.api import create_api
from core.api.sign_in import COOKIE
from core.models import AuditEvent
from core.services import accounts
from core.services.accounts import Person
from core.services.context import Context
from tests.support.programs import token_of

ADDRESS = "203.0.113.5"


@pytest.fixture
def browser(ctx: Context) -> TestClient:
    """A browser at that address, which says that it is another."""
    headers = {"x-forwarded-for": "198.51.100.1", "forwarded": "for=198.51.100.1", "x-real-ip": "198.51.100.1"}
    return TestClient(create_api(ctx), headers=headers, client=(ADDRESS, 50_000))


def test_an_event_is_recorded_with_the_address_that_is_connected(
    ctx: Context, ada: Person, browser: TestClient
) -> None:
    cookie = accounts.exchange_ticket(ctx, accounts.open_sign_in(ctx, ada.id).ticket)
    browser.delete("/session", headers={"cookie": f"{COOKIE}={cookie}"})
    with ctx.db.reading() as session:
        found = session.execute(select(AuditEvent.kind, AuditEvent.address).where(AuditEvent.address.is_not(None)))
        assert found.all() == [("signed_out", ADDRESS)]


def test_every_answer_names_its_request_and_no_client_chooses_the_name(browser: TestClient) -> None:
    names = [browser.get("/me", headers={"X-Request-ID": "chosen"}).headers["x-request-id"] for _ in range(2)]
    assert len({*names, "chosen"}) == 3 and all(re.fullmatch("[0-9a-f]{12}", name) for name in names)


def test_a_request_is_logged_without_what_it_asks_for_and_who_asks(
    ctx: Context, ada: Person, browser: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    token = token_of(ctx, ada)
    browser.get("/me?token=abc&words=I+would+measure", headers={"authorization": f"Bearer {token}"})
    browser.get("/health")
    browser.get("/nowhere")
    lines = [record.getMessage() for record in caplog.records if record.name == "core.api.origin"]
    assert [re.sub(r"\d+ ms", "ms", line) for line in lines] == ["GET /me 200 ms", "GET /nowhere 404 ms"]
