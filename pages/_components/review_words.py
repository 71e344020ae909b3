"""How the review page says why an answer waits; nothing of it tells whether the machine liked it."""

from collections.abc import Mapping

from core.services.review_queue import Waiting, Why
from core.services.words import counted, listed
from pages._components.messages import plain

WHY_WORDS = {
    Why.APART: "Coaches differ",
    Why.ASKED: "Asked for",
    Why.UNSURE: "The machine is unsure",
    Why.NEW: "Not rated yet",
    Why.SECOND: "One other coach rated it",
    Why.KNOWN: "You have seen its scores",
}
_URGENT = {Why.ASKED: "you were asked about {}", Why.APART: "coaches differ on {}, and you decide"}


def why_it_waits(one: Waiting) -> str:
    """The reason of one answer, as Markdown."""
    if one.why is Why.ASKED:
        return f"Asked for by {plain(one.candidate)}"
    return "Coaches differ, you decide" if one.why is Why.APART else WHY_WORDS[one.why]


def how_many_wait(counts: Mapping[Why, int]) -> str:
    """A heading: "3 answers wait for you"."""
    total = sum(counts.values())
    return f"{counted(total, 'answer')} wait{'s' if total == 1 else ''} for you"


def what_is_urgent(counts: Mapping[Why, int]) -> str:
    """A sentence on those that somebody counts on; empty where there are none."""
    parts = [words.format(counts[why]) for why, words in _URGENT.items() if why in counts]
    return f"{listed(parts).capitalize()}." if parts else ""
