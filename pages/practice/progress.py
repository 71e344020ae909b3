"""Progress: what changed since last time, trends, the calendar of practice, personal bests."""

import streamlit as st

from core.models.vocabulary import UserRole
from core.services import progress
from core.services.context import default_context
from core.services.progress import ProgressView
from core.services.trends import (
    HALF_LIFE,
    OVERALL,
    SKILL_ANSWERS,
    SKILL_INTERVIEWS,
    Point,
    Stretch,
    in_words,
)
from core.services.words import TYPE_WORDS, counted
from pages._components.charts import DIMENSION_NAMES, calendar, draw, palette, trend_lines
from pages._components.guard import signed_in
from pages._components.messages import plain

ctx = default_context()
person = signed_in(UserRole.CANDIDATE)

MEASURES = {OVERALL: "Overall", **DIMENSION_NAMES}
MOST_ROWS = 50


def nothing_yet(view: ProgressView) -> None:
    """What to do to see something here."""
    if view.waiting:
        st.write("Your progress is drawn from interviews whose scores you have looked at.")
        if st.button("See my interviews", type="primary"):
            st.switch_page("practice/history.py")
        return
    st.write(
        "Your progress begins with your first finished interview: how each dimension and skill develops, "
        "how often you practise, and what changed since last time."
    )
    if st.button("Set up an interview", type="primary"):
        st.switch_page("practice/setup.py")


def changes(view: ProgressView) -> None:
    """In words, what the newest interview changed."""
    st.subheader("Since last time")
    since = view.since_last
    assert since is not None
    st.write(plain(in_words(since, DIMENSION_NAMES)))
    if since.overall is not None:
        st.caption(
            "“Before” is the mean of your earlier interviews, in which newer ones count more: "
            f"one that is {HALF_LIFE:.0f} interviews older counts half."
        )
    if view.waiting:
        st.caption(f"Not counted here: {counted(view.waiting, 'interview')} whose scores you have not looked at yet.")


def over_time(view: ProgressView, dates: list[str]) -> None:
    """One measure at a time: six lines over one another could not be read."""
    st.subheader("Over time")
    measure = st.pills("What to show", list(MEASURES), format_func=MEASURES.get, default=OVERALL, required=True)
    top = 100 if measure == OVERALL else 5
    drawn = view.trend(measure)
    if not drawn:
        st.write(f"{MEASURES[measure]} was not assessed in any of these interviews.")
        return
    draw_trend(drawn, dates, top=top, key="trend")
    if len(view.rubrics) > 1:
        used = "; ".join(f"{one.label} is “{plain(one.name)}”, since {one.since:%d %B %Y}" for one in view.rubrics)
        st.caption(f"Scores under different rubrics cannot be compared, so the line begins anew. {used}.")


def draw_trend(stretches: tuple[Stretch, ...], dates: list[str], *, top: int, key: str) -> None:
    """A trend with its numbers, newest first."""
    rows = [
        {
            "Interview": number,
            "Date": dates[number - 1],
            f"Score (0-{top})": round(score, 1),
            "Mean": round(mean, 1),
            "Rubric": stretch.rubric,
        }
        for stretch in stretches
        for number, score, mean in zip(stretch.at, stretch.scores, stretch.means, strict=True)
    ]
    draw(trend_lines(stretches, palette(), dates=dates, top=top), key=key, numbers=rows[::-1])


def by_skill(view: ProgressView, dates: list[str]) -> None:
    """The skill that the reader chooses, and those of which nothing can be said yet."""
    st.subheader("By skill")
    enough = {record.skill: record for record in view.skills if record.is_enough}
    if enough:
        chosen = st.selectbox(
            "Skill",
            list(enough),
            format_func=lambda skill: f"{enough[skill].name} ({counted(enough[skill].answers, 'answer')})",
        )
        draw_trend(view.skill_trend(enough[chosen]), dates, top=100, key="skill_trend")
    if few := [record.name for record in view.skills if not record.is_enough]:
        st.caption(
            f"Too few answers to say; that takes {SKILL_ANSWERS} answers in {SKILL_INTERVIEWS} interviews: "
            f"{plain(', '.join(few))}."
        )


def practice(view: ProgressView) -> None:
    """How often, whatever it scored."""
    st.subheader("When you practised")
    rows = [
        {"Day": f"{day:%a %d %b %Y}", "Answers": view.days[day]}
        for day in sorted(view.days, reverse=True)
        if day >= view.weeks[0].monday
    ]
    draw(calendar(view.weeks, palette()), key="calendar", numbers=rows)
    st.caption(
        f"The last {len(view.weeks)} weeks, a square for each day: the stronger its colour, the more answers, "
        "drills included. Days begin at midnight UTC."
    )


def personal_bests(view: ProgressView) -> None:
    """The highest of everything, with when it was."""
    st.subheader("Personal bests")
    rows = [
        {
            "Best": MEASURES[measure],
            "How much": f"{best.score:.0f} of 100" if measure == OVERALL else f"{best.score:.1f} of 5",
            "When": f"[{best.point.began:%d %b %Y}]({report_of(best.point)})",
        }
        for measure, best in view.bests.items()
    ]
    if run := view.longest_run:
        rows.append(
            {
                "Best": "Weeks in a row",
                "How much": str(run.weeks),
                "When": f"{run.begins:%d %b %Y} to {run.ends:%d %b %Y}",
            }
        )
    if day := view.busiest_day:
        rows.append({"Best": "Answers in a day", "How much": str(view.days[day]), "When": f"{day:%d %b %Y}"})
    st.table(rows, border="horizontal", hide_index=True)
    if len(view.rubrics) > 1:
        st.caption(f"Scores are the best under {view.points[-1].rubric}, the one of your newest interview.")


def interviews(view: ProgressView) -> None:
    """Each point with its report."""
    st.subheader("Your interviews")
    newest = list(enumerate(view.points, start=1))[: -MOST_ROWS - 1 : -1]
    st.dataframe(
        [row(number, point) for number, point in newest],
        hide_index=True,
        key="interviews",
        column_config={"Report": st.column_config.LinkColumn(display_text="Open")},
    )
    if len(view.points) > MOST_ROWS:
        st.caption(f"The newest {MOST_ROWS} of {len(view.points)}. All are under My interviews.")


def row(number: int, point: Point) -> dict[str, object]:
    return {
        "Interview": number,
        "Report": report_of(point),
        "Date": f"{point.began:%d %b %Y}",
        "Score": round(point.overall),
        "For": f"{point.role}, {point.level}, {TYPE_WORDS[point.type]}",
        "Rubric": point.rubric,
        "Answers": point.answers,
    }


def report_of(point: Point) -> str:
    return f"/report?session={point.session_id}"


st.title("Progress")
view = progress.progress_of(ctx, person)
if view.points:
    dates = [f"{point.began:%d %b %Y}" for point in view.points]
    changes(view)
    over_time(view, dates)
    by_skill(view, dates)
else:
    nothing_yet(view)
if view.days:
    practice(view)
if view.points:
    personal_bests(view)
    interviews(view)
