"""Drills: what is due and why, and a set of them, one question, its feedback and the next at a time."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import streamlit as st

from core.models.vocabulary import UserRole
from core.services import answering, drills, reading, report, sessions
from core.services.context import default_context
from core.services.drill_schedule import NEW_A_DAY, Spot
from core.services.drills import Drilled, DrillRoom, MyDrills
from pages._components.answer_view import show_answer
from pages._components.drill_words import again, are_due, change, pair_name, spot_line
from pages._components.guard import signed_in
from pages._components.open_question import allowed, open_question
from pages._components.state import session_id_from_address

IN_A_ROW = 3
MOST_LISTED = 10

ctx = default_context()
person = signed_in(UserRole.CANDIDATE)


# --- what there is to drill ---------------------------------------------------------------------------------------


def overview() -> None:
    """What is due, what comes back when, and the way into a set."""
    st.write(
        "Short sets on what was weak in your answers. Each question drills one skill in one respect; "
        "how well it goes decides when that comes back."
    )
    mine = drills.my_drills(ctx, person)
    if mine.open_set:
        waiting_set(mine.open_set)
    elif mine.agenda.due:
        st.subheader(f"{are_due(len(mine.agenda.due))} today")
        listed(mine.agenda.due)
        start_button(f"Start a set of {min(drills.MOST, len(mine.agenda.due))}")
    else:
        nothing_due(mine)
    coming_up(mine)


def waiting_set(session_id: UUID) -> None:
    """The set that was begun."""
    interview = reading.interview(ctx, person, session_id)
    with st.container(border=True):
        st.subheader("A set is waiting")
        st.write(f"{interview.answered} of {interview.total_questions} questions answered.")
        if st.button("Go on", type="primary"):
            open_set(session_id)


def nothing_due(mine: MyDrills) -> None:
    """Why there is nothing to do now, and what may be done all the same."""
    if mine.agenda.later:
        st.success("Nothing is due now.")
    if mine.agenda.waiting:
        start_button(f"Drill {min(drills.MOST, len(mine.agenda.waiting))} more now", primary=False)
    elif not mine.agenda.later:
        st.info(
            "There is nothing to drill yet. Two or more answers on a skill, once you have seen their scores, show what "
            "is weak: below 3 of 5 on average."
        )
        if st.button("Set up an interview", type="primary"):
            st.switch_page("practice/setup.py")


def coming_up(mine: MyDrills) -> None:
    """What comes back when, and what has not been drilled yet."""
    if mine.agenda.later:
        st.subheader("Coming back")
        listed(mine.agenda.later, now=mine.now)
    if mine.agenda.waiting:
        with st.expander(f"Weak spots that wait their turn: {len(mine.agenda.waiting)}"):
            st.caption(f"At most {NEW_A_DAY} new ones a day come up, the weakest first.")
            listed(mine.agenda.waiting)


def listed(spots: Sequence[Spot], *, now: datetime | None = None) -> None:
    """The first of some spots with why they are drilled and, where ``now`` is given, when they come back."""
    shown = spots[:MOST_LISTED]
    lines = (spot_line(spot) + (f" · {again(spot.card, now)}" if now and spot.card else "") for spot in shown)
    st.markdown("\n".join(f"- {line}" for line in lines))
    if len(spots) > len(shown):
        st.caption(f"And {len(spots) - len(shown)} more.")


def start_button(label: str, *, primary: bool = True) -> None:
    """Begin a set; pressed in two tabs, both are in the same one."""
    if st.button(label, type="primary" if primary else "secondary", key="start"):
        open_set(drills.start(ctx, person))


def open_set(session_id: UUID) -> None:
    """Lead on to a set, whose address can be reloaded."""
    st.switch_page("practice/drills.py", query_params={"session": str(session_id)})


# --- a set --------------------------------------------------------------------------------------------------------


def one_set(session_id: UUID) -> None:
    """Where the set stands, as the database says."""
    drill = drills.look(ctx, person, session_id)
    interview, shown = drill.room.interview, drill.room.open_question
    if not interview.is_open:
        ended(drill)
        return
    st.progress(
        interview.answered / interview.total_questions,
        text=f"{interview.answered} of {interview.total_questions} answered",
    )
    if shown:
        open_question(person, drill.room, can_skip=False, about=pair_name(drill.drilled(shown.id).pair))
    else:
        between(drill)


def between(drill: DrillRoom) -> None:
    """Feedback on the last answer, and the next step. The next clock starts only on request."""
    room = drill.room
    if room.last_answered:
        last_answer(drill, room.last_answered.id)
    if not room.coming:
        if st.button("Finish the set", type="primary", key="finish"):
            stop(room.interview.id)
        return
    upcoming = room.coming[0]
    breath = " Its clock starts when you show it." if upcoming.seconds else ""
    name = pair_name(drill.drilled(upcoming.id).pair)
    st.write(
        f"Question {upcoming.order} of {room.interview.total_questions} drills **{name}**, {allowed(upcoming)}.{breath}"
    )
    with st.container(horizontal=True):
        # Not by a callback: those run before this page has looked up who is signed in.
        if st.button("Next question" if room.last_answered else "Show the question", type="primary", key="show_next"):
            sessions.show_next(ctx, person, room.interview.id)
            st.rerun()
        if st.button("Stop here", key="stop"):
            stop(room.interview.id)


def last_answer(drill: DrillRoom, question_id: UUID) -> None:
    """What the drilled dimension came to, and all of the feedback."""
    answer = answering.answer_to(ctx, person.id, question_id)
    if not answer.answer_text.strip():
        st.warning(f"Time ran out on question {answer.question.order} before anything was typed.")
    moved(drill.drilled(question_id), drill)
    show_answer(report.scored_answer(ctx, answer))


def stop(session_id: UUID) -> None:
    """End the set. What was not answered stays due."""
    sessions.finish(ctx, person, session_id)
    st.rerun()


def ended(drill: DrillRoom) -> None:
    """What moved, and when each comes back."""
    st.subheader("This set is done")
    answered = [each for each in drill.questions if each.is_answered]
    for first in range(0, len(answered), IN_A_ROW):
        # by rows, so that on a phone, where columns stand below each other, the order stays
        for column, each in zip(st.columns(IN_A_ROW), answered[first : first + IN_A_ROW], strict=False):
            with column:
                moved(each, drill)
    left = [pair_name(each.pair) for each in drill.questions if not each.is_answered]
    if left:
        st.write(f"Not answered this time: {'; '.join(left)}.")
    if st.button("Back to my drills", type="primary"):
        st.switch_page("practice/drills.py")


def moved(drilled: Drilled, drill: DrillRoom) -> None:
    """A drilled dimension beside what it was before, and when it comes back."""
    if drilled.score is None or drilled.card is None:
        st.write(f"{pair_name(drilled.pair)}: not scored yet. It is tried again when you open this page.")
        return
    with st.container(border=True):
        st.metric(pair_name(drilled.pair), f"{drilled.score:.1f} of 5", delta=change(drilled))
        st.caption(f"Comes up {again(drilled.card, drill.room.now)}.")


st.title("Drills")
address = session_id_from_address("set of drills")
if address is None:
    overview()
else:
    one_set(address)
