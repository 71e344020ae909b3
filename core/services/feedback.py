"""Turns scores and their evidence into words that could only be about this answer.

Strengths and weaknesses quote the candidate; improvements are actions tied to a missed point, a mistake, or the
signal with the most to gain. The wording of signals comes from the rubric.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from core.scoring import Scorecard, Span, Task
from core.scoring.quoting import quote_around
from core.scoring.scorecard import DimensionScore, PointVerdict
from core.services.scorer import Question, as_task, score_with_evidence

MOST_STRENGTHS = 3
FEWEST_WEAKNESSES, MOST_WEAKNESSES = 3, 5
STRONG_SIGNAL = 0.75
STRONG_DIMENSION = 3.0
NEAR_POINT = 0.4
QUOTE_CHARS = 160


@dataclass(frozen=True)
class Finding:
    """Something strong or weak about an answer. ``quote`` is in the candidate's own words, or empty."""

    dimension: str
    text: str
    quote: str = ""
    action: str = ""


@dataclass(frozen=True)
class Feedback:
    """What a candidate reads about one answer."""

    strengths: tuple[Finding, ...]
    weaknesses: tuple[Finding, ...]
    model_answer: str
    improvements: tuple[str, ...]
    remarks: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As it is stored and given out."""
        return asdict(self)


def generate_feedback(answer_text: str, scores: Mapping[str, float | None] | Scorecard, question: Question) -> Feedback:
    """Everything at once."""
    return feedback_from(_card(scores, answer_text, question), as_task(question), answer_text)


def generate_strengths(
    scores: Mapping[str, float | None] | Scorecard, answer_text: str, question: Question
) -> list[Finding]:
    """Up to three strengths, the weightiest first, with the words that show them."""
    return _strengths(_card(scores, answer_text, question), answer_text)


def generate_weaknesses(
    scores: Mapping[str, float | None] | Scorecard, answer_text: str, question: Question
) -> list[Finding]:
    """Three to five weaknesses, those first whose mending gains most."""
    return _weaknesses(_card(scores, answer_text, question), answer_text)


def generate_model_answer(question: Question) -> str:
    """A strong answer to the question; empty where none is known."""
    return as_task(question).reference


def generate_improvements(weaknesses: Sequence[Finding]) -> list[str]:
    """What to do about each weakness, without repeats."""
    return list(dict.fromkeys(finding.action for finding in weaknesses if finding.action))


def feedback_from(card: Scorecard, task: Task, answer_text: str) -> Feedback:
    """Words for the scorecard of an answer."""
    weaknesses = _weaknesses(card, answer_text)
    return Feedback(
        strengths=tuple(_strengths(card, answer_text)),
        weaknesses=tuple(weaknesses),
        model_answer=task.reference,
        improvements=tuple(generate_improvements(weaknesses)),
        remarks=tuple(flag.message for flag in card.flags),
    )


def _card(scores: Mapping[str, float | None] | Scorecard, answer_text: str, question: Question) -> Scorecard:
    # Bare scores carry no evidence, and scoring again gives the same: it is a function of text and question.
    return scores if isinstance(scores, Scorecard) else score_with_evidence(answer_text, question)


# --- strengths --------------------------------------------------------------------------------------------------


def _strengths(card: Scorecard, text: str) -> list[Finding]:
    """The best made point first, then the strongest signal of each strong dimension."""
    if card.word_count == 0:
        return []
    made = sorted((point for point in card.points if point.met), key=lambda p: (not p.essential, -p.strength))
    found = [_point_made(point, text) for point in made[:1]]
    best = sorted(_strong_signals(card, text), key=lambda pair: -pair[0])
    used = {finding.dimension for finding in found}
    for _, finding in best:
        if finding.dimension not in used:
            used.add(finding.dimension)
            repeats = any(finding.quote == other.quote for other in found)
            found.append(replace(finding, quote="") if repeats else finding)
    found += [_point_made(point, text) for point in made[1:]]
    return found[:MOST_STRENGTHS]


def _point_made(point: PointVerdict, text: str) -> Finding:
    return Finding("technical_accuracy", f"You made a point that counts: {point.statement}", _quote(point.span, text))


def _strong_signals(card: Scorecard, text: str) -> Iterator[tuple[float, Finding]]:
    for dimension in card.dimensions:
        if dimension.value is None or dimension.value < STRONG_DIMENSION:
            continue
        for signal in dimension.signals:
            if signal.weight and signal.value >= STRONG_SIGNAL:
                shown = () if signal.against else signal.spans
                # A strength that can be shown in the candidate's words is worth more than one that cannot.
                worth = dimension.value * signal.weight * signal.value * (1.5 if shown else 1.0)
                praise = signal.praise or f"{_title(dimension)}: {signal.label}"
                yield worth, Finding(dimension.name, praise, _quote(shown[0], text) if shown else "")


# --- weaknesses -------------------------------------------------------------------------------------------------


def _weaknesses(card: Scorecard, text: str) -> list[Finding]:
    """Mistakes first, then essential points that are missing, then the signals with most to gain."""
    found = [
        Finding(
            "technical_accuracy",
            f"You said something that does not hold: {mistake.statement}",
            _quote(mistake.span, text),
            f"Correct this: {mistake.correction}" if mistake.correction else "Check this, and say what holds instead.",
        )
        for mistake in card.misconceptions[:2]
    ]
    missed = [point for point in card.points if point.essential and not point.met]
    found += [_point_missed(point, text) for point in sorted(missed, key=lambda p: -p.strength)[: 4 - len(found)]]
    for finding in _weak_signals(card, text):
        if len(found) >= MOST_WEAKNESSES or (len(found) >= FEWEST_WEAKNESSES and not _is_weak(card, finding)):
            break
        if not any(finding.action == other.action or finding.text == other.text for other in found):
            found.append(finding)
    return found


def _point_missed(point: PointVerdict, text: str) -> Finding:
    near = _quote(point.span, text) if point.strength >= NEAR_POINT else ""
    action = f"Say this outright: {point.statement}" if near else f"Add the missing point: {point.statement}"
    return Finding("technical_accuracy", f"Not made yet: {point.statement}", near, action)


def _weak_signals(card: Scorecard, text: str) -> Iterator[Finding]:
    """At most two a dimension, so that the advice is not all about one thing."""
    gains = [
        ((5.0 - dimension.value) * (1.0 - signal.value) * (signal.weight or 0.5), dimension, signal)
        for dimension in card.dimensions
        if dimension.value is not None
        for signal in dimension.signals
        if signal.value < 1.0 and not (signal.name == "correctness" and card.misconceptions)
    ]
    told: dict[str, int] = {}
    for _, dimension, signal in sorted(gains, key=lambda gain: -gain[0]):
        if told.setdefault(dimension.name, 0) < 2:
            told[dimension.name] += 1
            # a strong signal may still be the one with most to gain, but then nothing is amiss
            is_amiss = signal.lack and signal.value < STRONG_SIGNAL
            lack = signal.lack if is_amiss else f"{_title(dimension)}, most to gain: {signal.label}"
            shown = signal.spans if signal.against and is_amiss else ()
            yield Finding(dimension.name, lack, _quote(shown[0], text) if shown else "", signal.advice)


def _is_weak(card: Scorecard, finding: Finding) -> bool:
    value = card.dimension(finding.dimension).value
    return value is not None and value < STRONG_DIMENSION


def _title(dimension: DimensionScore) -> str:
    return dimension.name.replace("_", " ").capitalize()


def _quote(span: Span | None, text: str) -> str:
    return quote_around(text, span, QUOTE_CHARS) if span else ""
