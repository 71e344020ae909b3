"""The compare page shows a coach how a group's people stand, and leads to each interview; no answer stands on it."""

import math
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from core.models import CoachGroup, GroupCoach, User
from core.models.vocabulary import InterviewType, Shows, UserRole
from core.services import coaching
from core.services.accounts import Person
from core.services.comparing import PersonPoints
from core.services.context import Context
from core.services.trends import Point
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.history import TEXT, Past, PastAnswer, of_five, store

Open = Callable[..., Tab]
Someone = Callable[..., Person]
BEGIN = datetime(2026, 2, 20, 9, tzinfo=UTC)  # ten days before the clock
DAY = timedelta(days=1)


@pytest.fixture
def carla(someone: Someone) -> Person:
    """A coach."""
    return someone("carla", UserRole.COACH)


@pytest.fixture
def open_compare(carla: Person, signed_in_app: Open) -> Open:
    """Opens the page as Carla sees it, in a new tab."""
    return lambda **look: signed_in_app(carla, **look).open("coach/compare.py")


@pytest.fixture
def group_id(ctx: Context, carla: Person) -> UUID:
    """Her group, with nobody in it."""
    return coaching.make_group(ctx, carla, "Spring").id


@pytest.fixture
def people(ctx: Context, carla: Person, group_id: UUID, ada: Person, someone: Someone) -> list[Person]:
    """Ada, whose name is written to do harm and who has four interviews; Bob, who has one; Cleo, who has none."""
    people = [ada, someone("bob"), someone("cleo")]
    code = coaching.invite(ctx, carla, group_id)
    for person in people:
        coaching.join(ctx, person, code, Shows.SCORES)
    with ctx.db.writing() as session:
        session.get_one(User, ada.id).first_name = NASTY
    store(ctx, ada, [Past(BEGIN + day * DAY, [scored(score)]) for day, score in enumerate((40, 50, 60, 70))])
    store(ctx, people[1], [Past(BEGIN, [scored(55, "python")], type=InterviewType.HR, is_revealed=False)])
    return people


def scored(score: float, tag: str = "sql") -> PastAnswer:
    return PastAnswer(of_five(*[score / 20] * 5), score, [tag])


def table(tab: Tab) -> dict[str, dict[str, object]]:
    return {row["Name"]: row for row in tab.at.dataframe[0].value.to_dict("records")}


def name_people(tab: Tab, *people: Person) -> Tab:
    [box] = tab.at.multiselect
    box.set_value([person.id for person in people])
    return tab.run()


def test_a_coach_without_a_group_is_led_to_where_one_is_made(open_compare: Open) -> None:
    tab = open_compare()
    assert tab.title == "Compare" and tab.says("You coach no group yet")
    assert tab.press("Go to groups").page == "groups"


def test_a_group_without_people_says_how_they_come(group_id: UUID, open_compare: Open) -> None:
    tab = open_compare()
    assert tab.says("Nobody has joined Spring yet.") and not tab.at.dataframe
    assert tab.press("Go to groups").page == "groups"


def test_everybody_has_a_row(people: list[Person], open_compare: Open) -> None:
    tab = open_compare()
    told = table(tab)
    assert list(told) == [NASTY, "Bob", "Cleo"]
    ada, bob, cleo = told.values()
    # 57.845 and 17.85 are worked out in the test of the rules; 57.845 / 20 = 2.89
    assert (ada["Level"], ada["Trend"], ada["State"], ada["Interviews"]) == (58, 17.85, "leaping", 4)
    assert (ada["Depth"], list(ada["Newest scores"])) == (2.9, [40, 50, 60, 70])
    assert (bob["State"], bob["Level"], bob["Last"]) == ("new", 55, BEGIN.date())
    assert (cleo["State"], cleo["Interviews"]) == ("new", 0)
    assert tab.says("**quiet**: no interview begun for 14 days")
    assert not tab.at.get("plotly_chart") and is_plain_text(tab)


def test_filters_narrow_the_table(people: list[Person], open_compare: Open) -> None:
    tab = open_compare()
    kinds = next(box for box in tab.at.selectbox if box.label == "Type")
    kinds.select(InterviewType.HR)
    assert list(table(tab.run())) == ["Bob"]
    assert tab.says("2 members have no interview of this kind.")
    since, _ = tab.at.date_input
    since.set_value((BEGIN + 5 * DAY).date())
    assert tab.run().says("Nobody in this group has a finished interview of this kind.")


def test_levels_by_skill(people: list[Person], open_compare: Open) -> None:
    tab = open_compare()
    [choice] = tab.at.button_group
    choice.set_value("Skill")
    ada, bob, _ = table(tab.run()).values()
    # padded so that a table sorts them as numbers
    assert (ada["SQL"], bob["Python"]) == (" 58 (4)", " 55 (1)")
    assert "Depth" not in ada


def levels_in(trace: dict[str, list[float]]) -> list[float]:
    """How far from the middle the points of a radar are."""
    return [math.hypot(x, y) for x, y in zip(trace["x"], trace["y"], strict=True)]


