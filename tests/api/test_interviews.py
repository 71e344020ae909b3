"""From setup to report by a program: the shapes, the clock, and that nothing counts twice."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from core.models import AnswerScoring, InterviewAnswer, InterviewSession
from core.models.vocabulary import RoleSource, Timing
from core.services import answering, leaving, profiles, report, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_person
from tests.support.programs import BOTH, is_problem, program, token_of

SETUP = {"role_id": "backend-engineer", "level": "mid", "type": "technical", "count": 10, "seed": 7, "followups": False}
WORDS = "First I would measure where the time goes, because an index only helps when few rows match the condition."

SESSION = {
    *("id", "user", "profile", "role_selected", "role_source", "level", "type", "mode", "time_factor", "status"),
    *("overall_score", "notes", "started_at", "ended_at", "created_at", "updated_at", "progress"),
}
QUESTION = {
    *("id", "session", "order", "question_text", "category", "difficulty", "skill_tags_json", "is_followup"),
    *("parent_question", "created_at"),
}
ANSWER = {
    *("id", "question", "answer_text", "scores_json", "feedback_json", "skill_tags_json", "submitted_at"),
    *("time_seconds", "counting", "machine_scores_json", "coaches_differ", "ratings", "comments", "review_request"),
}
DIMENSIONS = {"structure", "relevance", "technical_accuracy", "depth", "communication"}


def begun(hers: TestClient, **more: Any) -> tuple[str, list[dict[str, Any]]]:
    """A new interview's address and its questions."""
    made = hers.post("/interviews", json=SETUP | more)
    assert made.status_code == 201, made.text
    address = f"/interviews/{made.json()['id']}"
    return address, hers.get(f"{address}/questions").json()


def answered(hers: TestClient, address: str, question: dict[str, Any], text: str = WORDS, seconds: int = 60) -> Any:
    body = {"question_id": question["id"], "answer_text": text, "time_seconds": seconds}
    return hers.post(f"{address}/answers", json=body)


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_from_setup_to_report(hers: TestClient, ada: Person) -> None:
    made = hers.post("/interviews", json=SETUP)
    interview = made.json()
    address = f"/interviews/{interview['id']}"
    assert (made.status_code, made.headers["location"]) == (201, f"/api{address}")
    assert set(interview) == SESSION
    assert (interview["status"], interview["user"], interview["role_source"]) == ("in_progress", str(ada.id), "catalog")
    assert (interview["role_selected"]["id"], interview["role_selected"]["name"]) == (
        "backend-engineer",
        "Backend engineer",
    )
    assert interview["progress"] == {"current_question": 1, "total_questions": 10, "answered": 0}

    questions = hers.get(f"{address}/questions").json()
    assert [question["order"] for question in questions] == list(range(1, 11))
    assert set(questions[0]) == QUESTION

    answer = answered(hers, address, questions[0])
    assert answer.status_code == 201
    body = answer.json()
    assert set(body) == ANSWER
    assert body["question"] == questions[0]
    assert set(body["scores_json"]) == DIMENSIONS
    assert {"strengths", "weaknesses", "model_answer", "improvements"} <= set(body["feedback_json"])
    assert (body["answer_text"], body["time_seconds"]) == (WORDS, 60)
    assert hers.get(f"{address}/answers").json() == [body]
    assert hers.get(address).json()["progress"] == {"current_question": 2, "total_questions": 10, "answered": 1}

    done = hers.post(f"{address}/finish").json()
    assert done["status"] == "completed" and done["ended_at"] and done["overall_score"] is not None
    assert hers.post(f"{address}/finish").json() == done == hers.get(address).json()

    told = hers.get(f"{address}/report").json()
    assert told["session"] == done and told["overall_score"] == done["overall_score"]
    assert set(told["rubric_breakdown"]) == DIMENSIONS
    assert set(told["skill_breakdown"]) == set(questions[0]["skill_tags_json"])
    assert len(told["strengths"]) <= 3 and 3 <= len(told["weaknesses"]) <= 5
    [summary] = told["answers"]
    assert summary["question"]["id"] == questions[0]["id"] and summary["is_told_time"]


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_an_answer_by_a_program_and_one_on_the_dashboard_are_the_same_row(
    ctx: Context, clock: FakeClock, hers: TestClient, ada: Person
) -> None:
    bob = make_person(ctx, "bob")
    session_id = sessions.start_interview(ctx, bob, choice())
    address, questions = begun(hers)
    for nth in range(4):
        text = [WORDS, "", "I do not know.", WORDS + " " + WORDS.replace("index", "cache")][nth]
        shown = sessions.show_next(ctx, bob, session_id)
        assert shown.question_text == questions[nth]["question_text"]
        clock.advance(seconds=60)
        answering.submit_answer(ctx, bob.id, shown.id, Written(text, 1))
        assert answered(hers, address, questions[nth], text).status_code == 201
    with ctx.db.reading() as session:
        rows = [
            [_plain(answer) for answer in session.scalars(_answers_of(person).order_by(InterviewAnswer.created_at))]
            for person in (ada, bob)
        ]
    assert rows[0] == rows[1] and len(rows[0]) == 4
    sessions.finish(ctx, bob, session_id)
    hers.post(f"{address}/finish")
    theirs = program(ctx, token_of(ctx, bob))
    mine, other = (client.get("/interviews").json()["items"][0] for client in (hers, theirs))
    assert mine["overall_score"] == other["overall_score"]
    reports = [report.open_report(ctx, ada, UUID(mine["id"])), report.open_report(ctx, bob, session_id)]
    assert reports[0].strengths == reports[1].strengths and reports[0].weaknesses == reports[1].weaknesses
    assert [one.scorecard for one in reports[0].answers] == [one.scorecard for one in reports[1].answers]


