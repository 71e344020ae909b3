"""Measure an answer: every signal with its evidence, verdicts on points, flags. No rubric is needed."""

from core.scoring.background import background, background_hash
from core.scoring.document import Range, read
from core.scoring.features import features_of
from core.scoring.matching import MET
from core.scoring.quoting import whole_sentences
from core.scoring.reading import Reading, ramp, read_against
from core.scoring.scorecard import Flag, Measurement, MisconceptionFound, PointVerdict
from core.scoring.signals import Signal, accuracy, communication, depth, honesty, relevance, structure
from core.scoring.task import Task
from core.scoring.text import Span

SCORER_VERSION = f"1.3.0+{background_hash()}"
"""Changes whenever the same answer could get another score, also with the background of the item bank."""

SIGNALS: dict[str, Signal] = {
    "shape": structure.shape,
    "order": structure.order,
    "linking": structure.linking,
    "opening": structure.opening,
    "closing": structure.closing,
    "sentences": structure.sentences,
    "straightness": structure.straightness,
    "runs_on": structure.runs_on,
    "backbone": structure.backbone,
    "topic": relevance.topic,
    "question_words": relevance.question_words,
    "all_parts": relevance.all_parts,
    "points_touched": relevance.points_touched,
    "on_topic": relevance.on_topic,
    "about": relevance.about,
    "belonging": relevance.belonging,
    "points": accuracy.points,
    "reference": accuracy.reference,
    "correctness": accuracy.correctness,
    "measured": accuracy.measured,
    "substance": accuracy.substance,
    "statements": accuracy.statements,
    "figures": depth.figures,
    "names": depth.names,
    "concrete": depth.concrete,
    "causes": depth.causes,
    "tradeoffs": depth.tradeoffs,
    "contrasts": depth.contrasts,
    "examples": depth.examples,
    "bonus_points": depth.bonus_points,
    "agency": depth.agency,
    "outcome": depth.outcome,
    "specificity": depth.specificity,
    "generalities": depth.generalities,
    "sentence_shape": communication.sentence_shape,
    "sentence_variety": communication.sentence_variety,
    "vocabulary": communication.vocabulary,
    "long_words": communication.long_words,
    "spelling": communication.spelling,
    "mechanics": communication.mechanics,
    "grammar": communication.grammar,
    "fluency": communication.fluency,
    "assurance": communication.assurance,
    "freshness": communication.freshness,
    "conciseness": communication.conciseness,
    "pace": communication.pace,
    "own_words": honesty.own_words,
    "sense": honesty.sense,
}
"""Every signal by its name in a rubric. All are 0 (weak) to 1 (strong)."""

_MOST_SPANS = 40


def measure(text: str, task: Task, *, time_seconds: float | None = None, dictated: bool = False) -> Measurement:
    """Everything that can be said of an answer without a rubric.

    Args:
        time_seconds: how long the candidate took; with ``dictated`` it gives the pace.
        dictated: whether the answer was spoken.
    """
    reading = read_against(text, task, time_seconds=time_seconds, dictated=dictated)
    signals: dict[str, float] = {}
    spans: dict[str, tuple[Span, ...]] = {}
    for name, signal in SIGNALS.items():
        found = signal(reading) if reading.size else None
        signals[name] = round(found.value, 4) if found else 0.0
        if found and found.where:
            spans[name] = _spans(reading, found.where)
    signals["fresh_words"] = float(reading.size)
    return Measurement(
        kind=task.kind,
        word_count=reading.document.all_words,
        signals=signals,
        spans=spans,
        points=_verdicts(reading, signals["on_topic"]),
        misconceptions=_misconceptions(reading),
        flags=tuple(flags(reading, signals)),
        not_assessed=_not_assessed(task),
        scorer_version=SCORER_VERSION,
    )


def _spans(reading: Reading, places: tuple[Range, ...]) -> tuple[Span, ...]:
    return tuple(reading.document.span(place) for place in sorted(set(places))[:_MOST_SPANS])


ANSWERS = (0.0, 0.3)
"""From no share of on_topic to this one, points begin to count as made: an answer to something else may use the words
of a point by chance, but makes none."""


