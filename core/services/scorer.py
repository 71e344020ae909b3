"""Scores an answer to a question, in whatever shape the question comes, under the rubric in force."""

from collections.abc import Mapping
from functools import cache
from threading import Lock
from typing import Protocol

from core.bank.item import Item
from core.rubric import Rubric
from core.scoring import Scorecard, Task, measure, overall, score
from core.services import followups, rubrics
from core.services.content import item_version
from core.services.context import Context, default_context
from core.services.followups import Asked


class HasItem(Asked, Protocol):
    """A stored question that knows which version of which item it was."""

    @property
    def item_hash(self) -> str:
        """The content hash of its item."""


Question = Task | Item | str | Mapping[str, str] | HasItem


def score_structure(answer_text: str, question: Question) -> float | None:
    """How well the answer is built, 0.0-5.0."""
    return score_answer(answer_text, question)["structure"]


def score_relevance(answer_text: str, question: Question) -> float | None:
    """How much of what was asked is answered, 0.0-5.0."""
    return score_answer(answer_text, question)["relevance"]


def score_technical_accuracy(answer_text: str, question: Question) -> float | None:
    """How right the answer is, 0.0-5.0; None when there is nothing to compare it with."""
    return score_answer(answer_text, question)["technical_accuracy"]


def score_depth(answer_text: str, question: Question) -> float | None:
    """How far the answer goes below the surface, 0.0-5.0."""
    return score_answer(answer_text, question)["depth"]


def score_communication(answer_text: str, question: Question) -> float | None:
    """How clearly it is said, 0.0-5.0."""
    return score_answer(answer_text, question)["communication"]


def score_answer(answer_text: str, question: Question) -> dict[str, float | None]:
    """The five dimension scores, each 0.0-5.0, or None where it is not assessed.

    ``question`` may be an item of the bank, a stored question, a task, or just the question's text; a bare text has
    no key points, so its technical accuracy is not assessed.
    """
    return dict(score_with_evidence(answer_text, question).scores)


def score_with_evidence(
    answer_text: str,
    question: Question,
    *,
    rubric: Rubric | None = None,
    time_seconds: int | None = None,
    dictated: bool = False,
    ctx: Context | None = None,
) -> Scorecard:
    """The same scores with the words that earned them, under the rubric in force unless another is given."""
    chosen = rubric or rubrics.rubric_in_force((ctx or default_context()).db)
    return score(answer_text, as_task(question, ctx=ctx), chosen, time_seconds=time_seconds, dictated=dictated)


def calculate_overall_score(scores: Mapping[str, float | None], *, rubric: Rubric | None = None) -> float | None:
    """The weighted sum of the dimensions times 20, 0-100.

    (structure·0.2 + relevance·0.2 + technical_accuracy·0.25 + depth·0.2 + communication·0.15)·20 under the standard
    rubric. The weight of a dimension that was not assessed is shared out; None when none was.
    """
    chosen = rubric or rubrics.rubric_in_force(default_context().db)
    return overall(scores, chosen.weights)


def warm_up() -> None:
    """See that what scoring needs was read: word frequencies, and what the bank is about. It takes more than a second.

    Once, however many threads ask: a class that hands in right after a restart would read it in each of them.
    """
    with _one_reads:
        _read_what_scoring_needs()


_one_reads = Lock()


@cache
def _read_what_scoring_needs() -> None:
    measure("An index helps, because most rows are skipped.", Task(question="Why does an index help?"))


def as_task(question: Question, *, ctx: Context | None = None) -> Task:
    """What scoring looks at, from any of the shapes in which a question comes."""
    if isinstance(question, Task):
        return question
    if isinstance(question, Item):
        return question.task()
    if isinstance(question, str):
        return Task(question=question)
    if isinstance(question, Mapping):
        return Task(question=question["question_text"], reference=question.get("reference", ""))
    with (ctx or default_context()).db.reading() as session:
        item = item_version(session, question.item_hash)
    return followups.task_asked(item, question)
