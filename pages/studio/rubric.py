"""The rubric in force: what each dimension weighs, what each level looks like, what is measured, and every version."""

import streamlit as st

from core.models.vocabulary import UserRole
from core.rubric import Dimension
from core.services import rubrics
from core.services.context import default_context
from pages._components.charts import DIMENSION_NAMES
from pages._components.exemplar_shelf import exemplar_shelf
from pages._components.guard import signed_in_as_any
from pages._components.messages import plain
from pages._components.versions import rescore, versions

ctx = default_context()
person = signed_in_as_any(UserRole.STUDIO, UserRole.COACH, UserRole.ADMIN)


def told(dimension: Dimension) -> None:
    """One dimension with its anchors and signals."""
    st.write(f"Weight {dimension.weight:.0%}. {plain(dimension.about)}")
    for anchor in dimension.anchors:
        with st.container(border=True):
            st.markdown(f"**{anchor.level}** · {plain(anchor.descriptor)}")
            st.text(anchor.behaviour)
            st.caption(f"For example: {plain(anchor.example)}")
    st.write("What is measured")
    st.dataframe(
        [
            {"Signal": signal.label, "Weight": signal.weight, "To raise it": signal.advice}
            for signal in dimension.signals
        ],
        hide_index=True,
    )


rubric = rubrics.rubric_in_force(ctx.db)
st.title("Rubric")
st.caption(f"{plain(rubric.title)}, version {rubric.content_hash[:12]}")
st.write(
    "An answer gets 0 to 5 on each dimension. The overall score is their weighted sum, times 20. "
    "0 means that there was nothing to score."
)
if person.has(UserRole.STUDIO) and st.button("Tune it", type="primary"):
    st.switch_page("studio/tune.py")
names = [DIMENSION_NAMES[dimension.name] for dimension in rubric.dimensions]
for tab, dimension in zip(st.tabs(names), rubric.dimensions, strict=True):
    with tab:
        told(dimension)
st.subheader("What answers at a level look like")
exemplar_shelf(ctx, person)
st.subheader("Versions")
versions(ctx, person)
st.subheader("Past answers")
rescore(ctx, person)
