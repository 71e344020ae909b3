"""The shape of an item: one interview question with all that is needed to ask and score it."""

import hashlib
import re
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from core.scoring.task import KeyPoint, Misconception, Task

Category = Literal["hr", "technical", "case", "behavioral"]
Bucket = Literal[
    "behavioral",
    "situational",
    "role_specific",
    "core",
    "advanced",
    "practical",
    "problem_solving",
    "system_design",
]
Difficulty = Literal["easy", "medium", "hard"]
Level = Literal["junior", "mid", "senior"]
Dimension = Literal["structure", "relevance", "technical_accuracy", "depth", "communication"]

CATEGORY_OF_BUCKET: dict[Bucket, Category] = {
    "behavioral": "behavioral",
    "situational": "hr",
    "role_specific": "hr",
    "core": "technical",
    "advanced": "technical",
    "practical": "technical",
    "problem_solving": "case",
    "system_design": "case",
}

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$", max_length=120)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8, max_length=400)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=160)]

MODEL_ANSWER_WORDS = (90, 220)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BankPoint(_Strict):
    """A key point as the bank writes it: what it ``says``, and how candidates ``also`` say it."""

    id: Slug
    says: Sentence
    also: tuple[Phrase, ...] = Field(min_length=3, max_length=10)
    essential: bool = False
    weight: float = Field(default=1.0, gt=0, le=3)


class BankMisconception(_Strict):
    """A wrong belief, how it is ``also`` put, and what is right; ``against`` names the point it contradicts."""

    says: Sentence
    also: tuple[Phrase, ...] = Field(min_length=2, max_length=10)
    correction: Sentence
    against: Slug | None = None


class When(_Strict):
    """What makes the interviewer ask a follow-up: a missed key point or a weak dimension."""

    missed: Slug | None = None
    weak: Dimension | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.missed is None) == (self.weak is None):
            raise ValueError("give either 'missed: <key point>' or 'weak: <dimension>'")
        return self


class FollowUp(_Strict):
    """An authored follow-up question."""

    when: When
    text: Sentence


class Item(_Strict):
    """One question of the bank, worked out so that an answer to it can be scored and explained."""

    id: ItemId
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=600)]
    category: Category
    bucket: Bucket
    difficulty: Difficulty
    levels: tuple[Level, ...] = Field(min_length=1, max_length=3)
    skills: tuple[Slug, ...] = Field(min_length=1, max_length=6)
    roles: tuple[Slug, ...] = ()
    families: tuple[Slug, ...] = ()
    seconds: int = Field(ge=60, le=900, multiple_of=15)
    key_points: tuple[BankPoint, ...] = Field(min_length=4, max_length=8)
    misconceptions: tuple[BankMisconception, ...] = Field(min_length=1, max_length=5)
    model_answer: Annotated[str, StringConstraints(strip_whitespace=True)]
    followups: tuple[FollowUp, ...] = Field(min_length=1, max_length=3)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        faults = list(_inconsistencies(self))
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of everything a score could depend on, as 64 hex digits."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def task(self) -> Task:
        """The item as scoring sees it."""
        return Task(
            question=self.text,
            kind=self.category,
            key_points=tuple(
                KeyPoint(p.id, p.says, p.also, essential=p.essential, weight=p.weight) for p in self.key_points
            ),
            misconceptions=tuple(
                Misconception(m.says, m.also, correction=m.correction, against=m.against) for m in self.misconceptions
            ),
            reference=self.model_answer,
            seconds=self.seconds,
        )


def _inconsistencies(item: Item) -> list[str]:
    faults = []
    if item.category != CATEGORY_OF_BUCKET[item.bucket]:
        faults.append(f"bucket '{item.bucket}' belongs to category '{CATEGORY_OF_BUCKET[item.bucket]}'")
    if (item.bucket == "role_specific") != bool(item.roles or item.families):
        faults.append("'roles' or 'families' are given for role_specific items, and for those only")
    point_ids = [p.id for p in item.key_points]
    if len(set(point_ids)) < len(point_ids):
        faults.append("key point ids repeat")
    if sum(p.essential for p in item.key_points) < 2:
        faults.append("at least two key points are essential")
    named = [f.when.missed for f in item.followups] + [m.against for m in item.misconceptions]
    unknown = sorted({n for n in named if n and n not in point_ids})
    if unknown:
        faults.append(f"no key point is called {', '.join(unknown)}")
    words = len(re.findall(r"\S+", item.model_answer))
    low, high = MODEL_ANSWER_WORDS
    if not low <= words <= high:
        faults.append(f"the model answer has {words} words, and {low} to {high} are meant")
    return faults
