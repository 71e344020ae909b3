"""Where the browser tests find a Chromium, and how they start it.

``python -m tests.support.chromium`` prints the path of a working one, or ends with status 1.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

FLAGS = (
    "--no-sandbox",  # continuous integration often runs as root, where Chromium refuses its sandbox
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",  # containers give /dev/shm 64 MB
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing a page needs may come from outside: a font or a script from a CDN fails here, as it does offline.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
)


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium of this machine, or Playwright's own where there is none."""
    return playwright.chromium.launch(executable_path=chromium_path(playwright), args=list(FLAGS))


def chromium_path(playwright: Playwright) -> str | None:
    """The first Chromium that runs."""
    candidates = [*installed_browsers(), playwright.chromium.executable_path]
    return next((path for path in candidates if runs(path)), None)


def installed_browsers() -> Iterator[str]:
    """Whatever CHROMIUM names, and it alone; otherwise the browsers of this machine."""
    if chosen := os.environ.get("CHROMIUM"):
        yield chosen
        return
    yield from filter(None, map(shutil.which, NAMES))
    yield MAC_CHROME


def runs(path: str) -> bool:
    """True of a browser that starts; Ubuntu's /usr/bin/chromium-browser may be a mere hint to install a snap."""
    if not Path(path).is_file() or is_snap(Path(path)):
        return False
    version = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    return version.returncode == 0


def is_snap(path: Path) -> bool:
    """A snap sees its own /tmp, and so not the profile folder that Playwright makes for it."""
    with path.open("rb") as file:
        return path.resolve().is_relative_to("/snap") or b"/snap/bin" in file.read(4096)


def main() -> int:
    """Say where the browser is."""
    with sync_playwright() as playwright:
        path = chromium_path(playwright)
    print(path or "no Chromium found")
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main())
