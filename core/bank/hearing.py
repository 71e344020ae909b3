"""Whether the scorer hears an item as its author meant it: its own model answer, and not the answers to other items."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor

from core.bank.item import Item
from core.bank.loader import Bank
from core.errors import Fault
from core.scoring import points_made

STRANGERS = 5
"""Other items whose model answers are read against each item; drawn by its id, so that a check can be repeated."""
CHUNK = 40
"""Items that one process takes at a time; a bank of no more is read in this process."""


def hearing_faults(bank: Bank) -> Iterator[Fault]:
    """Essential points that the model answer is not heard to make, or that another item's answer is heard to make."""
    items = list(bank.items.values())
    trials = [(item, _strangers(item, items)) for item in items]
    if len(trials) <= CHUNK:
        told = map(_messages, trials)
        yield from _faults(bank, items, told)
    else:
        with ProcessPoolExecutor() as pool:
            yield from _faults(bank, items, pool.map(_messages, trials, chunksize=CHUNK))


def _faults(bank: Bank, items: Sequence[Item], told: Iterator[list[str]]) -> Iterator[Fault]:
    for item, messages in zip(items, told, strict=True):
        yield from (Fault(bank.places[item.id], f"{item.id}: {message}") for message in messages)


def _messages(trial: tuple[Item, Sequence[Item]]) -> list[str]:
    item, strangers = trial
    task = item.task()
    essential = {point.id for point in item.key_points if point.essential}
    told = [
        f"the model answer is not heard to make the essential point '{point}': use words of 'says' or 'also'"
        for point in sorted(essential - points_made(item.model_answer, task))
    ]
    for other in strangers:
        told += [
            f"the model answer of {other.id} is heard to make the point '{point}': word the point more closely"
            for point in sorted(essential & points_made(other.model_answer, task))
        ]
    return told


def _strangers(item: Item, items: Sequence[Item]) -> list[Item]:
    others = [other for other in items if other.id != item.id]
    return random.Random(item.id).sample(others, min(STRANGERS, len(others)))
