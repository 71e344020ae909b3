"""Up to six people, or the newest interviews of one, laid side by side: small figures that share their axes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from core.rubric import DIMENSIONS
from core.services.comparing import MOST_COMPARED, Comparison, PersonPoints
from core.services.trends import OVERALL, Point
from core.services.words import TYPE_WORDS
from pages._components.behind_marks import Marks, Shape, link, picked_dimensions, shape_of, shapes_of_interviews
from pages._components.charts import DIMENSION_NAMES, palette, radar_to_choose_from, small_trend
from pages._components.messages import plain

MOST_ROWS = 50
MOST_SKILLS = 12
# Figures whose points can be chosen catch every drag, so that a phone's page would not scroll on.
STILL = """<style>
@media (pointer: coarse) { .js-plotly-plot .drag { pointer-events: none !important; } }
</style>"""


def side_by_side(people: Sequence[PersonPoints], view: Comparison, marks: Marks) -> None:
    """Their radars, trends, skills and interviews; ``marks`` finds the answers behind what is chosen in them."""
    scored = [one for one in people if one.points]
    if without := [one.name for one in people if not one.points]:
        st.caption(f"Nothing scored yet: {plain(', '.join(without))}.")
    if not scored:
        return
    st.html(STILL)
    st.subheader(plain(scored[0].name) if len(scored) == 1 else "Side by side")
    _radars(scored, view, marks)
    _trends(scored, marks)
    _skills(scored)
    _interviews(scored)


def _radars(people: Sequence[PersonPoints], view: Comparison, marks: Marks) -> None:
    if len(people) == 1:
        shapes = shapes_of_interviews(people[0], MOST_COMPARED)
        st.markdown("**Dimensions, interview by interview**")
    else:
        shapes = [shape_of(one) for one in people]
        st.markdown("**Dimensions**")
    ring = None if view.by_skill else view.medians
    of_group = "" if view.by_skill else " The dotted line is the group's median."
    st.caption(
        f"From 0 in the middle to 5 at the rim.{of_group} Choose a point or a value to see the answers behind it; one "
        "whose score you have seen is not rated blind any more."
    )
    for index, (cell, shape) in enumerate(zip(_grid(len(shapes)), shapes, strict=False)):
        with cell:
            st.caption(plain(shape.name), text_alignment="center")
            # Of other people or interviews it is another figure, in which nothing is chosen yet.
            key = f"{index}_{shape.user_id}_{shape.interviews[-1]}"
            event = st.plotly_chart(
                radar_to_choose_from(shape.values, palette(), ring=ring),
                key=f"radar_{key}",
                config={"displayModeBar": False},
                on_select="rerun",
                selection_mode="points",
                alt=f"Dimensions: {shape.name}",
            )
            chosen = picked_dimensions(shape, event.selection.points) + _named_mark(shape, key=f"mark_{key}")
            marks.of_shape(shape, chosen)
    with st.expander("Show the numbers"):
        st.dataframe(
            [
                {"Of": shape.name, **{DIMENSION_NAMES[part]: _rounded(shape.values.get(part)) for part in DIMENSIONS}}
                for shape in shapes
            ],
            hide_index=True,
            key="radar_numbers",
        )


def _named_mark(shape: Shape, *, key: str) -> list[str]:
    """The same choice without a mouse, and the values in figures."""
    told = {part: f"{DIMENSION_NAMES[part]} {value:.1f}" for part, value in shape.values.items() if value is not None}
    named = st.pills(
        f"Answers behind a point of {plain(shape.name)}",
        list(told),
        format_func=told.__getitem__,
        label_visibility="collapsed",
        wrap=True,
        key=key,
    )
    return [named] if named else []


def _trends(people: Sequence[PersonPoints], marks: Marks) -> None:
    st.markdown("**Overall score over time**")
    st.caption(
        "A point for each interview, and the mean in which newer ones count more; its line begins anew under "
        "another rubric. Choose a point to see the answers behind it."
    )
    began = [point.began for one in people for point in one.points]
    for cell, one in zip(_grid(len(people)), people, strict=False):
        with cell:
            st.caption(plain(one.name), text_alignment="center")
            figure = small_trend(one.points, one.trend(OVERALL), palette(), span=(min(began), max(began)))
            event = st.plotly_chart(
                figure,
                key=f"trend_{one.id}",
                config={"displayModeBar": False},
                on_select="rerun",
                selection_mode="points",
                alt=f"Overall score over time: {one.name}",
            )
            for point in picked(one, event.selection.points):
                marks.of_interview(one, point)


def picked(one: PersonPoints, marks: Sequence[Mapping[str, object]]) -> list[Point]:
    """The interviews behind the marks that are chosen in somebody's trend."""
    ids = {str(mark.get("customdata")) for mark in marks}
    return [point for point in one.points if str(point.session_id) in ids]


def _skills(people: Sequence[PersonPoints]) -> None:
    """A row for each skill, those with most answers first; with the number of answers behind each level."""
    means: dict[str, dict[str, str]] = {}
    answers: dict[str, int] = {}
    for one in people:
        for record in one.skills:
            level = one.skill_level(record)
            means.setdefault(record.name, {})[one.name] = f"{level:.0f} ({record.answers})"
            answers[record.name] = answers.get(record.name, 0) + record.answers
    if not means:
        return
    st.markdown("**Skills**")
    most = sorted(answers, key=lambda name: (-answers[name], name))
    names = [one.name for one in people]
    st.dataframe(
        [{"Skill": skill, **{name: means[skill].get(name) for name in names}} for skill in most],
        hide_index=True,
        placeholder="",
        key="skills",
        height=35 * (min(len(most), MOST_SKILLS) + 1) + 3,
    )
    st.caption("The level, of 100, and behind it the number of answers that it is told from.")


def _interviews(people: Sequence[PersonPoints]) -> None:
    st.markdown("**Interviews**")
    newest: list[tuple[datetime, str, Point]] = sorted(
        ((point.began, one.name, point) for one in people for point in one.points),
        key=lambda each: each[0],
        reverse=True,
    )
    st.dataframe(
        [
            {
                "Name": name,
                "Report": link(point.session_id),
                "Date": f"{began:%d %b %Y}",
                "Score": round(point.overall),
                "For": f"{point.role}, {point.level}, {TYPE_WORDS[point.type]}",
                "Rubric": point.rubric,
                "Answers": point.answers,
            }
            for began, name, point in newest[:MOST_ROWS]
        ],
        hide_index=True,
        key="interviews",
        column_config={"Report": st.column_config.LinkColumn(display_text="Open")},
    )
    if len(newest) > MOST_ROWS:
        st.caption(f"The newest {MOST_ROWS} of {len(newest)}.")


def _grid(count: int) -> list[st.delta_generator.DeltaGenerator]:
    """At least so many places, two or three to a row; on a phone one below the other."""
    across = 1 if count == 1 else 2 if count in (2, 4) else 3
    cells: list[st.delta_generator.DeltaGenerator] = []
    while len(cells) < count:
        cells += st.columns(across)
    return cells


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
