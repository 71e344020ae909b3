"""Links with which a candidate shows one report to whoever has them: read only, until they expire or are revoked.

The owner ticks what a link shows: scores, answers, or both. A link names no account and opens nothing else.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, select

from core.errors import CallerError, Fault, InvalidInputError, NotFoundError, StateError
from core.models import InterviewSession, ShareLink, User
from core.models.vocabulary import OPEN
from core.services import audit, report
from core.services.accounts import Person, digest, person_of
from core.services.answering import own_interview
from core.services.context import Context
from core.services.report import ReportView

SHORTEST_DAYS, USUAL_DAYS, LONGEST_DAYS = 1, 14, 90
MOST_LINKS = 20
"""As many may be good at a time for one interview."""


class DeadLinkError(CallerError):
    """A link that is unknown, was revoked or has expired: told alike."""

    def __init__(self) -> None:
        super().__init__("This link does not work any more. Ask whoever sent it to you for a new one.")


@dataclass(frozen=True)
class LinkView:
    """A link as its owner sees it; the address itself is known to nobody but who copied it."""

    id: UUID
    shows_scores: bool
    shows_answers: bool
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class SharedReport:
    """What a link shows: whose report, and the report, without what was not ticked."""

    name: str
    view: ReportView
    shows_scores: bool
    shows_answers: bool
    expires_at: datetime


def share(
    ctx: Context,
    person: Person,
    session_id: UUID,
    *,
    shows_scores: bool,
    shows_answers: bool,
    days: int = USUAL_DAYS,
) -> str:
    """A new link to the report of a person's own finished interview; returns its address, which is not kept.

    Raises:
        NotFoundError: for an interview of somebody else as for one that does not exist.
        StateError: while the interview goes on.
        InvalidInputError: when nothing is ticked, or it would be good for too long, or there are too many.
    """
    token, now = secrets.token_urlsafe(32), ctx.clock()
    faults = []
    if not (shows_scores or shows_answers):
        faults.append(Fault("", "Tick what the link shows: scores, answers, or both."))
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        faults.append(Fault("days", f"A link is good for {SHORTEST_DAYS} to {LONGEST_DAYS} days."))
    with ctx.db.writing() as session:
        interview = own_interview(session, person.id, session_id, lock=True, whole=False)
        if interview.status in OPEN:
            raise StateError("Finish this interview first; then its report can be shared.", state=interview.status)
        if len(session.scalars(_good(session_id, now)).all()) >= MOST_LINKS:
            faults.append(Fault("", f"There are {MOST_LINKS} links to this report already. Revoke one first."))
        if faults:
            raise InvalidInputError(faults)
        session.add(
            ShareLink(
                session_id=session_id,
                token_hash=digest(token),
                shows_scores=shows_scores,
                shows_answers=shows_answers,
                created_at=now,
                expires_at=now + timedelta(days=days),
            )
        )
        shows = [word for word, shown in (("scores", shows_scores), ("answers", shows_answers)) if shown]
        audit.record(
            session,
            audit.Kind.LINK_MADE,
            at=now,
            actor_id=person.id,
            subject_id=session_id,
            shows=shows,
            days=days,
        )
    return f"{ctx.settings.base_url}/shared?link={token}"


def links_of(ctx: Context, person: Person, session_id: UUID) -> tuple[LinkView, ...]:
    """The links to a person's own report that are good now, newest first."""
    with ctx.db.reading() as session:
        own_interview(session, person.id, session_id, whole=False)
        return tuple(
            LinkView(row.id, row.shows_scores, row.shows_answers, row.created_at, row.expires_at)
            for row in session.scalars(_good(session_id, ctx.clock()))
        )


def revoke(ctx: Context, person: Person, link_id: UUID) -> None:
    """End a link, from its next use on. Doing it twice is doing it once.

    Raises:
        NotFoundError: for a link of somebody else as for one that does not exist.
    """
    with ctx.db.writing() as session:
        row = session.get(ShareLink, link_id, with_for_update=True)
        interview = session.get(InterviewSession, row.session_id) if row else None
        if row is None or interview is None or interview.user_id != person.id:
            raise NotFoundError("link")
        if row.revoked_at is None:
            row.revoked_at = ctx.clock()
            audit.record(
                session, audit.Kind.LINK_REVOKED, at=row.revoked_at, actor_id=person.id, subject_id=row.session_id
            )


def open_shared(ctx: Context, token: str) -> SharedReport:
    """The report behind a link, without what was not ticked.

    Raises:
        DeadLinkError: when the link is unknown, was revoked or has expired, or its owner's account is disabled.
    """
    with ctx.db.reading() as session:
        found = session.execute(
            select(ShareLink, User)
            .join(InterviewSession, InterviewSession.id == ShareLink.session_id)
            .join(User, User.id == InterviewSession.user_id)
            .where(
                ShareLink.token_hash == digest(token),
                ShareLink.revoked_at.is_(None),
                ShareLink.expires_at > ctx.clock(),
                InterviewSession.status.not_in(OPEN),
                User.is_active,
            )
        ).one_or_none()
        if found is None:
            raise DeadLinkError
        link, person = found[0], person_of(found[1])
    view = report.generate_report(link.session_id, ctx=ctx)
    # What came before, and how well one guessed, is nobody's business but the candidate's own, and what a coach wrote
    # to them is between the two.
    view = report.without_guesses(replace(view, last=None, before=None))
    view = report.without_names(report.for_candidate(view))
    if not link.shows_answers:
        view = report.without_words(view)
    if not link.shows_scores:
        view = report.without_scores(view)
    return SharedReport(person.name, view, link.shows_scores, link.shows_answers, link.expires_at)


def _good(session_id: UUID, now: datetime) -> Select[ShareLink]:
    return (
        select(ShareLink)
        .where(ShareLink.session_id == session_id, ShareLink.revoked_at.is_(None), ShareLink.expires_at > now)
        .order_by(ShareLink.created_at.desc(), ShareLink.id)
    )
