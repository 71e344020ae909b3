"""What somebody sees who is not signed in, whatever page they asked for; the address stays and leads on."""

import streamlit as st

from core.errors import InvalidInputError
from core.models.vocabulary import LinkPurpose
from core.services import accounts
from core.services.accounts import BadLinkError
from core.services.context import Context
from core.services.passwords import MAX_LENGTH, MIN_LENGTH
from pages._components.messages import explained
from pages._components.origin import client_address
from pages._components.outside_sign_in import arrive_from_provider, provider_buttons
from pages._components.own_data import say_if_erased
from pages._components.sign_in_forms import sign_in_form, sign_up_form


def sign_in_screen(ctx: Context) -> None:
    """The form that the address asks for: the first admin's, a new password's, or the usual two."""
    say_if_erased()
    if token := st.query_params.get("first_admin"):
        first_admin(ctx, token)
    elif token := st.query_params.get("reset"):
        new_password(ctx, token)
    else:
        welcome(ctx)


def welcome(ctx: Context) -> None:
    """Sign in or sign up."""
    st.title("Practise interviews. Know where you stand.")
    st.write(
        "Answer real questions against the clock. Every answer is scored on five dimensions, with reasons in your own "
        "words, and the report says what to do next."
    )
    with explained():
        arrive_from_provider(ctx)
    entering, joining = st.tabs(["Sign in", "Create an account"])
    with entering, explained():
        sign_in_form(ctx)
    with entering:
        provider_buttons()
    entering.caption("Forgot your password? Ask an admin for a reset link.")
    with joining:
        sign_up(ctx)


def first_admin(ctx: Context, token: str) -> None:
    """Make the first admin with the terminal's link."""
    st.title("Make the first admin")
    st.write("This account can do everything: practise, coach, tune the rubric, and manage people.")
    with explained():
        if not accounts.is_link_good(ctx, token, LinkPurpose.FIRST_ADMIN, address=client_address()):
            raise BadLinkError
        sign_up(ctx, first_admin_token=token)


def sign_up(ctx: Context, *, first_admin_token: str | None = None) -> None:
    """The form, with every fault at once below it."""
    try:
        sign_up_form(ctx, first_admin_token=first_admin_token)
    except InvalidInputError as error:
        for fault in error.faults:
            st.error(str(fault))


def new_password(ctx: Context, token: str) -> None:
    """Set a new password with an admin's link."""
    st.title("Set a new password")
    with explained():
        if not accounts.is_link_good(ctx, token, LinkPurpose.PASSWORD_RESET, address=client_address()):
            raise BadLinkError
        with st.form("reset_password"):
            new = st.text_input("New password", type="password", help=f"{MIN_LENGTH} to {MAX_LENGTH} characters")
            again = st.text_input("Repeat password", type="password")
            if st.form_submit_button("Set password", type="primary"):
                accounts.reset_password(ctx, token, new=new, again=again)
                st.query_params.clear()
                st.success("Your new password is set. Sign in with it.")
                st.link_button("Sign in", "/sign_in")
