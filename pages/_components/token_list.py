"""A person's API tokens on their account page: make one, see what there is, revoke it."""

import streamlit as st

from core.models.vocabulary import Scope
from core.services import api_tokens
from core.services.accounts import Person
from core.services.api_tokens import LONGEST_NAME, TokenView
from core.services.context import Context
from pages._components.messages import explained, plain

SCOPE_WORDS = {Scope.READ: "Read", Scope.PRACTISE: "Read and practise"}
DAYS_WORDS = {30: "30 days", 90: "90 days", 365: "A year"}


def token_list(ctx: Context, person: Person) -> None:
    """The whole of it."""
    st.subheader("API tokens")
    st.write(
        "With a token a program acts for you: it sets up interviews, hands in answers and reads reports. "
        "Whoever has it is you, so treat it like a password."
    )
    st.link_button("What programs can do", "/api/docs", type="tertiary")
    make(ctx, person)
    tokens = api_tokens.tokens_of(ctx, person)
    for token in tokens:
        show(ctx, person, token)
    if not tokens:
        st.caption("You have no tokens.")


def make(ctx: Context, person: Person) -> None:
    """The form for a new one, and its secret right after it was made."""
    with st.form("new_token", clear_on_submit=True), explained():
        name = st.text_input("What will use it", max_chars=LONGEST_NAME, placeholder="for example: my learning app")
        left, right = st.columns(2)
        scope = left.radio("It may", list(SCOPE_WORDS), format_func=SCOPE_WORDS.__getitem__)
        days = right.radio("For", list(DAYS_WORDS), index=1, format_func=DAYS_WORDS.__getitem__)
        made = None
        if st.form_submit_button("Make a token"):
            made = api_tokens.make_token(ctx, person, name=name, scope=scope, days=days)
    if made:
        st.success(f"The token for {plain(made.token.name)}. Copy it now; it is not shown again.")
        st.code(made.secret, language=None)


def show(ctx: Context, person: Person, token: TokenView) -> None:
    """One token, with a way to end it."""
    used = f"last used {token.last_used_at:%d %B %Y, %H:%M} UTC" if token.last_used_at else "not used yet"
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container():
            st.text(token.name)
            st.caption(f"{SCOPE_WORDS[token.scope]} · until {token.expires_at:%d %B %Y} · {used}")
        if st.button("Revoke", key=f"revoke_{token.id}", width="content", help="It ends from its next request on."):
            api_tokens.revoke(ctx, person, token.id)
            st.rerun()
