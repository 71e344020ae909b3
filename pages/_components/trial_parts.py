"""What another rubric does to a set of answers, as the studio shows it."""

from collections.abc import Mapping

import numpy as np
import streamlit as st

from core.agreement import Agreement
from core.rubric import DIMENSIONS, Rubric
from core.scoring.table import Grades
from core.services import trials
from core.services.context import Context
from core.services.trial_rules import (
    FEWEST_RATED,
    MOVED,
    OVERALL,
    Cause,
    Trial,
    agreements,
    cause_of,
    shares,
    thirds,
)
from core.services.trials import Sample
from core.services.words import counted
from pages._components.charts import DIMENSION_NAMES, draw, palette, radar
from pages._components.marked_text import Mark, marked_text
from pages._components.messages import plain
from pages._components.studio_charts import identity_scatter, two_distributions

MOVERS = 5
NAMES = {**DIMENSION_NAMES, OVERALL: "Overall"}


def effect(ctx: Context, sample: Sample, trial: Trial, before: Rubric, after: Rubric) -> None:
    """The numbers at a glance, then everything behind a tab."""
    headline(trial)
    spread, who, raters, fairness = st.tabs(["Scores", "Who moves", "Agreement", "Fairness"])
    with spread:
        scores(trial)
    with who:
        movers(ctx, sample, trial, before, after)
    with raters:
        agreement(sample, trial)
    with fairness:
        fair(sample, trial)


def headline(trial: Trial) -> None:
    """The mean before and after, and how many move."""
    old, new = trial.means
    with st.container(horizontal=True):
        if old is not None and new is not None:
            st.metric("Mean score", f"{new:.1f}", delta=f"{new - old:+.1f}", delta_color="off", border=True)
        st.metric(f"Rise by {MOVED:.0f} or more", f"{trial.risen:,} of {trial.scored:,}", border=True)
        st.metric(f"Fall by {MOVED:.0f} or more", f"{trial.fallen:,} of {trial.scored:,}", border=True)


def scores(trial: Trial) -> None:
    """How the overall scores spread, and the means of the dimensions."""
    old, new = trial.bands()
    rows: list[Mapping[str, object]] = [
        {"Score": f"{low} to {low + 10}", "Before": old[low], "After": new[low]} for low in old
    ]
    draw(two_distributions(old, new, palette()), key="spread", numbers=rows)
    before, after = trial.dimension_means()
    told: list[Mapping[str, object]] = [
        {"Dimension": DIMENSION_NAMES[name], "Before": before[name], "After": after[name]} for name in DIMENSIONS
    ]
    draw(radar({"After": after, "Before": before}, palette()), key="means", numbers=told)


def movers(ctx: Context, sample: Sample, trial: Trial, before: Rubric, after: Rubric) -> None:
    """Those that rise and those that fall most, with what moves them."""
    rising, falling = trial.movers(MOVERS)
    if not rising and not falling:
        st.write("No answer moves.")
        return
    for title, places in (("Rise most", rising), ("Fall most", falling)):
        if places:
            st.markdown(f"**{title}**")
        for place in places:
            _mover(ctx, sample, trial, before, after, place)


def _mover(ctx: Context, sample: Sample, trial: Trial, before: Rubric, after: Rubric, place: int) -> None:
    one, cause = sample.tried[place], cause_of(sample.table, trial, before, after, place)
    moved = f"{trial.before.overall[place]:.0f} → {trial.after.overall[place]:.0f}"
    with st.expander(f"{moved} · {plain(one.label)}"):
        st.caption(plain(_in_words(cause)))
        if one.question:
            st.markdown(f"**{plain(one.question)}**")
        if one.text is None:
            st.caption("The words of this answer are its candidate's.")
            return
        spans = trials.words_behind(ctx, sample, place, cause.signal) if cause else ()
        marks = [Mark(span.start, span.end, cause.label if cause else "", "good") for span in spans]
        marked_text(one.text or "Nothing was typed.", marks, key=f"moved_{place}")
        st.dataframe(
            [
                {
                    "Dimension": DIMENSION_NAMES[name],
                    "Before": _known(trial.before.dimensions[place, column]),
                    "After": _known(trial.after.dimensions[place, column]),
                }
                for column, name in enumerate(DIMENSIONS)
            ],
            hide_index=True,
        )


def _in_words(cause: Cause | None) -> str:
    if cause is None:
        return "No dimension of it moves: what the dimensions count for does."
    label = f", most of all by “{cause.label}”" if cause.label else ""
    return f"{DIMENSION_NAMES[cause.dimension]} moves by {cause.by:+.1f} of 5{label}."


