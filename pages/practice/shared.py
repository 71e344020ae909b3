"""A report behind a link, for whoever has it: read only, with what its owner ticked and nothing else."""

import streamlit as st

from core.services import sharing
from core.services.context import default_context
from core.services.sharing import SharedReport
from pages._components import report_parts as parts
from pages._components.answer_view import show_answer
from pages._components.messages import plain
from pages._components.words import about


def scores(shared: SharedReport) -> None:
    """What the scores say of the whole."""
    parts.standing(shared.view)
    if shared.view.overall is not None:
        parts.what_scores_say(shared.view)


def answers(shared: SharedReport) -> None:
    """Each question with its answer, and with its reasons where scores are shown too."""
    st.subheader("The answers")
    for one in shared.view.answers:
        question = one.answer.question
        with st.expander(f"{question.order}. {plain(question.question_text)}"):
            if shared.shows_scores:
                show_answer(one, is_own=False)
            else:
                st.text(one.answer.answer_text or "Nothing was typed.")


ctx = default_context()
shared = sharing.open_shared(ctx, st.query_params.get("link", ""))
st.html(parts.PRINT)
st.title("Report")
st.text(f"{shared.name}")
st.caption(f"{about(shared.view.interview)} · {shared.view.interview.created_at:%d %B %Y}")
if shared.shows_scores:
    scores(shared)
if shared.shows_answers:
    answers(shared)
st.caption(f"Shown by a link that is good until {shared.expires_at:%d %B %Y}.")
