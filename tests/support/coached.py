"""A coached group: two coaches, a member who shows their answers, and an interview of theirs that is over."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core.models import InterviewAnswer, InterviewQuestion, UserRoleRow
from core.models.vocabulary import InterviewType, Shows, UserRole
from core.services import accounts, answering, coaching, group_admin, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from tests.support.contexts import choice, make_person

SAID = (
    "First I look at the query plan, because guessing costs time. Then I compare estimated with actual rows.",
    "I would cache it.",
    "We split the service by team, since every release waited for the others. Releases went from two to nine a week.",
)


@dataclass(frozen=True)
class Coached:
    """The people, their group, and the answers of the member's interview in order."""

    coach: Person
    second: Person
    member: Person
    group_id: UUID
    session_id: UUID
    answers: tuple[UUID, ...]


def make_staff(ctx: Context, username: str, *roles: UserRole) -> Person:
    """Somebody who holds these roles beside the candidate's."""
    person = make_person(ctx, username)
    with ctx.db.writing() as session:
        session.add_all(UserRoleRow(user_id=person.id, role=role) for role in roles)
    return accounts.person_by_id(ctx, person.id)


def make_coached(ctx: Context, *, shows: Shows = Shows.ANSWERS) -> Coached:
    """Everything of it, through the services."""
    coach, second = (make_staff(ctx, name, UserRole.COACH) for name in ("carla", "cem"))
    admin, member = make_staff(ctx, "root", UserRole.ADMIN), make_person(ctx, "mira")
    group = coaching.make_group(ctx, coach, "Spring")
    group_admin.assign_coach(ctx, admin, group.id, second.id)
    coaching.join(ctx, member, coaching.invite(ctx, coach, group.id), shows)
    session_id, answers = interview_of(ctx, member, SAID)
    return Coached(coach, second, member, group.id, session_id, answers)


def interview_of(ctx: Context, person: Person, said: tuple[str, ...]) -> tuple[UUID, tuple[UUID, ...]]:
    """A finished interview with these answers to its first questions; the ids of it and of the answers in order."""
    session_id = sessions.start_interview(ctx, person, choice(type=InterviewType.TECHNICAL))
    for text in said:
        question = sessions.show_next(ctx, person, session_id)
        answering.submit_answer(ctx, person.id, question.id, Written(text, 1))
    sessions.finish(ctx, person, session_id)
    with ctx.db.reading() as session:
        rows = session.scalars(
            select(InterviewAnswer.id)
            .join(InterviewQuestion)
            .where(InterviewQuestion.session_id == session_id)
            .order_by(InterviewQuestion.order)
        )
        return session_id, tuple(rows)
