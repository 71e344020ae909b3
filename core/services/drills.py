"""Drills: short sets of questions on a candidate's weak spots.

A set is an interview with feedback after each answer, so that clocks, drafts, scoring and feedback are those of every
interview. How a drilled answer went is written once to a log that only grows; when a spot is due follows from the
log (``drill_schedule``).
"""

import random
import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.bank.item import Item
from core.bank.loader import Bank
from core.errors import NotFoundError, StateError
from core.models import (
    NO_DRILL,
    Drill,
    DrillQuestion,
    DrillReview,
    InterviewAnswer,
    InterviewQuestion,
    InterviewSession,
    Profile,
    User,
)
from core.models.vocabulary import OPEN, Mode, Status, Timing
from core.services import rubrics, sessions
from core.services.accounts import Person
from core.services.content import keep_item_versions
from core.services.context import Context
from core.services.drill_schedule import (
    Agenda,
    Card,
    Pair,
    Review,
    Scored,
    Standing,
    agenda,
    cards,
    rating,
    standings,
)
from core.services.generator import question_row, seen_items
from core.services.leaving import abandon_idle
from core.services.locking import lock_interview
from core.services.picking import FETCH_ORDER, Wish, fit
from core.services.roles import role_from_json
from core.services.views import Room

MOST = 5
"""Questions in a set."""


class NothingDueError(StateError):
    """There is no weak spot to drill."""

    def __init__(self) -> None:
        super().__init__("There is nothing to drill now. Your next interview will show what is.", state="nothing_due")


@dataclass(frozen=True)
class MyDrills:
    """What a person has to drill as of ``now``, and the set that they are in, if any."""

    agenda: Agenda
    open_set: UUID | None
    now: datetime


@dataclass(frozen=True)
class Drilled:
    """A question of a set: what it drills, how that stood ``before`` the set, and what the answer made of it.

    ``score`` is the dimension's, 0.0-5.0, None until the answer is scored. ``card`` says when the pair comes back.
    """

    question_id: UUID
    order: int
    pair: Pair
    before: Standing | None
    is_answered: bool
    score: float | None
    card: Card | None


@dataclass(frozen=True)
class DrillRoom:
    """Where a set stands now."""

    room: Room
    questions: tuple[Drilled, ...]

    def drilled(self, question_id: UUID) -> Drilled:
        """What a question of the set drills."""
        return next(each for each in self.questions if each.question_id == question_id)


def my_drills(ctx: Context, person: Person) -> MyDrills:
    """What a person has to drill. The answers of a set that they left are closed, scored and taken into account first.

    Answers whose scores they have not seen yet say nothing here: whoever guesses first must not be told.
    """
    abandon_idle(ctx, user_id=person.id)
    with ctx.db.reading() as session:
        open_set = _open_set(session, person.id)
    if open_set is not None:
        sessions.bring_up_to_date(ctx, open_set)
    keep_reviews(ctx, person.id)
    now = ctx.clock()
    with ctx.db.reading() as session:
        found = _agenda(session, person.id, ctx.bank_within(session), now)
    return MyDrills(found, open_set, now)


def start(ctx: Context, person: Person) -> UUID:
    """Begin a set on what is due, or else on weak spots that wait; returns its id, or that of the set that is open.

    Raises:
        NothingDueError: when there is no weak spot.
    """
    found = my_drills(ctx, person).agenda
    pairs = [spot.pair for spot in (found.due or found.waiting)[:MOST]]
    with ctx.db.writing() as session:
        # Of two clicks at once the second waits here for the first, and then finds its set.
        session.execute(select(User.id).where(User.id == person.id).with_for_update(key_share=True))
        if open_set := _open_set(session, person.id):
            return open_set
        if not pairs:
            raise NothingDueError
        return _make(ctx, session, person.id, pairs)


