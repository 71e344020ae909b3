"""Demo people with finished interviews, so that the product can be shown in a minute.

Their answers are made from the bank's model answers, shortened and blurred by how far the person has come, and go
through the real services and the real scorer on a clock that runs through the past weeks.
"""

import random
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from core.bank.item import Item
from core.errors import StateError
from core.models import User, UserRoleRow
from core.models.vocabulary import InterviewType, Level, Mode, RoleSource, UserRole
from core.services import accounts, profiles, sessions
from core.services.accounts import NewAccount, Person
from core.services.context import Context
from core.services.roles import role_from_catalog
from core.services.sessions import InterviewChoice

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
HEDGES = ("I think ", "Basically, ", "So, um, ", "I guess ", "Well, ")


@dataclass(frozen=True)
class DemoCandidate:
    """Somebody who practises: for which role, and how good they are at first and in the end, 0..1."""

    username: str
    first_name: str
    last_name: str
    role: str
    level: Level
    skills: tuple[str, ...]
    interviews: tuple[InterviewType, ...]
    begins: float
    ends: float


CANDIDATES = (
    DemoCandidate(
        "maya", "Maya", "Lindqvist", "backend-engineer", Level.MID, ("python", "sql", "apis"),
        (InterviewType.MIXED, InterviewType.TECHNICAL, InterviewType.TECHNICAL, InterviewType.MIXED), 0.35, 0.95,
    ),
    DemoCandidate(
        "tomasz", "Tomasz", "Okafor", "data-analyst", Level.JUNIOR, ("sql", "statistics", "spreadsheets"),
        (InterviewType.HR, InterviewType.TECHNICAL, InterviewType.HR), 0.3, 0.6,
    ),
    DemoCandidate(
        "priya", "Priya", "Duarte", "product-manager", Level.SENIOR, ("product-discovery", "product-metrics"),
        (InterviewType.CASE, InterviewType.HR, InterviewType.CASE), 0.7, 0.85,
    ),
)  # fmt: skip
STAFF = (
    ("coach", "Carla", "Weiss", UserRole.COACH),
    ("studio", "Sam", "Ito", UserRole.STUDIO),
    ("admin", "Ada", "Novak", UserRole.ADMIN),
)


def fill(ctx: Context, *, seed: int = 1, told: Callable[[str], None] = lambda _: None) -> str:
    """Fill an empty database; returns the password, made for this database, that all demo people share.

    ``told`` hears of each step.

    Raises:
        StateError: when there are people in the database already.
    """
    with ctx.db.reading() as session:
        if session.scalar(select(func.count()).select_from(User)):
            raise StateError(
                "There are people in this database, and demo people are never mixed with real ones. "
                "Use an empty one: DATA_DIR=/tmp/demo python -m core demo",
                state="not_empty",
            )
    password = "-".join(secrets.token_hex(3) for _ in range(3))
    rng = random.Random(seed)
    for username, first, last, role in STAFF:
        _join(ctx, username, first, last, password, {role, UserRole.CANDIDATE})
    for candidate in CANDIDATES:
        told(f"{candidate.first_name} {candidate.last_name} practises")
        person = _join(ctx, candidate.username, candidate.first_name, candidate.last_name, password, set())
        profiles.save_profile(ctx, person, skills=candidate.skills, experience="", cv_text="", job_text="")
        _practise(ctx, person, candidate, rng)
    return password


def _join(ctx: Context, username: str, first: str, last: str, password: str, roles: set[UserRole]) -> Person:
    new = NewAccount(username, f"{username}@demo.example", first, last, password, password)
    person = accounts.sign_up(ctx, new)
    with ctx.db.writing() as session:
        session.execute(update(User).where(User.id == person.id).values(is_demo=True))
        session.add_all(UserRoleRow(user_id=person.id, role=role) for role in sorted(roles - person.roles))
    return accounts.person_by_id(ctx, person.id)


def _practise(ctx: Context, person: Person, candidate: DemoCandidate, rng: random.Random) -> None:
    """One interview a week up to today, each a little better than the last."""
    total = len(candidate.interviews)
    for index, kind in enumerate(candidate.interviews):
        progress = index / max(1, total - 1)
        skill = candidate.begins + (candidate.ends - candidate.begins) * progress
        then = ctx.clock() - timedelta(days=7 * (total - index) - rng.randrange(3), hours=rng.randrange(5))
        _interview(ctx, person, candidate, kind, skill, then, rng)


def _interview(
    ctx: Context,
    person: Person,
    candidate: DemoCandidate,
    kind: InterviewType,
    skill: float,
    begins: datetime,
    rng: random.Random,
) -> None:
    clock = [begins]
    past = replace(ctx, clock=lambda: clock[0])
    choice = InterviewChoice(
        role=role_from_catalog(ctx.catalog, candidate.role),
        role_source=RoleSource.CATALOG,
        level=candidate.level,
        type=kind,
        mode=Mode.INTERVIEW,
        count=10,
        seed=rng.randrange(2**31),
    )
    session_id = sessions.start_interview(past, person, choice)
    by_text = {item.text: item for item in ctx.bank.items.values()}
    for _ in range(choice.count):
        question = sessions.show_next(past, person, session_id)
        text = answer_like(by_text[question.question_text], skill + rng.uniform(-0.2, 0.2), rng)
        clock[0] += timedelta(seconds=min(question.seconds - 5, 20 + len(text.split()) * 1.2))
        sessions.submit_answer(past, person.id, question.id, text=text, revision=1)
    sessions.finish(past, person, session_id)


def answer_like(item: Item, skill: float, rng: random.Random) -> str:
    """The model answer as somebody of that skill, 0..1, would give it: fewer sentences, and more hedging."""
    sentences = SENTENCE_END.split(item.model_answer)
    keep = max(1, round(len(sentences) * min(1.0, max(0.15, skill))))
    kept = sorted(rng.sample(range(len(sentences)), keep))
    said = []
    for index in kept:
        sentence = sentences[index]
        if rng.random() > skill + 0.3:
            sentence = rng.choice(HEDGES) + sentence[0].lower() + sentence[1:]
        said.append(sentence)
    return " ".join(said)
