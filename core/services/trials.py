"""Answers to try rubrics on, each set with what may be known of it: measured once, then any rubric is arithmetic.

The product team tries on exemplars, on a file of human-scored answers, and on everything that was answered here, of
which they see numbers and no words. Words of candidates are for those alone to whom they show them: their coach, of a
group or of one interview, and themselves.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError, NotFoundError
from core.models import (
    AnswerMeasurement,
    GroupMember,
    InterviewAnswer,
    InterviewQuestion,
    InterviewSession,
    Rating,
    User,
)
from core.models.vocabulary import OPEN, Shows, UserRole
from core.rubric import DIMENSIONS, Rubric
from core.scoring import SCORER_VERSION, Measurement, Span, measure, measurement_from_dict
from core.scoring.prose import learner_slips, reading_grade
from core.scoring.table import Floats, Grades, SignalTable, grade_table, overalls, table_of
from core.services import reading, rubrics
from core.services.accounts import Person, require
from core.services.coaching import coached_group
from core.services.context import Context
from core.services.counting import given
from core.services.exemplars import FOLDER, known_exemplars
from core.services.measurements import SIGNAL_COLUMNS, table_from
from core.services.measuring_many import Unread, measure_many
from core.services.rating_rules import Given, outcome_of
from core.services.scored_files import OVERALL, human_columns, number_of, read_rows, task_of

MOST_ANSWERS = 5_000
"""So many answers a trial takes, the newest first: more would not show another picture."""
MOST_ROWS = 5_000


@dataclass(frozen=True)
class Tried:
    """One answer of a sample as far as whoever tries may know it; ``text`` is None where words are not theirs to read.

    ``address`` is the interview and the number of the question where the answer can be opened.
    """

    label: str
    question: str
    text: str | None
    group: str
    answer_id: UUID | None = None
    address: tuple[UUID, int] | None = None


@dataclass(frozen=True)
class Traits:
    """What fairness is looked at by, of n answers: words said, whether dictated, reading grade, learners' slips."""

    words: Floats
    dictated: NDArray[np.bool_]
    reading: Floats
    slips: Floats


@dataclass(frozen=True)
class Sample:
    """A set of answers: n rows of each. ``human`` is n x 6: what people gave, 0-5 by dimension and 0-100 overall.

    ``now`` are the scores that count today: of answers given here those stored, of others what the rubric in force
    makes of them.

    ``unmeasured`` counts answers that this scorer has not measured yet and that are therefore not in it.
    """

    name: str
    table: SignalTable
    tried: tuple[Tried, ...]
    human: Floats
    traits: Traits
    now: Grades
    unmeasured: int = 0
    measurements: tuple[Measurement, ...] = ()

    def __len__(self) -> int:
        return len(self.tried)

    @cached_property
    def groups(self) -> list[str]:
        """The question of each answer, for intervals that draw whole questions."""
        return [one.group for one in self.tried]

    @cached_property
    def rated(self) -> int:
        """How many answers people rated."""
        return int((~np.isnan(self.human)).any(axis=1).sum())


# --- sets of answers --------------------------------------------------------------------------------------------


def exemplars(ctx: Context, person: Person) -> Sample:
    """The sample answers that the product comes with, and how two readers rated them.

    Raises:
        ForbiddenError: for whoever is not of the product team.
    """
    require(person, UserRole.STUDIO)
    items = ctx.files.items
    known = [one for one in known_exemplars(ctx.settings.bank_dir.parent / FOLDER) if one.item in items]
    measurements = [measure(one.text, items[one.item].task(), dictated=one.dictated) for one in known]
    levels = np.array([[one.levels[name] for name in DIMENSIONS] for one in known], dtype=np.float64).reshape(-1, 5)
    rubric, table = rubrics.rubric_in_force(ctx.db), table_of(measurements)
    return Sample(
        name="Exemplars",
        table=table,
        tried=tuple(Tried(one.id, items[one.item].text, one.text, one.item) for one in known),
        human=_with_overall(levels, rubric),
        traits=_traits([one.text for one in known], [one.dictated for one in known]),
        now=grade_table(table, rubric),
        measurements=tuple(measurements),
    )


def everything(ctx: Context, person: Person) -> Sample:
    """The newest answers of everybody, as numbers: no names, no words.

    Raises:
        ForbiddenError: for whoever is not of the product team.
    """
    require(person, UserRole.STUDIO)
    with ctx.db.reading() as session:
        return _stored(session, "All answers", [], is_told=False)


