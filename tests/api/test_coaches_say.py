"""What coaches say of answers, as programs read it: both kinds of scores, and no more than the reader may know."""

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pypdf import PdfReader

from core.models.vocabulary import Counts, Shows
from core.rubric import DIMENSIONS
from core.serializers.interviews import InterviewAnswerResponseSerializer
from core.serializers.reports import ReportSerializer
from core.services import coaching, commenting, group_settings, reviewing
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.coached import Coached, make_coached
from tests.support.programs import program, token_of

REASON, REMARK, NOTE = "Clear to the end.", "Lead with the result.", "Is it too long?"


@pytest.fixture
def there(ctx: Context) -> Coached:
    return make_coached(ctx)


def levels(*given: int | None) -> dict[str, int | None]:
    return dict(zip(DIMENSIONS, given, strict=True))


def everything_said(ctx: Context, there: Coached, clock: FakeClock) -> None:
    """A wish, a rating and a remark on the first answer, where coaches count."""
    commenting.ask_for_review(ctx, there.member, there.answers[0], NOTE)
    clock.advance(seconds=60)
    reviewing.rate(ctx, there.coach, there.answers[0], levels(4, 3, None, 3, 5), REASON)
    commenting.comment(ctx, there.coach, there.answers[0], REMARK, dimension="depth", stretch=(0, 5))
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=Counts.COACHES, moderator_id=None)


def first(client: TestClient, there: Coached, what: str) -> Any:
    """The first answer, in the report or in the list of answers."""
    body = client.get(f"/interviews/{there.session_id}/{what}").json()
    return (body["answers"] if what == "report" else body)[0]


@pytest.mark.parametrize("what", ["report", "answers"])
def test_both_kinds_of_scores_and_what_was_said(ctx: Context, there: Coached, clock: FakeClock, what: str) -> None:
    hers, theirs = (program(ctx, token_of(ctx, person)) for person in (there.member, there.coach))
    before = first(hers, there, what)
    assert before["machine_scores_json"] == before["scores_json"] and before["counting"] == "machine"
    assert (before["ratings"], before["comments"], before["review_request"]) == ([], [], None)
    everything_said(ctx, there, clock)
    after = first(hers, there, what)
    assert after == first(theirs, there, what)
    assert after["counting"] == "coaches" and after["coaches_differ"] is False
    assert after["machine_scores_json"] == before["scores_json"]
    accuracy = before["scores_json"]["technical_accuracy"]
    assert after["scores_json"] == levels(4, 3, None, 3, 5) | {"technical_accuracy": accuracy}
    if what == "report":
        assert after["machine_overall_score"] == before["overall_score"] != after["overall_score"]
    else:
        assert after["feedback_json"] == before["feedback_json"]
    [rating], [comment] = after["ratings"], after["comments"]
    assert (rating["coach"], rating["group"], rating["kind"], rating["reason"]) == ("Carla", "Spring", "rating", REASON)
    assert rating["scores_json"] == levels(4, 3, None, 3, 5) and rating["is_blind"] is True
    assert {"rubric_hash", "created_at"} <= set(rating)
    assert [comment[name] for name in ("coach", "dimension", "start", "end", "body")] == [
        "Carla",
        "depth",
        0,
        5,
        REMARK,
    ]
    wish = after["review_request"]
    assert (wish["note"], wish["is_met"]) == (NOTE, True)
    shape: Any = ReportSerializer if what == "report" else InterviewAnswerResponseSerializer
    body = hers.get(f"/interviews/{there.session_id}/{what}").json()
    for each in [body] if what == "report" else body:
        shape.model_validate(each)


