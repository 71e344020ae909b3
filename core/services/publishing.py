"""Putting a rubric in force, and every time that was done. A version never changes; undoing is publishing an older one.

Interviews that begin from then on use it. One that has begun keeps the rubric that it began with.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError
from core.models import RubricPublication, RubricVersion, User
from core.models.vocabulary import UserRole
from core.rubric import Rubric
from core.services import audit, rubrics
from core.services.accounts import Person, person_of, require, require_any
from core.services.context import Context
from core.services.storable import storable

LONGEST_REASON = 500


@dataclass(frozen=True)
class Publication:
    """A rubric that was put in force: which, by whom (empty for the product itself), why and when."""

    rubric_hash: str
    title: str
    author: str
    reason: str
    published_at: datetime
    is_in_force: bool


def publications(ctx: Context, person: Person) -> tuple[Publication, ...]:
    """Every time that a rubric was put in force, newest first.

    Raises:
        ForbiddenError: for whoever is neither of the product team nor coach nor admin.
    """
    require_any(person, UserRole.STUDIO, UserRole.COACH, UserRole.ADMIN)
    with ctx.db.reading() as session:
        rows = session.execute(
            select(RubricPublication, RubricVersion, User)
            .join(RubricVersion, RubricVersion.content_hash == RubricPublication.rubric_hash)
            .outerjoin(User, RubricPublication.author_id == User.id)
            .order_by(RubricPublication.id.desc())
        ).all()
        return tuple(
            Publication(
                rubric_hash=publication.rubric_hash,
                title=str(version.body_json["title"]),
                author=_name(user),
                reason=publication.reason,
                published_at=publication.published_at,
                is_in_force=place == 0,
            )
            for place, (publication, version, user) in enumerate(rows)
        )


def _name(user: User | None) -> str:
    return person_of(user).name if user else ""


def version(ctx: Context, person: Person, content_hash: str) -> Rubric:
    """A version of the rubric.

    Raises:
        ForbiddenError: for whoever is neither of the product team nor coach nor admin.
        NotFoundError: when there is no such version.
    """
    require_any(person, UserRole.STUDIO, UserRole.COACH, UserRole.ADMIN)
    with ctx.db.reading() as session:
        return rubrics.rubric_by_hash(session, content_hash)


def publish_version(ctx: Context, person: Person, content_hash: str, reason: str) -> None:
    """Put a version in force that was published before. If it is already, nothing is done.

    Raises:
        ForbiddenError: for whoever is not of the product team.
        NotFoundError: when there is no such version.
        InvalidInputError: when the reason is missing or too long.
    """
    require(person, UserRole.STUDIO)
    with ctx.db.writing() as session:
        put_in_force(ctx, session, person, rubrics.rubric_by_hash(session, content_hash), reason)


def put_in_force(ctx: Context, session: Session, person: Person, rubric: Rubric, reason: str) -> None:
    """Put a rubric in force within the caller's transaction; if it is already, nothing is done.

    Raises:
        ForbiddenError: for whoever is not of the product team.
        InvalidInputError: when the reason is missing or too long.
    """
    require(person, UserRole.STUDIO)
    reason = storable(reason).strip()
    if not 1 <= len(reason) <= LONGEST_REASON:
        raise InvalidInputError([Fault("Reason", f"Say why, in 1 to {LONGEST_REASON} characters.")])
    if rubrics.hash_in_force(session) != rubric.content_hash:
        rubrics.publish(session, rubric, author_id=person.id, reason=reason, now=ctx.clock())
        audit.record(
            session,
            audit.Kind.RUBRIC_PUBLISHED,
            at=ctx.clock(),
            actor_id=person.id,
            rubric=rubric.content_hash[:12],
        )
