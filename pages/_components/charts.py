"""Every figure of the dashboard. They keep their meaning without colour and read well in light, dark and on a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from math import cos, pi, sin

import plotly.graph_objects as go
import streamlit as st

from core.services.report import SkillScore
from core.services.trends import Point, Stretch, Week

DIMENSION_NAMES = {
    "structure": "Structure",
    "relevance": "Relevance",
    "technical_accuracy": "Accuracy",
    "depth": "Depth",
    "communication": "Communication",
}


MOST_BARS = 10


@dataclass(frozen=True)
class Palette:
    """Colours of one theme; the same as in ``.streamlit/config.toml``."""

    ink: str
    grid: str
    series: tuple[str, ...]
    dashes: tuple[str, ...] = ("solid", "dash", "dot", "dashdot")


LIGHT = Palette(ink="#17211f", grid="#d3dedb", series=("#0f766e", "#b45309", "#4f46e5", "#be123c"))
DARK = Palette(ink="#e6efec", grid="#2f3f3b", series=("#2dd4bf", "#fbbf24", "#818cf8", "#fb7185"))


def palette() -> Palette:
    """The colours of the theme that the reader sees."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def radar(
    series: Mapping[str, Mapping[str, float | None]],
    colours: Palette,
    *,
    ring: tuple[str, float | Mapping[str, float]] | None = None,
) -> go.Figure:
    """Rubric averages, 0 to 5, one closed line for each name; what was not assessed is left out.

    ``ring`` is a name and a value that is the same in every dimension, such as what a level aims at, or one of each.
    """
    figure = go.Figure()
    if ring:
        name, value = ring
        of_each = value if isinstance(value, Mapping) else dict.fromkeys(DIMENSION_NAMES, value)
        marks = [(label, of_each[dimension]) for dimension, label in DIMENSION_NAMES.items() if dimension in of_each]
        figure.add_trace(
            go.Scatterpolar(
                theta=[label for label, _ in [*marks, *marks[:1]]],
                r=[mark for _, mark in [*marks, *marks[:1]]],
                name=name,
                mode="lines",
                line={"color": colours.ink, "width": 1.5, "dash": "dot"},
                hovertemplate=f"{name}<extra></extra>",
            )
        )
    for index, (name, averages) in enumerate(series.items()):
        points = [(DIMENSION_NAMES[dimension], value) for dimension, value in averages.items() if value is not None]
        closed = [*points, *points[:1]]
        colour = colours.series[index % len(colours.series)]
        figure.add_trace(
            go.Scatterpolar(
                theta=[label for label, _ in closed],
                r=[value for _, value in closed],
                name=name,
                mode="lines+markers",
                line={"color": colour, "width": 2.5, "dash": colours.dashes[index % len(colours.dashes)]},
                fill="toself" if index == 0 else "none",
                fillcolor=_faint(colour),
                hovertemplate="%{theta}: %{r:.1f} of 5<extra></extra>",
            )
        )
    axis = {"gridcolor": colours.grid, "linecolor": colours.grid, "tickfont": {"color": colours.ink, "size": 11}}
    figure.update_layout(
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": {"range": [0, 5], "tickvals": [1, 2, 3, 4, 5], "angle": 90, "tickangle": 90, **axis},
            "angularaxis": {**axis, "tickfont": {"color": colours.ink, "size": 12}, "rotation": 90},
        },
        showlegend=len(series) > 1 or ring is not None,
    )
    return framed(figure, colours, height=340, margin=(84, 84, 30, 30))


LEVELS = (1, 2, 3, 4, 5)


def radar_to_choose_from(
    averages: Mapping[str, float | None], colours: Palette, *, ring: Mapping[str, float] | None = None
) -> go.Figure:
    """One radar, 0 to 5, whose points can be chosen; each carries the name of its dimension. ``ring`` is a dotted line.

    Drawn on straight axes that stay as they are: Plotly's polar ones tell of a click only where a drag zooms them.
    """
    known = [(name, averages.get(name), label) for name, label in DIMENSION_NAMES.items()]
    points = [(name, value, label) for name, value, label in known if value is not None]
    closed = [*points, *points[:1]]
    spots = [_spot(name, value) for name, value, _ in closed]
    shape = go.Scatter(
        x=[x for x, _ in spots],
        y=[y for _, y in spots],
        text=[f"{label}: {value:.1f} of 5" for _, value, label in closed],
        customdata=[name for name, _, _ in closed],
        mode="lines+markers",
        marker={"size": 10, "color": colours.series[0]},
        unselected={"marker": {"opacity": 0.5}},
        line={"color": colours.series[0], "width": 2.5},
        fill="toself",
        fillcolor=_faint(colours.series[0]),
        hoveron="points",
        hovertemplate="%{text}<extra></extra>",
    )
    axis = {"range": [-5.4, 5.4], "visible": False, "fixedrange": True, "constrain": "domain"}
    layout = {
        "xaxis": axis,
        "yaxis": {**axis, "scaleanchor": "x"},
        "shapes": _web(colours),
        "annotations": [*map(partial(_spoke_label, colours), DIMENSION_NAMES), *map(partial(_level, colours), LEVELS)],
        "showlegend": False,
    }
    # The ring first, so that it lies below.
    traces = [shape] if ring is None else [_dotted(ring, colours), shape]
    return framed(go.Figure(traces, layout), colours, height=260, margin=(80, 80, 20, 12))


