"""Coaches: join a group by an invitation, knowing beforehand who will see what, change that, and leave."""

from collections.abc import Sequence

import streamlit as st

from core.models.vocabulary import Shows, UserRole
from core.services import coaching, groups, invitations
from core.services.coaching import BadInvitationError, GroupView
from core.services.context import default_context
from core.services.groups import Invitation, Membership
from core.services.invitations import PersonalInvitation
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
    """What an invitation by a code asks for, and yes or no to it."""
    with st.container(border=True), explained():
        st.subheader(f"Invitation to the group {plain(asked.group)}")
        shows = asks_for(asked, key="invitation")
        with st.container(horizontal=True):
            if st.button("Save" if asked.shows else "Join and show this", type="primary"):
                joined(coaching.join(ctx, person, code, shows), shows)
            if st.button("Not now"):
                said("Nothing was changed.")


def personally_invited(asked: PersonalInvitation) -> None:
    """What a coach asks this person for, and yes or no to it."""
    with st.container(border=True), explained():
        by = f"{plain(asked.invited_by)} invites you" if asked.invited_by else "You are invited"
        st.subheader(f"{by} to the group {plain(asked.group)}")
        shows = asks_for(asked, key=f"invitation_{asked.group_id}")
        st.caption(
            f"The invitation is good until {asked.expires_at:%d %B %Y, %H:%M} UTC. Nobody is told if you decline."
        )
        with st.container(horizontal=True):
            if st.button("Join and show this", type="primary"):
                joined(invitations.accept(ctx, person, asked.group_id, shows), shows)
            if st.button("Decline"):
                invitations.decline(ctx, person, asked.group_id)
                said(
                    f"You declined the invitation to the group {plain(asked.group)}. Its coaches see nothing of yours."
                )


def asks_for(asked: Invitation, *, key: str) -> Shows:
    """Who would see what, and the choice of how much."""
    st.text(f"{coached_by(asked.coaches)}.")
    if asked.shows:
        st.info("You are in this group already. You can change what its coaches see.")
    st.write("If you join, its coaches see how you do. You choose how much:")
    shows = what_to_show(key, asked.shows or Shows.SCORES, explained_too=True)
    st.write(f"{ALWAYS} You can change this or leave at any time; then they see nothing from that moment on.")
    return shows


def joined(group: GroupView, shows: Shows) -> None:
    """Say so."""
    said(f"You are in the group {plain(group.name)}. Its coaches see: {SHOWS_LABELS[shows].lower()}.")


def waiting(asked: Sequence[PersonalInvitation]) -> None:
    """The invitations that wait for a yes or no, each to be looked at."""
    for one in asked:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.text(f"You are invited to the group {one.group}.", width="stretch")
            if st.button("Open the invitation", key=f"invited_{one.group_id}"):
                st.query_params["group"] = str(one.group_id)
                st.rerun()


def chosen(asked: Sequence[PersonalInvitation], memberships: Sequence[Membership]) -> PersonalInvitation | None:
    """The invitation that the address names, or None, and why."""
    named = st.query_params.get("group")
    found = next((one for one in asked if str(one.group_id) == named), None)
    # Whoever has joined comes here again from the notification that they were invited by.
    if named and not found and named not in {str(member.group_id) for member in memberships}:
        show_error(BadInvitationError())
    return found


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
memberships = groups.memberships_of(ctx, person)
invitation = opened(code) if code else None
personal = invitations.invitations_of(ctx, person)
mine_to_answer = None if code else chosen(personal, memberships)
if code and invitation:
    invited(invitation, code)
elif mine_to_answer:
    personally_invited(mine_to_answer)
else:
    waiting(personal)
is_asked = bool(invitation or mine_to_answer)
if memberships:
    st.subheader("Your groups")
    for member in memberships:
        mine(member)
    if not is_asked:
        st.caption(ALWAYS)
    if len(memberships) > 1:
        st.caption("A coach of several of your groups sees the most that you show in any of them.")
elif not is_asked and not personal:
    st.write(
        "A coach can follow how you do and help you on, if you let them. You join a group with an invitation from its "
        "coach, you say what they see, and you can leave at any time."
    )
if not is_asked:
    with st.form("invitation", clear_on_submit=True):
        typed = st.text_input("Invitation code or link")
        if st.form_submit_button("Look at the invitation") and typed.strip():
            st.query_params["code"] = typed
            st.rerun()
