"""Whether an answer has the shape that its kind of question asks for, in order, and can be followed."""

import re
from itertools import combinations

from core.scoring.document import Range
from core.scoring.reading import Reading, ramp
from core.scoring.signals import Found, once
from core.scoring.signals.communication import sentence_shape

STAR = ("situation", "task", "action", "result")
ARGUMENT = ("claim", "cause", "example", "conclusion")
CASE = ("clarify", "decompose", "options", "recommend")


def parts_of(reading: Reading) -> dict[str, tuple[Range, ...]]:
    """The parts of the expected shape, and where each is found."""
    marks = reading.document.marks
    if reading.features.asks_story:
        results = (*marks.get("result", ()), *marks.get("lesson", ()))
        return {
            "situation": (*marks.get("situation", ()), *marks.get("time", ())),
            "task": marks.get("task", ()),
            "action": reading.actions,
            "result": tuple(sorted(results)),
        }
    if reading.task.kind == "case":
        return {part: marks.get(part, ()) for part in CASE}
    return {
        "claim": _claims(reading),
        "cause": marks.get("cause", ()),
        "example": (*marks.get("example", ()), *marks.get("condition", ())),
        "conclusion": (*marks.get("conclusion", ()), *marks.get("recommend", ()), *marks.get("result", ())),
    }


def _claims(reading: Reading) -> tuple[Range, ...]:
    document = reading.document
    return tuple(unit for unit, claim in zip(document.units, reading.claims, strict=True) if claim >= 0.6)


@once
def shape(reading: Reading) -> Found:
    """Share of the expected parts that are there; one weak trace of a part counts half."""
    parts = parts_of(reading)
    value = sum(min(1.0, len(places) / 2) for places in parts.values()) / len(parts)
    return Found(value, tuple(sorted({places[0] for places in parts.values() if places})))


@once
def order(reading: Reading) -> Found:
    """For a story: share of the pairs of parts of which the later does not end before the earlier begins.

    People may begin with the result and come back to it: only what is told backwards loses. Arguments and cases have
    no one order; they only need two parts or more.
    """
    if not reading.features.asks_story:
        return Found(1.0 if sum(map(bool, parts_of(reading).values())) >= 2 else 0.0)
    places = [(min(p)[0], max(p)[0]) for p in parts_of(reading).values() if p]
    if len(places) < 2:
        return Found(0.0)
    pairs = list(combinations(places, 2))
    return Found(sum(later_last >= earlier_first for (earlier_first, _), (_, later_last) in pairs) / len(pairs))


@once
def linking(reading: Reading) -> Found:
    """Different connectives, and of different kinds, for the length of the answer."""
    document = reading.document
    jobs = ("cause", "contrast", "sequence", "addition", "example", "condition", "conclusion")
    ranges = {document.words[a:b]: (a, b) for job in jobs for a, b in document.marks.get(job, ())}
    kinds = sum(document.count(job) > 0 for job in jobs)
    needed = min(max(reading.size, 150), 400) ** 0.5
    return Found(0.5 * min(1.0, len(ranges) / needed) + 0.5 * min(1.0, kinds / 6), tuple(sorted(ranges.values())))


@once
def opening(reading: Reading) -> Found:
    """Whether the first sentence gets to the subject: it shares topic words, sets the scene, or takes a stand."""
    document = reading.document
    if not document.sentences:
        return Found(0.0)
    first, after = document.sentences[0]
    after = min(after, first + 30)
    topic = sum(reading.features.focus.get(key, 0.0) for key in set(document.keys[first:after]))
    scene = any(a < after for job in ("situation", "clarify", "time") for a, _ in document.marks.get(job, ()))
    filler = any(a < 4 for a, _ in document.marks.get("filler", ()))
    value = max(ramp(topic, 0.3, 1.5), 0.9 if scene else 0.0) * (0.6 if filler else 1.0)
    return Found(value, ((first, after),))


@once
def closing(reading: Reading) -> Found:
    """Whether the answer arrives somewhere: a result, a conclusion, a lesson or a recommendation."""
    document = reading.document
    jobs = ("result", "conclusion", "lesson", "recommend")
    found = tuple(sorted({r for job in jobs for r in document.marks.get(job, ())}))
    return Found(min(1.0, len(found)) if reading.size >= 25 else 0.0, found)


@once
def sentences(reading: Reading) -> Found:
    """Whether thoughts are cut into sentences that can be followed, and enough of them to have a course."""
    document = reading.document
    if not document.sentences:
        return Found(0.0)
    whole = sum(b - a for a, b in document.sentences if 4 <= b - a <= 45) / reading.size
    return Found(0.5 * (whole + sentence_shape(reading).value) * min(1.0, len(document.sentences) / 8) ** 0.5)


@once
def straightness(reading: Reading) -> Found:
    """1 when the answer goes straight on; falls with asides, restarts, afterthoughts and fillers."""
    document = reading.document
    asides = document.marks.get("aside", ())
    fillers = document.marks.get("filler", ())
    share = (2.0 * len(asides) + 0.6 * len(fillers)) / max(reading.size, 60)
    return Found(1.0 - ramp(share, 0.005, 0.06), asides)


_SPLICE = re.compile(r", (?:i|he|she|it|we|they|you|that|this|there)(?:'\w+)?(?= [a-z])")
_SUBORDINATE = re.compile(
    r"\b(?:if|when|because|although|though|while|since|after|before|once|as|until|whenever|unless|where|in|at|on|for|by|"
    r"with|from|to|then|first|so)\b"
)


@once
def runs_on(reading: Reading) -> Found:
    """1 when clauses are joined or ended; falls with clauses strung together by commas alone."""
    text = reading.document.source.text.lower()
    splices = 0
    for found in _SPLICE.finditer(text):
        clause = text[max(0, text.rfind(".", 0, found.start()), text.rfind(",", 0, found.start())) : found.start()]
        splices += not _SUBORDINATE.search(clause)
    return Found(1.0 - ramp(splices / max(reading.size, 60), 0.005, 0.04))


@once
def backbone(reading: Reading) -> Found:
    """How many key points stand each in a place of its own: what there is to put in order."""
    places = {match.where for match in reading.points if match.where and match.strength >= 0.3}
    return Found(min(1.0, len(places) / max(1.0, 0.6 * min(8, len(reading.points)))), tuple(sorted(places)))
