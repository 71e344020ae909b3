"""Shapes of interviews, questions and answers, with the field names that clients know."""

from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator

from core.models.vocabulary import Category, Difficulty, InterviewType, Level, Mode, RoleSource, Status, Timing
from core.serializers.examples import ANSWER, QUESTION, SESSION
from core.serializers.reviews import (
    CoachesDiffer,
    Comments,
    Counting,
    MachineScores,
    Ratings,
    ReviewWish,
    what_coaches_say,
)
from core.serializers.shape import Body, Dimension, Percent, Score, Shape, TimeFactor
from core.services.answering import MAX_ANSWER_CHARS, MAX_NOTES_CHARS, Written
from core.services.reading import Excerpt
from core.services.shares import FEWEST, MOST, USUAL
from core.services.views import AnswerView, DraftView, QuestionView, Room, SessionView

AnswerText = Annotated[str, Field(max_length=MAX_ANSWER_CHARS)]
LONGEST_SEED = 2**31 - 1
LONGEST_TIME = 24 * 3600


# --- interviews ---------------------------------------------------------------------------------------------------


class CustomRole(Body):
    """A role that is not in the catalog. Its skills are found in its name and description, unless they are given."""

    name: str = Field(min_length=1, max_length=100, pattern=r"\S", examples=["Payments product manager"])
    description: str = Field("", max_length=5_000, examples=["Runs card payments with engineers and banks."])
    skills: dict[str, Annotated[float, Field(ge=0.2, le=1)]] | None = Field(
        None, description="Ids of skills in the catalog with their weight: 0.2 helps, 1 is the heart of the role."
    )


class InterviewIn(Body):
    """What an interview is set up with: a role of the catalog or one of one's own, and either of them only."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"role_id": "backend-engineer", "level": "mid", "type": "technical", "count": 10}],
            "oneOf": [
                {"required": ["role_id"], "properties": {"role_id": {"type": "string"}}},
                {"required": ["custom_role"], "properties": {"custom_role": {"type": "object"}}},
            ],
        }
    )

    role_id: str | None = Field(None, max_length=100, description="From `GET /roles`.")
    custom_role: CustomRole | None = None
    level: Level
    type: InterviewType
    profile_id: UUID | None = Field(None, description="Your own, from `GET /profile`; it counts also when left out.")
    count: int = Field(USUAL, ge=FEWEST, le=MOST, description="How many questions.")
    mode: Mode = Field(
        Mode.INTERVIEW, description="Whether the dashboard shows scores at the end or after each answer."
    )
    seed: int | None = Field(
        None, ge=0, le=LONGEST_SEED, description="The same seed draws the same questions, if you have seen the same."
    )
    time_factor: TimeFactor | None = Field(
        None, description="How much of each question's own time there is; what your profile says when left out."
    )
    followups: bool = Field(True, description="Whether an answer that leaves something out is followed up.")

    @model_validator(mode="after")
    def _one_role(self) -> Self:
        if (self.role_id is None) is (self.custom_role is None):
            raise ValueError("Give either role_id or custom_role.")
        return self


class RoleSelected(Shape):
    """The role that an interview is for; ``like`` is the catalog's role that one's own was matched to."""

    id: str | None
    name: str
    family: str | None
    skills: dict[str, float]
    like: str | None


class Progress(Shape):
    """How far an interview is; ``current_question`` is its number, and null when every question is answered."""

    current_question: int | None
    total_questions: int
    answered: int


class InterviewSessionSerializer(Shape):
    """An interview."""

    model_config = ConfigDict(json_schema_extra={"examples": [SESSION]})

    id: UUID
    user: UUID
    profile: UUID | None
    role_selected: RoleSelected
    role_source: RoleSource
    level: Level
    type: InterviewType
    mode: Mode
    time_factor: Timing
    status: Status
    overall_score: Percent | None = Field(description="0 to 100, the mean over the answers; null until it is finished.")
    notes: list[str] = Field(description="Where the bank had too few questions for the role, and what it did about it.")
    started_at: datetime | None
    ended_at: datetime | None
    created_at: datetime
    updated_at: datetime
    progress: Progress

    @classmethod
    def of(cls, view: SessionView) -> Self:
        """From what services return."""
        return cls(
            id=view.id,
            user=view.user_id,
            profile=view.profile_id,
            role_selected=RoleSelected(**view.role_selected),
            role_source=view.role_source,
            level=view.level,
            type=view.type,
            mode=view.mode,
            time_factor=view.timing,
            status=view.status,
            overall_score=view.overall_score,
            notes=list(view.notes),
            started_at=view.started_at,
            ended_at=view.ended_at,
            created_at=view.created_at,
            updated_at=view.updated_at,
            progress=Progress(
                current_question=view.current_question, total_questions=view.total_questions, answered=view.answered
            ),
        )


class Wanted(Body):
    """Which interviews are asked for."""

    limit: int = Field(20, ge=1, le=100)
    after: UUID | None = Field(None, description="`next` of the page before.")
    status: Status | None = None
    user: UUID | None = Field(None, description="A candidate whom you coach; your own when left out.")


class InterviewPage(Shape):
    """Some interviews, newest first. ``next`` is what to give as ``after`` for more of them; null at the end."""

    items: list[InterviewSessionSerializer]
    total: int
    next: UUID | None

    @classmethod
    def of(cls, excerpt: Excerpt) -> Self:
        """From what services return."""
        items = [InterviewSessionSerializer.of(view) for view in excerpt.interviews]
        return cls(items=items, total=excerpt.total, next=excerpt.last)


# --- questions ----------------------------------------------------------------------------------------------------


class InterviewQuestionSerializer(Shape):
    """A question."""

    model_config = ConfigDict(json_schema_extra={"examples": [QUESTION]})

    id: UUID
    session: UUID
    order: int
    question_text: str
    category: Category
    difficulty: Difficulty
    skill_tags_json: list[str]
    is_followup: bool
    parent_question: UUID | None
    created_at: datetime

    @classmethod
    def of(cls, view: QuestionView) -> Self:
        """From what services return."""
        return cls(
            id=view.id,
            session=view.session_id,
            order=view.order,
            question_text=view.question_text,
            category=Category(view.category),
            difficulty=Difficulty(view.difficulty),
            skill_tags_json=list(view.skill_tags),
            is_followup=view.is_followup,
            parent_question=view.parent_question_id,
            created_at=view.created_at,
        )


class NextIn(Body):
    """Which question to show: the next, or one that was skipped."""

    question_id: UUID | None = None


class CurrentQuestion(Shape):
    """The question whose clock is running, if one is, and the numbers of those to come, in their order."""

    question: InterviewQuestionSerializer | None
    seconds: int | None = Field(description="How long there is for it; null where no clock runs.")
    shown_at: datetime | None
    deadline_at: datetime | None
    server_now: datetime
    coming: list[int]

    @classmethod
    def of(cls, room: Room) -> Self:
        """From what services return."""
        shown = room.open_question
        return cls(
            question=InterviewQuestionSerializer.of(shown) if shown else None,
            seconds=shown.seconds if shown else None,
            shown_at=shown.shown_at if shown else None,
            deadline_at=shown.deadline_at if shown else None,
            server_now=room.now,
            coming=[question.order for question in room.coming],
        )


# --- answers ------------------------------------------------------------------------------------------------------


class InterviewAnswerSerializer(Body):
    """An answer that a program hands in for a question that it showed itself."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {name: ANSWER[name] for name in ("answer_text", "time_seconds")} | {"question_id": QUESTION["id"]}
            ]
        }
    )

    question_id: UUID
    answer_text: AnswerText
    time_seconds: int = Field(
        ge=0, le=LONGEST_TIME, description="How long it took. Where the clock of the question runs here, that counts."
    )