def test_while_coaches_differ_their_candidates_program_is_told_no_level(ctx: Context, there: Coached) -> None:
    reviewing.rate(ctx, there.coach, there.answers[0], levels(5, 3, 3, 3, 3), REASON)
    reviewing.rate(ctx, there.second, there.answers[0], levels(2, 3, 3, 3, 3))
    hers, theirs = (program(ctx, token_of(ctx, person)) for person in (there.member, there.coach))
    for what in ("report", "answers"):
        one = first(hers, there, what)
        assert one["coaches_differ"] is True and one["ratings"] == [] and one["counting"] == "machine"
        assert sorted(rating["scores_json"]["structure"] for rating in first(theirs, there, what)["ratings"]) == [2, 5]
    assert REASON not in hers.get(f"/interviews/{there.session_id}/report").text
    [row, *_] = rows_of(hers, there)
    assert row["ratings"] == "0" and row["coaches_structure"] == ""
    assert REASON not in printed(hers, there) and "Coaches do not agree on this answer yet" in printed(hers, there)


def test_whoever_sees_scores_only_gets_levels_and_no_word(ctx: Context, there: Coached, clock: FakeClock) -> None:
    everything_said(ctx, there, clock)
    coaching.change_shown(ctx, there.member, there.group_id, Shows.SCORES)
    theirs = program(ctx, token_of(ctx, there.second))
    one = first(theirs, there, "report")
    assert [rating["scores_json"]["structure"] for rating in one["ratings"]] == [4]
    assert one["comments"] == [] and one["review_request"] is None and one["machine_scores_json"] is not None
    [row, *_] = rows_of(theirs, there)
    assert row["coaches_structure"] == "4.0" and row["comments"] == ""
    told = theirs.get(f"/interviews/{there.session_id}/report").text + printed(theirs, there)
    assert not any(words in told for words in (REASON, REMARK, NOTE))


def test_a_program_of_a_coach_sees_the_machines_scores_too_and_that_is_noted(ctx: Context, there: Coached) -> None:
    theirs = program(ctx, token_of(ctx, there.coach))
    assert theirs.get(f"/interviews/{there.session_id}").status_code == 200  # without scores of answers
    assert theirs.get(f"/interviews/{there.session_id}/questions").status_code == 200
    blind = reviewing.rate(ctx, there.second, there.answers[0], levels(3, 3, 3, 3, 3))
    assert [one.is_blind for one in blind.human.ratings] == [True]
    theirs.get(f"/interviews/{there.session_id}/answers")
    rated = reviewing.rate(ctx, there.coach, there.answers[0], levels(3, 3, 3, 3, 3))
    assert {one.rater: one.is_blind for one in rated.human.ratings} == {"Cem": True, "Carla": False}


def test_files_show_both(ctx: Context, there: Coached, clock: FakeClock) -> None:
    hers = program(ctx, token_of(ctx, there.member))
    machine = first(hers, there, "report")
    everything_said(ctx, there, clock)
    row, other, _ = rows_of(hers, there)
    assert (row["counting"], row["structure"], row["coaches_structure"], row["ratings"]) == (
        "coaches",
        "4.0",
        "4.0",
        "1",
    )
    assert float(row["machine_structure"]) == machine["scores_json"]["structure"]
    assert float(row["machine_overall_score"]) == machine["overall_score"]
    assert row["coaches_technical_accuracy"] == "" and row["comments"] == f"Carla: {REMARK}"
    assert (other["counting"], other["ratings"], other["coaches_depth"]) == ("machine", "0", "")
    assert other["machine_depth"] == other["depth"]
    text = printed(hers, there)
    structure = f"{machine['scores_json']['structure']:.1f}"
    assert f"Machine {structure}" in text and "Carla 4 3 – 3 5" in text and "Counts 4.0 3.0" in text
    assert REASON in text and REMARK in text and "In the group Spring, coaches' ratings count." in text


def rows_of(client: TestClient, there: Coached) -> list[dict[str, str]]:
    table = client.get(f"/interviews/{there.session_id}/report.csv").content
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def printed(client: TestClient, there: Coached) -> str:
    pages = PdfReader(io.BytesIO(client.get(f"/interviews/{there.session_id}/report.pdf").content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
