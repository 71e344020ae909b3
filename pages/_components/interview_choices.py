"""What an interview can be set to, as candidates choose it for themselves and coaches for their groups."""

from streamlit.delta_generator import DeltaGenerator

from core.models.vocabulary import InterviewType, Level, Mode
from core.services.shares import bucket_counts
from core.services.words import TYPE_WORDS
from pages._components.words import FOLLOWUP_WORDS, MODE_WORDS


def level_choice(where: DeltaGenerator, *, key: str | None = None) -> Level:
    """The seniority."""
    return where.segmented_control(
        "Level", list(Level), default=Level.MID, required=True, format_func=str.capitalize, key=key
    )


def type_choice(where: DeltaGenerator, *, key: str | None = None) -> InterviewType:
    """The kind of interview."""
    return where.segmented_control(
        "Kind of interview",
        list(InterviewType),
        default=InterviewType.MIXED,
        required=True,
        format_func=TYPE_WORDS.__getitem__,
        key=key,
    )


def mode_choice(where: DeltaGenerator, *, key: str | None = None) -> Mode:
    """When feedback is shown."""
    return where.segmented_control(
        "Feedback", list(Mode), default=Mode.INTERVIEW, required=True, format_func=MODE_WORDS.__getitem__, key=key
    )


def followups_choice(where: DeltaGenerator, *, key: str | None = None, help: str | None = None) -> bool:
    """Whether answers are followed up."""
    return where.segmented_control(
        "Follow-up questions",
        list(FOLLOWUP_WORDS),
        default=True,
        required=True,
        format_func=FOLLOWUP_WORDS.__getitem__,
        key=key,
        help=help,
    )


def shares_in_words(kind: InterviewType, count: int) -> str:
    """How many questions of each bucket there will be: "5 core, 3 advanced, 2 practical"."""
    return ", ".join(f"{n} {bucket.replace('_', '-')}" for bucket, n in bucket_counts(kind, count).items() if n)
