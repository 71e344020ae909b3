"""Everything that is kept about a person, for that person: what they typed, what was made of it, who said what of it.

Unlike a report it is whole: scores that they have not looked at and ratings that coaches still differ on are in it too,
for it is theirs. Secrets are not, nor what others wrote about others.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session, selectinload, undefer

from core.models import (
    AnswerComment,
    AnswerMeasurement,
    AnswerScoring,
    ApiToken,
    Assignment,
    AssignmentAttempt,
    AssignmentPerson,
    AuditEvent,
    Base,
    CoachGroup,
    Drill,
    DrillQuestion,
    DrillReview,
    GroupCoach,
    GroupInvitation,
    GroupMember,
    GroupSettings,
    InterviewAnswer,
    InterviewQuestion,
    InterviewSession,
    Notification,
    OneTimeLink,
    OutsideIdentity,
    OwnItem,
    Profile,
    Rating,
    RatingDraft,
    RequestKey,
    RescoreJob,
    Retake,
    ReusableComment,
    ReviewRequest,
    RubricDraft,
    RubricPublication,
    SeenScores,
    ShareLink,
    SignIn,
    User,
)
from core.services.context import Context
from core.services.human_views import coach_name
from core.services.notifications import notice_text
from core.services.persons import Person, stored_user

AT_ONCE = 20
"""Interviews that are in memory at a time; each lot costs a fixed number of queries."""
_SECRET = frozenset({"password_hash", "token_hash", "page_hash", "cookie_hash", "ticket_hash", "fingerprint"})
_NAME = (User.first_name, User.last_name, User.username)

Told = dict[str, Any]


def own_data(ctx: Context, person: Person) -> Iterator[tuple[str, Any]]:
    """Pieces of it, each with a name such as "interviews/2026-03-02-1"; values are those of JSON, times and ids.

    Raises:
        NotFoundError: when the account is gone.
    """
    with ctx.db.reading() as session:
        yield "account", _account(session, person.id)
        yield "groups", _groups(session, person.id)
        yield "drills", _rows(session, select(DrillReview).where(DrillReview.user_id == person.id), "question_id")
        yield "notifications", _notifications(session, person.id)
        yield "events", _events(session, person.id)
        for name, found in (("coaching", _coaching(session, person.id)), ("studio", _studio(session, person.id))):
            if any(found.values()):
                yield name, found
        ids = session.scalars(
            select(InterviewSession.id)
            .where(InterviewSession.user_id == person.id)
            .order_by(InterviewSession.created_at, InterviewSession.id)
        ).all()
        for first in range(0, len(ids), AT_ONCE):
            for number, told in enumerate(_interviews(session, ids[first : first + AT_ONCE]), first + 1):
                yield f"interviews/{told['created_at']:%Y-%m-%d}-{number}", told
            session.expunge_all()  # what was told need not stay in memory


# --- the account ----------------------------------------------------------------------------------------------------


def _account(session: Session, user_id: UUID) -> Told:
    user = stored_user(session, user_id)
    own = [
        (name, _rows(session, select(model).where(model.user_id == user_id)))
        for name, model in (
            ("sign_ins", SignIn),
            ("api_tokens", ApiToken),
            ("one_time_links", OneTimeLink),
            ("outside_identities", OutsideIdentity),
            ("request_keys", RequestKey),
        )
    ]
    profile = session.scalar(select(Profile).where(Profile.user_id == user_id))
    return {
        **_row(user),
        "roles": sorted(role.role for role in user.roles),
        "profile": _row(profile) if profile else None,
        **dict(own),
    }


def _notifications(session: Session, user_id: UUID) -> list[Told]:
    rows = session.scalars(
        select(Notification).where(Notification.user_id == user_id).order_by(Notification.created_at, Notification.id)
    )
    return [{"text": notice_text(row), "created_at": row.created_at, "read_at": row.read_at} for row in rows]


def _events(session: Session, user_id: UUID) -> list[Told]:
    """What was recorded of what they did and what was done to them; the address only of what they did themselves."""
    rows = session.scalars(
        select(AuditEvent)
        .where(or_(AuditEvent.actor_id == user_id, AuditEvent.subject_id == user_id))
        .order_by(AuditEvent.at, AuditEvent.id)
    )
    return [
        {
            "at": row.at,
            "kind": row.kind,
            "by_you": row.actor_id == user_id,
            "address": row.address if row.actor_id == user_id else None,
            "detail": row.detail_json,
        }
        for row in rows
    ]


def _groups(session: Session, user_id: UUID) -> Told:
    members = session.execute(
        select(GroupMember, CoachGroup.name)
        .join(CoachGroup, GroupMember.group_id == CoachGroup.id)
        .where(GroupMember.user_id == user_id)
        .order_by(GroupMember.joined_at)
    )
    invitations = session.execute(
        select(GroupInvitation, CoachGroup.name, *_NAME)
        .join(CoachGroup, GroupInvitation.group_id == CoachGroup.id)
        .outerjoin(User, GroupInvitation.invited_by == User.id)
        .where(GroupInvitation.user_id == user_id)
    )
    here = select(GroupMember.group_id).where(GroupMember.user_id == user_id, GroupMember.left_at.is_(None))
    named = select(AssignmentPerson.assignment_id)
    assigned = session.execute(
        select(Assignment.title, Assignment.note, Assignment.due_at, Assignment.created_at, Assignment.withdrawn_at)
        .where(
            or_(
                Assignment.id.in_(named.where(AssignmentPerson.user_id == user_id)),
                Assignment.group_id.in_(here) & Assignment.id.not_in(named),
            )
        )
        .order_by(Assignment.created_at)
    )
    return {
        "memberships": [{"group": name, **_row(row, "group_id", "user_id")} for row, name in members],
        "invitations": [
            {
                "group": group,
                "invited_by": coach_name(*name),
                "created_at": row.created_at,
                "expires_at": row.expires_at,
            }
            for row, group, *name in invitations
        ],
        "assignments": [dict(row._mapping) for row in assigned],
    }


# --- interviews -----------------------------------------------------------------------------------------------------


def _interviews(session: Session, ids: Sequence[UUID]) -> list[Told]:
    rows = session.scalars(
        select(InterviewSession)
        .where(InterviewSession.id.in_(ids))
        .order_by(InterviewSession.created_at, InterviewSession.id)
        .options(
            selectinload(InterviewSession.questions).options(
                selectinload(InterviewQuestion.draft),
                selectinload(InterviewQuestion.answer).selectinload(InterviewAnswer.scorings),
            )
        )
    ).all()
    questions = [question for row in rows for question in row.questions]
    said = _said(session, [question.answer.id for question in questions if question.answer])
    drilled = _by(
        session.scalars(select(DrillQuestion).where(DrillQuestion.question_id.in_([q.id for q in questions])))
    )
    drills = set(session.scalars(select(Drill.session_id).where(Drill.session_id.in_(ids))))
    retakes = dict(session.execute(select(Retake.session_id, Retake.of_id).where(Retake.session_id.in_(ids))).all())
    attempts, links = _attempts(session, ids), _links(session, ids)
    return [
        {
            **_row(row, "user_id", "profile_id"),
            "is_drill": row.id in drills,
            "retake_of": retakes.get(row.id),
            "assignment": attempts.get(row.id),
            "share_links": links[row.id],
            "questions": [_question(question, drilled.get(question.id), said) for question in row.questions],
        }
        for row in rows
    ]


def _question(row: InterviewQuestion, drilled: Any, said: dict[UUID, Told]) -> Told:
    answer = row.answer
    return {
        **_row(row, "session_id", "item_hash"),
        "drills": _row(drilled, "question_id") if drilled else None,
        "draft": _row(row.draft, "question_id") if row.draft else None,
        "answer": {**_row(answer, "question_id"), "scorings": _scorings(answer.scorings), **said[answer.id]}
        if answer
        else None,
    }


def _scorings(rows: Sequence[AnswerScoring]) -> list[Told]:
    return [_row(row, "answer_id") for row in sorted(rows, key=lambda row: row.created_at)]


def _said(session: Session, answer_ids: Sequence[UUID]) -> dict[UUID, Told]:
    """What machine and coaches say of each of these answers."""
    said: dict[UUID, Told] = {
        answer_id: {"evidence": [], "ratings": [], "comments": [], "review_request": None} for answer_id in answer_ids
    }
    of_them: ColumnElement[bool] = AnswerMeasurement.answer_id.in_(answer_ids)
    for measured in session.scalars(
        select(AnswerMeasurement).where(of_them).options(undefer(AnswerMeasurement.body_json))
    ):
        # the same numbers again, for adding up many answers
        said[measured.answer_id]["evidence"].append(_row(measured, "answer_id", "signals", "assessed"))
    ratings = session.execute(
        select(Rating, CoachGroup.name, *_NAME)
        .outerjoin(User, Rating.rater_id == User.id)
        .outerjoin(CoachGroup, Rating.group_id == CoachGroup.id)
        .where(Rating.answer_id.in_(answer_ids))
        .order_by(Rating.created_at)
    )
    for rating, group, *name in ratings:
        told = {"coach": coach_name(*name), "group": group, **_row(rating, "answer_id", "group_id", "rater_id")}
        said[rating.answer_id]["ratings"].append(told)
    comments = session.execute(
        select(AnswerComment, *_NAME)
        .outerjoin(User, AnswerComment.author_id == User.id)
        .where(AnswerComment.answer_id.in_(answer_ids))
        .order_by(AnswerComment.created_at)
    )
    for comment, *name in comments:
        told = {"coach": coach_name(*name), **_row(comment, "answer_id", "author_id")}
        said[comment.answer_id]["comments"].append(told)
    for wish in session.scalars(select(ReviewRequest).where(ReviewRequest.answer_id.in_(answer_ids))):
        said[wish.answer_id]["review_request"] = _row(wish, "answer_id")
    return said


def _attempts(session: Session, ids: Sequence[UUID]) -> dict[UUID, Told]:
    """The assignment that an interview was done for, and what its coach made of it."""
    rows = session.execute(
        select(AssignmentAttempt, Assignment, *_NAME)
        .join(Assignment, AssignmentAttempt.assignment_id == Assignment.id)
        .outerjoin(User, AssignmentAttempt.reviewed_by == User.id)
        .where(AssignmentAttempt.session_id.in_(ids))
    )
    return {
        attempt.session_id: {
            "title": assignment.title,
            "note": assignment.note,
            "due_at": assignment.due_at,
            "reviewed_at": attempt.reviewed_at,
            "reviewed_by": coach_name(*name) if attempt.reviewed_at else None,
            "remark": attempt.remark,
        }
        for attempt, assignment, *name in rows
    }


def _links(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Told]]:
    found: dict[UUID, list[Told]] = defaultdict(list)
    for row in session.scalars(select(ShareLink).where(ShareLink.session_id.in_(ids)).order_by(ShareLink.created_at)):
        found[row.session_id].append(_row(row, "session_id"))
    return found


# --- what they did for others ---------------------------------------------------------------------------------------


def _coaching(session: Session, user_id: UUID) -> dict[str, list[Told]]:
    """What a coach wrote and set, without whom and which answer it is about: those are not theirs."""
    groups = session.execute(
        select(CoachGroup.name, GroupCoach.since)
        .join(GroupCoach, GroupCoach.group_id == CoachGroup.id)
        .where(GroupCoach.coach_id == user_id)
    )
    moderated = session.execute(
        select(CoachGroup.name)
        .join(GroupSettings, GroupSettings.group_id == CoachGroup.id)
        .where(GroupSettings.moderator_id == user_id)
    )
    about = ("answer_id", "rater_id", "author_id", "coach_id", "group_id", "session_id", "assignment_id", "reviewed_by")
    return {
        "groups": [dict(row._mapping) for row in groups],
        "decides_in": [dict(row._mapping) for row in moderated],
        "ratings": _rows(session, select(Rating).where(Rating.rater_id == user_id), *about),
        "ratings_begun": _rows(session, select(RatingDraft).where(RatingDraft.rater_id == user_id), *about),
        "comments": _rows(session, select(AnswerComment).where(AnswerComment.author_id == user_id), *about),
        "kept_comments": _rows(session, select(ReusableComment).where(ReusableComment.coach_id == user_id), *about),
        "scores_seen": _rows(session, select(SeenScores).where(SeenScores.coach_id == user_id), *about),
        "assignments": _rows(session, select(Assignment).where(Assignment.author_id == user_id), *about),
        "interviews_reviewed": _rows(
            session, select(AssignmentAttempt).where(AssignmentAttempt.reviewed_by == user_id), *about
        ),
    }


def _studio(session: Session, user_id: UUID) -> dict[str, list[Told]]:
    return {
        "rubric_drafts": _rows(session, select(RubricDraft).where(RubricDraft.author_id == user_id), "author_id"),
        "rubrics_published": _rows(
            session, select(RubricPublication).where(RubricPublication.author_id == user_id), "author_id"
        ),
        "questions_added": _rows(session, select(OwnItem).where(OwnItem.author_id == user_id), "author_id"),
        "scoring_jobs": _rows(
            session, select(RescoreJob).where(RescoreJob.author_id == user_id), "author_id", "leased_by", "cursor"
        ),
    }


# --- within ---------------------------------------------------------------------------------------------------------


def _rows(session: Session, query: Select[Any], *without: str) -> list[Told]:
    return [_row(row, "user_id", "made_by", *without) for row in session.scalars(query)]


def _row(row: Base, *without: str) -> Told:
    """A stored row by the names of its columns, without secrets."""
    left_out = _SECRET | set(without)
    mapper = row.__mapper__
    return {
        mapper.get_property_by_column(each).key.removesuffix("_json"): getattr(
            row, mapper.get_property_by_column(each).key
        )
        for each in mapper.columns
        if each.name not in left_out
    }


def _by(rows: Any) -> dict[UUID, Any]:
    return {row.question_id: row for row in rows}
