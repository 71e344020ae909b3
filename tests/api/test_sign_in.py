"""The cookie: fetched once for a ticket, out of reach of scripts and of other sites, gone after signing out."""

from fastapi.testclient import TestClient

from core.api.sign_in import COOKIE
from core.services import accounts
from core.services.accounts import Person
from core.services.context import Context
from tests.support.contexts import PASSWORD


def test_a_ticket_becomes_a_cookie_once(ctx: Context, client: TestClient, ada: Person) -> None:
    _, secrets = accounts.sign_in(ctx, "ada", PASSWORD)
    response = client.post("/session", json={"ticket": secrets.ticket})
    assert response.status_code == 204
    header = response.headers["set-cookie"].lower()
    assert "httponly" in header and "samesite=lax" in header
    assert accounts.who_is(ctx, response.cookies[COOKIE]) == ada
    assert client.post("/session", json={"ticket": secrets.ticket}).status_code == 401


def test_signing_out_makes_a_copied_cookie_worthless(ctx: Context, client: TestClient, ada: Person) -> None:
    _, secrets = accounts.sign_in(ctx, "ada", PASSWORD)
    client.post("/session", json={"ticket": secrets.ticket})
    copied = client.cookies[COOKIE]
    assert client.delete("/session").status_code == 204
    assert accounts.who_is(ctx, copied) is None
    assert accounts.who_is(ctx, secrets.page_token) is None


def test_other_sites_are_refused(ctx: Context, client: TestClient, ada: Person) -> None:
    _, secrets = accounts.sign_in(ctx, "ada", PASSWORD)
    foreign = {"sec-fetch-site": "cross-site"}
    assert client.post("/session", json={"ticket": secrets.ticket}, headers=foreign).status_code == 403
    assert client.delete("/session", headers=foreign).status_code == 403


def test_over_https_the_cookie_is_secure(ctx: Context, client: TestClient, ada: Person) -> None:
    _, secrets = accounts.sign_in(ctx, "ada", PASSWORD)
    response = client.post("https://testserver/session", json={"ticket": secrets.ticket})
    assert "secure" in response.headers["set-cookie"].lower()
