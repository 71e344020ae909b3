"""Who is signed in on this page, and how the browser remembers it.

The page holds a secret of its own in the session state, and the browser an HttpOnly cookie that a small component
fetches in exchange for a one-time ticket. Both are looked up in the database at every run, so an end holds at once.
"""

from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.api.sign_in import COOKIE, cookie_name
from core.services import accounts
from core.services.accounts import Person, SignInSecrets
from core.services.context import default_context
from core.services.page_sessions import PAGES

PAGE_TOKEN = "_page_token"
COOKIE_ORDER = "_cookie_order"
SIGNED_OUT = "_signed_out"

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


# Every run has a thread of its own, in which this is set first.
_who: ContextVar[Person | None] = ContextVar("who")


def look_up_person() -> Person | None:
    """Who this run is for, or None. From now on the page is theirs, and no other's browser gets it."""
    ctx = default_context()
    person = accounts.who_is(ctx, st.session_state.get(PAGE_TOKEN)) or accounts.who_is(ctx, _cookie())
    if run := get_script_run_ctx():
        PAGES.belongs_to(run.session_id, person.id if person else None)
    _who.set(person)
    return person


def current_person() -> Person | None:
    """The same for what the run draws after that; looked up if a page is drawn that began without it."""
    try:
        return _who.get()
    except LookupError:
        return look_up_person()


def see_that_still(person: Person) -> None:
    """At the beginning of what is drawn again without its page, a dialog or a fragment: draw the page if they left."""
    if look_up_person() != person:
        st.rerun()


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
    st.session_state[SIGNED_OUT] = True


def _cookie() -> str | None:
    value = st.context.cookies.get(cookie_name(default_context().settings, COOKIE))
    return value if isinstance(value, str) else None
