"""Tickets, cookies and tokens that nobody gave out: refused, and never a fault of ours."""

import json
import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from itsdangerous import TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer

from core.api.sign_in import COOKIE, KNOWN_BROWSER
from core.services import accounts, known_browsers, reading, sessions
from core.services.accounts import Caller, Person
from core.services.box_tokens import LASTS_SECONDS, BoxPass, make_box_token
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import PASSWORD, choice
from tests.support.programs import is_problem, program

ODD = [
    "",
    "x",
    "x" * 99,
    "ivp_",
    "ivp_" + "A" * 43,
    "ivp_" + "é" * 43,
    "null",
    "../../etc/passwd",
    "' OR 1=1 --",
    "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.eyJzdWIiOiJhZG1pbiJ9.",
    "{}",
    "%00%ff",
]


@pytest.mark.parametrize(
    "body", ['{"ticket": "\\ud800aaaaaaaaaaaaaaaaaaaaaaaa"}', '{"ticket": "aaaaaaaaaaaaaaaaaaa\\u0000a"}']
)
def test_a_ticket_of_what_is_no_text_is_refused(client: TestClient, body: str) -> None:
    response = client.post("/session", content=body, headers={"content-type": "application/json"})
    assert is_problem(response, response.status_code) and response.status_code in (401, 422)


@pytest.mark.parametrize("ticket", [*ODD, "x" * 10_000, None, 7, ["a"], {"a": "b"}])
def test_a_ticket_that_nobody_gave_out_is_refused(client: TestClient, ticket: object) -> None:
    response = client.post("/session", json={"ticket": ticket})
    assert is_problem(response, response.status_code) and response.status_code in (401, 422)
    assert "set-cookie" not in response.headers


@pytest.mark.parametrize("cookie", [text for text in ODD if text.isascii()])
def test_a_cookie_that_nobody_gave_out_is_nobodys(ctx: Context, client: TestClient, ada: Person, cookie: str) -> None:
    assert accounts.who_is(ctx, cookie) is None
    response = client.delete("/session", headers={"cookie": f"{COOKIE}={cookie}"})
    assert response.status_code == 204 and response.content == b""


def test_of_a_real_cookie_no_other_form_is_one(ctx: Context, ada: Person) -> None:
    value = accounts.exchange_ticket(ctx, accounts.open_sign_in(ctx, ada.id).ticket)
    assert value is not None and accounts.who_is(ctx, value) == ada
    for other in (value[:-1], value + "A", value.swapcase(), f" {value}", value[::-1], value + "\x00"):
        assert accounts.who_is(ctx, other) is None


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Basic", ""])
@pytest.mark.parametrize("token", ODD)
def test_a_token_that_nobody_gave_out_is_refused(client: TestClient, ada: Person, scheme: str, token: str) -> None:
    header = f"{scheme} {token}".strip().encode("latin-1")
    assert is_problem(client.get("/me", headers={"authorization": header}), 401)
    response = client.get(f"/questions/{uuid4()}/draft", headers={"authorization": header})
    assert is_problem(response, 401)


@pytest.fixture
def question_id(ctx: Context, ada: Person) -> UUID:
    """A question that Ada is answering."""
    session_id = sessions.start_interview(ctx, ada, choice())
    sessions.show_next(ctx, ada, session_id)
    return reading.questions(ctx, ada, session_id)[0].id


def draft(ctx: Context, question_id: UUID, token: str) -> Any:
    return program(ctx, token).get(f"/questions/{question_id}/draft")


def test_the_answer_boxs_own_token_opens_its_question(ctx: Context, ada: Person, question_id: UUID) -> None:
    token = make_box_token(ctx, BoxPass(ada.id, question_id))
    assert draft(ctx, question_id, token).status_code == 200
    payload, when, signature = token.rsplit(".", 2)
    for changed in (
        f"{payload[::-1]}.{when}.{signature}",
        f"{payload}.{when[::-1]}.{signature}",
        f"{payload}.{when}.{signature[::-1]}",
        f"{payload}.{when}",
        f"{payload}.{when}.",
        f"{payload}.{signature}",
        f"{when}.{signature}",
        payload,
    ):
        assert is_problem(draft(ctx, question_id, changed), 401)


def test_a_token_that_is_signed_with_another_key_for_something_else_or_not_at_all_is_refused(
    ctx: Context, ada: Person, question_id: UUID
) -> None:
    content = [ada.id.hex, question_id.hex]
    key = ctx.settings.secret_key
    for forged in (
        URLSafeTimedSerializer("k" * 40, salt="answer-box").dumps(content),
        URLSafeTimedSerializer(key, salt="known-browser").dumps(content),
        URLSafeSerializer(key, salt="answer-box").dumps(content),
        json.dumps(content),
        known_browsers.make_mark(ctx, ada.id),
    ):
        assert is_problem(draft(ctx, question_id, str(forged)), 401)


@pytest.mark.parametrize("seconds", [LASTS_SECONDS + 1, -1])
def test_a_token_is_good_for_its_hours_and_not_before_it_was_made(
    ctx: Context, ada: Person, question_id: UUID, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    token = make_box_token(ctx, BoxPass(ada.id, question_id))
    now = int(time.time())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now + LASTS_SECONDS - 60)
    assert draft(ctx, question_id, token).status_code == 200
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now + seconds - (seconds < 0) * 60)
    assert is_problem(draft(ctx, question_id, token), 401)


@pytest.mark.parametrize(
    "content", [None, 1, "text", [], ["a"], ["a", "b", "c"], [None, None], [1, 2], {"a": 1, "b": 2}, [["x"], ["y"]], {}]
)
def test_a_token_of_ours_with_odd_fields_is_refused(ctx: Context, question_id: UUID, content: object) -> None:
    odd = URLSafeTimedSerializer(ctx.settings.secret_key, salt="answer-box").dumps(content)
    assert is_problem(draft(ctx, question_id, str(odd)), 401)


@pytest.mark.parametrize("content", [None, 1, "text", [], ["a"], [None, None], {"a": 1, "b": 2}])
def test_a_mark_of_a_browser_with_odd_fields_makes_it_no_known_one(ctx: Context, ada: Person, content: object) -> None:
    odd = str(URLSafeTimedSerializer(ctx.settings.secret_key, salt="known-browser").dumps(content))
    assert not known_browsers.is_known(ctx, odd, ada.id)
    assert accounts.sign_in(ctx, "ada", PASSWORD, caller=Caller(None, odd))[0] == ada


def test_a_sign_in_marks_its_browser_with_a_cookie_that_signs_nobody_in(
    ctx: Context, client: TestClient, ada: Person, clock: FakeClock
) -> None:
    response = client.post("/session", json={"ticket": accounts.open_sign_in(ctx, ada.id).ticket})
    cookies = response.headers.get_list("set-cookie")
    [of_mark] = [cookie for cookie in cookies if cookie.startswith(KNOWN_BROWSER)]
    assert "httponly" in of_mark.lower() and "samesite=lax" in of_mark.lower()
    mark = client.cookies[KNOWN_BROWSER]
    assert known_browsers.is_known(ctx, mark, ada.id)
    assert accounts.who_is(ctx, mark) is None
    # it stays when she signs out, for it is there for the next time
    client.delete("/session")
    assert client.cookies.get(KNOWN_BROWSER) == mark and COOKIE not in client.cookies
