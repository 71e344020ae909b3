import json

import pytest

from core.bank.item import Item
from core.rubric import DIMENSIONS, Rubric
from core.scoring import (
    KeyPoint,
    Misconception,
    Task,
    grade,
    grade_values,
    measure,
    measurement_from_dict,
    overall,
    score,
    scorecard_from_dict,
)
from core.scoring.document import read
from core.scoring.grading import interpolate
from core.scoring.text import MAX_CHARS, clean

QUEUE = Task(
    "How do you write a consumer for this broker, and what do you have to watch?",
    key_points=(
        KeyPoint(
            "no-order",
            "The queue does not guarantee the order of messages.",
            ("messages may arrive out of order", "there is no ordering across partitions"),
        ),
        KeyPoint(
            "duplicates",
            "A message may be delivered twice, so consumers have to be idempotent.",
            ("at least once delivery", "handle the same message again without harm"),
        ),
    ),
    misconceptions=(
        Misconception(
            "The queue guarantees the order of messages.",
            ("messages always arrive in the order they were sent",),
            correction="Order holds at most within one partition.",
            against="no-order",
        ),
    ),
)


def test_overall_is_the_weighted_mean_of_what_was_assessed(rubric: Rubric) -> None:
    scores = {"structure": 4.0, "relevance": 3.0, "technical_accuracy": 2.0, "depth": 5.0, "communication": 1.0}
    # 20 * (.2*4 + .2*3 + .25*2 + .2*5 + .15*1) = 20 * 3.05 = 61
    assert overall(scores, rubric.weights) == 61.0
    # without technical accuracy: 20 * (.8 + .6 + 1 + .15) / .75 = 20 * 2.55 / .75 = 68
    assert overall({**scores, "technical_accuracy": None}, rubric.weights) == 68.0
    assert overall(dict.fromkeys(DIMENSIONS), rubric.weights) is None


def test_interpolation_is_flat_beyond_its_ends() -> None:
    curve = ((0.2, 1.0), (0.6, 3.0), (1.0, 5.0))
    assert [interpolate(curve, x) for x in (0.0, 0.2, 0.4, 0.8, 2.0)] == pytest.approx([1, 1, 2, 4, 5])


def test_negation_decides_between_a_point_and_its_misconception(rubric: Rubric) -> None:
    right = score("The queue does not guarantee the order of the messages, so we sort them.", QUEUE, rubric)
    wrong = score("The queue guarantees the order of the messages, so sorting them again is a waste.", QUEUE, rubric)
    assert right.points[0].met
    assert not right.misconceptions
    assert not wrong.points[0].met
    assert wrong.misconceptions[0].correction.startswith("Order holds")
    assert wrong.misconceptions[0].span is not None
    assert (right.scores["technical_accuracy"] or 0) > (wrong.scores["technical_accuracy"] or 0)


def test_a_met_point_quotes_its_sentence(rubric: Rubric) -> None:
    text = "I like queues. A message may be delivered twice, so our consumers are idempotent."
    point = score(text, QUEUE, rubric).points[1]
    assert point.met
    assert point.span is not None
    assert "delivered twice" in point.span.quote
    assert text[point.span.start : point.span.end] == point.span.quote


def test_typos_and_british_spelling_are_forgiven(rubric: Rubric) -> None:
    card = score("A mesage may be delivred twice, so the consumers need to be idempotant there.", QUEUE, rubric)
    assert card.points[1].met


def test_measuring_needs_no_rubric_and_grading_no_text(items: list[Item], rubric: Rubric) -> None:
    item = items[0]
    measurement = measure(item.model_answer, item.task())
    stored = measurement_from_dict(json.loads(json.dumps(measurement.to_dict())))
    assert stored == measurement
    assert all(isinstance(value, float) for value in measurement.signals.values())
    assert grade(stored, rubric) == score(item.model_answer, item.task(), rubric)
    assert grade_values(stored, rubric) == grade(stored, rubric).scores


def test_a_scorecard_survives_json(items: list[Item], rubric: Rubric) -> None:
    card = score(items[1].model_answer, items[1].task(), rubric)
    assert scorecard_from_dict(json.loads(json.dumps(card.to_dict()))) == card
    assert card.rubric_hash == rubric.content_hash
    for dimension in card.dimensions:
        assert dimension.anchor is not None
        assert dimension.value is not None
        assert dimension.anchor.level == int(dimension.value)
        assert (dimension.next_step is None) == (dimension.anchor.level == 5)


def test_without_points_or_reference_accuracy_is_not_assessed(rubric: Rubric) -> None:
    text = "I would split the work, because two people can then move at once, and I would tell the client."
    card = score(text, Task("How would you plan a move of offices?"), rubric)
    assert card.scores["technical_accuracy"] is None
    assert card.dimension("technical_accuracy").anchor is None
    assert card.overall is not None


def test_points_are_read_off_a_reference(rubric: Rubric) -> None:
    task = Task(
        "What is a mutex?", reference="A mutex lets one thread in at a time. Other threads wait until it is released."
    )
    good = score("A mutex lets only one thread in, and other threads wait until it is released.", task, rubric)
    bad = score("A mutex is a kind of fast list for storing numbers in the memory of a machine.", task, rubric)
    assert [point.id for point in good.points] == ["reference-1", "reference-2"]
    assert (good.scores["technical_accuracy"] or 0) > 3 > (bad.scores["technical_accuracy"] or 0)


def test_pace_counts_only_where_speech_was_timed(items: list[Item]) -> None:
    item = items[0]
    typed = measure(item.model_answer, item.task(), time_seconds=10)
    rushed = measure(item.model_answer, item.task(), time_seconds=10, dictated=True)
    assert typed.signals["pace"] == 1.0
    assert rushed.signals["pace"] == 0.0


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("I\u2019d say \u201cno\u201d", 'I\'d say "no"'),
        ("a\r\nb", "a\nb"),
        ("e\u0301\u200bt\u00ad\u00e9", "été".replace("é", "\u00e9", 1)),
        ("x\x00y", "x y"),
        ("\ufb01ne", "fine"),
    ],
)
def test_cleaning(raw: str, text: str) -> None:
    assert clean(raw).text == text


def test_spans_point_into_the_original() -> None:
    raw = "Cafe\u0301 \u201cfine\u201d\u200b said\r\nhe."
    document = read(raw)
    for index in range(len(document.words)):
        span = document.span((index, index + 1))
        assert raw[span.start : span.end] == span.quote
    assert document.span((0, 1)).quote == "Cafe\u0301"


def test_text_is_capped_before_and_after_normalising(rubric: Rubric) -> None:
    assert len(clean("\ufdfa" * MAX_CHARS).text) <= MAX_CHARS
    assert score("word " * MAX_CHARS, QUEUE, rubric).has_flag("too_long")


def test_abbreviations_and_bullets_in_sentences() -> None:
    assert len(read("Use a queue, e.g. Kafka. It keeps messages.").sentences) == 2
    assert len(read("Two things:\n- it is fast\n- it is cheap").sentences) == 3
