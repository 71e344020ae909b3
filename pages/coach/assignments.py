"""Assignments: what is set to a group, how everybody stands with it, and marking what was handed in."""

from collections.abc import Mapping
from uuid import UUID

import streamlit as st

from core.errors import NotFoundError
from core.models.vocabulary import UserRole
from core.services import assignment_views, assignments, groups
from core.services.assignment_states import State
from core.services.assignment_views import AssignmentProgress, GroupAssignment, MemberProgress
from core.services.assignments import LONGEST_REMARK
from core.services.context import default_context
from core.services.groups import GroupSummary
from core.services.words import counted
from pages._components.assignment_form import changed_terms, new_assignment
from pages._components.assignment_words import about, attempt_line, attempts, days_late, due, tallied, time_told
from pages._components.guard import signed_in
from pages._components.messages import explained, plain
from pages._components.words import FOLLOWUP_WORDS, MODE_WORDS

SAID = "assignments_said"

ctx = default_context()
person = signed_in(UserRole.COACH)


def said(words: str, **address: str) -> None:
    """Say this at the top of the next run, at this address."""
    st.session_state[SAID] = words
    st.switch_page("coach/assignments.py", query_params=address or None)


def id_from_address(name: str, what: str) -> UUID | None:
    """The group or assignment that the address names, or None."""
    value = st.query_params.get(name)
    try:
        return UUID(value) if value else None
    except ValueError as error:
        raise NotFoundError(what) from error


def go(label: str, *, key: str | None = None, primary: bool = False, **address: str) -> None:
    """A button to another view of this page."""
    if st.button(label, key=key, type="primary" if primary else "secondary"):
        st.switch_page("coach/assignments.py", query_params=address or None)


def title(words: str) -> None:
    """The heading, and below it what the last run has to say."""
    st.title(plain(words))
    if told := st.session_state.pop(SAID, None):
        st.success(told)


# --- the list ---------------------------------------------------------------------------------------------------


def list_of(mine: Mapping[UUID, GroupSummary], chosen: UUID | None) -> None:
    """What is set to one of the coach's groups."""
    title("Assignments")
    if not mine:
        st.write("Here you set interviews to a group. You coach no group yet: make one, and invite your candidates.")
        if st.button("Go to groups", type="primary"):
            st.switch_page("coach/people.py")
        return
    ids = list(mine)
    group_id = st.selectbox(
        "Group", ids, index=ids.index(chosen) if chosen in ids else 0, format_func=lambda each: mine[each].name
    )
    found = assignment_views.assignments_of_group(ctx, person, group_id)
    if not found:
        st.write(
            "Nothing is set to this group yet. What you set stands on its members' home pages until they have handed "
            "it in, and here you see how far everybody is."
        )
    go("Set an interview", primary=True, new=str(group_id))
    for one in found:
        if not one.assignment.is_withdrawn:
            row(one)
    if withdrawn := [one for one in found if one.assignment.is_withdrawn]:
        with st.expander(f"Withdrawn: {len(withdrawn)}"):
            for one in withdrawn:
                row(one)