def _spot(dimension: str, value: float) -> tuple[float, float]:
    """Where a value stands: the first dimension on top, the others following to the left, as in ``radar``."""
    turn = pi / 2 + 2 * pi * list(DIMENSION_NAMES).index(dimension) / len(DIMENSION_NAMES)
    return value * cos(turn), value * sin(turn)


def _web(colours: Palette) -> list[dict[str, object]]:
    """The circles of the levels and the spokes of the dimensions."""
    line, below = {"color": colours.grid, "width": 1}, {"layer": "below"}
    circles = [
        {"type": "circle", "x0": -level, "x1": level, "y0": -level, "y1": level, "line": line, **below}
        for level in LEVELS
    ]
    ends = [_spot(name, LEVELS[-1]) for name in DIMENSION_NAMES]
    return circles + [{"type": "line", "x0": 0, "y0": 0, "x1": x, "y1": y, "line": line, **below} for x, y in ends]


def _spoke_label(colours: Palette, dimension: str) -> dict[str, object]:
    x, y = _spot(dimension, LEVELS[-1] + 0.35)
    return {
        "x": x,
        "y": y,
        "text": DIMENSION_NAMES[dimension],
        "xanchor": "center" if abs(x) < 1 else "left" if x > 0 else "right",
        "yanchor": "bottom" if y > 1 else "top",
        "showarrow": False,
        "font": {"color": colours.ink, "size": 12},
    }


def _level(colours: Palette, level: int) -> dict[str, object]:
    """A level's number, beside the spoke that goes up."""
    font = {"color": colours.ink, "size": 10}
    return {"x": 0, "y": level, "text": str(level), "xanchor": "left", "xshift": 3, "showarrow": False, "font": font}


