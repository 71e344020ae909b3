"""What a text is like apart from what it says: how hard it is to read, and slips that learners of English make.

None of it enters a score. It is what a product team looks at to see whom a rubric favours.
"""

import re

_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_WORD = re.compile(r"[A-Za-z']+")
_VOWELS = re.compile(r"[aeiouy]+")
FEWEST_WORDS, FEWEST_SENTENCES = 30, 2

# Each a slip that a reader notices at once and that native speakers hardly make; a few dozen are enough to tell texts
# with many from texts with none, which is all that they are used for.
_SLIPS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:informations|advices|equipments|feedbacks|softwares|knowledges|researches|homeworks|furnitures|trainings)\b",
        r"\bi (?:am|was) (?:agree|disagree|work|think|have|go|use)\b",
        r"(?<!does )(?<!did )(?<!let )(?<!make )(?<!made )(?<!help )(?<!that )(?<!should )(?<!can )(?<!will )"
        r"\b(?:he|she|everybody|everyone|nobody|my (?:boss|manager|colleague|team lead|customer|client)) "
        r"(?:want|need|say|go|come|know|think|work|make|take|give|ask|tell|like|have|don't|do not)\b",
        r"\b(?:did|didn't|did not|could|couldn't|would|should|must|can|can't) (?:not )?"
        r"(?:went|saw|took|made|gave|came|knew|thought|told|wrote|found|got|said|did|had)\b",
        r"\bsince (?:\d+|two|three|four|five|six|ten|many|some) (?:years?|months?|weeks?|days?)\b",
        r"\bfor (?:\d+|two|three|four|five|six|ten|many|some) (?:years?|months?|weeks?) i (?:work|am working|use)\b",
        r"\b(?:discuss|discussed|discussing|mention|mentioned|emphasize|emphasized) about\b",
        r"\bexplain(?:ed)? (?:me|him|her|us|them)\b",
        r"\bdepend(?:s|ed)? (?:of|from)\b",
        r"\b(?:make|made|making) (?:a photo|an experience|a party|homework|sport|a training)\b",
        r"\bhow (?:it|he|she|they|this|that) looks? like\b",
        r"\bmore (?:better|easier|faster|bigger|cheaper|clearer|simpler|worse)\b",
        r"\b(?:many|several|few|these|those|two|three|four|five) "
        r"(?:person|problem|question|customer|colleague|time|thing|error|team|day|week|month|year|service|server)\b",
        r"\b(?:much|less) (?:people|problems|questions|customers|errors|things|times|services)\b",
        r"\ba (?:information|advice|equipment|feedback|knowledge|awareness)\b",
        r"\ba (?!one\b|once\b|eu)(?:[aeio]\w+|hour|honest\w*)\b",
        r"(?-i:\ban (?:[bcdfgjklmnpqrstvwxyz][a-z]{2,})\b)",
        r"\bpeople (?:is|was|has|wants|needs|goes)\b",
        r"\bthere (?:is|was) (?:many|several|some \w+s|two|three|\d+)\b",
        r"\b(?:the|this|that) (?:problems|customers|colleagues|errors|people) (?:is|was|has)\b",
        r"\b(?:interested|good|responsible) (?:for|on|of) (?:to )?(?:work|working|learn|learning|do)\b",
        r"\b(?:in|on) (?:the )?(?:last|next) (?:monday|tuesday|wednesday|thursday|friday|week|month|year)\b",
        r"\bi (?:has|goes|wants|needs|does not|doesn't|makes)\b",
        r"\b(?:according|regarding) (?:of|for)\b",
        r"\bmarried with\b|\barrived? to\b|\blisten(?:ed)? (?:him|her|them|me)\b|\bsay(?:s)? (?:me|him|her|them)\b",
        r"\bsaid (?:me|him|her|them|us)\b|\bexplain (?:to )?me what is\b|\bi am (?:here|working|living) since\b",
    )
)


def reading_grade(text: str) -> float | None:
    """The years of schooling that a text asks for; None for one too short, or without sentences, to tell.

    Flesch-Kincaid grade level: 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid et al. 1975). Syllables
    are estimated by groups of vowels, which is right within about a tenth over a text.
    """
    words = _WORD.findall(text)
    sentences = len(_SENTENCE.findall(text))
    if len(words) < FEWEST_WORDS or sentences < FEWEST_SENTENCES:
        return None
    syllables = sum(map(_syllables, words))
    return round(0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59, 1)


def learner_slips(text: str) -> int:
    """How many slips that learners of English typically make are in a text."""
    return sum(len(slip.findall(text)) for slip in _SLIPS)


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)
