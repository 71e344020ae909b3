"""What people typed, made ready for print: shown as it is, whatever it is, and with marks where it earned points."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby, pairwise
from typing import Any, Literal

from core.scoring import Span

Mark = Literal["", "point", "wrong"]

LONGEST_WORD = 30
"""Characters without a place to break, after which one is made: "W" that often fills most of a line."""

_BREAK = "\u200b"  # a zero-width space: lines may break there, and nothing is seen of it
# Scripts that are written without blanks break by rules of their own: Thai and its neighbours, and East Asian ones.
_LONG_WORD = re.compile(
    r"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
    rf"\U00020000-\U0003ffff]{{{LONGEST_WORD + 1},}}"
)
_NEW_LINE = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Direction follows from the letters; marks that turn it by force could turn what stands around the text as well.
_FORCED_DIRECTION = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_NO_CHARACTER = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def as_text(text: str) -> str:
    """The text in characters that can be printed; for each that cannot, a replacement character is seen."""
    text = _NEW_LINE.sub("\n", text).replace("\t", "    ")
    return _NO_CHARACTER.sub("\ufffd", _FORCED_DIRECTION.sub("", text))


def on_one_line(text: str) -> str:
    """The same of something short that is set in one line, such as a name."""
    line = " ".join(as_text(text).split())
    return _piece(line, 0, len(line), _places_to_break(line))


def direction(text: str) -> Literal["ltr", "rtl"]:
    """Which way a text runs, by its first letter (rule P2 of Unicode's bidirectional algorithm)."""
    strong = (unicodedata.bidirectional(char) for char in text)
    first = next((kind for kind in strong if kind in ("L", "R", "AL")), "L")
    return "ltr" if first == "L" else "rtl"


def block(text: str) -> dict[str, Any]:
    """A text of any length without marks."""
    return marked(text, points=(), wrong=())


def marked(text: str, *, points: Iterable[Span], wrong: Iterable[Span]) -> dict[str, Any]:
    """A text as runs that are marked alike; of words that do both it is shown that they do not hold."""
    kinds: list[Mark] = [""] * len(text)
    spans: list[tuple[Span, Mark]] = [*((span, "point") for span in points), *((span, "wrong") for span in wrong)]
    for span, kind in spans:
        start, end = _without_blanks(text, span)
        kinds[start:end] = [kind] * (end - start)
    breaks = _places_to_break(text)
    alike = [list(places) for _, places in groupby(range(len(text)), key=kinds.__getitem__)]
    runs = [{"text": _piece(text, places[0], places[-1] + 1, breaks), "mark": kinds[places[0]]} for places in alike]
    return {"runs": runs, "dir": direction(text)}


def _without_blanks(text: str, span: Span) -> tuple[int, int]:
    start, end = max(0, span.start), min(span.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _places_to_break(text: str) -> frozenset[int]:
    """Where a word that is longer than a line may be broken: never before a mark that belongs to a letter."""
    places = set()
    for word in _LONG_WORD.finditer(text):
        since = word.start()
        for at in range(word.start(), word.end()):
            if at - since >= LONGEST_WORD and unicodedata.category(text[at])[0] not in "MC":
                places.add(at)
                since = at
    return frozenset(places)


def _piece(text: str, start: int, end: int, breaks: frozenset[int]) -> str:
    edges = [start, *sorted(at for at in breaks if start < at < end), end]
    pieces = [as_text(text[a:b]) for a, b in pairwise(edges)]
    return (_BREAK if start in breaks else "") + _BREAK.join(pieces)
