"""My interviews: what is going on, and what was."""

import streamlit as st

from core.models.vocabulary import UserRole
from core.services import leaving, sessions
from core.services.context import default_context
from core.services.views import SessionView
from core.services.words import STATUS_WORDS, TYPE_WORDS
from pages._components.downloads import history_downloads
from pages._components.guard import signed_in
from pages._components.messages import explained, plain

ctx = default_context()
person = signed_in(UserRole.CANDIDATE)


def row(interview: SessionView) -> None:
    """One interview with the way to go on."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch"):
            st.markdown(f"**{plain(interview.role_name)}**, {interview.level}, {TYPE_WORDS[interview.type]}")
            st.caption(
                f"{interview.created_at:%d %b %Y} · {STATUS_WORDS[interview.status]} · "
                f"{interview.answered} of {interview.total_questions} answered"
            )
        if interview.overall_score is not None and interview.is_revealed:
            st.metric("Score", f"{interview.overall_score:.0f}", width="content", label_visibility="collapsed")
        where, label = ("practice/interview.py", "Go on") if interview.is_open else ("practice/report.py", "Report")
        address = {"session": str(interview.id)}
        if interview.can_be_taken_up(ctx.clock(), leaving.TAKE_UP) and st.button(
            "Take up again", key=f"up_{interview.id}"
        ):
            with explained():
                leaving.take_up(ctx, person, interview.id)
                st.switch_page("practice/interview.py", query_params=address)
        if st.button(label, key=f"open_{interview.id}", type="primary" if interview.is_open else "secondary"):
            st.switch_page(where, query_params=address)


st.title("My interviews")
interviews = sessions.my_interviews(ctx, person)
if not interviews:
    st.write("You have not practised yet. Your interviews and their reports will be listed here.")
    if st.button("Set up an interview", type="primary"):
        st.switch_page("practice/setup.py")
for interview in interviews:
    row(interview)
if interviews:
    history_downloads(ctx, person)
