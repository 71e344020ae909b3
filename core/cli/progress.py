"""How far something long is, told on the terminal's error channel, and nowhere else."""

import sys

_WIDTH = 20


def on_one_line(what: str, done: int, total: int) -> None:
    """Rewrite the terminal's last line with a bar; silent where nobody looks, such as under cron."""
    if total and sys.stderr.isatty():
        bar = "#" * (_WIDTH * done // total)
        print(f"\r\x1b[K[{bar:.<{_WIDTH}}] {what} {done}/{total}", end="", file=sys.stderr, flush=True)


def end_line() -> None:
    """Clear that line."""
    if sys.stderr.isatty():
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
