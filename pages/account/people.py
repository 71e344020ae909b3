"""People: who has an account, what they may do, and a way back in for those who forgot their password."""

from contextlib import suppress

import streamlit as st

from core.errors import NotFoundError
from core.models.vocabulary import UserRole
from core.services import accounts, erasing
from core.services.accounts import Person
from core.services.context import default_context
from pages._components.guard import signed_in
from pages._components.messages import explained, plain

ROLE_HELP = {
    UserRole.CANDIDATE: "practises",
    UserRole.COACH: "coaches groups, reads questions and rubric",
    UserRole.STUDIO: "reads questions and rubric, tunes them",
    UserRole.ADMIN: "manages people",
}

ctx = default_context()
admin = signed_in(UserRole.ADMIN)

st.title("People")
search = st.text_input("Search", placeholder="Name, username or email")
people = accounts.list_people(ctx, admin, search=search)
st.dataframe(
    [
        {
            "Username": person.username,
            "Name": person.name,
            "Email": person.email,
            "Roles": sorted(role.value for role in person.roles),
            "Active": person.is_active,
        }
        for person in people
    ],
    hide_index=True,
    column_config={"Roles": st.column_config.ListColumn()},
)


def edit(person: Person) -> None:
    """What an admin can change about one person."""
    with st.form(f"roles_{person.id}"):
        roles = st.pills(
            "Roles",
            list(UserRole),
            selection_mode="multi",
            default=sorted(person.roles),
            format_func=lambda role: role.value,
            help="; ".join(f"{role.value}: {what}" for role, what in ROLE_HELP.items()),
        )
        if st.form_submit_button("Save roles", type="primary"):
            accounts.set_roles(ctx, admin, person.id, roles)
            st.session_state["people_said"] = (
                f"Roles of {plain(person.username)} are saved. They sign in again to use them."
            )
            st.rerun()
    with st.container(horizontal=True):
        if st.button("Disable account" if person.is_active else "Enable account", key=f"active_{person.id}"):
            accounts.set_active(ctx, admin, person.id, active=not person.is_active)
            done = "disabled" if person.is_active else "enabled"
            st.session_state["people_said"] = f"{plain(person.username)} is {done}."
            st.rerun()
        make_link = st.button("Make password reset link", key=f"reset_{person.id}")
    if make_link:
        st.write("Hand this link to the person. It works once, within 24 hours, and is not shown again:")
        st.code(accounts.make_reset_link(ctx, admin, person.id), language=None)
    if person.id != admin.id:
        with st.expander("Erase this account"):
            erase(person)


def erase(person: Person) -> None:
    """The end of somebody's account; one's own ends on the account page, where the password is asked for."""
    st.write(
        "Everything of this person goes for good: profile, interviews, answers, scores and what coaches said of them. "
        "What they did for others stays, without their name."
    )
    with st.form(f"erase_{person.id}", border=False), explained():
        typed = st.text_input("Their username, to say that you mean it", key=f"erase_name_{person.id}")
        if st.form_submit_button("Erase this account"):
            with suppress(NotFoundError):  # the first of two clicks was faster
                erasing.erase_other(ctx, admin, person.id, typed_name=typed)
            st.session_state["people_said"] = f"{plain(person.username)} and everything of theirs is erased."
            st.rerun()


if said := st.session_state.pop("people_said", None):
    st.success(said)
by_id = {person.id: person for person in people}
chosen = st.selectbox(
    "Change a person",
    list(by_id),
    index=None,
    format_func=lambda person_id: f"{by_id[person_id].username} ({by_id[person_id].name})",
    placeholder="Choose a person" if people else "Nobody matches the search",
)
if chosen in by_id:
    with st.container(border=True), explained():
        edit(by_id[chosen])
