"""The commands of the README, run as they stand there."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.__main__ import main
from core.config import PROJECT
from tests.support.contexts import real_bank, real_catalog


def run(*arguments: str, data_dir: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DATA_DIR": str(data_dir)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "core", *arguments]
    return subprocess.run(
        command, cwd=PROJECT, env=environment, input=stdin, capture_output=True, text=True, check=False
    )


def test_our_bank_is_sound_and_as_large_as_it_is_said_to_be(tmp_path: Path) -> None:
    done = run("bank", "check", "--json", data_dir=tmp_path)
    report = json.loads(done.stdout)
    assert (done.returncode, report["problems"]) == (0, [])
    counts = report["counts"]
    assert counts["items"]["all"] >= 1000
    least = {"behavioral": 120, "situational": 100, "problem_solving": 60, "system_design": 50}
    assert all(counts["bucket"][bucket] >= number for bucket, number in least.items())
    assert len(counts["role"]) >= 24
    assert min(counts["role"].values()) >= 8
    assert sum(number >= 15 for number in counts["technical skill"].values()) >= 40
    carries = report["interviews_without_repeat"]
    assert len(carries) == 28
    assert all(len(row) == 12 and min(row.values()) >= 2 for row in carries.values())


def test_bank_check_reports_every_problem_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "bank"
    folder.mkdir()
    (folder / "broken.yaml").write_text(
        "theme: broken\nitems:\n  - id: broken.one\n    bucket: core\n    bucket: core\n"
    )
    (folder / "unreadable.yaml").write_text("theme: [\n")
    done = run("bank", "check", "--folder", str(folder), data_dir=tmp_path)
    assert done.returncode == 1
    assert "broken.yaml:5: 'bucket' is given twice" in done.stdout
    assert "broken.yaml:3: model_answer: Field required" in done.stdout
    assert "unreadable.yaml:" in done.stdout


def test_bank_coverage_has_a_row_for_every_role(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # two roles; the check above counts all of them
    some = replace(real_catalog(), roles=real_catalog().roles[:2])
    monkeypatch.setattr("core.cli.bank.load_catalog", lambda _: some)
    monkeypatch.setattr("core.cli.bank.load_bank", lambda _: real_bank())
    assert main(["bank", "coverage"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + 2 + 1
    assert lines[1].startswith("backend-engineer")
    assert lines[-1] == "0 of 24 cells repeat a question within 3 interviews of 15"


def test_demo_fills_an_empty_database_and_refuses_a_second_time(tmp_path: Path) -> None:
    first = run("demo", data_dir=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "with the password" in first.stdout
    second = run("demo", data_dir=tmp_path)
    assert second.returncode == 1
    assert "never mixed with real ones" in second.stderr


def test_score_explains_a_typed_answer(tmp_path: Path) -> None:
    done = run("score", "--item", "databases.index-not-used", data_dir=tmp_path, stdin="An index skips most rows.")
    assert done.returncode == 0, done.stderr
    card = json.loads(done.stdout)
    assert len(card["dimensions"]) == 5
    assert 0 <= card["overall"] <= 100


@pytest.mark.parametrize("command", [[], ["bank"], ["demo"], ["score"], ["agreement"]])
def test_help_says_what_there_is(tmp_path: Path, command: list[str]) -> None:
    done = run(*command, "--help", data_dir=tmp_path)
    assert done.returncode == 0
    assert "usage: python -m core" in done.stdout
