"""Groups: a coach's own, one group with its members, one member's interviews; and for admins who coaches what."""

from uuid import UUID

import streamlit as st

from core.errors import NotFoundError
from core.models.vocabulary import Counts, Shows, UserRole
from core.services import coaching, group_admin, group_settings, groups, reading
from core.services.coaching import LONGEST_NAME
from core.services.context import default_context
from core.services.groups import GroupSummary, Member
from core.services.views import SessionView
from core.services.words import STATUS_WORDS, TYPE_WORDS, counted
from pages._components.group_words import COUNTS_LABELS, COUNTS_MEAN, MEMBER_SHOWS, coached_by
from pages._components.guard import signed_in_as_any
from pages._components.invite_by_name import invite_by_name
from pages._components.messages import explained, plain

SAID = "groups_said"
ANYBODY = "Any coach of the group who has not rated the answer"

ctx = default_context()
person = signed_in_as_any(UserRole.COACH, UserRole.ADMIN)


def said(words: str, **address: str) -> None:
    """Say this at the top of the next run, at this address."""
    st.session_state[SAID] = words
    st.switch_page("coach/people.py", query_params=address or None)


def id_from_address(name: str) -> UUID | None:
    """The group or person that the address names, or None."""
    value = st.query_params.get(name)
    try:
        return UUID(value) if value else None
    except ValueError as error:
        raise NotFoundError({"member": "person"}.get(name, name)) from error


def go(label: str, *, key: str | None = None, **address: str) -> None:
    """A button to another view of this page."""
    if st.button(label, key=key):
        st.switch_page("coach/people.py", query_params=address or None)


# --- the list ---------------------------------------------------------------------------------------------------


def own_groups() -> None:
    """The groups that somebody coaches, and a form for one more."""
    mine = groups.groups_of_coach(ctx, person)
    if not mine:
        st.write(
            "Make a group and send its invitation to the people whom you coach. Whoever joins says whether you see "
            "their scores only or their answers too, and can leave at any time."
        )
    for group in mine:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(width="stretch", gap=None):
                st.markdown(f"**{plain(group.name)}**")
                st.caption(f"{counted(group.members, 'member')} · {plain(coached_by(group.coaches))}")
            go("Open", key=f"open_{group.id}", group=str(group.id))
    with st.form("new_group"), explained():
        name = st.text_input("Name of a new group", max_chars=LONGEST_NAME, placeholder="for example: Spring")
        if st.form_submit_button("Make a group", type="secondary" if mine else "primary"):
            made = coaching.make_group(ctx, person, name)
            said(f"The group {plain(made.name)} is made. Invite its first members.", group=str(made.id))


def every_group() -> None:
    """Who coaches which group, for an admin to change."""
    st.subheader("All groups")
    found = {group.id: group for group in groups.all_groups(ctx, person)}
    if not found:
        st.write("There are no groups yet. Coaches make them on this page.")
        return
    st.dataframe(
        [
            {
                "Group": group.name,
                "Coaches": [coach.name for coach in group.coaches],
                "Members": group.members,
                "Made": group.created_at,
            }
            for group in found.values()
        ],
        hide_index=True,
        column_config={
            "Coaches": st.column_config.ListColumn(),
            "Made": st.column_config.DateColumn(format="D MMM YYYY"),
        },
    )
    chosen = st.selectbox(
        "Change who coaches a group",
        list(found),
        index=None,
        format_func=lambda group_id: found[group_id].name,
        placeholder="Choose a group",
    )
    if chosen in found:
        with st.container(border=True), explained():
            coaches_of(found[chosen])


def coaches_of(group: GroupSummary) -> None:
    """Take a coach off a group, or add one."""
    st.caption("A coach whom you add sees from now on what the members show, and the members are told.")
    for coach in group.coaches:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{coach.name} ({coach.username})", width="stretch")
            if st.button("Take off", key=f"off_{coach.id}"):
                group_admin.unassign_coach(ctx, person, group.id, coach.id)
                said(f"{plain(coach.name)} does not coach {plain(group.name)} any more.")
    others = {coach.id: coach for coach in groups.all_coaches(ctx, person) if coach not in group.coaches}
    with st.form(f"add_coach_{group.id}"):
        added = st.selectbox(
            "Add a coach",
            list(others),
            index=None,
            format_func=lambda coach_id: f"{others[coach_id].name} ({others[coach_id].username})",
            placeholder="Choose a coach" if others else "Nobody else holds the role of a coach",
        )
        if st.form_submit_button("Add") and added:
            group_admin.assign_coach(ctx, person, group.id, added)
            said(f"{plain(others[added].name)} coaches {plain(group.name)} from now on.")


# --- one group --------------------------------------------------------------------------------------------------


def one_group(group_id: UUID) -> None:
    """A group with its members, its invitation, and how to change or end it."""
    group = groups.group_of_coach(ctx, person, group_id)
    title(group.name)
    st.caption(f"{counted(group.members, 'member')} · {plain(coached_by(group.coaches))}")
    members = {member.id: member for member in groups.members_of(ctx, person, group_id)}
    if members:
        list_members(group, members)
    invitation(group)
    ratings(group)
    with st.expander("Rename or close this group"):
        rename(group)
        close(group)
    go("All my groups")


