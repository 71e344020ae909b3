"""An answer, read once: words, families, sentences, marked phrases, and what was said twice."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from core.scoring.lexicon.grammar import FUNCTION_WORDS
from core.scoring.lexicon.markers import ABBREVIATIONS, MARKERS
from core.scoring.text import CleanText, Span, clean
from core.scoring.words import UNKNOWN, family, rarity, spelt_right

Range = tuple[int, int]
"""First word and the word after the last."""

_WORD = re.compile(r"\d+(?:[.,:]\d+)*%?|[^\W\d_][^\W_]*(?:'[^\W\d_]+)?|\d+[^\W\d_]+")
_STOP = re.compile(r"[.!?;]+[\"')\]]*(?=\s|$)|\n\s*(?=[-*\d(A-Z])|\n\s*\n")
_PARAGRAPH = re.compile(r"\n[ \t]*\n|\n\s*(?=[-*\u2022] |\d+[.)] )")
_SEPARATORS = frozenset(",;/|\n*")
RUN = 5
"""Words in a row that are copied rather than met by chance."""
_RUN = 6  # words in a row that count as said before when they come again
LONG_SENTENCE = 18
"""Longer sentences are read in pieces when looking for a point (speech often has no full stops)."""


@dataclass(frozen=True)
class Document:
    """The words of an answer in order, without runs that repeat earlier ones word for word."""

    source: CleanText
    words: tuple[str, ...]
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    all_words: int
    repeated_words: int

    @cached_property
    def sentences(self) -> tuple[Range, ...]:
        """Sentences as ranges of words."""
        return tuple(_sentences(self.source.text, self.words, self.starts))

    @cached_property
    def units(self) -> tuple[Range, ...]:
        """Sentences, with long ones in pieces."""
        return tuple(_units(self.words, self.sentences))

    @cached_property
    def marks(self) -> Mapping[str, tuple[Range, ...]]:
        """Every marked phrase, by its job."""
        return find_marks(self.words, self.sentences)

    @cached_property
    def content(self) -> tuple[int, ...]:
        """Positions of the words that carry content."""
        return tuple(index for index, word in enumerate(self.words) if word not in FUNCTION_WORDS)

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """For each word, how many words before it stand before a comma or the like."""
        return tuple(accumulate((gap != " " and not _SEPARATORS.isdisjoint(gap) for gap in self.gaps), initial=0))

    @cached_property
    def commas(self) -> tuple[int, ...]:
        """Positions of the words that stand before a comma."""
        return tuple(index for index, gap in enumerate(self.gaps) if "," in gap)

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """What stands between each word and the next."""
        text = self.source.text
        return tuple(text[end:start] for end, start in zip(self.ends, self.starts[1:], strict=False))

    @cached_property
    def runs(self) -> tuple[tuple[str, ...], ...]:
        """The run of five words that begins at each word, to see what was copied."""
        return _runs(self.words, RUN)

    @cached_property
    def distinct_runs(self) -> frozenset[tuple[str, ...]]:
        """The same, each once."""
        return frozenset(self.runs)

    @cached_property
    def blocks(self) -> tuple[Range, ...]:
        """Paragraphs as ranges of words."""
        return tuple(_blocks(self.source.text, self.starts))

    def span(self, words: Range) -> Span:
        """The candidate's own text behind a range of words."""
        source, start, end = self.source, self.starts[words[0]], self.ends[words[1] - 1]
        return Span(start, end, source.original[start:end]) if source.origins is None else source.span(start, end)

    @cached_property
    def surfaces(self) -> tuple[str, ...]:
        """The words as they were written (straightened, not lowered)."""
        text = self.source.text
        return tuple(text[start:end] for start, end in zip(self.starts, self.ends, strict=True))

    def count(self, job: str) -> int:
        """How many phrases do this job."""
        return len(self.marks.get(job, ()))


def read(raw: str) -> Document:
    """Read an answer; short phrases, which tasks are made of, are remembered."""
    return _read_phrase(raw) if len(raw) <= _PHRASE else _read(raw)


_PHRASE = 400  # characters


def _read(raw: str) -> Document:
    source = clean(raw)
    words, starts, ends = _words(source.text)
    return _build(source, words, starts, ends, _first_sayings(words), len(words))


_read_phrase = lru_cache(maxsize=4096)(_read)


def without(document: Document, blocks: Sequence[Range]) -> Document:
    """The document as if some of its blocks had not been said."""
    gone = {index for first, after in blocks for index in range(first, after)}
    kept = [index for index in range(len(document.words)) if index not in gone]
    return _build(document.source, document.words, document.starts, document.ends, kept, document.all_words)


def _build(
    source: CleanText, words: Sequence[str], starts: Sequence[int], ends: Sequence[int], kept: Sequence[int], total: int
) -> Document:
    repeated = total - len(kept) if total == len(words) else 0
    if len(kept) < len(words):
        words, starts, ends = [words[i] for i in kept], [starts[i] for i in kept], [ends[i] for i in kept]
    words = _corrected_words(source.text, words, starts)
    return Document(
        source=source,
        words=tuple(words),
        keys=tuple(map(family, words)),
        starts=tuple(starts),
        ends=tuple(ends),
        all_words=total,
        repeated_words=repeated,
    )


