"""The shares of an interview, worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.models.vocabulary import InterviewType, Level
from core.services.shares import bucket_counts, difficulty_counts, largest_remainder


@pytest.mark.parametrize(
    ("kind", "count", "expected"),
    [
        # 12 · (0.4, 0.3, 0.3) = 4.8, 3.6, 3.6: floors 4, 3, 3, two seats left, to .8 and to the first .6
        ("hr", 12, {"behavioral": 5, "situational": 4, "role_specific": 3}),
        ("hr", 10, {"behavioral": 4, "situational": 3, "role_specific": 3}),
        # 15 · (0.4, 0.3, 0.3) = 6, 4.5, 4.5
        ("hr", 15, {"behavioral": 6, "situational": 5, "role_specific": 4}),
        # 12 · (0.5, 0.3, 0.2) = 6, 3.6, 2.4
        ("technical", 12, {"core": 6, "advanced": 4, "practical": 2}),
        ("technical", 10, {"core": 5, "advanced": 3, "practical": 2}),
        # 15 · (0.5, 0.3, 0.2) = 7.5, 4.5, 3
        ("technical", 15, {"core": 8, "advanced": 4, "practical": 3}),
        # 12 · (0.6, 0.4) = 7.2, 4.8
        ("case", 12, {"problem_solving": 7, "system_design": 5}),
        # 13 = 5 + 4 + 4; of 5: 2, 1.5, 1.5; of 4: 2, 1.2, 0.8; of 4: 2.4, 1.6
        (
            "mixed",
            13,
            {
                "behavioral": 2,
                "situational": 2,
                "role_specific": 1,
                "core": 2,
                "advanced": 1,
                "practical": 1,
                "problem_solving": 2,
                "system_design": 2,
            },
        ),
    ],
)
def test_shares_by_hand(kind: str, count: int, expected: dict[str, int]) -> None:
    assert bucket_counts(InterviewType(kind), count) == expected


@given(
    count=st.integers(0, 200),
    shares=st.lists(st.integers(1, 100), min_size=1, max_size=6),
)
def test_parts_add_up_and_are_less_than_one_off(count: int, shares: list[int]) -> None:
    parts = largest_remainder(count, dict(enumerate(shares)))
    assert sum(parts.values()) == count
    for key, share in enumerate(shares):
        assert abs(parts[key] - count * share / sum(shares)) < 1


@pytest.mark.parametrize("count", range(10, 16))
def test_a_mixed_interview_is_balanced_within_one(count: int) -> None:
    counts = bucket_counts(InterviewType.MIXED, count)
    parts = [
        sum(counts[bucket] for bucket in ("behavioral", "situational", "role_specific")),
        sum(counts[bucket] for bucket in ("core", "advanced", "practical")),
        sum(counts[bucket] for bucket in ("problem_solving", "system_design")),
    ]
    assert sum(parts) == count
    assert max(parts) - min(parts) <= 1


@pytest.mark.parametrize("count", range(10, 16))
def test_seniors_get_harder_questions(count: int) -> None:
    junior, senior = difficulty_counts(Level.JUNIOR, count), difficulty_counts(Level.SENIOR, count)
    assert junior["easy"] > senior["easy"]
    assert junior["hard"] < senior["hard"]
