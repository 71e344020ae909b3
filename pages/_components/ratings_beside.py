"""What coaches and the machine made of an answer, beside each other."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from core.models.vocabulary import RatingKind
from core.services.human_views import RatingView
from core.services.rating_rules import TOO_FAR_APART
from core.services.reviewing import ReviewView
from core.services.words import listed
from pages._components.messages import plain

_NOT_JUDGED = "–"


def ratings_beside(view: ReviewView, coach_id: UUID) -> None:
    """A table of the dimensions by who rated them, where coaches differ, what counts, and the reasons they gave."""
    titles = {dimension.name: dimension.title for dimension in view.rubric.dimensions}
    if view.apart:
        st.warning(
            f"Coaches are {TOO_FAR_APART} levels or more apart in "
            f"{listed([plain(titles[name].lower()) for name in view.apart])}."
        )
    columns = _columns(view, coach_id)
    rows = []
    for name, title in titles.items():
        told = f"**{plain(title)} (apart)**" if name in view.apart else plain(title)
        rows.append({"": told} | {who: _number(of.get(name)) for who, of in columns.items()})
    st.table(rows, hide_index=True, hide_header=False, border="horizontal", alt="Levels from 0 to 5 by who gave them")
    counts = f"{_what_counts(view)} " if view.scorecard and view.has_rated else ""
    st.caption(f"{counts}Levels are from 0 to 5; “{_NOT_JUDGED}” was not judged.")
    for one in view.human.ratings:
        _said_with_it(one, coach_id)


def _columns(view: ReviewView, coach_id: UUID) -> dict[str, Mapping[str, float | None]]:
    """The levels by who gave them, as Markdown: the coach's own first, then the machine's, the others', what counts."""
    own = [one for one in view.human.ratings if one.rater_id == coach_id]
    others = [one for one in view.human.ratings if one.rater_id != coach_id]
    columns: dict[str, Mapping[str, float | None]] = {}

    def add(ratings: list[RatingView]) -> None:
        for one in ratings:
            name, number = _who(one, coach_id), 2
            while name in columns:  # two coaches of one name
                name, number = f"{_who(one, coach_id)} {number}", number + 1
            columns[name] = one.levels

    add(own)
    if view.scorecard:
        columns["Machine"] = view.scorecard.scores
    add(others)
    if view.scorecard and view.has_rated:
        columns["**Counts**"] = view.answer.scores or {}
    return columns


def _who(one: RatingView, coach_id: UUID) -> str:
    name = "You" if one.rater_id == coach_id else plain(one.rater)
    return f"{name} (decision)" if one.kind is RatingKind.DECISION else name


def _number(level: float | None) -> str:
    if level is None:
        return _NOT_JUDGED
    return str(level) if isinstance(level, int) else f"{level:.1f}"


def _what_counts(view: ReviewView) -> str:
    counting = view.human.counting
    if counting is None:
        return "In this group the machine's scores count."
    if counting.scores is None:
        return "The machine's scores count until somebody decides."
    return "In this group the coaches' scores count, and the machine's where none of them could judge."


def _said_with_it(one: RatingView, coach_id: UUID) -> None:
    blind = "without having seen the machine's scores" if one.is_blind else "having seen the machine's scores"
    st.caption(f"{_who(one, coach_id)}, {one.given_at:%d %b %Y}, {blind}")
    if one.reason:
        st.text(one.reason)
