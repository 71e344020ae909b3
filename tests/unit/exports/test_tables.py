"""CSV that opens right in a spreadsheet, in pandas and in Python, and in which nobody's words become a formula."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exports.tables import ANSWER_COLUMNS, HISTORY_COLUMNS, answers_csv, harmless, history_csv
from core.models.vocabulary import HandedIn, RatingKind, Status
from core.rubric import DIMENSIONS
from core.services.rating_rules import Outcome
from tests.support.reports import THEN, rating, remark, report_of, scored, with_coaches

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =cmd|' /C calc'!A0", '"=1+1"', "'=1", "“=1”",
    "＝1", "＋1", "－1", "＠x", "\u200b=1", "\ufeff=1", "\xa0=1", '=HYPERLINK("http://x.y","z")',
]  # fmt: skip


def rows(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_would_begin_a_formula_begins_with_an_apostrophe(text: str) -> None:
    [row] = rows(answers_csv(report_of([scored(text, is_scored=False)])))
    assert row["answer_text"] == f"'{text}"


@pytest.mark.parametrize("text", ["", "I = you", "a-b", "1 + 1", "…", "100", "e.g. =x", "“Quoted” words", "*bold*"])
def test_any_other_text_stays_as_it_is(text: str) -> None:
    [row] = rows(answers_csv(report_of([scored(text, is_scored=False)])))
    assert row["answer_text"] == text


def test_every_text_is_made_harmless_and_no_number_is_touched() -> None:
    one = scored(
        "=1", is_scored=False, question={"question_text": "=q", "category": "@c"}, skill_tags=("-t", "u"), self_rating=3
    )
    view = report_of([one], about={"role_selected": {"name": "=role", "skills": {}}}, overall=-1.5)
    [row] = rows(answers_csv(view))
    assert (row["question_text"], row["category"], row["skill_tags"]) == ("'=q", "'@c", "'-t; u")
    assert row["self_rating"] == "3"
    [row] = rows(history_csv([view]))
    # no score of ours is below 0; the point is that a number would stay one
    assert (row["role"], row["overall_score"]) == ("'=role", "-1.5")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_whatever_is_typed_comes_back_but_for_the_apostrophe(text: str) -> None:
    [row] = rows(answers_csv(report_of([scored("", is_scored=False, answer_text=text)])))
    assert row["answer_text"] in (text, f"'{text}")
    assert row["answer_text"].strip()[:1] not in ("=", "+", "-", "@")
    assert harmless(harmless(text)).lstrip("'") == text.lstrip("'")


def test_a_row_says_everything_about_an_answer() -> None:
    answer = scored(
        "I read the query plan.", 4, time_seconds=130, self_rating=2, handed_in=HandedIn.EXPIRED,
        question={"is_followup": True},
    )  # fmt: skip
    table = answers_csv(report_of([answer, scored("Unscored.", 5, is_scored=False, question={"seconds": None})]))
    first, second = rows(table)
    assert tuple(first) == ANSWER_COLUMNS
    assert first["structure"] == str(answer.answer.scores["structure"])
    assert first["overall_score"] == str(answer.answer.overall_score)
    told = ("order", "is_followup", "time_seconds", "seconds_given", "is_told_time", "handed_in", "self_rating")
    assert [first[name] for name in told] == ["4", "yes", "130", "120", "no", "expired", "2"]
    assert first["submitted_at"] == "2026-03-02 09:00:00"
    assert [second[name] for name in ("structure", "overall_score", "seconds_given", "self_rating")] == [""] * 4


def test_the_machines_and_the_coaches_scores_have_columns_of_their_own() -> None:
    # structure (4 + 3) / 2 = 3.5, relevance (3 + 3) / 2, accuracy of the one who could judge it
    one = with_coaches(
        scored("I read the query plan.", scores=dict.fromkeys(DIMENSIONS, 2.0), overall_score=40.0),
        rating(4, 3, None, 1, 5, reason="=1"), rating(3, 3, 2, 2, 5),
        comments=(remark("=HYPERLINK(1)"), remark("Good.")), counting=Outcome(dict.fromkeys(DIMENSIONS, 3.0)),
    )  # fmt: skip
    changed = replace(one, answer=replace(one.answer, scores=dict.fromkeys(DIMENSIONS, 3.0), overall_score=60.0))
    [row] = rows(answers_csv(report_of([changed])))
    assert [row[f"coaches_{name}"] for name in DIMENSIONS] == ["3.5", "3.0", "2.0", "1.5", "5.0"]
    assert {row[f"machine_{name}"] for name in DIMENSIONS} == {"2.0"} and row["machine_overall_score"] == "40.0"
    assert (row["structure"], row["overall_score"], row["counting"], row["ratings"]) == ("3.0", "60.0", "coaches", "2")
    assert row["comments"] == "Carla: =HYPERLINK(1)\nCarla: Good."
    # somebody who is called by a formula makes none
    odd = with_coaches(scored("x"), comments=(replace(remark("1"), author="=A"),))
    assert rows(answers_csv(report_of([odd])))[0]["comments"] == "'=A: 1"
    # what was decided stands for all of them
    decided = with_coaches(scored("x"), rating(5, 5, 5, 5, 5), rating(1, 2, 3, 4, None, kind=RatingKind.DECISION))
    [row] = rows(answers_csv(report_of([decided])))
    assert [row[f"coaches_{name}"] for name in DIMENSIONS] == ["1.0", "2.0", "3.0", "4.0", ""]
    assert row["counting"] == "machine" and row["structure"] == row["machine_structure"]


def test_a_history_has_a_row_for_each_interview_in_their_order() -> None:
    # structure (4 + 2) / 2 = 3.0, overall (70 + 55) / 2 = 62.5
    four, two = dict.fromkeys(("structure", "depth"), 4.0), dict.fromkeys(("structure", "depth"), 2.0)
    views = [
        report_of([
            scored("a", 1, scores=four, overall_score=70.0, feedback=None),
            scored("b", 2, scores=two, overall_score=55.0, feedback=None),
        ]),
        report_of([], about={"created_at": THEN + timedelta(days=1), "status": Status.ABANDONED}),
    ]  # fmt: skip
    first, second = rows(history_csv(views))
    assert tuple(first) == HISTORY_COLUMNS
    assert list(first.values()) == [
        "2026-03-02 09:00:00", "Backend engineer", "mid", "Technical", "finished", "10", "2", "62.5",
        "3.0", "", "", "3.0", "",
    ]  # fmt: skip
    assert [second[name] for name in ("created_at", "status", "answered", "overall_score", "structure")] == [
        "2026-03-03 09:00:00", "abandoned", "0", "", "",
    ]  # fmt: skip
    assert rows(history_csv([])) == []


def test_pandas_and_excel_read_it() -> None:
    text = 'Größe; "quoted", 日本語\nsecond line'
    table = answers_csv(report_of([scored(text, 1), scored("=x", 2, is_scored=False)]))
    assert table.startswith(b"\xef\xbb\xbf")  # Excel takes it for another encoding otherwise
    assert b"\r\n" in table
    frame = pd.read_csv(io.BytesIO(table))
    assert tuple(frame.columns) == ANSWER_COLUMNS
    assert list(frame["answer_text"]) == [text, "'=x"]
    assert frame["overall_score"].dtype == float and frame["order"].dtype == int
    assert pd.to_datetime(frame["submitted_at"])[0] == THEN.replace(tzinfo=None)


def test_no_word_of_somebody_who_shows_scores_only() -> None:
    view = report_of([scored("I read the query plan.")], shows_answers=False)
    [row] = rows(answers_csv(view))
    assert row["answer_text"] == "" and float(row["overall_score"]) > 0
