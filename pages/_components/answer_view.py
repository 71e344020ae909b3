"""One answer with its scores and reasons, as the interview page (coaching) and the report show it."""

import streamlit as st

from core.models.vocabulary import HandedIn
from core.scoring import Scorecard
from core.services.feedback import Finding
from core.services.report import ScoredAnswer
from pages._components.charts import DIMENSION_NAMES
from pages._components.marked_text import Mark, marked_text
from pages._components.messages import plain


def show_answer(scored: ScoredAnswer) -> None:
    """Scores, the answer with marks, what was strong and weak, key points, and the model answer."""
    answer, card = scored.answer, scored.scorecard
    if card is None or answer.feedback is None:
        st.text(answer.answer_text or "Nothing was typed.")
        st.info("This answer is saved but could not be scored yet. It is tried again when you open this page.")
        return
    _scores(card)
    for remark in answer.feedback["remarks"]:
        st.warning(plain(remark))
    if answer.handed_in is HandedIn.EXPIRED:
        st.caption("Handed in when the time was up, as it was saved then.")
    st.markdown("**Your answer**")
    if answer.answer_text.strip():
        marked_text(answer.answer_text, _marks(card), key=f"text_{answer.id}")
        st.caption("Underlined: words that made a point. Dashed: words that do not hold. Hover or tap to see which.")
    else:
        st.caption("Nothing was typed.")
    _findings("What was strong", answer.feedback["strengths"])
    _findings("What to work on", answer.feedback["weaknesses"], actions=True)
    _key_points(card)
    with st.expander("Model answer"):
        st.text(answer.feedback["model_answer"])


def _scores(card: Scorecard) -> None:
    with st.container(horizontal=True):
        if card.overall is not None:
            st.metric("Overall", f"{card.overall:.0f}", width="content")
        for dimension in card.dimensions:
            value = "not assessed" if dimension.value is None else f"{dimension.value:.1f}"
            st.metric(DIMENSION_NAMES[dimension.name], value, width="content")


def _marks(card: Scorecard) -> list[Mark]:
    made = [
        Mark(point.span.start, point.span.end, f"Point made: {point.statement}", "good")
        for point in card.points
        if point.met and point.span
    ]
    wrong = [
        Mark(mistake.span.start, mistake.span.end, f"Does not hold: {mistake.correction}", "wrong")
        for mistake in card.misconceptions
        if mistake.span
    ]
    return made + wrong


def _findings(title: str, findings: list[dict[str, str]], *, actions: bool = False) -> None:
    if findings:
        st.markdown(f"**{title}**")
    for raw in findings:
        show_finding(Finding(**raw), actions=actions)


def show_finding(finding: Finding, *, actions: bool, where: str = "") -> None:
    """A strength or weakness with the candidate's words and, for a weakness, what to do."""
    quote = f" “{plain(finding.quote)}”" if finding.quote else ""
    action = f"  \n→ {plain(finding.action)}" if actions and finding.action else ""
    st.markdown(f"- {plain(finding.text)}{quote}{where}{action}")


def _key_points(card: Scorecard) -> None:
    if not card.points:
        return
    met = sum(point.met for point in card.points)
    with st.expander(f"Key points: {met} of {len(card.points)} made"):
        for point in card.points:
            sign = "✓" if point.met else "✗"
            need = "" if point.essential else " (a bonus)"
            st.markdown(f"{sign} {plain(point.statement)}{need}")
