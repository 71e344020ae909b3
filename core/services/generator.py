"""Draws the questions of an interview from the item bank.

Every bucket gets its exact share. Within a bucket, items that the candidate has not seen come first, then those
seen longest ago; among equals, those that fit the role, the profile and the level's mix of difficulties, from as
many different skills as there are. The same seed and history give the same interview.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.bank.item import Item
from core.bank.loader import Bank
from core.errors import CallerError, NotFoundError
from core.models import InterviewQuestion, InterviewSession, Profile
from core.models.vocabulary import InterviewType, Level, Status, Timing
from core.services.content import keep_item_versions
from core.services.context import Context, default_context
from core.services.picking import History, Wish, easier_first, pick_all
from core.services.roles import RoleChoice, role_from_catalog, role_from_json
from core.services.shares import USUAL, bucket_counts


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
    bank: Bank | None = None,
    ctx: Context | None = None,
) -> Plan:
    """The same draw with its tags and with notes where the bank was too small for an exact fit.

    Args:
        bank: what to draw from, if it was read already.

    Raises:
        EmptyBankError: when the whole bank holds fewer items than ``count``.
    """
    ctx = ctx or default_context()
    bank = bank or ctx.bank
    if len(bank.items) < count:
        raise EmptyBankError(count, len(bank.items))
    chosen_role = role_from_catalog(ctx.catalog, role) if isinstance(role, str) else role
    wish = Wish(
        role=chosen_role,
        level=Level(level),
        catalog=ctx.catalog,
        profile_skills=frozenset((profile_data or {}).get("skills", ())),
        history=history or {},
    )
    rng = random.Random(seed)
    picked, notes = pick_all(bank, wish, InterviewType(type), count, rng)
    ordered = easier_first(distribute_questions(picked, type, count=count), rng)
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
            session.refresh(interview, ["questions"])
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
        bank=ctx.bank_within(session),
        ctx=ctx,
    )
    _ask(ctx, session, interview, plan)


def ask_items(ctx: Context, session: Session, interview: InterviewSession, items: Iterable[Item]) -> None:
    """Give a new interview exactly these items, in their order, within the caller's transaction; it is in progress."""
    role = role_from_json(interview.role_selected)
    _ask(ctx, session, interview, Plan(tuple(assign_skill_tags(items, role)), notes=()))


def _ask(ctx: Context, session: Session, interview: InterviewSession, plan: Plan) -> None:
    now = ctx.clock()
    keep_item_versions(session, [question.item for question in plan.questions], now=now)
    interview.notes_json = list(plan.notes)
    interview.status = Status.IN_PROGRESS
    interview.started_at = interview.updated_at = now
    for order, planned in enumerate(plan.questions, start=1):
        row = question_row(planned.item, order, tags=planned.skill_tags, timing=interview.timing, now=now)
        row.session_id = interview.id
        session.add(row)
    session.flush()


def question_row(item: Item, order: int, *, tags: Sequence[str], timing: Timing, now: datetime) -> InterviewQuestion:
    """An item as it is asked: its text and tags as they are now, and its time by the interview's factor."""
    return InterviewQuestion(
        order=order,
        question_text=item.text,
        category=item.category,
        bucket=item.bucket,
        difficulty=item.difficulty,
        skill_tags_json=list(tags),
        item_id=item.id,
        item_hash=item.content_hash,
        seconds=round(item.seconds * timing.factor),
        created_at=now,
    )