def _dotted(ring: Mapping[str, float], colours: Palette) -> go.Scatter:
    names = [name for name in DIMENSION_NAMES if name in ring]
    spots = [_spot(name, ring[name]) for name in [*names, *names[:1]]]
    return go.Scatter(
        x=[x for x, _ in spots],
        y=[y for _, y in spots],
        mode="lines",
        line={"color": colours.ink, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
    )


def time_bars(used: Sequence[tuple[int, int, int | None]], colours: Palette) -> go.Figure:
    """Minutes used for each question as a bar, and how many there were as a line across it.

    ``used`` has the number of the question, the seconds used, and those there were, None without a clock.
    """
    orders = [str(order) for order, _, _ in used]
    allowed = [(str(order), seconds / 60) for order, _, seconds in used if seconds]
    figure = go.Figure(
        go.Bar(
            x=orders,
            y=[round(seconds / 60, 2) for _, seconds, _ in used],
            name="Time used",
            marker={"color": colours.series[0]},
            hovertemplate="Question %{x}: %{y:.1f} minutes<extra></extra>",
        )
    )
    if allowed:
        figure.add_trace(
            go.Scatter(
                x=[order for order, _ in allowed],
                y=[round(minutes, 2) for _, minutes in allowed],
                name="Time there was",
                mode="markers",
                marker={"symbol": "line-ew", "size": 16, "line": {"color": colours.ink, "width": 2.5}},
                hovertemplate="There were %{y:.1f} minutes<extra></extra>",
            )
        )
    axis = {"gridcolor": colours.grid, "tickfont": {"color": colours.ink}, "fixedrange": True}
    figure.update_xaxes(type="category", title="Question", **axis)
    figure.update_yaxes(title="Minutes", rangemode="tozero", **axis)
    figure.update_layout(showlegend=bool(allowed))
    return framed(figure, colours, height=280, margin=(50, 10, 10, 60)).update_layout(legend_y=-0.3)


def skill_bars(skills: Sequence[SkillScore], colours: Palette) -> go.Figure:
    """Mean score by skill, 0 to 100, best on top, with the number of answers behind each.

    Only the skills with most answers behind them: a longer list would bury them, and stands in the numbers.
    """
    told = sorted(skills, key=lambda skill: -skill.answers)[:MOST_BARS]
    ordered = sorted(told, key=lambda skill: skill.score)
    figure = go.Figure(
        go.Bar(
            x=[skill.score for skill in ordered],
            y=[skill.name for skill in ordered],
            orientation="h",
            marker={"color": colours.series[0]},
            text=[
                f"{skill.score:.0f}  ({skill.answers} answer{'s' if skill.answers != 1 else ''})" for skill in ordered
            ],
            textposition="auto",
            insidetextanchor="start",
            hovertemplate="%{y}: %{x:.0f} of 100<extra></extra>",
        )
    )
    axis = {"gridcolor": colours.grid, "tickfont": {"color": colours.ink}, "fixedrange": True}
    figure.update_xaxes(range=[0, 100], **axis)
    figure.update_yaxes(automargin=True, **axis)
    return framed(figure, colours, height=90 + 34 * len(ordered), margin=(10, 10, 10, 30))


def score_bands(bands: Mapping[int, int], colours: Palette) -> go.Figure:
    """How many answers fall into each ten of the overall score."""
    figure = go.Figure(
        go.Bar(
            x=[low + 5 for low in bands],
            y=list(bands.values()),
            width=9,
            marker={"color": colours.series[0]},
            text=list(bands.values()),
            hovertemplate="%{x:.0f} ± 5: %{y} answers<extra></extra>",
        )
    )
    axis = {"gridcolor": colours.grid, "tickfont": {"color": colours.ink}, "fixedrange": True}
    figure.update_xaxes(range=[0, 100], title="Score of an answer", **axis)
    figure.update_yaxes(title="Answers", **axis)
    return framed(figure, colours, height=260, margin=(50, 10, 10, 50))


def stacked_bars(parts: Mapping[str, Mapping[str, int]], colours: Palette, *, unit: str) -> go.Figure:
    """Counts by name, one bar each, cut into parts that are told apart by pattern as well as by colour."""
    names = list(dict.fromkeys(name for counts in parts.values() for name in counts))
    figure = go.Figure()
    for index, (part, counts) in enumerate(parts.items()):
        figure.add_trace(
            go.Bar(
                name=part,
                y=names,
                x=[counts.get(name, 0) for name in names],
                orientation="h",
                marker={
                    "color": colours.series[index % len(colours.series)],
                    "pattern": {"shape": ("", "/", ".", "x")[index % 4], "fgcolor": colours.ink, "fillmode": "overlay"},
                },
                hovertemplate=f"%{{y}}, {part}: %{{x}} {unit}<extra></extra>",
            )
        )
    axis = {"gridcolor": colours.grid, "tickfont": {"color": colours.ink}, "fixedrange": True}
    figure.update_xaxes(**axis)
    figure.update_yaxes(automargin=True, autorange="reversed", **axis)
    figure.update_layout(barmode="stack", showlegend=True)
    figure = framed(figure, colours, height=130 + 30 * len(names), margin=(10, 10, 10, 60))
    return figure.update_layout(legend_traceorder="normal")


MANY_POINTS = 60
"""From so many on, points are drawn small and pale: the mean tells the story."""
FULL_DAY = 24
"""Answers in a day from which a calendar's colour is as strong as it gets: two interviews."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def trend_lines(stretches: Sequence[Stretch], colours: Palette, *, dates: Sequence[str], top: float) -> go.Figure:
    """Scores, 0 to ``top``, as points, with their decaying mean as a line that ends where another rubric begins.

    ``dates`` say when each interview was, from the first.
    """
    at = [number for stretch in stretches for number in stretch.at]
    many = len(at) > MANY_POINTS
    points = go.Scatter(
        x=at,
        y=[round(score, 2) for stretch in stretches for score in stretch.scores],
        text=[dates[number - 1] for number in at],
        name="Each interview",
        mode="markers",
        marker={"color": colours.series[0], "size": 4 if many else 9, "opacity": 0.5 if many else 0.85},
        hovertemplate=f"%{{text}}: %{{y:.1f}} of {top:.0f}<extra></extra>",
    )
    # A point without a place ends the line.
    path = [pair for stretch in stretches for pair in (*zip(stretch.at, stretch.means, strict=True), (None, None))][:-1]
    line = go.Scatter(
        x=[number for number, _ in path],
        y=[None if mean is None else round(mean, 2) for _, mean in path],
        name="Mean, newer ones count more",
        mode="lines",
        line={"color": colours.series[1], "width": 3},
        hovertemplate="Mean up to here: %{y:.1f}<extra></extra>",
    )
    axis = {"gridcolor": colours.grid, "tickfont": {"color": colours.ink}, "fixedrange": True, "zeroline": False}
    numbers = {"range": [0.5, len(dates) + 0.5], "dtick": 1 if len(dates) <= 10 else None, "tickformat": "d"}
    # All at once: Plotly takes longer over each update of a layout than over the points of all interviews.
    layout = {
        "xaxis": {"title": {"text": "Interview"}, **numbers, **axis},
        "yaxis": {"range": [-0.02 * top, 1.04 * top], "dtick": top / 5, **axis},
        "shapes": [_boundary(left.at[-1], right.at[0], colours) for left, right in pairwise(stretches)],
        "annotations": [_rubric_begins(*places, colours) for places in _beginnings(stretches)],
    }
    figure = framed(go.Figure([points, line], layout), colours, height=340, margin=(36, 10, 24, 90))
    return figure.update_layout(legend_y=-0.24)


def small_trend(
    points: Sequence[Point], stretches: Sequence[Stretch], colours: Palette, *, span: tuple[datetime, datetime]
) -> go.Figure:
    """Somebody's overall scores, 0 to 100, over time, as one of several figures that share their axes.

    ``span`` is where the time axis begins and ends in all of them. Each point carries the id of its interview.
    """
    marks = go.Scatter(
        x=[point.began for point in points],
        y=[point.overall for point in points],
        text=[f"{point.began:%d %b %Y}, {point.role}" for point in points],
        customdata=[str(point.session_id) for point in points],
        mode="markers",
        marker={"color": colours.series[0], "size": 10, "opacity": 0.85},
        hovertemplate="%{text}: %{y:.0f} of 100<extra></extra>",
    )
    path = [pair for stretch in stretches for pair in (*zip(stretch.at, stretch.means, strict=True), (None, None))][:-1]
    line = go.Scatter(
        x=[None if number is None else points[number - 1].began for number, _ in path],
        y=[None if mean is None else round(mean, 1) for _, mean in path],
        mode="lines",
        line={"color": colours.series[1], "width": 3},
        hoverinfo="skip",
    )
    room = max((span[1] - span[0]) / 25, timedelta(hours=12))
    axis = {"gridcolor": colours.grid, "tickfont": {"color": colours.ink}, "fixedrange": True, "zeroline": False}
    layout = {
        "xaxis": {"type": "date", "range": [span[0] - room, span[1] + room], "nticks": 4, "tickangle": 0, **axis},
        "yaxis": {"range": [-3, 104], "dtick": 25, **axis},
        "showlegend": False,
    }
    return framed(go.Figure([line, marks], layout), colours, height=200, margin=(32, 10, 8, 36))


def calendar(weeks: Sequence[Week], colours: Palette) -> go.Figure:
    """A square for each day, weeks from left to right and Monday on top; the stronger its colour, the more answers."""
    months = [f"{week.monday:%b}" for week in weeks]
    begins = [index for index, month in enumerate(months) if index == 0 or month != months[index - 1]]
    # The first month may have a single week left, whose name would run into the next.
    begins = begins[1:] if len(begins) > 1 and begins[1] - begins[0] < 3 else begins
    days = [[week.monday + timedelta(days=day) for week in weeks] for day in range(len(DAYS))]
    squares = go.Heatmap(
        z=[[week.answers[day] for week in weeks] for day in range(len(DAYS))],
        y=DAYS,
        text=[[f"{each:%d %b %Y}" for each in row] for row in days],
        hovertemplate="%{y} %{text}, answers: %{z}<extra></extra>",
        hoverongaps=False,
        colorscale=[
            [0, _faint(colours.grid, 0.55)],
            [0.01, _faint(colours.series[0], 0.3)],
            [1, colours.series[0]],
        ],
        zmin=0,
        zmax=FULL_DAY,
        showscale=False,
        xgap=2,
        ygap=2,
    )
    axis = {"tickfont": {"color": colours.ink}, "fixedrange": True, "showgrid": False, "zeroline": False, "ticks": ""}
    layout = {
        "xaxis": {"tickvals": begins, "ticktext": [months[index] for index in begins], "side": "top", **axis},
        "yaxis": {"autorange": "reversed", **axis},
    }
    return framed(go.Figure(squares, layout), colours, height=220, margin=(40, 6, 28, 6))


def agreement_dots(
    series: Mapping[str, Mapping[str, tuple[float, float, float]]], colours: Palette, *, bar: float
) -> go.Figure:
    """How well raters agree: for each name and label a value with the ends of its interval, and a line at ``bar``.

    The series stand a little above each other and have marks of their own, so that they are told apart without colour.
    """
    labels = list(dict.fromkeys(label for values in series.values() for label in values))
    apart = 0.3 if len(series) > 1 else 0.0
    figure = go.Figure()
    for index, (name, values) in enumerate(series.items()):
        found = [
            (place + apart * (index - 0.5), *values[label]) for place, label in enumerate(labels) if label in values
        ]
        colour = colours.series[index % len(colours.series)]
        figure.add_trace(
            go.Scatter(
                x=[value for _, value, _, _ in found],
                y=[place for place, _, _, _ in found],
                name=name,
                mode="markers",
                marker={
                    "color": colour,
                    "size": 11,
                    "symbol": ("circle", "diamond-open", "square", "cross")[index % 4],
                },
                error_x={
                    "type": "data",
                    "symmetric": False,
                    "array": [high - value for _, value, _, high in found],
                    "arrayminus": [value - low for _, value, low, _ in found],
                    "color": colour,
                    "thickness": 2,
                    "width": 5,
                },
                customdata=[[low, high] for _, _, low, high in found],
                hovertemplate="%{x:.2f} (%{customdata[0]:.2f} to %{customdata[1]:.2f})" + f"<extra>{name}</extra>",
            )
        )
    lowest = min((low for values in series.values() for _, low, _ in values.values()), default=0.0)
    axis = {"gridcolor": colours.grid, "tickfont": {"color": colours.ink}, "fixedrange": True, "zeroline": False}
    places = list(range(len(labels)))
    figure.update_xaxes(
        range=[min(0.0, lowest) - 0.02, 1.02], dtick=0.2, tickformat=".1f", title="QWK", showgrid=True, **axis
    )
    figure.update_yaxes(
        tickvals=places,
        ticktext=labels,
        range=[len(labels) - 0.4, -0.6],
        automargin=True,
        **{**axis, "showgrid": False},
    )
    figure.add_shape(_boundary_at(bar, colours))
    figure.update_layout(showlegend=True)
    figure = framed(figure, colours, height=150 + 46 * len(labels), margin=(10, 10, 10, 90))
    return figure.update_layout(legend_y=-0.3)


def _beginnings(stretches: Sequence[Stretch]) -> list[tuple[float, str]]:
    """Where each stretch begins, and its rubric; nowhere if there is only one."""
    if len(stretches) < 2:
        return []
    later = [((left.at[-1] + right.at[0]) / 2, right.rubric) for left, right in pairwise(stretches)]
    return [(0.5, stretches[0].rubric), *later]


def _boundary(last: int, first: int, colours: Palette) -> dict[str, object]:
    return _boundary_at((last + first) / 2, colours)


def _boundary_at(place: float, colours: Palette) -> dict[str, object]:
    line = {"color": colours.ink, "width": 1.5, "dash": "dash"}
    return {"type": "line", "x0": place, "x1": place, "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _rubric_begins(at: float, rubric: str, colours: Palette) -> dict[str, object]:
    """A rubric's name, written upwards beside its boundary so that near ones do not run into each other."""
    where = {"x": at, "y": 0.02, "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return {"text": rubric, "textangle": -90, "showarrow": False, "font": {"color": colours.ink, "size": 12}, **where}


def draw(figure: go.Figure, *, key: str, numbers: Sequence[Mapping[str, object]]) -> None:
    """A figure with its numbers as a table one click away."""
    st.plotly_chart(figure, key=key, config={"displayModeBar": False, "responsive": True})
    with st.container(key=f"numbers_of_{key}"), st.expander("Show the numbers"):
        st.dataframe(numbers, hide_index=True, key=f"{key}_numbers")


def framed(figure: go.Figure, colours: Palette, *, height: int, margin: tuple[int, int, int, int]) -> go.Figure:
    """A figure in the colours and manners that all figures share; ``margin`` is left, right, top, bottom."""
    left, right, top, bottom = margin
    return figure.update_layout(
        height=height,
        margin={"l": left, "r": right, "t": top, "b": bottom},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": colours.ink},
        legend={"orientation": "h", "y": -0.12},
        dragmode=False,
    )


def _faint(colour: str, opacity: float = 0.18) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"
