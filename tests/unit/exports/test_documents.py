"""JSON that is what the API would have said."""

import json
from uuid import UUID

from core.exports.documents import answer_json, history_json, report_json
from core.serializers.interviews import InterviewAnswerResponseSerializer
from core.serializers.reports import ReportSerializer
from tests.support.reports import GOOD, report_of, scored

VIEW = report_of([scored(GOOD, 1), scored("日本語 “quoted” \\ \x01", 2, is_scored=False)])


def test_an_answer_is_what_the_api_says_of_it() -> None:
    [one, _] = VIEW.answers
    document = answer_json(one.answer)
    assert InterviewAnswerResponseSerializer.model_validate_json(document) == InterviewAnswerResponseSerializer.of(
        one.answer
    )
    assert json.loads(document)["feedback_json"]["model_answer"].startswith("First I read the query plan")


def test_a_report_is_what_the_api_says_of_it() -> None:
    document = report_json(VIEW)
    assert ReportSerializer.model_validate_json(document) == ReportSerializer.of(VIEW)
    assert "日本語 “quoted”" in document.decode()  # to be read by people as well
    assert document.decode().startswith('{\n  "session"')


def test_a_history_is_every_report_with_its_answers_in_their_order() -> None:
    other = report_of([], about={"id": UUID(int=9)})
    told = json.loads(history_json(iter([VIEW, other])))
    assert [one["report"]["session"]["id"] for one in told] == [str(UUID(int=1)), str(UUID(int=9))]
    assert told[0]["report"] == json.loads(report_json(VIEW))
    assert told[0]["answers"] == [json.loads(answer_json(one.answer)) for one in VIEW.answers]
    assert told[1]["answers"] == []


def test_no_history_is_an_empty_list() -> None:
    assert json.loads(history_json([])) == []
