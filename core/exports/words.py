"""How exports call things: names, dates, lengths of time, and the files themselves."""

import re
import unicodedata
from datetime import datetime

from core.services.views import SessionView
from core.services.words import TYPE_WORDS

DIMENSION_NAMES = {
    "structure": "Structure",
    "relevance": "Relevance",
    "technical_accuracy": "Technical accuracy",
    "depth": "Depth",
    "communication": "Communication",
}

LONGEST_SLUG = 40


def day(moment: datetime) -> str:
    """A date in full: "2 March 2026"."""
    return f"{moment.day} {moment:%B %Y}"


def clock(seconds: int) -> str:
    """A length of time in minutes and seconds: "2:05"."""
    return f"{seconds // 60}:{seconds % 60:02}"


def about(interview: SessionView) -> str:
    """What kind of interview it is: "Technical interview at mid level"."""
    return f"{TYPE_WORDS[interview.type]} interview at {interview.level} level"


def file_name(interview: SessionView, ending: str, *, part: str = "") -> str:
    """A name that every system takes: "interview-2026-03-02-backend-engineer.pdf"."""
    ascii_only = unicodedata.normalize("NFKD", interview.role_name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.lower())[:LONGEST_SLUG].strip("-")
    words = ["interview", f"{interview.created_at:%Y-%m-%d}", slug, part]
    return "-".join(word for word in words if word) + f".{ending}"
