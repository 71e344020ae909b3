import argparse
import csv
import io
import json
from pathlib import Path

import pytest

from core.cli import agreement
from core.cli import score as score_command
from core.errors import BadFileError, InvalidInputError, NotFoundError


def _run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(required=True)
    score_command.add_parser(commands)
    agreement.add_parser(commands)
    chosen = parser.parse_args(arguments)
    return int(chosen.func(chosen))


def _file(path: Path, rows: list[dict[str, str]]) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


ROWS = [
    {
        "question_id": question,
        "question": f"What is a {question}?",
        "reference": f"A {question} keeps things in order. People take from the front.",
        "answer": answer,
        "score": mark,
        "scale_max": "5",
        "score_1": mark,
        "score_2": mark,
        "other": mark,
    }
    for question in ("queue", "list")
    for answer, mark in (
        (f"A {question} keeps things in order and people take from the front.", "5"),
        (f"A {question} keeps some things.", "3"),
        ("It is blue and loud, and the sea is nearby.", "0"),
        ("idk", "0"),
    )
]


def test_score_prints_evidence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("A mutex lets one thread in at a time, others wait."))
    assert _run("score", "--question", "What is a mutex?", "--reference", "A mutex lets one thread in at a time.") == 0
    card = json.loads(capsys.readouterr().out)
    assert card["points"][0]["met"]
    assert len(card["dimensions"]) == 5


def test_score_wants_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("x"))
    with pytest.raises(InvalidInputError):
        _run("score")
    with pytest.raises(NotFoundError):
        _run("score", "--item", "no.such-item")


def test_agreement_as_json_with_scores_beside(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.csv"
    path = _file(tmp_path / "in.csv", ROWS)
    assert _run("agreement", path, "--json", "--scores", str(out), "--human", "depth=other", "--rounds", "20") == 0
    found = json.loads(capsys.readouterr().out)
    accuracy = found["dimensions"]["technical_accuracy"]
    assert accuracy["n"] == 6
    assert accuracy["pearson_r"] > 0.8
    assert {"within_question_r", "qwk", "exact", "adjacent", "smd"} <= set(accuracy)
    assert found["dimensions"]["depth"]["human_column"] == "other"
    assert found["human_human"]["pearson_r"] == pytest.approx(1)
    assert found["non_answers"]["n"] == 2
    with out.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(ROWS)
    assert {"machine_structure", "machine_overall", "answer"} <= set(rows[0])


def test_agreement_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("agreement", _file(tmp_path / "in.csv", ROWS), "--rounds", "20") == 0
    assert "technical_accuracy" in capsys.readouterr().out


def test_every_fault_of_a_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match=r"'score'.*'scale_max'"):
        _run("agreement", _file(tmp_path / "a.csv", [{"answer": "x"}]))
    rows = [{"answer": "x", "score": "good", "scale_max": "5"}, {"answer": "y", "score": "1", "scale_max": ""}]
    with pytest.raises(BadFileError, match=r"b\.csv:2: score.*b\.csv:3: scale_max"):
        _run("agreement", _file(tmp_path / "b.csv", rows))
    with pytest.raises(InvalidInputError, match="no column 'x'"):
        _run("agreement", _file(tmp_path / "c.csv", ROWS), "--human", "depth=x")
