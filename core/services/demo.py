"""Demo people with finished interviews and a coach, so that the product can be shown in a minute.

Their answers are written out in ``data/demo_answers.yaml``, a middling and a good one to each question. They go through
the real services and the real scorer, on a clock that runs through the past weeks.
"""

import random
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import yaml
from sqlalchemy import func, select, update

from core.bank.loader import Bank
from core.config import PROJECT
from core.errors import StateError
from core.models import User, UserRoleRow
from core.models.vocabulary import InterviewType, Level, Mode, RoleSource, Shows, UserRole
from core.services import (
    accounts,
    answering,
    assignments,
    coaching,
    commenting,
    profiles,
    reading,
    reflecting,
    sessions,
)
from core.services.accounts import NewAccount, Person
from core.services.answering import Written
from core.services.assignment_drafts import NewAssignment, Terms
from core.services.context import Context
from core.services.roles import role_from_catalog
from core.services.sessions import InterviewChoice

SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
ANSWERS = PROJECT / "data" / "demo_answers.yaml"


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


@dataclass(frozen=True)
class DemoAnswers:
    """A middling and a good answer to one item."""

    item: str
    plain: str
    good: str

    def by_somebody_of(self, skill: float, rng: random.Random) -> str:
        """The good one as often as the skill, 0..1, says; the least skilled sometimes stop half way."""
        if rng.random() < skill:
            return self.good
        sentences = SENTENCE_END.split(self.plain)
        return " ".join(sentences[: len(sentences) // 2]) if rng.random() > skill + 0.4 else self.plain


CANDIDATES = (
    DemoCandidate(
        "maya", "Maya", "Lindqvist", "backend-engineer", Level.MID, ("python", "sql", "apis"),
        (InterviewType.MIXED, InterviewType.TECHNICAL, InterviewType.TECHNICAL, InterviewType.MIXED), 0.15, 0.85,
    ),
    DemoCandidate(
        "tomasz", "Tomasz", "Okafor", "data-analyst", Level.JUNIOR, ("sql", "statistics", "spreadsheets"),
        (InterviewType.HR, InterviewType.TECHNICAL, InterviewType.HR), 0.1, 0.5,
    ),
    DemoCandidate(
        "priya", "Priya", "Duarte", "product-manager", Level.SENIOR, ("product-discovery", "product-metrics"),
        (InterviewType.CASE, InterviewType.HR, InterviewType.CASE), 0.6, 0.9,
    ),
)  # fmt: skip
SHOWN = {"maya": Shows.ANSWERS, "tomasz": Shows.ANSWERS, "priya": Shows.SCORES}
DUE_IN = timedelta(days=5)
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
    answers = read_answers(ctx)
    # Only questions that there are answers to; the draw among them is the real one.
    known = {each.item: ctx.bank.items[each.item] for each in answers.values()}
    ctx = replace(ctx, files=Bank(known, {}))
    people: dict[str, Person] = {}
    for username, first, last, role in STAFF:
        people[username] = _join(ctx, username, first, last, password, {role, UserRole.CANDIDATE})
    for candidate in CANDIDATES:
        told(f"{candidate.first_name} {candidate.last_name} practises")
        person = _join(ctx, candidate.username, candidate.first_name, candidate.last_name, password, set())
        profiles.save_profile(ctx, person, skills=candidate.skills, experience="", cv_text="", job_text="")
        _practise(ctx, person, candidate, answers, rng)
        people[candidate.username] = person
    told("Carla Weiss coaches them")
    _coach(ctx, people)
    return password


def _coach(ctx: Context, people: Mapping[str, Person]) -> None:
    """A group with an assignment, and a wish for a coach's view: something to do for the coach from the first minute.

    Nobody rates anything here: made-up ratings would agree with the machine as nobody's do.
    """
    coach, asker = people["coach"], people["maya"]
    group = coaching.make_group(ctx, coach, "Spring")
    code = coaching.invite(ctx, coach, group.id)
    for username, shows in SHOWN.items():
        coaching.join(ctx, people[username], code, shows)
    terms = Terms("Before our next meeting", "Take your time; I read every answer.", ctx.clock().date() + DUE_IN, 2)
    draft = NewAssignment("backend-engineer", Level.MID, InterviewType.HR, terms, count=10)
    assignments.set_assignment(ctx, coach, group.id, draft)
    newest = sessions.my_interviews(ctx, asker)[0]
    first = reading.answers(ctx, asker, newest.id)[0]
    commenting.ask_for_review(ctx, asker, first.id, "Do I get to the point fast enough?")


def _join(ctx: Context, username: str, first: str, last: str, password: str, roles: set[UserRole]) -> Person:
    new = NewAccount(username, f"{username}@demo.example", first, last, password, password)
    person = accounts.sign_up(ctx, new)
    with ctx.db.writing() as session:
        session.execute(update(User).where(User.id == person.id).values(is_demo=True))
        session.add_all(UserRoleRow(user_id=person.id, role=role) for role in sorted(roles - person.roles))
    return accounts.person_by_id(ctx, person.id)


def _practise(
    ctx: Context, person: Person, candidate: DemoCandidate, answers: Mapping[str, DemoAnswers], rng: random.Random
) -> None:
    """One interview a week up to today, each a little better than the last."""
    total = len(candidate.interviews)
    for index, kind in enumerate(candidate.interviews):
        progress = index / max(1, total - 1)
        skill = candidate.begins + (candidate.ends - candidate.begins) * progress
        then = ctx.clock() - timedelta(days=7 * (total - index) - rng.randrange(3), hours=rng.randrange(5))
        _interview(ctx, person, candidate, kind, skill, then, answers, rng)


def _interview(
    ctx: Context,
    person: Person,
    candidate: DemoCandidate,
    kind: InterviewType,
    skill: float,
    begins: datetime,
    answers: Mapping[str, DemoAnswers],
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
        followups=False,
        seed=rng.randrange(2**31),
    )
    session_id = sessions.start_interview(past, person, choice)
    for _ in range(choice.count):
        question = sessions.show_next(past, person, session_id)
        text = answers[question.question_text].by_somebody_of(skill, rng)
        clock[0] += timedelta(seconds=min((question.seconds or 600) - 5, 20 + len(text.split()) * 1.2))
        answering.submit_answer(past, person.id, question.id, Written(text, 1))
    sessions.finish(past, person, session_id)
    reflecting.reveal(past, person, session_id)


def read_answers(ctx: Context, file: Path = ANSWERS) -> dict[str, DemoAnswers]:
    """The answers of demo people, by the text of their question."""
    entries = yaml.safe_load(file.read_text(encoding="utf-8"))["answers"]
    return {
        ctx.bank.items[entry["item"]].text: DemoAnswers(entry["item"], entry["plain"].strip(), entry["good"].strip())
        for entry in entries
    }
