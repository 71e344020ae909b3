"""What each role's home page tells: counts and averages over everyone, never one person's answers."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from core.models import NO_DRILL, InterviewAnswer, InterviewSession, User, UserRoleRow
from core.models.vocabulary import Status, UserRole
from core.services.accounts import Person, require, require_any
from core.services.context import Context


@dataclass(frozen=True)
class PracticeOverview:
    """How much is practised here. ``score_bands`` counts scored answers by tens of their overall score, 0-100."""

    interviews_by_status: Mapping[Status, int]
    answers: int
    score_bands: Mapping[int, int]


@dataclass(frozen=True)
class PeopleOverview:
    """How many people hold each role, and how many accounts are disabled."""

    by_role: Mapping[UserRole, int]
    disabled: int


def practice_overview(ctx: Context, person: Person) -> PracticeOverview:
    """Counts for coaches and the product team; demo people are left out of none of them."""
    require_any(person, UserRole.STUDIO, UserRole.COACH, UserRole.ADMIN)
    band = (
        func.min(InterviewAnswer.overall_score / 10, 9)
        if ctx.db.is_sqlite
        else func.least(InterviewAnswer.overall_score / 10, 9)
    )
    with ctx.db.reading() as session:
        by_status = session.execute(
            select(InterviewSession.status, func.count()).where(NO_DRILL).group_by(InterviewSession.status)
        ).all()
        answers = session.scalar(select(func.count()).select_from(InterviewAnswer)) or 0
        floor = func.floor(band).label("band")
        bands = session.execute(
            select(floor, func.count()).where(InterviewAnswer.overall_score.is_not(None)).group_by(floor)
        ).all()
    return PracticeOverview(
        interviews_by_status=dict(by_status),
        answers=answers,
        score_bands={int(tens) * 10: count for tens, count in sorted(bands)},
    )


def people_overview(ctx: Context, admin: Person) -> PeopleOverview:
    """Counts for the admin's home page."""
    require(admin, UserRole.ADMIN)
    with ctx.db.reading() as session:
        by_role = session.execute(select(UserRoleRow.role, func.count()).group_by(UserRoleRow.role)).all()
        disabled = session.scalar(select(func.count()).select_from(User).where(User.is_active.is_(False))) or 0
    counts = dict(by_role)
    return PeopleOverview(by_role={role: counts.get(role, 0) for role in UserRole}, disabled=disabled)
