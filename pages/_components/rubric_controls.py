"""The controls with which a draft of a rubric is changed. Each keeps its value in the draft as soon as it is set."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.rubric import DIMENSIONS
from core.services import rubric_drafts
from core.services.accounts import Person
from core.services.context import Context
from core.services.rubric_drafts import DraftView, Path
from pages._components.charts import DIMENSION_NAMES
from pages._components.messages import plain

KIND_NAMES = {"behavioral": "Behavioral", "hr": "HR", "technical": "Technical", "case": "Case"}


def controls(ctx: Context, person: Person, draft: DraftView) -> None:
    """Everything that can be set, a tab for each kind."""
    keeper = _Keeper(ctx, person, draft)
    weights, signals, curves, lengths, anchors = st.tabs(["Weights", "Signals", "Breakpoints", "Length", "Anchors"])
    with weights:
        _weights(keeper)
    with signals:
        _signals(keeper)
    with curves:
        _breakpoints(keeper)
    with lengths:
        _lengths(keeper)
    with anchors:
        _anchors(keeper)


class _Keeper:
    """Makes widgets that show a value of the draft and keep what is set.

    The draft is the truth: a widget is told its value at every run, whatever it showed before.
    """

    def __init__(self, ctx: Context, person: Person, draft: DraftView) -> None:
        self._ctx, self._person, self.draft = ctx, person, draft

    def value(self, path: Path) -> Any:
        found: Any = self.draft.body
        for step in path:
            found = found[step]
        return found

    def key(self, path: Path) -> str:
        return f"{self.draft.id}:{'.'.join(map(str, path))}"

    def percent(self, label: str, path: Path, *, note: str | None = None) -> None:
        """A slider from 0 to 100 for a share."""
        value = self.value(path)
        shown = min(100.0, max(0.0, 100.0 * value)) if isinstance(value, int | float) else 0.0
        self._widget(path, round(shown, 1), lambda number: round(number / 100.0, 6))
        st.slider(label, 0.0, 100.0, step=0.5, format="%g", help=note, **self._bound(path))

    def text(self, label: str, path: Path, *, long: bool = False) -> None:
        """A field for a text."""
        self._widget(path, str(self.value(path)), str)
        (st.text_area if long else st.text_input)(label, max_chars=400, **self._bound(path))

    def points(self, path: Path, columns: tuple[str, str], top: float) -> None:
        """A small table for a curve; it is kept as soon as every cell of it is filled."""
        now = [{columns[0]: x, columns[1]: y} for x, y in self.value(path)]
        # Named by its content: an editor keeps its edits, and the draft may have changed elsewhere.
        edited = st.data_editor(
            now,
            num_rows="dynamic",
            hide_index=True,
            key=f"{self.key(path)}:{now}",
            column_config={
                columns[0]: st.column_config.NumberColumn(required=True, min_value=0.0),
                columns[1]: st.column_config.NumberColumn(required=True, min_value=0.0, max_value=top),
            },
        )
        rows = [[row.get(columns[0]), row.get(columns[1])] for row in edited]
        if rows != [list(pair) for pair in self.value(path)] and all(None not in row for row in rows):
            self._keep(path, sorted(rows))
            st.rerun()

    def _widget(self, path: Path, shown: Any, stored: Callable[[Any], Any]) -> None:
        # Only where it is another: a value that is set again would take back what was moved meanwhile.
        if st.session_state.get(self.key(path)) != shown:
            st.session_state[self.key(path)] = shown
        self._stored = stored

    def _bound(self, path: Path) -> dict[str, Any]:
        return {"key": self.key(path), "on_change": self._on_change, "args": (path, self._stored)}

    def _on_change(self, path: Path, stored: Callable[[Any], Any]) -> None:
        self._keep(path, stored(st.session_state[self.key(path)]))

    def _keep(self, path: Path, value: Any) -> None:
        rubric_drafts.change_draft(self._ctx, self._person, self.draft.id, path, value)


def _weights(keeper: _Keeper) -> None:
    st.caption("What each dimension counts in the overall score: shares of whatever the sliders add up to.")
    shares = _shares([keeper.value(("dimensions", place, "weight")) for place in range(len(DIMENSIONS))])
    for place, name in enumerate(DIMENSIONS):
        keeper.percent(f"{DIMENSION_NAMES[name]}: {shares[place]}", ("dimensions", place, "weight"))


def _signals(keeper: _Keeper) -> None:
    place = _dimension("signals")
    at: Path = ("dimensions", place)
    st.caption("What is measured, and what each counts in this dimension.")
    signals = keeper.value((*at, "signals"))
    shares = _shares([signal["weight"] for signal in signals])
    for number, signal in enumerate(signals):
        label = f"{plain(signal['label'])}: {shares[number]}"
        keeper.percent(label, (*at, "signals", number, "weight"), note=plain(signal["advice"]))
    with st.expander("What it cannot do without"):
        st.caption("How much of the score is left where there is nothing of it.")
        for number, gate in enumerate(keeper.value((*at, "gates"))):
            keeper.percent(plain(gate["label"]), (*at, "gates", number, "floor"), note=plain(gate["advice"]))


def _breakpoints(keeper: _Keeper) -> None:
    place = _dimension("breakpoints")
    st.caption("Which level a weighted sum of signals reaches. Between two points it rises evenly.")
    keeper.points(("dimensions", place, "breakpoints"), ("Sum, 0 to 1", "Level, 0 to 5"), top=5.0)


def _lengths(keeper: _Keeper) -> None:
    kind = st.pills(
        "Kind of question", list(KIND_NAMES), format_func=KIND_NAMES.get, default="behavioral", required=True
    )
    st.caption("How far a number of words, repetitions not counted, makes an answer long enough.")
    keeper.points(("length_bands", str(kind)), ("Words", "Long enough, 0 to 1"), top=1.0)


def _anchors(keeper: _Keeper) -> None:
    place = _dimension("anchors")
    for level in range(6):
        at: Path = ("dimensions", place, "anchors", level)
        with st.expander(f"{level} · {plain(str(keeper.value((*at, 'descriptor'))))}"):
            keeper.text("Name", (*at, "descriptor"))
            keeper.text("What a listener can observe", (*at, "behaviour"), long=True)
            keeper.text("For example", (*at, "example"), long=True)


def _dimension(of: str) -> int:
    name = st.pills(
        "Dimension", list(DIMENSIONS), format_func=DIMENSION_NAMES.get, default=DIMENSIONS[0], required=True, key=of
    )
    return DIMENSIONS.index(str(name))


def _shares(weights: Sequence[Any]) -> list[str]:
    """Each weight as a share of them all."""
    known = [weight if isinstance(weight, int | float) else 0.0 for weight in weights]
    total = sum(known)
    return [f"{100 * weight / total:.0f} %" if total > 0 else "nothing" for weight in known]
