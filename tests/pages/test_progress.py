"""The progress page draws what is in the database, joins no unlike rubrics, and leads to every report."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from core.services.accounts import Person
from core.services.context import Context
from pages._components.charts import DARK, LIGHT
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.history import Past, PastAnswer, another_rubric, of_five, store

Open = Callable[..., Tab]
FIRST = datetime(2026, 2, 2, 9, tzinfo=UTC)  # a Monday, four weeks before the clock's
WEEK = timedelta(days=7)


def scored(overall: float, depth: float | None = 3.0, *, accuracy: float | None = 3.0, tag: str = "sql") -> PastAnswer:
    return PastAnswer(of_five(3.0, 3.0, accuracy, depth, 3.0), overall, [tag])


@pytest.fixture
def open_progress(ada: Person, signed_in_app: Open) -> Open:
    """Opens Ada's progress in a new tab."""
    return lambda **look: signed_in_app(ada, **look).open("practice/progress.py")


@pytest.fixture
def two_rubrics(ctx: Context, ada: Person) -> list[UUID]:
    """Ada's three interviews, the last under another rubric."""
    other = another_rubric(ctx, NASTY)
    return store(
        ctx,
        ada,
        [
            Past(FIRST, [scored(50, 2.0, accuracy=None)]),
            Past(FIRST + WEEK, [scored(60, 4.0, accuracy=None)]),
            Past(FIRST + 2 * WEEK, [scored(70, 1.0, accuracy=None)], rubric=other),
        ],
    )


def choose(tab: Tab, measure: str) -> Tab:
    [pills] = tab.at.button_group
    pills.set_value(measure)
    return tab.run()


def test_before_the_first_interview_it_says_what_to_do(open_progress: Open) -> None:
    tab = open_progress()
    assert tab.title == "Progress"
    assert tab.says("Your progress begins with your first finished interview")
    assert not tab.at.get("plotly_chart")
    assert tab.press("Set up an interview").page == "practise"


def test_scores_that_were_not_seen_are_not_given_away(ctx: Context, ada: Person, open_progress: Open) -> None:
    store(ctx, ada, [Past(FIRST, [scored(77)], is_revealed=False)])
    tab = open_progress()
    assert tab.says("Your progress is drawn from interviews whose scores you have looked at.")
    # but that there was practice shows
    assert len(tab.at.get("plotly_chart")) == 1
    assert tab.at.dataframe[0].value.to_dict("records") == [{"Day": "Mon 02 Feb 2026", "Answers": 1}]
    assert tab.press("See my interviews").page == "my_interviews"


def test_one_interview_is_a_beginning(ctx: Context, ada: Person, open_progress: Open) -> None:
    [session_id] = store(ctx, ada, [Past(FIRST, [scored(58)] * 3)])
    store(ctx, ada, [Past(FIRST + WEEK, [scored(90)], is_revealed=False)])
    tab = open_progress()
    assert tab.says("It is the first one here, so there is nothing to compare it with yet.")
    assert tab.says("Not counted here: 1 interview whose scores you have not looked at yet.")
    assert tab.chart("trend")["data"][0]["y"] == [58]
    assert tab.says("Too few answers to say; that takes 3 answers in 2 interviews: SQL.")
    assert not tab.at.selectbox
    [row] = tab.at.dataframe[-1].value.to_dict("records")
    assert (row["Report"], row["Score"], row["Date"]) == (f"/report?session={session_id}", 58, "02 Feb 2026")


def test_the_line_ends_where_another_rubric_begins(two_rubrics: list[UUID], open_progress: Open) -> None:
    tab = choose(open_progress(), "depth")
    drawn = tab.chart("trend")
    points, line = drawn["data"]
    assert (points["x"], points["y"], points["mode"]) == ([1, 2, 3], [2, 4, 1], "markers")
    # w = 0.5^(1/3) = 0.7937: (4 + 2 w) / (1 + w) = 5.5874 / 1.7937 = 3.115, then anew
    assert line["x"] == [1, 2, None, 3]
    assert line["y"] == [2, pytest.approx(3.12, abs=0.005), None, 1]
    assert [shape["x0"] for shape in drawn["layout"]["shapes"]] == [2.5]
    assert [(note["text"], note["x"]) for note in drawn["layout"]["annotations"]] == [
        ("Rubric 1", 0.5),
        ("Rubric 2", 2.5),
    ]
    numbers = tab.at.dataframe[0].value.to_dict("records")
    assert numbers[0] == {"Interview": 3, "Date": "16 Feb 2026", "Score (0-5)": 1, "Mean": 1, "Rubric": "Rubric 2"}
    assert tab.says("It was scored by another rubric than the one before it")
    assert tab.says(f"Rubric 1 is “standard”, since 02 February 2026; Rubric 2 is “{NASTY}”, since 16 February 2026.")
    assert is_plain_text(tab)


