"""Figures of the rubric studio: what many answers score under two rubrics."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from pages._components.charts import Palette, framed


def two_distributions(before: Mapping[int, int], after: Mapping[int, int], colours: Palette) -> go.Figure:
    """How many answers fall into each ten of the overall score, before and after, told apart by pattern as well."""
    names = [str(low) for low in before]
    bars = [
        go.Bar(
            x=names,
            y=list(counts.values()),
            name=name,
            marker={
                "color": colours.series[place],
                "pattern": {"shape": ("", "/")[place], "fgcolor": colours.ink, "fillmode": "overlay"},
            },
            hovertemplate=f"From %{{x}}, {name.lower()}: %{{y}} answers<extra></extra>",
        )
        for place, (name, counts) in enumerate((("Before", before), ("After", after)))
    ]
    axis = {"gridcolor": colours.grid, "tickfont": {"color": colours.ink}, "fixedrange": True}
    layout = {
        "xaxis": {"title": {"text": "Overall score, from"}, "type": "category", "tickangle": 0, **axis},
        "yaxis": {"title": {"text": "Answers"}, **axis},
        "barmode": "group",
    }
    figure = framed(go.Figure(bars, layout), colours, height=300, margin=(50, 10, 10, 90))
    return figure.update_layout(legend_y=-0.35)


def identity_scatter(
    before: Sequence[float | None],
    after: Sequence[float | None],
    labels: Sequence[str],
    colours: Palette,
    *,
    top: float,
    names: tuple[str, str],
) -> go.Figure:
    """Each answer as a point, its score under one rubric to the right and under the other upwards, with the diagonal.

    ``top`` is the highest score, ``names`` what the two rubrics are called.
    """
    line = go.Scatter(
        x=[0, top],
        y=[0, top],
        mode="lines",
        line={"color": colours.ink, "width": 1.5, "dash": "dot"},
        name="The same under both",
        hoverinfo="skip",
    )
    many = len(labels) > 200
    points = go.Scattergl(
        x=before,
        y=after,
        text=labels,
        mode="markers",
        marker={"color": colours.series[0], "size": 5 if many else 9, "opacity": 0.35 if many else 0.75},
        name="An answer",
        hovertemplate="%{text}: %{x:.1f} and %{y:.1f}<extra></extra>",
    )
    axis = {
        "gridcolor": colours.grid,
        "tickfont": {"color": colours.ink},
        "fixedrange": True,
        "zeroline": False,
        "range": [-0.03 * top, 1.03 * top],
        "dtick": top / 5,
    }
    layout = {
        "xaxis": {"title": {"text": names[0]}, **axis},
        "yaxis": {"title": {"text": names[1]}, **axis},
        "showlegend": True,
    }
    figure = framed(go.Figure([line, points], layout), colours, height=400, margin=(56, 10, 10, 90))
    return figure.update_layout(legend_y=-0.2)
