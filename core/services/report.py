"""The report of an interview: what was strong, what was weak, and the evidence, answer by answer."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from core.errors import NotFoundError
from core.models import NO_DRILL, AnswerScoring, InterviewAnswer, InterviewQuestion, InterviewSession, Retake
from core.models.vocabulary import OPEN, Shows
from core.rubric import DIMENSIONS
from core.scoring import Scorecard
from core.services import assessment, counting, human_views, reading, seen, sessions
from core.services.accounts import Person
from core.services.certainty import ScoreRange, score_range
from core.services.context import Context, default_context
from core.services.feedback import FEWEST_WEAKNESSES, MOST_STRENGTHS, MOST_WEAKNESSES, Finding
from core.services.human_views import HumanView
from core.services.scorecards import scorecards, scoring_in_force
from core.services.targets import target
from core.services.views import AnswerView, QuestionView, SessionView, answer_view, session_view

STRONG_AVERAGE = 3.0


@dataclass(frozen=True)
class ScoredAnswer:
    """An answer with its evidence; the scorecard is None while it could not be scored."""

    answer: AnswerView
    scorecard: Scorecard | None


@dataclass(frozen=True)
class Record:
    """An interview with all its answers, as far as they are scored."""

    interview: SessionView
    answers: tuple[ScoredAnswer, ...]


Interview = Record | SessionView | UUID
"""An interview in whatever shape it is at hand."""


@dataclass(frozen=True)
class SessionFinding:
    """A strength or weakness of the whole interview, shown at one answer. ``order`` is the question's number."""

    finding: Finding
    order: int
    average: float


@dataclass(frozen=True)
class SkillScore:
    """The mean overall score, 0-100, of the answers that are tagged with a skill, and how many they are."""

    skill: str
    name: str
    score: float
    answers: int


@dataclass(frozen=True)
class LastInterview:
    """The finished interview before this one, under the same rubric: when it was, and its averages."""

    id: UUID
    created_at: datetime
    averages: Mapping[str, float | None]
    overall: float | None


@dataclass(frozen=True)
class ReportView:
    """One report, drawn by the page, serialized by the API, printed by exports.

    ``sure`` says how sure the overall score is, ``target`` what the level aims at in each dimension, 0 to 5.

    Of a retake, ``before`` is the record of the interview whose questions were taken again. Without
    ``shows_answers`` it holds no word of the candidate's own.
    """

    interview: SessionView
    overall: float | None
    rubric_breakdown: Mapping[str, float | None]
    skill_breakdown: tuple[SkillScore, ...]
    strengths: tuple[SessionFinding, ...]
    weaknesses: tuple[SessionFinding, ...]
    answers: tuple[ScoredAnswer, ...]
    target: float
    sure: ScoreRange | None = None
    last: LastInterview | None = None
    before: Record | None = None
    shows_answers: bool = True

    def answer_before(self, question: QuestionView) -> ScoredAnswer | None:
        """What was answered to this very question the time before."""
        if self.before is None or question.is_followup:
            return None
        same = (one for one in self.before.answers if not one.answer.question.is_followup)
        return next((one for one in same if one.answer.question.item_id == question.item_id), None)

    @property
    def gaps(self) -> tuple[float, ...]:
        """Of each answer that the candidate rated, the self-rating less the score, both of 100."""
        return tuple(one.answer.gap for one in self.answers if one.answer.gap is not None)


def generate_report(session_id: UUID, *, ctx: Context | None = None) -> ReportView:
    """The report of an interview, of what is answered so far, with all that coaches said of its answers.

    Raises:
        NotFoundError: when there is no such interview.
    """
    ctx = ctx or default_context()
    record = read_record(ctx, session_id)
    with ctx.db.reading() as session:
        retake = session.get(Retake, session_id)
        last = _last(session, record.interview)
        said = human_views.human_views(session, [one.answer.id for one in record.answers])
    scores = [one.answer.overall_score for one in record.answers if one.answer.overall_score is not None]
    view = ReportView(
        interview=record.interview,
        overall=counting.mean_of(scores),
        rubric_breakdown=aggregate_scores(record),
        skill_breakdown=tuple(calculate_skill_breakdown(record, ctx=ctx)),
        strengths=tuple(identify_strengths(record)),
        weaknesses=tuple(identify_weaknesses(record)),
        answers=record.answers,
        target=target(record.interview.level),
        sure=score_range(scores),
        last=last,
        before=read_record(ctx, retake.of_id) if retake else None,
    )
    return _with_answers(view, lambda answer: replace(answer, human=said.get(answer.id, answer.human)))


