"""Notifications inside the app: what others did that somebody should know of, until they have read it.

A service that does something calls ``notify`` within its own transaction, so that nothing is told that did not happen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from core.models import Notification
from core.models.vocabulary import NotificationKind
from core.services.accounts import Person
from core.services.context import Context

NEWEST = 50
KEPT = timedelta(days=90)
"""How long one is kept that was read."""

# What each says; the words in braces are facts of its body, which may be anything that somebody typed.
SENTENCES: Mapping[str, str] = {
    "joined": "{person} joined the group {group} and shows {shows}.",
    "left": "{person} left the group {group}.",
    "removed": "{person} took you out of the group {group}. Its coaches see nothing of yours any more.",
    "closed": "{person} closed the group {group}. Its coaches see nothing of yours any more.",
    "closed_for_coach": "{person} closed the group {group}, which you coached.",
    "coaches": "{person} made you a coach of the group {group}.",
    "coaches_no_more": "{person} took you off the coaches of the group {group}.",
    "invited": "{person} invites you to the group {group}. See who coaches it and what they would see.",
    "you_invited": "You invited {asked} to the group {group}.",
    "reviewed": "{person} of the group {group} rated answers of yours.",
    "commented": "{person} of the group {group} commented on answers of yours.",
    "new_coach": "{coach} now coaches the group {group} too and sees what you show there.",
    "assigned": "{person} set you the interview “{title}”, {due}.",
    "assignment_changed": "{person} changed the interview “{title}”. It is now {due}, with {attempts}.",
    "assignment_withdrawn": "{person} withdrew the interview “{title}”. You need not do it any more.",
    "assignment_reviewed": "{person} has looked at your interview “{title}”.",
    "assignment_remark": "{person} has looked at your interview “{title}”: {remark}",
    "member_erased": "The account of a member of the group {group} was erased, and with it all that they showed you.",
    "no_coach": "The account of the coach of your group {group} was erased. Nobody sees what you show there until an "
    "admin names another coach; you will be told.",
    "no_coach_for_admins": "The account of the coach of the group {group} was erased. Name another one for it.",
    "interviews_end": "Interviews are kept for {days} days after they were last worked on. From {first} on {count} of "
    "yours will be erased. Download what you want to keep.",
}


@dataclass(frozen=True)
class Notice:
    """A notification as its reader sees it: plain text, and the address with its parameters that it leads to."""

    id: UUID
    kind: NotificationKind
    text: str
    page: str | None
    query: Mapping[str, str]
    created_at: datetime
    read_at: datetime | None


def notify(
    session: Session,
    user_ids: Iterable[UUID],
    kind: NotificationKind,
    sentence: str,
    *,
    now: datetime,
    page: str | None = None,
    query: Mapping[str, str] | None = None,
    **facts: str,
) -> None:
    """Tell people something, within the caller's transaction.

    Args:
        sentence: which of SENTENCES it is; ``facts`` are what that asks for.
        page: the address that it leads to, without a slash; ``query`` are its parameters.
    """
    SENTENCES[sentence].format_map(facts)  # a fact that is missing fails here, not on somebody's home page
    told = {
        "kind": kind,
        "body_json": {"sentence": sentence, **facts},
        "page": page,
        "query_json": dict(query or {}),
        "created_at": now,
    }
    if rows := [told | {"user_id": user_id} for user_id in user_ids]:
        session.execute(insert(Notification), rows)


def unread_count(ctx: Context, person: Person) -> int:
    """How many a person has not read yet."""
    unread = select(func.count()).where(Notification.user_id == person.id, Notification.read_at.is_(None))
    with ctx.db.reading() as session:
        return session.scalar(unread) or 0


def notices(ctx: Context, person: Person) -> tuple[Notice, ...]:
    """A person's own, the unread ones first, each part from the newest; 50 at most."""
    with ctx.db.reading() as session:
        rows = session.scalars(
            select(Notification)
            .where(Notification.user_id == person.id)
            .order_by(Notification.read_at.is_not(None), Notification.created_at.desc(), Notification.id)
            .limit(NEWEST)
        )
        return tuple(map(_notice, rows))


def mark_read(ctx: Context, person: Person, notice_id: UUID) -> None:
    """Note that a person has read one. Doing it twice is doing it once.

    Raises:
        NotFoundError: for one of somebody else as for one that does not exist.
    """
    with ctx.db.writing() as session:
        row = session.get(Notification, notice_id)
        if row is None or row.user_id != person.id:
            raise NotFoundError("notification")
        row.read_at = row.read_at or ctx.clock()


def mark_all_read(ctx: Context, person: Person) -> None:
    """Note that a person has read all of their own."""
    with ctx.db.writing() as session:
        session.execute(
            update(Notification)
            .where(Notification.user_id == person.id, Notification.read_at.is_(None))
            .values(read_at=ctx.clock())
        )


def forget_old(session: Session, now: datetime) -> None:
    """Drop those that were read and are older than they are kept for; one that nobody has read waits."""
    session.execute(delete(Notification).where(Notification.read_at.is_not(None), Notification.created_at < now - KEPT))


def notice_text(row: Notification) -> str:
    """What a stored notification says."""
    facts = {name: str(value) for name, value in row.body_json.items()}
    return SENTENCES[facts["sentence"]].format_map(facts)


def _notice(row: Notification) -> Notice:
    return Notice(row.id, row.kind, notice_text(row), row.page, row.query_json, row.created_at, row.read_at)
