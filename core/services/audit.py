"""The audit log: what was done that somebody may have to explain one day, without answers, names or secrets in it.

A service that does something records it within its own transaction, so that nothing stands there that did not happen
and nothing happens that does not stand there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Row, Select, delete, or_, select, update
from sqlalchemy.orm import Session, aliased

from core.logs import ORIGIN
from core.models import AuditEvent, User
from core.models.vocabulary import UserRole
from core.services.context import Context
from core.services.persons import Person, require

PAGE = 200
MOST_EXPORTED = 100_000
"""Rows of one file; whoever needs more narrows the time."""

Detail = str | int | bool | Sequence[str]


class Kind(StrEnum):
    """What was done. The words stand in the database."""

    SIGNED_UP = "signed_up"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    PASSWORD_CHANGED = "password_changed"
    RESET_LINK_MADE = "reset_link_made"
    PASSWORD_RESET = "password_reset"
    PROVIDER_LINKED = "provider_linked"
    ROLES_CHANGED = "roles_changed"
    ACCOUNT_DISABLED = "account_disabled"
    ACCOUNT_ENABLED = "account_enabled"
    RUBRIC_PUBLISHED = "rubric_published"
    RESCORING_STARTED = "rescoring_started"
    GROUP_SETTINGS_CHANGED = "group_settings_changed"
    DOWNLOADED = "downloaded"
    EXPORTED = "exported"
    ERASED = "erased"
    TOKEN_MADE = "token_made"
    TOKEN_REVOKED = "token_revoked"
    LINK_MADE = "link_made"
    LINK_REVOKED = "link_revoked"


WORDS: Mapping[Kind, str] = {
    Kind.SIGNED_UP: "made an account",
    Kind.SIGNED_IN: "signed in",
    Kind.SIGN_IN_FAILED: "failed to sign in",
    Kind.SIGNED_OUT: "signed out",
    Kind.SIGNED_OUT_EVERYWHERE: "signed out everywhere",
    Kind.PASSWORD_CHANGED: "changed the password",
    Kind.RESET_LINK_MADE: "made a password reset link",
    Kind.PASSWORD_RESET: "set a password with a link",
    Kind.PROVIDER_LINKED: "linked another provider's sign-in",
    Kind.ROLES_CHANGED: "changed roles",
    Kind.ACCOUNT_DISABLED: "disabled an account",
    Kind.ACCOUNT_ENABLED: "enabled an account",
    Kind.RUBRIC_PUBLISHED: "put a rubric in force",
    Kind.RESCORING_STARTED: "started to score past answers again",
    Kind.GROUP_SETTINGS_CHANGED: "changed settings of a group",
    Kind.DOWNLOADED: "downloaded a file",
    Kind.EXPORTED: "exported all data of a person",
    Kind.ERASED: "erased a person",
    Kind.TOKEN_MADE: "made an API token",
    Kind.TOKEN_REVOKED: "revoked an API token",
    Kind.LINK_MADE: "shared a report by a link",
    Kind.LINK_REVOKED: "revoked a link to a report",
}


@dataclass(frozen=True)
class Search:
    """Which events are wanted: of these kinds (of all when none is named), about a person, on these days.

    Days are those of UTC, and both ends count.
    """

    kinds: tuple[Kind, ...] = ()
    person_id: UUID | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True)
class EventView:
    """An event as an admin sees it. Who is empty did it from a terminal, signed in to nothing, or was erased since."""

    at: datetime
    kind: str
    actor: str
    subject: str
    address: str
    detail: str

    @property
    def words(self) -> str:
        """What was done, to be read after who did it."""
        return WORDS[Kind(self.kind)] if self.kind in set(Kind) else self.kind


def record(
    session: Session,
    kind: Kind,
    *,
    at: datetime,
    actor_id: UUID | None,
    subject_id: UUID | None = None,
    **detail: Detail,
) -> None:
    """Record within the caller's transaction that somebody did something, from the address of the running request.

    Args:
        actor_id: who did it; None for a terminal and for somebody who is not signed in.
        subject_id: the person or thing that it was done to.
        detail: facts of ours. Never an answer, a secret, a name or an address, nor what a person typed.
    """
    stored = {name: value if isinstance(value, str | int) else list(value) for name, value in detail.items()}
    session.add(
        AuditEvent(
            at=at,
            kind=kind,
            actor_id=actor_id,
            subject_id=subject_id,
            address=ORIGIN.get().address,
            detail_json=stored,
        )
    )


def note(ctx: Context, kind: Kind, *, actor_id: UUID | None, subject_id: UUID | None = None, **detail: Detail) -> None:
    """Record something that has no transaction of its own, such as a download."""
    with ctx.db.writing() as session:
        record(session, kind, at=ctx.clock(), actor_id=actor_id, subject_id=subject_id, **detail)


def record_erasure(session: Session, *, at: datetime, actor_id: UUID | None, user_id: UUID) -> None:
    """Record that a person was erased, and take the addresses out of what they did and what was done to them.

    Called in the transaction that erases them; the events stay, without a name.
    """
    theirs = or_(AuditEvent.actor_id == user_id, AuditEvent.subject_id == user_id)
    session.execute(update(AuditEvent).where(theirs).values(address=None))
    # Whoever erases their own account is nobody afterwards, and an event cannot name them.
    record(session, Kind.ERASED, at=at, actor_id=None if actor_id == user_id else actor_id, subject_id=user_id)


def events(ctx: Context, admin: Person, search: Search, *, limit: int = PAGE) -> tuple[EventView, ...]:
    """What was recorded, newest first.

    Raises:
        ForbiddenError: for whoever is no admin.
    """
    require(admin, UserRole.ADMIN)
    with ctx.db.reading() as session:
        return tuple(map(_view, session.execute(_found(search).limit(limit))))


def export(ctx: Context, admin: Person, search: Search) -> tuple[EventView, ...]:
    """The same for a file, which is recorded in its turn.

    Raises:
        ForbiddenError: for whoever is no admin.
    """
    found = events(ctx, admin, search, limit=MOST_EXPORTED)
    note(ctx, Kind.DOWNLOADED, actor_id=admin.id, what="audit log", rows=len(found))
    return found


def forget_old(session: Session, now: datetime, *, days: int) -> None:
    """Drop events that are older than they are kept for."""
    session.execute(delete(AuditEvent).where(AuditEvent.at < now - timedelta(days=days)))


def _found(search: Search) -> Select[AuditEvent, str | None, str | None]:
    actor, subject = aliased(User), aliased(User)
    query = (
        select(AuditEvent, actor.username, subject.username)
        .outerjoin(actor, actor.id == AuditEvent.actor_id)
        .outerjoin(subject, subject.id == AuditEvent.subject_id)
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
    )
    if search.kinds:
        query = query.where(AuditEvent.kind.in_(search.kinds))
    if search.person_id is not None:
        query = query.where(or_(AuditEvent.actor_id == search.person_id, AuditEvent.subject_id == search.person_id))
    if search.first_day is not None:
        query = query.where(AuditEvent.at >= _midnight(search.first_day))
    if search.last_day is not None:
        query = query.where(AuditEvent.at < _midnight(search.last_day) + timedelta(days=1))
    return query


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _view(row: Row[AuditEvent, str | None, str | None]) -> EventView:
    event, actor, subject = row
    return EventView(
        at=event.at,
        kind=event.kind,
        actor=actor or "",
        # A thing has no name of ours; the beginning of its id tells it from the others.
        subject=subject or (event.subject_id.hex[:8] if event.subject_id else ""),
        address=event.address or "",
        detail=", ".join(
            f"{name.replace('_', ' ')} {_told(value)}" for name, value in sorted(event.detail_json.items())
        ),
    )


def _told(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
