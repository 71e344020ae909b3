"""How an answer reads or sounds: sentences, vocabulary, slips, hedges, fillers, repetition, pace."""

import re
from functools import lru_cache
from itertools import pairwise
from math import sqrt
from statistics import fmean

from core.scoring.lexicon.grammar import FUNCTION_WORDS
from core.scoring.reading import Reading, ramp
from core.scoring.signals import Found, once
from core.scoring.words import rarity

_WINDOW = 50


@once
def sentence_shape(reading: Reading) -> Found:
    """Share of words in sentences of 5 to 35 words that are begun and ended properly."""
    document = reading.document
    if not document.sentences:
        return Found(0.0)
    text = document.source.text
    good = 0.0
    bad = []
    for first, after in document.sentences:
        size = after - first
        begun = document.surfaces[first][0].isupper() or document.surfaces[first][0].isdigit()
        tail = text[document.ends[after - 1] : document.ends[after - 1] + 3]
        ended = any(mark in tail for mark in ".!?:;)")
        fit = 1.0 - ramp(size, 38, 80) if size > 4 else 0.6
        good += size * fit * (0.5 + 0.25 * begun + 0.25 * ended)
        if fit < 0.6 and size > 38:
            bad.append((first, after))
    return Found(good / reading.size, tuple(bad))


@once
def sentence_variety(reading: Reading) -> Found:
    """Spread of sentence lengths over their mean: a steady drone is 0, from .5 on 1."""
    lengths = [after - first for first, after in reading.document.sentences]
    if len(lengths) < 3:
        return Found(0.3)
    mean = fmean(lengths)
    spread = sqrt(fmean((length - mean) ** 2 for length in lengths))
    return Found(ramp(spread / mean, 0.1, 0.5))


@once
def vocabulary(reading: Reading) -> Found:
    """Variety: mean type-token ratio over windows of 50 words, and long distinct words."""
    words = reading.document.words
    if len(words) < 10:
        return Found(0.3)
    step = _WINDOW // 2
    ratios = [
        len(set(words[i : i + _WINDOW])) / len(words[i : i + _WINDOW])
        for i in range(0, max(1, len(words) - step), step)
    ]
    return Found(ramp(fmean(ratios), 0.62, 0.86))


@once
def long_words(reading: Reading) -> Found:
    """Distinct words of seven letters and more, per root of length."""
    distinct = {word for word in reading.document.words if len(word) >= 7}
    return Found(ramp(len(distinct) / max(reading.size, 30) ** 0.5, 0.3, 3.0))


@once
def spelling(reading: Reading) -> Found:
    """1 without unknown words, 0 when every eighth is unknown; names and technical terms of the task are known."""
    document = reading.document
    firsts = {first for first, _ in document.sentences}
    wrong = []
    for index, written in enumerate(document.surfaces):
        if not _is_unknown(written.lower()) or (written[0].isupper() and index not in firsts):
            continue
        if document.keys[index] in reading.features.focus:
            continue
        wrong.append((index, index + 1))
    return Found(1.0 - ramp(len(wrong) / max(reading.size, 40), 0.0, 0.12), tuple(wrong))


@lru_cache(maxsize=65_536)
def _is_unknown(word: str) -> bool:
    return len(word) >= 4 and word.isalpha() and word not in FUNCTION_WORDS and rarity(word) < 1.5


_SMALL_I = re.compile(r"i(?<!\wi)(?![\w.])")
_MISPLACED = re.compile(
    r"[,.;!?](?:"
    r"(?<=\s[,.;!?])(?:\s|$)|(?<=[a-z][,;!?])[a-z]|(?<=[a-z]\.)[A-Z]"  # a space before a mark, or none after
    r"|(?<=[.!?])\s+[a-z])"  # a sentence that begins small
)


@once
def mechanics(reading: Reading) -> Found:
    """1 without slips of capitals, spacing and doubled words, 0 when there is one in twelve words."""
    document = reading.document
    text = document.source.text
    doubled = sum(
        word == after and gap == " " and len(word) > 1 and word.isalpha() and word.islower()
        for (word, after), gap in zip(pairwise(document.surfaces), document.gaps, strict=True)
    )
    slips = len(_SMALL_I.findall(text)) + len(_MISPLACED.findall(text)) + doubled
    return Found(1.0 - ramp(slips / max(reading.size, 40), 0.0, 0.08))


