"""Tune: change a draft of the rubric, see at once what it does to real answers, take a suggestion, publish."""

from uuid import UUID

import streamlit as st

from core.errors import NotFoundError
from core.models.vocabulary import UserRole
from core.services import rubric_drafts, rubrics
from core.services.context import default_context
from core.services.rubric_drafts import LONGEST_TITLE, DraftView
from core.services.trial_rules import try_rubric
from pages._components.draft_publishing import publish_form, was_just_published
from pages._components.draft_suggestions import suggestions
from pages._components.guard import signed_in
from pages._components.messages import plain
from pages._components.rubric_controls import controls
from pages._components.trial_parts import effect
from pages._components.trial_samples import chosen_sample

ctx = default_context()
person = signed_in(UserRole.STUDIO)


def draft_from_address() -> UUID | None:
    """The draft that the address names, or None."""
    value = st.query_params.get("draft")
    try:
        return UUID(value) if value else None
    except ValueError as error:
        raise NotFoundError("draft") from error


def drafts() -> None:
    """The drafts that there are, and a button for one more."""
    st.write(
        "Change weights, breakpoints and wording in a draft, and see what that does to real answers before anybody is "
        "scored by it. Nothing of a draft counts until it is published, and what is published can be undone."
    )
    mine = rubric_drafts.my_drafts(ctx, person)
    for one in mine:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch", gap=None):
                st.markdown(f"**{plain(one.title)}**")
                st.caption(f"Changed {one.updated_at:%d %B %Y, %H:%M} UTC")
            if st.button("Open", key=f"open_{one.id}"):
                st.switch_page("studio/tune.py", query_params={"draft": str(one.id)})
    if st.button("Begin a draft from the rubric in force", type="secondary" if mine else "primary"):
        made = rubric_drafts.begin_draft(ctx, person)
        st.switch_page("studio/tune.py", query_params={"draft": str(made)})


def workshop(draft: DraftView) -> None:
    """The controls, and beside them what they do."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        rename(draft)
        controls(ctx, person, draft)
    with right:
        st.subheader("What it does")
        if draft.rubric is None:
            faults(draft)
            return
        sample = chosen_sample(ctx, person)
        if sample is not None:
            before = rubrics.rubric_in_force(ctx.db)
            effect(ctx, sample, try_rubric(sample.table, before, draft.rubric), before, draft.rubric)
            suggestions(ctx, person, draft, sample)
    publish_form(ctx, person, draft)


def rename(draft: DraftView) -> None:
    """The draft's name."""
    title = st.text_input("Name of this draft", draft.title, max_chars=LONGEST_TITLE)
    if title != draft.title:
        rubric_drafts.rename_draft(ctx, person, draft.id, title)


def faults(draft: DraftView) -> None:
    """Everything that is wrong with it, at once."""
    st.error("This draft is kept, but it is no rubric yet. Please mend:")
    for fault in draft.faults:
        st.text(f"• {fault}")


st.title("Tune the rubric")
draft_id = draft_from_address()
if draft_id is None:
    drafts()
else:
    try:
        draft = rubric_drafts.open_draft(ctx, person, draft_id)
    except NotFoundError:
        if not was_just_published(draft_id):
            raise
        st.switch_page("studio/rubric.py")
    workshop(draft)