def row(one: GroupAssignment) -> None:
    """One assignment, and how many stand where."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(one.assignment.title)}**, {due(one.assignment)}")
            st.caption(about(one.assignment))
            st.caption(tallied(one.states, one.late))
        go("Open", key=f"open_{one.assignment.id}", assignment=str(one.assignment.id))


def set_new(group_id: UUID) -> None:
    """The form for one more."""
    group = groups.group_of_coach(ctx, person, group_id)
    title(f"Set an interview to {group.name}")
    members = {member.id: member for member in groups.members_of(ctx, person, group_id)}
    if made := new_assignment(ctx, person, group_id, members):
        said("It is set, and those whom it is for are told.", assignment=str(made))
    go("Back to the list", group=str(group_id))


# --- one assignment ---------------------------------------------------------------------------------------------


def one_assignment(assignment_id: UUID) -> None:
    """How everybody stands with it, and what can be done about it."""
    view = assignment_views.assignment_progress(ctx, person, assignment_id)
    assignment = view.assignment
    title(assignment.title)
    feedback, followups = MODE_WORDS[assignment.mode].lower(), FOLLOWUP_WORDS[assignment.followups].lower()
    with st.container(gap=None):
        st.caption(f"{plain(view.group)} · {due(assignment)} · {counted(assignment.attempts, 'attempt')}")
        st.caption(about(assignment))
        st.caption(f"{time_told(assignment)} · Feedback: {feedback} · Follow-ups: {followups}")
    if assignment.note:
        st.text(assignment.note)
    if assignment.is_withdrawn:
        st.info("This was withdrawn. Nobody can begin it any more; what was begun goes on.")
    if view.members:
        table(view)
        review(view)
    else:
        st.write("Nobody whom it is for is in the group now.")
    if not assignment.is_withdrawn:
        with st.expander("Change or withdraw this"):
            change(view)
            withdraw(view)
    go("All assignments of this group", group=str(assignment.group_id))


def table(view: AssignmentProgress) -> None:
    """Everybody whom it is for."""
    st.write(tallied(view.states))
    column = st.column_config
    several = view.assignment.attempts > 1
    st.dataframe(
        [member_row(member, several=several) for member in view.members],
        hide_index=True,
        placeholder="",
        column_config={
            "Name": column.TextColumn(pinned=True),
            "Handed in": column.DatetimeColumn(format="D MMM YYYY, HH:mm", timezone="UTC"),
            "Score": column.NumberColumn(format="%.0f", help="Of 100, of the newest attempt"),
            "Best": column.NumberColumn(format="%.0f", help="Of 100, of all attempts"),
            "Report": column.LinkColumn(display_text="Report"),
        },
    )


def member_row(member: MemberProgress, *, several: bool) -> dict[str, object]:
    progress = member.progress
    newest, best = progress.newest, progress.best
    return {
        "Name": named(member),
        "State": progress.state.value,
        **({"Attempts": attempts(progress)} if several else {}),
        "Handed in": progress.handed_in_at,
        "Late": days_late(progress.late_by) if progress.late_by is not None else "",
        "Score": newest.score if newest else None,
        **({"Best": best.score if best else None} if several else {}),
        "Report": f"/coach_report?session={newest.session_id}" if newest else None,
    }


def named(member: MemberProgress) -> str:
    return f"{member.name} ({member.username})"


def review(view: AssignmentProgress) -> None:
    """One member's attempts, each with its report and a mark that it was looked at."""
    begun = {member.id: member for member in view.members if member.progress.newest}
    if not begun:
        return
    # those who wait for it come first
    waiting = sorted(begun, key=lambda each: begun[each].progress.state is not State.HANDED_IN)
    chosen = st.selectbox(
        "Look at what somebody handed in",
        waiting,
        index=None,
        format_func=lambda each: f"{named(begun[each])}, {begun[each].progress.state}",
        placeholder="Choose somebody",
    )
    if chosen in begun:
        attempts_of(view, begun[chosen])


def attempts_of(view: AssignmentProgress, member: MemberProgress) -> None:
    """Each attempt, the newest first."""
    for number, attempt in reversed(list(enumerate(member.progress.attempts, start=1))):
        with st.container(border=True):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.text(attempt_line(number, attempt), width="stretch")
                if st.button("Report", key=f"report_{attempt.session_id}"):
                    st.switch_page("coach/report.py", query_params={"session": str(attempt.session_id)})
            if not attempt.is_open:
                with st.form(f"review_{attempt.session_id}", border=False), explained():
                    remark = st.text_area(
                        "Remark to the candidate (optional)",
                        attempt.remark,
                        max_chars=LONGEST_REMARK,
                        key=f"remark_{attempt.session_id}",
                    )
                    if st.form_submit_button("Save the remark" if attempt.is_reviewed else "Mark as reviewed"):
                        assignments.mark_reviewed(ctx, person, attempt.session_id, remark)
                        said(f"Saved, and {plain(member.name)} is told.", assignment=str(view.assignment.id))


def change(view: AssignmentProgress) -> None:
    """Other terms."""
    with explained():
        if terms := changed_terms(view.assignment):
            assignments.change_assignment(ctx, person, view.assignment.id, terms)
            said("The change is saved.", assignment=str(view.assignment.id))


def withdraw(view: AssignmentProgress) -> None:
    """The end of it, which takes a second press."""
    st.write("Withdrawing takes it off everybody's home page. Interviews that are going on can still be finished.")
    sure = st.checkbox("I want to withdraw this for good")
    if st.button("Withdraw", disabled=not sure):
        with explained():
            assignments.withdraw_assignment(ctx, person, view.assignment.id)
            said("It is withdrawn.", assignment=str(view.assignment.id))


assignment_id, new_for = id_from_address("assignment", "assignment"), id_from_address("new", "group")
if assignment_id:
    one_assignment(assignment_id)
elif new_for:
    set_new(new_for)
else:
    mine = {group.id: group for group in groups.groups_of_coach(ctx, person)}
    list_of(mine, id_from_address("group", "group"))
