"""Draws the questions of an interview from the item bank.

Every bucket gets its exact share. Within a bucket, items that the candidate has not seen come first, then those
seen longest ago; among equals, those that fit the role, the profile and the level's mix of difficulties, from as
many different skills as there are. The same seed and history give the same interview.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.bank.catalog import Catalog
from core.bank.item import Bucket, Difficulty, Item
from core.bank.loader import Bank
from core.errors import CallerError, NotFoundError
from core.models import InterviewQuestion, InterviewSession, Profile
from core.models.vocabulary import InterviewType, Level, Status
from core.services.content import keep_item_versions
from core.services.context import Context, default_context
from core.services.roles import RoleChoice, role_from_catalog, role_from_json
from core.services.shares import USUAL, bucket_counts, difficulty_counts

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


class EmptyBankError(CallerError):
    """The item bank holds fewer questions than an interview needs."""

    def __init__(self, wanted: int, there: int) -> None:
        super().__init__(
            f"The question bank holds {there} questions, and this interview needs {wanted}. Choose fewer questions."
        )


@dataclass(frozen=True)
class PlannedQuestion:
    """An item in its place, with its tags in the order in which the role cares for them."""

    item: Item
    skill_tags: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """The questions of an interview in the order of asking, and what the candidate should know about the draw."""

    questions: tuple[PlannedQuestion, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Wish:
    """All that decides which items suit."""

    role: RoleChoice
    level: Level
    catalog: Catalog
    profile_skills: frozenset[str]
    history: History


def select_questions(
    role: RoleChoice | str,
    level: Level | str,
    type: InterviewType | str,
    profile_data: Mapping[str, Sequence[str]] | None = None,
    *,
    count: int = USUAL,
    seed: int = 0,
    history: History | None = None,
    ctx: Context | None = None,
) -> list[Item]:
    """The items of an interview in the order of asking.

    Args:
        role: a chosen role, or the id of one in the catalog.
        profile_data: ``{"skills": [...]}`` of the candidate, if known; those skills are preferred.
        history: when the candidate saw which item last, by item id.
    """
    plan = plan_interview(role, level, type, profile_data, count=count, seed=seed, history=history, ctx=ctx)
    return [question.item for question in plan.questions]


def plan_interview(
    role: RoleChoice | str,
    level: Level | str,
    type: InterviewType | str,
    profile_data: Mapping[str, Sequence[str]] | None = None,
    *,
    count: int = USUAL,
    seed: int = 0,
    history: History | None = None,
    ctx: Context | None = None,
) -> Plan:
    """The same draw with its tags and with notes where the bank was too small for an exact fit.

    Raises:
        EmptyBankError: when the whole bank holds fewer items than ``count``.
    """
    ctx = ctx or default_context()
    if len(ctx.bank.items) < count:
        raise EmptyBankError(count, len(ctx.bank.items))
    chosen_role = role_from_catalog(ctx.catalog, role) if isinstance(role, str) else role
    wish = _Wish(
        role=chosen_role,
        level=Level(level),
        catalog=ctx.catalog,
        profile_skills=frozenset((profile_data or {}).get("skills", ())),
        history=history or {},
    )
    rng = random.Random(seed)
    picked, notes = _pick_all(ctx.bank, wish, InterviewType(type), count, rng)
    ordered = _easier_first(distribute_questions(picked, type, count=count), rng)
    tagged = assign_skill_tags(ordered, chosen_role)
    return Plan(tuple(tagged), tuple(notes))


def distribute_questions(
    questions: Sequence[Item], type: InterviewType | str, *, count: int | None = None
) -> list[Item]:
    """From questions in order of preference, those that make the exact shares of the type.

    A bucket that has too few is filled up with the best of the others, so that the interview is never short.
    """
    wanted = bucket_counts(InterviewType(type), min(count or len(questions), len(questions)))
    taken: list[Item] = []
    for bucket, n in wanted.items():
        taken += [item for item in questions if item.bucket == bucket][:n]
    ids = {item.id for item in taken}
    spare = [item for item in questions if item.id not in ids]
    return taken + spare[: sum(wanted.values()) - len(taken)]


def assign_skill_tags(questions: Iterable[Item], role: RoleChoice) -> list[PlannedQuestion]:
    """Each question with its skills, those first that weigh most in the role."""
    return [
        PlannedQuestion(item, tuple(sorted(item.skills, key=lambda skill: -role.weight(skill)))) for item in questions
    ]


def suits_role(catalog: Catalog, role: RoleChoice, item: Item) -> bool:
    """Whether an item is asked of that role as its own, not fetched from nearby."""
    return _fit(_Wish(role, Level.MID, catalog, frozenset(), {}), item) == "own"


def generate_interview_questions(session_id: UUID, *, ctx: Context | None = None) -> list[UUID]:
    """Draw and store the questions of an interview that was created; returns their ids in order.

    Called again for the same interview, it changes nothing and returns the same.

    Raises:
        NotFoundError: when there is no such interview.
    """
    ctx = ctx or default_context()
    with ctx.db.writing() as session:
        interview = session.get(InterviewSession, session_id, with_for_update=True)
        if interview is None:
            raise NotFoundError("interview")
        if not interview.questions:
            draw_questions(ctx, session, interview)
        return [question.id for question in interview.questions]


def seen_items(session: Session, user_id: UUID) -> dict[str, datetime]:
    """When this candidate was last shown which item."""
    rows = session.execute(
        select(InterviewQuestion.item_id, func.max(InterviewQuestion.shown_at))
        .join(InterviewSession)
        .where(InterviewSession.user_id == user_id, InterviewQuestion.shown_at.is_not(None))
        .group_by(InterviewQuestion.item_id)
    )
    return {item_id: shown_at for item_id, shown_at in rows if shown_at is not None}


def draw_questions(ctx: Context, session: Session, interview: InterviewSession) -> None:
    """Draw the questions of a new interview within the caller's transaction, and put it in progress."""
    profile = session.get(Profile, interview.profile_id) if interview.profile_id else None
    plan = plan_interview(
        role_from_json(interview.role_selected),
        interview.level,
        interview.type,
        {"skills": profile.skills_json} if profile else None,
        count=interview.question_count,
        seed=interview.seed,
        history=seen_items(session, interview.user_id),
        ctx=ctx,
    )
    now = ctx.clock()
    keep_item_versions(session, [question.item for question in plan.questions], now=now)
    interview.notes_json = list(plan.notes)
    interview.status = Status.IN_PROGRESS
    interview.started_at = interview.updated_at = now
    for order, planned in enumerate(plan.questions, start=1):
        interview.questions.append(_row(planned, order, now))
    session.flush()