def _blocks(text: str, starts: Sequence[int]) -> list[Range]:
    """Paragraphs as ranges of words."""
    if "\n" not in text:
        return [(0, len(starts))] if starts else []
    blocks: list[Range] = []
    first = 0
    for stop in [*(match.start() for match in _PARAGRAPH.finditer(text)), len(text)]:
        after = bisect_left(starts, stop)
        if after > first:
            blocks.append((first, after))
            first = after
    return blocks


def _words(text: str) -> tuple[list[str], list[int], list[int]]:
    places = [match.span() for match in _WORD.finditer(text)]
    words = [text[start:end].lower() for start, end in places]
    return words, [start for start, _ in places], [end for _, end in places]


def _first_sayings(words: Sequence[str]) -> list[int]:
    """Indices of words that are not inside a repeated run."""
    runs = _runs(words, _RUN)
    seen: set[tuple[str, ...]] = set(runs)
    if len(seen) == len(runs):
        return list(range(len(words)))
    seen.clear()
    stale: set[int] = set()
    for start, run in enumerate(runs):
        if run in seen:
            stale.update(range(start, start + _RUN))
        seen.add(run)
    return [index for index in range(len(words)) if index not in stale]


def _runs(words: Sequence[str], size: int) -> tuple[tuple[str, ...], ...]:
    """The run of so many words that begins at each word."""
    return tuple(zip(*(words[first:] for first in range(size)), strict=False))


def _sentences(text: str, words: Sequence[str], starts: Sequence[int]) -> list[Range]:
    sentences: list[Range] = []
    first = 0
    index = 0
    for stop in _STOP.finditer(text):
        while index < len(starts) and starts[index] < stop.start():
            index += 1
        if index == first or (stop[0] == "." and _is_abbreviation(words[index - 1])):
            continue
        sentences.append((first, index))
        first = index
    if first < len(words):
        sentences.append((first, len(words)))
    return sentences


def _is_abbreviation(word: str) -> bool:
    return word in ABBREVIATIONS or (len(word) == 1 and word.isalpha() and word != "i")


_BREAKS = frozenset("and but so then because when which while if or after before until that".split())


def _units(words: Sequence[str], sentences: Sequence[Range]) -> list[Range]:
    """Sentences, with long ones split where a clause begins, else at a fixed length."""
    units: list[Range] = []
    for first, after in sentences:
        start = first
        while after - start > LONG_SENTENCE:
            cut = next((i for i in range(start + 8, start + 15) if words[i] in _BREAKS), start + 12)
            units.append((start, cut))
            start = cut
        units.append((start, after))
    return units


_MOST_SLIPS = 15
"""Unknown words that are looked at; a text with more is not mistyped but foreign or noise, and would cost time."""


def _corrected_words(text: str, words: Sequence[str], starts: Sequence[int]) -> list[str]:
    """The words with slips set right; names, which are written with a capital, stay as they are."""
    corrected = list(words)
    slips = 0
    for index, word in enumerate(words):
        if len(word) >= 5 and rarity(word) < UNKNOWN and text[starts[index]].islower():
            slips += 1
            if slips > _MOST_SLIPS:
                break
            corrected[index] = spelt_right(word)
    return corrected


Entries = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
"""Phrases with their jobs, the longest first."""


@lru_cache(maxsize=1)
def _mark_index() -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, Entries]]]:
    """The jobs of single words, and longer phrases by their first and their second word."""
    jobs: dict[tuple[str, ...], list[str]] = {}
    for job, phrases in MARKERS.items():
        for phrase in phrases:
            jobs.setdefault(tuple(phrase.split()), []).append(job)
    singles = {phrase[0]: tuple(its_jobs) for phrase, its_jobs in jobs.items() if len(phrase) == 1}
    longer: dict[str, dict[str, Entries]] = {}
    for words, its_jobs in sorted(jobs.items(), key=lambda entry: -len(entry[0])):
        if len(words) > 1:
            seconds = longer.setdefault(words[0], {})
            seconds[words[1]] = (*seconds.get(words[1], ()), (words, tuple(its_jobs)))
    return singles, longer


def find_marks(words: Sequence[str], sentences: Sequence[Range]) -> dict[str, tuple[Range, ...]]:
    """Every marked phrase by its job; the longest phrase that begins at a word wins for each job.

    A phrase does not reach over the end of a sentence.
    """
    singles, longer = _mark_index()
    words = tuple(words)
    found: dict[str, list[Range]] = {}
    last: dict[str, int] = {}

    def note(jobs: Sequence[str], start: int, after: int) -> None:
        for job in jobs:
            if last.get(job, 0) <= start:
                found.setdefault(job, []).append((start, after))
                last[job] = after

    for first, end in sentences:
        for start in range(first, end):
            word = words[start]
            if word in longer and start + 1 < end:
                for phrase, jobs in longer[word].get(words[start + 1], ()):
                    after = start + len(phrase)
                    if after <= end and words[start:after] == phrase:
                        note(jobs, start, after)
            if word in singles:
                note(singles[word], start, start + 1)
    return {job: tuple(ranges) for job, ranges in found.items()}


def is_function_word(word: str) -> bool:
    """Whether a word carries grammar rather than content."""
    return word in FUNCTION_WORDS
