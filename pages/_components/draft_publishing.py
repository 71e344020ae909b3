"""The end of a draft: what it changes, why, and the button that puts it in force."""

from uuid import UUID

import streamlit as st

from core.rubric import changes_between
from core.services import rubric_drafts, rubrics
from core.services.accounts import Person
from core.services.context import Context
from core.services.publishing import LONGEST_REASON
from core.services.rubric_drafts import DraftView
from core.services.words import counted
from pages._components.messages import explained

PUBLISHED = "published_draft"


def was_just_published(draft_id: UUID) -> bool:
    """Whether a draft is gone because it was published here: the second click of two finds it gone."""
    return st.session_state.get(PUBLISHED) == draft_id


def publish_form(ctx: Context, person: Person, draft: DraftView) -> None:
    """Everything that is different from the rubric in force, with publish and throw away."""
    st.subheader("Publish")
    if draft.rubric is None:
        st.caption("A draft can be published once nothing is wrong with it.")
    else:
        changes = changes_between(rubrics.rubric_in_force(ctx.db), draft.rubric)
        if not changes:
            st.caption("It is the same as the rubric in force.")
        else:
            with st.expander(f"{counted(len(changes), 'change')} against the rubric in force"):
                st.dataframe(
                    [{"What": one.where, "Now": one.before, "Then": one.after} for one in changes], hide_index=True
                )
            _publish(ctx, person, draft)
    if st.button("Throw this draft away", type="tertiary"):
        rubric_drafts.drop_draft(ctx, person, draft.id)
        st.switch_page("studio/tune.py")


def _publish(ctx: Context, person: Person, draft: DraftView) -> None:
    with st.form("publish", border=False), explained():
        reason = st.text_input(
            "Why it is changed", max_chars=LONGEST_REASON, help="Whoever looks at the versions reads this."
        )
        st.caption(
            "Interviews that begin from then on are scored by it. Those going on keep theirs, and past scores stay "
            "until you score them again."
        )
        if st.form_submit_button("Publish", type="primary"):
            st.session_state[PUBLISHED] = draft.id
            rubric_drafts.publish_draft(ctx, person, draft.id, reason)
            st.switch_page("studio/rubric.py")
