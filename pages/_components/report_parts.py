"""The parts of a report, as its owner's page and a shared link show them."""

from collections.abc import Sequence

import streamlit as st

from core.services.delivery import Delivery, WordCount
from core.services.letter import LEVEL_WORDS, opening
from core.services.report import ReportView, SessionFinding, SkillScore
from pages._components.answer_view import show_finding
from pages._components.charts import DIMENSION_NAMES, draw, palette, radar, skill_bars, time_bars
from pages._components.messages import plain

FEW = 2
"""With fewer answers than this a skill's score is one answer's, and not drawn as if it were more."""
THIS = "This interview"

# On paper: the page alone, all of it, without what can only be pressed.
PRINT = """<style>@media print {
  html, body, #root, #root > div, .stApp, .stApp > div, [data-testid="stAppViewContainer"], [data-testid="stMain"] {
    position: static !important; overflow: visible !important; height: auto !important; max-height: none !important; }
  header, .stButton, .stDownloadButton, .stPopover, .stForm, .stSelectbox, [class*="st-key-numbers_of_"] {
    display: none; }
  .stPlotlyChart, .stMetric, .stExpander { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
}</style>"""


def standing(view: ReportView) -> None:
    """The overall score, and in words how sure it is and how it compares."""
    earlier = view.before.interview.overall_score if view.before else None
    change = None
    if view.overall is not None:
        change = f"{view.overall - earlier:+.0f} against the time before" if earlier is not None else None
        st.metric("Overall score", f"{view.overall:.0f} of 100", delta=change, border=True)
    for sentence in opening(view):
        st.markdown(plain(sentence))
    answered, total = view.interview.answered, view.interview.total_questions
    if answered < total:
        st.caption(f"From {answered} of {total} questions; those not answered count neither for nor against you.")
    else:
        st.caption(f"From all {total} questions.")


def dimensions(view: ReportView) -> None:
    """The rubric averages against the last interview and what the level aims at."""
    st.subheader("By dimension")
    lines = {THIS: view.rubric_breakdown}
    if view.last:
        lines[f"Your last, {view.last.created_at:%d %b %Y}"] = view.last.averages
    rows = [
        {
            "Dimension": DIMENSION_NAMES[name],
            **{f"{line} (0-5)" if line != THIS else "Average (0-5)": of[name] for line, of in lines.items()},
            "Aim": view.target,
        }
        for name in view.rubric_breakdown
    ]
    aim = (f"What {LEVEL_WORDS[view.interview.level]} interview aims at", view.target)
    draw(radar(lines, palette(), ring=aim), key="radar", numbers=rows)
    if missing := [DIMENSION_NAMES[name] for name, value in view.rubric_breakdown.items() if value is None]:
        st.caption(f"Not assessed: {', '.join(missing)}.")


def skills(view: ReportView) -> None:
    """The skills with answers enough to draw, and the others by name."""
    if not view.skill_breakdown:
        return
    st.subheader("By skill")
    rows = [
        {"Skill": skill.name, "Score (0-100)": skill.score, "Answers": skill.answers} for skill in view.skill_breakdown
    ]
    drawn = [skill for skill in view.skill_breakdown if skill.answers >= FEW]
    if drawn:
        draw(skill_bars(drawn, palette()), key="skills", numbers=rows)
    if few := [skill for skill in view.skill_breakdown if skill.answers < FEW]:
        st.caption(f"One answer each, too few to say: {_named(few)}.")


def time_used(view: ReportView) -> None:
    """How long each answer took, against the time that there was."""
    used = [(one.answer.question.order, one.answer.time_seconds, one.answer.question.seconds) for one in view.answers]
    if not any(seconds for _, seconds, _ in used):
        return
    st.subheader("Time used")
    rows = [
        {"Question": order, "Seconds used": seconds, "Seconds there were": there or "no clock"}
        for order, seconds, there in used
    ]
    draw(time_bars(used, palette()), key="time", numbers=rows)
    if told := [str(one.answer.question.order) for one in view.answers if one.answer.is_told_time]:
        st.caption(f"Told by the program that handed them in, not timed here: {', '.join(told)}.")


def findings(title: str, found: Sequence[SessionFinding], *, actions: bool) -> None:
    """Strengths or weaknesses of the whole, each with the answer that shows it."""
    st.subheader(title)
    if not found:
        st.write("Nothing stands out yet. Longer answers give more to go by.")
    for one in found:
        dimension = DIMENSION_NAMES[one.finding.dimension]
        where = f" *({dimension} {one.average:.1f} of 5, question {one.order})*"
        show_finding(one.finding, actions=actions, where=where)


def what_scores_say(view: ReportView) -> None:
    """What was strong, what to do next, and the charts of dimensions and skills."""
    findings("What was strong", view.strengths, actions=False)
    findings("What to do next", view.weaknesses, actions=True)
    dimensions(view)
    skills(view)


def delivery(found: Delivery) -> None:
    """How the answers were delivered, none of which is a score."""
    st.subheader("How you say it")
    if not found.is_enough:
        st.caption("There is too little text to say anything about it.")
        return
    with st.container(horizontal=True):
        st.metric("Words", f"{found.words:,}", border=True)
        if found.typed_pace is not None:
            st.metric("Typed, words a minute", f"{found.typed_pace:.0f}", border=True)
        if found.dictated_pace is not None:
            st.metric("Spoken, words a minute", f"{found.dictated_pace:.0f}", border=True)
        st.metric("Fillers in 100 words", f"{found.per_hundred(found.fillers):.1f}", border=True)
        st.metric("Hedges in 100 words", f"{found.per_hundred(found.hedges):.1f}", border=True)
    lines = {
        "Fillers": _counted(found.fillers),
        "Hedges": _counted(found.hedges),
        "Words that come back": _counted(found.most_used),
        "Terms of the role that you used": ", ".join(found.role_terms_used),
        "Terms of the role that did not come up": ", ".join(found.role_terms_missing),
    }
    for name, words in lines.items():
        if words:
            st.markdown(f"**{name}:** {plain(words)}")
    st.caption("None of this is a score of its own. Speech is easy to follow at 110 to 170 words a minute.")


def _named(few: Sequence[SkillScore]) -> str:
    return ", ".join(plain(skill.name) for skill in few)


def _counted(counts: Sequence[WordCount]) -> str:
    return ", ".join(f"{count.words} ({count.times})" for count in counts)
