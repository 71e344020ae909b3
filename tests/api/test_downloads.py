"""Reports as files over the API: the right kind, the right name, and no more than one may see."""

import csv
import io
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader
from sqlalchemy import select

from core.models import AuditEvent, InterviewSession, UserRoleRow
from core.models.vocabulary import Shows, UserRole
from core.services import accounts, answering, coaching, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from tests.support.contexts import choice, make_person
from tests.support.programs import is_problem, program, token_of

WORDS = "I would measure first, because guesses cost time."


@pytest.fixture(params=["sqlite"])
def db_url(request: pytest.FixtureRequest, db_url: str) -> str:
    """Nothing here depends on the kind of database."""
    return db_url


@pytest.fixture
def session_id(ctx: Context, ada: Person) -> UUID:
    """An interview of Ada's with one answer."""
    session_id = sessions.start_interview(ctx, ada, choice())
    question = sessions.show_next(ctx, ada, session_id)
    answering.submit_answer(ctx, ada.id, question.id, Written(WORDS, 1))
    sessions.finish(ctx, ada, session_id)
    return session_id


def text_of(document: bytes) -> str:
    pages = PdfReader(io.BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def test_the_report_comes_as_a_pdf(hers: TestClient, session_id: UUID) -> None:
    response = hers.get(f"/interviews/{session_id}/report.pdf")
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["content-disposition"] == (
        'attachment; filename="interview-2026-03-02-backend-engineer.pdf"'
    )
    text = text_of(response.content)
    assert "Backend engineer Ada Technical interview at mid level, 2 March 2026" in text
    assert WORDS in text


def test_the_report_comes_as_a_table(hers: TestClient, session_id: UUID) -> None:
    response = hers.get(f"/interviews/{session_id}/report.csv")
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["content-disposition"].endswith('.csv"')
    [row] = rows(response.content)
    assert row["answer_text"] == WORDS
    [told] = hers.get(f"/interviews/{session_id}/report").json()["answers"]
    assert float(row["overall_score"]) == told["overall_score"]


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("Ärztin / Chirurgie", "interview-2026-03-02-arztin-chirurgie.pdf"),
        ("データ\r\nX-Evil: 1", "interview-2026-03-02-x-evil-1.pdf"),
        ('../../etc "passwd"', "interview-2026-03-02-etc-passwd.pdf"),
        ("日本語", "interview-2026-03-02.pdf"),
        ("x" * 100, f"interview-2026-03-02-{'x' * 40}.pdf"),
    ],
)
def test_a_file_has_a_name_that_every_system_takes(
    ctx: Context, hers: TestClient, session_id: UUID, role: str, name: str
) -> None:
    with ctx.db.writing() as session:
        interview = session.get_one(InterviewSession, session_id)
        interview.role_selected = {**interview.role_selected, "name": role}
    response = hers.get(f"/interviews/{session_id}/report.pdf")
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'


def test_a_coach_gets_as_much_as_is_shown_and_the_candidates_name(ctx: Context, ada: Person, session_id: UUID) -> None:
    coach = make_person(ctx, "carla")
    with ctx.db.writing() as session:
        session.add(UserRoleRow(user_id=coach.id, role=UserRole.COACH))
    coach = accounts.person_by_id(ctx, coach.id)
    theirs = program(ctx, token_of(ctx, coach))
    assert is_problem(theirs.get(f"/interviews/{session_id}/report.pdf"), 404)
    group = coaching.make_group(ctx, coach, "Spring")
    coaching.join(ctx, ada, coaching.invite(ctx, coach, group.id), Shows.SCORES)
    text = text_of(theirs.get(f"/interviews/{session_id}/report.pdf").content)
    [row] = rows(theirs.get(f"/interviews/{session_id}/report.csv").content)
    assert "Ada" in text and "Carla" not in text
    assert WORDS not in text and "guesses" not in text and row["answer_text"] == ""
    coaching.join(ctx, ada, coaching.invite(ctx, coach, group.id), Shows.ANSWERS)
    assert WORDS in text_of(theirs.get(f"/interviews/{session_id}/report.pdf").content)
    [row] = rows(theirs.get(f"/interviews/{session_id}/report.csv").content)
    assert row["answer_text"] == WORDS


def test_a_program_is_told_which_kinds_of_files_there_are(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    kinds = {
        ending: list(paths[f"/interviews/{{session_id}}/report.{ending}"]["get"]["responses"]["200"]["content"])
        for ending in ("pdf", "csv")
    }
    assert kinds == {"pdf": ["application/pdf"], "csv": ["text/csv"]}


def test_what_a_program_downloads_is_recorded(ctx: Context, ada: Person, hers: TestClient, session_id: UUID) -> None:
    for form in ("pdf", "csv"):
        hers.get(f"/interviews/{session_id}/report.{form}")
    hers.get(f"/interviews/{UUID(int=0)}/report.csv")
    with ctx.db.reading() as session:
        found = session.scalars(select(AuditEvent).where(AuditEvent.kind == "downloaded")).all()
    assert {(row.actor_id, row.subject_id, row.detail_json["form"]) for row in found} == {
        (ada.id, session_id, "pdf"),
        (ada.id, session_id, "csv"),
    }
