"""Who may call what: every route of the API, written out, for everybody who could try."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx import Response
from starlette.routing import Mount, Route

from core.api import create_api
from core.models import UserRoleRow
from core.models.vocabulary import Scope, Shows, UserRole
from core.services import accounts, api_tokens, coaching, sessions
from core.services.accounts import Person
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_context, make_person
from tests.support.programs import program, token_of

CALLERS = "owner  other  coach  stranger  admin  nobody  revoked  expired".split()
"""``coach`` is one to whom the owner shows their answers, ``stranger`` a coach to whom they show nothing."""

MATRIX = {
    # somebody's interview               owner other coach stranger admin nobody revoked expired
    "GET /interviews/{session_id}":           "200 404 200 404 404 401 401 401",
    "GET /interviews/{session_id}/questions": "200 404 200 404 404 401 401 401",
    "GET /interviews/{session_id}/answers":   "200 404 200 404 404 401 401 401",
    "GET /interviews/{session_id}/report":    "200 404 200 404 404 401 401 401",
    "GET /interviews/{session_id}/report.pdf": "200 404 200 404 404 401 401 401",
    "GET /interviews/{session_id}/report.csv": "200 404 200 404 404 401 401 401",
    "GET /interviews?user={user_id}":         "200 404 200 404 404 401 401 401",
    # what only the candidate does
    "GET /interviews/{session_id}/current":   "200 404 404 404 404 401 401 401",
    "POST /interviews/{session_id}/next":     "200 404 404 404 404 401 401 401",
    "POST /interviews/{session_id}/answers":  "201 404 404 404 404 401 401 401",
    "POST /interviews/{session_id}/finish":   "200 404 404 404 404 401 401 401",
    "POST /interviews/{session_id}/reveal":   "200 404 404 404 404 401 401 401",
    "GET /questions/{question_id}/draft":     "200 404 404 404 404 401 401 401",
    "PUT /questions/{question_id}/draft":     "200 404 404 404 404 401 401 401",
    "POST /questions/{question_id}/answer":   "200 404 404 404 404 401 401 401",
    "POST /questions/{question_id}/skip":     "200 404 404 404 404 401 401 401",
    "DELETE /tokens/{token_id}":              "204 404 404 404 404 401 401 401",
    # each caller's own
    "POST /interviews":                       "201 201 201 201 201 401 401 401",
    "GET /interviews":                        "200 200 200 200 200 401 401 401",
    "GET /me":                                "200 200 200 200 200 401 401 401",
    "GET /profile":                           "200 200 200 200 200 401 401 401",
    "PUT /profile":                           "200 200 200 200 200 401 401 401",
    "GET /tokens":                            "200 200 200 200 200 401 401 401",
    # the same for all who have a token
    "GET /roles":                             "200 200 200 200 200 401 401 401",
    "GET /roles/backend-engineer":            "200 200 200 200 200 401 401 401",
    # the same for all
    "GET /health":                            "200 200 200 200 200 200 200 200",
    "GET /ready":                             "200 200 200 200 200 200 200 200",
    "GET /docs":                              "200 200 200 200 200 200 200 200",
    "GET /docs/oauth2-redirect":              "200 200 200 200 200 200 200 200",
    "GET /openapi.json":                      "200 200 200 200 200 200 200 200",
    "GET /static-offline-docs/swagger-ui.css": "200 200 200 200 200 200 200 200",
    # between our own pages and their browser, by ticket and cookie, whatever the token
    "POST /session":                          "401 401 401 401 401 401 401 401",
    "DELETE /session":                        "204 204 204 204 204 204 204 204",
}  # fmt: skip

BODIES: dict[str, Any] = {
    "POST /interviews": {"role_id": "backend-engineer", "level": "mid", "type": "technical", "count": 10},
    "POST /interviews/{session_id}/next": {},
    "POST /interviews/{session_id}/answers": {
        "question_id": "{question_id}", "answer_text": "I measure first.", "time_seconds": 40,
    },
    "POST /interviews/{session_id}/reveal": {},
    "PUT /questions/{question_id}/draft": {"text": "I measure", "revision": 2},
    "POST /questions/{question_id}/answer": {"text": "I measure first.", "revision": 2},
    "POST /questions/{question_id}/skip": {"text": "I measure", "revision": 2},
    "PUT /profile": {"skills": [], "experience": "", "cv_text": "", "job_text": ""},
    "POST /session": {"ticket": "x" * 40},
}  # fmt: skip


@dataclass
class World:
    """An interview of Ada's with its first question shown, a finished one, and programs of everybody."""

    ctx: Context
    open_id: UUID
    finished_id: UUID
    question_id: UUID
    spare_token: UUID
    owner: Person
    coach: Person
    admin: Person
    group_id: UUID
    programs: dict[str, TestClient]

    def call(self, caller: str, row: str, *, strange: bool = False) -> Response:
        """What a caller gets; with ``strange`` for ids that nobody has."""
        method, path = row.split(" ", 1)
        session_id = self.finished_id if path.endswith("/reveal") else self.open_id
        ids = {
            "{session_id}": str(session_id),
            "{question_id}": str(self.question_id),
            "{token_id}": str(self.spare_token),
            "{user_id}": str(self.owner.id),
        }
        if strange:
            ids = dict.fromkeys(ids, str(uuid4()))
        body = BODIES.get(row)
        if body and "question_id" in body:
            body = body | {"question_id": ids["{question_id}"]}
        for name, value in ids.items():
            path = path.replace(name, value)
        return self.programs[caller].request(method, path, json=body)


