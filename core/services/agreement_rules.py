"""The arithmetic of agreement between raters: which ratings make a pair, from how many on something is told, and bars.

Functions of their arguments; what they work on is read by ``agreement_of_ratings``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from core.agreement import Agreement, agree
from core.rubric import DIMENSIONS
from core.scoring import overall
from core.services.rating_rules import LEAST, MOST, Scores

OVERALL = "overall"
MEASURED = (*DIMENSIONS, OVERALL)
FEWEST = 30
"""With fewer pairs nothing is told: an interval would reach over most of the scale."""
SEED = 1

QWK_BAR = 0.7
"""What machine scoring is commonly asked for before it is used.

After Williamson, Xi and Breyer, "A Framework for Evaluation and Use of Automated Scoring", Educational Measurement:
Issues and Practice 31(1), 2012, pages 2 to 13: a quadratically weighted kappa of 0.70 or more, which is not more than
0.10 below that of two humans, and means that differ by 0.15 standard deviations at most.
"""
BELOW_HUMANS = 0.1
SMD_BAR = 0.15

Weights = Mapping[str, float]


@dataclass(frozen=True)
class Rated:
    """A coach's first blind rating of an answer, and what the machine made of it under the same rubric, if anything.

    Levels and scores are of 0 to 5. ``rater`` is the id of the rating itself where its rater's account is gone.
    """

    answer: UUID
    item: str
    rater: UUID
    levels: Scores
    machine: Scores | None
    rubric: str


@dataclass(frozen=True)
class Pair:
    """Two opinions of one answer to an item, 0 to 5, by dimension and overall; only where both have one."""

    item: str
    both: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Between:
    """How two raters agree, of each of MEASURED. ``pairs`` counts; ``found`` has nothing of what has too few."""

    pairs: Mapping[str, int]
    found: Mapping[str, Agreement]


@dataclass(frozen=True)
class TwoCoaches:
    """How two coaches agree, who are told in the order of their names."""

    first: str
    second: str
    between: Between


def machine_pairs(ratings: Iterable[Rated], weights: Mapping[str, Weights]) -> list[Pair]:
    """Each coach with the machine; ``weights`` are those of the dimensions, by rubric."""
    return [_pair(one, one.levels, one.machine, weights[one.rubric]) for one in ratings if one.machine is not None]


def coach_pairs(ratings: Iterable[Rated], weights: Mapping[str, Weights]) -> list[Pair]:
    """Every two coaches who rated the same answer under the same rubric, first who did so first."""
    return [_pair(one, one.levels, other.levels, weights[one.rubric]) for one, other in _twice_rated(ratings)]


def who_by_who(
    ratings: Iterable[Rated], weights: Mapping[str, Weights], names: Mapping[UUID, str]
) -> tuple[TwoCoaches, ...]:
    """Every two coaches with enough answers in common, by name; ``names`` has those of whom something is told."""
    pairs: dict[tuple[UUID, UUID], list[Pair]] = defaultdict(list)
    for one, other in _twice_rated(ratings):
        if one.rater in names and other.rater in names:
            left, right = sorted((one, other), key=lambda rated: (names[rated.rater].casefold(), str(rated.rater)))
            pairs[left.rater, right.rater].append(_pair(left, left.levels, right.levels, weights[left.rubric]))
    found = [TwoCoaches(names[left], names[right], between(given)) for (left, right), given in pairs.items()]
    told = [two for two in found if two.between.found]
    return tuple(sorted(told, key=lambda two: (two.first.casefold(), two.second.casefold())))


def between(pairs: Sequence[Pair]) -> Between:
    """How well these pairs agree, where there are enough; the same pairs always come to the same intervals."""
    counts, found = {}, {}
    for name in MEASURED:
        known = [(pair.item, *pair.both[name]) for pair in pairs if name in pair.both]
        counts[name] = len(known)
        if len(known) >= FEWEST:
            items, first, second = zip(*known, strict=True)
            found[name] = agree(items, first, second, scale=(float(LEAST), float(MOST)), seed=SEED)
    return Between(counts, found)


def _twice_rated(ratings: Iterable[Rated]) -> list[tuple[Rated, Rated]]:
    """Of ratings in the order in which they were given, every two of one answer."""
    by_answer: dict[tuple[UUID, str], list[Rated]] = defaultdict(list)
    for one in ratings:
        by_answer[one.answer, one.rubric].append(one)
    return [two for given in by_answer.values() for two in combinations(given, 2)]


def _pair(rated: Rated, first: Scores, second: Scores, weights: Weights) -> Pair:
    both = {
        name: (float(one), float(other))
        for name in DIMENSIONS
        if (one := first.get(name)) is not None and (other := second.get(name)) is not None
    }
    # Over the same dimensions on both sides: what one could not judge would else be held against the other.
    means = [_mean({name: two[side] for name, two in both.items()}, weights) for side in (0, 1)]
    if means[0] is not None and means[1] is not None:
        both[OVERALL] = (means[0], means[1])
    return Pair(rated.item, both)


def _mean(scores: Scores, weights: Weights) -> float | None:
    """The overall score on the dimensions' own scale, on which whole numbers are levels."""
    of_hundred = overall(scores, weights)
    return None if of_hundred is None else of_hundred * MOST / 100
