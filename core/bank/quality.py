"""What a machine can hold against the wording of items: repeats, spelling, phrases that do not belong, and length."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from wordfreq import zipf_frequency

from core.bank.item import Item
from core.bank.loader import Bank
from core.errors import Fault
from core.scoring.words import family

SAME_QUESTION, SAME_POINT = 85, 88
"""Similarity, 0 to 100, from which two texts are the same in other words. Set where reading found true repeats."""
SHARED_FAMILIES = 0.5
"""Share of the shorter text's word families from which two texts are compared letter by letter."""
COPIED_WORDS = 8
"""A run of so many words in two model answers is copied, not chance."""
RARE = 1.6
"""Zipf frequency below which a lower-case word is either a term of the trade or a slip."""
LONGEST_SENTENCE = 55
"""Words; nobody says a longer sentence in one breath."""

HARDEST_QUESTION, HARDEST_ANSWER = 17, 12
"""Reading grades: a question may name long things, an answer is spoken."""

JARGON = Path(__file__).with_name("jargon.txt")
_WORD = re.compile(r"(?<![\w'./_-])[a-z][a-z']+(?![\w./_-])")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_SENTENCE_STOP = re.compile(r"[.!?]+(?=\s|$)")

# What no interviewer may ask about, and phrases that no person says.
FORBIDDEN = re.compile(
    r"\b(?:are you (?:married|pregnant|religious)|do you have (?:children|kids)|"
    r"plan(?:ning)? to have (?:children|kids)|"
    r"how old are you|your (?:religion|nationality|ethnicity|sexual orientation)|native speaker|as an ai|"
    r"delve into|in today's fast-paced|lorem ipsum|todo|fixme)\b",
    re.IGNORECASE,
)
AMERICAN = re.compile(
    r"\b(?:colors?|colored|colorful|behavior\w*|favorite\w*|favor(?:s|ed)?|analyz(?:e|es|ed|ing)|"
    r"organiz(?:e|es|ed|ing|ation|ations)|prioritiz\w+|recogniz\w+|apologiz\w+|summariz\w+|modeling|labeled|"
    r"canceled|traveled|fulfill(?:s|ment)?|center(?:s|ed)?|judgment)\b"
)


def wording_faults(bank: Bank) -> Iterator[Fault]:
    """Every fault of every item's wording, with file and line of the item."""
    for item_id, item in bank.items.items():
        for check in ITEM_CHECKS:
            for message in check(item):
                yield Fault(bank.places[item_id], f"{item_id}: {message}")
    yield from _near(
        bank, {item.id: item.text for item in bank.items.values()}, SAME_QUESTION, "asks nearly the same as"
    )
    yield from _near(
        bank,
        {f"{item.id}/{point.id}": point.says for item in bank.items.values() for point in item.key_points},
        SAME_POINT,
        "says nearly the same as",
    )
    yield from _copied(bank)


def _spelling(item: Item) -> Iterator[str]:
    for word in sorted({word for text in all_texts(item) for word in _WORD.findall(text)}):
        bare = word.removesuffix("'s").strip("'")
        if zipf_frequency(bare, "en") < RARE and bare not in known_jargon():
            yield f"'{word}' is not a known word; mend it, or add it to {JARGON.name}"


def _forbidden(item: Item) -> Iterator[str]:
    for text in all_texts(item):
        for found in chain(FORBIDDEN.finditer(text), AMERICAN.finditer(text)):
            yield f"'{found.group()}' does not belong in an item"


def _long_sentences(item: Item) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(item.model_answer):
        if len(sentence.split()) > LONGEST_SENTENCE:
            yield f"a sentence of the model answer has {len(sentence.split())} words: nobody says it in one breath"


def reading_grade(text: str) -> float:
    """School grade of a text by Coleman and Liau (1975); from 17 on it reads like a paper.

    0.0588 L - 0.296 S - 15.8, where L and S are the letters and the sentences in a hundred words.
    """
    words = re.findall(r"[\w']+", text)
    sentences = max(1, len(_SENTENCE_STOP.findall(text)))
    return (5.88 * sum(map(len, words)) - 29.6 * sentences) / max(1, len(words)) - 15.8


