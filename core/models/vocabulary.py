"""The words that are stored: each enum's values stand in the database and in the API as they stand here."""

from enum import StrEnum


class UserRole(StrEnum):
    """What a person may do; one person can hold several."""

    CANDIDATE = "candidate"
    COACH = "coach"
    STUDIO = "studio"
    ADMIN = "admin"


class Level(StrEnum):
    """Seniority that an interview is set at."""

    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"


class InterviewType(StrEnum):
    """Kind of interview; it fixes the shares of its questions."""

    HR = "hr"
    TECHNICAL = "technical"
    CASE = "case"
    MIXED = "mixed"


class Mode(StrEnum):
    """When feedback is shown: at the end, or after each answer."""

    INTERVIEW = "interview"
    COACHING = "coaching"


class Timing(StrEnum):
    """How much of an item's own time there is to answer it: an accommodation that anybody may choose."""

    USUAL = "1"
    QUARTER_MORE = "1.25"
    HALF_MORE = "1.5"
    DOUBLE = "2"
    UNTIMED = "untimed"

    @property
    def factor(self) -> float:
        """What an item's time is multiplied by; 1 where no clock runs."""
        return 1.0 if self is Timing.UNTIMED else float(self.value)


class Status(StrEnum):
    """Where an interview stands."""

    CREATED = "created"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    ABANDONED = "abandoned"


OPEN = (Status.CREATED, Status.IN_PROGRESS)
"""The states in which an interview can still be answered."""


class RoleSource(StrEnum):
    """How the candidate came to the role."""

    SUGGESTION = "suggestion"
    CATALOG = "catalog"
    CUSTOM = "custom"


class Category(StrEnum):
    """Kind of a question."""

    HR = "hr"
    TECHNICAL = "technical"
    CASE = "case"
    BEHAVIORAL = "behavioral"


class Difficulty(StrEnum):
    """How hard a question is."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class HandedIn(StrEnum):
    """How an answer came to be final: by the candidate, by the deadline, or by ending the interview."""

    SUBMITTED = "submitted"
    EXPIRED = "expired"


class LinkPurpose(StrEnum):
    """What a one-time link is good for."""

    FIRST_ADMIN = "first_admin"
    PASSWORD_RESET = "password_reset"


class Scope(StrEnum):
    """What an API token may do: read, or also practise, which is everything that its owner does as a candidate."""

    READ = "read"
    PRACTISE = "practise"


class Shows(StrEnum):
    """What a candidate lets the coaches of a group see: how well it went, or the answers too."""

    SCORES = "scores"
    ANSWERS = "answers"


class NotificationKind(StrEnum):
    """What a notification is about."""

    JOINED = "joined"
    LEFT = "left"
    INVITED = "invited"
    ASSIGNED = "assigned"
    REVIEWED = "reviewed"
    COMMENTED = "commented"


class RatingKind(StrEnum):
    """A coach's own rating of an answer, or a moderator's decision where two coaches differ."""

    RATING = "rating"
    DECISION = "decision"


class Counts(StrEnum):
    """Whose scores count in a group where a coach has rated: the machine's, or the coaches'."""

    MACHINE = "machine"
    COACHES = "coaches"


class JobState(StrEnum):
    """Where a job that scores answers again stands."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    DONE = "done"
