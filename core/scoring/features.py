"""A task made ready for matching: its phrases as weighted word slots, compiled once and kept."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from core.scoring.background import background, profile_of
from core.scoring.document import Document, is_function_word, read
from core.scoring.lexicon.grammar import ABSOLUTES, NEGATIONS, REPORTING_VERBS
from core.scoring.lexicon.markers import JOB_WORDS
from core.scoring.task import KeyPoint, Kind, Misconception, Task
from core.scoring.words import family, rarity, synonyms

Floats = NDArray[np.float64]

QUESTION_SHARE = 0.25
"""What a word is worth that the question already holds: repeating the question shows nothing."""
QUESTION_SHARE_OF_REFERENCE = 0.15
"""The same in a reference, which as running text takes up more of the question than points do."""
SYNONYM_SHARE = 0.5
SYNONYM_SHARE_OF_REFERENCE = 0.35
"""What a synonym is worth; less in a reference, where so many words have synonyms that some are met by chance."""
FUNCTION_SHARE = 0.05
STORY_JOBS = tuple(JOB_WORDS)
JOB_WEIGHT = 1.0
"""What it is worth, in words, that a phrase does the same job in a story: people tell how it ended, what they learnt
and that it was their fault in words of their own, and the words have little else in common."""
PRIOR = 0.55
"""Added to the weight of each phrase, so that one lucky word does not fill a two-word phrase."""

_PAST_STORY = re.compile(
    r"\b(?:tell (?:me|us) about|describe|give (?:me|us|an)|talk (?:me|us) through|share|walk (?:me|us) through|"
    r"what (?:is|was|has been)|when (?:did|have|was)|have you)\b[^.?!]{0,60}"
    r"\b(?:time|times|situation|occasion|example|project|moment|you had|have you|you've|did you|you were|"
    r"your proudest)\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:would you|do you do|imagine|suppose|you (?:realise|realize|notice|find|discover|learn) that|if you)\b", re.I
)


@dataclass(frozen=True)
class Phrases:
    """Every phrase of a task as a table of word slots, in the order points, misconceptions, reference sentences.

    A phrase owns the slots from its start to the next; an owner (a point, ...) owns phrases in the same manner.
    """

    owners: int
    points: int
    misconceptions: int
    authored: bool
    owner_starts: NDArray[np.intp]
    starts: NDArray[np.intp]
    weights: Floats
    totals: Floats
    content: Floats
    negative: tuple[bool, ...]
    absolute: tuple[bool, ...]
    index: dict[str, tuple[tuple[int, float], ...]]
    own_keys: tuple[frozenset[str], ...]
    """For each phrase the keys of its content words, without synonyms."""
    numbers: dict[str, int]
    entries: NDArray[np.intp]
    entry_slots: NDArray[np.intp]
    entry_credits: Floats
    """The index again, as arrays: the key with number n owns the entries from ``entries[n]`` to ``entries[n + 1]``."""

    @property
    def first_reference(self) -> int:
        """The first owner that is a sentence of the reference."""
        return self.points + self.misconceptions

    @cached_property
    def stated_phrases(self) -> int:
        """How many phrases belong to points and misconceptions; those of the reference come after them."""
        return self.phrases(self.first_reference - 1)[1]

    @cached_property
    def stated_slots(self) -> int:
        """How many slots belong to points and misconceptions."""
        return self.slots(self.stated_phrases - 1)[1]

    def slots(self, phrase: int) -> tuple[int, int]:
        """First slot of a phrase and the slot after its last."""
        after = int(self.starts[phrase + 1]) if phrase + 1 < len(self.starts) else len(self.weights)
        return int(self.starts[phrase]), after

    def phrases(self, owner: int) -> tuple[int, int]:
        """First phrase of an owner and the phrase after its last."""
        last = owner + 1 >= len(self.owner_starts)
        return int(self.owner_starts[owner]), len(self.starts) if last else int(self.owner_starts[owner + 1])


@dataclass(frozen=True)
class Features:
    """Everything about a task that does not depend on the answer."""

    task: Task
    key_points: tuple[KeyPoint, ...]
    phrases: Phrases
    question_keys: frozenset[str]
    question_words: tuple[str, ...]
    focus: dict[str, float]
    focus_total: float
    vocabulary: dict[str, tuple[str, ...]]
    claimed: frozenset[tuple[str, ...]]
    asks_story: bool
    asks_why: bool
    part_keys: tuple[frozenset[str], ...]
    question_runs: frozenset[tuple[str, ...]]
    reference_runs: frozenset[tuple[str, ...]]
    reference_size: int
    profile: frozenset[str]
    rivals: Floats


@lru_cache(maxsize=512)
def features_of(task: Task) -> Features:
    """The compiled task; the last 512 tasks are kept."""
    question = read(task.question)
    question_keys = frozenset(
        key for key, word in zip(question.keys, question.words, strict=True) if not is_function_word(word)
    )
    key_points = task.key_points or _points_from(task.reference)
    reference = read(task.reference)
    sentences = [reference.source.text[reference.starts[a] : reference.ends[b - 1]] for a, b in reference.sentences]
    profile = profile_of(task)
    focus = _focus([task.reference, *_all_texts(key_points)] if key_points else [task.question])
    sorts = (
        [(p.statement, *p.paraphrases) for p in key_points],
        [(m.statement, *m.paraphrases) for m in task.misconceptions],
        [(text,) for text in sentences or [p.statement for p in key_points]],
    )
    return Features(
        task=task,
        key_points=key_points,
        phrases=_phrases(sorts, question_keys, authored=bool(task.key_points), story=task.kind == "behavioral"),
        question_keys=question_keys,
        question_words=question.words,
        focus=focus,
        focus_total=sum(focus.values()),
        vocabulary=_by_initial([task.question, task.reference, *_all_texts([*key_points, *task.misconceptions])]),
        claimed=_sweeping([task.question, *_all_texts(key_points)]),
        asks_story=_asks_story(task),
        asks_why="ask_why" in question.marks,
        part_keys=_parts(question.words, question.sentences),
        question_runs=frozenset(question.runs),
        reference_runs=frozenset(reference.runs),
        reference_size=len(reference.words),
        profile=profile,
        rivals=background().rivals(profile),
    )


def _asks_story(task: Task) -> bool:
    """Whether the question asks what somebody did; behavioral questions do unless they suppose a case."""
    if _HYPOTHETICAL.search(task.question):
        return False
    return task.kind == "behavioral" or (task.kind == "hr" and bool(_PAST_STORY.search(task.question)))


RIGHT, WRONG, REFERENCE = 0, 1, 2


def infer_kind(question: str) -> Kind:
    """The kind of a question that has none: what it asks for decides."""
    if re.search(r"\b(?:design|estimate|how many|market|case|profits?|launch)\b", question, re.I) and re.search(
        r"\b(?:would you|walk me|design)\b", question, re.I
    ):
        return "case"
    if _PAST_STORY.search(question) and re.search(r"\b(?:you|your)\b", question, re.I):
        return "behavioral"
    if re.search(
        r"\b(?:why do you want|about yourself|your (?:greatest|biggest)|strengths?|where do you see)\b", question, re.I
    ):
        return "hr"
    return "technical"


def _points_from(reference: str) -> tuple[KeyPoint, ...]:
    """Key points of a question without an item: the sentences of its reference answer."""
    document = read(reference)
    return tuple(
        KeyPoint(f"reference-{number}", document.source.text[document.starts[a] : document.ends[b - 1]])
        for number, (a, b) in enumerate(document.sentences, 1)
        if b - a >= 2 or len(document.sentences) == 1
    )


def _all_texts(things: Sequence[KeyPoint | Misconception]) -> list[str]:
    return [text for thing in things for text in (thing.statement, *thing.paraphrases)]


def _phrases(
    sorts: Sequence[Sequence[tuple[str, ...]]], question_keys: frozenset[str], *, authored: bool, story: bool
) -> Phrases:
    owner_starts: list[int] = []
    starts: list[int] = []
    weights: list[float] = []
    content: list[float] = []
    negative: list[bool] = []
    absolute: list[bool] = []
    own_keys: list[frozenset[str]] = []
    index: dict[str, list[tuple[int, float]]] = {}
    for sort, owners in enumerate(sorts):
        weigh, sharing = (_rarity_weight, 1.0) if sort == REFERENCE else (_weight, 0.5)
        # right and wrong are said in nearly the same words: what tells a misconception is what no point holds
        asked = QUESTION_SHARE_OF_REFERENCE if sort == REFERENCE else QUESTION_SHARE
        alike = SYNONYM_SHARE_OF_REFERENCE if sort == REFERENCE else SYNONYM_SHARE
        own = _holders(owners)
        holders = own + _holders(sorts[0]) if sort == WRONG else own
        for texts in owners:
            owner_starts.append(len(starts))
            for text in texts:
                document = read(text)
                starts.append(len(weights))
                negative.append(_denies(document))
                absolute.append(not ABSOLUTES.isdisjoint(document.words))
                # a phrase without words still owns a slot, so that the table has no holes
                slots: dict[str, float] = {
                    key: weigh(word) for word, key in zip(document.words, document.keys, strict=True)
                } or {"": 0.0}
                if sort != REFERENCE and document.words and document.words[0] in REPORTING_VERBS:
                    slots[document.keys[0]] = FUNCTION_SHARE
                if sort == RIGHT and story:
                    slots |= {job_key(job): JOB_WEIGHT for job in STORY_JOBS if _does(document, job)}
                own_keys.append(frozenset(key for key in slots if not is_function_word(key)))
                first = len(weights)
                for key, weight in slots.items():
                    share = asked if key in question_keys else 1.0
                    content.append(float(not is_function_word(key)))
                    _add_slot(index, key, len(weights), alike if weight > FUNCTION_SHARE else 0.0)
                    # a word that many points share tells little about which of them was made; in a reference
                    # each different word counts once
                    weights.append(weight * share / max(1, holders[key]) ** sharing)
                if sort == WRONG:
                    weights[first:] = _made_up(weights[first:], list(slots), holders, own)
    slots_of = {key: _best_credits(slots) for key, slots in index.items()}
    array, begins = np.array(weights, dtype=np.float64), np.array(starts, dtype=np.intp)
    return Phrases(
        owners=len(owner_starts),
        points=len(sorts[0]),
        misconceptions=len(sorts[1]),
        authored=authored,
        owner_starts=np.array(owner_starts, dtype=np.intp),
        starts=begins,
        weights=array,
        totals=np.add.reduceat(array, begins) if len(array) else array,
        content=np.array(content, dtype=np.float64),
        negative=tuple(negative),
        absolute=tuple(absolute),
        index={key: tuple(best.items()) for key, best in slots_of.items()},
        own_keys=tuple(own_keys),
        numbers={key: number for number, key in enumerate(slots_of)},
        entries=np.cumsum([0, *map(len, slots_of.values())], dtype=np.intp),
        entry_slots=np.array([slot for best in slots_of.values() for slot in best], dtype=np.intp),
        entry_credits=np.array([worth for best in slots_of.values() for worth in best.values()], dtype=np.float64),
    )


_ASIDE_NEGATIONS = frozenset("without instead stop stopped avoid avoided wrong false myth nothing none".split())


def _denies(document: Document) -> bool:
    """Whether a phrase as a whole says that something is not so: not 'X, not Y', and not 'without Y'."""
    text = document.source.text
    return any(
        word in NEGATIONS and word not in _ASIDE_NEGATIONS and text[max(0, start - 2) : start].strip() != ","
        for word, start in zip(document.words, document.starts, strict=True)
    )


def _holders(owners: Sequence[tuple[str, ...]]) -> Counter[str]:
    """How many of the points (or misconceptions, or sentences) hold each word family."""
    return Counter(key for texts in owners for key in {k for text in texts for k in read(text).keys})


def _made_up(weights: list[float], keys: list[str], holders: Counter[str], own: Counter[str]) -> list[float]:
    """The weights of a misconception raised again by what it lost to the points, so that they only shift."""
    before = sum(w * (holders[key] / max(1, own[key])) ** 0.5 for w, key in zip(weights, keys, strict=True))
    total = sum(weights)
    return [weight * before / total for weight in weights] if total else weights


def _weight(word: str) -> float:
    """Words that carry content count alike: weighing them by rarity did not bring scores closer to people's."""
    return FUNCTION_SHARE if is_function_word(word) else 1.0


