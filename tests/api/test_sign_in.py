"""The cookie: fetched once for a ticket, out of reach of scripts and of other sites, gone after signing out."""

from dataclasses import replace

from fastapi.testclient import TestClient

from core.api import create_api
from core.api.sign_in import COOKIE, KNOWN_BROWSER
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


def test_where_people_come_by_https_the_cookies_are_this_hosts_alone(ctx: Context, ada: Person) -> None:
    behind_proxy = replace(ctx, settings=replace(ctx.settings, base_url="https://practice.example"))
    browser = TestClient(create_api(behind_proxy), base_url="https://practice.example")
    _, secrets = accounts.sign_in(ctx, "ada", PASSWORD)
    cookies = browser.post("/session", json={"ticket": secrets.ticket}).headers.get_list("set-cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {f"__Host-{COOKIE}", f"__Host-{KNOWN_BROWSER}"}
    for cookie in cookies:
        words = cookie.lower()
        assert "; secure" in words and "; httponly" in words and "; path=/;" in words and "domain" not in words
    value = browser.cookies[f"__Host-{COOKIE}"]
    # one of that name without the prefix, which another host below the domain could plant, is nobody's
    browser.delete("/session", headers={"cookie": f"{COOKIE}={value}"})
    assert accounts.who_is(ctx, value) == ada
    browser.delete("/session", headers={"cookie": f"__Host-{COOKIE}={value}"})
    assert accounts.who_is(ctx, value) is None


def test_over_https_the_cookie_is_secure(ctx: Context, client: TestClient, ada: Person) -> None:
    _, secrets = accounts.sign_in(ctx, "ada", PASSWORD)
    response = client.post("https://testserver/session", json={"ticket": secrets.ticket})
    assert "secure" in response.headers["set-cookie"].lower()
