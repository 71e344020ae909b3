"""What is known of a single word: its family, its rarity, its synonyms, its likely spelling."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import log10

import Stemmer
from rapidfuzz.distance import DamerauLevenshtein

from core.scoring.lexicon.grammar import LEMMA_OF, NUMBER_WORDS
from core.scoring.lexicon.synonyms import groups

_LONGEST_WORD = 40

_BRITISH = (
    (re.compile(r"is(e|es|ed|ing|er|ers|ation|ations)$"), r"iz\1"),
    (re.compile(r"ys(e|es|ed|ing)$"), r"yz\1"),
    (re.compile(r"our(s|ed|ing|al|able|ite)?$"), r"or\1"),
    (re.compile(r"ll(ed|ing|er)$"), r"l\1"),
    (re.compile(r"ence$"), "ense"),
)
_BRITISH_LAST = frozenset("esdgrnl")
"""Last letters of those endings."""
_KEEP_SPELLING = frozenset(
    "our your hour four pour tour sour flour call called calling tell telling sell selling".split()
)
_ENDINGS = re.compile(
    r"(?:ization|izat|iz|ation|at|ement|ment|ness|iti|ity|ive|iv|abl|ibl|ance|ence|ens|anc|enc|er|or|ion|al|ful|li|ed|ant|ent)$"
)


@lru_cache(maxsize=65_536)
def family(word: str) -> str:
    """The key that inflected and derived forms of a word share: 'optimiser', 'optimizes' -> 'optim'."""
    word = word[:_LONGEST_WORD]
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    if word.endswith("'s"):
        word = word[:-2]
    word = LEMMA_OF.get(word, word)
    if word[:1].isdigit():
        return word.replace(",", "").removesuffix("%")
    if len(word) > 5 and word[-1] in _BRITISH_LAST and word not in _KEEP_SPELLING:
        for pattern, replacement in _BRITISH:
            word = pattern.sub(replacement, word)
    # one of its own for each word: a stemmer must not be shared by threads, and costs a microsecond to make
    stem: str = Stemmer.Stemmer("english", 0).stemWord(word)
    stem = LEMMA_OF.get(stem, stem)
    shorter = _ENDINGS.sub("", stem)
    if len(shorter) >= 5:
        stem = shorter
    return stem.rstrip("e") if len(stem) > 4 else stem


@lru_cache(maxsize=1)
def _frequencies() -> Mapping[str, float]:
    import wordfreq  # 0.4 s to load, and only needed once something is scored

    frequencies: Mapping[str, float] = wordfreq.get_frequency_dict("en", "best")
    return frequencies


UNKNOWN = 1.0
"""Zipf frequency below which a word is not known."""


@lru_cache(maxsize=65_536)
def rarity(word: str) -> float:
    """Zipf frequency of English, 0 (never seen) to about 7.7 ('the'): log10 of the uses in a billion words."""
    frequency = _frequencies().get(word, 0.0)
    return round(log10(frequency) + 9.0, 2) if frequency else 0.0


@lru_cache(maxsize=1)
def _kin() -> dict[str, frozenset[str]]:
    kin: dict[str, set[str]] = {}
    for group in groups():
        keys = {family(word) for word in group}
        for key in keys:
            kin.setdefault(key, set()).update(keys - {key})
    return {key: frozenset(others) for key, others in kin.items()}


def synonyms(key: str) -> frozenset[str]:
    """Families of words that are used in place of this family."""
    return _kin().get(key, frozenset())


def is_misspelling(word: str, target: str) -> bool:
    """Whether ``word`` is ``target`` with one slip (two in words of eight letters or more)."""
    if abs(len(word) - len(target)) > 2 or word[:1] != target[:1]:
        return False
    allowed = 2 if len(target) >= 8 else 1
    return bool(DamerauLevenshtein.distance(word, target, score_cutoff=allowed) <= allowed)


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_COMMON = 2.5
"""Zipf frequency of a word that a slip is taken for; a rarer word may be a name or a term of the trade."""


@lru_cache(maxsize=16_384)
def spelt_right(word: str) -> str:
    """The commonest English word that an unknown one is a single slip away from; else the word itself.

    Slips are two letters swapped, one left out, one too many or one wrong (Damerau 1964: four in five misspellings).
    """
    if not 5 <= len(word) <= 16 or not word.isalpha() or not word.isascii() or rarity(word) >= UNKNOWN:
        return word
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    likely = [a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1] + [a + b[1:] for a, b in cuts if b]
    return (
        _commonest(likely) or _commonest(a + x + rest for a, b in cuts for x in _LETTERS for rest in (b, b[1:])) or word
    )


def _commonest(words: Iterable[str]) -> str | None:
    """The most used of the words, if it is a common one."""
    uses = _frequencies()
    known = [(uses[word], word) for word in words if word in uses]
    best = max(known, default=None)
    return best[1] if best and log10(best[0]) + 9.0 >= _COMMON else None
