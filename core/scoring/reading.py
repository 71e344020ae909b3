"""What every signal looks at: the answer as a document, the compiled task, and what is true of each sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from core.scoring.background import background
from core.scoring.document import Document, Range, read, without
from core.scoring.features import Features, Floats, features_of, topic_weight
from core.scoring.lexicon.grammar import (
    AUXILIARIES,
    CARRIERS,
    COMMON_VERBS,
    FIRST_PERSON,
    FIRST_PLURAL,
    IRREGULAR_PAST,
    LEMMA_OF,
    MODALS,
)
from core.scoring.matching import Match, match
from core.scoring.task import Task
from core.scoring.text import Span
from core.scoring.words import UNKNOWN, family, rarity


@dataclass(frozen=True)
class Reading:
    """An answer read against a task."""

    document: Document
    features: Features
    claims: Floats
    points: tuple[Match, ...]
    misconceptions: tuple[Match, ...]
    reference: float
    actions: tuple[Range, ...]
    time_seconds: float | None
    dictated: bool
    strays: tuple[Span, ...] = ()
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """What was found already: several signals share the same finds."""

    @property
    def task(self) -> Task:
        """What the answer is an answer to."""
        return self.features.task

    @property
    def size(self) -> int:
        """Words, repetitions not counted."""
        return len(self.document.words)


def ramp(value: float, low: float, high: float) -> float:
    """0 at ``low``, 1 at ``high``, straight between; works downwards too."""
    return min(1.0, max(0.0, (value - low) / (high - low)))


def read_against(text: str, task: Task, *, time_seconds: float | None, dictated: bool) -> Reading:
    """Read an answer and match it with the points, misconceptions and reference of its task."""
    features = features_of(task)
    document = read(text)
    strays = stray_blocks(document, features)
    stray_spans = tuple(document.span(block) for block in strays)
    if strays:
        document = without(document, strays)
    claims = claims_of(document)
    matches = match(document, features, claims)
    return Reading(
        document=document,
        features=features,
        claims=claims,
        points=matches.points,
        misconceptions=matches.misconceptions,
        reference=matches.reference,
        actions=tuple(
            (first + a, first + b)
            for first, after in document.sentences
            for a, b in own_actions(
                document.words[first:after],
                _before_commas(document, (first, after)),
                hypothetical=not features.asks_story,
            )
        ),
        time_seconds=time_seconds,
        dictated=dictated,
        strays=stray_spans,
    )


_STRAY_WORDS = 12
_STRAY_SHARE, _STRAY_TIE = 0.15, 0.14
"""Below this share of the topic's words a paragraph is a stray, unless a seventh of its telling words come up elsewhere
in the answer: the paragraphs of a story in words of its own are tied to one another, as a pasted one is not (two of a
hundred genuine paragraphs of the exemplars are taken for strays, and seventeen were by the topic alone)."""


def stray_blocks(document: Document, features: Features) -> list[Range]:
    """Paragraphs that have nothing to do with the question, or only list names, in an answer that otherwise answers.

    They neither earn nor cost anything. An answer that is off the subject, or a list, throughout has no strays.
    """
    if len(document.blocks) < 2:
        return []
    long = [(a, b) for a, b in document.blocks if b - a >= _STRAY_WORDS]
    shares = {(a, b): _topic_share(document.keys[a:b], features) for a, b in document.blocks}
    claims = {block: _claim(document, block) for block in document.blocks}
    share_needed = min(_STRAY_SHARE, 0.5 * max(shares.values())) if features.focus else 0.0
    says_something = max(claims.values()) >= 0.5
    return [
        block
        for block in long
        if (shares[block] < share_needed and _tie(document, block) < _STRAY_TIE)
        or (says_something and claims[block] == 0.0)
    ]


def _tie(document: Document, block: Range) -> float:
    """Share of a paragraph's telling words that the rest of the answer uses too: its own story has its own words."""
    first, after = block
    telling = background().telling
    here = set(telling(document.keys[first:after]))
    rest = set(telling([*document.keys[:first], *document.keys[after:]]))
    return len(here & rest) / len(here) if here else 0.0


def _topic_share(keys: Sequence[str], features: Features) -> float:
    """Share of the telling words that belong to the topic."""
    distinct = set(keys)
    told = sum(map(topic_weight, distinct))
    return sum(features.focus.get(key, 0.0) for key in distinct) / told if told else 0.0


_JUDGED = 12
"""Words from which on one can see whether something is said or only named."""


def claims_of(document: Document) -> Floats:
    """How much each unit states something (1) rather than names things (0).

    A statement is carried by function words (near half of all words in English) and has a verb. Units too short
    to judge are judged by the whole answer, and an answer too short to judge is taken to state something.
    """
    everything = (0, len(document.words))
    if len(document.words) < _JUDGED and not _is_list(document, everything):
        return np.ones(len(document.units))
    whole = _claim(document, everything)
    return np.array([_claim(document, unit) if unit[1] - unit[0] >= _JUDGED else whole for unit in document.units])


