"""The answer box: a component that owns the text while the candidate types. See ``box.js``."""

from datetime import datetime
from pathlib import Path

import streamlit as st

from core.services.views import DraftView, QuestionView

_HERE = Path(__file__).parent

_box = st.components.v2.component(
    "answer_box",
    html=(_HERE / "box.html").read_text(encoding="utf-8"),
    css=(_HERE / "box.css").read_text(encoding="utf-8"),
    js=(_HERE / "box.js").read_text(encoding="utf-8"),
)


def answer_box(question: QuestionView, draft: DraftView, *, token: str, now: datetime, can_skip: bool) -> None:
    """The box for an open question. The page runs again when the question is closed; the database says how.

    ``token`` is the box's own, good for this question; ``now`` is the server's clock.
    """
    deadline = question.deadline_at
    _box(
        key="answer_box",
        data={
            "api": "/api",
            "question_id": str(question.id),
            "token": token,
            "question_text": question.question_text,
            "can_skip": can_skip,
            "text": draft.text,
            "notes": draft.notes,
            "revision": draft.revision,
            "server_now_ms": _milliseconds(now),
            "deadline_ms": _milliseconds(deadline) if deadline else None,
            "total_seconds": question.seconds or 0,
        },
        on_closed_change=lambda: None,
    )


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
