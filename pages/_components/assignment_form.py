"""The form in which a coach sets an interview, and the one in which they change its terms."""

from collections.abc import Mapping
from uuid import UUID, uuid4

import streamlit as st

from core.bank.item import Item
from core.models.vocabulary import InterviewType, Timing
from core.services import assignments
from core.services.accounts import Person
from core.services.assignment_drafts import LONGEST_NOTE, LONGEST_TITLE, MOST_ATTEMPTS, NewAssignment, Terms
from core.services.assignment_views import AssignmentView
from core.services.context import Context
from core.services.groups import Member
from core.services.library import Filter, find_items
from core.services.shares import FEWEST, MOST, USUAL
from pages._components.interview_choices import (
    followups_choice,
    level_choice,
    mode_choice,
    shares_in_words,
    type_choice,
)
from pages._components.messages import explained
from pages._components.words import TIMING_WORDS

REQUEST = "assignment_request"
CHOSEN = "exact_items"
DRAWN, EXACT = "Drawn for each person", "The same for everybody"
EVERYBODY, SOME = "Everybody in the group", "Only some of them"


def new_assignment(ctx: Context, coach: Person, group_id: UUID, members: Mapping[UUID, Member]) -> UUID | None:
    """A form for an interview that is set to a group; returns the id of what was set, once it was.

    No ``st.form``: what it asks depends on what is chosen. Errors leave what was typed where it is.
    """
    role_id = _role(ctx)
    left, right = st.columns(2)
    level, kind = level_choice(left), type_choice(right)
    count, item_ids = _questions(ctx, role_id, kind)
    left, right = st.columns(2)
    timing = left.selectbox(
        "Time for each question",
        [None, *Timing],
        format_func=lambda each: TIMING_WORDS[each] if each else "Candidates choose",
        help="Some people need more time. If you set it here, their profile does not count.",
    )
    mode, followups = mode_choice(right), followups_choice(left)
    people = _people(members)
    terms = _terms("new")
    draft = NewAssignment(role_id, level, kind, terms, mode, timing, followups, count, item_ids, people)
    # of two presses at once the second finds what the first has set
    request = st.session_state.setdefault(REQUEST, uuid4().hex)
    if st.button("Set this interview", type="primary"):
        with explained():
            made = assignments.set_assignment(ctx, coach, group_id, draft, key=request)
            st.session_state.pop(REQUEST, None)
            return made
    return None


def changed_terms(assignment: AssignmentView) -> Terms | None:
    """A form for the terms of an assignment; returns them once they are sent."""
    now = Terms(assignment.title, assignment.note, assignment.due_on, assignment.attempts)
    with st.form(f"change_{assignment.id}", border=False):
        terms = _terms(str(assignment.id), now)
        st.caption("If the due date or the attempts change, those whom it is for are told. The questions stay.")
        return terms if st.form_submit_button("Save") else None


def _role(ctx: Context) -> str:
    families = {family.id: family.name for family in ctx.catalog.families}
    left, right = st.columns(2)
    family = left.selectbox("Field", list(families), format_func=families.__getitem__)
    roles = {role.id: role.name for role in ctx.catalog.roles_of(family)}
    return right.selectbox("Role", list(roles), format_func=roles.__getitem__)


def _questions(ctx: Context, role_id: str, kind: InterviewType) -> tuple[int, tuple[str, ...] | None]:
    """How many are drawn, or which exactly; their ids are None where they are drawn."""
    which = st.segmented_control("Questions", (DRAWN, EXACT), default=DRAWN, required=True)
    if which == DRAWN:
        count = st.slider("How many", FEWEST, MOST, USUAL, key="drawn_count")
        st.caption(
            f"{shares_in_words(kind, count)}. Nobody gets a question that they have seen while there are others."
        )
        return count, None
    bank = ctx.bank
    suits = st.checkbox("Only questions that suit the role", value=True, key="suits")
    found = [item.id for item in find_items(ctx, Filter(role=role_id if suits else None))]
    # what is chosen already stays, whatever the list is narrowed to
    before = [item_id for item_id in st.session_state.get(CHOSEN, []) if item_id in bank.items]
    chosen = st.multiselect(
        "Exact questions, in this order",
        list(dict.fromkeys([*before, *found])),
        format_func=lambda item_id: _label(ctx, bank.items[item_id]),
        max_selections=MOST,
        select_all=False,
        filter_mode="contains",
        placeholder="Type words of a question, a skill or a kind",
        key=CHOSEN,
    )
    for order, item_id in enumerate(chosen, start=1):
        st.text(f"{order}. {bank.items[item_id].text}")
    return len(chosen), tuple(chosen)


def _label(ctx: Context, item: Item) -> str:
    skills = ", ".join(map(ctx.catalog.skill_name, item.skills))
    # first what the text, which may be cut, does not say
    return f"{skills}, {item.bucket.replace('_', '-')}, {item.difficulty}: {item.text}"


def _people(members: Mapping[UUID, Member]) -> tuple[UUID, ...] | None:
    """Those whom it is for, or None for everybody."""
    whom = st.segmented_control(
        "For whom",
        (EVERYBODY, SOME),
        default=EVERYBODY,
        required=True,
        help="Whoever joins the group later gets what is set to everybody too.",
    )
    if whom == EVERYBODY:
        return None
    return tuple(
        st.multiselect(
            "People",
            list(members),
            format_func=lambda each: f"{members[each].name} ({members[each].username})",
            select_all=False,
            placeholder="Choose members of the group",
            key="assigned_people",
        )
    )


def _terms(key: str, now: Terms | None = None) -> Terms:
    """What can be changed later."""
    title = st.text_input(
        "Title",
        now.title if now else "",
        max_chars=LONGEST_TITLE,
        placeholder="Without one it is called after role, level and kind",
        key=f"title_{key}",
    )
    note = st.text_area(
        "Note to those whom it is for (optional)", now.note if now else "", max_chars=LONGEST_NOTE, key=f"note_{key}"
    )
    left, right = st.columns(2)
    # Not as the field's default: one that begins with a date could not be emptied.
    st.session_state.setdefault(f"due_{key}", now.due_on if now else None)
    due_on = left.date_input(
        "Due date",
        None,
        format="DD/MM/YYYY",
        key=f"due_{key}",
        help="In time until midnight UTC of that day. What comes later is taken too, and marked as late. "
        "Without a date it is never late.",
    )
    attempts = right.number_input("Attempts", 1, MOST_ATTEMPTS, now.attempts if now else 1, key=f"attempts_{key}")
    return Terms(title, note, due_on, attempts)