def group_answers(ctx: Context, person: Person, group_id: UUID) -> Sample:
    """The answers that the members of a group show to their coach.

    Raises:
        ForbiddenError: for whoever is not of the product team, or no coach.
        NotFoundError: for a group that they do not coach as for one that does not exist.
    """
    require(person, UserRole.STUDIO)
    with ctx.db.reading() as session:
        group = coached_group(session, person, group_id)
        members = select(GroupMember.user_id).where(
            GroupMember.group_id == group_id, GroupMember.left_at.is_(None), GroupMember.shows == Shows.ANSWERS
        )
        return _stored(session, group.name, [InterviewSession.user_id.in_(members)], is_told=True)


def one_interview(ctx: Context, person: Person, session_id: UUID) -> Sample:
    """The answers of one interview: one's own, or of somebody who shows them.

    Raises:
        ForbiddenError: for whoever is not of the product team.
        NotFoundError: for an interview that is not theirs to read as for one that does not exist.
    """
    require(person, UserRole.STUDIO)
    if reading.what_is_shown(ctx, person, session_id) is not Shows.ANSWERS:
        raise NotFoundError("interview")
    with ctx.db.reading() as session:
        return _stored(session, "One interview", [InterviewSession.id == session_id], is_told=True)


def scored_file(
    ctx: Context,
    person: Person,
    text: str,
    name: str,
    *,
    told: Callable[[int, int], None] = lambda _done, _of: None,
) -> Sample:
    """The answers of a CSV file that people scored.

    Args:
        told: hears how many of how many rows are measured.

    Raises:
        ForbiddenError: for whoever is not of the product team.
        BadFileError: with everything that is wrong with the file.
        InvalidInputError: when it has no row, or too many.
    """
    require(person, UserRole.STUDIO)
    rows = read_rows(text, name)
    if not 1 <= len(rows) <= MOST_ROWS:
        raise InvalidInputError([Fault(name, f"It has {len(rows):,} answers; 1 to {MOST_ROWS:,} are meant.")])
    columns = human_columns(rows[0][1], (), name)
    dictated = [raw.get("dictated", "").strip().lower() in ("1", "true", "yes") for _, raw in rows]
    unread = [Unread(raw["answer"], task_of(raw), dictated=each) for (_, raw), each in zip(rows, dictated, strict=True)]
    tried, human = [], np.full((len(rows), len(DIMENSIONS) + 1), np.nan)
    measurements = measure_many(unread, told=lambda done: told(done, len(rows)))
    for place, (line, raw) in enumerate(rows):
        question = raw.get("question") or raw.get("question_id") or ""
        tried.append(Tried(f"line {line}", question, raw["answer"], raw.get("question_id") or question))
        for column, dimension in enumerate((*DIMENSIONS, OVERALL)):
            value, top = number_of(raw[columns[dimension]]), number_of(raw["scale_max"])
            if value is not None and top:
                human[place, column] = value / top * (100.0 if dimension == OVERALL else 5.0)
    table = table_of(measurements)
    return Sample(
        name=name,
        table=table,
        tried=tuple(tried),
        human=human,
        traits=_traits([raw["answer"] for _, raw in rows], dictated),
        now=grade_table(table, rubrics.rubric_in_force(ctx.db)),
        measurements=tuple(measurements),
    )


# --- what is looked up of single answers --------------------------------------------------------------------------


def words_behind(ctx: Context, sample: Sample, place: int, signal: str) -> tuple[Span, ...]:
    """The stretches of an answer that a signal was read from; nothing where its words are not to be read."""
    one = sample.tried[place]
    if one.text is None:
        return ()
    if sample.measurements:
        return sample.measurements[place].spans.get(signal, ())
    with ctx.db.reading() as session:
        body = session.scalar(
            select(AnswerMeasurement.body_json).where(
                AnswerMeasurement.answer_id == one.answer_id, AnswerMeasurement.scorer_version == SCORER_VERSION
            )
        )
    return measurement_from_dict(body).spans.get(signal, ()) if body is not None else ()


# --- within -----------------------------------------------------------------------------------------------------