class InterviewAnswerResponseSerializer(Shape):
    """An answer with its question, what the machine made of it, null while it could not, and what coaches say of it."""

    model_config = ConfigDict(json_schema_extra={"examples": [ANSWER]})

    id: UUID
    question: InterviewQuestionSerializer
    answer_text: str
    scores_json: dict[Dimension, Score | None] | None
    feedback_json: dict[str, JsonValue] | None
    skill_tags_json: list[str]
    submitted_at: datetime
    time_seconds: int
    counting: Counting
    machine_scores_json: MachineScores
    coaches_differ: CoachesDiffer
    ratings: Ratings
    comments: Comments
    review_request: ReviewWish | None

    @classmethod
    def of(cls, view: AnswerView) -> Self:
        """From what services return."""
        scores: Any = dict(view.scores) if view.scores is not None else None
        return cls(
            id=view.id,
            question=InterviewQuestionSerializer.of(view.question),
            answer_text=view.answer_text,
            scores_json=scores,
            feedback_json=dict(view.feedback) if view.feedback is not None else None,
            skill_tags_json=list(view.skill_tags),
            submitted_at=view.submitted_at,
            time_seconds=view.time_seconds,
            **what_coaches_say(view),
        )


class DraftIn(Body):
    """A newer text from the answer box. ``revision`` counts the saves of a question, from 1."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"text": ANSWER["answer_text"], "revision": 3}]})

    text: AnswerText
    revision: int = Field(ge=1, le=2**31 - 1)
    notes: Annotated[str, Field(max_length=MAX_NOTES_CHARS)] | None = Field(
        None, description="Your own, never scored; those that are stored stay when left out."
    )
    dictated: bool = False

    def written(self) -> Written:
        """As services take it."""
        return Written(self.text, self.revision, self.notes, self.dictated)


class DraftOut(Shape):
    """The newest saved text, with what the answer box needs to keep time."""

    text: str
    notes: str
    revision: int
    saved_at: datetime | None
    deadline_at: datetime | None
    server_now: datetime
    is_answered: bool
    is_skipped: bool

    @classmethod
    def of(cls, question: QuestionView, draft: DraftView, now: datetime) -> Self:
        """From what services return."""
        return cls(
            text=draft.text,
            notes=draft.notes,
            revision=draft.revision,
            saved_at=draft.saved_at,
            deadline_at=question.deadline_at,
            server_now=now,
            is_answered=question.is_answered,
            is_skipped=question.skipped_at is not None,
        )


class RevealIn(Body):
    """What the candidate thought of their answers, 0 to 5 by the question's id, before they see the scores."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ratings": {QUESTION["id"]: 3}}]})

    ratings: dict[UUID, Annotated[int, Field(ge=0, le=5)]] = Field({}, max_length=100)


class Revealed(Shape):
    """How many answers were revealed now."""

    revealed: int