def look(ctx: Context, person: Person, session_id: UUID) -> DrillRoom:
    """Where a set stands: answers are saved first, then scored, then reviewed.

    Raises:
        NotFoundError: for somebody else's set, or an interview that is none, as for one that does not exist.
    """
    with ctx.db.reading() as session:
        owned = InterviewSession.id == session_id, InterviewSession.user_id == person.id
        made_at = session.scalar(select(Drill.created_at).join(InterviewSession).where(*owned))
    if made_at is None:
        raise NotFoundError("set of drills")
    room = sessions.look(ctx, person, session_id)
    keep_reviews(ctx, person.id)
    with ctx.db.reading() as session:
        rows = session.execute(
            select(
                InterviewQuestion.id,
                InterviewQuestion.order,
                DrillQuestion.skill,
                DrillQuestion.dimension,
                InterviewAnswer.id,
                InterviewAnswer.scores_json,
            )
            .join(DrillQuestion)
            .outerjoin(InterviewAnswer)
            .where(InterviewQuestion.session_id == session_id)
            .order_by(InterviewQuestion.order)
        ).all()
        earlier = InterviewQuestion.session_id != session_id, InterviewAnswer.submitted_at <= made_at
        before = standings(_answers(session, person.id, *earlier))
        known = cards(_reviews(session, person.id))
    return DrillRoom(
        room=room,
        questions=tuple(
            Drilled(
                question_id=question_id,
                order=order,
                pair=(pair := Pair(skill, dimension)),
                before=before.get(pair),
                is_answered=answer_id is not None,
                score=(scores or {}).get(dimension),
                card=known.get(pair),
            )
            for question_id, order, skill, dimension, answer_id, scores in rows
        ),
    )


def keep_reviews(ctx: Context, user_id: UUID) -> int:
    """Add to the log how a person's drilled answers went that are not in it yet; returns how many were missing.

    A drill shows its scores at once, so they count as seen. However many look at the same moment, a question is
    reviewed once.
    """
    with ctx.db.reading() as session:
        answered = session.execute(
            select(
                InterviewQuestion.session_id,
                InterviewQuestion.id,
                DrillQuestion.skill,
                DrillQuestion.dimension,
                InterviewAnswer.scores_json,
                InterviewAnswer.submitted_at,
            )
            .join(DrillQuestion)
            .join(InterviewAnswer)
            .join(InterviewSession, InterviewSession.id == InterviewQuestion.session_id)
            .outerjoin(DrillReview, DrillReview.question_id == InterviewQuestion.id)
            .where(
                InterviewSession.user_id == user_id,
                InterviewAnswer.scores_json.is_not(None),
                DrillReview.id.is_(None),
            )
        ).all()
    by_set: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for session_id, question_id, skill, dimension, scores, at in answered:
        if scores.get(dimension) is not None:
            review = {"skill": skill, "dimension": dimension, "rating": rating(scores[dimension]), "reviewed_at": at}
            by_set[session_id].append({"id": uuid4(), "user_id": user_id, "question_id": question_id, **review})
    for session_id, rows in by_set.items():
        _add_reviews(ctx, session_id, rows)
    return sum(map(len, by_set.values()))


