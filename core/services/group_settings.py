"""Whose scores count in a group, and who decides where two of its coaches differ."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError
from core.models import GroupSettings, Rating
from core.models.vocabulary import Counts
from core.services import audit, counting
from core.services.accounts import Person
from core.services.coaching import coached_group, coaches_of
from core.services.context import Context
from core.services.locking import interviews_of, lock_interviews


@dataclass(frozen=True)
class SettingsView:
    """A group's settings; without a moderator every coach who has not rated an answer may decide about it."""

    counts: Counts
    moderator_id: UUID | None


def settings_of(ctx: Context, coach: Person, group_id: UUID) -> SettingsView:
    """The settings of a group.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    with ctx.db.reading() as session:
        coached_group(session, coach, group_id)
        row = session.get(GroupSettings, group_id)
        return SettingsView(row.counts, row.moderator_id) if row else SettingsView(Counts.MACHINE, None)


def change_settings(ctx: Context, coach: Person, group_id: UUID, *, counts: Counts, moderator_id: UUID | None) -> None:
    """Let these scores count from now on, also of answers that are rated already, and this coach decide.

    Nothing that anybody said changes; only what is added up does. Set back, everything counts as it did before.

    Raises:
        ForbiddenError: when they are no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
        InvalidInputError: when the moderator does not coach the group.
    """
    with ctx.db.writing() as session:
        coached_group(session, coach, group_id, lock=True)
        if moderator_id is not None:
            here = {user.id for _, user in session.execute(coaches_of([group_id]))}
            if moderator_id not in here:
                raise InvalidInputError([Fault("Moderator", "Choose one of the coaches of this group.")])
        row = session.get(GroupSettings, group_id)
        before = row.counts if row else Counts.MACHINE
        session.merge(GroupSettings(group_id=group_id, counts=counts, moderator_id=moderator_id))
        session.flush()
        audit.record(
            session,
            audit.Kind.GROUP_SETTINGS_CHANGED,
            at=ctx.clock(),
            actor_id=coach.id,
            subject_id=group_id,
            counts=counts.value,
        )
        if counts is not before:
            counting.put_in_force(session, _lock_rated(session, group_id))


def _lock_rated(session: Session, group_id: UUID) -> list[UUID]:
    """The answers that were rated in a group; their interviews are locked."""
    rated = select(Rating.answer_id).where(Rating.group_id == group_id).distinct()
    lock_interviews(session, interviews_of(rated))
    return list(session.scalars(rated))
