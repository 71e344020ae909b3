"""Coaches: join a group by an invitation, knowing beforehand who will see what, change that, and leave."""

import streamlit as st

from core.models.vocabulary import Shows, UserRole
from core.services import coaching, groups
from core.services.coaching import BadInvitationError
from core.services.context import default_context
from core.services.groups import Invitation, Membership
from pages._components.group_words import ALWAYS, SEES, SHOWS_LABELS, coached_by, seen_now
from pages._components.guard import signed_in
from pages._components.messages import explained, plain, show_error

SAID = "coaches_said"
CHOICES = list(SHOWS_LABELS)

ctx = default_context()
person = signed_in(UserRole.CANDIDATE)


def said(words: str) -> None:
    """Say this above the list at the next run."""
    st.session_state[SAID] = words
    st.query_params.clear()
    st.rerun()


def opened(code: str) -> Invitation | None:
    """The invitation of this code, or None, and why."""
    try:
        return groups.invitation(ctx, person, code)
    except BadInvitationError as error:
        show_error(error)
        return None


def invited(asked: Invitation, code: str) -> None:
    """What an invitation asks for, and yes or no to it."""
    with st.container(border=True), explained():
        st.subheader(f"Invitation to the group {plain(asked.group)}")
        st.text(f"{coached_by(asked.coaches)}.")
        if asked.shows:
            st.info("You are in this group already. You can change what its coaches see.")
        st.write("If you join, its coaches see how you do. You choose how much:")
        shows = what_to_show("invitation", asked.shows or Shows.SCORES, explained_too=True)
        st.write(f"{ALWAYS} You can change this or leave at any time; then they see nothing from that moment on.")
        with st.container(horizontal=True):
            if st.button("Save" if asked.shows else "Join and show this", type="primary"):
                group = coaching.join(ctx, person, code, shows)
                said(f"You are in the group {plain(group.name)}. Its coaches see: {SHOWS_LABELS[shows].lower()}.")
            if st.button("Not now"):
                said("Nothing was changed.")


def what_to_show(key: str, now: Shows, *, explained_too: bool = False) -> Shows:
    """The choice between the two, in full sentences where it is made for the first time."""
    return st.radio(
        "What the coaches see",
        CHOICES,
        index=CHOICES.index(now),
        format_func=SHOWS_LABELS.__getitem__,
        captions=[SEES[choice] for choice in CHOICES] if explained_too else None,
        key=f"shows_{key}",
        horizontal=not explained_too,
    )


def mine(member: Membership) -> None:
    """One group that the person is in."""
    with st.container(border=True), explained():
        st.markdown(f"**{plain(member.group)}**")
        st.text(f"{coached_by(member.coaches)}. You joined on {member.since:%d %B %Y}.")
        shows = what_to_show(str(member.group_id), member.shows)
        st.caption(seen_now(member.shows))
        with st.container(horizontal=True):
            if st.button("Save", key=f"save_{member.group_id}", disabled=shows is member.shows):
                coaching.change_shown(ctx, person, member.group_id, shows)
                said(f"Saved. The coaches of {plain(member.group)} see: {SHOWS_LABELS[shows].lower()}.")
            if st.button("Leave this group", key=f"leave_{member.group_id}"):
                coaching.leave(ctx, person, member.group_id)
                said(f"You left the group {plain(member.group)}. Its coaches see nothing of yours any more.")


st.title("Coaches")
if words := st.session_state.pop(SAID, None):
    st.success(words)
code = st.query_params.get("code")
invitation = opened(code) if code else None
if code and invitation:
    invited(invitation, code)
memberships = groups.memberships_of(ctx, person)
if memberships:
    st.subheader("Your groups")
    for member in memberships:
        mine(member)
    if not invitation:
        st.caption(ALWAYS)
    if len(memberships) > 1:
        st.caption("A coach of several of your groups sees the most that you show in any of them.")
elif not invitation:
    st.write(
        "A coach can follow how you do and help you on, if you let them. You join a group with an invitation from its "
        "coach, you say what they see, and you can leave at any time."
    )
if not invitation:
    with st.form("invitation", clear_on_submit=True):
        typed = st.text_input("Invitation code or link")
        if st.form_submit_button("Look at the invitation") and typed.strip():
            st.query_params["code"] = typed
            st.rerun()
