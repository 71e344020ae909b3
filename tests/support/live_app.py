"""The product as its users meet it: a server process of its own, on a free port, with its own data."""

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
ADDRESS = "127.0.0.1"
START_SECONDS = 60.0

# What a developer's shell may hold and a test must not inherit: settings of the product, and the options of an
# outer `make`, which would reach an inner one.
FOREIGN = {
    *("SECRET_KEY", "BASE_URL", "DATABASE_URL", "DATA_DIR", "PORT", "ADDRESS", "WORKER"),
    *("AUDIT_DAYS", "LOG_FORMAT", "FORWARDED_ALLOW_IPS", "ALLOWED_HOSTS"),
    *("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "MAKELEVEL"),
}


class LiveApp:
    """One server. ``kill`` and ``start`` again keep port, database and data, as a crash on a real machine does.

    With ``kept_bank``, a copy of the parsed bank, it starts as any but the very first start does.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        database_url: str | None = None,
        environ: Mapping[str, str] | None = None,
        project: Path = PROJECT,
        serve: Sequence[str] | None = None,
        kept_bank: Path | None = None,
    ) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        if kept_bank is not None:
            shutil.copy(kept_bank, data_dir / kept_bank.name)
        self.data_dir = data_dir
        self.database_url = database_url or f"sqlite:///{data_dir / 'interviews.db'}"
        self.port = free_port()
        self.url = f"http://{ADDRESS}:{self.port}"
        self._environ = environ or {}
        self._project = project
        self._serve = [part.format(port=self.port, address=ADDRESS) for part in serve] if serve else None
        self._terminal = data_dir / "terminal.txt"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "LiveApp":
        """Start the server and wait until it answers."""
        if self.running:
            raise RuntimeError("The server is already running.")
        # A file and not a pipe: nobody has to read it for the server to go on, and it outlives the process.
        with self._terminal.open("ab") as terminal:
            self._process = subprocess.Popen(
                [sys.executable, *(self._serve or serve_arguments(self._project, self.port))],
                cwd=self._project,
                env=self._environment(),
                stdout=terminal,
                stderr=subprocess.STDOUT,
            )
        wait_until_healthy(self.url, alive=lambda: self.running, said=self.output)
        return self

    def stop(self) -> None:
        """End the server as Ctrl+C does, or harder when it does not listen."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def terminate(self, seconds: float) -> None:
        """End the server as whoever runs containers does (SIGTERM), and see that it ends within these seconds."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(seconds)

    def kill(self) -> None:
        """End the server at once, without a chance to tidy up (kill -9)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def restart(self) -> None:
        """Kill the server and start it again."""
        self.kill()
        self.start()

    @property
    def pid(self) -> int:
        """The server's process."""
        assert self._process is not None
        return self._process.pid

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def output(self) -> str:
        """All that was printed to the terminal so far, by every start of this server."""
        return self._terminal.read_text(errors="replace") if self._terminal.exists() else ""

    def wait_for_output(self, pattern: str, seconds: float = 10.0) -> re.Match[str]:
        """The first match in the terminal; its groups give a test the link to follow, for example."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if match := re.search(pattern, self.output()):
                return match
            time.sleep(0.05)
        raise AssertionError(f"The terminal never showed {pattern!r}. It shows:\n{self.output()}")

    def _environment(self) -> dict[str, str]:
        return clean_environment() | {
            "DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.database_url,
            "BASE_URL": self.url,
            "PYTHONUNBUFFERED": "1",
            **self._environ,
        }


def clean_environment() -> dict[str, str]:
    """This process's environment, less what would make the server another one than ``make run`` starts."""
    return {name: value for name, value in os.environ.items() if name not in FOREIGN}


def serve_arguments(project: Path, port: int, address: str = ADDRESS) -> list[str]:
    """How the Makefile says that the product is served, so that there is one truth about it."""
    command = ["make", "--silent", "--no-print-directory", "serve-arguments", f"PORT={port}", f"ADDRESS={address}"]
    made = subprocess.run(command, cwd=project, env=clean_environment(), capture_output=True, text=True, check=True)
    return shlex.split(made.stdout)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(
    url: str, *, alive: Callable[[], bool], said: Callable[[], str], seconds: float = START_SECONDS
) -> float:
    """Wait for ``GET /api/health`` to answer 200 and return the seconds that it took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if status(f"{url}/api/health") == 200:
            return time.monotonic() - began
        if not alive():
            raise AssertionError(f"The server ended before it served. It said:\n{said()[-4000:]}")
        time.sleep(0.05)
    raise AssertionError(f"No answer from {url}/api/health within {seconds:.0f} s. It said:\n{said()[-4000:]}")


def status(url: str) -> int | None:
    """The status that a GET brings, or None when nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError:
        return None
