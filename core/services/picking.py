"""Which items suit an interview best: the role's own first, not yet seen, of the right height, from many topics."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Literal

from core.bank.catalog import Catalog
from core.bank.item import Bucket, Difficulty, Item
from core.bank.loader import Bank
from core.models.vocabulary import InterviewType, Level
from core.services.roles import RoleChoice
from core.services.shares import bucket_counts, difficulty_counts

History = Mapping[str, datetime]


DIFFICULTY_ORDER: tuple[Difficulty, ...] = ("easy", "medium", "hard")


Fit = Literal["own", "near", "any"]


# Whose item it is and whether it is meant for the level: the wrong height is better than the wrong topic.
FETCH_ORDER: tuple[tuple[Fit, bool], ...] = (
    ("own", True),
    ("near", True),
    ("own", False),
    ("near", False),
    ("any", True),
    ("any", False),
)


TECHNICAL_BUCKETS = ("core", "advanced", "practical")


@dataclass(frozen=True)
class Wish:
    """All that decides which items suit; ``history`` is when the candidate saw which item last."""

    role: RoleChoice
    level: Level
    catalog: Catalog
    profile_skills: frozenset[str]
    history: History

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """How much the role asks for each of its skills; looked up for every item of the bank, so made once."""
        return dict(self.role.skills)

    @cached_property
    def related_weights(self) -> Mapping[str, float]:
        """For each skill that is related to one of the role's, the weight of the nearest of those, 0..1."""
        found: dict[str, float] = {}
        for skill, weight in self.role.skills:
            for nearness, related in enumerate(self.catalog.related(skill), start=1):
                found[related] = max(found.get(related, 0.0), weight / (1 + nearness))
        return found


def suits_role(catalog: Catalog, role: RoleChoice, item: Item) -> bool:
    """Whether an item is asked of that role as its own, not fetched from nearby."""
    return fit(Wish(role, Level.MID, catalog, frozenset(), {}), item) == "own"


def pick_all(
    bank: Bank, wish: Wish, interview_type: InterviewType, count: int, rng: random.Random
) -> tuple[list[Item], list[str]]:
    """Items for every bucket of the type, and what the candidate should know about the draw."""
    need = Counter(difficulty_counts(wish.level, count))
    picked: list[Item] = []
    notes: list[str] = []
    for bucket, n in bucket_counts(interview_type, count).items():
        chosen = _pick_bucket(bank, wish, bucket, n, picked, need, rng)
        notes += _notes(wish, bucket, chosen)
        picked += [item for item, _ in chosen]
    return picked, notes


def _pick_bucket(
    bank: Bank,
    wish: Wish,
    bucket: Bucket,
    n: int,
    picked: Sequence[Item],
    need: Counter[Difficulty],
    rng: random.Random,
) -> list[tuple[Item, int]]:
    """``n`` items with how far each had to be fetched: 0 the role's own, 1 from nearby, more from further."""
    taken = {item.id for item in picked}
    themes = Counter(item.skills[0] for item in picked)
    taste = (bank, wish.catalog, wish.role, wish.level, wish.profile_skills, bucket)
    free = [each for each in _standings(*taste, whole=False) if each.item.id not in taken]
    if len(free) < n:  # only then those of other buckets, which come after all of these
        free = [each for each in _standings(*taste, whole=True) if each.item.id not in taken]
    groups: dict[tuple[int, float, int], list[_Standing]] = {}
    for each in free:
        groups.setdefault(_turn(wish, each.item, each.distance), []).append(each)
    chosen: list[tuple[Item, int]] = []
    for _, group in sorted(groups.items(), key=lambda pair: pair[0]):
        # The luck of each item is drawn once and in the bank's order, so that the seed alone decides.
        waiting = [(each, rng.random()) for each in group]
        while waiting and len(chosen) < n:
            best = max(range(len(waiting)), key=lambda place: _rank(*waiting[place], need, themes))
            each, _ = waiting.pop(best)
            chosen.append((each.item, each.distance))
            need[each.item.difficulty] -= 1
            themes[each.item.skills[0]] += 1
        if len(chosen) == n:
            break
    return chosen


@dataclass(frozen=True, slots=True)
class _Standing:
    """An item with what is the same in every draw for the same wish, whoever it is for and whatever they have seen."""

    item: Item
    distance: int
    suits: float


