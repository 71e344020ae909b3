"""Sign in, sign up, make the first admin, or set a new password from a link."""

import streamlit as st

from core.errors import InvalidInputError
from core.models.vocabulary import LinkPurpose
from core.services import accounts
from core.services.accounts import BadLinkError
from core.services.context import default_context
from core.services.passwords import MAX_LENGTH, MIN_LENGTH
from pages._components.identity import current_person
from pages._components.messages import explained
from pages._components.sign_in_forms import sign_in_form, sign_up_form

ctx = default_context()
first_admin = st.query_params.get("first_admin")
reset = st.query_params.get("reset")

if first_admin and current_person() is None:
    st.title("Make the first admin")
    st.write("This account can do everything: practise, coach, tune the rubric, and manage people.")
    with explained():
        if not accounts.is_link_good(ctx, first_admin, LinkPurpose.FIRST_ADMIN):
            raise BadLinkError
        sign_up_form(ctx, first_admin_token=first_admin)
elif reset:
    st.title("Set a new password")
    with explained():
        if not accounts.is_link_good(ctx, reset, LinkPurpose.PASSWORD_RESET):
            raise BadLinkError
        with st.form("reset_password"):
            new = st.text_input("New password", type="password", help=f"{MIN_LENGTH} to {MAX_LENGTH} characters")
            again = st.text_input("Repeat password", type="password")
            if st.form_submit_button("Set password", type="primary"):
                accounts.reset_password(ctx, reset, new=new, again=again)
                st.query_params.clear()
                st.success("Your new password is set. Sign in with it.")
elif current_person() is not None:
    st.switch_page("home.py")
else:
    st.title("Practise interviews. Know where you stand.")
    st.write(
        "Answer real questions against the clock. Every answer is scored on five dimensions, with reasons in your own "
        "words, and the report says what to do next."
    )
    entering, joining = st.tabs(["Sign in", "Create an account"])
    with entering, explained():
        sign_in_form(ctx)
        st.caption("Forgot your password? Ask an admin for a reset link.")
    with joining:
        try:
            sign_up_form(ctx)
        except InvalidInputError as error:
            for fault in error.faults:
                st.error(str(fault))
