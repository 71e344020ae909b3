"""Compare: where the people of a group stand, who needs what, and up to six of them side by side."""

from uuid import UUID

import streamlit as st

from core.exports.tables import comparison_csv
from core.models.vocabulary import UserRole
from core.services import comparing, groups
from core.services.comparing import MOST_COMPARED, RECENT, Comparison, Filters, Standing
from core.services.context import default_context
from core.services.trends import HALF_LIFE
from core.services.words import counted
from pages._components.behind_marks import Marks
from pages._components.charts import DIMENSION_NAMES
from pages._components.compare_words import STATE_RULES
from pages._components.comparison_filters import chosen_filters
from pages._components.downloads import noted_download
from pages._components.guard import signed_in
from pages._components.messages import plain
from pages._components.side_by_side import side_by_side

ctx = default_context()
person = signed_in(UserRole.COACH)

MOST_SKILLS = 8
MOST_SCORES = 12


def no_group() -> None:
    """What to do to see something here."""
    st.write("Here you compare the people of a group. You coach no group yet: make one, and invite your candidates.")
    if st.button("Go to groups", type="primary"):
        st.switch_page("coach/people.py")


def nobody(view: Comparison, filters: Filters) -> None:
    """Why the table is empty, and what would fill it."""
    if filters != Filters():
        st.write("Nobody in this group has a finished interview of this kind. Change the filters to see more.")
        return
    st.write(f"Nobody has joined {plain(view.group)} yet. Send the invitation to your candidates.")
    if st.button("Go to groups", type="primary"):
        st.switch_page("coach/people.py")


def names_of(view: Comparison) -> dict[str, str]:
    """What the dimensions or skills are called."""
    return {part: ctx.catalog.skill_name(part) if view.by_skill else DIMENSION_NAMES[part] for part in view.parts}


def row(member: Standing, parts: dict[str, str], *, by_skill: bool) -> dict[str, object]:
    told = {name: _level(member, part, by_skill=by_skill) for part, name in parts.items()}
    return {
        "Name": member.name,
        "State": member.state.value,
        "Interviews": member.interviews,
        "Last": member.last.date() if member.last else None,
        "Level": None if member.level is None else round(member.level),
        "Trend": member.trend,
        "Newest scores": [round(score) for score in member.scores[-MOST_SCORES:]],
        **told,
    }


def _level(member: Standing, part: str, *, by_skill: bool) -> float | str | None:
    level = member.levels.get(part)
    if level is None:
        return None
    # Padded, since a table sorts words by their letters.
    return f"{level:3.0f} ({member.answers[part]})" if by_skill else round(level, 1)


def table(view: Comparison, *, key: str) -> list[UUID]:
    """Everybody; returns the members whose rows are chosen."""
    names = names_of(view)
    told = dict(list(names.items())[:MOST_SKILLS])
    column = st.column_config
    event = st.dataframe(
        [row(member, told, by_skill=view.by_skill) for member in view.members],
        hide_index=True,
        placeholder="",
        key=key,
        on_select="rerun",
        selection_mode="multi-row",
        alt=f"The members of {view.group} with their levels and trends",
        column_config={
            "Name": column.TextColumn(pinned=True),
            "Last": column.DateColumn(format="DD MMM YYYY"),
            "Level": column.ProgressColumn(min_value=0, max_value=100, format="%d"),
            "Trend": column.NumberColumn(format="%+.1f"),
            "Newest scores": column.LineChartColumn(y_min=0, y_max=100),
            **({} if view.by_skill else {name: column.NumberColumn(format="%.1f") for name in told.values()}),
        },
    )
    explained_below(view, names)
    st.download_button(
        "Download as CSV",
        noted_download(ctx, person, lambda: comparison_csv(view, names), "comparison", "csv"),
        f"group-{ctx.clock():%Y-%m-%d}.csv",
        "text/csv",
        on_click="ignore",
    )
    return [view.members[index].id for index in event.selection.rows if index < len(view.members)]


def explained_below(view: Comparison, names: dict[str, str]) -> None:
    """What is left out, and how the numbers are made."""
    notes = []
    if view.by_skill and len(names) > MOST_SKILLS:
        notes.append(f"Shown are the {MOST_SKILLS} skills with most answers; the CSV has all {len(names)}.")
    if view.without:
        has = "has" if view.without == 1 else "have"
        notes.append(f"{counted(view.without, 'member')} {has} no interview of this kind.")
    if view.older:
        notes.append(
            f"{counted(view.older, 'interview')} under another rubric than the newest interview's: "
            "counted, but in no level or trend, since scores under different rubrics cannot be compared."
        )
    if notes:
        st.caption(" ".join(notes))
    with st.expander("How to read this"):
        for state, rule in STATE_RULES.items():
            st.markdown(f"- **{state.value}**: {rule}")
        st.markdown(
            f"A level is a mean in which newer interviews count more: one that is {HALF_LIFE:.0f} interviews older "
            f"counts half. Overall and skills are of 100, dimensions of 5, those two from the {RECENT} newest "
            "interviews; behind a skill stands how many answers it is told from. The trend says how far the overall "
            "level moved over the last three interviews. Finished interviews count, also those whose scores the "
            "candidate has not looked at; drills do not."
        )


def people_to_compare(view: Comparison, rows: list[UUID], *, key: str) -> list[UUID]:
    """Up to six: those whose rows are chosen, then those who are named."""
    names = {member.id: f"{member.name} ({member.username})" for member in view.members}
    named = st.multiselect(
        "People to lay side by side",
        list(names),
        format_func=names.get,
        max_selections=MOST_COMPARED,
        key=key,
        placeholder="Choose rows above, or name people here",
    )
    chosen = list(dict.fromkeys([*rows, *named]))
    if len(chosen) > MOST_COMPARED:
        st.caption(f"Shown are the first {MOST_COMPARED} of {len(chosen)}: more could not be told apart.")
    return chosen[:MOST_COMPARED]


st.title("Compare")
mine = {group.id: group for group in groups.groups_of_coach(ctx, person)}
if not mine:
    no_group()
else:
    group_id, filters, by_skill = chosen_filters(ctx.catalog, mine)
    view = comparing.group_comparison(ctx, person, group_id, filters, by_skill=by_skill)
    if not view.members:
        nobody(view, filters)
    else:
        # Another choice is another table: rows chosen in one mean other people in the next.
        key = f"{group_id}_{filters}_{by_skill}_{len(view.members)}"
        chosen = people_to_compare(view, table(view, key=f"table_{key}"), key=f"people_{key}")
        if chosen:
            people = comparing.person_points(ctx, person, group_id, chosen, filters)
            side_by_side(people, view, Marks(ctx, person, group_id))