def open_report(ctx: Context, person: Person, session_id: UUID) -> ReportView:
    """The report, for the person whose interview it is, or their coach as far as they show it.

    A coach has seen the machine's scores then, so that no rating of theirs is blind from there on. How the candidate
    rated their own answers is nobody's business but theirs.

    Raises:
        NotFoundError: for an interview that is not theirs to see as for one that does not exist.
    """
    shown = reading.what_is_shown(ctx, person, session_id)
    sessions.bring_up_to_date(ctx, session_id)
    view = generate_report(session_id, ctx=ctx)
    if view.interview.user_id == person.id:
        return for_candidate(view)
    seen.note_interview(ctx, person, session_id)
    view = without_guesses(view)
    return view if shown is Shows.ANSWERS else without_words(view)


def for_candidate(view: ReportView) -> ReportView:
    """The same report without what coaches gave where they do not agree yet."""
    return _with_human(view, human_views.for_candidate)


def without_scores(view: ReportView) -> ReportView:
    """The same interview as if nothing of it were scored yet: questions, answers and remarks alone."""
    silent = _with_human(view, human_views.without_scores)
    return replace(
        silent,
        interview=replace(view.interview, overall_score=None),
        overall=None,
        rubric_breakdown=dict.fromkeys(DIMENSIONS),
        skill_breakdown=(),
        strengths=(),
        weaknesses=(),
        answers=tuple(
            ScoredAnswer(replace(one.answer, scores=None, feedback=None, overall_score=None), None)
            for one in silent.answers
        ),
        sure=None,
        last=None,
        before=None,
    )


def without_guesses(view: ReportView) -> ReportView:
    """The same report without how the candidate rated their own answers."""
    return _with_answers(view, lambda answer: replace(answer, self_rating=None))


def without_names(view: ReportView) -> ReportView:
    """The same report without what coaches wrote to its candidate, and who of them rated it."""
    return _with_human(view, human_views.without_names)


def without_words(view: ReportView) -> ReportView:
    """The same report for somebody who may see how well it went but not what was said."""

    def silent(found: Sequence[SessionFinding]) -> tuple[SessionFinding, ...]:
        return tuple(replace(one, finding=replace(one.finding, quote="")) for one in found)

    unheard = _with_human(view, human_views.without_words)
    answers = (replace(one.answer, answer_text="", feedback=None) for one in unheard.answers)
    return replace(
        view,
        strengths=silent(view.strengths),
        weaknesses=silent(view.weaknesses),
        answers=tuple(ScoredAnswer(answer, None) for answer in answers),
        before=None,
        shows_answers=False,
    )


def scored_answer(ctx: Context, answer: AnswerView) -> ScoredAnswer:
    """An answer, which the caller was allowed to read, with the evidence for its scores."""
    with ctx.db.reading() as session:
        rubric_hash = session.get_one(InterviewSession, answer.question.session_id).rubric_hash
        rows = session.scalars(select(AnswerScoring).where(AnswerScoring.answer_id == answer.id))
        scoring = scoring_in_force(rows, rubric_hash)
        return ScoredAnswer(answer, scorecards(session, [scoring])[answer.id] if scoring else None)


def aggregate_scores(session: Interview) -> dict[str, float | None]:
    """The mean of each dimension over the answers in which it was assessed, 0.0-5.0; None where it never was."""
    return _averages([one.answer.scores or {} for one in _record(session).answers])


def identify_strengths(session: Interview) -> list[SessionFinding]:
    """Up to three: what the best answers show in the best dimensions."""
    record = _record(session)
    best_first = sorted(_findings(record, "strengths"), key=lambda found: (-found.average, -found.value))
    strong = [found for found in best_first if found.average >= STRONG_AVERAGE] or best_first[:1]
    return [found.told for found in _varied(strong)[:MOST_STRENGTHS]]


def identify_weaknesses(session: Interview) -> list[SessionFinding]:
    """Three to five, as far as the answers have any: what the weakest answers show in the weakest dimensions."""
    record = _record(session)
    weakest_first = _varied(sorted(_findings(record, "weaknesses"), key=lambda found: (found.average, found.value)))
    weak = sum(found.average < STRONG_AVERAGE for found in weakest_first)
    return [found.told for found in weakest_first[: min(MOST_WEAKNESSES, max(FEWEST_WEAKNESSES, weak))]]


def calculate_skill_breakdown(session: Interview, *, ctx: Context | None = None) -> list[SkillScore]:
    """The mean score by skill tag, best first."""
    catalog = (ctx or default_context()).catalog
    scores: dict[str, list[float]] = defaultdict(list)
    for one in _record(session).answers:
        if one.answer.overall_score is not None:
            for skill in one.answer.skill_tags:
                scores[skill].append(one.answer.overall_score)
    breakdown = [
        SkillScore(skill, catalog.skill_name(skill), round(sum(values) / len(values), 1), len(values))
        for skill, values in scores.items()
    ]
    return sorted(breakdown, key=lambda one: (-one.score, one.name))