def test_two_people_side_by_side(ctx: Context, people: list[Person], open_compare: Open) -> None:
    ada, bob, cleo = people
    tab = name_people(open_compare(), ada, bob, cleo)
    radars = [tab.chart(f"radar_{number}")["data"] for number in range(2)]
    ring, shape = radars[0]
    # the median of 2.892 and 2.75 is 2.821, in every dimension; the first point closes the shape
    assert levels_in(ring) == pytest.approx([2.821] * 6, abs=1e-3) and len(shape["x"]) == 6
    assert levels_in(radars[1][1]) == pytest.approx([2.75] * 6)
    trends = [tab.chart(f"trend_{person.id}") for person in (ada, bob)]
    assert trends[0]["layout"]["xaxis"]["range"] == trends[1]["layout"]["xaxis"]["range"]
    assert trends[0]["layout"]["yaxis"]["range"] == trends[1]["layout"]["yaxis"]["range"]
    assert [trend["data"][1]["y"] for trend in trends] == [[40, 50, 60, 70], [55]]
    assert tab.says("Nothing scored yet: Cleo.")
    listed = tab.at.dataframe[-1].value
    assert list(listed["Score"]) == [70, 60, 50, 40, 55]
    assert all(link.startswith("/coach_report?session=") for link in listed["Report"])
    # every mark has the id that its interview's address ends with
    marks = [mark for trend in trends for mark in trend["data"][1]["customdata"]]
    assert sorted(marks) == sorted(link.partition("=")[2] for link in listed["Report"])
    assert is_plain_text(tab)
    assert TEXT[:40] not in "".join(map(str, (frame.value.to_dict() for frame in tab.at.dataframe)))
    assert not tab.says(TEXT[:40])


def test_one_persons_interviews_side_by_side(people: list[Person], open_compare: Open) -> None:
    tab = name_people(open_compare(theme="dark"), people[0])
    shapes = [levels_in(tab.chart(f"radar_{number}")["data"][1])[0] for number in range(4)]
    assert shapes == pytest.approx([2.0, 2.5, 3.0, 3.5])
    assert tab.says("20 Feb 2026") and tab.says("23 Feb 2026")


def test_a_chosen_mark_is_its_interview() -> None:
    from pages._components.behind_marks import Shape, link, picked_dimensions
    from pages._components.side_by_side import picked

    ids = [uuid4(), uuid4()]
    points = tuple(
        Point(each, BEGIN, "Backend engineer", "mid", InterviewType.HR, "Rubric 1", 3, 50.0, {}) for each in ids
    )
    one = PersonPoints(uuid4(), "Ada", points, ())
    [point] = picked(one, [{"customdata": str(ids[1]), "point_index": 1}, {"x": 3}])
    assert link(point.session_id) == f"/coach_report?session={ids[1]}"
    assert link(point.session_id, 3) == f"/coach_report?session={ids[1]}&question=3"
    assert picked(one, []) == []
    shape = Shape("Ada", one.id, (ids[0],), {"structure": 2.0, "depth": None})
    marks = [{"customdata": name} for name in ("depth", "structure", "charm")] + [{"r": 3}]
    assert picked_dimensions(shape, marks) == ["structure"]


def test_a_dimension_leads_to_the_answers_behind_it(
    ctx: Context, people: list[Person], group_id: UUID, open_compare: Open
) -> None:
    ada, bob, _ = people
    tab = name_people(open_compare(), ada, bob)
    of_ada, _ = tab.at.button_group[1:]
    assert tab.chart("radar_0")["data"][1]["customdata"][:2] == ["structure", "relevance"]
    assert of_ada.options[3] == "Depth 2.9"
    of_ada.set_value("depth")
    tab.run()
    assert tab.says(f"{NASTY}, Depth 2.9") and "[x]" not in tab.markdown and "<script" not in tab.markdown
    [listed] = [text for text in tab.texts if "question 1](" in text]
    lines = listed.splitlines()
    # 40, 50, 60 and 70 of 100, in the order of the scores; she shows scores only, so no question stands there
    assert [line[2:12] for line in lines] == ["2.0 of 5 ·", "2.5 of 5 ·", "3.0 of 5 ·", "3.5 of 5 ·"]
    assert all(line.endswith("&question=1)") for line in lines)
    # what she shows changes it, and leaving ends it
    coaching.change_shown(ctx, ada, group_id, Shows.ANSWERS)
    assert tab.run().says("&question=1): Why does an index not always")
    coaching.leave(ctx, ada, group_id)
    assert not tab.run().says("question 1](")


def test_who_leaves_is_gone_at_the_next_run(
    ctx: Context, group_id: UUID, people: list[Person], open_compare: Open
) -> None:
    tab = name_people(open_compare(), people[0], people[1])
    coaching.leave(ctx, people[0], group_id)
    assert list(table(tab.run())) == ["Bob", "Cleo"]
    assert not tab.at.get("plotly_chart")


def test_another_coachs_group_is_not_to_be_had(ctx: Context, people: list[Person], open_compare: Open) -> None:
    with ctx.db.writing() as session:
        group = CoachGroup(name="Hidden", created_at=BEGIN)
        session.add(group)
    groups = next(box for box in open_compare().at.selectbox if box.label == "Group")
    assert groups.options == ["Spring"]


def test_of_two_groups_the_reader_chooses(
    ctx: Context, carla: Person, group_id: UUID, people: list[Person], open_compare: Open
) -> None:
    coaching.make_group(ctx, carla, "Autumn")
    tab = open_compare()
    groups = next(box for box in tab.at.selectbox if box.label == "Group")
    assert groups.options == ["Autumn", "Spring"] and tab.says("Nobody has joined Autumn yet.")
    groups.select_index(1)
    assert len(table(tab.run())) == 3
    with ctx.db.writing() as session:  # taken from her by an admin while the page stands open
        session.delete(session.get_one(GroupCoach, (group_id, carla.id)))
    assert not tab.run().at.dataframe
