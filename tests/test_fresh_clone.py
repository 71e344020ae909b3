"""The commands that the README gives, run as a newcomer runs them: in a fresh clone, with nothing installed."""

import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.live_app import PROJECT, clean_environment, free_port, serve_arguments, status, wait_until_healthy

# The first start may download and install everything; a later one has this long to serve.
INSTALL_SECONDS = 900.0
RESTART_SECONDS = 5.0

pytestmark = [pytest.mark.fresh, pytest.mark.timeout(1200)]


def readme_blocks() -> list[list[str]]:
    """The command lines of each shell block in the README, without prompts and comments."""
    text = (PROJECT / "README.md").read_text()
    blocks = re.findall(r"^```(?:sh|bash|shell|console)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [[command for line in block.splitlines() if (command := bare(line))] for block in blocks]


def bare(line: str) -> str:
    return re.sub(r"(^|\s+)#.*", "", line).removeprefix("$ ").strip()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """What a clone would hold once the working tree is committed: no .venv, no data, no caches."""
    if shutil.which("git") is None or not (PROJECT / ".git").exists():
        pytest.skip("only a git checkout can say which files belong to a clone")
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    copy = tmp_path / "a clone"  # the space is meant: people keep projects in folders with names like this
    for name in filter(None, listing.stdout.split("\0")):
        if (source := PROJECT / name).is_file():  # a file deleted since the last commit is listed still
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, copy / name)
    return copy


@contextmanager
def served(command: list[str], clone: Path, port: int, environ: Mapping[str, str] | None = None) -> Iterator[float]:
    """Run a command that serves, and yield the seconds until it did."""
    terminal = clone.parent / "terminal.txt"
    # A group of its own, so that the whole of make, shell and server gets the Ctrl+C.
    with terminal.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=clone,
            env=newcomers_environment() | (environ or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield wait_until_healthy(
            f"http://localhost:{port}",
            alive=lambda: process.poll() is None,
            said=terminal.read_text,
            seconds=INSTALL_SECONDS,
        )
    finally:
        end_group(process)


def end_group(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGINT, signal.SIGKILL):
        if process.poll() is not None:
            return
        os.killpg(process.pid, sign)
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            continue


def newcomers_environment() -> dict[str, str]:
    """A shell in which this project's .venv is not active."""
    environ = clean_environment()
    active = environ.pop("VIRTUAL_ENV", None)
    environ.pop("PYTHONPATH", None)
    if active:
        folders = environ["PATH"].split(os.pathsep)
        environ["PATH"] = os.pathsep.join(folder for folder in folders if not folder.startswith(active))
    return environ


def installed(clone: Path) -> dict[str, int]:
    """What changes when pip installs anything: the stamps, and the folder that packages lie in."""
    watched = [*clone.glob(".venv/.installed-*"), *clone.glob(".venv/lib/python3*/site-packages")]
    return {str(path): path.stat().st_mtime_ns for path in watched}


def test_the_readme_names_the_two_commands() -> None:
    assert any({"make run", "make test"} <= set(block) for block in readme_blocks())


def test_make_run_sets_up_a_fresh_clone_and_installs_only_once(clone: Path) -> None:
    port = free_port()
    run = ["make", "run", f"PORT={port}"]
    with served(run, clone, port):
        assert status(f"http://localhost:{port}/") == 200
    first = installed(clone)
    assert len(first) == 2

    # Busy neighbours can slow a single start; a start that is slow in itself is slow every time.
    starts = []
    while len(starts) < 3 and min(starts, default=RESTART_SECONDS) >= RESTART_SECONDS:
        pip_log = clone.parent / "pip.log"  # pip writes it whenever it runs
        with served(run, clone, port, {"PIP_LOG": str(pip_log)}) as seconds:
            assert status(f"http://localhost:{port}/") == 200
        starts.append(seconds)
        assert not pip_log.exists()
        assert installed(clone) == first
    assert min(starts) < RESTART_SECONDS, f"a second `make run` took {starts} s to serve"


def test_the_two_lines_for_people_without_make(clone: Path) -> None:
    two_lines = [block for block in readme_blocks() if len(block) == 2 and "-m venv" in block[0]]
    assert len(two_lines) == 1, "the README should say once which two lines `make run` stands for"
    install, serve = two_lines[0]
    # The port stands in the README as make's default; everything else of the line is what make runs.
    assert shlex.split(serve) == [".venv/bin/python", *serve_arguments(PROJECT, 8501, "localhost")]

    port = free_port()
    lines = f"{install}\nexec {serve.replace('8501', str(port))}"
    with served(["bash", "-euc", lines], clone, port, {"PORT": str(port)}):
        assert status(f"http://localhost:{port}/") == 200


def test_continuous_integration_runs_the_readmes_test_command_and_nothing_else(tmp_path: Path) -> None:
    pretended, calls = tmp_path / "make", tmp_path / "calls"
    pretended.write_text(f'#!/bin/sh\necho "make $*" >> {shlex.quote(str(calls))}\nexit 7\n')
    pretended.chmod(0o755)
    ran = subprocess.run(
        [PROJECT / ".ci" / "run"],
        env=clean_environment() | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        check=False,
    )
    assert ran.returncode == 7, "a failing test run has to fail the build"
    assert calls.read_text() == "make test\n"
    scripted = [bare(line) for line in (PROJECT / ".ci" / "run").read_text().splitlines()]
    assert [line for line in scripted if line and not re.match(r"set |cd ", line)] == ["exec make test"]