def test_what_was_never_assessed_has_no_chart(two_rubrics: list[UUID], open_progress: Open) -> None:
    tab = choose(open_progress(), "technical_accuracy")
    assert tab.says("Accuracy was not assessed in any of these interviews.")
    assert not [chart for chart in tab.at.get("plotly_chart") if "-trend" in chart.proto.id]


def test_bests_are_of_the_rubric_in_use_and_lead_to_their_reports(two_rubrics: list[UUID], open_progress: Open) -> None:
    tab = open_progress()
    bests = {row["Best"]: (row["How much"], row["When"]) for row in tab.at.table[0].value.to_dict("records")}
    assert bests["Overall"] == ("70 of 100", f"[16 Feb 2026](/report?session={two_rubrics[2]})")
    assert bests["Depth"][0] == "1.0 of 5" and "Accuracy" not in bests
    assert bests["Weeks in a row"] == ("3", "02 Feb 2026 to 22 Feb 2026")
    assert bests["Answers in a day"] == ("1", "02 Feb 2026")
    assert tab.says("Scores are the best under Rubric 2, the one of your newest interview.")


def test_the_reader_chooses_a_skill(ctx: Context, ada: Person, open_progress: Open) -> None:
    both = [scored(80), scored(70), scored(40, tag="python"), scored(50, tag="python")]
    store(ctx, ada, [Past(FIRST, both), Past(FIRST + WEEK, [*both, scored(90, tag="kubernetes")])])
    tab = open_progress()
    [skills] = tab.at.selectbox
    assert skills.options == ["Python (4 answers)", "SQL (4 answers)"]
    assert tab.chart("skill_trend")["data"][0]["y"] == [45, 45]  # (40+50)/2
    skills.select("SQL (4 answers)")
    assert tab.run().chart("skill_trend")["data"][0]["y"] == [75, 75]  # (80+70)/2
    assert tab.says("2 interviews: Kubernetes.")


@pytest.mark.parametrize(("theme", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_the_calendar_has_a_square_for_each_day(
    ctx: Context, ada: Person, open_progress: Open, theme: str, colours: object
) -> None:
    store(ctx, ada, [Past(FIRST, [scored(60)] * 12), Past(FIRST + timedelta(days=8), [scored(60)] * 2)])
    [squares] = open_progress(theme=theme).chart("calendar")["data"]
    monday, tuesday, *_ = squares["z"]
    # the last column is the week of Monday 2 March; 2 February is four before it, Tuesday 10 February three
    assert (len(squares["z"]), len(monday), monday[-5], tuesday[-4]) == (7, 26, 12, 2)
    assert (monday[-1], tuesday[-1]) == (0, None)
    assert sum(filter(None, monday + tuesday)) == 14
    assert squares["text"][0][-5] == "02 Feb 2026"
    assert squares["colorscale"][-1][1] == colours.series[0]


def test_of_many_interviews_the_newest_fifty_are_listed(ctx: Context, ada: Person, open_progress: Open) -> None:
    ids = store(ctx, ada, [Past(FIRST + number * timedelta(hours=6), [scored(60)]) for number in range(61)])
    tab = open_progress()
    listed = tab.at.dataframe[-1].value
    assert list(listed["Interview"]) == list(range(61, 11, -1))
    assert listed["Report"].iloc[0].endswith(str(ids[-1])) and listed["Report"].iloc[-1].endswith(str(ids[11]))
    assert tab.says("The newest 50 of 61. All are under My interviews.")
    # every one is in the chart, drawn small
    points = tab.chart("trend")["data"][0]
    assert len(points["x"]) == 61 and points["marker"]["size"] < 6


def test_nobody_sees_another_persons_progress(
    ctx: Context, someone: Callable[..., Person], two_rubrics: list[UUID], signed_in_app: Open
) -> None:
    tab = signed_in_app(someone("bob")).open("practice/progress.py")
    assert tab.says("Your progress begins with your first finished interview")
    assert not tab.at.dataframe and not tab.at.get("plotly_chart")
