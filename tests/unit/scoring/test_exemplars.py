"""The scorer agrees with the two ratings of each exemplar, in every dimension and overall."""

from collections import Counter
from pathlib import Path

import pytest

from core.agreement import agree
from core.bank.exemplars import Exemplar, load_exemplars
from core.bank.item import Item
from core.config import PROJECT
from core.errors import BadFileError
from core.rubric import DIMENSIONS, KINDS, Rubric
from core.scoring import Scorecard, overall, score

LEAST_QWK = {
    "structure": 0.79,
    "relevance": 0.79,
    "technical_accuracy": 0.71,
    "depth": 0.81,
    "communication": 0.7,
    "overall": 0.81,
}
"""What was measured when they were written, less what a few answers more or less would change."""


@pytest.fixture(scope="module")
def exemplars() -> tuple[Exemplar, ...]:
    return load_exemplars(PROJECT / "data" / "exemplars")


@pytest.fixture(scope="module")
def by_id(items: list[Item]) -> dict[str, Item]:
    return {item.id: item for item in items}


@pytest.fixture(scope="module")
def cards(exemplars: tuple[Exemplar, ...], by_id: dict[str, Item], rubric: Rubric) -> list[Scorecard]:
    return [score(one.text, by_id[one.item].task(), rubric, dictated=one.dictated) for one in exemplars]


def test_there_are_some_of_every_kind_and_level(
    exemplars: tuple[Exemplar, ...], by_id: dict[str, Item], rubric: Rubric
) -> None:
    assert len(exemplars) >= 120
    kinds = Counter(by_id[one.item].category for one in exemplars)
    assert set(kinds) == set(KINDS) and min(kinds.values()) >= 30
    levels = Counter(round((overall(one.levels, rubric.weights) or 0) / 20) for one in exemplars)
    assert set(levels) == {0, 1, 2, 3, 4, 5} and min(levels.values()) >= 5
    for name in DIMENSIONS:
        given = Counter(rating.levels[name] for one in exemplars for rating in (one.first, one.second))
        assert min(given[level] for level in range(6)) >= 5, (name, given)
    assert sum(one.dictated for one in exemplars) >= 15
    assert sum(one.learner for one in exemplars) >= 10


@pytest.mark.parametrize("name", LEAST_QWK)
def test_the_scorer_agrees_with_the_readers(
    exemplars: tuple[Exemplar, ...], cards: list[Scorecard], rubric: Rubric, name: str
) -> None:
    human, machine, groups = [], [], []
    for one, card in zip(exemplars, cards, strict=True):
        given, made = (
            (overall(one.levels, rubric.weights), card.overall)
            if name == "overall"
            else (one.levels[name], card.scores[name])
        )
        if given is not None and made is not None:
            scale = 20 if name == "overall" else 1
            human.append(given / scale)
            machine.append(made / scale)
            groups.append(one.item)
    found = agree(groups, human, machine, scale=(0, 5), seed=1, rounds=1)
    assert found.qwk is not None and found.qwk >= LEAST_QWK[name], found
    assert found.smd is not None and abs(found.smd) < 0.35, found


def test_a_file_with_faults_is_told_where(tmp_path: Path) -> None:
    folder = PROJECT / "data" / "exemplars"
    text = (folder / "hr.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "hr.yaml"
    broken.write_text(text.replace("structure: 0", "structure: 7", 1), encoding="utf-8")
    with pytest.raises(BadFileError, match=r"hr.yaml, exemplar \d+: first.structure"):
        load_exemplars(tmp_path)
