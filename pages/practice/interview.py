"""The interview: one question at a time, against the clock. What is shown comes from the database, always."""

from uuid import UUID

import streamlit as st

from core.models.vocabulary import Mode, UserRole
from core.services import report, sessions
from core.services.context import default_context
from core.services.tokens import BoxPass, make_box_token
from core.services.views import Room
from pages._components.answer_box import answer_box
from pages._components.answer_view import show_answer
from pages._components.guard import signed_in
from pages._components.messages import minutes, plain
from pages._components.state import session_id_from_address
from pages._components.words import about

ctx = default_context()
person = signed_in(UserRole.CANDIDATE)


def ask(room: Room) -> None:
    """The open question with its clock and answer box."""
    question, draft = room.open_question, room.draft
    assert question is not None and draft is not None
    with st.container(border=True):
        st.caption(
            f"Question {question.order} of {room.interview.total_questions} · {question.category} · "
            f"{question.difficulty} · {minutes(question.seconds)}"
        )
        st.subheader(plain(question.question_text), anchor=False)
    answer_box(question, draft, token=make_box_token(ctx, BoxPass(person.id, question.id)), now=room.now)
    st.caption("Ctrl+Enter (on a Mac Cmd+Enter) submits. When time is up, what you have typed is handed in for you.")


def between(room: Room) -> None:
    """Between two questions: what was saved, and the next step. The next clock starts only on request."""
    interview = room.interview
    if room.last_answered:
        answer = sessions.answer_to(ctx, person.id, room.last_answered.id)
        if answer.answer_text.strip():
            st.success(
                f"Saved: your answer to question {answer.question.order}, {len(answer.answer_text.split())} words."
            )
        else:
            st.warning(f"Time ran out on question {answer.question.order} before anything was typed.")
        if interview.mode is Mode.COACHING:
            show_answer(report.scored_answer(ctx, answer))
    if interview.current_question is None:
        st.write("That was the last question.")
        if st.button("Finish and see the report", type="primary", key="finish"):
            finish()
        return
    upcoming = sessions.questions_of(ctx, person, interview.id)[interview.current_question - 1]
    st.write(
        f"Question {upcoming.order} of {interview.total_questions} is next: {upcoming.category}, "
        f"{minutes(upcoming.seconds)}. Its clock starts when you show it, so take a breath first."
    )
    # Not by a callback: those run before this page has looked up who is signed in.
    if st.button("Show the question", type="primary", key="show_next"):
        sessions.show_next(ctx, person, interview.id)
        st.rerun()


def finish() -> None:
    """End the interview; the next run leads on to its report."""
    sessions.finish(ctx, person, session_id)
    st.rerun()


@st.dialog("End the interview now?")
def confirm_end(unanswered: int) -> None:
    """Say what is lost before it is lost."""
    st.write(
        f"{unanswered} question{'s are' if unanswered != 1 else ' is'} not answered yet. The report will cover the "
        "others. What you have typed for the open question is handed in as it is."
    )
    if st.button("End it", type="primary"):
        finish()


session_id: UUID | None = session_id_from_address()
if session_id is None:
    st.switch_page("practice/setup.py")
room = sessions.look(ctx, person, session_id)
if not room.interview.is_open:
    st.switch_page("practice/report.py", query_params={"session": str(session_id)})

interview = room.interview
st.caption(about(interview))
st.progress(
    interview.answered / interview.total_questions,
    text=f"{interview.answered} of {interview.total_questions} answered",
)
if room.open_question:
    ask(room)
else:
    between(room)
if interview.current_question is not None:
    left = interview.total_questions - interview.answered
    if st.button("End the interview early", type="tertiary", key="end_early"):
        confirm_end(left)
