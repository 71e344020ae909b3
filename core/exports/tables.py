"""Reports and histories as CSV: for spreadsheets as they are opened by hand, and for programs."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from core.rubric import DIMENSIONS
from core.services.comparing import Comparison, Standing
from core.services.report import ReportView, ScoredAnswer
from core.services.words import STATUS_WORDS, TYPE_WORDS

Cell = str | int | float | None

ANSWER_COLUMNS = (
    *("order", "question_text", "category", "difficulty", "skill_tags", "is_followup", "answer_text"),
    *DIMENSIONS,
    *("overall_score", "time_seconds", "seconds_given", "is_told_time", "handed_in", "submitted_at", "self_rating"),
)
HISTORY_COLUMNS = (
    *("created_at", "role", "level", "type", "status", "questions", "answered", "overall_score"),
    *DIMENSIONS,
)

MEMBER_COLUMNS = tuple("username name joined_at interviews last_interview state overall_level overall_trend".split())

# Spreadsheets look behind what is not seen, and behind quotes that an import may take off.
_BEFORE_FORMULA = re.compile(r"[\s\"'“”„‘’«»\u00ad\u200b-\u200f\u2060\ufeff]*")


def answers_csv(view: ReportView, answers: Sequence[ScoredAnswer] | None = None) -> bytes:
    """One row for each answer of a report, or for those of them that are named."""
    chosen = view.answers if answers is None else answers
    return _table(ANSWER_COLUMNS, (_answer_row(one, shows_answers=view.shows_answers) for one in chosen))


def history_csv(views: Iterable[ReportView]) -> bytes:
    """One row for each interview, in the order in which they come."""
    return _table(HISTORY_COLUMNS, map(_interview_row, views))


def comparison_csv(view: Comparison, names: Mapping[str, str]) -> bytes:
    """One row for each member of a group, with a column for each dimension, or two for each skill.

    ``names`` are those of skills, which stand above their columns.
    """
    parts = [
        heading
        for part in view.parts
        for heading in ((names[part], f"{names[part]} (answers)") if view.by_skill else (part,))
    ]
    return _table((*MEMBER_COLUMNS, *map(harmless, parts)), (_member_row(member, view) for member in view.members))


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: with an apostrophe before what would begin one.

    After OWASP's page on CSV injection: = + - @, tab and line ends, also in their full-width forms, and also behind
    blanks and quotes.
    """
    first = text[_BEFORE_FORMULA.match(text).end() :][:1]  # type: ignore[union-attr]
    begins_formula = text[:1] in ("\t", "\r", "\n") or unicodedata.normalize("NFKC", first) in ("=", "+", "-", "@")
    return f"'{text}" if begins_formula else text


def _answer_row(one: ScoredAnswer, *, shows_answers: bool) -> list[Cell]:
    answer = one.answer
    question, scores = answer.question, answer.scores or {}
    return [
        *(question.order, question.question_text, question.category, question.difficulty),
        *("; ".join(answer.skill_tags), _yes_or_no(question.is_followup)),
        answer.answer_text if shows_answers else None,
        *(scores.get(name) for name in DIMENSIONS),
        *(answer.overall_score, answer.time_seconds, question.seconds, _yes_or_no(answer.is_told_time)),
        *(answer.handed_in.value, _moment(answer.submitted_at), answer.self_rating),
    ]


def _interview_row(view: ReportView) -> list[Cell]:
    interview = view.interview
    return [
        *(_moment(interview.created_at), interview.role_name, interview.level.value, TYPE_WORDS[interview.type]),
        *(STATUS_WORDS[interview.status], interview.total_questions, interview.answered, view.overall),
        *(view.rubric_breakdown.get(name) for name in DIMENSIONS),
    ]


def _member_row(member: Standing, view: Comparison) -> list[Cell]:
    row: list[Cell] = [
        *(member.username, member.name, _moment(member.joined_at), member.interviews),
        *(_moment(member.last) if member.last else None, member.state.value),
        *(_rounded(member.level, 1), _rounded(member.trend, 1)),
    ]
    for part in view.parts:
        row.append(_rounded(member.levels.get(part), 1 if view.by_skill else 2))
        if view.by_skill:
            row.append(member.answers.get(part, 0))
    return row


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def _moment(moment: datetime) -> str:
    """In UTC, in the one form that spreadsheets and programs both take for a date."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    # with a byte order mark, without which Excel takes UTF-8 for something else
    return text.getvalue().encode("utf-8-sig")
