"""What the answer box relies on: acknowledged drafts, one answer, and errors in one shape."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import func, select

from core.models import InterviewAnswer
from core.services import reading, sessions
from core.services.accounts import Person
from core.services.box_tokens import BoxPass, make_box_token
from core.services.context import Context
from core.services.views import QuestionView
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_person
from tests.support.programs import BOTH, is_problem


@pytest.fixture
def question(ctx: Context, ada: Person) -> QuestionView:
    return sessions.show_next(ctx, ada, sessions.start_interview(ctx, ada, choice()))


@pytest.fixture
def bearer(ctx: Context, ada: Person, question: QuestionView) -> dict[str, str]:
    return {"authorization": f"Bearer {make_box_token(ctx, BoxPass(ada.id, question.id))}"}


def put_draft(client: TestClient, question_id: UUID, bearer: dict[str, str], text: str, revision: int) -> Response:
    return client.put(f"/questions/{question_id}/draft", headers=bearer, json={"text": text, "revision": revision})


def hand_in(client: TestClient, question_id: UUID, bearer: dict[str, str], text: str, revision: int) -> Response:
    return client.post(f"/questions/{question_id}/answer", headers=bearer, json={"text": text, "revision": revision})


def test_a_draft_is_acknowledged_and_read_back(
    client: TestClient, question: QuestionView, bearer: dict[str, str]
) -> None:
    saved = put_draft(client, question.id, bearer, "I would measure", 1)
    assert saved.status_code == 200
    assert (saved.json()["text"], saved.json()["revision"]) == ("I would measure", 1)
    assert client.get(f"/questions/{question.id}/draft", headers=bearer).json()["text"] == "I would measure"


def test_a_stale_draft_gets_the_newer_text(client: TestClient, question: QuestionView, bearer: dict[str, str]) -> None:
    put_draft(client, question.id, bearer, "newer", 2)
    refused = put_draft(client, question.id, bearer, "older", 2)
    assert is_problem(refused, 409)
    assert refused.json()["current"] == {"text": "newer", "notes": "", "revision": 2}


def test_an_answer_comes_back_with_scores_and_feedback(
    client: TestClient, question: QuestionView, bearer: dict[str, str]
) -> None:
    answer = hand_in(client, question.id, bearer, "I would measure first, because guesses cost time.", 1)
    assert answer.status_code == 200
    body = answer.json()
    assert body["question"]["id"] == str(question.id)
    assert set(body["scores_json"]) == {"structure", "relevance", "technical_accuracy", "depth", "communication"}
    assert {"strengths", "weaknesses", "model_answer", "improvements"} <= set(body["feedback_json"])
    again = hand_in(client, question.id, bearer, "I would measure first, because guesses cost time.", 2)
    assert again.json() == body
    assert is_problem(hand_in(client, question.id, bearer, "another text", 3), 409)


def test_after_the_deadline_the_draft_counts(
    client: TestClient, clock: FakeClock, question: QuestionView, bearer: dict[str, str]
) -> None:
    put_draft(client, question.id, bearer, "in time", 1)
    clock.advance(seconds=question.seconds + 6)
    late = hand_in(client, question.id, bearer, "too late", 2)
    assert is_problem(late, 409) and late.json()["state"] == "expired"
    now = client.get(f"/questions/{question.id}/draft", headers=bearer).json()
    assert now["is_answered"] and now["text"] == "in time"


def test_the_token_is_good_for_one_question_only(
    ctx: Context, client: TestClient, ada: Person, question: QuestionView, bearer: dict[str, str]
) -> None:
    other = reading.questions(ctx, ada, question.session_id)[1]
    assert is_problem(put_draft(client, other.id, bearer, "x", 1), 404)
    assert is_problem(put_draft(client, uuid4(), bearer, "x", 1), 404)


def test_a_token_for_somebody_elses_question_is_worth_nothing(
    ctx: Context, client: TestClient, question: QuestionView
) -> None:
    bob = make_person(ctx, "bob")
    token = make_box_token(ctx, BoxPass(bob.id, question.id))
    assert is_problem(put_draft(client, question.id, {"authorization": f"Bearer {token}"}, "x", 1), 404)


@pytest.mark.parametrize("header", [{}, {"authorization": "Bearer nonsense"}, {"authorization": "Basic YTpi"}])
def test_without_a_good_token_nothing_is_told(
    client: TestClient, question: QuestionView, header: dict[str, str]
) -> None:
    assert is_problem(put_draft(client, question.id, header, "x", 1), 401)


@pytest.mark.parametrize("body", [{}, {"text": "x"}, {"text": "x", "revision": 0}, {"text": "x" * 8001, "revision": 1}])
def test_bad_bodies_are_told_field_by_field(
    client: TestClient, question: QuestionView, bearer: dict[str, str], body: dict[str, object]
) -> None:
    refused = client.put(f"/questions/{question.id}/draft", headers=bearer, json=body)
    assert is_problem(refused, 422)
    assert all(error["field"] and error["message"] for error in refused.json()["errors"])


def test_an_unknown_address_is_a_problem_document_too(client: TestClient) -> None:
    assert is_problem(client.get("/nowhere"), 404)


def test_it_says_that_it_is_alive_and_ready(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/ready").json()["items"] > 0


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_fifty_identical_requests_get_one_answer_and_the_same_body(
    ctx: Context, client: TestClient, question: QuestionView, bearer: dict[str, str]
) -> None:
    headers = {**bearer, "Idempotency-Key": "3f0c1c1e"}
    body = {"text": "I would measure before I change anything.", "revision": 1}
    with ThreadPoolExecutor(50) as pool:
        answers = list(
            pool.map(lambda _: client.post(f"/questions/{question.id}/answer", headers=headers, json=body), range(50))
        )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(InterviewAnswer)) == 1
    other = client.post(f"/questions/{question.id}/answer", headers=headers, json=body | {"text": "Another."})
    assert is_problem(other, 422)
    assert other.json()["errors"][0]["field"] == "Idempotency-Key"


def test_notes_are_kept_with_the_draft_and_never_with_the_answer(
    client: TestClient, question: QuestionView, bearer: dict[str, str]
) -> None:
    body = {"text": "I would measure", "revision": 1, "notes": "cache? index? both?"}
    assert client.put(f"/questions/{question.id}/draft", headers=bearer, json=body).json()["notes"] == body["notes"]
    # a client that knows no notes does not wipe them
    assert put_draft(client, question.id, bearer, "I would measure first", 2).json()["notes"] == body["notes"]
    answer = hand_in(client, question.id, bearer, "I would measure first", 3).json()
    assert "cache?" not in str(answer)
    too_long = client.put(
        f"/questions/{question.id}/draft", headers=bearer, json=body | {"notes": "x" * 4001, "revision": 4}
    )
    assert is_problem(too_long, 422)
