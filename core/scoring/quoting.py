"""Quotes that can be read on their own: the sentence around a find, not the bare words that were found."""

import re
from bisect import bisect_right

from core.scoring.document import Document, Range, read
from core.scoring.text import Span

LONGEST_QUOTE = 40
"""Words; a longer sentence (speech often has no full stops) is quoted by the part in which the find was made."""

_BREAK = re.compile(r"[.!?;]+[\"')\]]*\s+|\n+")


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, each as it stands there."""
    document = read(text)
    return [document.span(sentence).quote for sentence in document.sentences]


def whole_sentences(document: Document, place: Range) -> Range:
    """The place widened to the sentences that it touches, as long as those can be quoted."""
    starts = [first for first, _ in document.sentences]
    first = document.sentences[bisect_right(starts, place[0]) - 1][0]
    after = document.sentences[bisect_right(starts, place[1] - 1) - 1][1]
    return (first, after) if after - first <= LONGEST_QUOTE else place


def quote_around(text: str, span: Span, most: int) -> str:
    """The sentence of ``text`` in which a span begins, on one line and at most ``most`` characters long.

    A longer sentence is cut around the span, with an ellipsis where something is left out.
    """
    breaks = [0, *(found.end() for found in _BREAK.finditer(text)), len(text)]
    number = bisect_right(breaks, span.start)
    begin, end = breaks[number - 1], max(breaks[min(number, len(breaks) - 1)], span.end)
    if end - begin <= most:
        return " ".join(text[begin:end].split())
    room = max(0, most - (span.end - span.start)) // 2
    left, right = max(begin, span.start - room), min(end, max(span.end, span.start) + room, span.start + most)
    head = "" if left == begin else "… "
    tail = "" if right == end else " …"
    words = text[left:right].split()
    return head + " ".join(words[bool(head) : len(words) - bool(tail)]) + tail
