"""streamlit-authenticator's forms over our own accounts.

The library draws the forms. What happens on submit is ours: its own controller keeps users in memory, strips
passwords, answers faster for unknown users, and sets a cookie that cannot be revoked.
"""

from typing import Any

import streamlit as st

from core.services import accounts
from core.services.accounts import NewAccount
from core.services.context import Context
from core.services.passwords import MAX_LENGTH, MIN_LENGTH
from pages._components.identity import remember
from pages._components.origin import caller, client_address
from pages._components.outside_sign_in import link_provider

SIGN_IN_FIELDS = {
    "Form name": "Sign in",
    "Username": "Username or email",
    "Password": "Password",
    "Login": "Sign in",
}
SIGN_UP_FIELDS = {
    "Form name": "Create your account",
    "First name": "First name",
    "Last name": "Last name (optional)",
    "Email": "Email",
    "Username": "Username",
    "Password": "Password",
    "Repeat password": "Repeat password",
    "Register": "Create account",
}
PASSWORD_HINT = f"{MIN_LENGTH} to {MAX_LENGTH} characters of any kind. A few words in a row work well."


def sign_in_form(ctx: Context) -> None:
    """Sign in, and run the page again as that person.

    Raises:
        BadCredentialsError: when username and password do not fit together.
        ThrottledError: after too many tries.
    """
    _forms(ctx, make=None).login(fields=SIGN_IN_FIELDS, key="sign_in", callback=None)
    _rerun_if_signed_in()


def sign_up_form(ctx: Context, *, first_admin_token: str | None = None) -> None:
    """Create an account, sign in with it, and run the page again.

    Raises:
        InvalidInputError: with every fault of the form.
        BadLinkError: when the first admin's link has been used meanwhile.
    """

    def make(new: NewAccount) -> accounts.Person:
        if first_admin_token:
            return accounts.make_first_admin(ctx, first_admin_token, new)
        return accounts.sign_up(ctx, new, address=client_address())

    _forms(ctx, make=make).register_user(
        fields=SIGN_UP_FIELDS, captcha=False, password_hint=False, key="sign_up", clear_on_submit=False
    )
    _rerun_if_signed_in()


def _rerun_if_signed_in() -> None:
    if st.session_state.pop("_just_signed_in", False):
        st.query_params.pop("first_admin", None)
        st.rerun()


def _forms(ctx: Context, *, make: Any) -> Any:
    # Imported here: it declares components at import, which must wait until the server runs.
    from streamlit_authenticator import Authenticate

    class Controller:
        """Answers the forms' submits."""

        def login(self, username: str, password: str, *_: object, **__: object) -> bool:
            person, secrets = accounts.sign_in(ctx, username, password, caller=caller())
            link_provider(ctx, person)
            remember(secrets)
            st.session_state["_just_signed_in"] = True
            return True

        def register_user(
            self, first: str, last: str, email: str, username: str, password: str, again: str, *_: object, **__: object
        ) -> tuple[str, str, str]:
            person = make(NewAccount(username, email, first, last, password, again))
            remember(accounts.open_sign_in(ctx, person.id, by="new account"))
            st.session_state["_just_signed_in"] = True
            return person.email, person.username, person.name

    class NoCookie:
        """The library's own cookie is not used."""

        def get_cookie(self) -> None:
            """Nothing is remembered this way."""

        def set_cookie(self) -> None:
            """Nothing is remembered this way."""

    class Forms(Authenticate):  # type: ignore[misc]
        """The library's views without its stores."""

        def __init__(self) -> None:
            self.attrs = {"login_sleep_time": 0.0, "password_instructions": PASSWORD_HINT}
            self.path = None
            self.secret_key = ""
            self.cookie_controller = NoCookie()
            self.authentication_controller = Controller()

    return Forms()
