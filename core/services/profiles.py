"""A candidate's profile: what steers suggestions and which questions come first."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core.errors import Fault, InvalidInputError
from core.models import Profile, User
from core.models.vocabulary import Timing
from core.services.accounts import Person
from core.services.context import Context
from core.services.documents import MAX_TEXT_CHARS
from core.services.storable import storable


@dataclass(frozen=True)
class ProfileView:
    """What a candidate told about themselves; all of it may be empty."""

    skills: tuple[str, ...] = ()
    experience: str = ""
    cv_text: str = ""
    job_text: str = ""
    timing: Timing = Timing.USUAL
    id: UUID | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was told yet."""
        return not (self.skills or self.experience or self.cv_text or self.job_text)


def profile_of(ctx: Context, person: Person) -> ProfileView:
    """A person's own profile; an empty one if they have none yet."""
    with ctx.db.reading() as session:
        row = session.scalar(select(Profile).where(Profile.user_id == person.id))
        if row is None:
            return ProfileView()
        return ProfileView(tuple(row.skills_json), row.experience, row.cv_text, row.job_text, row.timing, row.id)


def save_profile(
    ctx: Context,
    person: Person,
    *,
    skills: Sequence[str],
    experience: str,
    cv_text: str,
    job_text: str,
    timing: Timing = Timing.USUAL,
) -> ProfileView:
    """Store a person's own profile. ``timing`` is the accommodation that their interviews begin with.

    Raises:
        InvalidInputError: with every fault at once.
    """
    faults = [
        Fault("Skills", f"'{skill}' is not in the catalog.") for skill in skills if ctx.catalog.skill(skill) is None
    ]
    texts = {"Experience": experience, "CV": cv_text, "Job description": job_text}
    faults += [
        Fault(name, f"Use at most {MAX_TEXT_CHARS:,} characters; this text has {len(text):,}.")
        for name, text in texts.items()
        if len(text) > MAX_TEXT_CHARS
    ]
    if faults:
        raise InvalidInputError(faults)
    now = ctx.clock()
    with ctx.db.writing() as session:
        # their own row, for a profile that is not there yet cannot be locked
        session.get_one(User, person.id, with_for_update=True)
        row = session.scalar(select(Profile).where(Profile.user_id == person.id))
        if row is None:
            row = Profile(user_id=person.id, created_at=now)
            session.add(row)
        row.skills_json = list(dict.fromkeys(skills))
        row.experience, row.cv_text, row.job_text = (storable(text) for text in texts.values())
        row.timing = timing
        row.updated_at = now
    return profile_of(ctx, person)
