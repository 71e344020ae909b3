"""Sample answers at a level, so that people see what a 2 and a 4 look like."""

import streamlit as st

from core.rubric import DIMENSIONS
from core.services.accounts import Person
from core.services.context import Context
from core.services.exemplars import Example, examples_at
from pages._components.charts import DIMENSION_NAMES
from pages._components.messages import plain
from pages._components.rubric_controls import KIND_NAMES

AT_ONCE = 2


def exemplar_shelf(ctx: Context, person: Person) -> None:
    """The exemplars of one level in one dimension."""
    with st.container(horizontal=True):
        dimension = st.selectbox("Dimension", DIMENSIONS, format_func=DIMENSION_NAMES.get, key="examples_of")
        level = st.selectbox("Level", range(6), index=4, key="examples_at")
        kinds = [None, *KIND_NAMES]
        kind = st.selectbox(
            "Kind of question", kinds, format_func=lambda each: KIND_NAMES[each] if each else "Any", key="examples_kind"
        )
    found = examples_at(ctx, person, dimension, level, kind=kind)
    if not found:
        st.write("There is no such example. Choose another level or kind.")
    for example in found[:AT_ONCE]:
        _example(example, dimension)
    if rest := found[AT_ONCE:]:
        with st.expander(f"{len(rest)} more"):
            for example in rest:
                _example(example, dimension)
    st.caption("Written for this product and rated by two readers, all of them language models; see data/exemplars.")


def _example(example: Example, dimension: str) -> None:
    one = example.exemplar
    with st.container(border=True):
        st.markdown(f"**{plain(example.item.text)}**")
        st.text(one.text or "Nothing was said.")
        for name, rating in (("First reader", one.first), ("Second reader", one.second)):
            note = f": {plain(rating.note)}" if rating.note else ""
            st.caption(f"{name} gave {rating.levels[dimension]} for {DIMENSION_NAMES[dimension].lower()}{note}")
