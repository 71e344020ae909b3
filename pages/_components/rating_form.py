"""The five dimensions to rate an answer on, each with what its levels look like. What is chosen is kept at once."""

import streamlit as st

from core.errors import Fault, InvalidInputError
from core.rubric import Dimension
from core.services import reviewing
from core.services.accounts import Person
from core.services.context import Context
from core.services.rating_rules import LEAST, MOST
from core.services.reviewing import LONGEST_REASON, ReviewView
from core.services.words import listed
from pages._components.messages import explained, plain

CANNOT = "Can't judge"
_CHANGED = "review_changed"

Chosen = dict[str, int | str | None]


def rating_form(ctx: Context, person: Person, view: ReviewView, *, replaces: bool = False) -> bool:
    """The levels and the reason, kept as a draft on every change; returns whether they were just saved.

    ``replaces`` says that an earlier rating of theirs is replaced.
    """
    answer_id, key = view.answer.id, _key(person, view)
    _begin(view, person, key, replaces=replaces)
    chosen: Chosen = {dimension.name: _level(dimension, key) for dimension in view.rubric.dimensions}
    needs_reason = replaces or view.decides
    reason = st.text_area(
        "Reason" if needs_reason else "Reason (optional)",
        key=f"{key}_reason",
        max_chars=LONGEST_REASON,
        height=80,
        on_change=_changed,
        placeholder="In a sentence: why you decide so." if view.decides else "In a sentence: what decided it for you.",
    )
    levels = {name: None if level == CANNOT else level for name, level in chosen.items() if level is not None}
    with explained():
        if st.session_state.pop(_CHANGED, False):
            reviewing.keep_rating_draft(ctx, person, answer_id, levels, reason)
        if st.button("Save decision" if view.decides else "Save rating", type="primary", key=f"{key}_save"):
            missing = [plain(one.title.lower()) for one in view.rubric.dimensions if one.name not in levels]
            if missing:
                raise InvalidInputError([Fault("", f"Choose a level, or “{CANNOT}”, for {listed(missing)}.")])
            reviewing.rate(ctx, person, answer_id, levels, reason)
            return True
    return False


def _key(person: Person, view: ReviewView) -> str:
    """Another rating is another form, which begins anew."""
    mine = [one.id for one in view.human.ratings if one.rater_id == person.id]
    return f"rate_{view.answer.id}_{mine[-1] if mine else 'first'}"


def _begin(view: ReviewView, person: Person, key: str, *, replaces: bool) -> None:
    """Fill the form with what is kept, or with the rating that it replaces; what stands there already stays."""
    own = [one.levels for one in view.human.ratings if one.rater_id == person.id and replaces]
    levels = view.draft.levels if view.draft else next(reversed(own), {})
    for name, level in levels.items():
        st.session_state.setdefault(f"{key}_{name}", CANNOT if level is None else level)
    st.session_state.setdefault(f"{key}_reason", view.draft.reason if view.draft else "")


def _level(dimension: Dimension, key: str) -> int | str | None:
    """One dimension: the choice, what the chosen level looks like, and all of them to read."""
    with st.container(gap="xsmall"):
        level = st.segmented_control(
            dimension.title,
            [*range(LEAST, MOST + 1), CANNOT],
            required=True,
            format_func=str,
            key=f"{key}_{dimension.name}",
            on_change=_changed,
            width="stretch",
        )
        anchors = {anchor.level: anchor for anchor in dimension.anchors}
        if level in anchors:
            st.markdown(f"**{plain(anchors[level].descriptor)}**: {plain(anchors[level].behaviour)}")
        else:
            st.caption("Left to others, and to the machine." if level == CANNOT else plain(dimension.about))
        with st.expander(f"All levels of {dimension.title.lower()}"):
            for each in dimension.anchors:
                st.markdown(f"**{each.level} · {plain(each.descriptor)}**: {plain(each.behaviour)}")
    return level


def _changed() -> None:
    st.session_state[_CHANGED] = True
