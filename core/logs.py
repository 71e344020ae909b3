"""Logs: one line for each thing that happened, with the request or page session that it happened in.

No line holds what a person wrote, a secret, a token or an e-mail address. Nobody logs those on purpose; what slips in,
most of all in the message of an error, is kept out here, the one place through which every line goes.
"""

import json
import logging
import re
import secrets
import sys
import traceback
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

LONGEST = 2_000
"""Characters of a message."""


@dataclass(frozen=True)
class Origin:
    """What the running code is serving: a request or page session by its id, and the address that it came from."""

    id: str = "-"
    address: str | None = None


_NOWHERE = Origin()
ORIGIN: ContextVar[Origin] = ContextVar("origin", default=_NOWHERE)
"""Set where a request or a run of a page begins. Each request and each page session has a context of its own."""


def new_id() -> str:
    """A name for a request, for people to quote and to search for."""
    return secrets.token_hex(6)


# Ours and those of others: bearer tokens, what stands in links, whatever is long and random, and addresses. With
# bounds, so that no line takes long, whatever is in it.
_SECRETS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+\S+"), r"\1 [secret]"),
    (
        re.compile(r"(?i)\b(first_admin|reset|link|invite|ticket|token|password|secret\w*|code|key)=[^\s&;,'\"]+"),
        r"\1=[secret]",
    ),
    (re.compile(r"(?i)(\b\w{1,30}://[^/\s:@]{0,99}):[^@\s]{1,200}@"), r"\1:[secret]@"),
    (re.compile(r"\bivp_[\w-]+"), "[secret]"),
    (re.compile(r"[^\s@<>\"'=,;]{1,64}@[^\s@<>\"',;/]{1,255}\.\w{1,63}"), "[e-mail]"),
    (re.compile(r"\b(?=[\w-]{0,99}\d)(?=[\w-]{0,99}[a-zA-Z])[\w-]{24,}(\.[\w-]{6,})*"), "[secret]"),
)
_UUID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def scrubbed(text: str) -> str:
    """A text without addresses and secrets, on one line, and not longer than need be. Ids may stay."""
    if len(text) > LONGEST:
        # without the last word, which may be half of a secret that is not known by its half
        text = text[:LONGEST].rpartition(" ")[0] + " …"
    text = " ".join(text.split())
    ids: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        ids.append(found[0])
        return f"\x00{len(ids) - 1}\x00"

    text = _UUID.sub(put_aside, text.replace("\x00", ""))
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return re.sub(r"\x00(\d+)\x00", lambda found: ids[int(found[1])], text)


def told_error(error: BaseException) -> list[str]:
    """An error and what led to it: where in the code, and of which kind, each on a line.

    The message of an error is left out where it may quote what somebody wrote; most do, sooner or later.
    """
    lines = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}{_message(current)}")
        lines += _places(current.__traceback__)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return lines


def _message(error: BaseException) -> str:
    # Of these the messages speak of files, names in the code and the network, and one cannot do without them.
    harmless = isinstance(error, OSError | ImportError | NameError | AttributeError)
    is_connection = type(error).__name__ == "OperationalError"
    return f": {scrubbed(str(error))}" if harmless or is_connection else ""


def _places(found: TracebackType | None) -> list[str]:
    return [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(found)]


class _Lines(logging.Formatter):
    """Lines to be read by people: the rest of an error stands below its line, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """One thing that happened."""
        line = f"{_moment(record)} {record.levelname:<7} {record.name} [{ORIGIN.get().id}] {_said(record)}"
        return "\n    ".join([line, *_error(record)])


class _Json(logging.Formatter):
    """One JSON object a line, for programs that collect them."""

    def format(self, record: logging.LogRecord) -> str:
        """One thing that happened."""
        told: dict[str, object] = {
            "at": _moment(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "origin": ORIGIN.get().id,
            "message": _said(record),
        }
        if error := _error(record):
            told["error"] = error
        return json.dumps(told, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    return scrubbed(record.getMessage())


def _error(record: logging.LogRecord) -> list[str]:
    return told_error(record.exc_info[1]) if record.exc_info and record.exc_info[1] is not None else []


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class _Terminal(logging.Handler):
    """Writes to the standard error, whichever that is by then."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line, or an error's several at once, so that those of other threads do not come between."""
        sys.stderr.write(self.format(record) + "\n")


def configure_logs(log_format: str) -> None:
    """Send every line of this process, whoever writes it, through here to the standard error; doing it twice is fine.

    Args:
        log_format: "json", or "text" for people.
    """
    handler = _Terminal()
    handler.setFormatter(_Json() if log_format == "json" else _Lines())
    root = logging.getLogger()
    # others that write to the terminal would do so twice; those that collect, as tests have them, go on
    root.handlers = [each for each in root.handlers if type(each) not in (logging.StreamHandler, _Terminal)] + [handler]
    root.setLevel(logging.INFO)
    # Server and dashboard each write to the terminal by themselves, with whatever an error says.
    for name in list(logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        if name.partition(".")[0] in ("uvicorn", "streamlit", "websockets"):
            logger.handlers, logger.propagate = [], True
    # It repeats every request, with what stands in its address.
    access = logging.getLogger("uvicorn.access")
    access.propagate, access.disabled = False, True
    for name in ("httpx", "httpcore", "alembic", "multipart", "python_multipart"):
        logging.getLogger(name).setLevel(logging.WARNING)
