"""Drills: what is weak is drilled, each answer is reviewed once, and a set is no interview."""

import random
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import event, func, select

from core.bank.loader import Bank
from core.errors import NotFoundError
from core.models import DrillReview, InterviewAnswer, InterviewSession
from core.models.vocabulary import HandedIn, Level, Mode, Status, Timing
from core.services import answering, drills, leaving, profiles, reading, reflecting, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from core.services.drill_schedule import Pair, Standing
from core.services.drills import NothingDueError, pick_items
from core.services.picking import Wish
from core.services.roles import role_from_catalog
from core.services.views import QuestionView
from tests.support.clock import START, FakeClock
from tests.support.contexts import choice, make_person, real_bank, real_catalog

THREADS = 20
SQL, PYTHON, ETHICS = Pair("sql", "depth"), Pair("python", "depth"), Pair("ethics", "depth")
Given = tuple[tuple[str, ...], Mapping[str, float | None]]
POOR: tuple[Given, ...] = (
    (("sql", "databases"), {"depth": 1.0, "technical_accuracy": 3.9, "structure": 4.0}),
    (("sql",), {"depth": 2.0, "technical_accuracy": 2.1, "structure": 4.0}),
    (("python",), {"depth": 2.5, "technical_accuracy": None, "structure": 4.0}),
    (("python",), {"depth": 2.7, "technical_accuracy": 1.0, "structure": 4.0}),
    (("ethics",), {"depth": 2.8, "technical_accuracy": 4.0, "structure": 4.0}),
    (("ethics",), {"depth": 2.9, "technical_accuracy": 4.0, "structure": 4.0}),
)
"""Weak in depth are SQL, (1.0 + 2.0) / 2, Python, (2.5 + 2.7) / 2, and ethics, (2.8 + 2.9) / 2.

SQL in accuracy is not, (3.9 + 2.1) / 2, and of databases, and of Python in accuracy, there is one score only.
"""

one_database = pytest.mark.parametrize("db_url", ["sqlite"], indirect=True)


def practised(ctx: Context, person: Person, given: tuple[Given, ...] = POOR, **chosen: object) -> UUID:
    """A finished interview with answers that are tagged and scored as given."""
    session_id = sessions.start_interview(ctx, person, choice(**chosen))
    for skills, scores in given:
        question = sessions.show_next(ctx, person, session_id)
        answer = answering.submit_answer(ctx, person.id, question.id, Written("I do not know.", 1))
        with ctx.db.writing() as session:
            stored = session.get_one(InterviewAnswer, answer.id)
            stored.skill_tags_json, stored.scores_json = list(skills), dict(scores)
    sessions.finish(ctx, person, session_id)
    reflecting.reveal(ctx, person, session_id)
    return session_id


def model_answer(question: QuestionView) -> str:
    return real_bank().items[question.item_id].model_answer


def answer_next(ctx: Context, person: Person, session_id: UUID, text: str | None = None) -> QuestionView:
    question = sessions.show_next(ctx, person, session_id)
    given = model_answer(question) if text is None else text
    answering.submit_answer(ctx, person.id, question.id, Written(given, 1))
    return question


def due(ctx: Context, person: Person) -> list[Pair]:
    return [spot.pair for spot in drills.my_drills(ctx, person).agenda.due]


def reviews(ctx: Context) -> list[DrillReview]:
    with ctx.db.reading() as session:
        return list(session.scalars(select(DrillReview).order_by(DrillReview.reviewed_at)))


# --- what is due --------------------------------------------------------------------------------------------------


def test_weak_spots_are_found_in_what_was_answered_with_their_means(ctx: Context, ada: Person) -> None:
    assert due(ctx, ada) == []
    with pytest.raises(NothingDueError):
        drills.start(ctx, ada)
    practised(ctx, ada)
    practised(ctx, make_person(ctx, "eve"), ((("linux",), {"depth": 0.0}),) * 2)
    mine = drills.my_drills(ctx, ada)
    assert [(spot.pair, spot.standing) for spot in mine.agenda.due] == [
        (SQL, Standing(1.5, 2)),
        (PYTHON, Standing(pytest.approx(2.6), 2)),
        (ETHICS, Standing(pytest.approx(2.85), 2)),
    ]
    assert mine.agenda.later == mine.agenda.waiting == () and mine.open_set is None


@one_database
def test_scores_that_were_not_shown_yet_give_nothing_away(ctx: Context, ada: Person) -> None:
    session_id = practised(ctx, ada)
    with ctx.db.writing() as session:
        for answer in session.scalars(select(InterviewAnswer)):
            answer.revealed_at = None
    assert due(ctx, ada) == []
    reflecting.reveal(ctx, ada, session_id)
    assert due(ctx, ada) == [SQL, PYTHON, ETHICS]


