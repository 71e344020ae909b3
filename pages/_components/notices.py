"""What others did that somebody should know of, on their home page."""

import streamlit as st

from core.services import notifications
from core.services.accounts import Person
from core.services.context import Context
from core.services.notifications import Notice

# The addresses that notifications lead to, with the page that each is.
PLACES = {
    "groups": "coach/people.py",
    "join": "practice/coaches.py",
    "my_interviews": "practice/history.py",
    "report": "practice/report.py",
}
AT_ONCE = 5
"""So many unread ones stand open; the rest is folded away, so that home stays a page to begin from."""


def new_notices(ctx: Context, person: Person) -> None:
    """The unread ones, newest first; nothing if there are none."""
    count = notifications.unread_count(ctx, person)
    if not count:
        return
    unread = [one for one in notifications.notices(ctx, person) if one.read_at is None]
    with st.container(border=True):
        st.subheader(f"{count} new for you")
        for one in unread[:AT_ONCE]:
            _notice(ctx, person, one)
        if rest := unread[AT_ONCE:]:
            with st.expander("Older ones"):
                for one in rest:
                    _notice(ctx, person, one)
        if st.button("Mark all as read"):
            notifications.mark_all_read(ctx, person)
            st.rerun()


def earlier_notices(ctx: Context, person: Person) -> None:
    """Those that were read before, folded away; nothing if there are none."""
    if read := [one for one in notifications.notices(ctx, person) if one.read_at is not None]:
        with st.expander("What you were told before"):
            for one in read:
                _notice(ctx, person, one)


def _notice(ctx: Context, person: Person, notice: Notice) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.text(notice.text)
            st.caption(f"{notice.created_at:%d %B %Y, %H:%M} UTC")
        if notice.page in PLACES and st.button("Open", key=f"notice_{notice.id}"):
            notifications.mark_read(ctx, person, notice.id)
            st.switch_page(PLACES[notice.page], query_params=dict(notice.query) or None)
