"""Clients that answer as the answer box does, whatever happens to the server, and a ledger of what was acknowledged."""

import random
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event, Lock
from uuid import UUID

import httpx
from sqlalchemy import func, select, text

from core.models import Draft, InterviewAnswer, InterviewQuestion, InterviewSession
from core.services import assessment
from core.services.accounts import Person
from core.services.box_tokens import BoxPass, make_box_token
from core.services.context import Context

QUESTIONS = 10
DRAFTS = 2
"""So many are saved before an answer is handed in."""
SOONEST, LATEST = 0.1, 1.0
"""Seconds until a request is sent again, the first time and after many."""
WORDS = (
    "I would measure first because guessing costs more; then the index, the cache and the queue. Ich würde zuerst "
    "messen. 先に測ります。 أقيس أولا قبل التخمين 🙂 <b>not bold</b> =1+1 ; DROP TABLE answers -- 'quoted' \"twice\""
).split()


@dataclass(frozen=True)
class Kept:
    """A text that the server said it has: which save of its question it was, and when that was acknowledged."""

    at: float
    text: str
    revision: int


@dataclass
class Ledger:
    """What was sent, what was acknowledged, and what came instead. Several threads write to it."""

    answers: dict[UUID, Kept] = field(default_factory=dict)
    drafts: dict[UUID, list[Kept]] = field(default_factory=lambda: defaultdict(list))
    sent: dict[UUID, str] = field(default_factory=dict)
    made: dict[UUID, UUID] = field(default_factory=dict)
    """Interviews that were acknowledged, and whose they are."""
    counted: Counter[str] = field(default_factory=Counter)
    """Drafts, and what came where nothing was acknowledged."""
    faults: list[str] = field(default_factory=list)
    _turn: Lock = field(default_factory=Lock)

    def count(self, what: str) -> None:
        with self._turn:
            self.counted[what] += 1

    @property
    def acknowledged(self) -> int:
        """How much was, of all kinds."""
        return len(self.answers) + self.counted["draft"] + len(self.made)


class GaveUpError(Exception):
    """The run is over before a request was answered."""


@dataclass
class Client:
    """One candidate: sets up interviews and answers their questions, one after the other, until it is told to end.

    A request is sent until it is answered, with the same key each time, as the answer box and ``core.client`` do.
    """

    ctx: Context
    person: Person
    tokens: list[str]
    url: str
    ledger: Ledger
    chance: random.Random
    over: Event
    most: int | None = None
    """So many answers, or as many as there is time for."""
    pause: float = 0.3

    def run(self) -> None:
        """Answer until the end."""
        with httpx.Client(base_url=f"{self.url}/api", timeout=20) as self.http:
            try:
                for number, question_id in enumerate(self._questions()):
                    self._answer(question_id)
                    if self.most is not None and number + 1 >= self.most:
                        return
            except GaveUpError:
                return

    def _questions(self) -> Iterator[UUID]:
        """One question after the other, each shown."""
        setup = {"role_id": "backend-engineer", "level": "mid", "type": "technical", "count": QUESTIONS}
        setup |= {"followups": False, "time_factor": "untimed"}
        while not self.over.is_set():
            made = self._insist("POST", "/interviews", setup)
            self.ledger.made[UUID(made["id"])] = self.person.id
            for _ in range(QUESTIONS):
                shown = self._insist("POST", f"/interviews/{made['id']}/next", {})
                yield UUID(shown["question"]["id"])

    def _answer(self, question_id: UUID) -> None:
        token = make_box_token(self.ctx, BoxPass(self.person.id, question_id))
        words = [uuid.UUID(int=self.chance.getrandbits(128)).hex]  # no two texts are the same
        for revision in range(1, DRAFTS + 2):
            words += self.chance.choices(WORDS, k=self.chance.randint(3, 30))
            typed, is_draft = " ".join(words), revision <= DRAFTS
            self.ledger.sent[question_id] = typed
            self.over.wait(self.chance.uniform(0, self.pause))
            method, what = ("PUT", "draft") if is_draft else ("POST", "answer")
            body = {"text": typed, "revision": revision}
            read_back = self._insist(method, f"/questions/{question_id}/{what}", body, token=token)
            if read_back["text" if is_draft else "answer_text"] != typed:
                self.ledger.faults.append(f"{what} of {question_id}: another text came back")
            kept = Kept(time.monotonic(), typed, revision)
            if is_draft:
                self.ledger.drafts[question_id].append(kept)
                self.ledger.count("draft")
            else:
                self.ledger.answers[question_id] = kept

    def _insist(self, method: str, path: str, body: dict[str, object], *, token: str | None = None) -> dict:
        """Send a request until it is answered.

        Raises:
            GaveUpError: when the run is over before that, or the server refuses what it must not refuse.
        """
        key, waited = uuid.UUID(int=self.chance.getrandbits(128)).hex, SOONEST
        while not self.over.is_set():
            headers = {"authorization": f"Bearer {token or self.chance.choice(self.tokens)}", "idempotency-key": key}
            try:
                response = self.http.request(method, path, json=body, headers=headers)
            except httpx.TransportError:
                self.ledger.count("no connection")
                self.over.wait(self.chance.uniform(0.5, 1.0) * waited)
                waited = min(2 * waited, LATEST)
                continue
            if response.is_success:
                return response.json()
            current = response.json().get("current") or {} if response.status_code == 409 else {}
            if current and current["text"] == body["text"]:
                return current  # a try that was not acknowledged had been kept
            self.ledger.count(f"{response.status_code}")
            if response.status_code not in (429, 503):
                self.ledger.faults.append(f"{method} {path}: {response.status_code} {response.text[:200]}")
                raise GaveUpError
            self.over.wait(self.chance.uniform(0.2, 1.0))
        raise GaveUpError


