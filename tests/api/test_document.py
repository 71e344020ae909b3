"""The API keeps to its own OpenAPI document, whatever a program sends; schemathesis makes up what."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection

from core.api import create_api
from core.services import api_tokens, sessions
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_context, make_person
from tests.support.postgres import new_database
from tests.support.programs import DOCUMENT, token_of

EXAMPLES = 200
OPERATIONS = [
    (method, path, mode)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    for mode in GenerationMode
    # there is nothing to get wrong where nothing is sent
    if mode is GenerationMode.POSITIVE or "parameters" in operation or "requestBody" in operation
]


@dataclass
class Served:
    """The API over a database of its own, with a token, and ids that exist."""

    api: FastAPI
    token: str
    ids: dict[str, UUID]

    def call(self, case: Case) -> None:
        """Send a request and hold the response against the document, by all checks that schemathesis has."""
        if case.headers and "Idempotency-Key" in case.headers:
            case.headers["Idempotency-Key"] = uuid4().hex  # used twice it would rightly be refused
        headers = {"Authorization": f"Bearer {self.token}"}
        response = case.call(headers=headers)
        # What is wrong with a body may be its size, and what is wrong with a query, such as an empty list, may be lost
        # on the way.
        sent = set(parse_qs(urlsplit(response.request.url).query, keep_blank_values=True))
        is_otherwise = response.status_code == 413 or set(case.query or ()) != sent
        beside = [negative_data_rejection] if is_otherwise else []
        case.validate_response(response, headers=headers, excluded_checks=beside)

    def aim(self, case: Case) -> None:
        """Of two ids that were made up let one be a known one, since most behaviour is behind those; and all skills."""
        for body in (case.body, case.body.get("custom_role") if isinstance(case.body, dict) else None):
            if isinstance(body, dict) and body.get("skills"):
                body["skills"] = {"sql": 0.5} if isinstance(body["skills"], dict) else ["sql"]
        for place in (case.path_parameters, case.query, case.body):
            for name, value in list(place.items()) if isinstance(place, dict) else ():
                if name in self.ids and isinstance(value, str) and int(value[-1], 16) % 2:
                    place[name] = str(self.ids[name])


@pytest.fixture
def served(
    tmp_path: Path, clock: FakeClock, pg_url: str, new_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    """On PostgreSQL, which refuses more than SQLite does."""
    monkeypatch.setattr(api_tokens, "MOST_WRITES", 10**6)
    with new_database(pg_url, template=new_postgres) as url:
        ctx = make_context(url, tmp_path, clock)
        ada = make_person(ctx)
        session_id = sessions.start_interview(ctx, ada, choice())
        question = sessions.show_next(ctx, ada, session_id)
        token = token_of(ctx, ada)
        ids = {"session_id": session_id, "question_id": question.id, "after": session_id, "user": ada.id}
        yield Served(create_api(ctx), token, ids)
        ctx.db.dispose()


@pytest.mark.timeout(600)
@pytest.mark.parametrize(("method", "path", "mode"), OPERATIONS)
def test_it_keeps_its_word(served: Served, method: str, path: str, mode: GenerationMode) -> None:
    schema: Any = schemathesis.openapi.from_asgi("/openapi.json", served.api)
    strategy = schema[path][method].as_strategy(generation_mode=mode)

    operation = DOCUMENT["paths"][path][method]
    varies = "parameters" in operation or "requestBody" in operation
    modes = sum((method, path) == each[:2] for each in OPERATIONS)

    @settings(
        # where nothing is sent, every example is the same request
        max_examples=EXAMPLES // modes if varies else EXAMPLES // 10,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def holds(case: Case) -> None:
        if mode is GenerationMode.POSITIVE:
            served.aim(case)
        served.call(case)

    holds()
