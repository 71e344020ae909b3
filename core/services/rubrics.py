"""Which rubric is in force, and every version there ever was."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.errors import NotFoundError
from core.models import RubricPublication, RubricVersion
from core.rubric import Rubric, load_rubric, rubric_from_dict
from core.store import Database

# Rubrics are immutable and found by their hash, so one that was read once need not be read again.
_known: dict[str, Rubric] = {}


def publish_first_rubric(db: Database, file: Path, *, now: datetime) -> None:
    """On a database without a rubric, publish the one that the product comes with."""
    with db.reading() as session:
        if session.scalar(select(RubricPublication.id).limit(1)) is not None:
            return
    with db.writing() as session:
        if session.scalar(select(RubricPublication.id).limit(1)) is None:
            publish(
                session, load_rubric(file), author_id=None, reason="The rubric that the product comes with", now=now
            )


def publish(session: Session, rubric: Rubric, *, author_id: UUID | None, reason: str, now: datetime) -> None:
    """Put a rubric in force for interviews that begin from now on."""
    if session.get(RubricVersion, rubric.content_hash) is None:
        session.add(
            RubricVersion(
                content_hash=rubric.content_hash, name=rubric.name, body_json=rubric.to_dict(), created_at=now
            )
        )
        session.flush()
    session.add(
        RubricPublication(rubric_hash=rubric.content_hash, author_id=author_id, reason=reason, published_at=now)
    )


def hash_in_force(session: Session) -> str:
    """The content hash of the rubric that new interviews use."""
    newest = select(RubricPublication.rubric_hash).order_by(RubricPublication.id.desc()).limit(1)
    content_hash = session.scalar(newest)
    if content_hash is None:
        raise NotFoundError("rubric")
    return content_hash


def version_row(content_hash: str) -> Select[RubricVersion]:
    """The stored version with that content."""
    return select(RubricVersion).where(RubricVersion.content_hash == content_hash)


def rubric_in_force(db: Database) -> Rubric:
    """The rubric that new interviews use."""
    with db.reading() as session:
        return rubric_by_hash(session, hash_in_force(session))


def rubric_by_hash(session: Session, content_hash: str) -> Rubric:
    """The rubric with that content.

    Raises:
        NotFoundError: when no such version was ever stored.
    """
    if content_hash not in _known:
        row = session.get(RubricVersion, content_hash)
        if row is None:
            raise NotFoundError("rubric")
        _known[content_hash] = rubric_from_dict(row.body_json)
    return _known[content_hash]
