"""What progress is made of, read back from interviews whose sums were worked out by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from core.models import Drill
from core.models.vocabulary import Status
from core.services import answering, progress, reflecting, report, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from tests.support.contexts import choice, make_person
from tests.support.history import Past, PastAnswer, another_rubric, of_five, store

FIRST = datetime(2026, 2, 2, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
ON_ONE_KIND = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)
"""Of tests that ask nothing of the database which the others here do not ask of both kinds."""
PLAIN = PastAnswer(of_five(3, 3, 3, 3, 3), 60.0)


@contextmanager
def counted_queries(ctx: Context) -> Iterator[list[str]]:
    """Every query that is sent to the database meanwhile."""
    statements: list[str] = []

    def listen(*arguments: object) -> None:
        if not str(arguments[2]).startswith("BEGIN"):  # which SQLite is told, and PostgreSQL's driver says itself
            statements.append(str(arguments[2]))

    engines = {ctx.db.read_engine, ctx.db.write_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", listen)
    yield statements
    for engine in engines:
        event.remove(engine, "before_cursor_execute", listen)


def test_each_interview_has_its_averages(ctx: Context, ada: Person) -> None:
    three = Past(
        FIRST,
        [
            PastAnswer(of_five(4, 3, None, 2, 5), 70.0),
            PastAnswer(of_five(2, 4, 3, 1, 4), 55.0),
            PastAnswer(None, None),  # could not be scored
        ],
    )
    one = Past(FIRST + WEEK, [PastAnswer(of_five(1, 2, None, None, 3), 41.0)])
    none = Past(FIRST + 2 * WEEK)
    unscored = Past(FIRST + 3 * WEEK, [PastAnswer(None, None)])
    ids = store(ctx, ada, [unscored, none, one, three])
    view = progress.progress_of(ctx, ada)
    # oldest first, and those without a score are no points
    assert [point.session_id for point in view.points] == [ids[3], ids[2]]
    first, second = view.points
    # structure (4+2)/2, relevance (3+4)/2, accuracy 3/1, depth (2+1)/2, communication (5+4)/2; overall (70+55)/2
    assert first.dimensions == of_five(3.0, 3.5, 3.0, 1.5, 4.5)
    assert (first.overall, first.answers, first.began) == (62.5, 3, FIRST)
    assert second.dimensions == of_five(1.0, 2.0, None, None, 3.0)
    assert (second.overall, second.answers) == (41.0, 1)
    [structure], [accuracy] = view.trend("structure"), view.trend("technical_accuracy")
    # (1 + 3 w) / (1 + w) with w = 0.5^(1/3) = 0.7937: 3.3811 / 1.7937
    assert structure.scores == (3.0, 1.0)
    assert structure.means == pytest.approx((3.0, 1.885), abs=1e-4)
    assert (accuracy.at, accuracy.scores) == ((1,), (3.0,))
    assert view.since_last is not None
    assert [change.measure for change in view.since_last.dimensions] == ["structure", "relevance", "communication"]


@ON_ONE_KIND
def test_before_anything_was_answered_there_is_nothing(ctx: Context, ada: Person) -> None:
    store(ctx, ada, [Past(FIRST)])
    view = progress.progress_of(ctx, ada)
    assert (view.points, view.rubrics, view.skills, view.waiting, dict(view.days)) == ((), (), (), 0, {})
    assert view.trend("depth") == ()
    assert view.since_last is view.longest_run is view.busiest_day is None
    assert view.bests == {}


def test_a_skill_has_a_trend_from_three_answers_in_two_interviews_on(ctx: Context, ada: Person) -> None:
    def answer(overall: float | None, *tags: str) -> PastAnswer:
        return PastAnswer(None if overall is None else of_five(3, 3, 3, 3, 3), overall, tags)

    store(
        ctx,
        ada,
        [
            Past(FIRST, [answer(70, "sql", "apis"), answer(55, "sql"), answer(None, "apis")]),
            Past(FIRST + WEEK, [answer(50, "python"), answer(52, "python"), answer(54, "python")]),
            Past(FIRST + 2 * WEEK, [answer(80, "sql", "apis")]),
        ],
    )
    view = progress.progress_of(ctx, ada)
    told = {record.skill: (record.answers, record.scores, record.is_enough) for record in view.skills}
    assert told == {
        "sql": (3, {1: 62.5, 3: 80.0}, True),  # (70+55)/2
        "python": (3, {2: 52.0}, False),  # (50+52+54)/3, but all in one interview
        "apis": (2, {1: 70.0, 3: 80.0}, False),  # the unscored one counts in nothing
    }
    [line] = view.skill_trend(next(record for record in view.skills if record.skill == "sql"))
    # (80 + 62.5 w) / (1 + w): an interview that did not ask for it ages nothing. 129.606 / 1.7937
    assert (line.at, line.means) == ((1, 3), (62.5, pytest.approx(72.256, abs=1e-3)))


def test_only_ones_own_finished_interviews_count_whose_scores_were_seen(ctx: Context, ada: Person) -> None:
    kept = [
        Past(FIRST, [PLAIN]),
        Past(FIRST + WEEK, [PLAIN], status=Status.ABANDONED),
    ]
    left_out = [
        Past(FIRST + 2 * WEEK, [PLAIN], is_revealed=False),
        Past(FIRST + 3 * WEEK, [PLAIN]),  # a set of drills, below
        Past(ctx.clock() - timedelta(hours=2), [PLAIN], status=Status.IN_PROGRESS),
    ]
    ids = store(ctx, ada, [*kept, *left_out])
    with ctx.db.writing() as session:
        session.add(Drill(session_id=ids[3], created_at=ctx.clock()))
    store(ctx, make_person(ctx, "bob"), [Past(FIRST + 4 * WEEK, [PLAIN])])
    view = progress.progress_of(ctx, ada)
    assert [point.session_id for point in view.points] == ids[:2]
    assert view.waiting == 1
    assert [record.answers for record in view.skills] == [2]
    # of the calendar, only Bob's is not hers
    assert view.days == dict.fromkeys([(FIRST + week * WEEK).date() for week in range(4)] + [ctx.clock().date()], 1)
    assert progress.progress_of(ctx, make_person(ctx, "carol")).days == {}


def test_days_are_those_of_utc(ctx: Context, ada: Person) -> None:
    # 3 February at 23:50 UTC: after 5 and 9 minutes it is still that day, after 15 the next
    late = datetime(2026, 2, 3, 23, 50, tzinfo=UTC)
    store(ctx, ada, [Past(late, [PastAnswer(PLAIN.scores, 60.0, minutes=minutes) for minutes in (5, 9, 15)])])
    view = progress.progress_of(ctx, ada)
    assert view.days == {date(2026, 2, 3): 2, date(2026, 2, 4): 1}
    assert view.busiest_day == date(2026, 2, 3)
    # the clock stands at Monday 2 March; 2 February is the Monday four weeks before, the fifth week from the right
    assert [week.monday for week in view.weeks][-5] == date(2026, 2, 2)
    assert view.weeks[-5].answers == (0, 2, 1, 0, 0, 0, 0)
    assert (len(view.weeks), view.weeks[-1].answers) == (26, (0, *[None] * 6))


@ON_ONE_KIND
def test_rubrics_are_named_in_the_order_of_their_first_use(ctx: Context, ada: Person) -> None:
    other = another_rubric(ctx, "stricter")
    store(
        ctx,
        ada,
        [
            Past(FIRST, [PLAIN], rubric=other),
            Past(FIRST + WEEK, [PLAIN]),
            Past(FIRST + 2 * WEEK, [PLAIN], rubric=other),
        ],
    )
    view = progress.progress_of(ctx, ada)
    assert [(use.label, use.name, use.since) for use in view.rubrics] == [
        ("Rubric 1", "stricter", FIRST),
        ("Rubric 2", "standard", FIRST + WEEK),
    ]
    assert [(stretch.rubric, stretch.at) for stretch in view.trend("overall")] == [
        ("Rubric 1", (1,)),
        ("Rubric 2", (2,)),
        ("Rubric 1", (3,)),
    ]


@ON_ONE_KIND
def test_it_takes_the_same_few_queries_however_much_there_is(ctx: Context, ada: Person) -> None:
    bob = make_person(ctx, "bob")
    store(ctx, ada, [Past(FIRST, [PLAIN])])
    store(ctx, bob, [Past(FIRST + day * timedelta(days=1), [PLAIN] * 12) for day in range(20)])
    with counted_queries(ctx) as few:
        progress.progress_of(ctx, ada)
    with counted_queries(ctx) as many:
        assert len(progress.progress_of(ctx, bob).points) == 20
    # those left for a day, the finished interviews, the answers
    assert len(few) == len(many) == 3


@ON_ONE_KIND
def test_a_point_says_what_its_report_says(ctx: Context, ada: Person) -> None:
    session_id = sessions.start_interview(ctx, ada, choice())
    for revision, text in enumerate(("I would measure first, because guesses cost time.", "I do not know."), start=1):
        question = sessions.show_next(ctx, ada, session_id)
        answering.submit_answer(ctx, ada.id, question.id, Written(text, revision))
    sessions.finish(ctx, ada, session_id)
    assert progress.progress_of(ctx, ada).waiting == 1
    reflecting.reveal(ctx, ada, session_id)
    told = report.generate_report(session_id, ctx=ctx)
    view = progress.progress_of(ctx, ada)
    [point] = view.points
    assert point.overall == pytest.approx(told.overall, abs=0.051)
    assert point.dimensions == pytest.approx(told.rubric_breakdown, abs=0.0051)
    assert {record.name: record.scores[1] for record in view.skills} == pytest.approx(
        {skill.name: skill.score for skill in told.skill_breakdown}, abs=0.051
    )
    assert (point.role, point.level, point.answers) == ("Backend engineer", "mid", 2)