def _answers_of(person: Person) -> Any:
    return (
        select(InterviewAnswer)
        .join(InterviewAnswer.question)
        .join(InterviewSession)
        .where(InterviewSession.user_id == person.id)
    )


def _plain(answer: InterviewAnswer) -> dict[str, Any]:
    """All of a row but what must differ: whose it is, and who kept the time."""
    columns = (column.key for column in InterviewAnswer.__table__.columns)
    return {name: getattr(answer, name) for name in columns if name not in ("id", "question_id", "is_told_time")}


# --- setting up ---------------------------------------------------------------------------------------------------


def test_the_same_seed_draws_the_same_questions(ctx: Context, hers: TestClient) -> None:
    theirs = program(ctx, token_of(ctx, make_person(ctx, "bob")))
    drawn = [[question["question_text"] for question in begun(client)[1]] for client in (hers, theirs)]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize(
    ("factor", "stored"), [(1.5, "1.5"), ("1.5", "1.5"), (2, "2"), (1, "1"), ("untimed", "untimed")]
)
def test_the_time_factor_is_a_number_or_a_word(hers: TestClient, factor: object, stored: str) -> None:
    assert hers.post("/interviews", json=SETUP | {"time_factor": factor}).json()["time_factor"] == stored


def test_the_profile_says_how_much_time_there_is_and_counts_unnamed(
    ctx: Context, hers: TestClient, ada: Person
) -> None:
    profile = {"skills": ["python"], "experience": "Ten years", "cv_text": "", "job_text": "", "time_factor": 2}
    saved = hers.put("/profile", json=profile).json()
    assert saved == hers.get("/profile").json() and saved["time_factor"] == "2"
    made = hers.post("/interviews", json=SETUP).json()
    assert (made["profile"], made["time_factor"]) == (saved["id"], "2")
    assert hers.post("/interviews", json=SETUP | {"profile_id": saved["id"]}).json()["profile"] == saved["id"]
    other = make_person(ctx, "bob")
    theirs = profiles.save_profile(ctx, other, skills=(), experience="", cv_text="", job_text="", timing=Timing.USUAL)
    for strange in (str(theirs.id), str(uuid4())):
        assert is_problem(hers.post("/interviews", json=SETUP | {"profile_id": strange}), 404)


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_a_role_of_ones_own_brings_its_skills_or_is_given_them(hers: TestClient) -> None:
    own = {key: value for key, value in SETUP.items() if key != "role_id"}
    found = hers.post("/interviews", json=own | {"custom_role": {"name": "Payments product manager"}}).json()
    assert found["role_source"] == RoleSource.CUSTOM and found["role_selected"]["like"] == "product-manager"
    given = {"name": "Query tamer", "skills": {"sql": 1.0, "databases": 0.5}}
    made = hers.post("/interviews", json=own | {"custom_role": given}).json()
    assert made["role_selected"]["skills"] == given["skills"] and made["role_selected"]["name"] == "Query tamer"
    wrong = hers.post("/interviews", json=own | {"custom_role": {"name": "\x00 ", "skills": {"telepathy": 1}}})
    assert is_problem(wrong, 422)
    assert [error["field"] for error in wrong.json()["errors"]] == ["custom_role.name", "custom_role.skills"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"level": "wizard"}, "level"),
        ({"type": None}, "type"),
        ({"count": 9}, "count"),
        ({"count": 16}, "count"),
        ({"seed": -1}, "seed"),
        ({"time_factor": 3}, "time_factor"),
        ({"cuont": 12}, "cuont"),
        ({"custom_role": {"name": "Both"}}, "body"),
        ({"role_id": None}, "body"),
        ({"profile_id": "mine"}, "profile_id"),
    ],
)
def test_what_is_wrong_is_told_by_field(hers: TestClient, change: dict[str, Any], field: str) -> None:
    refused = hers.post("/interviews", json=SETUP | change)
    assert is_problem(refused, 422)
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert hers.get("/interviews").json()["total"] == 0