def _claim(document: Document, place: Range) -> float:
    """A statement needs function words and a verb, and more than two or three words from comma to comma.

    A calculation states something too, though it has neither.
    """
    words = document.words[place[0] : place[1]]
    said = document.source.text[document.starts[place[0]] : document.ends[place[1] - 1]]
    if not _OPERATORS.isdisjoint(said) and sum(word[0].isdigit() for word in words) >= _CALCULATION * len(words):
        return 1.0
    carried = sum(map(CARRIERS.__contains__, words)) / len(words)
    stretch = len(words) / (_breaks(document, place) + 1)
    flowing = ramp(stretch, 1.5, 3.5) if carried < _PROSE else ramp(stretch, 1.2, 2.2)
    return ramp(carried, 0.03, 0.12) * flowing * (1.0 if any(map(is_verb, words)) else 0.9)


def _is_list(document: Document, place: Range) -> bool:
    """Whether a short stretch only lists: four things or more, of one or two words each."""
    breaks = _breaks(document, place)
    return breaks >= 3 and (place[1] - place[0]) / (breaks + 1) < 2.5


def _breaks(document: Document, place: Range) -> int:
    """Commas and the like between the words."""
    return document.breaks[place[1] - 1] - document.breaks[place[0]]


def _before_commas(document: Document, place: Range) -> frozenset[int]:
    """Words before a comma, counted from the beginning of the place."""
    first, after = place
    return frozenset(index - first for index in document.commas if first <= index < after - 1)


_OPERATORS = frozenset("=*+^%")
_CALCULATION = 0.4
"""Share of figures from which a text calculates rather than tells."""
_PROSE = 0.3
"""Share of function words from which a text is prose, however many commas it has."""


def is_verb(word: str) -> bool:
    """Whether a word is likely a verb; generous, since only its absence is used."""
    if word in AUXILIARIES or word in IRREGULAR_PAST or word in COMMON_VERBS or word in LEMMA_OF:
        return True
    if len(word) > 4 and word.endswith("ed"):
        return True
    return word.endswith("s") and (word[:-1] in COMMON_VERBS or word[:-2] in COMMON_VERBS)


def is_past(word: str) -> bool:
    """Whether a word is likely a verb of the past."""
    return word in IRREGULAR_PAST or (len(word) > 3 and word.endswith("ed") and word != "need")


_BASE_ACTIONS = frozenset(map(family, COMMON_VERBS))
_STATES = frozenset(
    """was were had been felt thought believed wanted liked knew loved hoped needed hated worked guess
    think believe want like know love hope feel would need mean see""".split()
)


def own_actions(words: Sequence[str], commas: frozenset[int], *, hypothetical: bool) -> list[Range]:
    """Places where the candidate says what they themselves did (or, if asked so, would do).

    One subject may carry several verbs: "I rang him, asked what was wrong and offered to help". ``commas`` are the
    positions of words that stand before a comma.
    """
    found: list[Range] = []
    carries = False
    for index, word in enumerate(words):
        if carries and index > found[-1][1] and _is_joined_act(words, index, commas):
            found.append((found[-1][0], index + 1))
        elif word in _OTHER_SUBJECTS:
            carries = False
        elif word in _SUBJECTS and (act := _act_after(words, index, hypothetical=hypothetical)):
            found.append((index, act[0]))
            carries = act[1]
    return found


def _act_after(words: Sequence[str], index: int, *, hypothetical: bool) -> tuple[int, bool] | None:
    """The word after the verb of doing that belongs to the subject at ``index``, and whether it was really done."""
    would = words[index] in ("i'd", "i'll", "we'd", "we'll")
    for after in range(index + 1, min(index + 4, len(words))):
        verb = words[after]
        if verb in MODALS:
            would = True
            continue
        if verb in _STATES or verb in FIRST_PERSON:
            return None
        slip = verb.isalpha() and len(verb) > 4 and rarity(verb) < UNKNOWN  # what follows "I" is a verb
        done = is_past(verb) and not would
        if slip or done or (hypothetical and (family(verb) in _BASE_ACTIONS or is_past(verb))):
            return after + 1, not would
    return None


def _is_joined_act(words: Sequence[str], index: int, commas: frozenset[int]) -> bool:
    """Whether a verb of the past goes on with the subject of the last one."""
    joined = words[index - 1] in _JOINTS or index - 1 in commas
    return joined and is_past(words[index]) and words[index] not in _STATES


_SUBJECTS = (FIRST_PERSON | FIRST_PLURAL) - {"me", "my", "mine", "myself", "our", "us"}
_JOINTS = frozenset("and then or".split())
_OTHER_SUBJECTS = frozenset("he she they it you who which that this there nobody everybody somebody".split())
