"""The question bank: what candidates are asked, and what a strong answer says."""

import streamlit as st

from core.bank.item import Item
from core.models.vocabulary import UserRole
from core.services.context import default_context
from core.services.library import Filter, find_items
from pages._components.guard import signed_in_as_any
from pages._components.messages import plain

ctx = default_context()
signed_in_as_any(UserRole.STUDIO, UserRole.COACH, UserRole.ADMIN)


def show(item: Item) -> None:
    """One item in full."""
    st.subheader(plain(item.text))
    st.caption(
        f"{item.id} · {item.bucket.replace('_', '-')} · {item.difficulty} · {', '.join(item.levels)} · {item.seconds} s"
    )
    st.write("A strong answer says")
    for point in item.key_points:
        st.markdown(f"- {plain(point.says)}{' **(essential)**' if point.essential else ''}")
    st.write("Mistakes that people make")
    for misconception in item.misconceptions:
        st.markdown(f"- {plain(misconception.says)} *{plain(misconception.correction)}*")
    st.write("A model answer")
    st.text(item.model_answer)
    st.write("Follow-ups")
    for followup in item.followups:
        st.markdown(f"- {plain(followup.text)}")


st.title("Questions")
roles = {role.id: role.name for role in ctx.catalog.roles}
with st.container(horizontal=True):
    words = st.text_input("Words in the question", placeholder="for example: index")
    role = st.selectbox("Role", [None, *roles], format_func=lambda value: roles[value] if value else "All roles")
    bucket = st.selectbox(
        "Kind", [None, *ctx.bank.buckets], format_func=lambda value: (value or "all").replace("_", "-")
    )
    level = st.selectbox("Level", [None, "junior", "mid", "senior"], format_func=lambda value: value or "all")
found = find_items(ctx, Filter(words=words, role=role, bucket=bucket, level=level))
st.caption(f"{len(found)} of {len(ctx.bank.items)} questions")
chosen = st.dataframe(
    [
        {
            "Question": item.text,
            "Kind": item.bucket.replace("_", "-"),
            "Difficulty": item.difficulty,
            "Skills": list(item.skills),
        }
        for item in found
    ],
    hide_index=True,
    on_select="rerun",
    selection_mode="single-row",
    key="items",
    column_config={"Question": st.column_config.TextColumn(width="large"), "Skills": st.column_config.ListColumn()},
)
if not found:
    st.write("No question fits all of these. Take one filter away.")
elif rows := [row for row in chosen.selection.rows if row < len(found)]:  # a filter may have shortened the table
    with st.container(border=True):
        show(found[rows[0]])
else:
    st.caption("Choose a row to read the question with its key points and model answer.")
