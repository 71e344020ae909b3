"""A person with something in every table there is, who practises, coaches and tunes, among others who do too."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from core.models import (
    AssignmentPerson,
    Drill,
    DrillQuestion,
    DrillReview,
    GroupSettings,
    InterviewQuestion,
    OneTimeLink,
    OutsideIdentity,
    Throttle,
    UserRoleRow,
)
from core.models.vocabulary import Counts, InterviewType, Level, LinkPurpose, Scope, Shows, UserRole
from core.rubric import DIMENSIONS
from core.services import (
    accounts,
    answering,
    api_tokens,
    assignments,
    coaching,
    commenting,
    invitations,
    own_items,
    profiles,
    reviewing,
    rubric_drafts,
    rubrics,
    sessions,
    sharing,
)
from core.services.accounts import NewAccount, Person
from core.services.answering import Written
from core.services.assignment_drafts import NewAssignment, Terms
from core.services.context import Context
from core.services.rescoring import start_rescoring
from tests.support.coached import interview_of, make_staff
from tests.support.contexts import PASSWORD, choice, make_person
from tests.support.own_item import FIELDS

USERNAME, EMAIL = "quillon.vex", "q.vexworth@somewhere.example"
FIRST, LAST = "Quillonia", "Vexworth"
OWN_WORD = "zanzibarine"
"""Stands in everything that the person typed for themselves or about themselves."""
FOR_OTHERS = "periwinkle"
"""Stands in everything that they wrote for others, which outlives them."""
ABOUT_THEM = "heliotrope"
"""Stands in what a coach wrote of their answers."""

_LEVELS = dict.fromkeys(DIMENSIONS, 3)


@dataclass(frozen=True)
class Life:
    """The person, the people around them, and what they have together."""

    person: Person
    coach: Person
    candidate: Person
    admin: Person
    session_id: UUID
    answers: tuple[UUID, ...]
    coached_answers: tuple[UUID, ...]
    group_id: UUID
    own_group_id: UUID


def whole_life(ctx: Context) -> Life:
    """All of it, through the services where there is one that makes it."""
    person = _join(ctx)
    coach, admin, candidate = (
        make_staff(ctx, "carla", UserRole.COACH),
        make_staff(ctx, "root", UserRole.ADMIN),
        make_person(ctx, "bob"),
    )
    group, own_group = coaching.make_group(ctx, coach, "Spring"), coaching.make_group(ctx, person, "Autumn")
    coaching.join(ctx, person, coaching.invite(ctx, coach, group.id), Shows.ANSWERS)
    coaching.join(ctx, candidate, coaching.invite(ctx, person, own_group.id), Shows.ANSWERS)
    other_group = coaching.make_group(ctx, coach, "Summer")
    invitations.invite_people(ctx, coach, other_group.id, f"{USERNAME}, bob, {EMAIL}")
    invitations.invite_people(ctx, coach, other_group.id, EMAIL)
    session_id, answers = _practise(ctx, person)
    _coached_by(ctx, coach, person, group.id, answers)
    coached = interview_of(ctx, candidate, ("I would ask why, and then decide.", "No idea."))[1]
    _coaches(ctx, person, candidate, own_group.id, coached)
    _tunes(ctx, person)
    _technical(ctx, person, admin, answers[0])
    return Life(person, coach, candidate, admin, session_id, answers, coached, group.id, own_group.id)


def _join(ctx: Context) -> Person:
    new = NewAccount(USERNAME, EMAIL, FIRST, LAST, PASSWORD, PASSWORD)
    person = accounts.sign_up(ctx, new)
    with ctx.db.writing() as session:
        session.add_all(UserRoleRow(user_id=person.id, role=role) for role in (UserRole.COACH, UserRole.STUDIO))
    accounts.sign_in(ctx, USERNAME, PASSWORD)
    person = accounts.person_by_id(ctx, person.id)
    profiles.save_profile(
        ctx,
        person,
        skills=["sql"],
        experience=f"{OWN_WORD} one",
        cv_text=f"{OWN_WORD} two",
        job_text=f"{OWN_WORD} three",
    )
    api_tokens.make_token(ctx, person, name=f"my {OWN_WORD} app", scope=Scope.READ, days=30)
    return person


def _practise(ctx: Context, person: Person) -> tuple[UUID, tuple[UUID, ...]]:
    """A finished interview, a retake of it that is begun with a draft and notes, and a link."""
    said = (f"The {OWN_WORD} index pays when few rows match, because reading all is dearer.", f"I say {OWN_WORD}.")
    session_id, answers = interview_of(ctx, person, said)
    sharing.share(ctx, person, session_id, shows_scores=True, shows_answers=True)
    again = sessions.retake(ctx, person, session_id)
    question = sessions.show_next(ctx, person, again)
    draft = Written(f"I begin with {OWN_WORD}", 1, f"notes on {OWN_WORD}")
    answering.save_draft(ctx, person.id, question.id, draft)
    sessions.start_interview(ctx, person, choice(seed=8), key=f"key-{OWN_WORD}")
    return session_id, answers


def _coached_by(ctx: Context, coach: Person, person: Person, group_id: UUID, answers: tuple[UUID, ...]) -> None:
    commenting.ask_for_review(ctx, person, answers[0], f"Is the {OWN_WORD} clear?")
    reviewing.rate(ctx, coach, answers[0], _LEVELS, f"{ABOUT_THEM} reason")
    reviewing.keep_rating_draft(ctx, coach, answers[1], _LEVELS, f"{ABOUT_THEM} draft")
    commenting.comment(ctx, coach, answers[0], f"{ABOUT_THEM} remark")
    terms = Terms("Before we meet", "Take your time.", None, 2)
    draft = NewAssignment("backend-engineer", Level.MID, InterviewType.HR, terms, count=10)
    assignment = assignments.set_assignment(ctx, coach, group_id, replace(draft, people=(person.id,)))
    attempt = assignments.start_assignment(ctx, person, assignment)
    question = sessions.show_next(ctx, person, attempt)
    answering.submit_answer(ctx, person.id, question.id, Written(f"With {OWN_WORD} patience.", 1))
    sessions.finish(ctx, person, attempt)
    assignments.mark_reviewed(ctx, coach, attempt, f"{ABOUT_THEM} look")


def _coaches(ctx: Context, person: Person, candidate: Person, group_id: UUID, answers: tuple[UUID, ...]) -> None:
    reviewing.rate(ctx, person, answers[0], _LEVELS, f"{FOR_OTHERS} reason")
    reviewing.keep_rating_draft(ctx, person, answers[1], _LEVELS, f"{OWN_WORD} draft")
    commenting.comment(ctx, person, answers[0], f"{FOR_OTHERS} remark")
    commenting.keep_comment(ctx, person, f"{OWN_WORD} to keep")
    terms = Terms(f"{FOR_OTHERS} title", f"{FOR_OTHERS} note", None, 2)
    assignments.set_assignment(
        ctx, person, group_id, NewAssignment("backend-engineer", Level.MID, InterviewType.HR, terms, count=10)
    )
    with ctx.db.writing() as session:
        session.add(GroupSettings(group_id=group_id, counts=Counts.MACHINE, moderator_id=person.id))


def _tunes(ctx: Context, person: Person) -> None:
    own_items.add_item(ctx, person, FIELDS)
    draft = rubric_drafts.begin_draft(ctx, person, title=f"{FOR_OTHERS} rubric")
    rubric_drafts.change_draft(ctx, person, draft, ("title",), f"{FOR_OTHERS} rubric")
    published = rubric_drafts.publish_draft(ctx, person, draft, f"{FOR_OTHERS} why")
    rubric_drafts.begin_draft(ctx, person, title=f"{OWN_WORD} rubric")
    start_rescoring(ctx, person, published)


def _technical(ctx: Context, person: Person, admin: Person, answer_id: UUID) -> None:
    """What has no service of its own, or a long way to it."""
    accounts.make_reset_link(ctx, admin, person.id)
    now = ctx.clock()
    with ctx.db.writing() as session:
        assert rubrics.hash_in_force(session)
        question = session.scalars(select(InterviewQuestion).where(InterviewQuestion.answer.has(id=answer_id))).one()
        session.add(Drill(session_id=question.session_id, created_at=now))
        session.add(DrillQuestion(question_id=question.id, skill="sql", dimension="depth"))
        session.add(
            DrillReview(
                user_id=person.id, skill="sql", dimension="depth", question_id=question.id, rating=3, reviewed_at=now
            )
        )
        session.add(
            OneTimeLink(
                purpose=LinkPurpose.PASSWORD_RESET,
                token_hash="0" * 64,
                user_id=admin.id,
                made_by=person.id,
                created_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
        session.add(
            OutsideIdentity(issuer="https://id.example", subject=f"{OWN_WORD}-1", user_id=person.id, created_at=now)
        )
        session.merge(Throttle(key="1" * 64, failures=1, last_at=now, wait_until=None))
        if not session.scalars(select(AssignmentPerson)).first():
            raise AssertionError("an assignment by name is missing")
