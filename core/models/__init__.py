"""SQLAlchemy tables."""

from core.models.assignments import Assignment, AssignmentAttempt, AssignmentPerson
from core.models.base import Base
from core.models.coaching import CoachGroup, GroupCoach, GroupInvitation, GroupMember
from core.models.content import CatalogRole, ItemVersion, OwnItem, RubricPublication, RubricVersion
from core.models.drills import NO_DRILL, Drill, DrillQuestion, DrillReview
from core.models.guarding import AuditEvent, OutsideIdentity, Throttle
from core.models.interviews import (
    AnswerScoring,
    Draft,
    InterviewAnswer,
    InterviewQuestion,
    InterviewSession,
    RequestKey,
    Retake,
)
from core.models.notifications import Notification
from core.models.people import ApiToken, OneTimeLink, Profile, SignIn, User, UserRoleRow
from core.models.reviewing import (
    AnswerComment,
    GroupSettings,
    Rating,
    RatingDraft,
    ReusableComment,
    ReviewRequest,
    SeenScores,
)
from core.models.sharing import ShareLink
from core.models.studio import AnswerMeasurement, RescoreJob, RubricDraft

__all__ = [
    "NO_DRILL",
    "AnswerComment",
    "AnswerMeasurement",
    "AnswerScoring",
    "ApiToken",
    "Assignment",
    "AssignmentAttempt",
    "AssignmentPerson",
    "AuditEvent",
    "Base",
    "CatalogRole",
    "CoachGroup",
    "Draft",
    "Drill",
    "DrillQuestion",
    "DrillReview",
    "GroupCoach",
    "GroupInvitation",
    "GroupMember",
    "GroupSettings",
    "InterviewAnswer",
    "InterviewQuestion",
    "InterviewSession",
    "ItemVersion",
    "Notification",
    "OneTimeLink",
    "OutsideIdentity",
    "OwnItem",
    "Profile",
    "Rating",
    "RatingDraft",
    "RequestKey",
    "RescoreJob",
    "Retake",
    "ReusableComment",
    "ReviewRequest",
    "RubricDraft",
    "RubricPublication",
    "RubricVersion",
    "SeenScores",
    "ShareLink",
    "SignIn",
    "Throttle",
    "User",
    "UserRoleRow",
]