def list_members(group: GroupSummary, members: dict[UUID, Member]) -> None:
    """Who is in the group and what they show, and what can be done about one of them."""
    st.dataframe(
        [
            {
                "Name": member.name,
                "Username": member.username,
                "Shows": MEMBER_SHOWS[member.shows],
                "Since": member.since,
                "Interviews": f"/groups?member={member.id}",
            }
            for member in members.values()
        ],
        hide_index=True,
        column_config={
            "Since": st.column_config.DateColumn(format="D MMM YYYY"),
            "Interviews": st.column_config.LinkColumn(display_text="See interviews"),
        },
    )
    chosen = st.selectbox(
        "A member",
        list(members),
        index=None,
        format_func=lambda member_id: f"{members[member_id].name} ({members[member_id].username})",
        placeholder="Choose somebody",
    )
    if chosen in members:
        with st.container(horizontal=True), explained():
            go("See their interviews", member=str(chosen))
            if st.button("Take out of this group", help="They are told, and you see nothing of theirs any more."):
                coaching.remove_member(ctx, person, group.id, chosen)
                said(f"{plain(members[chosen].name)} is out of the group and is told so.", group=str(group.id))


def invitation(group: GroupSummary) -> None:
    """By name for those who have an account, and a link for everybody."""
    st.subheader("Invite people")
    if told := invite_by_name(ctx, person, group.id):
        said(told, group=str(group.id))
    st.write(
        "Or send a link. Whoever has the link can join for two weeks. Before they do, they see your name and choose "
        "what to show."
    )
    if st.button("Make an invitation link", type="primary" if not group.members else "secondary"):
        with explained():
            code = coaching.invite(ctx, person, group.id)
            st.success("Copy the link now; it is not shown again. Any older one has stopped working.")
            st.code(f"{ctx.settings.base_url}/join?code={code}", language=None, wrap_lines=True)
    elif group.invited_until:
        st.caption(
            f"The last link is good until {group.invited_until:%d %B %Y, %H:%M} UTC. A new one makes it stop working."
        )


def ratings(group: GroupSummary) -> None:
    """Whose scores count, and who decides where coaches differ."""
    st.subheader("Ratings")
    now = group_settings.settings_of(ctx, person, group.id)
    names = {coach.id: f"{coach.name} ({coach.username})" for coach in group.coaches}
    with st.form("ratings"), explained():
        counts = st.radio(
            "Whose scores count where a coach has rated an answer",
            list(Counts),
            index=list(Counts).index(now.counts),
            format_func=COUNTS_LABELS.__getitem__,
            captions=[COUNTS_MEAN[each] for each in Counts],
        )
        deciding: list[UUID | str] = [ANYBODY, *names]
        moderator = st.selectbox(
            "Who decides where two coaches are two levels or more apart",
            deciding,
            index=deciding.index(now.moderator_id) if now.moderator_id in names else 0,
            format_func=lambda coach_id: names.get(coach_id, ANYBODY),
        )
        if st.form_submit_button("Save"):
            decides = moderator if isinstance(moderator, UUID) else None
            group_settings.change_settings(ctx, person, group.id, counts=counts, moderator_id=decides)
            said("Saved. This holds from now on, also for what is rated already.", group=str(group.id))


def rename(group: GroupSummary) -> None:
    """Another name."""
    with st.form("rename"), explained():
        name = st.text_input("Name", value=group.name, max_chars=LONGEST_NAME)
        if st.form_submit_button("Rename"):
            coaching.rename_group(ctx, person, group.id, name)
            said("The new name is saved.", group=str(group.id))


def close(group: GroupSummary) -> None:
    """The end of the group, which takes a second press."""
    st.write("Closing ends it for everybody at once: nobody coaches it or is in it any more. It cannot be undone.")
    sure = st.checkbox("I want to close this group for good")
    if st.button("Close the group", disabled=not sure):
        with explained():
            coaching.close_group(ctx, person, group.id)
            said(f"The group {plain(group.name)} is closed, and its members are told.")


# --- one member -------------------------------------------------------------------------------------------------


def one_member(user_id: UUID) -> None:
    """What a member has practised, each with its report."""
    candidate = groups.candidate(ctx, person, user_id)
    excerpt = reading.interviews(ctx, person, user_id=user_id, after=id_from_address("after"))
    title(candidate.name)
    shown = MEMBER_SHOWS[candidate.shows].lower()
    st.caption(f"{plain(candidate.username)} · shows you {shown} · {counted(excerpt.total, 'interview')}")
    if not excerpt.total:
        st.write("They have not practised yet. Their interviews will be listed here.")
    for interview in excerpt.interviews:
        row(interview, shows_answers=candidate.shows is Shows.ANSWERS)
    if excerpt.last:
        go("Older interviews", member=str(user_id), after=str(excerpt.last))
    go("All my groups")


def row(interview: SessionView, *, shows_answers: bool) -> None:
    """One interview with its report, and the way to rate its answers."""
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(interview.role_name)}**, {interview.level}, {TYPE_WORDS[interview.type]}")
            st.caption(
                f"{interview.created_at:%d %b %Y} · {STATUS_WORDS[interview.status]} · "
                f"{interview.answered} of {interview.total_questions} answered"
            )
        if interview.overall_score is not None:
            st.metric("Score", f"{interview.overall_score:.0f}", width="content", label_visibility="collapsed")
        if st.button("Report", key=f"report_{interview.id}"):
            st.switch_page("coach/report.py", query_params={"session": str(interview.id)})
        can_rate = shows_answers and interview.answered and not interview.is_open and person.has(UserRole.COACH)
        if can_rate and st.button("Rate", key=f"rate_{interview.id}"):
            st.switch_page("coach/review.py", query_params={"session": str(interview.id)})


def title(words: str) -> None:
    """The heading, and below it what the last run has to say."""
    st.title(plain(words))
    if told := st.session_state.pop(SAID, None):
        st.success(told)


member_id, group_id = id_from_address("member"), id_from_address("group")
if member_id:
    one_member(member_id)
elif group_id:
    one_group(group_id)
else:
    title("Groups")
    if person.has(UserRole.COACH):
        own_groups()
    if person.has(UserRole.ADMIN):
        every_group()
