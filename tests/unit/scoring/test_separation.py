"""Over the whole bank: a model answer scores high, another question's scores low, half of it lies between."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from core.bank.item import Item
from core.rubric import Rubric
from core.scoring import Scorecard, score

DEMO_ANSWERS = Path(__file__).parents[3] / "data" / "demo_answers.yaml"
PARTS = 8


def _stranger(items: list[Item], number: int, step: int) -> Item:
    """An item of another theme, about ``step`` items on."""
    theme = items[number].id.split(".")[0]
    while items[(number + step) % len(items)].id.startswith(f"{theme}."):
        step += 1
    return items[(number + step) % len(items)]


def _neighbour(items: list[Item], number: int) -> Item:
    """Another item of the same category, of the same theme where there is one: the hardest to tell apart."""
    item = items[number]
    others = [other for other in items if other.category == item.category and other.id != item.id]
    near = [other for other in others if other.id.split(".")[0] == item.id.split(".")[0]]
    return (near or others)[number % len(near or others)]


def _faults_of_own(item: Item, card: Scorecard) -> Iterator[str]:
    if (card.overall or 0) < 85:
        yield f"its model answer scores {card.overall}"
    yield from (f"its model answer misses '{point.id}'" for point in card.points if point.essential and not point.met)
    yield from (f"its model answer holds '{wrong.statement}'" for wrong in card.misconceptions)
    if card.has_flag("off_topic"):
        yield "its model answer is called off topic"


def _faults_of_other(other: Item, card: Scorecard) -> Iterator[str]:
    if (card.overall or 0) > 35 or (card.scores["relevance"] or 0) > 1.5:
        yield f"the model answer of {other.id} scores {card.overall}, relevance {card.scores['relevance']}"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_item_tells_its_answer_from_others(items: list[Item], rubric: Rubric, part: int) -> None:
    # a rule of the bank as much as of the scorer: what is listed here is for the item's author to look at
    faults = []
    for number in range(part, len(items), PARTS):
        item, task = items[number], items[number].task()
        whole = score(item.model_answer, task, rubric)
        words = item.model_answer.split()
        half = score(" ".join(words[: len(words) // 2]), task, rubric)
        far, further, near = (
            _stranger(items, number, len(items) // 2),
            _stranger(items, number, 7),
            _neighbour(items, number),
        )
        cards = {other.id: score(other.model_answer, task, rubric) for other in (far, further, near)}
        said = [*_faults_of_own(item, whole)]
        said += [fault for other in (far, further, near) for fault in _faults_of_other(other, cards[other.id])]
        if not (cards[far.id].overall or 0) < (half.overall or 0) < (whole.overall or 0):
            said.append(f"half its model answer scores {half.overall}")
        if not cards[further.id].has_flag("off_topic"):
            said.append(f"the model answer of {further.id} is not called off topic")
        faults += [f"{item.id}: {fault}" for fault in said]
    assert not faults, "\n".join(faults)


def test_freely_worded_answers(items: list[Item], rubric: Rubric) -> None:
    """Answers that others wrote to 67 items: none is taken for an answer to something else, good ones score higher."""
    by_id = {item.id: item for item in items}
    answers = yaml.safe_load(DEMO_ANSWERS.read_text(encoding="utf-8"))["answers"]
    wrong = []
    held = 0
    for entry in answers:
        task = by_id[entry["item"]].task()
        plain, good = score(entry["plain"], task, rubric), score(entry["good"], task, rubric)
        wrong += [(entry["item"], flag.code) for card in (plain, good) for flag in card.flags]
        held += len(plain.misconceptions) + len(good.misconceptions)
        if (good.overall or 0) <= (plain.overall or 0):
            wrong.append((entry["item"], "order"))
    assert len(wrong) <= 0.01 * 2 * len(answers), wrong
    assert held <= 1