@pytest.fixture
def world(tmp_path: Path, new_sqlite: Path) -> Iterator[World]:
    """A world of the test's own, which it may change."""
    with made_world(tmp_path, new_sqlite) as world:
        yield world


@pytest.fixture(scope="module")
def kept_world(tmp_path_factory: pytest.TempPathFactory, new_sqlite: Path) -> Iterator[World]:
    """A world for all tests that only look."""
    with made_world(tmp_path_factory.mktemp("matrix"), new_sqlite) as world:
        yield world


@contextmanager
def made_world(folder: Path, new_sqlite: Path) -> Iterator[World]:
    clock = FakeClock()
    shutil.copy(new_sqlite, folder / "matrix.db")
    ctx = make_context(f"sqlite:///{folder / 'matrix.db'}", folder, clock)
    ada, bob = make_person(ctx, "ada"), make_person(ctx, "bob")
    carla, cyril = holding(ctx, "carla", UserRole.COACH), holding(ctx, "cyril", UserRole.COACH)
    admin = holding(ctx, "root", *UserRole)
    group_id = coaching.make_group(ctx, carla, "Spring").id
    coaching.join(ctx, ada, coaching.invite(ctx, carla, group_id), Shows.ANSWERS)
    coaching.make_group(ctx, cyril, "Nobody yet")
    expired = token_of(ctx, ada, days=1)
    clock.advance(days=1)
    finished_id, open_id = (sessions.start_interview(ctx, ada, choice()) for _ in range(2))
    sessions.finish(ctx, ada, finished_id)
    question = sessions.show_next(ctx, ada, open_id)
    revoked = api_tokens.make_token(ctx, ada, name="lost", scope=Scope.PRACTISE)
    api_tokens.revoke(ctx, ada, revoked.token.id)
    spare = api_tokens.make_token(ctx, ada, name="spare", scope=Scope.READ).token.id
    people = {"owner": ada, "other": bob, "coach": carla, "stranger": cyril, "admin": admin}
    tokens: dict[str, str | None] = {caller: token_of(ctx, person) for caller, person in people.items()}
    tokens |= {"nobody": None, "revoked": revoked.secret, "expired": expired}
    programs = {caller: program(ctx, token) for caller, token in tokens.items()}
    yield World(ctx, open_id, finished_id, question.id, spare, ada, carla, admin, group_id, programs)
    ctx.db.dispose()


def holding(ctx: Context, username: str, *roles: UserRole) -> Person:
    """Somebody who holds these roles, and is a candidate as everybody."""
    person = make_person(ctx, username)
    with ctx.db.writing() as session:
        session.add_all(UserRoleRow(user_id=person.id, role=role) for role in roles if not person.has(role))
    return accounts.person_by_id(ctx, person.id)


