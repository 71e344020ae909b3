"""Who may compare whom, what counts, and sums that were worked out by hand."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from core.errors import InvalidInputError, NotFoundError
from core.exports.tables import comparison_csv
from core.models import Drill, InterviewAnswer, InterviewQuestion, SeenScores, User, UserRoleRow
from core.models.vocabulary import InterviewType, Level, Shows, Status, UserRole
from core.rubric import DIMENSIONS
from core.services import accounts, coaching, comparing
from core.services.accounts import Person
from core.services.comparing import Comparison, Filters, Standing
from core.services.comparison_rules import State
from core.services.context import Context
from tests.store.test_progress import counted_queries
from tests.support.clock import FakeClock
from tests.support.contexts import make_person
from tests.support.history import Past, PastAnswer, another_rubric, of_five, store

DAY = timedelta(days=1)
BEGIN = datetime(2026, 2, 10, 9, tzinfo=UTC)  # the clock stands at 2 March, twenty days later
ON_ONE_KIND = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
"""Of tests that ask nothing of the database which the others here do not ask of both kinds."""
ALL = Filters()

Join = Callable[..., None]


def with_role(ctx: Context, username: str, *roles: UserRole) -> Person:
    person = make_person(ctx, username)
    with ctx.db.writing() as session:
        session.add_all(UserRoleRow(user_id=person.id, role=role) for role in roles)
    return accounts.person_by_id(ctx, person.id)


@pytest.fixture
def carla(ctx: Context) -> Person:
    """A coach."""
    return with_role(ctx, "carla", UserRole.COACH)


@pytest.fixture
def group_id(ctx: Context, carla: Person) -> UUID:
    """Her group, with nobody in it."""
    return coaching.make_group(ctx, carla, "Spring").id


@pytest.fixture
def join(ctx: Context, carla: Person, group_id: UUID) -> Join:
    """Lets people join the group; they show scores only."""

    def everybody(*people: Person, shows: Shows = Shows.SCORES) -> None:
        code = coaching.invite(ctx, carla, group_id)
        for person in people:
            coaching.join(ctx, person, code, shows)

    return everybody


def flat(score: float, *tags: str) -> PastAnswer:
    """The same in every dimension, of 100."""
    return PastAnswer(of_five(*[score / 20] * 5), score, tags or ("sql",))


def of(view: Comparison, person: Person) -> Standing:
    return next(member for member in view.members if member.id == person.id)


def names(view: Comparison) -> list[str]:
    return [member.username for member in view.members]


def test_levels_trend_and_state(ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join) -> None:
    bob, cleo = make_person(ctx, "bob"), make_person(ctx, "cleo")
    join(ada, bob, cleo)
    scores = [PastAnswer(of_five(1, 2, None, 3, 4), 40.0), PastAnswer(of_five(3, 2, None, 3, 4), 60.0)]
    more = PastAnswer(of_five(5, 2, 4, None, 4), 70.0)
    store(ctx, ada, [Past(BEGIN, scores), Past(BEGIN + 9 * DAY, [more])])
    store(ctx, bob, [Past(BEGIN + day * DAY, [flat(score)]) for day, score in enumerate((40, 50, 60, 70))])
    view = comparing.group_comparison(ctx, carla, group_id, ALL)
    assert (view.group, names(view), view.parts, view.older, view.without) == (
        "Spring",
        ["ada", "bob", "cleo"],
        DIMENSIONS,
        0,
        0,
    )
    one = of(view, ada)
    # interviews of (40+60)/2 = 50 and of 70; w = 0.5^(1/3) = 0.7937: (70 + 50 w) / (1 + w) = 109.685 / 1.7937
    assert (one.interviews, one.last, one.scores) == (2, BEGIN + 9 * DAY, (50.0, 70.0))
    assert (one.level, one.trend, one.state) == (pytest.approx(61.150, abs=1e-3), None, State.STEADY)
    # structure (1+3)/2 = 2, then 5: (5 + 2 w) / (1 + w) = 6.5874 / 1.7937; accuracy and depth were assessed once
    assert one.levels == pytest.approx(
        {"structure": 3.6725, "relevance": 2, "technical_accuracy": 4, "depth": 3, "communication": 4}, abs=1e-4
    )
    # 40, 50, 60, 70, as in the test of the rule: 57.845 less 40
    assert (of(view, bob).trend, of(view, bob).level) == (pytest.approx(17.85), pytest.approx(57.845, abs=1e-3))
    # her newest began on 13 February, seventeen days ago
    assert (of(view, bob).state, of(view, cleo).state) == (State.QUIET, State.NEW)
    assert (of(view, cleo).level, of(view, cleo).last, of(view, cleo).levels) == (None, None, {})
    # bob's structure is (3.5 + 3 w + 2.5 w^2 + 2 w^3) / 2.92366 = 57.845 / 20 = 2.892; (3.6725 + 2.8922) / 2
    assert view.medians["structure"] == pytest.approx(3.2824, abs=1e-3)


def test_by_skill(ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join) -> None:
    join(ada)
    store(
        ctx,
        ada,
        [
            Past(BEGIN, [flat(40, "sql", "apis"), flat(60, "sql"), PastAnswer(None, None, ["apis"])]),
            Past(BEGIN + DAY, [flat(80, "sql")]),
            Past(BEGIN + 2 * DAY, [flat(90, "python")]),
        ],
    )
    view = comparing.group_comparison(ctx, carla, group_id, ALL, by_skill=True)
    one = of(view, ada)
    # sql: (40+60)/2 = 50, then 80: (80 + 50 w) / (1 + w) = 119.685 / 1.7937; the third interview ages none
    assert one.levels == pytest.approx({"sql": 66.725, "apis": 40, "python": 90}, abs=1e-3)
    assert one.answers == {"sql": 3, "apis": 1, "python": 1}
    assert view.parts == ("sql", "apis", "python")


def test_skills_and_dimensions_are_told_from_the_newest_interviews(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join
) -> None:
    join(ada)
    old, newest = [Past(BEGIN, [flat(0)])], [Past(BEGIN + day * DAY, [flat(60)]) for day in range(1, 7)]
    store(ctx, ada, old + newest)
    assert len(newest) == comparing.RECENT
    by_dimension = of(comparing.group_comparison(ctx, carla, group_id, ALL), ada)
    assert by_dimension.levels == pytest.approx(dict.fromkeys(DIMENSIONS, 3.0))
    by_skill = of(comparing.group_comparison(ctx, carla, group_id, ALL, by_skill=True), ada)
    assert (by_skill.levels, by_skill.answers) == ({"sql": pytest.approx(60.0)}, {"sql": 6})
    # the overall level is told from all
    assert len(by_dimension.scores) == 7 and by_dimension.level is not None and by_dimension.level < 60


def test_only_finished_interviews_count_and_no_drills(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person, group_id: UUID, join: Join
) -> None:
    join(ada)
    _, _, drill, _ = store(
        ctx,
        ada,
        [
            Past(BEGIN, [flat(50)], is_revealed=False),  # her coach may see what she has not looked at
            Past(BEGIN + DAY, [flat(70)], status=Status.ABANDONED),
            Past(BEGIN + 2 * DAY, [flat(0)]),
            Past(clock() - timedelta(hours=2), [flat(0)], status=Status.IN_PROGRESS),
        ],
    )
    with ctx.db.writing() as session:
        session.add(Drill(session_id=drill, created_at=clock()))
    one = of(comparing.group_comparison(ctx, carla, group_id, ALL), ada)
    assert (one.interviews, one.scores) == (2, (50.0, 70.0))
    [points] = comparing.person_points(ctx, carla, group_id, [ada.id])
    assert [point.overall for point in points.points] == [50.0, 70.0]


def test_rubrics_are_never_mixed(ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join) -> None:
    bob = make_person(ctx, "bob")
    join(ada, bob)
    other = another_rubric(ctx, "stricter")
    before = [Past(BEGIN + day * DAY, [flat(20)]) for day in range(4)]
    store(ctx, ada, [*before, Past(BEGIN + 12 * DAY, [flat(80)], rubric=other)])
    store(ctx, bob, [Past(BEGIN + 11 * DAY, [flat(30)])])
    view = comparing.group_comparison(ctx, carla, group_id, ALL)
    one, two = of(view, ada), of(view, bob)
    assert (one.interviews, one.scores, one.level, one.trend) == (5, (80.0,), 80.0, None)
    assert one.levels == pytest.approx(dict.fromkeys(DIMENSIONS, 4.0))
    # his only interview was scored by the older one: it is counted, and not compared with hers
    assert (two.interviews, two.level, two.levels, two.last) == (1, None, {}, BEGIN + 11 * DAY)
    assert view.older == 5
    [points] = comparing.person_points(ctx, carla, group_id, [ada.id])
    assert [stretch.at for stretch in points.trend("overall")] == [(1, 2, 3, 4), (5,)]
    assert points.levels == pytest.approx(dict.fromkeys(DIMENSIONS, 4.0))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (ALL, {"ada": 4, "bob": 1, "cleo": 0}),
        (Filters(role="data-analyst"), {"ada": 1}),
        (Filters(family="engineering"), {"ada": 3, "bob": 1}),
        (Filters(level=Level.SENIOR), {"ada": 1, "bob": 1}),
        (Filters(type=InterviewType.HR), {"ada": 1}),
        (Filters(type=InterviewType.HR, level=Level.SENIOR), {}),
        (Filters(since=date(2026, 2, 12)), {"ada": 2, "bob": 1}),
        (Filters(until=date(2026, 2, 12)), {"ada": 3}),  # both days belong to it
        (Filters(since=date(2026, 2, 12), until=date(2026, 2, 12)), {"ada": 1}),
    ],
)
@ON_ONE_KIND
def test_filters(
    ctx: Context,
    carla: Person,
    ada: Person,
    group_id: UUID,
    join: Join,
    filters: Filters,
    expected: dict[str, int],
) -> None:
    bob = make_person(ctx, "bob")
    join(ada, bob, make_person(ctx, "cleo"))
    one = Past(BEGIN, [flat(50)])
    store(
        ctx,
        ada,
        [
            replace(one, role="data-analyst"),
            replace(one, began=BEGIN + DAY, type=InterviewType.HR),
            replace(one, began=datetime(2026, 2, 12, 23, 59, tzinfo=UTC), level=Level.SENIOR),
            replace(one, began=datetime(2026, 2, 13, 0, 0, tzinfo=UTC)),
        ],
    )
    store(ctx, bob, [replace(one, began=BEGIN + 5 * DAY, level=Level.SENIOR)])
    view = comparing.group_comparison(ctx, carla, group_id, filters)
    assert {member.username: member.interviews for member in view.members} == expected
    assert view.without == 3 - len(expected)
    told = comparing.person_points(ctx, carla, group_id, [ada.id, bob.id], filters)
    assert [len(points.points) for points in told] == [expected.get("ada", 0), expected.get("bob", 0)]


@ON_ONE_KIND
def test_in_a_time_that_is_past_quiet_is_told_as_of_its_end(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join
) -> None:
    join(ada)
    store(ctx, ada, [Past(BEGIN, [flat(50)]), Past(BEGIN + DAY, [flat(50)])])
    assert of(comparing.group_comparison(ctx, carla, group_id, ALL), ada).state is State.QUIET
    then = Filters(until=date(2026, 2, 14))
    assert of(comparing.group_comparison(ctx, carla, group_id, then), ada).state is State.STEADY


def test_who_left_is_gone_at_once(ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join) -> None:
    bob = make_person(ctx, "bob")
    join(ada, bob)
    store(ctx, ada, [Past(BEGIN, [flat(50)])])
    assert names(comparing.group_comparison(ctx, carla, group_id, ALL)) == ["ada", "bob"]
    coaching.leave(ctx, ada, group_id)
    view = comparing.group_comparison(ctx, carla, group_id, ALL)
    assert names(view) == ["bob"] and view.medians == {}
    for asked in ([ada.id], [bob.id, ada.id], [uuid4()]):
        with pytest.raises(NotFoundError, match="This person does not exist"):
            comparing.person_points(ctx, carla, group_id, asked)


@ON_ONE_KIND
def test_nobody_but_its_own_coaches_compares_a_group(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join
) -> None:
    join(ada)
    cyril = with_role(ctx, "cyril", UserRole.COACH)
    coaching.make_group(ctx, cyril, "Another")
    no_coach_any_more = replace(carla, roles=frozenset({UserRole.CANDIDATE}))
    staff = with_role(ctx, "sam", UserRole.STUDIO, UserRole.ADMIN)
    refused = [(who, group_id) for who in (ada, cyril, staff, no_coach_any_more)] + [(carla, uuid4())]
    for who, which in refused:
        with pytest.raises(NotFoundError, match="This group does not exist"):
            comparing.group_comparison(ctx, who, which, ALL)
        with pytest.raises(NotFoundError, match="This group does not exist"):
            comparing.person_points(ctx, who, which, [ada.id])


@ON_ONE_KIND
def test_one_to_six_people_are_laid_side_by_side(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join
) -> None:
    people = [ada, *(make_person(ctx, f"p{number}") for number in range(6))]
    join(*people)
    ids = [person.id for person in people]
    for asked in ([], ids):
        with pytest.raises(InvalidInputError):
            comparing.person_points(ctx, carla, group_id, asked)
    told = comparing.person_points(ctx, carla, group_id, [*ids[5::-1], ada.id])
    assert [one.id for one in told] == ids[5::-1]


@ON_ONE_KIND
def test_no_two_people_have_the_same_name(ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join) -> None:
    other = make_person(ctx, "ada2")
    with ctx.db.writing() as session:
        session.get_one(User, other.id).first_name = "Ada"
    join(ada, other)
    told = comparing.person_points(ctx, carla, group_id, [ada.id, other.id])
    assert [one.name for one in told] == ["Ada (ada)", "Ada (ada2)"]


@ON_ONE_KIND
@pytest.mark.parametrize("by_skill", [False, True])
def test_it_takes_the_same_few_queries_however_many_they_are(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join, by_skill: bool
) -> None:
    join(ada)
    store(ctx, ada, [Past(BEGIN, [flat(50)])])
    with counted_queries(ctx) as few:
        comparing.group_comparison(ctx, carla, group_id, ALL, by_skill=by_skill)
    people = [make_person(ctx, f"p{number}") for number in range(12)]
    join(*people)
    for person in people:
        store(ctx, person, [Past(BEGIN + day * DAY, [flat(50)] * 3) for day in range(7)])
    with counted_queries(ctx) as many:
        assert len(comparing.group_comparison(ctx, carla, group_id, ALL, by_skill=by_skill).members) == 13
    # the group, its members, their interviews, what is in the newest of those
    assert len(few) == len(many) == 4
    with counted_queries(ctx) as side_by_side:
        comparing.person_points(ctx, carla, group_id, [person.id for person in people[:6]])
    assert len(side_by_side) == 4


@ON_ONE_KIND
def test_as_csv(ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join) -> None:
    join(ada, make_person(ctx, "bob"))
    store(ctx, ada, [Past(BEGIN, [PastAnswer(of_five(1, 2, None, 3, 4), 40.0)])])
    view = comparing.group_comparison(ctx, carla, group_id, ALL)
    nasty = replace(view, members=(replace(view.members[0], name="=cmd()"), view.members[1]))
    first, second = rows(comparison_csv(nasty, {}))
    assert (first["name"], first["username"], first["interviews"], first["state"]) == ("'=cmd()", "ada", "1", "quiet")
    assert (first["last_interview"], first["overall_level"]) == ("2026-02-10 09:00:00", "40.0")
    assert [first[name] for name in DIMENSIONS] == ["1.0", "2.0", "", "3.0", "4.0"]
    assert (second["overall_level"], second["last_interview"], second["overall_trend"]) == ("", "", "")
    by_skill = comparing.group_comparison(ctx, carla, group_id, ALL, by_skill=True)
    first, second = rows(comparison_csv(by_skill, {"sql": "=SQL"}))
    assert (first["'=SQL"], first["'=SQL (answers)"], second["'=SQL"]) == ("40.0", "1", "")


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))


def test_the_answers_behind_a_mark_are_the_lowest_first(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join
) -> None:
    join(ada, shows=Shows.ANSWERS)
    given = [PastAnswer(of_five(score, 2, None, 3, 4), 20.0 * score) for score in (3, 1, 5)]
    older, newer = store(
        ctx, ada, [Past(BEGIN, [*given, PastAnswer(None, None)]), Past(BEGIN + DAY, [flat(20), *[flat(90)] * 7])]
    )
    behind = comparing.answers_behind(ctx, carla, group_id, ada.id, [older, newer], dimension="structure")
    # 1 of both interviews, that of the newer first; then 3, then seven times 4.5, then 5; one was not scored
    told = [(one.session_id, one.number, one.score) for one in behind.answers]
    assert told[:4] == [(newer, 1, 1), (older, 2, 1), (older, 1, 3), (newer, 2, 4.5)]
    assert (len(told), behind.total) == (comparing.MOST_BEHIND, 11)
    assert behind.answers[0].began == BEGIN + DAY and (behind.answers[0].question or "").startswith("Why does an index")
    # what was not assessed is behind no mark
    accuracy = comparing.answers_behind(ctx, carla, group_id, ada.id, [older], dimension="technical_accuracy")
    assert accuracy.answers == ()
    overall = comparing.answers_behind(ctx, carla, group_id, ada.id, [older])
    assert [(one.number, one.score) for one in overall.answers] == [(2, 20.0), (1, 60.0), (3, 100.0)]


def test_who_sees_scores_behind_a_mark_is_blind_no_more(
    ctx: Context, carla: Person, ada: Person, group_id: UUID, join: Join
) -> None:
    join(ada, shows=Shows.ANSWERS)
    [session_id] = store(ctx, ada, [Past(BEGIN, [flat(score) for score in range(10, 100, 10)])])
    for _ in range(2):
        comparing.answers_behind(ctx, carla, group_id, ada.id, [session_id])
    with ctx.db.reading() as session:
        seen = session.scalars(
            select(InterviewQuestion.order)
            .join(InterviewAnswer)
            .join(SeenScores)
            .where(SeenScores.coach_id == carla.id)
            .order_by(InterviewQuestion.order)
        ).all()
    assert seen == [1, 2, 3, 4, 5, 6, 7, 8], "the ninth was not shown"


@ON_ONE_KIND
def test_nobody_looks_behind_what_is_not_shown_to_them(
    ctx: Context, clock: FakeClock, carla: Person, ada: Person, group_id: UUID, join: Join
) -> None:
    bob = make_person(ctx, "bob")
    join(ada, bob)
    theirs, going_on, drill = store(
        ctx,
        ada,
        [Past(BEGIN, [flat(50)]), Past(clock(), [flat(50)], status=Status.IN_PROGRESS), Past(BEGIN, [flat(50)])],
    )
    with ctx.db.writing() as session:
        session.add(Drill(session_id=drill, created_at=clock()))
    [answer] = comparing.answers_behind(ctx, carla, group_id, ada.id, [theirs], dimension="depth").answers
    assert (answer.number, answer.question) == (1, None), "she shows scores only"
    cyril = with_role(ctx, "cyril", UserRole.COACH)
    for who, which, person, asked in (
        (cyril, group_id, ada, [theirs]),
        (ada, group_id, ada, [theirs]),
        (carla, uuid4(), ada, [theirs]),
        (carla, group_id, cyril, [theirs]),
        (carla, group_id, bob, [theirs]),
        (carla, group_id, ada, [theirs, uuid4()]),
        (carla, group_id, ada, [going_on]),
        (carla, group_id, ada, [drill]),
        (carla, group_id, ada, []),
    ):
        with pytest.raises(NotFoundError):
            comparing.answers_behind(ctx, who, which, person.id, asked)
    with pytest.raises(InvalidInputError, match="no such dimension"):
        comparing.answers_behind(ctx, carla, group_id, ada.id, [theirs], dimension="charm")
    with counted_queries(ctx) as queries:
        comparing.answers_behind(ctx, carla, group_id, ada.id, [theirs])
    assert len(queries) == 5  # the group, the member, their interviews, the answers, that they were seen before
    coaching.leave(ctx, ada, group_id)
    with pytest.raises(NotFoundError):
        comparing.answers_behind(ctx, carla, group_id, ada.id, [theirs])
