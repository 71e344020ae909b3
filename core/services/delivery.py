"""How answers were delivered: pace, fillers, hedges, the words that come back, and the terms of the role. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.bank.catalog import Catalog
from core.scoring.document import Document, read
from core.services.roles import RoleChoice
from core.services.suggestion import match_skills
from core.services.views import AnswerView

MOST_WORDS = 10
FEWEST_WORDS = 40
"""Fewer words than this say nothing about how somebody speaks or writes."""
SHORTEST = 4
"""Letters; shorter words are seldom what an answer is about."""
HEAVY = 0.5
"""A skill of at least this weight is one that the role asks for in earnest."""


@dataclass(frozen=True)
class WordCount:
    """A word or phrase, and how often it came."""

    words: str
    times: int


@dataclass(frozen=True)
class Delivery:
    """How a set of answers was delivered.

    ``typed_pace`` and ``dictated_pace`` are words a minute over the answers of that kind, None where there are none.
    ``role_terms_used`` are skills of the role that the answers speak of, ``role_terms_missing`` its heavy ones that
    they do not, heaviest first.
    """

    words: int
    typed_pace: float | None
    dictated_pace: float | None
    fillers: tuple[WordCount, ...]
    hedges: tuple[WordCount, ...]
    most_used: tuple[WordCount, ...]
    role_terms_used: tuple[str, ...]
    role_terms_missing: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether there are words enough to go by."""
        return self.words >= FEWEST_WORDS

    def per_hundred(self, counts: Sequence[WordCount]) -> float:
        """How many of these there are in a hundred words."""
        return 100.0 * sum(count.times for count in counts) / self.words if self.words else 0.0


def delivery_of(answers: Sequence[AnswerView], role: RoleChoice, catalog: Catalog) -> Delivery:
    """How these answers were delivered."""
    documents = [read(answer.answer_text) for answer in answers]
    spoken = {match.skill for match in match_skills("\n\n".join(answer.answer_text for answer in answers), catalog)}
    return Delivery(
        words=sum(document.all_words for document in documents),
        typed_pace=_pace(answers, documents, dictated=False),
        dictated_pace=_pace(answers, documents, dictated=True),
        fillers=_phrases(documents, "filler"),
        hedges=_phrases(documents, "hedge"),
        most_used=_most_used(documents),
        role_terms_used=tuple(catalog.skill_name(skill) for skill, _ in role.skills if skill in spoken),
        role_terms_missing=tuple(
            catalog.skill_name(skill) for skill, weight in role.skills if weight >= HEAVY and skill not in spoken
        ),
    )


def _pace(answers: Sequence[AnswerView], documents: Sequence[Document], *, dictated: bool) -> float | None:
    timed = [
        (document.all_words, answer.time_seconds)
        for answer, document in zip(answers, documents, strict=True)
        if answer.dictated is dictated and answer.time_seconds and document.all_words
    ]
    if not timed:
        return None
    return round(60.0 * sum(words for words, _ in timed) / sum(seconds for _, seconds in timed), 1)


def _phrases(documents: Iterable[Document], job: str) -> tuple[WordCount, ...]:
    counts = Counter(
        " ".join(document.words[first:after]) for document in documents for first, after in document.marks.get(job, ())
    )
    return _ranked(counts)


def _most_used(documents: Iterable[Document]) -> tuple[WordCount, ...]:
    """Words of content by family ("index", "indexes"), each shown as it was written most often; more than once."""
    families: dict[str, Counter[str]] = {}
    for document in documents:
        for index in document.content:
            word = document.words[index]
            if len(word) >= SHORTEST and word.isalpha():
                families.setdefault(document.keys[index], Counter())[word] += 1
    counts = Counter({seen.most_common(1)[0][0]: seen.total() for seen in families.values() if seen.total() > 1})
    return _ranked(counts)[:MOST_WORDS]


def _ranked(counts: Counter[str]) -> tuple[WordCount, ...]:
    return tuple(WordCount(*pair) for pair in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