def _add_reviews(ctx: Context, session_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    insert = sqlite.insert if ctx.db.is_sqlite else postgresql.insert
    unseen = InterviewAnswer.question_id.in_([row["question_id"] for row in rows])
    with ctx.db.writing() as session:
        lock_interview(session, select(Drill.session_id).where(Drill.session_id == session_id))
        session.execute(insert(DrillReview).values(rows).on_conflict_do_nothing(index_elements=["question_id"]))
        session.execute(
            update(InterviewAnswer).where(unseen, InterviewAnswer.revealed_at.is_(None)).values(revealed_at=ctx.clock())
        )


# --- what is stored ---------------------------------------------------------------------------------------------


def _open_set(session: Session, user_id: UUID) -> UUID | None:
    return session.scalar(
        select(Drill.session_id)
        .join(InterviewSession)
        .where(InterviewSession.user_id == user_id, InterviewSession.status.in_(OPEN))
        .order_by(Drill.created_at.desc())
        .limit(1)
    )


def _agenda(session: Session, user_id: UUID, bank: Bank, now: datetime) -> Agenda:
    askable = {skill for item in bank.items.values() for skill in item.skills}
    return agenda(_answers(session, user_id), _reviews(session, user_id), now=now, askable=askable)


def _answers(session: Session, user_id: UUID, *which: ColumnElement[bool]) -> list[Scored]:
    """What a person answered and has seen the scores of, read as columns: there may be hundreds."""
    rows = session.execute(
        select(InterviewAnswer.skill_tags_json, InterviewAnswer.scores_json, InterviewAnswer.submitted_at)
        .join(InterviewQuestion)
        .join(InterviewSession)
        .where(
            InterviewSession.user_id == user_id,
            InterviewAnswer.scores_json.is_not(None),
            InterviewAnswer.revealed_at.is_not(None),
            *which,
        )
        .order_by(InterviewAnswer.submitted_at, InterviewAnswer.question_id)
    )
    return [Scored(skills, scores or {}, at) for skills, scores, at in rows]


def _reviews(session: Session, user_id: UUID) -> list[Review]:
    rows = session.execute(
        select(DrillReview.skill, DrillReview.dimension, DrillReview.rating, DrillReview.reviewed_at).where(
            DrillReview.user_id == user_id
        )
    )
    return [Review(Pair(skill, dimension), given, at) for skill, dimension, given, at in rows]


# --- a new set --------------------------------------------------------------------------------------------------


def _make(ctx: Context, session: Session, user_id: UUID, pairs: Sequence[Pair]) -> UUID:
    """A set for the role and level of the person's last interview, with the time that their profile asks for."""
    now = ctx.clock()
    last = session.scalars(
        select(InterviewSession)
        .where(InterviewSession.user_id == user_id, NO_DRILL)
        .order_by(InterviewSession.created_at.desc())
        .limit(1)
    ).one()
    timing = session.scalar(select(Profile.timing).where(Profile.user_id == user_id)) or Timing.USUAL
    seed = secrets.randbelow(2**31)
    wish = Wish(
        role=role_from_json(last.role_selected),
        level=last.level,
        catalog=ctx.catalog,
        profile_skills=frozenset(),
        history=seen_items(session, user_id),
    )
    picked = pick_items(ctx.bank_within(session), wish, pairs, random.Random(seed))
    keep_item_versions(session, picked.values(), now=now)
    questions = [
        question_row(item, order, tags=item.skills, timing=timing, now=now)
        for order, item in enumerate(picked.values(), start=1)
    ]
    made = InterviewSession(
        user_id=user_id,
        profile_id=last.profile_id,
        role_selected=last.role_selected,
        role_source=last.role_source,
        level=last.level,
        type=last.type,
        mode=Mode.COACHING,
        timing=timing,
        asks_followups=False,
        status=Status.IN_PROGRESS,
        question_count=len(questions),
        seed=seed,
        rubric_hash=rubrics.hash_in_force(session),
        started_at=now,
        created_at=now,
        updated_at=now,
        questions=questions,
    )
    session.add(made)
    session.flush()
    session.add(Drill(session_id=made.id, created_at=now))
    session.add_all(
        DrillQuestion(question_id=question.id, skill=pair.skill, dimension=pair.dimension)
        for question, pair in zip(questions, picked, strict=True)
    )
    return made.id


def pick_items(bank: Bank, wish: Wish, pairs: Sequence[Pair], rng: random.Random) -> dict[Pair, Item]:
    """A question on the skill of each pair, none twice; a pair is left out when its skill has no more questions.

    What was never seen comes first, then what was seen longest ago; among equals what suits the role and the level, is
    mainly about the skill, and touches what else the role asks for. Another role's question comes last of all.
    """
    picked: dict[Pair, Item] = {}
    for pair in pairs:
        tagged = [item for item in bank.items.values() if pair.skill in item.skills and item not in picked.values()]
        if tagged:
            picked[pair] = min(tagged, key=lambda item: (*_turn(wish, item, pair.skill), rng.random()))
    return picked


def _turn(wish: Wish, item: Item, skill: str) -> tuple[bool, float, int, int, float]:
    """When an item's turn comes; lower is sooner."""
    whose, seen = fit(wish, item), wish.history.get(item.id)
    suits = FETCH_ORDER.index((whose, wish.level in item.levels))
    touches = sum(wish.role.weight(each) for each in item.skills)
    return (whose == "any", seen.timestamp() if seen else 0.0, suits, item.skills.index(skill), -touches)
