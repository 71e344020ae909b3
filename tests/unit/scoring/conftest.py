from pathlib import Path

import pytest

from core.bank.item import Item
from core.bank.loader import read_bank
from core.rubric import Rubric, load_rubric

DATA = Path(__file__).parents[3] / "data"


@pytest.fixture(scope="session")
def rubric() -> Rubric:
    return load_rubric(DATA / "rubrics" / "standard.yaml")


@pytest.fixture(scope="session")
def items() -> list[Item]:
    return list(read_bank(DATA / "item_bank")[0].items.values())
