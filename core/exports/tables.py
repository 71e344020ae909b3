"""Reports and histories as CSV: for spreadsheets as they are opened by hand, and for programs."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from core.agreement import Agreement, Interval
from core.rubric import DIMENSIONS
from core.services.agreement_of_ratings import RatingAgreement
from core.services.agreement_rules import MEASURED
from core.services.audit import EventView
from core.services.comparing import Comparison, Standing
from core.services.report import ReportView, ScoredAnswer
from core.services.views import AnswerView
from core.services.words import STATUS_WORDS, TYPE_WORDS

Cell = str | int | float | None

ANSWER_COLUMNS = (
    *("order", "question_text", "category", "difficulty", "skill_tags", "is_followup", "answer_text"),
    *DIMENSIONS,
    *("overall_score", "time_seconds", "seconds_given", "is_told_time", "handed_in", "submitted_at", "self_rating"),
    "counting",
    *(f"machine_{name}" for name in (*DIMENSIONS, "overall_score")),
    "ratings",
    *(f"coaches_{name}" for name in DIMENSIONS),
    "comments",
)
"""``counting`` says whose scores stand under the dimensions' own names. Under ``coaches_`` stand the means of what
coaches gave, or what was decided between them.
"""
HISTORY_COLUMNS = (
    *("created_at", "role", "level", "type", "status", "questions", "answered", "overall_score"),
    *DIMENSIONS,
)

_MEASURES = ("qwk", "pearson_r", "smd", "exact", "adjacent")
AGREEMENT_COLUMNS = (
    *("first", "second", "dimension", "pairs"),
    *(f"{measure}{end}" for measure in _MEASURES for end in ("", "_low", "_high")),
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


def agreement_csv(view: RatingAgreement) -> bytes:
    """One row for each two raters and dimension, with 95 % intervals; without figures where there are too few pairs."""
    raters = [
        ("coaches", "machine", view.with_machine),
        ("coach who rated earlier", "coach who rated later", view.among_coaches),
        *((two.first, two.second, two.between) for two in view.who_by_who),
    ]
    return _table(
        AGREEMENT_COLUMNS,
        (
            [first, second, name, told.pairs[name], *_agreement_cells(told.found.get(name))]
            for first, second, told in raters
            for name in MEASURED
        ),
    )


def audit_csv(events: Iterable[EventView]) -> bytes:
    """One row for each event, in the order in which they come."""
    return _table(
        ("at", "actor", "kind", "subject", "detail", "address"),
        ([_moment(one.at), one.actor, one.kind, one.subject, one.detail, one.address] for one in events),
    )


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
        *_coaches_cells(answer),
    ]


def _coaches_cells(answer: AnswerView) -> list[Cell]:
    human, machine = answer.human, answer.machine_scores or {}
    return [
        human.counts.value,
        *(machine.get(name) for name in DIMENSIONS),
        answer.machine_overall,
        len(human.ratings),
        *(_rounded(human.levels[name], 2) for name in DIMENSIONS),
        "\n".join(f"{one.author}: {one.body}" for one in human.comments),
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


def _agreement_cells(found: Agreement | None) -> list[Cell]:
    cells: list[Cell] = []
    for measure in _MEASURES:
        interval: Interval | None = getattr(found, f"{measure}_interval", None)
        ends = (interval.low, interval.high) if interval else (None, None)
        cells += [_rounded(value, 3) for value in (getattr(found, measure, None), *ends)]
    return cells


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
