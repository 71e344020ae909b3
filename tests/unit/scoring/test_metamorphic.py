"""What must not change a score, and what must not raise it, over answers to the bank's own items."""

import random
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.bank.item import Item
from core.rubric import Rubric
from core.scoring import Scorecard, score

ROOT = Path(__file__).parents[3]
MANY = 200
LIGHT = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _sample(items: list[Item], count: int = MANY) -> list[Item]:
    return random.Random(7).sample(items, min(count, len(items)))


def _total(card: Scorecard) -> float:
    return card.overall or 0.0


def _sentences(text: str) -> list[str]:
    return [part.strip() + "." for part in text.rstrip(".").split(". ")]


@LIGHT
@given(st.integers(0, 10**6), st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.sampled_from([" ", "\n", " \n\t "]))
def test_form_of_the_text_changes_nothing(items: list[Item], rubric: Rubric, seed: int, form: str, tail: str) -> None:
    item = items[seed % len(items)]
    plain = item.model_answer.replace(". ", ".\n\n", 1) + " Café, naïve, ½ of it."
    told = unicodedata.normalize(form, plain).replace("\n", "\r\n") + tail
    place = seed % len(told)
    if told[place - 1 : place + 1] != "\r\n":
        told = told[:place] + "\u200b" + told[place:]
    assert score(told, item.task(), rubric).scores == score(plain, item.task(), rubric).scores


@LIGHT
@given(st.text(max_size=400))
def test_any_text_gets_scores_in_range_and_spans_that_quote_it(items: list[Item], rubric: Rubric, text: str) -> None:
    card = score(text, items[0].task(), rubric)
    assert all(0 <= (value or 0) <= 5 for value in card.scores.values())
    assert 0 <= _total(card) <= 100
    spans = [span for d in card.dimensions for signal in d.signals for span in signal.spans]
    assert all(text[span.start : span.end] == span.quote for span in spans)


