"""Tokens: shown once, good for so long and so much, and worth nothing once they are revoked."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from core.errors import InvalidInputError
from core.models.vocabulary import Scope
from core.services import accounts, api_tokens
from core.services.accounts import Person
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import PASSWORD
from tests.support.programs import BOTH, is_problem, program, token_of

PROFILE = {"skills": [], "experience": "", "cv_text": "", "job_text": ""}


def test_a_token_is_256_bits_behind_a_prefix_and_only_its_hash_is_stored(ctx: Context, ada: Person) -> None:
    secrets = {token_of(ctx, ada) for _ in range(5)}
    assert len(secrets) == 5
    assert all(re.fullmatch(r"ivp_[A-Za-z0-9_-]{43}", secret) for secret in secrets)
    with ctx.db.reading() as session:
        stored = str(session.execute(text("SELECT * FROM api_tokens")).all())
    assert not any(secret in stored or secret.removeprefix("ivp_") in stored for secret in secrets)


def test_it_is_good_until_it_expires(ctx: Context, clock: FakeClock, ada: Person) -> None:
    client = program(ctx, token_of(ctx, ada, days=1))
    clock.advance(seconds=24 * 3600 - 1)
    assert client.get("/me").json()["username"] == "ada"
    clock.advance(seconds=1)
    assert is_problem(client.get("/me"), 401)


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_a_revocation_holds_from_the_next_request(ctx: Context, ada: Person, hers: TestClient) -> None:
    lost = program(ctx, token_of(ctx, ada))
    assert lost.get("/me").status_code == 200
    [_, token] = sorted(hers.get("/tokens").json(), key=lambda token: token["last_used_at"] is None)
    for token in hers.get("/tokens").json():
        assert "ivp_" not in str(token)
    ids = [UUID(token["id"]) for token in hers.get("/tokens").json()]
    for token_id in ids:
        api_tokens.revoke(ctx, ada, token_id)
        api_tokens.revoke(ctx, ada, token_id)
    assert is_problem(lost.get("/me"), 401) and is_problem(hers.get("/me"), 401)
    assert api_tokens.tokens_of(ctx, ada) == ()


def test_a_new_password_ends_tokens_too(ctx: Context, ada: Person, hers: TestClient) -> None:
    accounts.change_password(ctx, ada, old=PASSWORD, new="another fine phrase", again="another fine phrase")
    assert is_problem(hers.get("/me"), 401)


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_sixty_writes_a_minute_and_then_a_wait(ctx: Context, clock: FakeClock, ada: Person, hers: TestClient) -> None:
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: hers.put("/profile", json=PROFILE), range(65)))
    assert sorted(answer.status_code for answer in answers) == [200] * 60 + [429] * 5
    refused = hers.put("/profile", json=PROFILE)
    assert is_problem(refused, 429) and refused.headers["Retry-After"] == "60"
    assert hers.get("/profile").status_code == 200
    assert program(ctx, token_of(ctx, ada)).put("/profile", json=PROFILE).status_code == 200
    clock.advance(seconds=45.5)
    assert hers.put("/profile", json=PROFILE).headers["Retry-After"] == "15"
    clock.advance(seconds=14.5)
    assert hers.put("/profile", json=PROFILE).status_code == 200


def test_its_owner_sees_when_it_was_last_used(ctx: Context, clock: FakeClock, ada: Person) -> None:
    client = program(ctx, token_of(ctx, ada))

    def last_used() -> object:
        [token] = api_tokens.tokens_of(ctx, ada)
        return token.last_used_at

    assert last_used() is None
    client.get("/me")
    first = clock()
    assert last_used() == first
    clock.advance(seconds=60)
    client.get("/me")  # reading notes it now and then only
    assert last_used() == first
    client.put("/profile", json=PROFILE)
    assert last_used() == clock()
    clock.advance(minutes=11)
    client.get("/me")
    assert last_used() == clock()


@pytest.mark.parametrize(("name", "days"), [("", 30), ("x" * 81, 30), ("script", 0), ("script", 366)])
def test_a_token_needs_a_name_and_an_end(ctx: Context, ada: Person, name: str, days: int) -> None:
    with pytest.raises(InvalidInputError):
        api_tokens.make_token(ctx, ada, name=name, scope=Scope.READ, days=days)
    assert api_tokens.tokens_of(ctx, ada) == ()


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_there_are_twenty_at_most(ctx: Context, clock: FakeClock, ada: Person) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: _try(ctx, ada), range(24)))
    assert sorted(made) == [False] * 4 + [True] * 20
    clock.advance(seconds=timedelta(days=30).total_seconds())
    assert _try(ctx, ada)


def _try(ctx: Context, person: Person) -> bool:
    try:
        token_of(ctx, person)
    except InvalidInputError:
        return False
    return True


@pytest.mark.parametrize("sent", ["", "ivp_", "ivp_" + "x" * 43, "\u00e4" * 20, "x" * 5000])
def test_nonsense_is_no_token(ctx: Context, sent: str) -> None:
    client = program(ctx)
    for method, path in (("GET", "/me"), ("GET", "/questions/6f1b1a52-0a54-4c1c-9d6c-5a3f3f0f8d11/draft")):
        response = client.request(method, path, headers={"authorization": f"Bearer {sent}".encode()})
        assert is_problem(response, 401)
