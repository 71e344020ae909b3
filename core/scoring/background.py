"""What other questions are about: the vocabulary of the item bank, to which an answer's words are compared.

An answer belongs to the question whose telling words it fits best. For the questions of the bank those words are kept
in a generated file (``python -m core bank accept``); for the question at hand they are read off its task.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.scoring.document import read
from core.scoring.lexicon.grammar import FUNCTION_WORDS
from core.scoring.task import Task
from core.scoring.words import family

BACKGROUND_FILE = Path(__file__).parent / "lexicon" / "background.json"
SAME_QUESTION = 0.6
"""Profiles as alike as this ask the same: they are no rivals. Different items of the bank stay below .5."""

Floats = NDArray[np.float64]

_MOST_NORMS = 2048

_FUNCTION_KEYS = frozenset(map(family, FUNCTION_WORDS))


@dataclass(frozen=True)
class Fit:
    """How well an answer's telling words fit its own question and the best other one of the bank (cosines, 0..1)."""

    own: float
    rival: float
    rival_id: str | None = None

    @property
    def share(self) -> float:
        """Fit to the own question as a share of the best other; 0 where there is nothing to compare."""
        return self.own / self.rival if self.rival else 0.0


@dataclass(frozen=True)
class Background:
    """The profiles of the bank's items: the word families that question, points and model answer are made of."""

    profiles: dict[str, frozenset[str]]

    @cached_property
    def frequencies(self) -> Counter[str]:
        """How many profiles hold each family."""
        return Counter(key for profile in self.profiles.values() for key in profile)

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(self.profiles)

    @cached_property
    def _holders(self) -> dict[str, tuple[NDArray[np.intp], int, float]]:
        """Numbers of the profiles that hold a family, how many they are, and the family's weight, squared."""
        holders: dict[str, list[int]] = {}
        for number, profile in enumerate(self.profiles.values()):
            for key in profile:
                holders.setdefault(key, []).append(number)
        return {
            key: (np.array(numbers, dtype=np.intp), len(numbers), self.weight(key) ** 2)
            for key, numbers in holders.items()
        }

    @cached_property
    def _norms(self) -> Floats:
        return np.array([self._norm(profile) for profile in self.profiles.values()], dtype=np.float64)

    @cached_property
    def _weights(self) -> dict[str, float]:
        return {key: self._weight_of(count) for key, count in self.frequencies.items()}

    @cached_property
    def _most(self) -> float:
        return self._weight_of(0)

    def _weight_of(self, holders: int) -> float:
        return log((len(self.profiles) + 1) / (holders + 1)) if self.profiles else 1.0

    def weight(self, key: str) -> float:
        """How much a family tells one question from another: the log of one in how many profiles holds it."""
        return self._weights.get(key, self._most)

    def topic_weight(self, key: str) -> float:
        """The same from 0 (function words, and what every question uses) to 1 (a question's own words)."""
        return self._topic_weights.get(key, self._rare_topic)

    def telling(self, keys: Iterable[str]) -> set[str]:
        """Those of the families that say anything about a topic, each once."""
        weights, rare = self._topic_weights, self._rare_topic
        return {key for key in keys if weights.get(key, rare)}

    @cached_property
    def _topic_weights(self) -> dict[str, float]:
        known = {key: min(1.0, weight / self._weight_of(1)) for key, weight in self._weights.items()}
        return known | dict.fromkeys(_FUNCTION_KEYS, 0.0)

    @cached_property
    def _rare_topic(self) -> float:
        return min(1.0, self._most / self._weight_of(1))

    def fit(self, keys: Iterable[str], profile: frozenset[str], rivals: Floats) -> Fit:
        """How the families of an answer fit the task's own ``profile`` and the best of its ``rivals``."""
        telling = frozenset(keys) - _FUNCTION_KEYS
        norm = self._norm(telling)
        if not norm or not profile:
            return Fit(0.0, 0.0)
        own = self._square(telling & profile) / (norm * self._norm(profile))
        if not self.profiles:
            return Fit(own, 0.0)
        likeness = self._likeness(telling, norm) * rivals
        best = int(likeness.argmax())
        return Fit(own, float(likeness[best]), self._ids[best] if likeness[best] else None)

    def rivals(self, profile: frozenset[str]) -> Floats:
        """1 for each item of the background that asks something else, 0 for the task itself and its twins."""
        if not self.profiles or not profile:
            return np.zeros(len(self.profiles))
        return (self._likeness(profile, self._norm(profile)) < SAME_QUESTION).astype(np.float64)

    def _likeness(self, keys: frozenset[str], norm: float) -> Floats:
        """Cosine of weighted word sets with every profile."""
        # sorted, so that sums are taken in the same order in every process
        found = self._holders
        known = [found[key] for key in sorted(keys) if key in found]
        if not known or not norm:
            return np.zeros(len(self.profiles))
        holders, sizes, squares = zip(*known, strict=True)
        numbers, weights = np.concatenate(holders), np.repeat(squares, sizes)
        shared = np.bincount(numbers, weights=weights, minlength=len(self.profiles))
        return np.asarray(shared / (self._norms * norm), dtype=np.float64)

    def _square(self, keys: frozenset[str]) -> float:
        """Sum of squared weights."""
        weights, most = self._weights, self._most
        return sum(weights.get(key, most) ** 2 for key in sorted(keys))

    def _norm(self, keys: frozenset[str]) -> float:
        if keys not in self._known_norms:
            self._known_norms[keys] = sqrt(self._square(keys))
            if len(self._known_norms) > _MOST_NORMS:
                del self._known_norms[next(iter(self._known_norms))]
        return self._known_norms[keys]

    @cached_property
    def _known_norms(self) -> dict[frozenset[str], float]:
        """The lengths of profiles that were asked for: a task's is asked for with each answer to it."""
        return {}


def profile_of(task: Task) -> frozenset[str]:
    """The telling word families of a task: of its question, points, their paraphrases, and its model answer."""
    texts = [task.question, task.reference]
    texts += [text for point in task.key_points for text in (point.statement, *point.paraphrases)]
    return frozenset(key for text in texts for key in read(text).keys) - _FUNCTION_KEYS


@lru_cache(maxsize=1)
def background() -> Background:
    """The background that scoring uses."""
    stored = json.loads(BACKGROUND_FILE.read_text(encoding="utf-8"))
    return Background({item: frozenset(words.split()) for item, words in stored["profiles"].items()})


def clear_background() -> None:
    """Forget the background that was read, after it was written anew."""
    background.cache_clear()


def background_hash() -> str:
    """Eight digits that change with the background."""
    return hashlib.sha256(BACKGROUND_FILE.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:8]