@one_database
def test_however_much_was_practised_as_many_queries_are_enough(ctx: Context, ada: Person) -> None:
    statements: list[str] = []
    event.listen(ctx.db.read_engine, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def queries() -> int:
        statements.clear()
        drills.my_drills(ctx, ada)
        return len([statement for statement in statements if statement != "BEGIN"])

    practised(ctx, ada)
    few = queries()
    for _ in range(3):
        practised(ctx, ada)
    assert queries() == few <= 8


# --- a set --------------------------------------------------------------------------------------------------------


def test_a_set_asks_one_question_for_each_spot_and_comes_back_as_it_went(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    practised(ctx, ada, level=Level.SENIOR)
    session_id = drills.start(ctx, ada)
    drill = drills.look(ctx, ada, session_id)
    assert (drill.room.interview.mode, drill.room.interview.level) == (Mode.COACHING, Level.SENIOR)
    assert not drill.room.interview.asks_followups
    assert [each.pair for each in drill.questions] == [SQL, PYTHON, ETHICS]
    assert [each.order for each in drill.questions] == [1, 2, 3]
    assert drill.questions[0].before == Standing(1.5, 2)
    asked = [real_bank().items[question.item_id] for question in drill.room.coming]
    assert all(each.pair.skill in item.skills for each, item in zip(drill.questions, asked, strict=True))
    assert all("senior" in item.levels for item in asked) and len({item.id for item in asked}) == 3

    first = answer_next(ctx, ada, session_id)
    answered = clock()
    answer_next(ctx, ada, session_id, "I do not know.")
    clock.advance(hours=1)
    good, poor, open_one = drills.look(ctx, ada, session_id).questions
    assert good.question_id == first.id and good.score is not None and good.score >= 4
    assert poor.score is not None and poor.score < 2
    assert good.card is not None and poor.card is not None
    assert poor.card.due < good.card.due and (poor.card.days, good.card.days) == (1, 8)
    assert not open_one.is_answered and open_one.score is open_one.card is None
    assert [(row.skill, row.dimension, row.rating, row.reviewed_at) for row in reviews(ctx)] == [
        ("sql", "depth", 4, answered),
        ("python", "depth", 1, answered),
    ]

    sessions.finish(ctx, ada, session_id)
    mine = drills.my_drills(ctx, ada).agenda
    assert ETHICS in {spot.pair for spot in mine.due}  # it was not answered
    assert [spot.pair for spot in mine.later] == [PYTHON, SQL]
    clock.advance(days=1)
    assert set(due(ctx, ada)) >= {ETHICS, PYTHON} and SQL not in due(ctx, ada)


@one_database
def test_a_set_leaves_the_time_that_the_profile_asks_for(ctx: Context, ada: Person) -> None:
    practised(ctx, ada)
    profiles.save_profile(ctx, ada, skills=[], experience="", cv_text="", job_text="", timing=Timing.DOUBLE)
    question = sessions.show_next(ctx, ada, drills.start(ctx, ada))
    assert question.seconds == 2 * real_bank().items[question.item_id].seconds


@one_database
def test_drilled_again_a_spot_gets_a_question_that_was_not_seen(ctx: Context, ada: Person, clock: FakeClock) -> None:
    practised(ctx, ada, ((("creativity",), {"depth": 1.0}),) * 2)
    seen: list[str] = []
    for _ in range(3):
        session_id = drills.start(ctx, ada)
        assert drills.look(ctx, ada, session_id).questions[0].pair == Pair("creativity", "depth")
        seen.append(answer_next(ctx, ada, session_id, "I do not know.").item_id)
        sessions.finish(ctx, ada, session_id)
        clock.advance(days=1)
    assert len(set(seen)) == 3


def test_a_question_that_nobody_came_back_to_counts_as_it_stood_at_its_deadline(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    practised(ctx, ada)
    session_id = drills.start(ctx, ada)
    question = sessions.show_next(ctx, ada, session_id)
    clock.advance(minutes=30)
    assert SQL not in due(ctx, ada)  # without a look at the set itself
    [review] = reviews(ctx)
    assert (review.question_id, review.rating, review.reviewed_at) == (question.id, 1, question.deadline_at)
    assert answering.answer_to(ctx, ada.id, question.id).handed_in is HandedIn.EXPIRED


@one_database
def test_a_set_that_was_left_is_over_after_a_day_and_what_was_not_answered_stays_due(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    practised(ctx, ada)
    left = drills.start(ctx, ada)
    answer_next(ctx, ada, left)
    clock.advance(hours=25)
    assert leaving.sweep(ctx).abandoned == 1
    mine = drills.my_drills(ctx, ada)
    assert mine.open_set is None and {spot.pair for spot in mine.agenda.due} >= {PYTHON, ETHICS}
    assert len(reviews(ctx)) == 1
    again = drills.start(ctx, ada)
    assert again != left
    assert {PYTHON, ETHICS} <= {each.pair for each in drills.look(ctx, ada, again).questions}


@one_database
def test_after_the_days_new_ones_more_may_be_drilled_all_the_same(ctx: Context, ada: Person) -> None:
    skills = ("sql", "python", "linux", "teamwork", "ethics", "agile", "planning")
    practised(ctx, ada, ((skills, {"depth": 1.0}),) * 2)
    first = drills.start(ctx, ada)
    for _ in range(5):
        answer_next(ctx, ada, first, "I do not know.")
    sessions.finish(ctx, ada, first)
    mine = drills.my_drills(ctx, ada).agenda
    assert mine.due == () and {spot.pair for spot in mine.waiting} >= {SQL, Pair("teamwork", "depth")}
    more = drills.look(ctx, ada, drills.start(ctx, ada)).questions
    assert [each.pair for each in more] == [spot.pair for spot in mine.waiting[:5]]


# --- all at once --------------------------------------------------------------------------------------------------


def test_an_answer_is_reviewed_once_however_many_look(ctx: Context, ada: Person) -> None:
    practised(ctx, ada)
    session_id = drills.start(ctx, ada)
    answer_next(ctx, ada, session_id)
    answer_next(ctx, ada, session_id, "I do not know.")
    with ThreadPoolExecutor(THREADS) as pool:
        looked = list(pool.map(lambda _: drills.look(ctx, ada, session_id).questions, range(THREADS)))
    assert all(each == looked[0] for each in looked)
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(DrillReview)) == 2


def test_however_often_start_is_pressed_there_is_one_set(ctx: Context, ada: Person) -> None:
    practised(ctx, ada)
    with ThreadPoolExecutor(THREADS) as pool:
        started = list(pool.map(lambda _: drills.start(ctx, ada), range(THREADS)))
    assert set(started) == {drills.my_drills(ctx, ada).open_set}


# --- a set is no interview, and nobody else's ---------------------------------------------------------------------


@one_database
def test_a_set_is_not_among_the_interviews(ctx: Context, ada: Person) -> None:
    interview = practised(ctx, ada)
    session_id = drills.start(ctx, ada)
    for status in (Status.IN_PROGRESS, Status.COMPLETED):
        with ctx.db.reading() as session:
            assert session.get_one(InterviewSession, session_id).status is status
        assert [each.id for each in sessions.my_interviews(ctx, ada)] == [interview]
        excerpt = reading.interviews(ctx, ada)
        assert ([each.id for each in excerpt.interviews], excerpt.total) == ([interview], 1)
        sessions.finish(ctx, ada, session_id)


@one_database
def test_somebody_elses_set_is_told_apart_from_none_in_no_way(ctx: Context, ada: Person) -> None:
    interview = practised(ctx, ada)
    session_id = drills.start(ctx, ada)
    eve = make_person(ctx, "eve")
    told = set()
    for person, sought in ((eve, session_id), (eve, UUID(int=7)), (ada, interview)):
        with pytest.raises(NotFoundError) as caught:
            drills.look(ctx, person, sought)
        told.add(str(caught.value))
    assert len(told) == 1
    assert drills.my_drills(ctx, eve).open_set is None


# --- the questions ------------------------------------------------------------------------------------------------


def wish(**history: object) -> Wish:
    catalog = real_catalog()
    return Wish(role_from_catalog(catalog, "backend-engineer"), Level.MID, catalog, frozenset(), history)


def test_what_was_seen_longest_ago_comes_back_first_once_everything_was_seen() -> None:
    mine = [item for item in real_bank().items.values() if "creativity" in item.skills]
    history = {item.id: START + timedelta(days=number) for number, item in enumerate(mine)}
    pairs = [Pair("creativity", dimension) for dimension in ("depth", "structure")]
    picked = pick_items(real_bank(), wish(**history), pairs, random.Random(1))
    assert list(picked.values()) == mine[:2]


def test_a_skill_that_runs_out_of_questions_leaves_pairs_out() -> None:
    [only, *_] = (item for item in real_bank().items.values() if item.skills[0] == "sql")
    picked = pick_items(Bank({only.id: only}, {}), wish(), [SQL, Pair("sql", "structure")], random.Random(1))
    assert picked == {SQL: only}


def test_nobody_is_asked_what_belongs_to_another_job_while_there_is_anything_else() -> None:
    pairs = [Pair("communication", dimension) for dimension in ("depth", "structure", "relevance")]
    for seed in range(5):
        for item in pick_items(real_bank(), wish(), pairs, random.Random(seed)).values():
            assert item.bucket != "role_specific" or {"backend-engineer"} & set(item.roles) or item.families
            assert "mid" in item.levels