def losses(ctx: Context, ledger: Ledger, *, until: float = float("inf")) -> list[str]:
    """What was acknowledged until a moment and is not there, or not as it should be: one line each."""
    with ctx.db.reading() as session:
        stored = defaultdict(list)
        for question_id, answered in session.execute(select(InterviewAnswer.question_id, InterviewAnswer.answer_text)):
            stored[question_id].append(answered)
        drafts = {row.question_id: row for row in session.scalars(select(Draft))}
        interviews = set(session.scalars(select(InterviewSession.id)))
    found = []
    for question_id, kept in list(ledger.answers.items()):
        there = stored.get(question_id, [])
        if kept.at <= until and there != [kept.text]:
            found.append(f"answer to {question_id}: {len(there)} rows, {'with another text' if there else 'lost'}")
    for question_id, all_kept in list(ledger.drafts.items()):
        newest = max((kept for kept in all_kept if kept.at <= until), key=lambda kept: kept.revision, default=None)
        draft = drafts.get(question_id)
        if newest is None or (draft is not None and draft.revision > newest.revision):
            continue
        if draft is None or (draft.revision, draft.text) != (newest.revision, newest.text):
            found.append(f"draft {newest.revision} of {question_id}: lost")
    if until == float("inf"):
        found += [f"interview {made}: lost" for made in ledger.made if made not in interviews]
        found += _strays(ctx, ledger, stored)
    return found


def _strays(ctx: Context, ledger: Ledger, stored: dict[UUID, list[str]]) -> list[str]:
    """What is there and nobody sent, or is there twice."""
    found = []
    for each, texts in stored.items():
        # where time ran out, the newest draft that was saved is the answer
        saved = [kept.text for kept in ledger.drafts.get(each, ())[-1:]]
        if texts != [ledger.sent.get(each)] and texts != saved:
            found.append(f"answer to {each}: nobody sent it")
    twice = [answered for answered, n in Counter(each for texts in stored.values() for each in texts).items() if n > 1]
    found += [f"twice: {answered[:40]}" for answered in twice]
    acknowledged = Counter(ledger.made.values())
    with ctx.db.reading() as session:
        made = session.execute(select(InterviewSession.user_id, func.count()).group_by(InterviewSession.user_id)).all()
    # one more may have been made when the run ended, before that was said
    found += [f"{n} interviews of {whose}" for whose, n in made if not 0 <= n - acknowledged[whose] <= 1]
    return found


def unscored(ctx: Context) -> tuple[int, int]:
    """How many answers had no scores when all was over, and how many have none after the next look."""
    query = select(func.count()).select_from(InterviewAnswer).where(InterviewAnswer.scores_json.is_(None))
    with ctx.db.reading() as session:
        before = session.scalar(query) or 0
    assessment.score_all_pending(ctx)
    with ctx.db.reading() as session:
        return before, session.scalar(query) or 0


def damage(ctx: Context) -> list[str]:
    """What SQLite itself finds wrong with its file."""
    if not ctx.db.is_sqlite:
        return []
    with ctx.db.reading() as session:
        said = session.scalars(text("PRAGMA integrity_check")).all()
        broken = session.execute(text("PRAGMA foreign_key_check")).all()
    return [line for line in said if line != "ok"] + [f"foreign key: {row}" for row in broken]


def shown_but_unanswered(ctx: Context) -> int:
    """Questions that were being answered when the run ended."""
    query = (
        select(func.count())
        .select_from(InterviewQuestion)
        .outerjoin(InterviewAnswer)
        .where(InterviewQuestion.shown_at.is_not(None), InterviewAnswer.id.is_(None))
    )
    with ctx.db.reading() as session:
        return session.scalar(query) or 0
