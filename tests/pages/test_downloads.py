"""Downloads on the report and on the list of interviews: made when they are pressed, each as it says."""

import io
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pandas as pd
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from core.models import AuditEvent
from core.services.accounts import Person
from core.services.context import Context
from core.services.views import AnswerView
from tests.pages.nasty import NASTY
from tests.pages.tab import Tab

Open = Callable[..., Tab]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the page offers to download, by its file's name; a press is a call of it."""
    found: dict[str, Any] = {}

    def download_button(label: str, data: Any, file_name: str, mime: str, **_: object) -> bool:
        found[file_name] = (label, data, mime)
        return False

    monkeypatch.setattr("streamlit.download_button", download_button)
    return found


def text_of(document: bytes) -> str:
    pages = PdfReader(io.BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_a_report_can_be_downloaded_in_three_kinds(
    ada: Person, signed_in_app: Open, finished: Callable[..., UUID], offered: dict[str, Any]
) -> None:
    session_id = finished(ada)
    signed_in_app(ada).open("practice/report.py", session=str(session_id))
    stem = "interview-2026-03-02-backend-engineer"
    assert {name: (label, mime) for name, (label, _, mime) in offered.items()} == {
        f"{stem}.pdf": ("PDF", "application/pdf"),
        f"{stem}.csv": ("CSV", "text/csv"),
        f"{stem}.json": ("JSON", "application/json"),
    }
    made = {name.rpartition(".")[2]: make() for name, (_, make, _) in offered.items()}
    assert "I do not know." in text_of(made["pdf"]) and "Ada" in text_of(made["pdf"])
    assert len(pd.read_csv(io.BytesIO(made["csv"]))) == 3
    assert json.loads(made["json"])["session"]["id"] == str(session_id)


def test_what_is_downloaded_is_recorded_when_it_is_and_not_before(
    ctx: Context, ada: Person, signed_in_app: Open, finished: Callable[..., UUID], offered: dict[str, Any]
) -> None:
    session_id = finished(ada)
    signed_in_app(ada).open("practice/report.py", session=str(session_id))
    signed_in_app(ada).open("practice/history.py")

    def recorded() -> list[tuple[UUID | None, UUID | None, str, str]]:
        query = select(AuditEvent).where(AuditEvent.kind == "downloaded")
        with ctx.db.reading() as session:
            return [
                (row.actor_id, row.subject_id, row.detail_json["what"], row.detail_json["form"])
                for row in session.scalars(query)
            ]

    assert recorded() == []
    for name, (_, make, _) in offered.items():
        if name.endswith(".csv"):
            make()
    assert sorted(recorded(), key=lambda event: event[2]) == [
        (ada.id, None, "history", "csv"),
        (ada.id, session_id, "report", "csv"),
    ]


def test_one_answer_can_be_downloaded_by_itself(
    ada: Person, signed_in_app: Open, finished: Callable[..., UUID], offered: dict[str, Any]
) -> None:
    session_id = finished(ada)
    tab = signed_in_app(ada).open("practice/report.py", session=str(session_id))
    offered.clear()
    tab.at.selectbox(f"download_{session_id}").select_index(3)
    tab.run()
    stem = "interview-2026-03-02-backend-engineer-answer-3"
    assert set(offered) == {f"{stem}.pdf", f"{stem}.csv", f"{stem}.json"}
    made = {name.rpartition(".")[2]: make() for name, (_, make, _) in offered.items()}
    assert "I do not know." in text_of(made["pdf"]) and "INTERVIEW ANSWER" in text_of(made["pdf"])
    assert list(pd.read_csv(io.BytesIO(made["csv"]))["answer_text"]) == ["I do not know."]
    assert json.loads(made["json"])["answer_text"] == "I do not know."


def test_nothing_is_made_before_it_is_asked_for(
    ada: Person, signed_in_app: Open, finished: Callable[..., UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_early(*_: object, **__: object) -> bytes:
        raise AssertionError("made without being asked for")

    for made in ("pdf.report_pdf", "pdf.history_pdf", "tables.answers_csv", "documents.history_json"):
        monkeypatch.setattr(f"core.exports.{made}", too_early)
    session_id = finished(ada)
    tab = signed_in_app(ada).open("practice/report.py", session=str(session_id))
    labels = [button.proto.label for button in tab.at.get("download_button")]
    assert labels == ["PDF", "CSV", "JSON"]
    assert all(not button.proto.url for button in tab.at.get("download_button"))


def test_what_is_downloaded_is_what_there_is_by_then(
    ctx: Context,
    ada: Person,
    signed_in_app: Open,
    interview_of: Callable[..., UUID],
    answer: Callable[..., AnswerView],
    offered: dict[str, Any],
) -> None:
    session_id = interview_of(ada)
    answer(ada, session_id, "Before the page was opened.")
    signed_in_app(ada).open("practice/report.py", session=str(session_id))
    answer(ada, session_id, "Since then.")
    make = offered["interview-2026-03-02-backend-engineer.csv"][1]
    assert list(pd.read_csv(io.BytesIO(make()))["answer_text"]) == ["Before the page was opened.", "Since then."]


def test_a_question_is_shown_as_it_was_typed(
    ctx: Context, ada: Person, signed_in_app: Open, finished: Callable[..., UUID]
) -> None:
    from core.models import InterviewQuestion

    session_id = finished(ada, texts=("One.",))
    with ctx.db.writing() as session:
        for question in session.query(InterviewQuestion).filter_by(session_id=session_id):
            question.question_text = NASTY
    tab = signed_in_app(ada).open("practice/report.py", session=str(session_id))
    assert tab.at.selectbox(f"download_{session_id}").options == ["The whole report", f"1. {NASTY}"]


def test_everything_can_be_downloaded_from_my_interviews(
    ada: Person, signed_in_app: Open, finished: Callable[..., UUID], offered: dict[str, Any]
) -> None:
    seen, unseen = finished(ada), finished(ada, is_revealed=False)
    tab = signed_in_app(ada).open("practice/history.py")
    assert tab.says("Take everything along")
    assert set(offered) == {f"interviews-2026-03-02.{ending}" for ending in ("pdf", "csv", "json")}
    made = {name.rpartition(".")[2]: make() for name, (_, make, _) in offered.items()}
    assert "2 interviews" in text_of(made["pdf"]) and "Ada" in text_of(made["pdf"])
    frame = pd.read_csv(io.BytesIO(made["csv"]))
    told = json.loads(made["json"])
    assert [one["report"]["session"]["id"] for one in told] == [str(seen), str(unseen)]
    assert list(frame["overall_score"].notna()) == [True, False]
    assert [one["report"]["overall_score"] is not None for one in told] == [True, False]
    assert [len(one["answers"]) for one in told] == [3, 3]


def test_there_is_nothing_to_download_before_the_first_interview(
    ada: Person, signed_in_app: Open, offered: dict[str, Any]
) -> None:
    tab = signed_in_app(ada).open("practice/history.py")
    assert not offered and not tab.says("Take everything along")
