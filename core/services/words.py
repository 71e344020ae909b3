"""How stored words and numbers of things are said to people, wherever they are told."""

from collections.abc import Sequence

from core.models.vocabulary import InterviewType, Status

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


def counted(number: int, thing: str) -> str:
    """A number of things: "1 answer", "3 answers"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def listed(things: Sequence[str]) -> str:
    """Things in a line: "Python, SQL and APIs"."""
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"
