"""How long it takes to print a report of 15 questions, and to make a table of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from core.exports.pdf import report_pdf
from core.exports.tables import answers_csv
from core.services.report import ReportView
from tests.support.contexts import real_catalog
from tests.support.reports import GOOD, TASK, THEN, WRONG, report_of, scored

LIMIT = 3.0
"""Seconds for the PDF of a report."""
QUICK = 0.05

TEXTS = (f"{GOOD} {TASK.reference} {GOOD}", f"{WRONG} {GOOD} {TASK.reference}", f"{TASK.reference} {WRONG} {WRONG}")


@pytest.fixture(scope="module")
def view() -> ReportView:
    """Fifteen answers of some 80 to 100 words, each with its marks, key points and model answer."""
    return report_of([scored(TEXTS[order % 3], order) for order in range(1, 16)])


def test_a_report_of_15_questions_on_paper(benchmark: Any, view: ReportView) -> None:
    def told_apart(number: int) -> ReportView:
        # what is set already is set again in no time; each of these is another interview
        about = replace(view.interview, created_at=THEN + timedelta(days=number))
        answers = [
            replace(one, answer=replace(one.answer, answer_text=f"{one.answer.answer_text} Nr {number}."))
            for one in view.answers
        ]
        return replace(view, interview=about, answers=tuple(answers))

    rounds = iter(range(1000))

    def setup() -> tuple[tuple[ReportView], dict[str, Any]]:
        return (told_apart(next(rounds)),), {"name": "Ada", "catalog": real_catalog(), "made_at": THEN}

    benchmark.pedantic(report_pdf, setup=setup, rounds=20)
    if not benchmark.disabled:
        # the very first, which reads the fonts, among them
        assert benchmark.stats.stats.max <= LIMIT


def test_a_report_of_15_questions_as_a_table(benchmark: Any, view: ReportView) -> None:
    benchmark.pedantic(answers_csv, args=(view,), rounds=20)
    if not benchmark.disabled:
        assert benchmark.stats.stats.max <= QUICK