def test_everything_that_is_wrong_is_told_at_once(hers: TestClient) -> None:
    refused = hers.post("/interviews", json={"role_id": "backend-engineer", "count": 99})
    assert {error["field"] for error in refused.json()["errors"]} == {"level", "type", "count"}


def test_an_unknown_role_is_not_found(hers: TestClient) -> None:
    assert is_problem(hers.post("/interviews", json=SETUP | {"role_id": "emperor"}), 404)
    assert is_problem(hers.get("/roles/emperor"), 404)
    roles = hers.get("/roles").json()
    assert hers.get(f"/roles/{roles[3]['id']}").json() == roles[3]


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_a_repeated_request_makes_one_interview(ctx: Context, hers: TestClient) -> None:
    key = {"Idempotency-Key": "a-key-of-the-client"}
    body = {name: value for name, value in SETUP.items() if name != "seed"}
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda _: hers.post("/interviews", json=body, headers=key), range(20)))
    assert {answer.status_code for answer in made} == {201}
    assert len({answer.content for answer in made}) == 1
    assert hers.get("/interviews").json()["total"] == 1
    other = hers.post("/interviews", json=body | {"level": "senior"}, headers=key)
    assert is_problem(other, 422) and other.json()["errors"][0]["field"] == "Idempotency-Key"
    assert hers.post("/interviews", json=body, headers={"Idempotency-Key": "another"}).status_code == 201
    assert hers.get("/interviews").json()["total"] == 2


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_a_key_is_forgotten_in_the_end(ctx: Context, clock: FakeClock, ada: Person) -> None:
    first = sessions.start_interview(ctx, ada, choice(), key="k")
    clock.advance(days=29)
    leaving.sweep(ctx)
    assert sessions.start_interview(ctx, ada, choice(), key="k") == first
    clock.advance(days=2)
    leaving.sweep(ctx)
    assert sessions.start_interview(ctx, ada, choice(), key="k") != first


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_interviews_come_in_pages_that_new_ones_do_not_shift(
    ctx: Context, clock: FakeClock, ada: Person, hers: TestClient
) -> None:
    ids = [str(sessions.start_interview(ctx, ada, choice())) for _ in range(5)]  # all at the same moment
    first = hers.get("/interviews?limit=2").json()
    clock.advance(seconds=1)
    newest = str(sessions.start_interview(ctx, ada, choice()))
    seen = [interview["id"] for interview in first["items"]]
    page = first
    while page["next"]:
        page = hers.get(f"/interviews?limit=2&after={page['next']}").json()
        seen += [interview["id"] for interview in page["items"]]
    assert sorted(seen) == sorted(ids) and len(seen) == 5 and newest not in seen
    assert page["total"] == 6
    hers.post(f"/interviews/{newest}/finish")
    assert [i["id"] for i in hers.get("/interviews?status=completed").json()["items"]] == [newest]
    assert is_problem(hers.get("/interviews?limit=0"), 422)
    assert is_problem(hers.get(f"/interviews?after={uuid4()}"), 404)