def _hard_to_read(item: Item) -> Iterator[str]:
    for name, text, limit in (
        ("question", item.text, HARDEST_QUESTION),
        ("model answer", item.model_answer, HARDEST_ANSWER),
    ):
        if (grade := reading_grade(text)) > limit:
            yield f"the {name} reads at grade {grade:.0f}, and {limit} at most is meant: use shorter words or sentences"


def _empty_aliases(item: Item) -> Iterator[str]:
    """A way of saying a point that is only the question's own words would reward repeating the question."""
    question = set(re.findall(r"[a-z']+", item.text.lower()))
    for point in item.key_points:
        for phrase in point.also:
            if set(re.findall(r"[a-z']+", phrase.lower())) <= question:
                yield f"'{phrase}' is only the question's own words"


def item_faults(item: Item) -> Iterator[str]:
    """What is wrong with the wording of one item, its spelling left aside: a trade has words that no list knows."""
    return chain.from_iterable(check(item) for check in ITEM_CHECKS if check is not _spelling)


def nearest_question(text: str, others: Mapping[str, str]) -> str | None:
    """The id of the question that asks the same in nearly the same words, if there is one."""
    lowered = {name: other.lower() for name, other in others.items()}
    found = process.extractOne(text.lower(), lowered, scorer=fuzz.token_sort_ratio, score_cutoff=SAME_QUESTION)
    return str(found[2]) if found else None


ITEM_CHECKS: tuple[Callable[[Item], Iterator[str]], ...] = (
    _spelling,
    _forbidden,
    _long_sentences,
    _hard_to_read,
    _empty_aliases,
)


def all_texts(item: Item) -> Iterator[str]:
    """Everything in an item that somebody reads."""
    yield from (item.text, item.model_answer)
    for point in item.key_points:
        yield from (point.says, *point.also)
    for wrong in item.misconceptions:
        yield from (wrong.says, wrong.correction, *wrong.also)
    yield from (followup.text for followup in item.followups)


@lru_cache(maxsize=1)
def known_jargon() -> frozenset[str]:
    """Words of the trades that word lists of everyday English do not hold."""
    return frozenset(JARGON.read_text(encoding="utf-8").split())


def _near(bank: Bank, texts: Mapping[str, str], limit: int, words: str) -> Iterator[Fault]:
    names = list(texts)
    lowered = [texts[name].lower() for name in names]
    for later, earlier in _worth_comparing(lowered):
        if fuzz.token_sort_ratio(lowered[later], lowered[earlier], score_cutoff=limit):
            item_id = names[later].partition("/")[0]
            yield Fault(bank.places[item_id], f"{names[later]} {words} {names[earlier]}")


def _worth_comparing(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs of texts that share half of their word families: comparing all letter by letter takes minutes."""
    families = [frozenset(map(family, re.findall(r"[a-z0-9']+", text))) for text in texts]
    sizes = np.array([len(keys) for keys in families], dtype=np.intp)
    holders: dict[str, list[int]] = {}
    for number, keys in enumerate(families):
        here = [np.array(holders[key], dtype=np.intp) for key in sorted(keys) if key in holders]
        if here:
            shared = np.bincount(np.concatenate(here), minlength=number)
            smaller = np.minimum(sizes[: len(shared)], len(keys))
            yield from ((number, int(other)) for other in np.nonzero(shared >= SHARED_FAMILIES * smaller)[0])
        for key in keys:
            holders.setdefault(key, []).append(number)


def _copied(bank: Bank) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], str] = {}
    told: set[tuple[str, str]] = set()
    for item in bank.items.values():
        for run in _runs(re.findall(r"[\w']+", item.model_answer.lower())):
            other = seen.setdefault(run, item.id)
            if other != item.id and (other, item.id) not in told:
                told.add((other, item.id))
                yield Fault(bank.places[item.id], f"{item.id}: '{' '.join(run)}' stands in {other} as well")


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + COPIED_WORDS]) for at in range(len(words) - COPIED_WORDS + 1))
