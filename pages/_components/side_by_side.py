"""Up to six people, or the newest interviews of one, laid side by side: small figures that share their axes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from core.rubric import DIMENSIONS
from core.services.comparing import MOST_COMPARED, Comparison, PersonPoints
from core.services.trends import OVERALL, Point
from core.services.words import TYPE_WORDS
from pages._components.charts import DIMENSION_NAMES, palette, radar, small_trend
from pages._components.messages import plain

MOST_ROWS = 50
MOST_SKILLS = 12


def side_by_side(people: Sequence[PersonPoints], view: Comparison) -> None:
    """Their radars, trends, skills and interviews."""
    scored = [one for one in people if one.points]
    if without := [one.name for one in people if not one.points]:
        st.caption(f"Nothing scored yet: {plain(', '.join(without))}.")
    if not scored:
        return
    st.subheader(plain(scored[0].name) if len(scored) == 1 else "Side by side")
    _radars(scored, view)
    _trends(scored)
    _skills(scored)
    _interviews(scored)


def _radars(people: Sequence[PersonPoints], view: Comparison) -> None:
    shapes: list[tuple[str, Mapping[str, float | None]]]
    if len(people) == 1:
        newest = people[0].points[-MOST_COMPARED:]
        shapes = [(f"{point.began:%d %b %Y}", point.dimensions) for point in newest]
        st.markdown("**Dimensions, interview by interview**")
    else:
        shapes = [(one.name, one.levels) for one in people]
        st.markdown("**Dimensions**")
    ring = None if view.by_skill else ("The group's median", view.medians)
    said = "From 0 in the middle to 5 at the rim."
    st.caption(said if view.by_skill else f"{said} The dotted line is the group's median.")
    for index, (cell, (name, shape)) in enumerate(zip(_grid(len(shapes)), shapes, strict=False)):
        with cell:
            st.caption(plain(name), text_alignment="center")
            figure = radar({name: shape}, palette(), ring=ring).update_layout(height=260, showlegend=False)
            st.plotly_chart(figure, key=f"radar_{index}", config={"displayModeBar": False}, alt=f"Dimensions: {name}")
    with st.expander("Show the numbers"):
        st.dataframe(
            [
                {"Of": name, **{DIMENSION_NAMES[part]: _rounded(shape.get(part)) for part in DIMENSIONS}}
                for name, shape in shapes
            ],
            hide_index=True,
            key="radar_numbers",
        )


def _trends(people: Sequence[PersonPoints]) -> None:
    st.markdown("**Overall score over time**")
    st.caption(
        "A point for each interview, and the mean in which newer ones count more; its line begins anew under "
        "another rubric. Choose a point to open its interview."
    )
    began = [point.began for one in people for point in one.points]
    chosen: list[tuple[str, Point]] = []
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
            chosen += [(one.name, point) for point in picked(one, event.selection.points)]
    for name, point in chosen:
        st.markdown(
            f"{plain(name)}, {point.began:%d %b %Y}, {point.overall:.0f} of 100: [open the interview]({link(point)})"
        )


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
                "Report": link(point),
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


def link(point: Point) -> str:
    """Where a coach reads an interview, as far as its candidate shows it."""
    return f"/coach_report?session={point.session_id}"


def _grid(count: int) -> list[st.delta_generator.DeltaGenerator]:
    """At least so many places, two or three to a row; on a phone one below the other."""
    across = 1 if count == 1 else 2 if count in (2, 4) else 3
    cells: list[st.delta_generator.DeltaGenerator] = []
    while len(cells) < count:
        cells += st.columns(across)
    return cells


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