def _row(planned: PlannedQuestion, order: int, now: datetime) -> InterviewQuestion:
    item = planned.item
    return InterviewQuestion(
        order=order,
        question_text=item.text,
        category=item.category,
        bucket=item.bucket,
        difficulty=item.difficulty,
        skill_tags_json=list(planned.skill_tags),
        item_id=item.id,
        item_hash=item.content_hash,
        seconds=item.seconds,
        created_at=now,
    )


# --- picking ----------------------------------------------------------------------------------------------------


def _pick_all(
    bank: Bank, wish: _Wish, interview_type: InterviewType, count: int, rng: random.Random
) -> tuple[list[Item], list[str]]:
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
    wish: _Wish,
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
    for item in bank.items.values():
        if item.id not in taken:
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


def _turn(wish: _Wish, item: Item, distance: int) -> tuple[int, float, int]:
    """When an item's turn comes; lower is sooner. A repeated question is worse than one from a nearby skill."""
    seen = wish.history.get(item.id)
    far = max(0, distance - 1)
    return (far, seen.timestamp() if seen else 0.0, distance)


def _distance(wish: _Wish, bucket: Bucket, item: Item) -> int:
    """How far an item has to be fetched; 0 is made for this role and level, and shares of buckets come before all."""
    if item.bucket == bucket:
        return FETCH_ORDER.index((_fit(wish, item), wish.level in item.levels))
    technical = (item.bucket in TECHNICAL_BUCKETS) == (bucket in TECHNICAL_BUCKETS)
    return len(FETCH_ORDER) + (0 if technical and item.bucket != "role_specific" else 1)


def _fit(wish: _Wish, item: Item) -> Fit:
    if item.bucket == "role_specific":
        if wish.role.id in item.roles or wish.role.family in item.families:
            return "own"
        return "near" if _shares_family(wish, item) else "any"
    if item.bucket in TECHNICAL_BUCKETS:
        if any(wish.role.weight(skill) for skill in item.skills):
            return "own"
        return "near" if _related_weight(wish, item) else "any"
    return "own"


def _shares_family(wish: _Wish, item: Item) -> bool:
    families = {role.family for role_id in item.roles if (role := wish.catalog.role(role_id))}
    return wish.role.family in families


def _related_weight(wish: _Wish, item: Item) -> float:
    """The weight in the role of the nearest skill that is related to one of the item's, 0..1."""
    return max(
        (
            wish.role.weight(skill) / (1 + nearness)
            for skill, _ in wish.role.skills
            for nearness, related in enumerate(wish.catalog.related(skill), start=1)
            if related in item.skills
        ),
        default=0.0,
    )


def _appeal(wish: _Wish, item: Item, need: Counter[Difficulty], themes: Counter[str]) -> float:
    """How well an item suits among those whose turn has come; the parts are weighed so that none drowns the others."""
    role_fit = max((wish.role.weight(skill) for skill in item.skills), default=0.0) or _related_weight(wish, item)
    profile_fit = any(skill in wish.profile_skills for skill in item.skills)
    return 1.5 * role_fit + 0.75 * profile_fit + 1.5 * (need[item.difficulty] > 0) - 0.8 * themes[item.skills[0]]


def _notes(wish: _Wish, bucket: Bucket, chosen: Sequence[tuple[Item, int]]) -> list[str]:
    """What to tell the candidate where a bucket could not be filled with the role's own questions."""
    name = bucket.replace("_", "-")
    other_topic = [item for item, _ in chosen if item.bucket != bucket or _fit(wish, item) != "own"]
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


def _easier_first(items: Sequence[Item], rng: random.Random) -> list[Item]:
    shuffled = list(items)
    rng.shuffle(shuffled)
    return sorted(shuffled, key=lambda item: DIFFICULTY_ORDER.index(item.difficulty))
