"""What holds for the API as a whole: sizes, errors, the document, and that it serves alone."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from core.api import create_api, serve_alone
from core.serializers import examples
from core.serializers.interviews import (
    InterviewAnswerResponseSerializer,
    InterviewAnswerSerializer,
    InterviewIn,
    InterviewSessionSerializer,
)
from core.serializers.people import ProfileIn
from core.services.context import Context
from tests.support.programs import is_problem, program


def test_a_body_has_at_most_64_kb(hers: TestClient) -> None:
    just = b'{"x": "' + b"y" * (64 * 1024 - 9) + b'"}'
    assert len(just) == 64 * 1024
    assert hers.put("/profile", content=just, headers={"content-type": "application/json"}).status_code == 422
    assert is_problem(hers.put("/profile", content=just + b" "), 413)


def test_nor_one_that_does_not_say_how_long_it_is(hers: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 4096

    assert is_problem(hers.put("/profile", content=endless()), 413)
    assert is_problem(hers.post("/session", content=endless()), 413)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/nowhere", 404), ("PATCH", "/profile", 405), ("GET", "/interviews/mine", 422)],
)
def test_every_error_has_the_one_shape(hers: TestClient, method: str, path: str, status: int) -> None:
    assert is_problem(hers.request(method, path), status)


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b'{"experience": "\\ud800"}'])
def test_what_is_no_json_object_is_told_so(hers: TestClient, content: bytes) -> None:
    response = hers.put("/profile", content=content, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422) and is_problem(response, response.status_code)


def test_a_fault_of_ours_tells_nothing_about_the_inside(
    ctx: Context, hers: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr("core.api.account.profiles.profile_of", broken)
    response = hers.get("/profile")
    assert is_problem(response, 500) and "swordfish" not in response.text


def test_a_database_that_is_away_is_no_fault_of_the_caller(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    def away(*_: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("no route to host"))

    monkeypatch.setattr("core.api.health.text", away)
    response = program(ctx).get("/ready")
    assert is_problem(response, 503) and response.headers["Retry-After"] and "route" not in response.text
    assert program(ctx).get("/health").status_code == 200


def test_the_documentation_needs_no_internet(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http://" not in page and "https://" not in page
    for asset in ("/static-offline-docs/swagger-ui-bundle.js", "/static-offline-docs/swagger-ui.css"):
        assert asset in page and client.get(asset).status_code == 200
    document = client.get("/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert not {"HTTPValidationError", "ValidationError"} & set(document["components"]["schemas"])


def test_every_operation_says_what_it_does_and_how_it_fails(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    names = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            names.append(operation["operationId"])
            assert operation["description"], (method, path)
            errors = {status for status in operation["responses"] if status >= "4"}
            assert ("security" in operation) is ("401" in errors), (method, path)
            for status in errors:
                assert set(operation["responses"][status]["content"]) == {"application/problem+json"}
    assert len(set(names)) == len(names)


def test_the_examples_of_the_documentation_are_what_they_show(client: TestClient) -> None:
    shapes = client.get("/openapi.json").json()["components"]["schemas"]
    with_examples = {name for name, shape in shapes.items() if "examples" in shape}
    assert with_examples >= {
        *("InterviewIn", "InterviewSessionSerializer", "InterviewQuestionSerializer", "InterviewAnswerSerializer"),
        *("InterviewAnswerResponseSerializer", "DraftIn", "RevealIn", "ProfileIn", "Problem"),
    }
    assert InterviewSessionSerializer.model_validate(examples.SESSION)
    assert InterviewAnswerResponseSerializer.model_validate(examples.ANSWER)
    assert ProfileIn.model_validate(examples.PROFILE).time_factor == "1.5"
    for name, shape in ("InterviewIn", InterviewIn), ("InterviewAnswerSerializer", InterviewAnswerSerializer):
        assert [shape.model_validate(example) for example in shapes[name]["examples"]]


def test_it_serves_alone_at_the_same_addresses_and_behind_a_proxy_that_takes_the_prefix_off(ctx: Context) -> None:
    with TestClient(serve_alone(ctx)) as alone:
        for prefix in ("/api", ""):
            assert alone.get(f"{prefix}/health").json() == {"status": "ok"}
            assert is_problem(alone.get(f"{prefix}/me"), 401)
            assert f'"{prefix}/static-offline-docs/swagger-ui.css"' in alone.get(f"{prefix}/docs").text
            assert alone.get(f"{prefix}/openapi.json").status_code == 200
    assert create_api(ctx).openapi()["info"]["title"] == "Interview practice"
