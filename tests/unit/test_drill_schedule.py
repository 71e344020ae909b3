"""What is weak, what is due and when it comes back, worked out by hand."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.services.drill_schedule import (
    NEW_A_DAY,
    NEWEST,
    Pair,
    Review,
    Scored,
    Standing,
    agenda,
    cards,
    rating,
    standings,
)
from tests.support.clock import START

DEPTH = Pair("sql", "depth")
SKILLS = ("sql", "python", "linux", "teamwork", "ethics", "agile", "planning")
DAY = timedelta(days=1)


def answer(scores: dict[str, float | None], *skills: str, days: float = 0) -> Scored:
    return Scored(skills or ("sql",), scores, START + days * DAY)


def review(given_rating: int, pair: Pair = DEPTH, *, days: float = 0) -> Review:
    return Review(pair, given_rating, START + days * DAY)


def interval(*reviews: Review) -> int:
    return cards(reviews)[DEPTH].days


def weak(pair: Pair, mean: float) -> list[Scored]:
    """Two answers that make a pair weak."""
    return [Scored((pair.skill,), {pair.dimension: mean}, START)] * 2


# --- how an answer went, and where one stands ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "expected"), [(0.0, 1), (1.9, 1), (2.0, 2), (2.9, 2), (3.0, 3), (3.9, 3), (4.0, 4), (5.0, 4)]
)
def test_the_levels_of_the_rubric_say_how_it_went(score: float, expected: int) -> None:
    assert rating(score) == expected


def test_means_are_by_skill_and_dimension_over_what_was_assessed() -> None:
    found = standings(
        [
            answer({"depth": 1.0, "structure": 4.0, "technical_accuracy": None}, "sql", "databases"),
            answer({"depth": 2.0, "structure": 3.5, "technical_accuracy": 5.0}, "sql"),
            answer({"depth": 2.4, "structure": None, "technical_accuracy": None}, "sql"),
        ]
    )
    assert found == {
        Pair("sql", "depth"): Standing(pytest.approx(1.8), 3),  # (1.0 + 2.0 + 2.4) / 3
        Pair("sql", "structure"): Standing(3.75, 2),  # (4.0 + 3.5) / 2
        Pair("sql", "technical_accuracy"): Standing(5.0, 1),
        Pair("databases", "depth"): Standing(1.0, 1),
        Pair("databases", "structure"): Standing(4.0, 1),
    }


def test_what_somebody_could_not_do_long_ago_is_forgotten() -> None:
    long_ago = [answer({"depth": 0.0}, days=day) for day in range(5)]
    since = [answer({"depth": 4.0}, days=10 + day) for day in range(NEWEST)]
    assert standings([*since, *long_ago]) == {DEPTH: Standing(4.0, NEWEST)}
    assert standings([*since[1:], *long_ago])[DEPTH].mean == 3.6  # nine of 4 and one of 0


def test_weak_is_below_three_on_average_over_two_answers_or_more() -> None:
    found = agenda(
        [
            answer({"depth": 2.9, "structure": 3.0, "relevance": 5.0}),
            answer({"depth": 2.9, "structure": 3.0, "relevance": 0.9}),
            answer({"communication": 0.0}),
        ],
        [],
        now=START,
        askable={"sql"},
    )
    # relevance: (5.0 + 0.9) / 2 = 2.95
    assert [spot.pair.dimension for spot in found.due] == ["depth", "relevance"]
    assert found.later == found.waiting == ()


def test_a_skill_without_questions_is_not_drilled() -> None:
    assert agenda(weak(DEPTH, 1.0), [], now=START, askable={"python"}).due == ()


# --- when it comes back -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("given_rating", "days"), [(1, 1), (2, 1), (3, 2), (4, 8)])
def test_the_first_interval_is_the_first_stability(given_rating: int, days: int) -> None:
    # FSRS-6's default parameters begin 0.212, 1.2931, 2.3065, 8.2956: days after which recall is 90 %, for each
    # rating; rounded to whole days, and at least one.
    assert interval(review(given_rating)) == days


def test_good_answers_move_it_further_away_each_time_and_a_poor_one_brings_it_back() -> None:
    good = [review(3, days=day) for day in (0, 2, 13)]
    growing = [interval(*good[:number]) for number in (1, 2, 3)]
    assert growing == sorted(set(growing))
    assert interval(*good, review(1, days=13 + growing[-1])) < growing[1]


def test_nobody_waits_longer_than_two_months() -> None:
    assert interval(*(review(4, days=90 * number) for number in range(6))) == 60


histories = st.lists(st.tuples(st.integers(1, 4), st.floats(0.01, 40)), max_size=6)


def told(history: list[tuple[int, float]], pair: Pair = DEPTH) -> list[Review]:
    """Reviews with so many days between them."""
    days = 0.0
    reviews = []
    for given_rating, gap in history:
        days += gap
        reviews.append(review(given_rating, pair, days=days))
    return reviews


@given(histories, st.floats(0.01, 40))
def test_whatever_came_before_a_better_answer_never_comes_back_sooner(
    history: list[tuple[int, float]], gap: float
) -> None:
    intervals = [interval(*told([*history, (given_rating, gap)])) for given_rating in (1, 2, 3, 4)]
    assert intervals == sorted(intervals) and intervals[0] >= 1


@given(histories, histories, st.randoms())
def test_a_card_follows_from_its_own_reviews_in_whatever_order_the_log_is_read(mine, theirs, rng) -> None:
    own, others = told(mine), told(theirs, Pair("sql", "structure"))
    shuffled = [*own, *others]
    rng.shuffle(shuffled)
    assert cards(shuffled) == {**cards(own), **cards(others)}


def test_an_evening_is_a_day_after_the_evening_before_even_if_an_hour_early() -> None:
    at_seven = review(1)
    [card] = cards([at_seven]).values()
    assert card.due == START + timedelta(hours=16)  # 24 less the 8 that may be early
    an_hour_early, to_the_hour = (interval(at_seven, review(3, days=days)) for days in (23 / 24, 1))
    assert an_hour_early == to_the_hour > interval(at_seven, review(3, days=0.5))


# --- what to drill now --------------------------------------------------------------------------------------------


def test_what_was_promised_for_today_comes_before_what_is_new_and_each_skill_once_before_one_twice() -> None:
    sql_structure, python_depth = Pair("sql", "structure"), Pair("python", "depth")
    ethics, linux = Pair("ethics", "depth"), Pair("linux", "depth")
    agile = Pair("agile", "depth")
    answers = [
        *weak(DEPTH, 1.0),
        *weak(sql_structure, 1.1),
        *weak(python_depth, 2.0),
        *weak(ethics, 2.5),
        *weak(agile, 2.0),
        *weak(linux, 4.5),  # strong by now, but it was drilled, and its day has come
    ]
    reviews = [review(1, ethics), review(1, linux), review(4, python_depth), review(3, agile)]
    found = agenda(answers, reviews, now=START + DAY, askable=SKILLS)
    assert [spot.pair for spot in found.due] == [ethics, linux, DEPTH, sql_structure]
    assert [spot.pair for spot in found.later] == [agile, python_depth]  # in 2 days, in 8
    before = agenda(
        [*weak(DEPTH, 1.0), *weak(sql_structure, 1.1), *weak(python_depth, 2.0)], [], now=START, askable=SKILLS
    )
    assert [spot.pair for spot in before.due] == [DEPTH, python_depth, sql_structure]


def test_so_many_new_ones_a_day_and_no_more() -> None:
    pairs = [Pair(skill, "depth") for skill in SKILLS]
    answers = [one for number, pair in enumerate(pairs) for one in weak(pair, 1.0 + 0.1 * number)]

    def new(reviews: list[Review], days: float) -> tuple[list[Pair], list[Pair]]:
        found = agenda(answers, reviews, now=START + days * DAY, askable=SKILLS)
        return [spot.pair for spot in found.due if not spot.card], [spot.pair for spot in found.waiting]

    assert NEW_A_DAY == 5
    assert new([], 0) == (pairs[:5], pairs[5:])
    begun = [review(4, pair) for pair in pairs[:3]]
    assert new(begun, 0.1) == (pairs[3:5], pairs[5:])  # two are left of today's five
    assert new([review(4, pair) for pair in pairs[:5]], 0.1) == ([], pairs[5:])
    assert new(begun, 1) == (pairs[3:], [])