def test_every_route_is_in_the_matrix(kept_world: World) -> None:
    routes = set()
    top = create_api(kept_world.ctx).routes
    included = [route.original_router.routes for route in top if hasattr(route, "original_router")]
    for route in [*top, *chain(*included)]:
        if isinstance(route, Mount):
            routes.add(f"GET {route.path}")
        elif isinstance(route, APIRoute | Route):
            routes |= {f"{method} {route.path}" for method in route.methods or () if method != "HEAD"}
    written = {row.replace("backend-engineer", "{role_id}").split("?")[0] for row in MATRIX}
    written = {row.removesuffix("/swagger-ui.css") for row in written}
    assert written == routes


@pytest.mark.parametrize("row", MATRIX)
def test_everybody_gets_what_the_matrix_says(request: pytest.FixtureRequest, row: str) -> None:
    world: World = request.getfixturevalue("kept_world" if row.startswith("GET") else "world")
    expected = dict(zip(CALLERS, map(int, MATRIX[row].split()), strict=True))
    got = {}
    # the owner last: had anybody else changed something, theirs would fail
    for caller in [*CALLERS[1:], CALLERS[0]]:
        response = world.call(caller, row)
        got[caller] = response.status_code
        if response.status_code in (401, 404):
            assert response.headers["content-type"] == "application/problem+json"
        if response.status_code == 404:
            assert response.content == world.call(caller, row, strange=True).content
        if response.status_code == 401:
            assert "WWW-Authenticate" in response.headers
            assert "interview" not in response.text
    assert got == expected


@pytest.mark.parametrize("row", [row for row in MATRIX if not row.startswith("GET") and "/session" not in row[-8:]])
def test_a_token_that_may_read_writes_nothing(world: World, row: str) -> None:
    world.programs["reading"] = program(world.ctx, token_of(world.ctx, world.owner, Scope.READ))
    refused = world.call("reading", row)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert world.call("owner", row).status_code == int(MATRIX[row].split()[0])


def test_a_coach_sees_no_word_of_somebody_who_shows_scores_only(world: World) -> None:
    words = "An index keeps the keys in order, so few pages are read."
    body = {"question_id": str(world.question_id), "answer_text": words, "time_seconds": 30}
    world.programs["owner"].post(f"/interviews/{world.open_id}/answers", json=body)
    assert words in see(world, "/report").text and words in see(world, "/answers").text
    show(world, Shows.SCORES)
    assert see(world, "").status_code == see(world, "/questions").status_code == 200
    report = see(world, "/report").json()
    assert report["answers"][0]["answer_text"] is None and report["answers"][0]["overall_score"] is not None
    assert {found["quote"] for found in report["strengths"] + report["weaknesses"]} == {""}
    assert "index keeps" not in see(world, "/report").text
    assert see(world, "/answers").status_code == 404


def test_whoever_leaves_the_group_is_out_of_sight_at_once(world: World) -> None:
    assert see(world, "").status_code == 200
    coaching.leave(world.ctx, world.owner, world.group_id)
    coaching.leave(world.ctx, world.owner, world.group_id)
    assert {see(world, what).status_code for what in ("", "/questions", "/answers", "/report")} == {404}
    assert world.programs["coach"].get(f"/interviews?user={world.owner.id}").status_code == 404
    show(world, Shows.ANSWERS)
    assert see(world, "").status_code == 200


def test_whoever_is_no_coach_any_more_sees_nothing(world: World) -> None:
    accounts.set_roles(world.ctx, world.admin, world.coach.id, {UserRole.CANDIDATE})
    assert see(world, "").status_code == 404


def test_a_disabled_person_has_no_good_token(world: World) -> None:
    accounts.set_active(world.ctx, world.admin, world.owner.id, active=False)
    assert world.programs["owner"].get("/me").status_code == 401


def see(world: World, what: str) -> Response:
    """What the owner's coach sees of the interview that is going on."""
    return world.programs["coach"].get(f"/interviews/{world.open_id}{what}")


def show(world: World, shows: Shows) -> None:
    """The owner joins the coach's group, or changes what they show there."""
    coach = accounts.person_by_id(world.ctx, world.coach.id)
    coaching.join(world.ctx, world.owner, coaching.invite(world.ctx, coach, world.group_id), shows)
