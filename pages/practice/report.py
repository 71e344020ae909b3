"""The report of an interview: where you stand, what was strong, what to do next, and every answer with its reasons."""

import streamlit as st

from core.models.vocabulary import UserRole
from core.services import commenting, delivery, reflecting, report, sessions
from core.services.context import default_context
from core.services.report import ReportView
from core.services.roles import role_from_json
from pages._components import report_parts as parts
from pages._components.answer_view import show_answer
from pages._components.coaches_view import wish_for_review
from pages._components.downloads import report_downloads
from pages._components.guard import signed_in
from pages._components.looking_back import gaps_in_words, rate_answers
from pages._components.messages import plain
from pages._components.scroll_here import scroll_here
from pages._components.shared_links import share_report
from pages._components.state import question_from_address, session_id_from_address
from pages._components.words import about

ctx = default_context()
person = signed_in(UserRole.CANDIDATE)


def look_back(view: ReportView) -> None:
    """First the guess, then the scores."""
    hidden = [one.answer for one in view.answers if not one.answer.is_revealed]
    written = [answer for answer in hidden if answer.answer_text.strip()]
    ratings = rate_answers(written, key="rate") if written else {}
    if ratings is not None:
        reflecting.reveal(ctx, person, view.interview.id, ratings)
        st.rerun()


def scored(view: ReportView) -> None:
    """What the scores say of the whole."""
    parts.standing(view)
    if judged := gaps_in_words(view.gaps):
        st.caption(judged)
    parts.what_scores_say(view)
    parts.time_used(view)


def answers(view: ReportView) -> None:
    """Every answer, closed at first so that the page can be overlooked, but for the one that a link led to."""
    st.subheader("Your answers")
    wanted = question_from_address()
    is_over = not view.interview.is_open
    can_ask = is_over and commenting.can_ask(ctx, person)
    for one in view.answers:
        question, score = one.answer.question, one.answer.overall_score
        points = f" · {score:.0f} of 100" if score is not None else ""
        if question.order == wanted:
            scroll_here(key=f"here_{question.id}")
        with st.expander(f"{question.order}. {plain(question.question_text)}{points}", question.order == wanted):
            show_answer(one, before=view.answer_before(question))
            if is_over:
                wish_for_review(ctx, person, one.answer, can_ask=can_ask)


def whole(view: ReportView) -> None:
    """Everything, and where to go from here."""
    if not view.answers:
        st.info("No question has been answered, so there is nothing to report yet.")
    elif view.overall is None:
        st.info("Your answers are saved but could not be scored yet. It is tried again when you open this page.")
    else:
        scored(view)
    if view.answers:
        answers(view)
        role = role_from_json(view.interview.role_selected)
        parts.delivery(delivery.delivery_of([one.answer for one in view.answers], role, ctx.catalog))
        st.subheader("Keep it or show it")
        report_downloads(ctx, person, view)
        if not view.interview.is_open:
            with st.expander("Share it by a link"):
                share_report(ctx, person, view)
    with st.container(horizontal=True):
        if st.button("Practise again", type="primary"):
            st.switch_page("practice/setup.py")
        if not view.interview.is_open and st.button("Take the same questions again"):
            again = sessions.retake(ctx, person, view.interview.id)
            st.switch_page("practice/interview.py", query_params={"session": str(again)})


session_id = session_id_from_address()
if session_id is None:
    st.switch_page("practice/history.py")
view = report.open_report(ctx, person, session_id)
if view.interview.is_open:
    st.info("This interview is still going on; the report covers what is answered so far.")
    if st.button("Back to the interview", type="primary"):
        st.switch_page("practice/interview.py", query_params={"session": str(session_id)})
st.html(parts.PRINT)
st.title("Report")
st.caption(f"{about(view.interview)} · {view.interview.created_at:%d %B %Y}")
if view.overall is not None and not view.interview.is_open and not view.interview.is_revealed:
    look_back(view)
else:
    whole(view)
