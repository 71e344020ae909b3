"""What coaches set to a candidate, on their home page: what there is to do, and what became of what is done."""

from collections.abc import Sequence

import streamlit as st

from core.models.vocabulary import Timing
from core.services import assignments, leaving, profiles
from core.services.accounts import Person
from core.services.assignment_states import State
from core.services.assignment_views import MyAssignment
from core.services.context import Context
from core.services.words import counted
from pages._components.assignment_words import about, days_late, due_in
from pages._components.messages import explained, plain
from pages._components.timing import timing_choice
from pages._components.words import TIMING_WORDS

AT_ONCE = 4
"""So many stand open; the rest is folded away, so that home stays a page to begin from."""
MOST_DONE = 10


def to_do(mine: Sequence[MyAssignment]) -> list[MyAssignment]:
    """What is to be begun or to be gone on with, the most urgent first."""
    return [one for one in mine if one.progress.state in (State.TO_DO, State.IN_PROGRESS)]


def set_by_coach(ctx: Context, person: Person, mine: Sequence[MyAssignment], *, primary: bool) -> None:
    """All of it; nothing if nothing is set. ``primary`` says that the most urgent is what to do next."""
    if not mine:
        return
    waiting = to_do(mine)
    done = [one for one in mine if one not in waiting]
    usual = profiles.profile_of(ctx, person).timing
    st.subheader("Set by your coach")
    if not waiting:
        st.write("Everything is handed in.")
    for one in waiting[:AT_ONCE]:
        with st.container(border=True):
            _to_do(ctx, person, one, usual, first=primary and one is waiting[0])
    if rest := waiting[AT_ONCE:]:
        with st.expander(f"{len(rest)} more to do"):
            for one in rest:
                _to_do(ctx, person, one, usual, first=False)
    if done:
        with st.expander(f"Handed in: {len(done)}"):
            for one in done[:MOST_DONE]:
                with st.container(border=True):
                    _done(ctx, person, one, usual)
            if len(done) > MOST_DONE:
                st.caption("Those from before that are in My interviews.")


def _to_do(ctx: Context, person: Person, one: MyAssignment, usual: Timing, *, first: bool) -> None:
    assignment, progress = one.assignment, one.progress
    with st.container(gap=None):
        st.markdown(f"**{plain(assignment.title)}**, {due_in(assignment, progress)}")
        st.caption(f"{about(assignment)} · {plain(one.group)}{_which_attempt(one)}")
        if assignment.timing is not None:
            told = TIMING_WORDS[assignment.timing].lower()
            st.caption(f"Time for each question: {told}. Your coach set this.")
    if assignment.note:
        st.text(assignment.note)
    if progress.going_on is None:
        _begin(ctx, person, one, usual, primary=first)
    elif st.button("Go on", key=f"assigned_{assignment.id}", type="primary" if first else "secondary"):
        _open(ctx, person, one, None)


def _which_attempt(one: MyAssignment) -> str:
    if one.progress.going_on is not None:
        return " · in progress"
    return "" if one.assignment.attempts == 1 else f" · {counted(one.progress.left, 'attempt')} left"


def _begin(
    ctx: Context, person: Person, one: MyAssignment, usual: Timing, *, label: str = "Begin", primary: bool = False
) -> None:
    """A button that begins an attempt, beside the choice of time where that is the candidate's."""
    assignment, timing = one.assignment, None
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if assignment.timing is None:
            timing = timing_choice(
                "Time for each question",
                usual,
                key=f"timing_{assignment.id}",
                help="Your coach leaves this to you. Your profile says what it begins with.",
            )
        if st.button(label, key=f"assigned_{assignment.id}", type="primary" if primary else "secondary"):
            _open(ctx, person, one, timing)


def _open(ctx: Context, person: Person, one: MyAssignment, timing: Timing | None) -> None:
    with explained():
        session_id = assignments.start_assignment(ctx, person, one.assignment.id, timing=timing)
        st.switch_page("practice/interview.py", query_params={"session": str(session_id)})


def _done(ctx: Context, person: Person, one: MyAssignment, usual: Timing) -> None:
    """Something that was handed in, with its report, what the coach wrote, and another attempt if one is left."""
    assignment, progress = one.assignment, one.progress
    newest = progress.newest
    when = f", {days_late(progress.late_by)} late" if progress.late_by is not None else ""
    with st.container(gap=None):
        st.markdown(f"**{plain(assignment.title)}**, {progress.state}")
        st.caption(f"Handed in on {progress.handed_in_at:%d %B %Y}{when} · {about(assignment)} · {plain(one.group)}")
    if progress.remark:
        with st.container(gap=None):
            st.caption("Your coach wrote:")
            st.text(progress.remark)
    with st.container(horizontal=True):
        if st.button("Read the report", key=f"report_{assignment.id}"):
            st.switch_page("practice/report.py", query_params={"session": str(newest.session_id)})
        if newest.can_be_taken_up(progress.now, leaving.TAKE_UP) and st.button(
            "Take it up again",
            key=f"up_{assignment.id}",
            help="You left it for a day. It goes on where you were, and counts as the same attempt.",
        ):
            with explained():
                leaving.take_up(ctx, person, newest.session_id)
                st.switch_page("practice/interview.py", query_params={"session": str(newest.session_id)})
    if progress.left:
        _begin(ctx, person, one, usual, label=f"Do it again ({counted(progress.left, 'attempt')} left)")
