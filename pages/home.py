"""Home: for each role, what to do next."""

import streamlit as st

from core.models.vocabulary import Status, UserRole
from core.services import assignment_views, drills, overview, review_queue, sessions
from core.services.accounts import Person
from core.services.context import default_context
from core.services.review_queue import Why
from core.services.views import SessionView
from core.services.words import TYPE_WORDS
from pages._components.assigned import set_by_coach, to_do
from pages._components.charts import draw, palette, score_bands
from pages._components.drill_words import are_due, pair_name
from pages._components.guard import signed_in
from pages._components.messages import plain
from pages._components.notices import earlier_notices, new_notices
from pages._components.review_words import how_many_wait, what_is_urgent
from pages._components.words import about

ctx = default_context()
person = signed_in()


def candidate_home(person: Person) -> None:
    """Go on, begin, or look at what the last one showed."""
    interviews = sessions.my_interviews(ctx, person)
    assigned = assignment_views.my_assignments(ctx, person)
    theirs = {attempt.session_id for one in assigned for attempt in one.progress.attempts}
    going_on = next((each for each in interviews if each.is_open and each.id not in theirs), None)
    finished = [each for each in interviews if each.status is Status.COMPLETED]
    if going_on:
        with st.container(border=True):
            st.subheader("An interview is waiting")
            st.write(f"{about(going_on)}: {going_on.answered} of {going_on.total_questions} questions answered.")
            go("Go on", "practice/interview.py", primary=True, session=str(going_on.id))
    set_by_coach(ctx, person, assigned, primary=not going_on)
    something = going_on or to_do(assigned)
    if not interviews:
        with st.container(border=True):
            st.subheader("Begin with your first interview")
            st.write(
                "Pick a role, answer one question at a time, and read what was strong and what to do next. "
                "You can stop at any time and go on later."
            )
            go("Set up your first interview", "practice/setup.py", primary=not something)
        st.write("A profile with your skills or CV makes the questions fit better.")
        go("Fill in your profile", "account/profile.py")
        return
    due_drills(person)
    go("Set up a new interview", "practice/setup.py", primary=not something)
    if finished:
        last_interview(finished)


def due_drills(person: Person) -> None:
    """What comes up again today, if anything does."""
    mine = drills.my_drills(ctx, person)
    due = [pair_name(spot.pair) for spot in mine.agenda.due]
    if due:
        with st.container(border=True):
            st.subheader(f"{are_due(len(due))} today")
            st.write("; ".join(due[:3]) + (f"; and {len(due) - 3} more" if len(due) > 3 else "") + ".")
            go("Drill", "practice/drills.py")


def last_interview(finished: list[SessionView]) -> None:
    """The newest score beside the one before."""
    newest, before = finished[0], next(iter(finished[1:]), None)
    st.subheader("Your last interview")
    with st.container(horizontal=True, vertical_alignment="center"):
        if not newest.is_revealed:
            st.write(f"{about(newest)}: your scores are waiting.")
        elif newest.overall_score is not None:
            change = (
                newest.overall_score - before.overall_score if before and before.overall_score is not None else None
            )
            st.metric(
                f"{plain(newest.role_name)}, {TYPE_WORDS[newest.type]}",
                f"{newest.overall_score:.0f} of 100",
                delta=f"{change:+.0f} against the one before" if change is not None else None,
                border=True,
            )
        go("Read the report", "practice/report.py", session=str(newest.id))


def coach_home(person: Person) -> None:
    """How many answers wait for a rating, and in which group to begin."""
    waiting = review_queue.waiting_by_group(ctx, person)
    counts = {why: n for why in Why if (n := sum(each.get(why, 0) for each in waiting.values()))}
    if not counts:
        return
    first = min(waiting, key=lambda group_id: list(Why).index(next(iter(waiting[group_id]))))
    with st.container(border=True):
        st.subheader(how_many_wait(counts))
        st.write(what_is_urgent(counts) or "A human rating helps most where the machine is unsure; those come first.")
        go("Review answers", "coach/review.py", group=str(first))


def content_home(person: Person) -> None:
    """For coaches and the product team: what candidates are asked, how it is scored, and how scores spread."""
    counts = overview.practice_overview(ctx, person)
    st.subheader("Questions and rubric")
    with st.container(horizontal=True):
        st.metric("Questions in the bank", len(ctx.bank.items), border=True)
        st.metric("Finished interviews", counts.interviews_by_status.get(Status.COMPLETED, 0), border=True)
        st.metric("Answers", counts.answers, border=True)
    with st.container(horizontal=True):
        go("See the questions", "studio/items.py")
        go("See the rubric in force", "studio/rubric.py")
    if counts.score_bands:
        st.write("How the scores of all answers spread")
        rows = [{"Score": f"{low} to {low + 10}", "Answers": n} for low, n in counts.score_bands.items()]
        draw(score_bands(counts.score_bands, palette()), key="score_bands", numbers=rows)
    else:
        st.caption("Once candidates have answered questions, this shows how their scores spread.")


def admin_home(person: Person) -> None:
    """Who is here."""
    people = overview.people_overview(ctx, person)
    st.subheader("People")
    with st.container(horizontal=True):
        for role, count in people.by_role.items():
            st.metric(role.value.capitalize(), count, border=True)
    if people.disabled:
        st.caption(f"{people.disabled} accounts are disabled.")
    go("Manage people", "account/people.py")


def go(label: str, page: str, *, primary: bool = False, **address: str) -> None:
    """A button that leads on."""
    if st.button(label, type="primary" if primary else "secondary", key=f"go_{label}_{page}"):
        st.switch_page(page, query_params=address or None)


st.title(f"Hello, {plain(person.first_name)}")
new_notices(ctx, person)
if person.has(UserRole.COACH):
    coach_home(person)
if person.has(UserRole.CANDIDATE):
    candidate_home(person)
if person.has(UserRole.COACH) or person.has(UserRole.STUDIO):
    content_home(person)
if person.has(UserRole.ADMIN):
    admin_home(person)
earlier_notices(ctx, person)
