"""SQLAlchemy tables."""

from core.models.base import Base
from core.models.coaching import CoachGroup, GroupCoach, GroupMember
from core.models.content import CatalogRole, ItemVersion, OwnItem, RubricPublication, RubricVersion
from core.models.drills import NO_DRILL, Drill, DrillQuestion, DrillReview
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
from core.models.sharing import ShareLink

__all__ = [
    "NO_DRILL",
    "AnswerScoring",
    "ApiToken",
    "Base",
    "CatalogRole",
    "CoachGroup",
    "Draft",
    "Drill",
    "DrillQuestion",
    "DrillReview",
    "GroupCoach",
    "GroupMember",
    "InterviewAnswer",
    "InterviewQuestion",
    "InterviewSession",
    "ItemVersion",
    "Notification",
    "OneTimeLink",
    "OwnItem",
    "Profile",
    "RequestKey",
    "Retake",
    "RubricPublication",
    "RubricVersion",
    "ShareLink",
    "SignIn",
    "User",
    "UserRoleRow",
]
