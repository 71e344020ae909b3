"""Weights that would agree better with people's ratings, with what they are worth; taken over only by hand."""

import streamlit as st

from core.rubric import DIMENSIONS
from core.scoring.calibration import FEWEST, Suggestion, suggest
from core.services import rubric_drafts
from core.services.accounts import Person
from core.services.context import Context
from core.services.rubric_drafts import DraftView
from core.services.trials import Sample
from pages._components.charts import DIMENSION_NAMES
from pages._components.messages import plain


def suggestions(ctx: Context, person: Person, draft: DraftView, sample: Sample) -> None:
    """A suggestion for one dimension of the draft, from the ratings of the chosen answers."""
    if not sample.rated or draft.rubric is None:
        return
    with st.expander("Suggest weights from these ratings"):
        name = str(st.selectbox("Dimension", DIMENSIONS, format_func=DIMENSION_NAMES.get, key="suggest_for"))
        if not st.toggle("Work it out", key="suggest"):
            st.caption("Takes a second or two. Nothing changes unless you take it over.")
            return
        human = sample.human[:, DIMENSIONS.index(name)]
        found = suggest(sample.table, draft.rubric, name, human, sample.groups)
        if found is None:
            st.write("That takes ratings of answers to five questions or more.")
            return
        _worth(found)
        _table(draft, found)
        if st.button("Take these weights over into the draft"):
            _take_over(ctx, person, draft, found)


def _worth(found: Suggestion) -> None:
    now, then = (error**0.5 for error in found.errors)
    if not found.is_enough:
        st.warning(
            f"These are {len(found.rows)} ratings. Below {FEWEST}, a suggestion says more of chance than of answers."
        )
    verdict = (
        f"On questions that it had not seen, its scores are off by {then:.2f} of 5; those of the draft by {now:.2f}."
    )
    st.write(verdict if found.helps else f"{verdict} It would not help: leave the weights as they are.")


def _table(draft: DraftView, found: Suggestion) -> None:
    assert draft.rubric is not None
    st.dataframe(
        [
            {"Signal": signal.label, "Draft": signal.weight, "Suggested": found.weights[signal.name]}
            for signal in draft.rubric.dimension(found.dimension).signals
        ],
        hide_index=True,
        column_config={
            name: st.column_config.ProgressColumn(min_value=0.0, max_value=0.5, format="percent")
            for name in ("Draft", "Suggested")
        },
    )
    st.caption(plain("Errors are root mean squares, by leaving out a fifth of the questions at a time."))


def _take_over(ctx: Context, person: Person, draft: DraftView, found: Suggestion) -> None:
    place = DIMENSIONS.index(found.dimension)
    for number, signal in enumerate(draft.body["dimensions"][place]["signals"]):
        path = ("dimensions", place, "signals", number, "weight")
        rubric_drafts.change_draft(ctx, person, draft.id, path, found.weights[signal["name"]])
    st.rerun()
