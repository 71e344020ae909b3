"""The arithmetic of progress against cases worked out by hand."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.vocabulary import InterviewType, Level
from core.rubric import DIMENSIONS
from core.services.trends import (
    OVERALL,
    Point,
    Run,
    Stretch,
    bests,
    busiest_day,
    decaying_means,
    in_words,
    longest_run,
    newest_weeks,
    since_last,
    trend,
)

NAMES = {
    "structure": "Structure",
    "relevance": "Relevance",
    "technical_accuracy": "Accuracy",
    "depth": "Depth",
    "communication": "Communication",
}
FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday
SCORES = st.lists(st.floats(0, 5), min_size=1, max_size=30)


def point(
    number: int, *scores: float | None, overall: float = 60.0, rubric: str = "Rubric 1", answers: int = 12
) -> Point:
    """The interview of that number, a day after the one before, with its five dimensions in their usual order."""
    return Point(
        session_id=UUID(int=number),
        began=FIRST + timedelta(days=number),
        role="Backend engineer",
        level=Level.MID,
        type=InterviewType.TECHNICAL,
        rubric=rubric,
        answers=answers,
        overall=overall,
        dimensions=dict(zip(DIMENSIONS, scores or (3.0,) * 5, strict=True)),
    )


def told(*points: Point) -> str:
    since = since_last(points)
    assert since is not None
    return in_words(since, NAMES)


# --- the decaying mean ------------------------------------------------------------------------------------------


def test_each_step_of_a_half_life_counts_half() -> None:
    # w = 1/2: 2; (4 + 2/2) / (1 + 1/2) = 5 / 1.5; (3 + 4/2 + 2/4) / (1 + 1/2 + 1/4) = 5.5 / 1.75
    assert decaying_means((2.0, 4.0, 3.0), half_life=1) == pytest.approx((2.0, 3.3333, 3.142857), abs=1e-4)


def test_an_interview_three_before_counts_half() -> None:
    # w = 0.5^(1/3) = 0.7937, w^2 = 0.6300, w^3 = 0.5: of the first alone there is 5 * 0.5 / (1 + 0.7937 + 0.63 + 0.5)
    assert decaying_means((5.0, 0.0, 0.0, 0.0))[-1] == pytest.approx(2.5 / 2.9237, abs=1e-4)
    assert decaying_means((0.0, 0.0, 0.0, 5.0))[-1] == pytest.approx(2 * 2.5 / 2.9237, abs=1e-4)


def test_of_nothing_there_is_no_mean() -> None:
    assert decaying_means(()) == ()


@given(SCORES)
def test_it_stays_within_what_was_scored_so_far(scores: list[float]) -> None:
    for count, mean in enumerate(decaying_means(scores), start=1):
        assert min(scores[:count]) - 1e-9 <= mean <= max(scores[:count]) + 1e-9


@given(SCORES, st.floats(0, 5))
def test_what_comes_later_changes_nothing_before(scores: list[float], later: float) -> None:
    assert decaying_means([*scores, later])[:-1] == decaying_means(scores)


# --- trends -----------------------------------------------------------------------------------------------------


def test_another_rubric_begins_another_line_and_another_mean() -> None:
    # the first mean under the second rubric is its first score alone
    drawn = trend({1: 2.0, 2: 4.0, 3: 1.0}, ["Rubric 1", "Rubric 1", "Rubric 2"])
    w = 0.5 ** (1 / 3)
    assert drawn == (
        Stretch("Rubric 1", (1, 2), (2.0, 4.0), (2.0, pytest.approx((4 + 2 * w) / (1 + w)))),
        Stretch("Rubric 2", (3,), (1.0,), (1.0,)),
    )


def test_a_rubric_that_comes_back_is_not_joined_with_its_first_use() -> None:
    rubrics = ["Rubric 1", "Rubric 2", "Rubric 1"]
    drawn = trend({1: 2.0, 2: 4.0, 3: 3.0}, rubrics)
    assert [(stretch.rubric, stretch.means) for stretch in drawn] == [
        ("Rubric 1", (2.0,)),
        ("Rubric 2", (4.0,)),
        ("Rubric 1", (3.0,)),
    ]
    # also where the one between them has no score
    assert [stretch.at for stretch in trend({1: 2.0, 3: 3.0}, rubrics)] == [(1,), (3,)]


def test_an_interview_that_did_not_assess_it_is_no_point_and_ages_none() -> None:
    [stretch] = trend({1: 2.0, 4: 4.0}, ["Rubric 1"] * 4)
    assert stretch.at == (1, 4)
    assert stretch.means == decaying_means((2.0, 4.0))


def test_what_was_never_assessed_has_no_line() -> None:
    assert trend({}, ["Rubric 1", "Rubric 2"]) == ()


@given(st.lists(st.tuples(st.sampled_from("AB"), st.none() | st.floats(0, 5)), max_size=20))
def test_every_score_is_in_one_stretch_of_its_rubric(interviews: list[tuple[str, float | None]]) -> None:
    rubrics = [rubric for rubric, _ in interviews]
    scores = {number: score for number, (_, score) in enumerate(interviews, start=1) if score is not None}
    drawn = trend(scores, rubrics)
    assert {n: s for stretch in drawn for n, s in zip(stretch.at, stretch.scores, strict=True)} == scores
    assert all({rubrics[number - 1] for number in stretch.at} == {stretch.rubric} for stretch in drawn)
    # no stretch reaches over an interview under another rubric
    assert all(set(rubrics[stretch.at[0] - 1 : stretch.at[-1]]) == {stretch.rubric} for stretch in drawn)


# --- bests ------------------------------------------------------------------------------------------------------


def test_the_best_of_each_is_its_first_highest() -> None:
    points = [
        point(1, 4.0, 3.0, None, 2.0, 3.0, overall=70),
        point(2, 4.0, 3.5, None, 1.0, 3.0, overall=70),
        point(3, 3.0, 3.0, None, 2.5, 3.0, overall=65),
    ]
    found = {measure: (best.score, best.point.session_id.int) for measure, best in bests(points).items()}
    assert found == {
        OVERALL: (70, 1),
        "structure": (4.0, 1),
        "relevance": (3.5, 2),
        "depth": (2.5, 3),
        "communication": (3.0, 1),
    }


def test_bests_are_those_under_the_rubric_in_use() -> None:
    points = [
        point(1, overall=50, rubric="Rubric 1"),
        point(2, overall=95, rubric="Rubric 2"),
        point(3, overall=40, rubric="Rubric 1"),
    ]
    assert bests(points)[OVERALL].point.session_id.int == 1
    assert bests([]) == {}


def test_the_longest_run_of_weeks() -> None:
    # weeks of Monday 2 and 9 March, then of 23, 30 March and 6 April: three in a row, a Sunday and a Monday among them
    days = [
        date(2026, 3, 2),
        date(2026, 3, 15),
        date(2026, 3, 23),
        date(2026, 3, 30),
        date(2026, 4, 5),
        date(2026, 4, 6),
    ]
    assert longest_run(dict.fromkeys(days, 1)) == Run(3, date(2026, 3, 23), date(2026, 4, 12))


def test_of_runs_that_are_as_long_the_first_counts() -> None:
    days = {date(2026, 3, 4): 1, date(2026, 3, 18): 5}
    assert longest_run(days) == Run(1, date(2026, 3, 2), date(2026, 3, 8))
    assert longest_run({}) is None


def test_the_busiest_day_is_the_first_with_most_answers() -> None:
    assert busiest_day({date(2026, 3, 9): 12, date(2026, 3, 4): 12, date(2026, 3, 5): 3}) == date(2026, 3, 4)
    assert busiest_day({}) is None


def test_a_calendar_ends_with_the_week_of_today() -> None:
    # Wednesday 18 March 2026; the Thursday and later are still to come
    weeks = newest_weeks(
        {date(2026, 3, 9): 4, date(2026, 3, 18): 2, date(2026, 3, 1): 9}, today=date(2026, 3, 18), count=2
    )
    assert [week.monday for week in weeks] == [date(2026, 3, 9), date(2026, 3, 16)]
    assert weeks[0].answers == (4, 0, 0, 0, 0, 0, 0)
    assert weeks[1].answers == (0, 0, 2, None, None, None, None)


# --- in words ---------------------------------------------------------------------------------------------------


def test_the_first_interview_has_nothing_to_compare_with() -> None:
    assert told(point(1, overall=58)) == (
        "Your newest interview scored 58 of 100. It is the first one here, so there is nothing to compare it with yet."
    )
    assert since_last(()) is None


def test_what_moved_is_told_largest_first() -> None:
    before, newest = point(1, 3.4, 3.0, 3.0, 2.7, 3.0, overall=60), point(2, 2.9, 3.1, 4.0, 3.4, 2.0, overall=66)
    # accuracy +1.0, depth +0.7, relevance +0.1; communication -1.0, structure -0.5
    assert told(before, newest) == (
        "Your newest interview scored 66 of 100, after 60 before. "
        "Accuracy rose most: 4.0, after 3.0 before. Depth rose: 3.4, after 2.7 before. "
        "Communication fell most: 2.0, after 3.0 before. Structure fell a little: 2.9, after 3.4 before. "
        "The rest stayed about the same."
    )


def test_before_is_the_decaying_mean_of_those_before() -> None:
    # depth 1, 3: (3 + 1 w) / (1 + w) with w = 0.7937 is 3.7937 / 1.7937 = 2.115, so 2.4 is less than 0.3 above it
    depth = [point(number, 3, 3, 3, value, 3) for number, value in enumerate((1.0, 3.0, 2.4), start=1)]
    assert told(*depth).endswith("No dimension moved by more than 0.3 of 5, so you are about where you were.")
    depth[2] = point(3, 3, 3, 3, 2.5, 3)
    assert "Depth rose a little: 2.5, after 2.1 before." in told(*depth)


def test_a_change_of_three_tenths_is_none() -> None:
    # 1.3 - 1.0 is 0.30000000000000004 in floats
    assert "No dimension moved" in told(point(1, 3, 3, 3, 1.0, 3), point(2, 3, 3, 3, 1.3, 3))
    assert "Depth rose a little" in told(point(1, 3, 3, 3, 1.0, 3), point(2, 3, 3, 3, 1.31, 3))


def test_scores_under_another_rubric_are_not_compared() -> None:
    old, new = point(1, overall=40), point(2, overall=80, rubric="Rubric 2")
    assert told(old, new) == (
        "Your newest interview scored 80 of 100. It was scored by another rubric than the one before it, "
        "so the two cannot be compared: the next one can."
    )
    # with the next one, before is the second alone
    assert "scored 80 of 100, after 80 before" in told(old, new, point(3, overall=80, rubric="Rubric 2"))
    # and a rubric that comes back begins anew
    assert "cannot be compared" in told(old, new, point(3, overall=40))


def test_a_dimension_that_one_of_them_did_not_assess_is_not_compared() -> None:
    words = told(point(1, 3, 3, None, 3, 3), point(2, 3, 3, 5, 3, None))
    assert "Accuracy" not in words and "Communication" not in words


def test_few_answers_are_only_a_hint() -> None:
    before = point(1)
    assert told(before, point(2, answers=1)).endswith("It has only one answer, so take it as a hint.")
    assert told(before, point(2, answers=2)).endswith("It has only 2 answers, so take it as a hint.")
    assert "hint" not in told(before, point(2, answers=3))
