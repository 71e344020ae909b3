"""Whether an answer is about what was asked, all of it, and only it."""

from core.scoring.background import Fit, background
from core.scoring.document import Range
from core.scoring.features import Features
from core.scoring.reading import Reading, ramp
from core.scoring.signals import Found, once
from core.scoring.signals.accuracy import points


@once
def topic(reading: Reading) -> Found:
    """How far an answer moves among the words of its topic: 0 for an answer to something else, 1 for one to this.

    The geometric mean of two shares, each against what people reach who answer freely: the telling words of the
    topic that come up (weighed by how few interview answers use them), and the answer's words that belong to it;
    more with the points made.
    """
    features = reading.features
    if not features.focus:
        return Found(1.0)
    keys = background().telling(reading.document.keys)
    said = keys & features.focus.keys()
    if not said:
        return Found(0.0)
    recall = sum(features.focus[key] for key in said) / features.focus_total
    precision = len(said) / len(keys)
    value = (recall / FREE_RECALL * precision / FREE_PRECISION) ** 0.5
    if reading.points:
        value *= 0.5 + points(reading).value
    return Found(ramp(value, *TOPIC_RANGE), _first_places(reading, 0.5))


FREE_RECALL, FREE_PRECISION = 0.068, 0.32
"""What a freely worded answer reaches: a fifteenth of the topic's telling words, a third of its own words."""
TOPIC_RANGE = (0.6, 0.9)


def _first_places(reading: Reading, least: float) -> tuple[Range, ...]:
    """Where each telling word of the topic comes up first."""
    first: dict[str, int] = {}
    focus = reading.features.focus
    for index, key in enumerate(reading.document.keys):
        if key in focus and focus[key] >= least:
            first.setdefault(key, index)
    return tuple((index, index + 1) for index in first.values())


@once
def question_words(reading: Reading) -> Found:
    """Share of the question's own topic words taken up."""
    keys = reading.features.question_keys
    said = set(reading.document.keys) & keys
    return Found(ramp(len(said) / max(1, len(keys)), 0.0, 0.5))


@once
def all_parts(reading: Reading) -> Found:
    """Share of the parts of the question that are taken up, in its words or by a point that shares them."""
    parts = reading.features.part_keys
    if not parts:
        return Found(0.0)
    said = set(reading.document.keys)
    return Found(sum(1.0 for part in parts if part & said) / len(parts))


@once
def points_touched(reading: Reading) -> Found:
    """Share of the key points that the answer at least touches."""
    points = reading.points
    if not points:
        return Found(0.0)
    where = tuple(p.where for p in points if p.where and p.coverage >= 0.35)
    return Found(ramp(sum(ramp(p.coverage, 0.2, 0.55) for p in points) / len(points), 0.0, 0.8), where)


STRANGE = (0.16, 0.3)
"""How much better the answer fits another question than its own: from where it is doubted to be an answer to this
one, and where it surely is one to the other. A story in words of its own fits no question that much better."""
DESCRIBED = (15, 45)
"""Telling words from which on a task says enough about itself to be compared with others."""
TOUCHED = (0.0, 0.08)
"""Share of a bare reference that comes up in an answer to the question."""
HOME = (0.7, 1.1)
HOME_SHARE = 0.4
"""Fit to the own question as a share of the best other fit: from 0.7 the answer may be meant for this question, and
from 1.1 on it surely is, though its words alone do not say that it answers it."""


TAKEN_UP = (0.3, 0.9)
TAKEN_UP_SHARE = 0.45
"""Whoever speaks of what the question speaks of, and not plainly of something else, is not off the subject, whatever
words they find for it; half way, since the question's words alone do not answer it."""

STORY, POINTED, TOLD = 0.3, 0.35, (0.25, 0.6)
"""A story of one's own shares few words with any model answer: that one is told, and that it makes the points, says
as much as the words do."""


def fit(reading: Reading) -> Fit:
    """How the answer's words fit this question and the best other one of the bank."""
    if "fit" not in reading.memo:
        features = reading.features
        reading.memo["fit"] = background().fit(reading.document.keys, features.profile, features.rivals)
    found: Fit = reading.memo["fit"]
    return found


@once
def belonging(reading: Reading) -> Found:
    """1 unless the answer plainly fits another question much better than its own: then it was given to that one."""
    return Found(belongs(fit(reading), reading.features))


def belongs(found: Fit, features: Features) -> float:
    """The same, 0 to 1, of a fit; a task that says little about itself is not compared."""
    described = ramp(len(features.profile), *DESCRIBED)
    return 1.0 - described * ramp(found.rival - found.own, *STRANGE)


@once
def on_topic(reading: Reading) -> Found:
    """Whether the answer is about this question at all: 0 for another question's answer, 1 for a real answer.

    An answer of some length moves in the topic; a short one has only to keep to it, sentence by sentence. One that
    fits this question better than any other is at home, and one that fits another much better is not.
    """
    brevity = 1.0 - ramp(reading.size, 20, 60)
    dense = 0.5 * about(reading).value + 0.5 * max(question_words(reading).value, points_touched(reading).value)
    if not reading.features.phrases.authored and reading.reference:
        # a bare reference says too little of its topic to ask for more than that some of it comes up
        return Found(ramp(reading.reference, *TOUCHED) * belonging(reading).value)
    at_home = HOME_SHARE * ramp(fit(reading).share, *HOME)
    taken_up = TAKEN_UP_SHARE * ramp(question_words(reading).value, *TAKEN_UP)
    found = max(topic(reading).value, brevity * dense, at_home, taken_up, _told(reading))
    return Found(found * belonging(reading).value)


def _told(reading: Reading) -> float:
    """For a question that asks for a story: how far a story of the candidate's own is told, and makes its points."""
    if not reading.features.asks_story:
        return 0.0
    acts = len({reading.document.words[after - 1] for _, after in reading.actions})
    return STORY * ramp(acts, 0, 2) + POINTED * ramp(points(reading).value, *TOLD)


@once
def about(reading: Reading) -> Found:
    """Share of the words in sentences that touch the topic."""
    document = reading.document
    focus = reading.features.focus
    if not document.units:
        return Found(0.0)
    near: list[Range] = []
    for first, after in document.units:
        if sum(focus.get(key, 0.0) for key in set(document.keys[first:after])) >= 0.5:
            near.append((first, after))
    share = sum(b - a for a, b in near) / reading.size
    return Found(ramp(share, 0.2, 0.9), tuple(near))