def test_same_input_gives_same_bytes_in_another_process(items: list[Item]) -> None:
    code = (
        "import sys, json; from pathlib import Path; from core.bank.loader import read_bank;"
        "from core.rubric import load_rubric; from core.scoring import score;"
        "items = list(read_bank(Path('data/item_bank'))[0].items.values())[:5];"
        "r = load_rubric(Path('data/rubrics/standard.yaml'));"
        "print(json.dumps([score(i.model_answer, i.task(), r).to_dict() for i in items]))"
    )
    runs = {
        subprocess.run(  # the seed of string hashes differs between the two
            [sys.executable, "-c", code], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1


def test_shuffled_sentences_do_not_raise_structure(items: list[Item], rubric: Rubric) -> None:
    raised = []
    for number, item in enumerate(_sample(items)):
        parts = _sentences(item.model_answer)
        shuffled = parts[:]
        random.Random(number).shuffle(shuffled)
        before = score(" ".join(parts), item.task(), rubric).scores["structure"] or 0
        after = score(" ".join(shuffled), item.task(), rubric).scores["structure"] or 0
        if after > before:
            raised.append((item.id, before, after))
    # one of 200 may be told in an order that chance betters by a hair
    assert len(raised) <= 1, raised
    assert all(after - before <= 0.1 for _, before, after in raised), raised


def test_an_unrelated_paragraph_gains_nothing(items: list[Item], rubric: Rubric) -> None:
    moons = (
        "\n\nJupiter has 95 known moons, and Galileo saw four of them in January 1610. Europa hides an ocean under its "
        "ice, because the tides of the planet knead its core; Io glows with sulphur from 400 volcanoes instead."
    )
    worse = []
    for item in _sample(items):
        words = item.model_answer.split()
        half = " ".join(words[: len(words) // 2]) + "."
        before, after = score(half, item.task(), rubric), score(half + moons, item.task(), rubric)
        gain = _total(after) - _total(before)
        if gain > 1 or (after.scores["relevance"] or 0) > (before.scores["relevance"] or 0):
            worse.append((item.id, round(gain, 2), before.scores["relevance"], after.scores["relevance"]))
    assert not worse


@pytest.mark.parametrize("times", [2, 5])
def test_saying_it_again_never_raises_depth(items: list[Item], rubric: Rubric, times: int) -> None:
    for item in _sample(items):
        once = score(item.model_answer, item.task(), rubric)
        again = score("\n\n".join([item.model_answer] * times), item.task(), rubric)
        assert (again.scores["depth"] or 0) <= (once.scores["depth"] or 0), item.id
        assert again.has_flag("repetition")


def _terms(item: Item) -> str:
    terms = [word.strip(".,;:'\"()") for point in item.key_points for word in point.says.split()]
    return ", ".join(dict.fromkeys(term.lower() for term in terms if len(term) > 5))


def test_key_terms_gain_little(items: list[Item], rubric: Rubric) -> None:
    worse = []
    for item in _sample(items):
        words = item.model_answer.split()
        half = " ".join(words[: len(words) // 2]) + "."
        gain = _total(score(half + "\n\n" + ", ".join([_terms(item)] * 20), item.task(), rubric)) - _total(
            score(half, item.task(), rubric)
        )
        bare = _total(score(_terms(item), item.task(), rubric))
        if gain > 2 or bare > 25:
            worse.append((item.id, round(gain, 2), bare))
    assert not worse


def test_the_question_pasted_back(items: list[Item], rubric: Rubric) -> None:
    worse = [
        (item.id, card.overall)
        for item in _sample(items)
        for card in [score(item.text, item.task(), rubric)]
        if _total(card) > 10 or not card.has_flag("copied_question")
    ]
    assert not worse


def test_connective_gibberish(items: list[Item], rubric: Rubric) -> None:
    links = (
        "Firstly, however, because therefore. Moreover, so that although, in the end. Then, as a result, but while if. "
    )
    for item in _sample(items):
        assert _total(score(links * 4, item.task(), rubric)) <= 15


@pytest.mark.parametrize("text", ["", "   \n", "😀🎉😀", "\x00", "\u200b\u200b", "...!?"])
def test_nothing_is_nought_with_a_reason(items: list[Item], rubric: Rubric, text: str) -> None:
    card = score(text, items[0].task(), rubric)
    assert set(card.scores.values()) == {0.0}
    assert card.overall == 0
    assert card.has_flag("empty")


def test_one_typo_in_twenty_words_costs_little(items: list[Item], rubric: Rubric) -> None:
    worse = []
    for number, item in enumerate(_sample(items)):
        dice = random.Random(number)
        words = item.model_answer.split()
        for start in range(0, len(words) - 20, 20):
            long = [i for i in range(start, start + 20) if words[i].isalpha() and len(words[i]) > 5]
            if long:
                index = dice.choice(long)
                cut = dice.randrange(1, len(words[index]) - 2)
                word = words[index]
                words[index] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
        loss = _total(score(item.model_answer, item.task(), rubric)) - _total(
            score(" ".join(words), item.task(), rubric)
        )
        if loss > 3:
            worse.append((item.id, round(loss, 2)))
    assert not worse


def test_a_further_point_never_lowers_the_total(items: list[Item], rubric: Rubric) -> None:
    worse = []
    for item in _sample(items):
        words = item.model_answer.split()
        half = " ".join(words[: len(words) // 2]) + "."
        before = score(half, item.task(), rubric)
        missed = [point.statement for point in before.points if not point.met]
        if missed:
            after = score(half + " " + missed[0], item.task(), rubric)
            if _total(after) < _total(before):
                worse.append((item.id, before.overall, after.overall))
    assert not worse


def test_the_pasted_model_answer_is_flagged(items: list[Item], rubric: Rubric) -> None:
    for item in _sample(items):
        assert score(item.model_answer, item.task(), rubric).has_flag("copied_model_answer"), item.id
