"""Answers, reports and histories as JSON, in the shapes that the API has."""

import json
from collections.abc import Iterable

from core.serializers.interviews import InterviewAnswerResponseSerializer
from core.serializers.reports import ReportSerializer
from core.serializers.shape import Shape
from core.services.report import ReportView
from core.services.views import AnswerView


class ExportedInterview(Shape):
    """An interview with all that there is of it: its report, and its answers with their feedback."""

    report: ReportSerializer
    answers: list[InterviewAnswerResponseSerializer]


def answer_json(answer: AnswerView) -> bytes:
    """One answer with its question, scores and feedback."""
    return _pretty(InterviewAnswerResponseSerializer.of(answer)).encode()


def report_json(view: ReportView) -> bytes:
    """The report of one interview."""
    return _pretty(ReportSerializer.of(view)).encode()


def history_json(views: Iterable[ReportView]) -> bytes:
    """Every interview in a list, in the order in which they come."""
    interviews = ",\n".join(_pretty(_whole(view)) for view in views)
    return f"[\n{interviews}\n]".encode() if interviews else b"[]"


def _whole(view: ReportView) -> ExportedInterview:
    answers = [InterviewAnswerResponseSerializer.of(one.answer) for one in view.answers]
    return ExportedInterview(report=ReportSerializer.of(view), answers=answers)


def _pretty(shape: Shape) -> str:
    return json.dumps(shape.model_dump(mode="json"), ensure_ascii=False, indent=2)
