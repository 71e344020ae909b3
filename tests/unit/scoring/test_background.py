"""The vocabulary of other questions, and what comparing an answer with it shows."""

from pathlib import Path

import pytest

from core.bank.background import background_text, write_background
from core.bank.item import Item
from core.scoring import SCORER_VERSION, Task, measure
from core.scoring.background import BACKGROUND_FILE, Background, background, background_hash, profile_of


def test_it_covers_the_bank(items: list[Item]) -> None:
    stored = background().profiles
    stale = [item.id for item in items if stored.get(item.id) != profile_of(item.task())]
    # an item that is not in it is scored soundly, but its answers are not recognised under other questions
    assert not stale, f"run `python -m core bank accept`: {len(stale)} items are not as stored"


def test_the_file_is_written_only_when_it_changes(items: list[Item], tmp_path: Path) -> None:
    path = tmp_path / "background.json"
    assert write_background(items[:3], path)
    assert not write_background(items[2::-1], path)
    assert path.read_text(encoding="utf-8") == background_text(items[:3])


def test_the_version_of_the_scorer_changes_with_it() -> None:
    assert SCORER_VERSION.endswith(f"+{background_hash()}")
    assert len(SCORER_VERSION) <= 40
    assert BACKGROUND_FILE.exists()


def test_a_model_answer_fits_its_own_question_best(items: list[Item]) -> None:
    for item in items:
        profile = profile_of(item.task())
        fit = background().fit(profile_of(Task("", reference=item.model_answer)), profile, background().rivals(profile))
        assert fit.own > fit.rival, (item.id, fit)


def test_scoring_does_without_a_background() -> None:
    bare = Background({})
    fit = bare.fit({"queue", "order"}, frozenset({"queue"}), bare.rivals(frozenset({"queue"})))
    assert fit.own > 0 == fit.rival
    assert bare.topic_weight("queue") == 1.0
    assert bare.topic_weight("the") == 0.0


@pytest.mark.parametrize("question", ["Tell me about a conflict with a colleague.", "How do you write a good test?"])
def test_a_question_that_says_little_is_not_compared(items: list[Item], question: str) -> None:
    for item in items[:5]:
        assert measure(item.model_answer, Task(question, kind="behavioral")).signals["belonging"] == 1.0
