"""The report of an interview: where you stand, what was strong, what to do next, and every answer with its reasons."""

import streamlit as st

from core.models.vocabulary import UserRole
from core.services import reflecting, report, sessions
from core.services.context import default_context
from core.services.report import ReportView, SessionFinding
from pages._components.answer_view import show_answer, show_finding
from pages._components.charts import DIMENSION_NAMES, draw, palette, radar, skill_bars
from pages._components.guard import signed_in
from pages._components.looking_back import gaps_in_words, rate_answers
from pages._components.messages import plain
from pages._components.state import session_id_from_address
from pages._components.words import about

ctx = default_context()
person = signed_in(UserRole.CANDIDATE)


def head(view: ReportView) -> None:
    """The score with how much stands behind it, and what it was the time before."""
    interview = view.interview
    answered, total = interview.answered, interview.total_questions
    if not view.answers:
        st.info("No question has been answered, so there is nothing to report yet.")
        return
    if view.overall is None:
        st.info("Your answers are saved but could not be scored yet. It is tried again when you open this page.")
        return
    earlier = view.before.interview.overall_score if view.before else None
    change = f"{view.overall - earlier:+.0f} against the time before" if earlier is not None else None
    st.metric("Overall score", f"{view.overall:.0f} of 100", delta=change, border=True)
    if answered < total:
        st.caption(f"From {answered} of {total} questions; those not answered count neither for nor against you.")
    else:
        st.caption(f"From all {total} questions.")
    if judged := gaps_in_words(view.gaps):
        st.caption(judged)


def charts(view: ReportView) -> None:
    """The rubric averages and the skills, each with its numbers."""
    st.subheader("By dimension")
    rows = [
        {"Dimension": DIMENSION_NAMES[name], "Average (0-5)": value if value is not None else "not assessed"}
        for name, value in view.rubric_breakdown.items()
    ]
    draw(radar({"This interview": view.rubric_breakdown}, palette()), key="radar", numbers=rows)
    st.subheader("By skill")
    skills = [
        {"Skill": skill.name, "Score (0-100)": skill.score, "Answers": skill.answers} for skill in view.skill_breakdown
    ]
    draw(skill_bars(view.skill_breakdown, palette()), key="skills", numbers=skills)


def findings(title: str, found: tuple[SessionFinding, ...], *, actions: bool) -> None:
    """Strengths or weaknesses of the whole, each with the answer that shows it."""
    st.subheader(title)
    if not found:
        st.write("Nothing stands out yet. Longer answers give more to go by.")
    for one in found:
        dimension = DIMENSION_NAMES[one.finding.dimension]
        where = f" *({dimension} {one.average:.1f} of 5, question {one.order})*"
        show_finding(one.finding, actions=actions, where=where)


def answers(view: ReportView) -> None:
    """Every answer, closed at first so that the page can be overlooked."""
    st.subheader("Your answers")
    for scored in view.answers:
        question = scored.answer.question
        score = scored.answer.overall_score
        points = f" · {score:.0f} of 100" if score is not None else ""
        with st.expander(f"{question.order}. {plain(question.question_text)}{points}"):
            show_answer(scored, before=view.answer_before(question))


def look_back(view: ReportView) -> None:
    """First the guess, then the scores."""
    hidden = [one.answer for one in view.answers if not one.answer.is_revealed]
    written = [answer for answer in hidden if answer.answer_text.strip()]
    ratings = rate_answers(written, key="rate") if written else {}
    if ratings is not None:
        reflecting.reveal(ctx, person, view.interview.id, ratings)
        st.rerun()


def whole(view: ReportView) -> None:
    """Everything, and where to go from here."""
    head(view)
    if view.answers and view.overall is not None:
        charts(view)
        findings("What was strong", view.strengths, actions=False)
        findings("What to do next", view.weaknesses, actions=True)
    if view.answers:
        answers(view)
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
st.title("Report")
st.caption(f"{about(view.interview)} · {view.interview.created_at:%d %B %Y}")
if view.overall is not None and not view.interview.is_open and not view.interview.is_revealed:
    look_back(view)
else:
    whole(view)
