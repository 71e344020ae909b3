"""The shape of a report."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from core.models.vocabulary import HandedIn
from core.serializers.interviews import InterviewQuestionSerializer, InterviewSessionSerializer
from core.serializers.reviews import (
    CoachesDiffer,
    Comments,
    Counting,
    MachineOverall,
    MachineScores,
    Ratings,
    ReviewWish,
    what_coaches_say,
)
from core.serializers.shape import Dimension, Percent, Score, Shape
from core.services.report import ReportView, ScoredAnswer, SessionFinding, SkillScore


class ReportFinding(Shape):
    """A strength or weakness, with the words that show it and what to do about it, as far as there are any."""

    dimension: Dimension
    text: str
    quote: str
    action: str
    question: int = Field(description="The number of the question whose answer shows it.")
    average: Score = Field(description="The mean of the dimension over the interview.")

    @classmethod
    def of(cls, found: SessionFinding) -> Self:
        """From what services return."""
        dimension: Any = found.finding.dimension
        return cls(
            dimension=dimension,
            text=found.finding.text,
            quote=found.finding.quote,
            action=found.finding.action,
            question=found.order,
            average=found.average,
        )


class SkillBreakdown(Shape):
    """How the answers that are tagged with a skill did, and how many they are."""

    name: str
    score: Percent
    answers: int

    @classmethod
    def of(cls, skill: SkillScore) -> Self:
        """From what services return."""
        return cls(name=skill.name, score=skill.score, answers=skill.answers)


class AnswerSummary(Shape):
    """An answer in a report. Its text is null for whoever may see how well it went, but not what was said.

    They get no words of coaches either.
    """

    id: UUID
    question: InterviewQuestionSerializer
    answer_text: str | None
    scores_json: dict[Dimension, Score | None] | None
    overall_score: Percent | None
    handed_in: HandedIn
    submitted_at: datetime
    time_seconds: int
    is_told_time: bool = Field(description="Whether a program told the time, and no clock ran here.")
    self_rating: int | None
    counting: Counting
    machine_scores_json: MachineScores
    machine_overall_score: MachineOverall
    coaches_differ: CoachesDiffer
    ratings: Ratings
    comments: Comments
    review_request: ReviewWish | None

    @classmethod
    def of(cls, one: ScoredAnswer, *, shows_answers: bool) -> Self:
        """From what services return."""
        answer = one.answer
        scores: Any = dict(answer.scores) if answer.scores is not None else None
        return cls(
            id=answer.id,
            question=InterviewQuestionSerializer.of(answer.question),
            answer_text=answer.answer_text if shows_answers else None,
            scores_json=scores,
            overall_score=answer.overall_score,
            handed_in=answer.handed_in,
            submitted_at=answer.submitted_at,
            time_seconds=answer.time_seconds,
            is_told_time=answer.is_told_time,
            self_rating=answer.self_rating,
            machine_overall_score=answer.machine_overall,
            **what_coaches_say(answer),
        )


class ReportSerializer(Shape):
    """The report of an interview, of what is answered so far."""

    session: InterviewSessionSerializer
    overall_score: Percent | None
    strengths: list[ReportFinding] = Field(max_length=3)
    weaknesses: list[ReportFinding] = Field(max_length=5)
    rubric_breakdown: dict[Dimension, Score | None] = Field(description="The mean of each dimension, 0 to 5.")
    skill_breakdown: dict[str, SkillBreakdown] = Field(description="By the tag of the skill.")
    answers: list[AnswerSummary]

    @classmethod
    def of(cls, view: ReportView) -> Self:
        """From what services return."""
        averages: Any = dict(view.rubric_breakdown)
        return cls(
            session=InterviewSessionSerializer.of(view.interview),
            overall_score=view.overall,
            strengths=[ReportFinding.of(found) for found in view.strengths],
            weaknesses=[ReportFinding.of(found) for found in view.weaknesses],
            rubric_breakdown=averages,
            skill_breakdown={skill.skill: SkillBreakdown.of(skill) for skill in view.skill_breakdown},
            answers=[AnswerSummary.of(one, shows_answers=view.shows_answers) for one in view.answers],
        )