def points_made(text: str, task: Task) -> frozenset[str]:
    """Ids of the key points that an answer makes, without measuring anything else."""
    features, document = features_of(task), read(text)
    if len(document.blocks) == 1:
        fit = background().fit(document.keys, features.profile, features.rivals)
        if relevance.belongs(fit, features) == 0.0:
            return frozenset()  # plainly the answer to another question: no need to look for points
    reading = read_against(text, task, time_seconds=None, dictated=False)
    if not reading.size:
        return frozenset()
    return frozenset(v.id for v in _verdicts(reading, relevance.on_topic(reading).value) if v.met)


def _verdicts(reading: Reading, on_topic: float) -> tuple[PointVerdict, ...]:
    meant = ramp(on_topic, *ANSWERS) if reading.features.phrases.authored else 1.0
    strengths = [match.strength * meant for match in reading.points]
    return tuple(
        PointVerdict(
            id=point.id,
            statement=point.statement,
            essential=point.essential,
            met=strength >= MET,
            strength=round(strength, 4),
            span=_quoted(reading, match.where) if match.where and strength > 0 else None,
        )
        for point, match, strength in zip(reading.features.key_points, reading.points, strengths, strict=True)
    )


def _quoted(reading: Reading, where: Range) -> Span:
    return reading.document.span(whole_sentences(reading.document, where))


def _misconceptions(reading: Reading) -> tuple[MisconceptionFound, ...]:
    held = accuracy.held_misconceptions(reading)
    return tuple(
        MisconceptionFound(
            reading.task.misconceptions[number].statement,
            reading.task.misconceptions[number].correction,
            round(strength, 4),
            _quoted(reading, where),
        )
        for number, strength, where in held
    )


def _not_assessed(task: Task) -> tuple[str, ...]:
    missing = []
    if not task.question.strip() and not task.key_points and not task.reference.strip():
        missing.append("relevance")
    if not task.key_points and not task.reference.strip():
        missing.append("technical_accuracy")
    return tuple(missing)


def flags(reading: Reading, signals: dict[str, float]) -> list[Flag]:
    """What a reader should know about the answer as a whole."""
    size = reading.size
    if not size:
        return [Flag("empty", "There are no words to score.")]
    found: list[Flag] = []
    document = reading.document
    copied = honesty.copied_from_question(reading)
    if signals["own_words"] < 0.35 and (copied or signals["question_words"] >= 0.8):
        found.append(Flag("copied_question", "This mostly repeats the question.", _spans(reading, copied)))
    copied = honesty.copied_from_reference(reading)
    if sum(b - a for a, b in copied) >= max(12, 0.5 * size) and reading.task.reference:
        message = "Much of this is word for word in the model answer."
        found.append(Flag("copied_model_answer", message, _spans(reading, copied)))
    if signals["statements"] < 0.3 and size >= 6:
        found.append(Flag("keyword_list", "This names things without saying anything about them."))
    if document.repeated_words >= max(8, 0.15 * document.all_words) or (signals["freshness"] < 0.35 and size >= 60):
        found.append(Flag("repetition", "The same is said more than once; it counts once."))
    if signals["sense"] < 0.4 and "copied_question" not in {flag.code for flag in found}:
        found.append(Flag("gibberish", "Hardly anything here can be scored. Say what you know, in whole sentences."))
    elif _is_off_topic(reading, signals):
        found.append(Flag("off_topic", "This hardly touches what was asked."))
    if reading.strays:
        message = "This part is about something else, or only lists names; it was not scored."
        found.append(Flag("stray_paragraph", message, reading.strays))
    if document.source.was_cut:
        found.append(Flag("too_long", "Only the beginning was read; the rest is beyond any answer's length."))
    return found


def _is_off_topic(reading: Reading, signals: dict[str, float]) -> bool:
    """Whether that should be said outright: not of a short answer, and not of one that fits hardly another better."""
    if signals["on_topic"] >= 0.25 or reading.size < 25 or "relevance" in _not_assessed(reading.task):
        return False
    return relevance.fit(reading).share < relevance.HOME[0]
