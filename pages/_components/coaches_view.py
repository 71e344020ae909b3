"""What coaches say of an answer: their ratings beside the machine's, their remarks, and a candidate's wish for some."""

from collections.abc import Sequence
from itertools import pairwise

import streamlit as st

from core.rubric import DIMENSIONS
from core.services import commenting
from core.services.accounts import Person
from core.services.context import Context
from core.services.human_views import CommentView
from core.services.human_words import headings, how_given, on_words, quoted, what_counts
from core.services.views import AnswerView
from pages._components.charts import DIMENSION_NAMES
from pages._components.marked_text import Mark
from pages._components.messages import explained, plain


def show_ratings(answer: AnswerView) -> None:
    """The machine's scores and each coach's side by side, and whose count; nothing where no coach has rated."""
    human = answer.human
    if not (human.ratings or human.contested):
        return
    with st.container(border=True):
        st.markdown("**The machine and coaches**")
        if human.ratings:
            alt = "Scores, 0 to 5, by who gave them"
            # A frame, which can be moved sideways by keys as well where a phone has no room for all columns.
            pinned = {"Dimension": st.column_config.TextColumn(pinned=True)}
            st.dataframe(_side_by_side(answer), hide_index=True, alt=alt, column_config=pinned)
            if any(level is None for one in human.ratings for level in one.levels.values()):
                st.caption("A dash stands where a coach could not judge.")
        st.markdown(plain(what_counts(human)))
        for name, one in zip(headings(human.ratings), human.ratings, strict=True):
            _said(f"{plain(name)} · {one.given_at:%d %B %Y} · {how_given(one)}", one.reason)


def show_comments(answer: AnswerView) -> None:
    """Every remark: on the whole answer, on a dimension of it, or on words in it."""
    comments = answer.human.comments
    if not comments:
        return
    with st.container(border=True):
        st.markdown("**Comments**")
        unplaced = [one for one in comments if one.start is None]
        _remarks("On the whole answer", [one for one in unplaced if one.dimension is None])
        for name in DIMENSIONS:
            _remarks(f"On {DIMENSION_NAMES[name].lower()}", [one for one in unplaced if one.dimension == name])
        for number, (one, start, end) in enumerate(on_words(comments), 1):
            # escaped, for a number at the beginning of a line makes a list
            _remarks(f"{number}\\. On “{plain(quoted(answer.answer_text, start, end))}”", [one])


def comment_marks(comments: Sequence[CommentView]) -> list[Mark]:
    """The stretches that remarks are on, each with its number at its end. Where some overlap, all are told."""
    placed = [(number, *remark) for number, remark in enumerate(on_words(comments), 1)]
    edges = sorted({edge for _, _, start, end in placed for edge in (start, end)})
    marks = []
    for begin, until in pairwise(edges):
        over = [(number, one, end) for number, one, start, end in placed if start <= begin and until <= end]
        if over:
            label = "\n".join(f"{number}. {one.author}: {one.body}" for number, one, _ in over)
            note = ", ".join(str(number) for number, _, end in over if end == until)
            marks.append(Mark(begin, until, label, "said", note))
    return marks


def wish_for_review(ctx: Context, person: Person, answer: AnswerView, *, can_ask: bool) -> None:
    """Where a candidate asks coaches to look at an answer of theirs, or takes that back."""
    wish = answer.human.request
    if wish is not None:
        asked = f"You asked a coach to look at this answer on {wish.asked_at:%d %B %Y}"
        st.caption(f"{asked}, and one has rated it since." if wish.is_met else f"{asked}.")
        if wish.note:
            st.text(wish.note)
        if not wish.is_met:
            if st.button("Take it back", key=f"ask_no_more_{answer.id}"):
                with explained():
                    commenting.ask_no_more(ctx, person, answer.id)
                    st.rerun()
            return
    if can_ask and answer.answer_text.strip():
        _ask(ctx, person, answer, again=wish is not None)


def _ask(ctx: Context, person: Person, answer: AnswerView, *, again: bool) -> None:
    title = "Ask a coach to look at this answer again" if again else "Ask a coach to look at this answer"
    with st.popover(title), st.form(f"ask_{answer.id}", border=False), explained():
        note = st.text_area(
            "What would you like to know? (optional)",
            max_chars=commenting.LONGEST_NOTE,
            placeholder="Is my example concrete enough?",
            key=f"note_{answer.id}",
        )
        st.caption("The coaches who see your answers find it first among those to look at.")
        if st.form_submit_button("Ask", type="primary", key=f"send_{answer.id}"):
            commenting.ask_for_review(ctx, person, answer.id, note or "")
            st.rerun()


def _side_by_side(answer: AnswerView) -> list[dict[str, str]]:
    names = headings(answer.human.ratings)
    machine, counting = answer.machine_scores or {}, answer.scores or {}
    return [
        {
            "Dimension": DIMENSION_NAMES[dimension],
            "Machine": _score(machine.get(dimension)),
            **{
                name: "–" if (level := one.levels.get(dimension)) is None else str(level)
                for name, one in zip(names, answer.human.ratings, strict=True)
            },
            "Counts": _score(counting.get(dimension)),
        }
        for dimension in DIMENSIONS
    ]


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _remarks(about: str, comments: Sequence[CommentView]) -> None:
    """Remarks on one thing; ``about`` is Markdown."""
    for one in comments:
        _said(f"{about} · {plain(one.author)}, {one.created_at:%d %B %Y}", one.body)


def _said(line: str, words: str) -> None:
    """A line that says who, when and of what, and their words below it."""
    with st.container(gap=None):
        st.caption(line)
        if words:
            st.text(words)
