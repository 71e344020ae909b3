"""A real nginx for the tests, with the configuration that is delivered, on ports of the test's own.

``python -m tests.support.nginx`` prints the path of one, or ends with status 1.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.support.live_app import ADDRESS, PROJECT, free_port, status

CONFIGURATION = PROJECT / "deploy" / "nginx.conf"
UNPACKED = PROJECT / ".venv" / "nginx" / "usr" / "sbin" / "nginx"
FAIL_SECONDS = 1
"""So long nginx passes over a replica that failed; tests have not the patience of the configuration."""
_KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def nginx_path() -> str | None:
    """The first nginx that runs: what NGINX names, this machine's, or the one that .ci/nginx.sh has unpacked."""
    path = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/opt/homebrew/bin"])
    candidates = [os.environ.get("NGINX"), shutil.which("nginx", path=path), str(UNPACKED)]
    return next((each for each in candidates if each and runs(each)), None)


def runs(path: str) -> bool:
    """True of a program that is there and finds its libraries."""
    return Path(path).is_file() and subprocess.run([path, "-v"], capture_output=True, check=False).returncode == 0


class Nginx:
    """One nginx, on a port of its own from the beginning."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://{ADDRESS}:{self.port}"
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, replica_ports: Sequence[int]) -> "Nginx":
        """Start it before replicas on these ports of this machine, and wait until it passes requests on."""
        path = nginx_path()
        assert path is not None
        configuration = self._folder / "nginx.conf"
        configuration.write_text(self._adapted(CONFIGURATION.read_text(), replica_ports))
        with (self._folder / "terminal.txt").open("ab") as terminal:
            self._process = subprocess.Popen(
                [path, "-p", self._folder, "-e", "stderr", "-c", configuration, "-g", "daemon off;"],
                stdout=terminal,
                stderr=subprocess.STDOUT,
            )
        for _ in range(100):
            if status(f"{self.url}/api/health") == 200:
                return self
            time.sleep(0.05)
        raise AssertionError(f"nginx does not answer. It says:\n{self.output()}")

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)

    def output(self) -> str:
        """What it printed, a line for each request among it."""
        return (self._folder / "terminal.txt").read_text(errors="replace")

    def _adapted(self, configuration: str, ports: Sequence[int]) -> str:
        """The same with other addresses, and with every file in the test's own folder."""
        changes = {
            r"listen 80;": f"listen {ADDRESS}:{self.port};",
            r"fail_timeout=5s": f"fail_timeout={FAIL_SECONDS}s",
            r"pid /tmp/nginx.pid;": f"pid {self._folder}/nginx.pid;",
            r"http \{": "http {\n" + "".join(f"    {kind}_temp_path {self._folder}/{kind};\n" for kind in _KINDS),
        }
        for number, port in enumerate(ports, start=1):
            changes[rf"172\.30\.0\.1{number}:8501"] = f"{ADDRESS}:{port}"
            changes[rf"172\\\.30\\\.0\\\.1{number}:8501"] = rf"{re.escape(ADDRESS)}:{port}"
        for pattern, instead in changes.items():
            configuration, found = re.subn(pattern, lambda _match, new=instead: new, configuration)
            assert found, f"{CONFIGURATION.name} has no {pattern} any more"
        assert "172." not in configuration
        return configuration if os.geteuid() else f"user root;\n{configuration}"


def main() -> int:
    """Say where nginx is."""
    path = nginx_path()
    print(path or "no nginx found")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
