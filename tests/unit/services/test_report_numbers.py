"""The report's numbers, each added up by hand beside it."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from core.models.vocabulary import Level
from core.services import report
from core.services.certainty import score_range
from core.services.context import Context
from core.services.letter import opening
from core.services.report import LastInterview, Record, ReportView
from core.services.targets import TARGETS, in_a_word, target
from tests.support.contexts import real_catalog
from tests.unit.services.hand_made import DIMENSIONS, NOW, answer, record

CTX = cast(Context, SimpleNamespace(catalog=real_catalog()))

# Three answers; accuracy is not assessed in the second, and the third was not scored.
THREE = record(
    answer([3.0, 4.0, 2.0, 1.0, 3.5], 52.0, order=1, skills=("sql", "databases"), self_rating=4),
    answer([2.0, 2.5, None, 2.0, 3.0], 47.0, order=2, skills=("sql",), self_rating=2),
    answer(None, None, order=3, skills=("python",)),
)


def test_averages_are_over_the_answers_in_which_a_dimension_was_assessed() -> None:
    assert report.aggregate_scores(THREE) == {
        "structure": 2.5,  # (3 + 2) / 2
        "relevance": 3.25,  # (4 + 2.5) / 2
        "technical_accuracy": 2.0,  # 2 / 1
        "depth": 1.5,  # (1 + 2) / 2
        "communication": 3.25,  # (3.5 + 3) / 2
    }


def test_a_dimension_that_was_never_assessed_has_no_average() -> None:
    never = record(answer([3.0, None, None, 2.0, 1.0], 40.0), answer([1.0, None, None, 2.0, 2.0], 33.0))
    assert report.aggregate_scores(never) == {
        "structure": 2.0, "relevance": None, "technical_accuracy": None, "depth": 2.0, "communication": 1.5,
    }  # fmt: skip


def test_of_one_answer_the_averages_are_its_scores() -> None:
    one = record(answer([0.0, 5.0, 2.5, 1.25, 4.0], 49.0))
    assert list(report.aggregate_scores(one).values()) == [0.0, 5.0, 2.5, 1.25, 4.0]


def test_of_no_answer_there_is_nothing() -> None:
    assert set(report.aggregate_scores(record()).values()) == {None}
    assert report.identify_strengths(record()) == report.identify_weaknesses(record()) == []
    assert report.calculate_skill_breakdown(record(), ctx=CTX) == []


def test_a_skill_has_the_mean_of_its_answers_best_first() -> None:
    breakdown = report.calculate_skill_breakdown(THREE, ctx=CTX)
    # databases 52 / 1; sql (52 + 47) / 2 = 49.5; python has no scored answer
    assert [(one.skill, one.score, one.answers) for one in breakdown] == [("databases", 52.0, 1), ("sql", 49.5, 2)]


def test_a_gap_is_the_guess_less_the_score_both_of_100() -> None:
    # 4 of 5 is 80, less 52 is 28; 2 of 5 is 40, less 47 is -7; the third was not guessed
    assert view_of(THREE).gaps == (28.0, -7.0)


def test_findings_come_from_the_strongest_and_the_weakest_dimensions() -> None:
    def told(kind: str, dimension: str, text: str) -> dict[str, Any]:
        return {"dimension": dimension, "text": text, "quote": "", "action": f"do {text}" if kind == "w" else ""}

    first = answer(
        [4.0, 1.0, 3.0, 2.0, 5.0],
        60.0,
        order=1,
        feedback={
            "strengths": [told("s", "structure", "a"), told("s", "communication", "b")],
            "weaknesses": [told("w", "relevance", "c"), told("w", "depth", "d")],
        },
    )
    second = answer(
        [4.0, 1.5, 3.0, 2.0, 4.0],
        58.0,
        order=2,
        feedback={
            "strengths": [told("s", "communication", "b"), told("s", "technical_accuracy", "e")],
            "weaknesses": [told("w", "relevance", "f"), told("w", "relevance", "c")],
        },
    )
    both = record(first, second)
    # means: structure 4, relevance 1.25, accuracy 3, depth 2, communication 4.5; each dimension's best first
    assert [one.finding.text for one in report.identify_strengths(both)] == ["b", "a", "e"]
    assert [one.finding.text for one in report.identify_weaknesses(both)] == ["c", "d", "f"]
    assert [one.average for one in report.identify_weaknesses(both)] == [1.25, 2.0, 1.25]


# --- the letter ---------------------------------------------------------------------------------------------------


def view_of(of: Record, *, last: LastInterview | None = None) -> ReportView:
    scores = [one.answer.overall_score for one in of.answers if one.answer.overall_score is not None]
    return ReportView(
        interview=of.interview,
        overall=round(sum(scores) / len(scores), 1) if scores else None,
        rubric_breakdown=report.aggregate_scores(of),
        skill_breakdown=(),
        strengths=(),
        weaknesses=(),
        answers=of.answers,
        target=target(of.interview.level),
        sure=score_range(scores),
        last=last,
    )


def before(*averages: float | None) -> LastInterview:
    then = NOW - timedelta(days=7)
    return LastInterview(uuid4(), then, dict(zip(DIMENSIONS, averages, strict=True)), 50.0)


def test_the_letter_says_where_one_stands_and_how_sure_that_is() -> None:
    standing, sure, aim = opening(view_of(THREE))
    assert standing == "This is getting there: 50 of 100 in a mid-level interview."  # (52 + 47) / 2 = 49.5
    # freedom 5, variance (4 * 256 + 12.5) / 5 = 207.3, reach 1.476 * sqrt(207.3 / 2) = 15.03: 34.5 to 64.5
    assert sure.startswith("It comes from 2 answers. That is few to go by.") and "between 34 and 64" in sure
    assert aim == (
        "A mid-level interview aims at 3.0 of 5 in each dimension. You reach it in relevance and communication; "
        "most is to gain in depth (1.5)."
    )


@pytest.mark.parametrize(
    ("scores", "said"),
    [
        ([3.0] * 4 + [4.0], "and you reach it in all of them; communication is your best (4.0)."),
        ([1.0, 2.0, 1.5, 0.5, 2.5], "Nearest to it is communication (2.5); most is to gain in depth (0.5)."),
    ],
)
def test_all_or_none_of_the_aims(scores: list[float], said: str) -> None:
    assert opening(view_of(record(answer(scores, 50.0))))[2].endswith(said)


def test_what_moved_since_the_last_interview_is_told_and_what_did_not_is_not() -> None:
    # now 2.5 3.25 2.0 1.5 3.25
    said = opening(view_of(THREE, last=before(2.0, 3.2, None, 1.9, 3.0)))[-1]
    assert said == "Since your interview of 23 February: structure by 0.5 up, depth by 0.4 down."
    calm = opening(view_of(THREE, last=before(2.5, 3.2, 2.1, 1.4, 3.5)))[-1]
    assert calm == "Nothing has moved much since your interview of 23 February."
    assert len(opening(view_of(THREE, last=before(None, None, None, None, None)))) == 3


def test_there_is_no_letter_without_scores() -> None:
    assert opening(view_of(record())) == ()
    assert opening(view_of(record(answer(None, None)))) == ()


def test_words_and_aims() -> None:
    assert [in_a_word(score) for score in (0, 39.9, 40, 55, 70, 85, 100)] == [
        "a beginning", "a beginning", "getting there", "solid", "strong", "excellent", "excellent",
    ]  # fmt: skip
    assert list(TARGETS) == list(Level) and sorted(TARGETS.values()) == list(TARGETS.values())


def test_without_words_nothing_of_theirs_is_left() -> None:
    feedback = {
        "strengths": [{"dimension": "structure", "text": "Clear", "quote": "Because.", "action": ""}],
        "weaknesses": [{"dimension": "depth", "text": "Thin", "quote": "Because.", "action": "More"}],
    }
    of = record(answer([4.0, 1.0, 3.0, 2.0, 5.0], 60.0, feedback=feedback))
    view = replace(
        view_of(of),
        strengths=tuple(report.identify_strengths(of)),
        weaknesses=tuple(report.identify_weaknesses(of)),
        before=of,
    )
    assert "Because." in str(view)
    silent = report.without_words(view)
    assert "Because." not in str(silent)
    assert (silent.overall, silent.rubric_breakdown) == (view.overall, view.rubric_breakdown)
