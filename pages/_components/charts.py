"""Every figure of the dashboard. They keep their meaning without colour and read well in light, dark and on a phone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from core.services.report import SkillScore

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


def radar(series: Mapping[str, Mapping[str, float | None]], colours: Palette) -> go.Figure:
    """Rubric averages, 0 to 5, one closed line for each name; what was not assessed is left out."""
    figure = go.Figure()
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
        showlegend=len(series) > 1,
    )
    return _framed(figure, colours, height=320, margin=(84, 84, 30, 30))


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
    return _framed(figure, colours, height=90 + 34 * len(ordered), margin=(10, 10, 10, 30))


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
    return _framed(figure, colours, height=260, margin=(50, 10, 10, 50))


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
    framed = _framed(figure, colours, height=130 + 30 * len(names), margin=(10, 10, 10, 60))
    return framed.update_layout(legend_traceorder="normal")


def draw(figure: go.Figure, *, key: str, numbers: Sequence[Mapping[str, object]]) -> None:
    """A figure with its numbers as a table one click away."""
    st.plotly_chart(figure, key=key, config={"displayModeBar": False, "responsive": True})
    with st.expander("Show the numbers"):
        st.dataframe(numbers, hide_index=True, key=f"{key}_numbers")


def _framed(figure: go.Figure, colours: Palette, *, height: int, margin: tuple[int, int, int, int]) -> go.Figure:
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


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.18)"
