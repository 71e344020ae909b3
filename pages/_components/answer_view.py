"""One answer with its scores and reasons, as the interview page (coaching) and the report show it."""

import streamlit as st

from core.models.vocabulary import Counts, HandedIn
from core.scoring import DimensionScore, Scorecard
from core.services.feedback import Finding
from core.services.report import ScoredAnswer
from core.services.views import AnswerView
from pages._components.charts import DIMENSION_NAMES
from pages._components.coaches_view import comment_marks, show_comments, show_ratings
from pages._components.looking_back import gap_in_words
from pages._components.marked_text import Mark, marked_text
from pages._components.messages import plain

POINTS = "Points and mistakes"
COMMENTS = "Comments"


def show_answer(scored: ScoredAnswer, *, before: ScoredAnswer | None = None, is_own: bool = True) -> None:
    """The scores that count, what coaches say, the answer with marks, what was strong and weak, and the reasons.

    ``before`` is the answer to the same question the time before; ``is_own`` says that its reader gave it.
    """
    answer, card = scored.answer, scored.scorecard
    if card is None or answer.feedback is None:
        st.text(answer.answer_text or "Nothing was typed.")
        st.info("This answer is saved but could not be scored yet. It is tried again when you open this page.")
        show_ratings(answer)
        show_comments(answer)
        return
    _scores(answer, card)
    for remark in answer.feedback["remarks"]:
        st.warning(plain(remark))
    if answer.handed_in is HandedIn.EXPIRED:
        st.caption("Handed in when the time was up, as it was saved then.")
    if judged := gap_in_words(answer):
        st.caption(judged)
    show_ratings(answer)
    show_comments(answer)
    made = f"Key points: {sum(point.met for point in card.points)} of {len(card.points)}"
    said = "Your answer" if is_own else "The answer"
    titles = [said, "Why these scores", made, "Model answer", *(["Then and now"] if before else [])]
    own, reasons, points, model, *then = st.tabs(titles)
    with own:
        _marked(scored, card)
        _findings("What was strong", answer.feedback["strengths"])
        _findings("What to work on", answer.feedback["weaknesses"], actions=True)
    with reasons:
        if answer.human.counts is Counts.COACHES:
            st.caption("These are the machine's own scores with its reasons. For this answer coaches' ratings count.")
        for dimension in card.dimensions:
            _reasons(dimension)
    with points:
        _key_points(card)
    with model:
        st.text(answer.feedback["model_answer"] or "There is no model answer to this follow-up.")
    if before and then:
        with then[0]:
            _side_by_side(before, scored)


def _side_by_side(before: ScoredAnswer, now: ScoredAnswer) -> None:
    """Two answers to the same question, and what became of each score."""
    left, right = st.columns(2)
    for column, title, scored in ((left, "Then", before), (right, "Now", now)):
        answer = scored.answer
        with column.container(border=True):
            points = f": {answer.overall_score:.0f} of 100" if answer.overall_score is not None else ""
            st.markdown(f"**{title}{points}**")
            st.text(answer.answer_text or "Nothing was typed.")
    old, new = before.answer.scores or {}, now.answer.scores or {}
    rows = [{"Dimension": DIMENSION_NAMES[name], "Then": old.get(name), "Now": value} for name, value in new.items()]
    st.dataframe(rows, hide_index=True)


def _scores(answer: AnswerView, card: Scorecard) -> None:
    scores = answer.scores or card.scores
    with st.container(horizontal=True):
        if answer.overall_score is not None:
            st.metric("Overall", f"{answer.overall_score:.0f}", width="content")
        for dimension in card.dimensions:
            score = scores.get(dimension.name)
            value = "not assessed" if score is None else f"{score:.1f}"
            st.metric(DIMENSION_NAMES[dimension.name], value, width="content")


def _marked(scored: ScoredAnswer, card: Scorecard) -> None:
    """The candidate's own text with the words behind the points or behind one dimension, or those remarked on."""
    answer = scored.answer
    if not answer.answer_text.strip():
        st.caption("Nothing was typed.")
        return
    remarked = comment_marks(answer.human.comments)
    choices = [POINTS, *(dimension.name for dimension in card.dimensions if dimension.value is not None)]
    shown = st.pills(
        "Mark the words behind",
        [COMMENTS, *choices] if remarked else choices,
        default=COMMENTS if remarked else POINTS,
        required=True,
        format_func=lambda name: DIMENSION_NAMES.get(name, name),
        key=f"marks_{answer.id}",
    )
    if shown == COMMENTS:
        marks = remarked
    else:
        marks = _point_marks(card) if shown == POINTS else _signal_marks(card.dimension(shown))
    marked_text(answer.answer_text, marks, key=f"text_{answer.id}")
    if shown == COMMENTS:
        st.caption("Framed: words that a comment is on, with its number. Hover or tap to read it.")
    elif shown == POINTS:
        st.caption("Underlined: words that made a point. Dashed: words that do not hold. Hover or tap to see which.")
    else:
        st.caption("Underlined: words that raised this score. Dashed: words that lowered it. Hover or tap to see why.")


def _point_marks(card: Scorecard) -> list[Mark]:
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


def _signal_marks(dimension: DimensionScore) -> list[Mark]:
    # The narrowest first, so that a word with a reason of its own is not hidden behind its sentence.
    marks = [
        Mark(
            span.start,
            span.end,
            (signal.against and signal.lack) or signal.label,
            "wrong" if signal.against else "good",
        )
        for signal in dimension.signals
        for span in signal.spans
    ]
    return sorted(marks, key=lambda mark: mark.end - mark.start)


def _reasons(dimension: DimensionScore) -> None:
    """Which level was reached and what it looks like, what the next one asks for, and what was measured."""
    name = DIMENSION_NAMES[dimension.name]
    if dimension.value is None or dimension.anchor is None:
        st.markdown(f"**{name}: not assessed**")
        st.caption("There is nothing to compare the answer with. Its weight is shared out among the others.")
        return
    anchor, step = dimension.anchor, dimension.next_step
    st.markdown(f"**{name}: {dimension.value:.1f} of 5, {plain(anchor.descriptor)}**")
    st.caption(plain(anchor.behaviour))
    if step:
        advice = "".join(f"  \n→ {plain(line)}" for line in step.advice)
        st.markdown(f"For a {step.level}, {plain(step.descriptor)}: {plain(step.behaviour)}{advice}")
    st.dataframe(
        [{"What is measured": signal.label, "Found": signal.value} for signal in dimension.signals if signal.weight],
        hide_index=True,
        column_config={"Found": st.column_config.ProgressColumn(min_value=0.0, max_value=1.0, format="percent")},
    )


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
        st.caption("This question has no key points.")
    for point in card.points:
        sign = "✓" if point.met else "✗"
        need = "" if point.essential else " (a bonus)"
        said = f"  \n“{plain(point.span.quote)}”" if point.met and point.span else ""
        st.markdown(f"{sign} {plain(point.statement)}{need}{said}")
