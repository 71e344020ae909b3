"""The open question with its clock and answer box, as the interview and the drills show it."""

import streamlit as st

from core.services.accounts import Person
from core.services.box_tokens import BoxPass, make_box_token
from core.services.context import default_context
from core.services.views import QuestionView, Room
from pages._components.answer_box import answer_box
from pages._components.messages import minutes, plain


def open_question(person: Person, room: Room, *, can_skip: bool, about: str = "") -> None:
    """The question with the box to answer it. ``about`` is Markdown that stands in place of the kind of question."""
    question, draft = room.open_question, room.draft
    assert question is not None and draft is not None
    kind = "follow-up" if question.is_followup else question.category
    with st.container(border=True):
        st.caption(
            f"Question {question.order} of {room.interview.total_questions} · {about or kind} · "
            f"{question.difficulty} · {allowed(question)}"
        )
        st.subheader(plain(question.question_text), anchor=False)
    token = make_box_token(default_context(), BoxPass(person.id, question.id))
    answer_box(question, draft, token=token, now=room.now, can_skip=can_skip)
    timed = "When time is up, what you have typed is handed in for you." if question.seconds else "Take your time."
    skipping = (
        " Skip, and the next question's clock starts; this one comes back with its text and the time that is left."
        if can_skip
        else ""
    )
    st.caption(f"Ctrl+Enter (on a Mac Cmd+Enter) submits. {timed}{skipping}")


def allowed(question: QuestionView) -> str:
    """How long there is for a question."""
    if question.seconds is None or question.seconds_left is None:
        return "no clock"
    left = minutes(question.seconds_left)
    return f"{left} left of {minutes(question.seconds)}" if question.spent_seconds else left