def _rarity_weight(word: str) -> float:
    """In running text, rare words say more: from about 1/10 for 'the' to 1 for words seen once in a million."""
    return min(1.0, max(0.1, (7.5 - rarity(word)) / 6.0))


def _add_slot(index: dict[str, list[tuple[int, float]]], key: str, slot: int, alike: float) -> None:
    index.setdefault(key, []).append((slot, 1.0))
    if alike:
        for other in synonyms(key):
            index.setdefault(other, []).append((slot, alike))


def _best_credits(slots: Sequence[tuple[int, float]]) -> dict[int, float]:
    """Each slot once, with the most that the key is worth there: as the word itself or as a synonym."""
    best: dict[int, float] = {}
    for slot, credit in slots:
        best[slot] = max(credit, best.get(slot, 0.0))
    return best


def _does(document: Document, job: str) -> bool:
    """Whether a phrase of a point does this job, or asks for it."""
    return document.count(job) > 0 or not JOB_WORDS[job].isdisjoint(document.words)


def job_key(job: str) -> str:
    """The key under which a job is kept among the words; no word has it."""
    return f"#{job}"


def topic_weight(key: str) -> float:
    """How much a word family says about the topic, 0 (function words) to 1."""
    return background().topic_weight(key)


def _focus(texts: Sequence[str]) -> dict[str, float]:
    """The words of the topic, with their weights."""
    return {key: weight for text in texts for key in read(text).keys if (weight := topic_weight(key))}


def _by_initial(texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for text in texts:
        for word in read(text).words:
            if len(word) >= 5 and word.isalpha():
                found.setdefault(word[0], set()).add(word)
    return {initial: tuple(sorted(words)) for initial, words in found.items()}


def _sweeping(texts: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """Sweeping phrases that right answers to this question use too."""
    documents = map(read, texts)
    return frozenset(d.words[first:after] for d in documents for first, after in d.marks.get("sweeping", ()))


_PART_BREAKS = frozenset("and or which".split())


def _parts(words: Sequence[str], sentences: Sequence[tuple[int, int]]) -> tuple[frozenset[str], ...]:
    """What each part of a many-part question is about, as topic words."""
    parts: list[frozenset[str]] = []
    for first, after in sentences:
        begin = first
        for index in range(first, after + 1):
            if index == after or (words[index] in _PART_BREAKS and index - begin >= 4):
                keys = frozenset(family(w) for w in words[begin:index] if not is_function_word(w))
                if keys:
                    parts.append(keys)
                begin = index + 1
    return tuple(parts)
