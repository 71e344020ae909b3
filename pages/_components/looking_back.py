"""Rating one's own answers before the scores are seen."""

from collections.abc import Sequence
from uuid import UUID

import streamlit as st

from core.services.reflecting import LEAST, MOST
from core.services.views import AnswerView
from pages._components.messages import plain

SCALE = "0 nothing usable · 1 weak · 2 partly there · 3 solid · 4 strong · 5 excellent"


def rate_answers(answers: Sequence[AnswerView], *, key: str) -> dict[UUID, int] | None:
    """A form with one scale for each answer. None until it is sent; then the ratings given, which may be none."""
    with st.form(key, border=True):
        several = len(answers) > 1
        st.markdown(
            "**Before you see your scores: how good were your answers?**"
            if several
            else "**Before you see the score: how good was your answer?**"
        )
        st.caption(f"{SCALE}. Guessing first is how people learn to judge themselves; leave out what you like.")
        given = {
            answer.question.id: st.segmented_control(
                f"{answer.question.order}. {plain(answer.question.question_text)}",
                range(LEAST, MOST + 1),
                key=f"{key}_{answer.id}",
            )
            for answer in answers
        }
        if st.form_submit_button("Show my scores" if several else "Show my score", type="primary"):
            return {question: rating for question, rating in given.items() if rating is not None}
    return None


def gap_in_words(answer: AnswerView) -> str:
    """How the guess compares with the score; empty where nothing was guessed."""
    if answer.gap is None or answer.overall_score is None:
        return ""
    guess = f"You gave yourself {answer.self_rating} of 5; the score is {answer.overall_score / 20:.1f} of 5."
    return f"{guess} {_how_far(answer.gap)}"


def gaps_in_words(gaps: Sequence[float]) -> str:
    """The same of several answers."""
    if len(gaps) < 2:
        return ""
    mean = sum(gaps) / len(gaps)
    off = sum(abs(gap) for gap in gaps) / len(gaps)
    return f"You rated {len(gaps)} of your answers, {off / 20:.1f} of 5 off on average. {_how_far(mean)}"


def _how_far(gap: float) -> str:
    if abs(gap) < 10:
        return "You judge yourself well."
    return "You think better of it than the rubric does." if gap > 0 else "You think too little of it."