_BEGINNINGS = frozenset(
    """did didn't didnt must can should to am is are since explained said discuss discussed depend depends responsible
    informations advices feedbacks equipments softwares peoples childs teached catched buyed bringed thinked runned
    goed maked payed choosed speaked writed more most very a an he she it this every each one these many two three
    four several was have""".split()
)
_LEARNER = re.compile(
    r"(?:did not|didn't|didnt) (?:thought|knew|went|had|was|took|made|saw|came|got|gave|found|told|said)\b"
    r"|(?:did not|didn't|didnt) [a-z]{2,12}[^e]ed\b"
    r"|(?:must|can|should) to\b|to (?:was|were|had|did|went|said|told)\b"
    r"|(?:am|is|are) [a-z]{3,12}ing (?:there |here |it )?since\b|since (?:two|three|four|five|many) years\b"
    r"|(?:explained|said) (?:me|him|her|them)\b|discuss(?:ed)? about\b|depends? of\b|responsible of\b"
    r"|(?:informations|advices|feedbacks|equipments|softwares|peoples|childs)\b"
    r"|(?:teached|catched|buyed|bringed|thinked|runned|goed|maked|payed|choosed|speaked|writed)\b"
    r"|(?:more better|more easier|most best|very much better)\b"
    r"|a (?:informations?|advice|[aeio][a-z]+)\b|an (?:[bcdfgjklmnpqrstvwxz][a-z]+)\b"
    r"|(?:he|she|it) (?:have|do|don't|go|want|need|say|make|work|give|take|know)\b"
    r"|(?:this|every|each|one|a) (?:things|people|persons|customers|problems|years|days|months|weeks)\b"
    r"|(?:these|many|two|three|four|several) (?:thing|person|customer|problem|year|day|month|week|time|error)\b"
    r"|(?:is|was) happen(?:ed)?\b|have (?:went|did|saw|took|wrote|gave|came|ran)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"did not$|didn't$|didnt$|an (?:hour|honest|[fhlmnrsx][a-z]{0,4}\b|sql|mvp)|a (?:one|once|uni|use|user|eu)"
)


@once
def grammar(reading: Reading) -> Found:
    """1 without typical slips of grammar, 0 when there is one in thirty words."""
    document = reading.document
    text = document.source.text
    slips, after = 0, 0
    for word, start in zip(document.surfaces, document.starts, strict=True):
        if word.lower() in _BEGINNINGS and start >= after and (slip := _LEARNER.match(text, start)):
            slips += not _HARMLESS.match(slip[0].lower())
            after = slip.end()
    return Found(1.0 - ramp(slips / max(reading.size, 60), 0.0, 1 / 30))


@once
def fluency(reading: Reading) -> Found:
    """1 without fillers, 0 when every fourteenth word is one."""
    ranges = reading.document.marks.get("filler", ())
    return Found(1.0 - ramp(len(ranges) / max(reading.size, 40), 0.004, 0.07), ranges)


@once
def assurance(reading: Reading) -> Found:
    """1 without hedges, 0 when every twentieth word is one."""
    ranges = reading.document.marks.get("hedge", ())
    return Found(1.0 - ramp(len(ranges) / max(reading.size, 40), 0.005, 0.05), ranges)


@once
def freshness(reading: Reading) -> Found:
    """1 when nothing is said twice; falls with runs repeated word for word and with thoughts that come back."""
    document = reading.document
    if not document.all_words:
        return Found(0.0)
    repeated = document.repeated_words / document.all_words
    return Found((1.0 - ramp(repeated, 0.15, 0.5)) * (1.0 - ramp(_echo(reading), *ECHO)))


ECHO = (0.4, 0.75)
"""Share of an answer in sentences that say an earlier one again: up to .4 it belongs to speech, from .75 on little
else is said. Experts stay below .15; of learners' essays, 300 words on one subject, 19 in 20 stay below .4."""
_SAME, _TELLING = 0.6, 3
"""Share of a sentence's content words from which it says an earlier one again; content words that it needs for that."""


def _echo(reading: Reading) -> float:
    """Share of the content words that stand in sentences which say an earlier one again, 0 to 1."""
    document = reading.document
    content = frozenset(document.content)
    earlier: list[frozenset[str]] = []
    again = total = 0
    for first, after in document.units:
        keys = frozenset(document.keys[i] for i in range(first, after) if i in content)
        if len(keys) >= _TELLING:
            total += len(keys)
            if any(len(keys & other) >= _SAME * len(keys) for other in earlier):
                again += len(keys)
            earlier.append(keys)
    return again / total if total else 0.0


@once
def conciseness(reading: Reading) -> Found:
    """Share of content words, .3 to .5, with fillers counted as empty: says much in few words."""
    if not reading.size:
        return Found(0.0)
    return Found(ramp(len(reading.document.content) / reading.size, 0.28, 0.46))


@once
def pace(reading: Reading) -> Found:
    """Words a minute where the time is known; typing has no pace and counts as 1.

    Speech is easy to follow at 110 to 170 (National Center for Voice and Speech: about 150 in conversation).
    """
    if not reading.dictated or not reading.time_seconds:
        return Found(1.0)
    rate = reading.document.all_words * 60 / reading.time_seconds
    return Found(min(ramp(rate, 50, 110), 1.0 - ramp(rate, 170, 240)))
