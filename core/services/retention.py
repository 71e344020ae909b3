"""Interviews that nobody touched for long are erased, if a setting says so: announced first, and never without that.

A sweep tells a person of the interviews that go within four weeks, and again only when more come into the last two of
them. What goes was announced at least two weeks before, under the very setting that is in force: one that is new or was
shortened gives everybody these two weeks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core.models import Assignment, AssignmentAttempt, InterviewSession, Notification
from core.models.vocabulary import NotificationKind
from core.services.context import Context
from core.services.notifications import notify
from core.services.persons import Person
from core.services.words import counted
from core.store.traces import empty_log, overwrite_what_goes

NOTICE = timedelta(days=14)
"""At least so long before it is erased an interview is announced."""
AHEAD = timedelta(days=28)
"""An announcement covers what goes within so long, so that there is one every two weeks at most."""
BATCH = 50
"""Interviews erased in one transaction, for which writers on SQLite wait."""
# Of the kinds that there are, that of what is there no more.
_KIND, _SENTENCE = NotificationKind.LEFT, "interviews_end"


@dataclass(frozen=True)
class Kept:
    """For how many days a person's interviews are kept, how many go within four weeks, and when the first of them."""

    days: int
    ending: int
    first_at: datetime | None


@dataclass(frozen=True)
class Swept:
    """How many people were told of interviews that go, and how many interviews went."""

    told: int = 0
    erased: int = 0


def kept_for(ctx: Context, person: Person) -> Kept | None:
    """How long this person's interviews are kept, and what of them goes soon; None where they are kept for ever."""
    days, now = ctx.settings.retention_days, ctx.clock()
    if days is None:
        return None
    with ctx.db.reading() as session:
        ending, oldest = _ending(session, person.id, now + AHEAD - timedelta(days=days))
        told = _announced(session, days, before=now).get(person.id)
    if oldest is None:
        return Kept(days, 0, None)
    end = oldest + timedelta(days=days)
    # one that is not announced yet is so at the next sweep
    return Kept(days, ending, max(end, (told if told and end <= told + AHEAD else now) + NOTICE))


def sweep(ctx: Context) -> Swept:
    """Erase what was announced and whose time is over, and announce what goes next. Twice is once."""
    if ctx.settings.retention_days is None:
        return Swept()
    kept = timedelta(days=ctx.settings.retention_days)
    erased = _erase_old(ctx, ctx.settings.retention_days, kept)
    return Swept(_announce(ctx, ctx.settings.retention_days, kept), erased)


def _erase_old(ctx: Context, days: int, kept: timedelta) -> int:
    now = ctx.clock()
    with ctx.db.reading() as session:
        told = _announced(session, days, before=now - NOTICE)
        old = session.execute(
            select(InterviewSession.id, InterviewSession.user_id, InterviewSession.updated_at)
            .where(InterviewSession.updated_at <= now - kept)
            .order_by(InterviewSession.updated_at, InterviewSession.id)
        ).all()
    due = [
        session_id
        for session_id, user_id, touched in old
        if user_id in told and touched + kept <= told[user_id] + AHEAD
    ]
    erased = sum(_erase(ctx, due[first : first + BATCH], now - kept) for first in range(0, len(due), BATCH))
    if erased:
        empty_log(ctx.db)
    return erased


def _erase(ctx: Context, session_ids: Sequence[UUID], untouched_since: datetime) -> int:
    """Erase these interviews, but for those that somebody has just gone on with."""
    with ctx.db.writing() as session:
        overwrite_what_goes(ctx.db, session)
        _withdraw_assignments(session, session_ids, ctx.clock())
        gone = session.execute(
            delete(InterviewSession)
            .where(InterviewSession.id.in_(session_ids), InterviewSession.updated_at <= untouched_since)
            .returning(InterviewSession.id)
        ).all()
    return len(gone)


def _withdraw_assignments(session: Session, session_ids: Sequence[UUID], now: datetime) -> None:
    """Ask nobody again for what they did: an assignment whose attempts go and that was due before is over."""
    attempted = select(AssignmentAttempt.assignment_id).where(AssignmentAttempt.session_id.in_(session_ids))
    session.execute(
        update(Assignment)
        .where(Assignment.id.in_(attempted), Assignment.withdrawn_at.is_(None), Assignment.due_at < now)
        .values(withdrawn_at=now)
        .execution_options(synchronize_session=False)
    )


def _announce(ctx: Context, days: int, kept: timedelta) -> int:
    now = ctx.clock()
    with ctx.db.reading() as session:
        told = _announced(session, days, before=now)
        newest = session.execute(
            select(
                InterviewSession.user_id, func.max(InterviewSession.updated_at, type_=InterviewSession.updated_at.type)
            )
            .where(InterviewSession.updated_at <= now + NOTICE - kept)
            .group_by(InterviewSession.user_id)
        ).all()
    news = [user_id for user_id, touched in newest if user_id not in told or touched + kept > told[user_id] + AHEAD]
    return sum(_tell(ctx, user_id, days, kept) for user_id in news)


def _tell(ctx: Context, user_id: UUID, days: int, kept: timedelta) -> bool:
    now = ctx.clock()
    with ctx.db.writing() as session:
        ending, oldest = _ending(session, user_id, now + AHEAD - kept)
        if oldest is None:
            return False
        first = max(oldest + kept, now + NOTICE)
        notify(
            session, [user_id], _KIND, _SENTENCE, now=now, page="my_interviews",
            days=str(days), count=counted(ending, "interview"), first=f"{first:%d %B %Y}",
        )  # fmt: skip
        return True


def _ending(session: Session, user_id: UUID, untouched_since: datetime) -> tuple[int, datetime | None]:
    """How many interviews of a person were not touched since then, and when the one was that was left longest ago."""
    found = session.execute(
        select(func.count(), func.min(InterviewSession.updated_at, type_=InterviewSession.updated_at.type)).where(
            InterviewSession.user_id == user_id, InterviewSession.updated_at <= untouched_since
        )
    ).one()
    return found[0], found[1]


def _announced(session: Session, days: int, *, before: datetime) -> dict[UUID, datetime]:
    """When each person was last told under this setting, as of a moment."""
    rows = session.execute(
        select(Notification.user_id, func.max(Notification.created_at, type_=Notification.created_at.type))
        .where(
            Notification.kind == _KIND,
            Notification.created_at <= before,
            Notification.body_json["sentence"].as_string() == _SENTENCE,
            Notification.body_json["days"].as_string() == str(days),
        )
        .group_by(Notification.user_id)
    )
    return dict(rows.all())