def agreement(sample: Sample, trial: Trial, names: tuple[str, str] = ("before", "after")) -> None:
    """How well the scores agree with people before and after."""
    if sample.rated < FEWEST_RATED:
        st.write(f"People rated {counted(sample.rated, 'answer')} of these: too few to say. That takes {FEWEST_RATED}.")
        return
    old, new = _agreements(sample, trial.before, "before"), _agreements(sample, trial.after, "after")
    rows = []
    for name in (*DIMENSIONS, OVERALL):
        one, other = old[name], new[name]
        if one is None or other is None:
            rows.append({"": NAMES[name], "Rated": None})
            continue
        rows.append(
            {
                "": NAMES[name],
                "Rated": other.n,
                f"QWK {names[0]}": one.qwk,
                f"QWK {names[1]}": other.qwk,
                "95 % interval": _interval(other),
                f"r {names[0]}": one.pearson_r,
                f"r {names[1]}": other.pearson_r,
                f"SMD {names[0]}": one.smd,
                f"SMD {names[1]}": other.smd,
            }
        )
    number = st.column_config.NumberColumn(format="%.2f")
    st.dataframe(
        rows,
        hide_index=True,
        column_config={name: number for name in rows[-1] if name not in ("", "Rated", "95 % interval")},
    )
    st.caption(
        "QWK is agreement in steps of the scale beyond chance, 1 at best; 0.7 is the usual bar for scoring by machine. "
        "r says whether the order is the same. SMD says by how many of the raters' standard deviations the machine is "
        f"milder (above 0) or stricter. The interval is of QWK {names[1]}."
    )


def _agreements(sample: Sample, grades: Grades, when: str) -> dict[str, Agreement | None]:
    """Kept for the rubric before, which does not change while a slider moves."""
    if when == "after":
        return agreements(grades, sample.human, sample.groups)
    kept = st.session_state.setdefault("agreement_before", {})
    key = (sample.name, len(sample), grades.overall.tobytes())
    if kept.get("key") != key:
        kept["key"], kept["found"] = key, agreements(grades, sample.human, sample.groups)
    found: dict[str, Agreement | None] = kept["found"]
    return found


def _interval(one: Agreement) -> str:
    return f"{one.qwk_interval.low:.2f} to {one.qwk_interval.high:.2f}" if one.qwk_interval else ""


def fair(sample: Sample, trial: Trial) -> None:
    """Whom the change favours: by length, how it was given, how hard it is to read, and learners' slips."""
    traits = sample.traits
    some = traits.slips > 0
    parts = {
        "Length": thirds(traits.words, ("Short answers", "Middling answers", "Long answers")),
        "How it was given": {"Typed": ~traits.dictated, "Dictated": traits.dictated},
        "How it reads": thirds(traits.reading, ("Simple sentences", "Middling", "Long words and sentences")),
        "English": {"No slips that learners make": ~some, "Some": some},
    }
    rows = [
        {
            "": title,
            "Answers": share.name,
            "How many": share.n,
            "Before": share.before,
            "After": share.after,
            "Change": None if share.before is None or share.after is None else share.after - share.before,
        }
        for title, kinds in parts.items()
        for share in shares(trial, kinds)
    ]
    number = st.column_config.NumberColumn(format="%.1f")
    st.dataframe(
        rows,
        hide_index=True,
        column_config={
            "Before": number,
            "After": number,
            "Change": st.column_config.NumberColumn(format="%+.1f"),
        },
    )
    st.caption(
        "Mean overall scores. A group that scores lower is not treated unfairly by that alone: short answers may say "
        "less. A change that moves one group and not the others is worth a look."
    )


def scatter(sample: Sample, trial: Trial, names: tuple[str, str]) -> None:
    """Each answer under both rubrics, one dimension at a time, and where they disagree most."""
    measure = st.pills("What to compare", [OVERALL, *DIMENSIONS], format_func=NAMES.get, default=OVERALL, required=True)
    place = None if measure == OVERALL else DIMENSIONS.index(str(measure))
    old, new = (
        grades.overall if place is None else grades.dimensions[:, place] for grades in (trial.before, trial.after)
    )
    both = np.flatnonzero(~np.isnan(old) & ~np.isnan(new))
    labels = [sample.tried[int(row)].label for row in both]
    furthest = both[np.argsort(-np.abs(new[both] - old[both]), kind="stable")][:50]
    rows: list[Mapping[str, object]] = [
        {
            "Answer": sample.tried[int(row)].label,
            names[0]: float(old[row]),
            names[1]: float(new[row]),
            "Difference": round(float(new[row] - old[row]), 2),
        }
        for row in furthest
    ]
    figure = identity_scatter(
        old[both].tolist(), new[both].tolist(), labels, palette(), top=100 if place is None else 5, names=names
    )
    st.plotly_chart(figure, key="scatter", config={"displayModeBar": False, "responsive": True})
    st.write("Where they disagree most")
    st.dataframe(rows, hide_index=True, key="disagreements")


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
