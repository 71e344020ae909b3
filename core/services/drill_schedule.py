"""What a candidate should drill, and when it comes back: functions of scored answers, reviews and the time.

A weak spot is a skill in one dimension, such as SQL in depth. Each drilled answer is a review of its spot, and FSRS
(https://github.com/open-spaced-repetition/fsrs4anki/wiki/The-Algorithm) says from the reviews when the next is due.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import zip_longest

import fsrs

WEAK = 3.0
"""A mean below this is weak: at 3 the rubric first says "clear", "mostly correct", "good details"."""
FEWEST = 2
"""One answer alone says too little."""
NEWEST = 10
"""A mean is over the newest answers, as many as this: what somebody could not do long ago is no weakness now."""
NEW_A_DAY = 5
"""So many spots are drilled for the first time in a day; one weak interview finds dozens, and nobody drills those."""
EARLY = timedelta(hours=8)
"""How much sooner than whole days after the last review a spot is due: seven one evening and six the next is a day."""

# No steps of minutes, which are for cards of a second each: every interval is one or more whole days. Nobody prepares
# for years, so the longest is two months. Without fuzz the same reviews give the same day.
_SCHEDULER = fsrs.Scheduler(learning_steps=(), relearning_steps=(), maximum_interval=60, enable_fuzzing=False)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Pair:
    """A skill of the catalog and a dimension of the rubric."""

    skill: str
    dimension: str


@dataclass(frozen=True)
class Scored:
    """What an answer says about its skills: a score 0.0-5.0 for each dimension, None where it was not assessed."""

    skills: Sequence[str]
    scores: Mapping[str, float | None]
    at: datetime


@dataclass(frozen=True)
class Review:
    """That a pair was drilled, and how it went: 1 again, 2 hard, 3 good, 4 easy."""

    pair: Pair
    rating: int
    at: datetime


@dataclass(frozen=True)
class Standing:
    """The mean, 0.0-5.0, over the newest ``answers``."""

    mean: float
    answers: int


@dataclass(frozen=True)
class Card:
    """What the reviews of a pair come to: from when on it is due, and in how many days that was from the last one."""

    due: datetime
    days: int
    first: datetime
    reviews: int


@dataclass(frozen=True, order=True)
class Spot:
    """A pair that is worth drilling. ``card`` is None before the first time."""

    pair: Pair
    standing: Standing
    card: Card | None = None


@dataclass(frozen=True)
class Agenda:
    """What to drill: ``due`` now; ``later``, the soonest first; and ``waiting`` for their first time, another day."""

    due: tuple[Spot, ...]
    later: tuple[Spot, ...]
    waiting: tuple[Spot, ...]


def rating(score: float) -> int:
    """How a drilled answer went, by the dimension's score of it, 0.0-5.0.

    The levels of the rubric decide. Below 2 stands what a follow-up is asked for ("off-topic", "major errors"), which
    is no recall at all: again. At 2 there is something ("partly", "some correct"): hard. From 3 on it is what was asked
    for ("clear", "mostly correct"): good. From 4 on ("well-structured", "accurate") it is easy.
    """
    return 1 + sum(score >= level for level in (2.0, 3.0, 4.0))


def standings(answers: Iterable[Scored]) -> dict[Pair, Standing]:
    """The mean of each skill in each dimension over the newest answers in which it was assessed."""
    values: dict[Pair, list[float]] = defaultdict(list)
    for answer in sorted(answers, key=lambda answer: answer.at, reverse=True):
        for skill in answer.skills:
            for dimension, value in answer.scores.items():
                if value is not None and len(values[Pair(skill, dimension)]) < NEWEST:
                    values[Pair(skill, dimension)].append(value)
    return {pair: Standing(sum(found) / len(found), len(found)) for pair, found in values.items() if found}


def cards(reviews: Iterable[Review]) -> dict[Pair, Card]:
    """The card of each pair that was drilled; in which order the reviews come changes nothing."""
    by_pair: dict[Pair, list[Review]] = defaultdict(list)
    for review in reviews:
        by_pair[review.pair].append(review)
    return {pair: _replay(sorted(own, key=lambda one: (one.at, one.rating))) for pair, own in by_pair.items()}


def _replay(reviews: Sequence[Review]) -> Card:
    """FSRS counts in whole days and would take 23 hours for none, so it is told days as they are counted here."""
    first, last = reviews[0].at, reviews[0].at
    today = _BEGINNING
    card = fsrs.Card(card_id=1, due=today)  # both given, or it would ask the clock
    for review in reviews:
        today += timedelta(days=days_between(last, review.at))
        last = review.at
        card, _ = _SCHEDULER.review_card(card, fsrs.Rating(review.rating), today)
    interval = card.due - today
    return Card(due=last + interval - EARLY, days=interval.days, first=first, reviews=len(reviews))


def days_between(earlier: datetime, later: datetime) -> int:
    """Days that have gone by, where one that is nearly over counts."""
    return (later - earlier + EARLY).days


def agenda(answers: Iterable[Scored], reviews: Iterable[Review], *, now: datetime, askable: Container[str]) -> Agenda:
    """What to drill now and later, of the skills that there are questions on.

    Spots that were drilled before come first, since their day was promised; then those that never were. In both the
    weakest come first, but no skill a second time before each came once.
    """
    known = cards(reviews)
    spots = [
        Spot(pair, standing, known.get(pair))
        for pair, standing in standings(answers).items()
        if pair.skill in askable and (pair in known or (standing.mean < WEAK and standing.answers >= FEWEST))
    ]
    new = _weakest_first(spot for spot in spots if spot.card is None)
    drilled = sorted((spot.card.due, spot) for spot in spots if spot.card)
    begun_today = sum(days_between(card.first, now) == 0 for card in known.values())
    room = max(0, NEW_A_DAY - begun_today)
    return Agenda(
        due=(*_weakest_first(spot for due, spot in drilled if due <= now), *new[:room]),
        later=tuple(spot for due, spot in drilled if due > now),
        waiting=tuple(new[room:]),
    )


def _weakest_first(spots: Iterable[Spot]) -> list[Spot]:
    by_skill: dict[str, list[Spot]] = defaultdict(list)
    for spot in sorted(spots, key=lambda spot: (spot.standing.mean, spot.pair)):
        by_skill[spot.pair.skill].append(spot)
    return [spot for turn in zip_longest(*by_skill.values()) for spot in turn if spot]
