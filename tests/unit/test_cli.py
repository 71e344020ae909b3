"""The commands of the README, run as they stand there."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from core.__main__ import main
from core.config import PROJECT
from core.models.vocabulary import UserRole
from tests.support.clock import FakeClock
from tests.support.coached import make_staff
from tests.support.contexts import make_context, make_person, real_bank, real_catalog
from tests.support.history import Past, store


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


@pytest.fixture
def practice(tmp_path: Path, new_sqlite: Path, kept_bank: Path) -> Path:
    """The folder of a database with an admin, and a candidate with an interview."""
    folder = tmp_path / "practice"
    folder.mkdir()
    shutil.copy(new_sqlite, folder / "interviews.db")
    shutil.copy(kept_bank, folder / "item_bank.json")
    ctx = make_context(f"sqlite:///{folder / 'interviews.db'}", folder, FakeClock())
    make_staff(ctx, "root", UserRole.ADMIN)
    store(ctx, make_person(ctx, "maya"), [Past(ctx.clock())])
    ctx.db.dispose()
    return folder


def test_a_backup_is_restored_and_refused_where_there_are_people(practice: Path, tmp_path: Path) -> None:
    file, elsewhere = tmp_path / "practice.zip", tmp_path / "elsewhere"
    done = run("backup", str(file), data_dir=practice)
    assert done.returncode == 0, done.stderr
    assert "2 people and" in done.stdout and "The secret key in DATA_DIR is not in it" in done.stdout
    done = run("restore", str(file), data_dir=elsewhere)
    assert done.returncode == 0, done.stderr
    assert "are restored. Everybody signs in again." in done.stdout
    again = run("restore", str(file), data_dir=elsewhere)
    assert (again.returncode, again.stderr.count("say --replace")) == (1, 1)
    (tmp_path / "wrong.zip").write_text("hello")
    refused = run("restore", str(tmp_path / "wrong.zip"), "--replace", data_dir=elsewhere)
    assert refused.returncode == 1
    assert "Nothing was changed" in refused.stderr and "Traceback" not in refused.stderr


def test_a_person_is_taken_along_and_erased(practice: Path, tmp_path: Path) -> None:
    file = tmp_path / "maya.zip"
    done = run("person", "export", "maya@example.org", str(file), data_dir=practice)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"Everything of maya, with 1 interview, is in {file}\n"
    assert file.stat().st_mode & 0o077 == 0
    asked = run("person", "erase", "maya", data_dir=practice)
    assert asked.returncode == 1 and "Say --yes to do it" in asked.stderr
    assert run("person", "erase", "maya", "--yes", data_dir=practice).returncode == 0
    gone = run("person", "erase", "maya", "--yes", data_dir=practice)
    assert (gone.returncode, "does not exist" in gone.stderr) == (1, True)
    last = run("person", "erase", "root", "--yes", data_dir=practice)
    assert (last.returncode, "last admin" in last.stderr) == (1, True)


@pytest.mark.parametrize(
    "command",
    [[], ["bank"], ["demo"], ["score"], ["agreement"], ["backup"], ["restore"], ["person"], ["person", "erase"]],
)
def test_help_says_what_there_is(tmp_path: Path, command: list[str]) -> None:
    done = run(*command, "--help", data_dir=tmp_path)
    assert done.returncode == 0
    assert "usage: python -m core" in done.stdout
