import copy
import json
from pathlib import Path

import pytest
import yaml

from core.errors import BadFileError, InvalidInputError
from core.rubric import DIMENSIONS, load_rubric, parse_rubric, rubric_from_dict
from core.scoring.measuring import SIGNALS

FILE = Path(__file__).parents[3] / "data" / "rubrics" / "standard.yaml"


def test_the_standard_rubric_has_the_weights_and_anchors_that_are_promised() -> None:
    rubric = load_rubric(FILE)
    assert rubric.weights == dict(zip(DIMENSIONS, (0.2, 0.2, 0.25, 0.2, 0.15), strict=True))
    for dimension in rubric.dimensions:
        assert [anchor.level for anchor in dimension.anchors] == [0, 1, 2, 3, 4, 5]
        assert all(anchor.behaviour and anchor.example for anchor in dimension.anchors)


def test_every_signal_that_it_names_is_measured() -> None:
    rubric = load_rubric(FILE)
    named = {part.name for d in rubric.dimensions for part in (*d.signals, *d.gates)}
    assert named - {"length"} <= set(SIGNALS)


def test_the_hash_is_of_the_content_alone() -> None:
    rubric = load_rubric(FILE)
    again = rubric_from_dict(json.loads(json.dumps(rubric.to_dict())))
    assert again == rubric
    assert again.content_hash == rubric.content_hash
    assert len(rubric.content_hash) == 64
    other = rubric.with_weights({"structure": 0.1, "depth": 0.3})
    assert other.content_hash != rubric.content_hash


def test_all_faults_are_reported_at_once() -> None:
    raw = copy.deepcopy(load_rubric(FILE).to_dict())
    raw["title"] = ""
    raw["dimensions"][0]["weight"] = 7
    raw["dimensions"][1]["anchors"].pop()
    raw["dimensions"][2]["signals"][0]["weight"] = "much"
    raw["dimensions"][3]["breakpoints"] = [[0.5, 1], [0.2, 9]]
    raw["dimensions"][4]["extra"] = 1
    del raw["length_bands"]["case"]
    with pytest.raises(InvalidInputError) as caught:
        rubric_from_dict(raw)
    told = str(caught.value)
    for part in ("title", "dimensions.0.weight", "anchors", "signals.0.weight", "breakpoints", "extra", "lacks case"):
        assert part in told, part


@pytest.mark.parametrize("text", ["", "[", "- 1", "name: x"])
def test_a_file_that_is_no_rubric(text: str) -> None:
    with pytest.raises(BadFileError):
        parse_rubric(text, "mine.yaml")


def test_weights_that_do_not_add_up() -> None:
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    raw["dimensions"][0]["weight"] = 0.3
    with pytest.raises(InvalidInputError, match=r"add up to 1\.1"):
        rubric_from_dict(raw)


def test_each_signal_says_what_a_coach_would_say() -> None:
    for dimension in load_rubric(FILE).dimensions:
        for signal in (*dimension.signals, *dimension.gates):
            assert signal.praise.endswith(".") and signal.lack.endswith("."), signal.name


def test_a_rubric_from_before_those_sayings_keeps_its_hash() -> None:
    raw = load_rubric(FILE).to_dict()
    for dimension in raw["dimensions"]:
        for signal in (*dimension["signals"], *dimension["gates"]):
            del signal["praise"], signal["lack"]
    old = rubric_from_dict(raw)
    assert old.to_dict() == raw
    assert old.dimensions[0].signals[0].praise == ""