def _rank(each: _Standing, luck: float, need: Counter[Difficulty], themes: Counter[str]) -> tuple[float, str]:
    """How well an item suits now; the parts are weighed so that none drowns the others. No two are the same."""
    item = each.item
    return each.suits + 1.5 * (need[item.difficulty] > 0) - 0.8 * themes[item.skills[0]] + luck, item.id


# A class that sets up its interviews asks for the same few roles, over and over, and each draw looks at every item.
@lru_cache(maxsize=256)
def _standings(
    bank: Bank, catalog: Catalog, role: RoleChoice, level: Level, skills: frozenset[str], bucket: Bucket, *, whole: bool
) -> tuple[_Standing, ...]:
    """How the items of a bucket stand to a wish, or those of the ``whole`` bank that could fill it, in its order."""
    wish = Wish(role, level, catalog, skills, {})
    items = bank.items.values() if whole else bank.by_bucket.get(bucket, ())
    return tuple(_Standing(item, _distance(wish, bucket, item), _suits(wish, item)) for item in items)


def _turn(wish: Wish, item: Item, distance: int) -> tuple[int, float, int]:
    """When an item's turn comes; lower is sooner. A repeated question is worse than one from a nearby skill."""
    seen = wish.history.get(item.id)
    far = max(0, distance - 1)
    return (far, seen.timestamp() if seen else 0.0, distance)


def _distance(wish: Wish, bucket: Bucket, item: Item) -> int:
    """How far an item has to be fetched; 0 is made for this role and level, and shares of buckets come before all."""
    if item.bucket == bucket:
        return FETCH_ORDER.index((fit(wish, item), wish.level in item.levels))
    technical = (item.bucket in TECHNICAL_BUCKETS) == (bucket in TECHNICAL_BUCKETS)
    return len(FETCH_ORDER) + (0 if technical and item.bucket != "role_specific" else 1)


def fit(wish: Wish, item: Item) -> Fit:
    """Whether an item is the role's own, from nearby (a related skill, the same family), or any other."""
    if item.bucket == "role_specific":
        if {wish.role.id, wish.role.like} & set(item.roles) or wish.role.family in item.families:
            return "own"
        return "near" if _shares_family(wish, item) else "any"
    if item.bucket in TECHNICAL_BUCKETS:
        if any(wish.weights.get(skill) for skill in item.skills):
            return "own"
        return "near" if _related_weight(wish, item) else "any"
    return "own"


def _shares_family(wish: Wish, item: Item) -> bool:
    families = {role.family for role_id in item.roles if (role := wish.catalog.role(role_id))}
    return wish.role.family in families


def _related_weight(wish: Wish, item: Item) -> float:
    """The weight in the role of the nearest skill that is related to one of the item's, 0..1."""
    return max((wish.related_weights.get(skill, 0.0) for skill in item.skills), default=0.0)


def _suits(wish: Wish, item: Item) -> float:
    """How well an item suits the role and the profile, whatever else is asked."""
    role_fit = max((wish.weights.get(skill, 0.0) for skill in item.skills), default=0.0) or _related_weight(wish, item)
    profile_fit = any(skill in wish.profile_skills for skill in item.skills)
    return 1.5 * role_fit + 0.75 * profile_fit


def _notes(wish: Wish, bucket: Bucket, chosen: Sequence[tuple[Item, int]]) -> list[str]:
    """What to tell the candidate where a bucket could not be filled with the role's own questions."""
    name = bucket.replace("_", "-")
    other_topic = [item for item, _ in chosen if item.bucket != bucket or fit(wish, item) != "own"]
    topics = {item.id for item in other_topic}
    other_level = [item for item, _ in chosen if item.id not in topics and wish.level not in item.levels]
    notes = []
    if other_topic:
        skills = dict.fromkeys(wish.catalog.skill_name(item.skills[0]) for item in other_topic)
        notes.append(
            f"{len(other_topic)} of {len(chosen)} {name} questions come from nearby topics "
            f"({', '.join(list(skills)[:3])}): the bank has too few for {wish.role.name}."
        )
    if other_level:
        notes.append(f"{len(other_level)} of {len(chosen)} {name} questions are usually asked at another level.")
    return notes


def easier_first(items: Sequence[Item], rng: random.Random) -> list[Item]:
    """The items from easy to hard, shuffled among equals."""
    shuffled = list(items)
    rng.shuffle(shuffled)
    return sorted(shuffled, key=lambda item: DIFFICULTY_ORDER.index(item.difficulty))