def read_record(ctx: Context, session_id: UUID) -> Record:
    """An interview with its answers and the evidence for their scores, in a fixed number of queries.

    Answers that have no scores yet are scored first.
    """
    with ctx.db.reading() as session:
        interview = _with_scorings(session, session_id)
        if assessment.is_scored(interview):
            return _as_stored(session, interview)
    assessment.score_pending(ctx, session_id)
    with ctx.db.reading() as session:
        return _as_stored(session, _with_scorings(session, session_id))


def _with_scorings(session: Session, session_id: UUID) -> InterviewSession:
    interview = session.get(
        InterviewSession,
        session_id,
        options=[
            selectinload(InterviewSession.questions).options(
                joinedload(InterviewQuestion.draft),
                joinedload(InterviewQuestion.answer).selectinload(InterviewAnswer.scorings),
            )
        ],
    )
    if interview is None:
        raise NotFoundError("interview")
    return interview


def _as_stored(session: Session, interview: InterviewSession) -> Record:
    answered = [question for question in interview.questions if question.answer is not None]
    in_force = (
        scoring_in_force(question.answer.scorings, interview.rubric_hash) for question in answered if question.answer
    )
    cards = scorecards(session, [scoring for scoring in in_force if scoring is not None])
    views = [answer_view(question) for question in answered]
    return Record(session_view(interview), tuple(ScoredAnswer(view, cards.get(view.id)) for view in views))


def _with_answers(view: ReportView, changed: Callable[[AnswerView], AnswerView]) -> ReportView:
    return replace(view, answers=tuple(replace(one, answer=changed(one.answer)) for one in view.answers))


def _with_human(view: ReportView, changed: Callable[[HumanView], HumanView]) -> ReportView:
    return _with_answers(view, lambda answer: replace(answer, human=changed(answer.human)))


def _averages(scores: Iterable[Mapping[str, float | None]]) -> dict[str, float | None]:
    values: dict[str, list[float]] = defaultdict(list)
    for of_one in scores:
        for dimension, value in of_one.items():
            if value is not None:
                values[dimension].append(value)
    return {
        dimension: round(sum(values[dimension]) / len(values[dimension]), 2) if values[dimension] else None
        for dimension in DIMENSIONS
    }


def _last(session: Session, interview: SessionView) -> LastInterview | None:
    """The interview before, if its scores were seen: whoever has yet to guess them is not told them here."""
    before = (
        select(InterviewSession.id)
        .join(InterviewSession.questions)
        .join(InterviewQuestion.answer)
        .where(
            InterviewSession.user_id == interview.user_id,
            InterviewSession.rubric_hash == interview.rubric_hash,
            InterviewSession.status.not_in(OPEN),
            NO_DRILL,
            InterviewSession.created_at < interview.created_at,
            InterviewAnswer.revealed_at.is_not(None),
            InterviewAnswer.overall_score.is_not(None),
        )
        .order_by(InterviewSession.created_at.desc())
        .limit(1)
    ).scalar_subquery()
    rows = session.execute(
        select(
            InterviewSession.id,
            InterviewSession.created_at,
            InterviewSession.overall_score,
            InterviewAnswer.scores_json,
        )
        .join(InterviewSession.questions)
        .join(InterviewQuestion.answer)
        .where(InterviewSession.id == before)
    ).all()
    if not rows:
        return None
    session_id, created_at, overall, _ = rows[0]
    return LastInterview(session_id, created_at, _averages([row[3] or {} for row in rows]), overall)


def _record(session: Interview) -> Record:
    if isinstance(session, Record):
        return session
    return read_record(default_context(), session if isinstance(session, UUID) else session.id)


@dataclass(frozen=True)
class _Found:
    """A finding of one answer, with its dimension's average over the interview and its value in this answer."""

    told: SessionFinding
    average: float
    value: float


def _findings(record: Record, kind: str) -> list[_Found]:
    averages = aggregate_scores(record)
    found = []
    for one in record.answers:
        for raw in (one.answer.feedback or {}).get(kind, ()):
            average, value = averages[raw["dimension"]], (one.answer.scores or {}).get(raw["dimension"])
            if average is not None and value is not None:
                told = SessionFinding(Finding(**raw), one.answer.question.order, average)
                found.append(_Found(told, average, value))
    return found


def _varied(ordered: Sequence[_Found]) -> list[_Found]:
    """The same findings, those first that are the first of their dimension; what says the same is told once."""
    distinct = {found.told.finding.action or found.told.finding.text: found for found in reversed(ordered)}
    kept = [found for found in ordered if found in distinct.values()]
    first = {found.told.finding.dimension: found for found in reversed(kept)}
    leading = [found for found in kept if found in first.values()]
    return leading + [found for found in kept if found not in leading]
