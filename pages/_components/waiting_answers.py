"""The answers that wait for a coach: what they can be narrowed to, and the list."""

from collections.abc import Callable, Mapping
from uuid import UUID

import streamlit as st

from core.services.groups import GroupSummary, Member
from core.services.review_queue import Queue, Waiting, Why
from core.services.words import TYPE_WORDS
from pages._components.messages import plain
from pages._components.review_place import Place
from pages._components.review_words import WHY_WORDS, why_it_waits

Widget = Callable[[str, Callable[[], None]], object]
"""Draws a choice under a key, with what to do when it changes."""

_ROW_WIDTH = 560
"""Leaves room for a button beside it on a desk; on a phone the button comes below."""


def choose_group(mine: Mapping[UUID, GroupSummary], now: UUID, waiting: Mapping[UUID, Mapping[Why, int]]) -> None:
    """Which group, if there are several, with how many answers wait in each."""
    totals = {group_id: sum(waiting.get(group_id, {}).values()) for group_id in mine}
    _chosen_into_address(
        "group",
        now,
        lambda key, changed: st.selectbox(
            "Group",
            list(mine),
            format_func=lambda group_id: f"{mine[group_id].name} ({totals[group_id]})",
            key=key,
            on_change=changed,
        ),
    )


def narrow(place: Place, members: Mapping[UUID, Member], queue: Queue) -> None:
    """To one member, and to one reason, with how many wait for each."""
    _chosen_into_address(
        "member",
        place.member if place.member in members else None,
        lambda key, changed: st.selectbox(
            "Member",
            list(members),
            index=None,
            placeholder="Everybody",
            format_func=lambda member_id: members[member_id].name,
            key=key,
            on_change=changed,
        ),
    )
    reasons = [why for why in Why if why in queue.counts or why is place.why]
    _chosen_into_address(
        "why",
        place.why,
        lambda key, changed: st.pills(
            "Why they wait",
            reasons,
            format_func=lambda why: f"{WHY_WORDS[why]} ({queue.counts.get(why, 0)})",
            key=key,
            on_change=changed,
        ),
    )


def waiting_row(one: Waiting, place: Place) -> None:
    """One answer with why it waits, and the way to it."""
    with st.container(border=True, horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        with st.container(width=_ROW_WIDTH, gap=None):
            st.markdown(f"**{plain(one.question_text)}**")
            who = "" if one.why is Why.ASKED else f"{plain(one.candidate)} · "
            st.caption(
                f"**{why_it_waits(one)}** · {who}{plain(one.role)}, {one.level}, {TYPE_WORDS[one.type]} · "
                f"{one.submitted_at:%d %b %Y}"
            )
            if one.note:
                st.text(f"“{one.note}”")
        if st.button("Decide" if one.why is Why.APART else "Rate", key=f"rate_{one.answer_id}"):
            place.go(answer=one.answer_id)


def _chosen_into_address(name: str, now: object, widget: Widget) -> None:
    """A choice whose truth is the address: it shows what stands there, and writes there what is chosen."""
    key = f"review_{name}"

    def changed() -> None:
        value = st.session_state[key]
        if name == "group":
            st.query_params.clear()
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = str(value)

    st.session_state[key] = now
    widget(key, changed)
