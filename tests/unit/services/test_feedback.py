"""Feedback: three strengths at most, three to five weaknesses, in the candidate's own words and about this answer."""

from pathlib import Path

import pytest

from core.config import PROJECT
from core.rubric import load_rubric
from core.scoring import score
from core.services.feedback import Feedback, feedback_from, generate_improvements
from tests.support.contexts import real_bank

RUBRIC = load_rubric(Path(PROJECT / "data" / "rubrics" / "standard.yaml"))
ITEM = real_bank().items["databases.index-not-used"]
HALF = (
    "I would first look at the query plan with EXPLAIN ANALYZE and compare the estimated with the actual rows, because "
    "guessing costs time. An index always makes a query faster, so I would add one more."
)


def feedback_on(text: str) -> Feedback:
    return feedback_from(score(text, ITEM.task(), RUBRIC), ITEM.task(), text)


@pytest.mark.parametrize("text", [HALF, ITEM.model_answer, "I do not know.", "", "index " * 50])
def test_there_are_at_most_three_strengths_and_three_to_five_weaknesses(text: str) -> None:
    feedback = feedback_on(text)
    assert len(feedback.strengths) <= 3
    assert 3 <= len(feedback.weaknesses) <= 5


def test_every_quote_stands_in_the_answer() -> None:
    feedback = feedback_on(HALF)
    quotes = [finding.quote for finding in (*feedback.strengths, *feedback.weaknesses) if finding.quote]
    assert quotes
    for quote in quotes:
        assert quote.rstrip("…") in " ".join(HALF.split())


def test_a_missing_essential_point_becomes_an_action() -> None:
    missed = [point for point in score(HALF, ITEM.task(), RUBRIC).points if point.essential and not point.met]
    assert missed
    improvements = " ".join(feedback_on(HALF).improvements)
    assert any(point.statement in improvements for point in missed)


def test_what_does_not_hold_is_corrected() -> None:
    feedback = feedback_on(HALF)
    assert any("does not hold" in finding.text for finding in feedback.weaknesses)
    assert any(ITEM.misconceptions[0].correction in action for action in feedback.improvements)


def test_two_different_answers_get_different_words() -> None:
    other = ITEM.model_answer
    assert feedback_on(HALF).improvements != feedback_on(other).improvements


def test_nothing_typed_is_no_strength() -> None:
    assert feedback_on("").strengths == ()


def test_the_model_answer_is_the_items() -> None:
    assert feedback_on(HALF).model_answer == ITEM.model_answer


def test_no_action_is_given_twice() -> None:
    actions = generate_improvements(feedback_on("").weaknesses)
    assert len(actions) == len(set(actions))


def test_findings_are_sentences() -> None:
    feedback = feedback_on(ITEM.model_answer)
    assert all(finding.text.endswith((".", "?", "!")) for finding in feedback.strengths)
    lacks = {signal.lack for dimension in RUBRIC.dimensions for signal in (*dimension.signals, *dimension.gates)}
    assert lacks & {finding.text for finding in feedback_on("index " * 50).weaknesses}
