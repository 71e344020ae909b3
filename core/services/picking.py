"""Which items suit an interview best: the role's own first, not yet seen, of the right height, from many topics."""

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
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
    groups: dict[tuple[int, float, int], list[tuple[Item, int]]] = {}
    free = [item for item in bank.items.values() if item.id not in taken]
    own = [item for item in free if item.bucket == bucket]
    # Those of other buckets come after all of these, so nobody need look at them while there are enough.
    for item in own if len(own) >= n else free:
        distance = _distance(wish, bucket, item)
        groups.setdefault(_turn(wish, item, distance), []).append((item, distance))
    chosen: list[tuple[Item, int]] = []
    for _, group in sorted(groups.items(), key=lambda pair: pair[0]):
        # The luck of each item is drawn once and in the bank's order, so that the seed alone decides.
        luck = {item.id: rng.random() for item, _ in group}
        while group and len(chosen) < n:
            best = max(group, key=lambda pair: (_appeal(wish, pair[0], need, themes) + luck[pair[0].id], pair[0].id))
            group.remove(best)
            chosen.append(best)
            need[best[0].difficulty] -= 1
            themes[best[0].skills[0]] += 1
        if len(chosen) == n:
            break
    return chosen


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


def _appeal(wish: Wish, item: Item, need: Counter[Difficulty], themes: Counter[str]) -> float:
    """How well an item suits among those whose turn has come; the parts are weighed so that none drowns the others."""
    role_fit = max((wish.weights.get(skill, 0.0) for skill in item.skills), default=0.0) or _related_weight(wish, item)
    profile_fit = any(skill in wish.profile_skills for skill in item.skills)
    return 1.5 * role_fit + 0.75 * profile_fit + 1.5 * (need[item.difficulty] > 0) - 0.8 * themes[item.skills[0]]


def _notes(wish: Wish, bucket: Bucket, chosen: Sequence[tuple[Item, int]]) -> list[str]:
    """What to tell the candidate where a bucket could not be filled with the role's own questions."""
    name = bucket.replace("_", "-")
    other_topic = [item for item, _ in chosen if item.bucket != bucket or fit(wish, item) != "own"]
    other_level = [item for item, _ in chosen if item not in other_topic and wish.level not in item.levels]
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
