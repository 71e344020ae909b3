"""Sharing a report: what a link shows, for how long, and taking it back."""

import streamlit as st

from core.services import sharing
from core.services.accounts import Person
from core.services.context import Context
from core.services.report import ReportView
from core.services.sharing import LinkView
from pages._components.messages import explained

DAYS_WORDS = {7: "A week", 14: "Two weeks", 90: "Three months"}


def share_report(ctx: Context, person: Person, view: ReportView) -> None:
    """Links to this report: a form for a new one, and those that there are."""
    session_id = view.interview.id
    st.write("A link shows this report to whoever has it, without an account, until it expires or you take it back.")
    address = None
    with st.form("share", border=False), explained():
        scores = st.checkbox("Show scores, strengths and what to do next", value=True)
        answers = st.checkbox("Show my answers")
        days = st.radio("For", list(DAYS_WORDS), index=1, format_func=DAYS_WORDS.__getitem__, horizontal=True)
        if st.form_submit_button("Make a link"):
            address = sharing.share(ctx, person, session_id, shows_scores=scores, shows_answers=answers, days=days)
    if address:
        st.success("Copy the link now; it is not shown again.")
        st.code(address, language=None, wrap_lines=True)
    for link in sharing.links_of(ctx, person, session_id):
        _link(ctx, person, link)


def _link(ctx: Context, person: Person, link: LinkView) -> None:
    what = {(True, True): "Scores and answers", (True, False): "Scores only", (False, True): "Answers only"}
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container():
            st.text(what[link.shows_scores, link.shows_answers])
            st.caption(f"Made {link.created_at:%d %B %Y}, until {link.expires_at:%d %B %Y}")
        if st.button("Take back", key=f"take_back_{link.id}", width="content"):
            sharing.revoke(ctx, person, link.id)
            st.rerun()
