"""Who is signed in on this page, and how the browser remembers it.

The page holds a secret of its own in the session state, and the browser an HttpOnly cookie that a small component
fetches in exchange for a one-time ticket. Both are looked up in the database at every run, so an end holds at once.
"""

import streamlit as st

from core.api.sign_in import COOKIE
from core.services import accounts
from core.services.accounts import Person, SignInSecrets
from core.services.context import default_context

PAGE_TOKEN = "_page_token"
COOKIE_ORDER = "_cookie_order"

_cookie_keeper = st.components.v2.component(
    "cookie_keeper",
    js="""
    export default async function ({ data }) {
      // The script runs again at every rerun; each order is carried out once.
      if (!data || window.__cookieOrder === data.order) return;
      window.__cookieOrder = data.order;
      if (data.order === "forget") {
        await fetch("/api/session", { method: "DELETE" });
      } else {
        await fetch("/api/session", {
          method: "POST",
          keepalive: true,
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ ticket: data.order }),
        });
      }
    }
    """,
)


def current_person() -> Person | None:
    """The person of this run, or None."""
    ctx = default_context()
    return accounts.who_is(ctx, st.session_state.get(PAGE_TOKEN)) or accounts.who_is(ctx, _cookie())


def keep_cookie() -> None:
    """Let the browser carry out the newest order about its cookie. Called once in every run."""
    if order := st.session_state.get(COOKIE_ORDER):
        _cookie_keeper(key="cookie_keeper", data={"order": order})


def remember(secrets: SignInSecrets) -> None:
    """This page is signed in from now on, and its browser will be."""
    st.session_state[PAGE_TOKEN] = secrets.page_token
    st.session_state[COOKIE_ORDER] = secrets.ticket


def sign_out() -> None:
    """End the sign-in of this page and of its browser."""
    ctx = default_context()
    accounts.sign_out(ctx, st.session_state.pop(PAGE_TOKEN, None))
    accounts.sign_out(ctx, _cookie())
    for key in list(st.session_state):
        del st.session_state[key]
    st.session_state[COOKIE_ORDER] = "forget"


def _cookie() -> str | None:
    value = st.context.cookies.get(COOKIE)
    return value if isinstance(value, str) else None
