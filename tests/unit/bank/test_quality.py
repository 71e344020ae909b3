"""What the bank check says of wording: each kind of fault on an item spoilt with it, and none on our own."""

from typing import Any

import pytest

from core.bank.item import Item
from core.bank.loader import Bank
from core.bank.quality import wording_faults
from tests.support.contexts import real_bank


def first_two() -> list[Item]:
    return list(real_bank().items.values())[:2]


def faults_of(*items: Item) -> list[str]:
    bank = Bank({item.id: item for item in items}, {item.id: "file.yaml:1" for item in items})
    return [fault.message for fault in wording_faults(bank)]


def test_sound_items_have_no_faults() -> None:
    assert faults_of(*first_two()) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"text": "Tell me about a time you had a misteak in your work. What happened?"},
            "'misteak' is not a known word",
        ),
        (
            {"text": "Are you married, and how does that go together with this work?"},
            "'Are you married' does not belong",
        ),
        ({"text": "How would you organize the work of a team that has too much to do?"}, "'organize' does not belong"),
    ],
)
def test_a_fault_of_wording_is_named(change: dict[str, Any], message: str) -> None:
    item = first_two()[0].model_copy(update=change)
    assert any(message in fault for fault in faults_of(item))


def test_a_sentence_that_nobody_could_say_is_named() -> None:
    item = first_two()[0]
    endless = item.model_answer.replace(".", ",")
    assert any("in one breath" in fault for fault in faults_of(item.model_copy(update={"model_answer": endless})))


def test_a_way_of_saying_it_that_repeats_the_question_is_named() -> None:
    item = first_two()[0]
    phrase = " ".join(item.text.rstrip("?.").split()[:5])
    point = item.key_points[0].model_copy(update={"also": (phrase, *item.key_points[0].also)})
    spoilt = item.model_copy(update={"key_points": (point, *item.key_points[1:])})
    assert any("only the question's own words" in fault for fault in faults_of(spoilt))


def test_two_items_that_ask_and_say_the_same_are_named() -> None:
    item, other = first_two()
    twin = item.model_copy(update={"id": f"{item.id}-again"})
    told = faults_of(item, twin, other)
    assert any("asks nearly the same as" in fault for fault in told)
    assert any("says nearly the same as" in fault for fault in told)
    assert any("stands in" in fault for fault in told)
