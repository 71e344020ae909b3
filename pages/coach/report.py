"""A member's report as their coach reads it: read only, and as far as the member shows it."""

import streamlit as st

from core.models.vocabulary import Shows, UserRole
from core.services import groups
from core.services.context import default_context
from core.services.report import ReportView, ScoredAnswer
from pages._components import report_parts as parts
from pages._components.answer_view import show_answer
from pages._components.guard import signed_in
from pages._components.messages import plain
from pages._components.scroll_here import scroll_here
from pages._components.state import question_from_address, session_id_from_address
from pages._components.words import about

ctx = default_context()
person = signed_in(UserRole.COACH)


def scores(view: ReportView) -> None:
    """What the scores say of the whole."""
    parts.standing(view)
    parts.what_scores_say(view)
    parts.time_used(view)


def answers(view: ReportView) -> None:
    """Every answer with its reasons, or the questions with their scores where no answers are shown."""
    if not view.shows_answers:
        st.subheader("The questions")
        for one in view.answers:
            st.markdown(asked(one))
        return
    st.subheader("The answers")
    wanted = question_from_address()
    for one in view.answers:
        question = one.answer.question
        if question.order == wanted:
            scroll_here(key=f"here_{question.id}")
        with st.expander(asked(one), question.order == wanted):
            show_answer(one, before=view.answer_before(question), is_own=False)


def asked(one: ScoredAnswer) -> str:
    """A question with what its answer scored, as Markdown; the number escaped, for it is no list of one."""
    question, score = one.answer.question, one.answer.overall_score
    points = f" · {score:.0f} of 100" if score is not None else ""
    return f"{question.order}\\. {plain(question.question_text)}{points}"


def rate_first(view: ReportView) -> None:
    """That ratings from here on are not blind, and the way to those answers that this coach has not rated."""
    if not view.shows_answers or view.interview.is_open:
        return
    unrated = [
        one.answer
        for one in view.answers
        if one.answer.answer_text.strip() and all(rating.rater_id != person.id for rating in one.answer.human.ratings)
    ]
    if unrated:
        st.caption("This page shows the machine's scores, so ratings that you give after reading it are not blind.")
        if st.button("Rate these answers"):
            st.switch_page("coach/review.py", query_params={"session": str(view.interview.id)})


session_id = session_id_from_address()
if session_id is None:
    st.switch_page("coach/people.py")
found = groups.coached_report(ctx, person, session_id)
candidate, view = found.candidate, found.view
st.html(parts.PRINT)
st.title(f"Report of {plain(candidate.name)}")
st.caption(f"{about(view.interview)} · {view.interview.created_at:%d %B %Y}")
shown = "their scores and answers" if candidate.shows is Shows.ANSWERS else "their scores; their answers stay with them"
st.caption(f"Written to {plain(candidate.name)}, who shows you {shown}.")
rate_first(view)
if view.interview.is_open:
    st.info("This interview is still going on; the report covers what is answered so far.")
if not view.answers:
    st.info("No question has been answered, so there is nothing to report yet.")
elif view.overall is None:
    st.info("The answers are saved but could not be scored yet. It is tried again when this page is opened.")
else:
    scores(view)
if view.answers:
    answers(view)
if st.button("All their interviews"):
    st.switch_page("coach/people.py", query_params={"member": str(candidate.id)})
