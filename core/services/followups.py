"""Follow-up questions: what an interviewer asks when an answer leaves out what matters, or is weak.

Every follow-up was written beforehand, none is made up. One for a missed key point stands with its item and is scored
on that point; one for a weak dimension asks again about the whole and is scored without key points.
"""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import update
from sqlalchemy.orm import Session

from core.bank.follow_ups import load_follow_ups
from core.bank.item import Item
from core.models import InterviewQuestion, InterviewSession
from core.models.vocabulary import OPEN
from core.scoring import KeyPoint, Scorecard, Task, points_made
from core.scoring.quoting import sentences_of
from core.services.views import is_open

MOST = 3
"""Follow-ups in one interview; a question has one at most, and a follow-up none."""
WEAK = 2.0
"""A dimension below this is weak: "some organisation", "partly", "basic" is what the rubric says at 2."""
SECONDS = 90
"""Time for a follow-up, before the interview's own factor."""

# Above any number of questions, so that orders stay different from each other while they are moved.
_AWAY = 1000


def ask(
    session: Session, question: InterviewQuestion, item: Item, card: Scorecard, *, file: Path, now: datetime
) -> bool:
    """Put a follow-up right after a question whose answer calls for it, within the caller's transaction.

    The interview must be locked. Returns whether there is one now.
    """
    interview = question.session
    if not interview.asks_followups or interview.status not in OPEN or question.is_followup or not card.word_count:
        return False
    if _number(interview) >= MOST or _has_one(interview, question) or _went_on(interview, question):
        return False
    text = chosen(item, card, file=file)
    if text is None:
        return False
    _make_room(session, interview, question.order)
    session.add(
        InterviewQuestion(
            session=interview,
            order=question.order + 1,
            question_text=text,
            category=question.category,
            bucket=question.bucket,
            difficulty=question.difficulty,
            skill_tags_json=question.skill_tags_json,
            is_followup=True,
            parent_question_id=question.id,
            item_id=question.item_id,
            item_hash=question.item_hash,
            seconds=round(SECONDS * interview.timing.factor),
            created_at=now,
        )
    )
    session.flush()
    return True


def chosen(item: Item, card: Scorecard, *, file: Path) -> str | None:
    """The text of the follow-up that an answer calls for, if any.

    An essential key point that was missed comes first, then the weakest dimension: by a follow-up of the item's own,
    else by one that fits any item.
    """
    missed = {point.id for point in card.points if point.essential and not point.met}
    own = next((each.text for each in item.followups if each.when.missed in missed), None)
    if own:
        return own
    weak = sorted((value, name) for name, value in card.scores.items() if value is not None and value < WEAK)
    general = load_follow_ups(file)
    for _, name in weak:
        theirs = next((each.text for each in item.followups if each.when.weak == name), None)
        if text := theirs or general.get(name, {}).get(item.category):
            return text
    return None


class Asked(Protocol):
    """A stored question: what it asked, and whether it followed up on an answer to its item."""

    @property
    def question_text(self) -> str:
        """What was asked."""

    @property
    def is_followup(self) -> bool:
        """Whether it followed up on an answer to the item."""


def task_asked(item: Item, question: Asked) -> Task:
    """What an answer to a stored question of this item is scored on."""
    return task_of(item, question.question_text) if question.is_followup else item.task()


def task_of(item: Item, question_text: str) -> Task:
    """What an answer to a follow-up is scored on."""
    whole = item.task()
    authored = next((each for each in item.followups if each.text == question_text), None)
    point = next((p for p in whole.key_points if authored and p.id == authored.when.missed), None)
    if point is None:
        # it asks about the whole again, so the question's words say what it is about, and nobody repeats its points
        return Task(question=f"{whole.question} {question_text}", kind=whole.kind)
    return Task(
        question=question_text,
        kind=whole.kind,
        key_points=(KeyPoint(point.id, point.statement, point.paraphrases, essential=True),),
        misconceptions=tuple(wrong for wrong in whole.misconceptions if wrong.against == point.id),
        reference=_said_in(whole, point),
    )


def _said_in(whole: Task, point: KeyPoint) -> str:
    """The sentences of the item's model answer that make the point; the point itself if none makes it alone."""
    alone = Task(question=whole.question, kind=whole.kind, key_points=(point,), reference=whole.reference)
    saying = [sentence for sentence in sentences_of(whole.reference) if points_made(sentence, alone)]
    return " ".join(saying) or point.statement


def _number(interview: InterviewSession) -> int:
    return sum(question.is_followup for question in interview.questions)


def _has_one(interview: InterviewSession, question: InterviewQuestion) -> bool:
    return any(other.parent_question_id == question.id for other in interview.questions)


def _went_on(interview: InterviewSession, question: InterviewQuestion) -> bool:
    """Whether another question was shown since: an interviewer does not turn back."""
    others = [other for other in interview.questions if other is not question]
    since = question.shown_at
    return any(is_open(other) or (since and other.shown_at and other.shown_at > since) for other in others)


def _make_room(session: Session, interview: InterviewSession, order: int) -> None:
    """Move the questions after ``order`` on by one; no two have the same number at any moment."""
    later = InterviewQuestion.session_id == interview.id
    session.execute(
        update(InterviewQuestion)
        .where(later, InterviewQuestion.order > order)
        .values(order=InterviewQuestion.order + _AWAY)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        update(InterviewQuestion)
        .where(later, InterviewQuestion.order > _AWAY)
        .values(order=InterviewQuestion.order - _AWAY + 1)
        .execution_options(synchronize_session=False)
    )
    session.expire(interview, ["questions"])
