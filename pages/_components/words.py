"""How stored words are shown to people."""

from core.models.vocabulary import InterviewType, Status
from core.services.views import SessionView
from pages._components.messages import plain

TYPE_WORDS = {
    InterviewType.HR: "HR",
    InterviewType.TECHNICAL: "Technical",
    InterviewType.CASE: "Case",
    InterviewType.MIXED: "Mixed",
}
STATUS_WORDS = {
    Status.CREATED: "not begun",
    Status.IN_PROGRESS: "in progress",
    Status.COMPLETED: "finished",
    Status.ABANDONED: "abandoned",
}


def about(interview: SessionView) -> str:
    """What an interview is for, in one line of Markdown: role, level and kind."""
    return f"{plain(interview.role_name)} · {interview.level} · {TYPE_WORDS[interview.type]} interview"
