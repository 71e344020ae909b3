"""Inviting people by name on a group's page, and taking it back."""

from uuid import UUID

import streamlit as st

from core.services import invitations
from core.services.accounts import Person
from core.services.context import Context
from core.services.words import counted
from pages._components.messages import explained, plain

_TURN = "invite_turn"


def invite_by_name(ctx: Context, person: Person, group_id: UUID) -> str | None:
    """A form, and whom this coach has named; returns what there is to say of what was just done, as Markdown."""
    return _form(ctx, person, group_id) or _open_ones(ctx, person, group_id)


def _form(ctx: Context, person: Person, group_id: UUID) -> str | None:
    # What was typed stays after a mistake, and goes once it is sent: the next turn has a field of its own.
    turn = st.session_state.get(_TURN, 0)
    with st.form(f"invite_by_name_{turn}"), explained():
        typed = st.text_area(
            "Usernames or e-mail addresses",
            placeholder="One or several, for example: ada, bob@example.org",
            height=88,
            key=f"invited_names_{turn}",
        )
        if st.form_submit_button("Invite by name"):
            count = invitations.invite_people(ctx, person, group_id, typed)
            st.session_state[_TURN] = turn + 1
            return (
                f"You invited {counted(count, 'name')}. Whoever of them has an account here, practises, and is not in "
                "the group yet finds the invitation on their home page. It is good for two weeks."
            )
    return None


def _open_ones(ctx: Context, person: Person, group_id: UUID) -> str | None:
    asked = invitations.asked_by(ctx, person, group_id)
    if not asked:
        return None
    with st.expander(f"Whom you have invited ({len(asked)})"), explained():
        st.caption(
            "Everybody whom you named in the last two weeks and who has not joined. It does not say who has an account "
            "or who declined, since that is theirs to tell."
        )
        for one in asked:
            with st.container(horizontal=True, vertical_alignment="center"):
                with st.container(width="stretch", gap=None):
                    st.text(one.name)
                    st.caption(f"on {one.asked_at:%d %B %Y}, good until {one.until:%d %B %Y}")
                if st.button("Take back", key=f"take_back_{one.name}"):
                    invitations.take_back(ctx, person, group_id, one.name)
                    return f"The invitation of {plain(one.name)} is taken back."
    return None
