"""Sign-in with another provider, where the secrets name one: Streamlit asks it, and our own sign-in begins with that.

What Streamlit remembers of it cannot be revoked, so it counts once and for a few minutes; from then on our own cookie
says who somebody is, as after a password.
"""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from core.config import is_weak
from core.errors import SettingsError
from core.services import outside
from core.services.accounts import Person
from core.services.context import Context
from core.services.outside import Vouched
from pages._components.identity import SIGNED_OUT, remember
from pages._components.origin import client_address

ONLY_ONE = "default"
NEEDED = ("client_id", "client_secret", "server_metadata_url")


def auth_secrets() -> Mapping[str, Any]:
    """The part of the secrets that is about sign-in; empty without one."""
    return st.secrets.get("auth", {}) if st.secrets.load_if_toml_exists() else {}


def check_auth_secrets(auth: Mapping[str, Any], base_url: str) -> None:
    """See at the start that nobody could forge what Streamlit signs, and that providers lead back to us.

    Raises:
        SettingsError: when they could, or do not.
    """
    if not auth:
        return
    if is_weak(str(auth.get("cookie_secret", ""))):
        raise SettingsError(
            "auth.cookie_secret in .streamlit/secrets.toml is too short or too well known. Give at least 32 random "
            "characters, for example from: python -c 'import secrets; print(secrets.token_urlsafe(48))'."
        )
    if auth.get("redirect_uri") != f"{base_url}/oauth2callback":
        raise SettingsError(
            f"auth.redirect_uri in .streamlit/secrets.toml must be {base_url}/oauth2callback, as BASE_URL says."
        )


def providers(auth: Mapping[str, Any]) -> dict[str, str]:
    """What the secrets call each provider, and the words on its button."""
    found = {}
    if all(key in auth for key in NEEDED):
        found[ONLY_ONE] = "Sign in with your organisation"
    for name, part in auth.items():
        if isinstance(part, Mapping) and all(key in part for key in NEEDED):
            found[name] = f"Sign in with {name.capitalize()}"
    return found


def provider_buttons() -> None:
    """A button for each provider; nothing where there is none."""
    for name, label in providers(auth_secrets()).items():
        if st.button(label, key=f"provider_{name}", width="stretch"):
            st.login(None if name == ONLY_ONE else name)


def arrive_from_provider(ctx: Context) -> None:
    """Sign in who has just come back from a provider, and run the page again.

    Raises:
        OutsideSignInError: when that is not enough; the message says what is.
    """
    vouched = _vouched(ctx)
    if vouched is not None:
        remember(outside.sign_in_from_outside(ctx, vouched, address=client_address()))
        st.rerun()


def link_provider(ctx: Context, person: Person) -> None:
    """Let somebody who came back from a provider and then showed that they know the password come that way again."""
    vouched = _vouched(ctx)
    if vouched is not None:
        outside.link(ctx, person, vouched)


def _vouched(ctx: Context) -> Vouched | None:
    """For whom a provider vouched just now; nobody once they have signed out again."""
    if SIGNED_OUT in st.session_state or not auth_secrets():
        return None
    told = claims()
    vouched = outside.read_claims(told) if told.get("is_logged_in") is True else None
    return vouched if vouched is not None and outside.is_fresh(ctx, vouched) else None


def claims() -> Mapping[str, object]:
    """What Streamlit has kept of the identity token; its signature was checked."""
    return st.user.to_dict()
