"""Normalised text that still knows where each of its characters came from.

Everything later works on the normalised text; evidence is told in offsets of the candidate's own text.
"""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

MAX_CHARS = 16_000
"""Longest text that is read, before and after normalising. A ten-minute answer has about 9,000 characters."""

_MAX_CLUSTER = 24  # the longest compatibility form of one character has 18

_STRAIGHT = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201b": "'", "\u2032": "'", "\u02bc": "'", "`": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2192": ">", "\u2022": "*", "\u2028": "\n", "\u2029": "\n", "\x85": "\n",
    }
)  # fmt: skip
_ASCII_STRAIGHT = str.maketrans({"`": "'", "\t": " ", "\x0b": " ", "\x0c": " "})
_CONTROLS = frozenset(map(chr, range(32))) - {"\n", "\t", "\x0b", "\x0c"} | {"\x7f"}


class Span(NamedTuple):
    """A stretch ``[start, end)`` of the candidate's own text, and the words there."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True)
class CleanText:
    """Normalised ``text``; ``origins`` maps each of its characters to the original (None: one to one)."""

    text: str
    original: str
    origins: tuple[int, ...] | None
    was_cut: bool

    def span(self, start: int, end: int) -> Span:
        """The original stretch behind ``text[start:end]``."""
        if self.origins is not None and end > start:
            first = self.origins[start]
            last = self.origins[end - 1]
            after = bisect_right(self.origins, last)
            start, end = first, self.origins[after] if after < len(self.origins) else len(self.original)
            end = max(end, first + 1)
        return Span(start, end, self.original[start:end])


def clean(raw: str) -> CleanText:
    """Compatibility-composed text with straight quotes, without invisible characters; offsets kept.

    Unicode form, zero-width characters and line endings leave no trace in the result.
    """
    original = raw
    was_cut = len(raw) > MAX_CHARS
    raw = raw[:MAX_CHARS]
    if raw.isascii() and not any(char in raw for char in _CONTROLS):
        return CleanText(raw.translate(_ASCII_STRAIGHT), original, None, was_cut)
    pieces: list[str] = []
    origins: list[int] = []
    size = 0
    for start, cluster in _clusters(raw):
        piece = _normal_form(cluster)
        if piece == "\n" and pieces and pieces[-1] == "\n" and raw[start - 1 : start + 1] == "\r\n":
            continue
        size += len(piece)
        if size > MAX_CHARS:
            was_cut = True
            break
        pieces.append(piece)
        origins.extend([start] * len(piece))
    return CleanText("".join(pieces), original, tuple(origins), was_cut)


def _clusters(raw: str) -> list[tuple[int, str]]:
    """Base characters with the marks that belong to them; invisible characters are dropped on the way."""
    found: list[tuple[int, str]] = []
    start, held = 0, ""
    for index, char in enumerate(raw):
        if char < "\x7f":
            kind = _PLAIN
        else:
            kind = _role(char)
        if kind == _INVISIBLE:
            continue
        if kind == _MARK and held:
            if len(held) < _MAX_CLUSTER:
                held += char
            continue
        if held:
            found.append((start, held))
        start, held = index, char
    if held:
        found.append((start, held))
    return found


_PLAIN, _MARK, _INVISIBLE = 0, 1, 2


@lru_cache(maxsize=8192)
def _role(char: str) -> int:
    category = unicodedata.category(char)
    if category == "Cf" or "\ufe00" <= char <= "\ufe0f" or char == "\u034f":
        return _INVISIBLE
    # Hangul vowels and finals are starters, but belong to the syllable before them
    if category[0] == "M" or "\u1160" <= char <= "\u11ff":
        return _MARK
    return _PLAIN


@lru_cache(maxsize=8192)
def _normal_form(cluster: str) -> str:
    if cluster in ("\r", "\n"):
        return "\n"
    if len(cluster) == 1 and (cluster < " " or cluster == "\x7f"):
        return " "
    return unicodedata.normalize("NFKC", cluster.translate(_STRAIGHT))[:_MAX_CLUSTER].translate(_STRAIGHT)