def _stored(session: Session, name: str, wanted: Sequence[ColumnElement[bool]], *, is_told: bool) -> Sample:
    """Finished interviews' answers that this scorer has measured, the newest first."""
    rows = session.execute(_columns(wanted)).all()
    known = [row for row in rows if row.signals is not None]
    table = table_from(known)
    labels = _labels(known, is_told=is_told)
    tried = tuple(
        Tried(
            label=label,
            question=row.question_text if is_told else "",
            text=row.answer_text if is_told else None,
            group=row.item_id,
            answer_id=row.id,
            address=(row.session_id, row.number) if is_told else None,
        )
        for row, label in zip(known, labels, strict=True)
    )
    texts = [row.answer_text for row in known]
    return Sample(
        name=name,
        table=table,
        tried=tried,
        human=_human(session, [row.id for row in known]),
        traits=_traits(texts, [row.dictated for row in known]),
        now=_counting(known),
        unmeasured=len(rows) - len(known),
    )


def _columns(wanted: Sequence[ColumnElement[bool]]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            InterviewAnswer.id,
            InterviewAnswer.answer_text,
            InterviewAnswer.dictated,
            InterviewAnswer.submitted_at,
            InterviewAnswer.scores_json,
            InterviewAnswer.overall_score,
            InterviewQuestion.session_id,
            InterviewQuestion.order.label("number"),
            InterviewQuestion.question_text,
            InterviewQuestion.item_id,
            User.username,
            *SIGNAL_COLUMNS,
        )
        .join(InterviewQuestion, InterviewAnswer.question_id == InterviewQuestion.id)
        .join(InterviewSession, InterviewQuestion.session_id == InterviewSession.id)
        .join(User, InterviewSession.user_id == User.id)
        .outerjoin(
            AnswerMeasurement,
            (AnswerMeasurement.answer_id == InterviewAnswer.id) & (AnswerMeasurement.scorer_version == SCORER_VERSION),
        )
        .where(InterviewSession.status.not_in(OPEN), *wanted)
        .order_by(InterviewAnswer.submitted_at.desc(), InterviewAnswer.id)
        .limit(MOST_ANSWERS)
    )


def _counting(rows: Sequence[Row[*tuple[Any, ...]]]) -> Grades:
    """The scores that count of these answers."""
    scores = [[(row.scores_json or {}).get(name) for name in DIMENSIONS] for row in rows]
    return Grades(
        np.array(scores, dtype=np.float64).reshape(len(rows), len(DIMENSIONS)),
        np.array([row.overall_score for row in rows], dtype=np.float64),
    )


def _labels(rows: Iterable[Row[*tuple[Any, ...]]], *, is_told: bool) -> list[str]:
    return [
        f"{row.username}, {row.submitted_at:%d %b %Y}, question {row.number}"
        if is_told
        else f"An answer of {row.submitted_at:%d %b %Y}"
        for row in rows
    ]


def _human(session: Session, answer_ids: Sequence[UUID]) -> Floats:
    """What coaches made of these answers, their mean or a moderator's decision, and the overall score of that."""
    places = {answer_id: place for place, answer_id in enumerate(answer_ids)}
    by_answer: dict[UUID, list[Given]] = {}
    for row in session.scalars(select(Rating).where(Rating.answer_id.in_(answer_ids))):
        by_answer.setdefault(row.answer_id, []).append(given(row))
    levels = np.full((len(answer_ids), len(DIMENSIONS)), np.nan)
    for answer_id, ratings in by_answer.items():
        outcome = outcome_of(ratings)
        if outcome is not None and outcome.scores is not None:
            levels[places[answer_id]] = [
                np.nan if (level := outcome.scores[name]) is None else level for name in DIMENSIONS
            ]
    return _with_overall(levels, rubrics.rubric_by_hash(session, rubrics.hash_in_force(session)))


def _with_overall(levels: Floats, rubric: Rubric) -> Floats:
    """The levels with the overall score that the rubric's weights make of them."""
    return np.column_stack([levels, overalls(levels, rubric)])


def _traits(texts: Sequence[str], dictated: Sequence[bool]) -> Traits:
    return Traits(
        words=np.array([float(len(text.split())) for text in texts]),
        dictated=np.array(dictated, dtype=np.bool_),
        reading=np.array([np.nan if (grade := reading_grade(text)) is None else grade for text in texts]),
        slips=np.array([float(learner_slips(text)) for text in texts]),
    )