# --- answering ----------------------------------------------------------------------------------------------------


def test_the_first_answer_counts(ctx: Context, hers: TestClient) -> None:
    address, questions = begun(hers)
    first = answered(hers, address, questions[0])
    assert answered(hers, address, questions[0], seconds=999).json() == first.json()
    other = answered(hers, address, questions[0], "Another text.")
    assert is_problem(other, 409) and other.json()["state"] == "answered"
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(InterviewAnswer)) == 1
        assert session.scalar(select(func.count()).select_from(AnswerScoring)) == 1


@pytest.mark.parametrize("db_url", BOTH, indirect=True)
def test_twenty_identical_answers_at_once_are_one(ctx: Context, hers: TestClient) -> None:
    address, questions = begun(hers)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: answered(hers, address, questions[0]), range(20)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(InterviewAnswer)) == 1


def test_a_clock_that_runs_here_decides(clock: FakeClock, hers: TestClient) -> None:
    address, questions = begun(hers)
    shown = hers.post(f"{address}/next", json={}).json()
    assert shown["question"] == questions[0] and shown["coming"] == list(range(2, 11))
    assert hers.get(f"{address}/current").json() == shown
    clock.advance(seconds=45)
    assert answered(hers, address, questions[0], seconds=3).json()["time_seconds"] == 45
    hers.post(f"{address}/next", json={})
    clock.advance(seconds=shown["seconds"] * 10)
    late = answered(hers, address, questions[1], seconds=3)
    assert is_problem(late, 409) and late.json()["state"] == "expired"


def test_one_clock_at_a_time(hers: TestClient) -> None:
    address, questions = begun(hers)
    hers.post(f"{address}/next", json={})
    refused = answered(hers, address, questions[4])
    assert is_problem(refused, 409) and refused.json()["state"] == "another_open"
    assert answered(hers, address, questions[0]).status_code == 201
    assert answered(hers, address, questions[4]).status_code == 201


def test_a_skipped_question_comes_back_by_name(hers: TestClient) -> None:
    address, questions = begun(hers)
    hers.post(f"{address}/next", json={})
    mine = f"/questions/{questions[0]['id']}"
    hers.put(f"{mine}/draft", json={"text": "I measure", "revision": 1})
    assert hers.post(f"{mine}/skip", json={"text": "I measure first", "revision": 2}).json() == questions[1]
    assert answered(hers, address, questions[1]).status_code == 201
    back = hers.post(f"{address}/next", json={"question_id": questions[0]["id"]}).json()
    assert back["question"] == questions[0]
    assert hers.get(f"{mine}/draft").json()["text"] == "I measure first"
    assert is_problem(hers.post(f"{address}/next", json={"question_id": "first"}), 422)


def test_a_question_of_another_interview_is_not_found(hers: TestClient) -> None:
    _, questions = begun(hers)
    other, _ = begun(hers)
    assert is_problem(answered(hers, other, questions[0]), 404)


def test_nothing_is_answered_once_it_is_over(hers: TestClient) -> None:
    address, questions = begun(hers)
    hers.post(f"{address}/finish")
    over = answered(hers, address, questions[0])
    assert is_problem(over, 409) and over.json()["state"] == "completed"
    assert is_problem(hers.post(f"{address}/next", json={}), 409)


@pytest.mark.parametrize(("size", "status"), [(8000, 201), (8001, 422)])
def test_an_answer_has_at_most_8000_characters(hers: TestClient, size: int, status: int) -> None:
    address, questions = begun(hers)
    response = answered(hers, address, questions[0], "é" * size)
    assert response.status_code == status
    if status == 422:
        assert [error["field"] for error in response.json()["errors"]] == ["answer_text"]


def test_scores_are_seen_after_a_guess(hers: TestClient) -> None:
    address, questions = begun(hers)
    answered(hers, address, questions[0])
    ratings = {"ratings": {questions[0]["id"]: 4}}
    assert is_problem(hers.post(f"{address}/reveal", json=ratings), 409)
    hers.post(f"{address}/finish")
    assert hers.post(f"{address}/reveal", json=ratings).json() == {"revealed": 1}
    assert hers.post(f"{address}/reveal", json={}).json() == {"revealed": 0}
    assert hers.get(f"{address}/report").json()["answers"][0]["self_rating"] == 4
