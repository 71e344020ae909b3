"""How many questions of each kind an interview has: exact shares by largest remainder."""

from collections.abc import Hashable, Mapping
from math import floor
from typing import TypeVar

from core.bank.item import Bucket, Difficulty
from core.models.vocabulary import InterviewType, Level

K = TypeVar("K", bound=Hashable)

FEWEST, USUAL, MOST = 10, 12, 15

BUCKET_SHARES: dict[InterviewType, dict[Bucket, float]] = {
    InterviewType.HR: {"behavioral": 0.4, "situational": 0.3, "role_specific": 0.3},
    InterviewType.TECHNICAL: {"core": 0.5, "advanced": 0.3, "practical": 0.2},
    InterviewType.CASE: {"problem_solving": 0.6, "system_design": 0.4},
}

DIFFICULTY_SHARES: dict[Level, dict[Difficulty, float]] = {
    Level.JUNIOR: {"easy": 0.45, "medium": 0.4, "hard": 0.15},
    Level.MID: {"easy": 0.25, "medium": 0.5, "hard": 0.25},
    Level.SENIOR: {"easy": 0.15, "medium": 0.4, "hard": 0.45},
}


def largest_remainder(count: int, shares: Mapping[K, float]) -> dict[K, int]:
    """Split ``count`` by ``shares`` so that it adds up exactly and no part is off by one or more.

    Everyone gets the floor of their quota; what is left goes to the largest fractions, ties to who comes first
    (the method of Hamilton, as used for seats in parliaments).
    """
    total = sum(shares.values())
    # Rounded, so that 12 · 0.3 / (0.4 + 0.3 + 0.3) is the same fraction however the floats fell.
    quotas = {key: round(count * share / total, 9) for key, share in shares.items()}
    seats = {key: floor(quota) for key, quota in quotas.items()}
    by_fraction = sorted(shares, key=lambda key: seats[key] - quotas[key])
    for key in by_fraction[: count - sum(seats.values())]:
        seats[key] += 1
    return seats


def bucket_counts(interview_type: InterviewType, count: int) -> dict[Bucket, int]:
    """How many questions of each bucket. A mixed interview is balanced over the three others, each split as usual."""
    if interview_type is not InterviewType.MIXED:
        return largest_remainder(count, BUCKET_SHARES[interview_type])
    parts = largest_remainder(count, dict.fromkeys(BUCKET_SHARES, 1.0))
    return {
        bucket: n for kind, part in parts.items() for bucket, n in largest_remainder(part, BUCKET_SHARES[kind]).items()
    }


def difficulty_counts(level: Level, count: int) -> dict[Difficulty, int]:
    """How many easy, medium and hard questions suit a level."""
    return largest_remainder(count, DIFFICULTY_SHARES[level])
