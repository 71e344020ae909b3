"""Your account: password, sign-ins, the tokens of programs, and your data."""

import streamlit as st

from core.services import accounts
from core.services.context import default_context
from core.services.passwords import MAX_LENGTH, MIN_LENGTH
from pages._components.guard import signed_in
from pages._components.identity import remember, sign_out
from pages._components.messages import explained
from pages._components.own_data import erase_account, take_along
from pages._components.token_list import token_list

ctx = default_context()
person = signed_in()

st.title("Account")
st.text(f"{person.name} · {person.username} · {person.email}")
st.caption("Roles: " + ", ".join(sorted(role.value for role in person.roles)))

if st.session_state.pop("password_changed", False):
    st.success("Your new password is set. Every other sign-in and every API token has ended.")

with st.form("change_password", clear_on_submit=True), explained():
    st.subheader("Change your password")
    old = st.text_input("Current password", type="password")
    new = st.text_input("New password", type="password", help=f"{MIN_LENGTH} to {MAX_LENGTH} characters")
    again = st.text_input("Repeat new password", type="password")
    if st.form_submit_button("Change password", type="primary"):
        remember(accounts.change_password(ctx, person, old=old, new=new, again=again))
        st.session_state["password_changed"] = True
        st.rerun()

with st.container(border=True):
    st.subheader("Sign out everywhere")
    st.write("Ends every sign-in of yours, on this and all other devices. API tokens go on; revoke them below.")
    if st.button("Sign out everywhere"):
        accounts.sign_out_everywhere(ctx, person)
        sign_out()
        st.rerun()

token_list(ctx, person)
take_along(ctx, person)
erase_account(ctx, person)
