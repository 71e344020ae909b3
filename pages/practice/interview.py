"""The interview: one question at a time, against the clock. What is shown comes from the database, always."""

from uuid import UUID

import streamlit as st

from core.models.vocabulary import Mode, UserRole
from core.services import answering, reflecting, report, sessions
from core.services.context import default_context
from core.services.views import AnswerView, QuestionView, Room
from pages._components.answer_view import show_answer
from pages._components.guard import signed_in
from pages._components.identity import see_that_still
from pages._components.looking_back import rate_answers
from pages._components.open_question import allowed, open_question
from pages._components.state import session_id_from_address
from pages._components.words import about, numbers

ctx = default_context()
person = signed_in(UserRole.CANDIDATE)


def between(room: Room) -> None:
    """Between two questions: what was saved, and the next step. The next clock starts only on request."""
    if room.last_answered:
        last_answer(room, answering.answer_to(ctx, person.id, room.last_answered.id))
    if not room.coming:
        st.write("That was the last question.")
        if st.button("Finish and see the report", type="primary", key="finish"):
            finish()
        return
    upcoming, *later = room.coming
    what = "is back, which you skipped" if upcoming.skipped_at else f"is next: {words_for(upcoming)}"
    breath = " Its clock starts when you show it, so take a breath first." if upcoming.seconds else ""
    st.write(f"Question {upcoming.order} of {room.interview.total_questions} {what}, {allowed(upcoming)}.{breath}")
    # Not by a callback: those run before this page has looked up who is signed in.
    if st.button("Show the question", type="primary", key="show_next"):
        show(None)
    for skipped in (question for question in later if question.skipped_at):
        if st.button(f"Come back to question {skipped.order} now", key=f"back_{skipped.order}"):
            show(skipped.id)


def last_answer(room: Room, answer: AnswerView) -> None:
    """That it is saved; where feedback comes after each answer, the guess and then the scores."""
    order = answer.question.order
    if answer.answer_text.strip():
        st.success(f"Saved: your answer to question {order}, {len(answer.answer_text.split())} words.")
    else:
        st.warning(f"Time ran out on question {order} before anything was typed.")
    if room.interview.mode is not Mode.COACHING:
        return
    if answer.scores is not None and not answer.is_revealed and answer.answer_text.strip():
        guess = rate_answers([answer], key=f"rate_{answer.id}")
        if guess is None:
            return
        reflecting.reveal(ctx, person, session_id, guess)
        st.rerun()
    show_answer(report.scored_answer(ctx, answer))


def words_for(question: QuestionView) -> str:
    """What kind of question it is."""
    return "a follow-up on your last answer" if question.is_followup else question.category


def show(question_id: UUID | None) -> None:
    """Start the clock of the next question, or of a skipped one."""
    sessions.show_next(ctx, person, session_id, question_id=question_id)
    st.rerun()


def finish() -> None:
    """End the interview, and lead on to its report."""
    sessions.finish(ctx, person, session_id)
    to_report()


def to_report() -> None:
    """Go to the report of this interview."""
    st.switch_page("practice/report.py", query_params={"session": str(session_id)})


@st.dialog("End the interview now?")
def confirm_end(room: Room) -> None:
    """Say what is lost before it is lost."""
    see_that_still(person)
    waiting = [question.order for question in room.coming]
    skipped = [question.order for question in room.coming if question.skipped_at]
    if waiting:
        which, verb = ("Question", "is") if len(waiting) == 1 else ("Questions", "are")
        st.write(f"{which} {numbers(waiting)} {verb} not answered yet. The report will cover the others.")
    if skipped:
        st.write(f"You skipped {numbers(skipped)}; what you typed there is handed in as it is.")
    if room.open_question:
        st.write(f"What you have typed for question {room.open_question.order} is handed in as it is.")
    if st.button("End it", type="primary"):
        finish()


address = session_id_from_address()
if address is None:
    st.switch_page("practice/setup.py")
session_id: UUID = address
room = sessions.look(ctx, person, session_id)
if not room.interview.is_open:
    to_report()

interview = room.interview
st.caption(about(interview))
st.progress(
    interview.answered / interview.total_questions,
    text=f"{interview.answered} of {interview.total_questions} answered",
)
if room.open_question:
    open_question(person, room, can_skip=bool(room.coming))
else:
    between(room)
if interview.current_question is not None and st.button("End the interview early", type="tertiary", key="end_early"):
    confirm_end(room)
