"""From a person's own words to skills and roles, with the words that led there. Pure: no database, no clock."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from rapidfuzz.distance import OSA

from core.bank.catalog import Catalog, Role

# A soft skill says little about which role someone has: nearly all roles ask for communication.
SOFT_FACTOR = 0.3
# A title alone stands for a good suggestion, skills alone for a somewhat better one; both together come near 1.
TITLE_FACTOR = 0.6
SKILLS_FACTOR = 0.75
# Below this, so little points to a role that naming it would be a guess.
LEAST_SCORE = 0.1
LEAST_NEARNESS = 0.25
DECLARED_STRENGTH = 0.9
GENERAL_SKILLS = 6
MOST_SKILLS = 16
MOST_REASONS = 8
MOST_WORDS = 4

How = Literal["title", "typo", "part", "skills", "nothing"]
_Key = tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """A piece of a person's own text: ``source[start:end] == text``.

    ``source`` names the text for people: "text", "skills", "experience", "document 1", "title" or "description".
    For declared skills the offsets are those within the one skill.
    """

    text: str
    start: int
    end: int
    source: str = "text"


@dataclass(frozen=True)
class SkillMatch:
    """A skill (its id) that a text speaks of; ``strength`` is above 0 and below 1, more for more different words."""

    skill: str
    strength: float
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Reason:
    """What speaks for a role: a job title, or a skill (then ``skill`` is its id), and the words that say so."""

    kind: Literal["title", "skill"]
    name: str
    words: tuple[Words, ...]
    skill: str | None = None


@dataclass(frozen=True)
class RoleSuggestion:
    """A catalog role (its id) that fits a person, 0 (not) to 1 (wholly), with the reasons, strongest first."""

    role: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class SkillWeight:
    """A skill (its id) of a role of one's own, its weight 0.2 to 1, and the words that asked for it, if any did."""

    skill: str
    weight: float
    words: tuple[Words, ...] = ()


@dataclass(frozen=True)
class CustomRoleMatch:
    """What a typed role was taken for.

    ``how``: by its "title", through a "typo", by a "part" of the title, by the "skills" it names, or "nothing"
    matched. ``role`` is the id of the nearest catalog role, if one is near. ``note`` tells the person so.
    """

    skills: tuple[SkillWeight, ...]
    role: str | None
    how: How
    note: str

    @property
    def weights(self) -> dict[str, float]:
        """Weight by skill id, heaviest first."""
        return {skill.skill: skill.weight for skill in self.skills}


def match_skills(text: str, catalog: Catalog) -> tuple[SkillMatch, ...]:
    """The skills that a text speaks of, strongest first.

    A skill that the text denies ("no experience with Python"), addresses of pages and mail, and everyday uses of
    words that are also names ("to react", "I excel at") do not count.
    """
    return _match(text, _vocabulary(catalog), source="text")


def suggest_roles(
    *, skills: Sequence[str], experience: str, documents: Sequence[str], catalog: Catalog, limit: int = 5
) -> tuple[RoleSuggestion, ...]:
    """Catalog roles that fit a person, best first; none where too little is known to say.

    Args:
        skills: what the person lists: skill ids, names or words of their own.
        experience: their own words.
        documents: texts of CVs and job descriptions.
        catalog: where roles and skills are looked up.
        limit: how many at most, from 1.
    """
    vocabulary = _vocabulary(catalog)
    texts = [("experience", experience)] + [(f"document {n}", text) for n, text in enumerate(documents, start=1)]
    found = [_declared(skill, vocabulary) for skill in skills]
    found += [_match(text, vocabulary, source=source) for source, text in texts]
    matches = _combined(match for group in found for match in group)
    titles = _best_titles(hit for source, text in texts for hit in _find_titles(text, vocabulary, source=source))

    fits = _fits(matches, vocabulary)
    best_fit = max(fits.values(), default=0.0)
    suggestions = []
    for role in catalog.roles:
        # A title that the skills do not bear out ("Software Engineer" over nothing but React) counts half.
        borne_out = 0.5 + 0.5 * fits[role.id] / best_fit if best_fit else 1.0
        title = max((hit.strength for hit in titles.get(role.id, ())), default=0.0) * borne_out
        score = 1 - (1 - SKILLS_FACTOR * fits[role.id]) * (1 - TITLE_FACTOR * title)
        if score >= LEAST_SCORE:
            reasons = _reasons(role, matches, titles.get(role.id, ()), vocabulary)
            suggestions.append(RoleSuggestion(role.id, round(score, 3), reasons))
    return tuple(sorted(suggestions, key=lambda s: -s.score)[:limit])


def match_custom_role(title: str, description: str, catalog: Catalog) -> CustomRoleMatch:
    """Skills with weights for a role that a person typed, for them to correct.

    By its title first, also with typing errors, then by the end of the title ("Payments product manager"), then by
    the skills named in title and description. Where nothing matches, the skills are general ones.
    """
    vocabulary = _vocabulary(catalog)
    asked = _combined(
        [*_match(title, vocabulary, source="title"), *_match(description, vocabulary, source="description")]
    )
    role, how = _role_by_title(title, vocabulary)
    if role is None and any(vocabulary.kind(skill) != "soft" for skill in asked):
        role, how = _nearest_role(asked, vocabulary), "skills"
    weights = _custom_weights(role, how, asked, vocabulary)
    found = {skill: match.words for skill, match in asked.items()}
    return CustomRoleMatch(
        skills=tuple(SkillWeight(skill, weight, found.get(skill, ())) for skill, weight in weights),
        role=role.id if role else None,
        how=how,
        note=_note(title.strip(), role, how),
    )


# ---- words ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Token:
    folded: str
    start: int
    end: int


_WORD = re.compile(r"[^\W_]+[+#]*")
# Between the words of one phrase: a blank, a line's end, or a sign that ties ("CI/CD", "P&L", "Node.js").
_TIE = re.compile(r"[ \t]*(?:[-‐‑–/&.'’+]|\r?\n)?[ \t]*")
_CHUNK = re.compile(r"\S+")
_WEB = re.compile(r"https?://|www\.", re.I)
_SITE = re.compile(r"\.(?:com|org|net|io|dev)/", re.I)
_SPELLINGS = (
    (re.compile(r"is(e|ed|er|es|ing|ation|ations)$"), r"iz\1"),
    (re.compile(r"ll(ing|ed|er|ers)$"), r"l\1"),
    (re.compile(r"our$"), "or"),
    (re.compile(r"amme(s?)$"), r"am\1"),
    (re.compile(r"tre$"), "ter"),
    (re.compile(r"fulfill"), "fulfil"),
)
_COMPOUNDS = {("front", "end"), ("back", "end"), ("full", "stack"), ("help", "desk"), ("post", "mortem"), ("dev", "op")}


def _tokens(text: str) -> list[_Token]:
    visible = _CHUNK.sub(lambda found: _without_address(found.group()), text)
    tokens: list[_Token] = []
    for found in _WORD.finditer(visible):
        token = _Token(_fold(found.group()), found.start(), found.end())
        if tokens and (tokens[-1].folded, token.folded) in _COMPOUNDS and _tied(visible, tokens[-1], token):
            before = tokens.pop()
            token = _Token(before.folded + token.folded, before.start, token.end)
        tokens.append(token)
    return tokens


def _without_address(chunk: str) -> str:
    """Text between two blanks, with an address in it blanked out: its words say nothing about a person's skills."""
    if web := _WEB.search(chunk):
        return chunk[: web.start()] + " " * (len(chunk) - web.start())
    is_mail = "." in chunk.partition("@")[2]
    return " " * len(chunk) if is_mail or _SITE.search(chunk) else chunk


def _fold(word: str) -> str:
    """One spelling for case, plural, and British or American use. Not a word to show."""
    word = word.casefold()
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for pattern, spelling in _SPELLINGS:
        word = pattern.sub(spelling, word)
    return word


def _key(phrase: str) -> _Key:
    return tuple(token.folded for token in _tokens(phrase))


def _tied(text: str, left: _Token, right: _Token) -> bool:
    gap = text[left.end : right.start]
    ends_sentence = "." in gap and gap != "."
    return len(gap) <= 6 and not ends_sentence and _TIE.fullmatch(gap) is not None


@dataclass(frozen=True)
class _Hit:
    key: _Key
    first: int
    last: int


def _phrases(text: str, tokens: Sequence[_Token], known: Callable[[_Key], bool], longest: int) -> list[_Hit]:
    """Every known phrase that does not lie within a longer one: "React Native" is not React."""
    hits: list[_Hit] = []
    for first in range(len(tokens)):
        key: _Key = ()
        for last in range(first, min(first + longest, len(tokens))):
            if last > first and not _tied(text, tokens[last - 1], tokens[last]):
                break
            key = (*key, tokens[last].folded)
            if known(key):
                hits.append(_Hit(key, first, last))
    # From left to right and the longest first: what ends no later than one before it lies within that one.
    kept: list[_Hit] = []
    reach = -1
    for hit in sorted(hits, key=lambda h: (h.first, -h.last)):
        if hit.last > reach:
            kept.append(hit)
            reach = hit.last
    return kept


# ---- vocabulary -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Vocabulary:
    """A catalog, turned round: from phrases to skills and titles, and how telling each skill is."""

    catalog: Catalog
    skills: Mapping[_Key, tuple[str, ...]]
    cased: Mapping[_Key, tuple[tuple[str, str], ...]]
    titles: Mapping[_Key, Role]
    telling: Mapping[str, float]
    longest: int

    def kind(self, skill: str) -> str:
        known = self.catalog.skill(skill)
        return known.kind if known else "technical"


@lru_cache(maxsize=4)
def _vocabulary(catalog: Catalog) -> _Vocabulary:
    skills: defaultdict[_Key, list[str]] = defaultdict(list)
    cased: defaultdict[_Key, list[tuple[str, str]]] = defaultdict(list)
    for skill in catalog.skills:
        cased_keys = {_key(word): word for word in skill.cased}
        for key, word in cased_keys.items():
            cased[key].append((skill.id, word))
        for key in {_key(word): None for word in (skill.name, *skill.aliases)}:
            if key not in cased_keys:
                skills[key].append(skill.id)
    titles: dict[_Key, Role] = {}
    for role in catalog.roles:
        for title in (role.name, *role.titles):
            titles.setdefault(_key(title), role)
    return _Vocabulary(
        catalog,
        {key: tuple(ids) for key, ids in skills.items()},
        {key: tuple(ids) for key, ids in cased.items()},
        titles,
        _telling(catalog),
        max((len(key) for key in (*skills, *cased, *titles)), default=1),
    )


def _telling(catalog: Catalog) -> dict[str, float]:
    """How much a skill says about the role: more, the fewer roles ask for it; 0 where none does."""
    asked = Counter(skill for role in catalog.roles for skill in role.skills)
    soft = {skill.id for skill in catalog.skills if skill.kind == "soft"}
    return {
        skill: math.log(1 + len(catalog.roles) / count) * (SOFT_FACTOR if skill in soft else 1)
        for skill, count in asked.items()
    }


# ---- skills ---------------------------------------------------------------------------------------------------

_DENIED = re.compile(
    r"\b(?:no|never|not|without|lack(?:ing|s)?|little)\b[^.;:!?\n]{0,25}\b"
    r"(?:experience|knowledge|background|used|worked|familiar|experienced|skills?|exposure)\b(?:(?!\bbut\b)[^.;:!?\n]){0,30}$",
    re.I,
)
_SENTENCE_START = re.compile(r"(?:^|[\n.!?:;•·▪*])[\s\-–—•·▪*]*$")
# After a name such as these follow other words: "React to change", "Excel at selling", "Sketch out ideas".
_VERB_FOLLOWS = re.compile(r"\s+(?:to|at|in|on|out|for|into|by|quickly|well|under|when|and\s+adapt)\b", re.I)
_ITEM_BEFORE = re.compile(r"(?:^|[,;|/•·▪(\n:\t])[ \t\-–•·▪*]*$")
_ITEM_AFTER = re.compile(r"[ \t]*(?:$|[,;|/)•·▪\n\t]|\.(?:\s|$))")
_SHORT_BEFORE = re.compile(r"(?:^|[,;|/•·▪(\n:\t]|\b(?:and|or|using|with|in))[ \t\-–•·▪*]*$")
_SHORT_AFTER = re.compile(r"[ \t]*(?:$|[,;|/)•·▪\n\t.]|(?:and|or|for)\b)")
# How near another technical skill stands in a list.
_LIST_REACH = 60


@dataclass(frozen=True)
class _Found:
    skill: str
    key: _Key
    start: int
    end: int


def _match(text: str, vocabulary: _Vocabulary, *, source: str) -> tuple[SkillMatch, ...]:
    found = [one for one in _find_skills(text, vocabulary) if not _denied(text, one.start)]
    by_skill: defaultdict[str, list[_Found]] = defaultdict(list)
    for one in found:
        by_skill[one.skill].append(one)
    matches = [
        SkillMatch(
            skill,
            _strength(Counter(one.key for one in ones)),
            tuple(Words(text[one.start : one.end], one.start, one.end, source) for one in ones),
        )
        for skill, ones in by_skill.items()
    ]
    return tuple(sorted(matches, key=lambda match: (-match.strength, match.skill)))


def _strength(mentions: Counter[_Key]) -> float:
    """One word gives 0.5, a second different one 0.75; the same word again adds a little, up to four times."""
    points = sum(1 + 0.2 * (min(count, 4) - 1) for count in mentions.values())
    return min(1 - 0.5**points, 0.99)


def _find_skills(text: str, vocabulary: _Vocabulary) -> list[_Found]:
    tokens = _tokens(text)
    sure: list[_Found] = []
    unsure: list[_Found] = []
    hits = _phrases(text, tokens, lambda key: key in vocabulary.skills or key in vocabulary.cased, vocabulary.longest)
    for hit in hits:
        start, end = tokens[hit.first].start, tokens[hit.last].end
        sure += [_Found(skill, hit.key, start, end) for skill in vocabulary.skills.get(hit.key, ())]
        for skill, written in vocabulary.cased.get(hit.key, ()):
            if len(written) > 2 and text[start:end] == written and not _is_verb(text, start, end):
                sure.append(_Found(skill, hit.key, start, end))
            elif _is_item(text, start, end, short=len(written) <= 2 and text[start:end] == written):
                unsure.append(_Found(skill, hit.key, start, end))
    places = [(one.start, one.end) for one in sure if vocabulary.kind(one.skill) == "technical"]
    listed = [one for one in unsure if any(_near(one, start, end) for start, end in places)]
    return sorted([*sure, *listed], key=lambda one: (one.start, one.skill))


def _near(one: _Found, start: int, end: int) -> bool:
    return one.start - _LIST_REACH <= end and start <= one.end + _LIST_REACH


def _is_verb(text: str, start: int, end: int) -> bool:
    begins = _SENTENCE_START.search(text[max(0, start - 12) : start] if start else "")
    return begins is not None and _VERB_FOLLOWS.match(text, end) is not None


def _is_item(text: str, start: int, end: int, *, short: bool) -> bool:
    before, after = (_SHORT_BEFORE, _SHORT_AFTER) if short else (_ITEM_BEFORE, _ITEM_AFTER)
    return before.search(text[max(0, start - 12) : start]) is not None and after.match(text, end) is not None


def _denied(text: str, start: int) -> bool:
    return _DENIED.search(text[max(0, start - 80) : start]) is not None


def _declared(skill: str, vocabulary: _Vocabulary) -> tuple[SkillMatch, ...]:
    """A skill from a person's list: an id, a name or alias whatever its case, or words that hold one."""
    key = _key(skill)
    cased = (skill_id for skill_id, _ in vocabulary.cased.get(key, ()))
    known = [skill] if vocabulary.catalog.skill(skill) else [*vocabulary.skills.get(key, ()), *cased]
    words = (Words(skill, 0, len(skill), "skills"),)
    if known:
        return tuple(SkillMatch(skill_id, DECLARED_STRENGTH, words) for skill_id in known)
    return tuple(replace(match, strength=DECLARED_STRENGTH) for match in _match(skill, vocabulary, source="skills"))


def _combined(matches: Iterable[SkillMatch]) -> dict[str, SkillMatch]:
    """One match for each skill, over all sources: each further one takes away part of the doubt that was left."""
    combined: dict[str, SkillMatch] = {}
    for match in matches:
        known = combined.get(match.skill)
        combined[match.skill] = (
            match
            if known is None
            else SkillMatch(match.skill, 1 - (1 - known.strength) * (1 - match.strength), known.words + match.words)
        )
    return combined


# ---- titles ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _TitleHit:
    role: str
    strength: float
    words: Words


_RANK = r"(?:senior|sr\.?|junior|jr\.?|lead|principal|staff|trainee|graduate|associate|interim|freelance|experienced)"
_OTHERS = re.compile(r"\b(?:with|alongside|between|report(?:ed|ing|s)?|support(?:ed|ing|s)?|managed|assist\w*)\b", re.I)
_HEADING = re.compile(rf"(?:^|[|,:;•·▪–—\-(/@.*\d)]|\b(?:now|present|current|today))\s*(?:{_RANK}\s+)*$", re.I)
_SELF = re.compile(
    r"(?:\bas|\bam|['’]m|\bwas|\bbeen|\bbecame|\bbecome|\bseek(?:ing|s)?|\bhiring|\blooking for"
    r"|\b(?:role|job|position|post) of)"
    rf"\s+(?:(?:an?|our|the|your)\s+)?(?:[\w-]+\s+)?(?:{_RANK}\s+)*$",
    re.I,
)
# Of several titles in a text the first weighs most: CVs put the latest job first, job ads the job itself.
_NEXT_TITLE = 0.8
_IN_PASSING = 0.3


def _find_titles(text: str, vocabulary: _Vocabulary, *, source: str) -> Iterator[_TitleHit]:
    tokens = _tokens(text)
    seen: list[str] = []
    for hit in _phrases(text, tokens, vocabulary.titles.__contains__, vocabulary.longest):
        role = vocabulary.titles[hit.key]
        start, end = tokens[hit.first].start, tokens[hit.last].end
        strength = _IN_PASSING
        if _is_own_title(text, start, end):
            if role.id not in seen:
                seen.append(role.id)
            strength = max(_NEXT_TITLE ** seen.index(role.id), _IN_PASSING)
        yield _TitleHit(role.id, strength, Words(text[start:end], start, end, source))


def _is_own_title(text: str, start: int, end: int) -> bool:
    """Whether a title stands as a heading or after "I work as a", not as someone else's ("with product managers")."""
    before = text[max(text.rfind("\n", 0, start) + 1, start - 80) : start]
    plural = text[start:end].casefold().endswith("s") and not text[start:end].casefold().endswith("operations")
    if plural or _OTHERS.search(before):
        return False
    return bool(_HEADING.search(before) or _SELF.search(before))


def _best_titles(hits: Iterable[_TitleHit]) -> dict[str, list[_TitleHit]]:
    by_role: defaultdict[str, list[_TitleHit]] = defaultdict(list)
    for hit in hits:
        by_role[hit.role].append(hit)
    return {role: sorted(ones, key=lambda hit: -hit.strength) for role, ones in by_role.items()}


# ---- roles ----------------------------------------------------------------------------------------------------


def _fits(matches: Mapping[str, SkillMatch], vocabulary: _Vocabulary) -> dict[str, float]:
    """For each role, the cosine between its skills and the person's, each skill counted by how telling it is, 0..1."""
    person = {skill: match.strength * vocabulary.telling.get(skill, 0.0) for skill, match in matches.items()}
    if not any(vocabulary.kind(skill) != "soft" for skill in person):
        return {role.id: 0.0 for role in vocabulary.catalog.roles}
    return {role.id: _cosine(person, _pull(role, vocabulary)) for role in vocabulary.catalog.roles}


def _pull(role: Role, vocabulary: _Vocabulary) -> dict[str, float]:
    return {skill: weight * vocabulary.telling[skill] for skill, weight in role.skills.items()}


def _cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    lengths = math.hypot(*left.values()) * math.hypot(*right.values())
    return sum(value * right.get(key, 0.0) for key, value in left.items()) / lengths if lengths else 0.0


def _reasons(
    role: Role, matches: Mapping[str, SkillMatch], titles: Sequence[_TitleHit], vocabulary: _Vocabulary
) -> tuple[Reason, ...]:
    reasons = [Reason("title", role.name, _distinct(hit.words for hit in titles))] if titles else []
    pull = _pull(role, vocabulary)
    shared = sorted((skill for skill in matches if skill in pull), key=lambda s: (-pull[s] * matches[s].strength, s))
    reasons += [
        Reason("skill", vocabulary.catalog.skill_name(skill), _distinct(matches[skill].words), skill)
        for skill in shared[:MOST_REASONS]
    ]
    return tuple(reasons)


def _distinct(words: Iterable[Words]) -> tuple[Words, ...]:
    first: dict[str, Words] = {}
    for one in words:
        first.setdefault(one.text.casefold(), one)
    return tuple(first.values())[:MOST_WORDS]


# ---- a role of one's own --------------------------------------------------------------------------------------

_RANKS = frozenset(
    "senior sr junior jr lead principal staff trainee graduate intern assistant associate apprentice remote freelance"
    " contract interim deputy i ii iii 1 2 3".split()
)
_SHORT_FORMS = {
    "dev": "developer",
    "eng": "engineer",
    "mgr": "manager",
    "admin": "administrator",
    "rep": "representative",
}
# "Product manager, payments", "Data analyst (Berlin)", "Designer for mobile": the job stands before.
_TITLE_END = re.compile(r"\s*(?:[,(|:;]|\s[-–—]\s|\b(?:for|at|in|with)\b).*$", re.I | re.S)


def _role_by_title(title: str, vocabulary: _Vocabulary) -> tuple[Role | None, How]:
    whole = _key(title)
    key = _in_full(_without_ranks(_key(_TITLE_END.sub("", title))))
    for candidate in (whole, _without_ranks(whole), key):
        if candidate in vocabulary.titles:
            return vocabulary.titles[candidate], "title"
    if role := _by_typo(key, vocabulary):
        return role, "typo"
    if role := _by_ending(key, vocabulary):
        return role, "part"
    return None, "nothing"


def _in_full(key: _Key) -> _Key:
    return tuple(_SHORT_FORMS.get(word, word) for word in key)


def _without_ranks(key: _Key) -> _Key:
    words = list(key)
    while words and words[0] in _RANKS:
        words.pop(0)
    while words and words[-1] in _RANKS:
        words.pop()
    return tuple(words)


def _by_typo(key: _Key, vocabulary: _Vocabulary) -> Role | None:
    near = [(_slips(key, known), role) for known, role in vocabulary.titles.items()]
    fitting = [(slips, role) for slips, role in near if slips is not None]
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None


def _slips(typed: _Key, known: _Key) -> int | None:
    """How many letters were mistyped, or None where it is another title.

    Word by word and few in each: "prodct manger" is a product manager, "production manager" and "zookeeper" are not
    product manager and bookkeeper. People rarely miss the first letter.
    """
    if len(typed) != len(known):
        return None
    total = 0
    for one, other in zip(typed, known, strict=True):
        allowed = 0 if len(other) <= 4 else 1 if len(other) <= 7 else 2
        slips = OSA.distance(one, other, score_cutoff=allowed)
        if slips > allowed or one[:1] != other[:1]:
            return None
        total += slips
    return total


def _by_ending(key: _Key, vocabulary: _Vocabulary) -> Role | None:
    """The role of the longest title that the words end with; of one word only where it is the role's own name."""
    for start in range(1, len(key)):
        ending = key[start:]
        role = vocabulary.titles.get(ending)
        if role and (len(ending) > 1 or ending == _key(role.name)):
            return role
    return None


def _nearest_role(asked: Mapping[str, SkillMatch], vocabulary: _Vocabulary) -> Role | None:
    fits = _fits(asked, vocabulary)
    best = max(vocabulary.catalog.roles, key=lambda role: fits[role.id], default=None)
    return best if best and fits[best.id] >= LEAST_NEARNESS else None


# How much of the nearest role's weights a role of one's own takes over.
_SHARES: Mapping[How, float] = {"part": 0.8, "skills": 0.5}


def _custom_weights(
    role: Role | None, how: How, asked: Mapping[str, SkillMatch], vocabulary: _Vocabulary
) -> list[tuple[str, float]]:
    """Weight by skill, heaviest first: the role's skills, over them those that the person's words ask for."""
    share = _SHARES.get(how, 1.0)
    weights = {skill: weight * share for skill, weight in role.skills.items()} if role else _general(vocabulary)
    for skill, match in asked.items():
        named = any(words.source == "title" for words in match.words)
        wanted = 1.0 if named else 0.3 + 0.6 * match.strength
        weights[skill] = max(weights.get(skill, 0.0), wanted)
    ordered = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(skill, round(max(weight, 0.2), 2)) for skill, weight in ordered[:MOST_SKILLS]]


def _general(vocabulary: _Vocabulary) -> dict[str, float]:
    """The soft skills that most roles ask for, at the weight that those roles give them on average."""
    weights: defaultdict[str, list[float]] = defaultdict(list)
    for role in vocabulary.catalog.roles:
        for skill, weight in role.skills.items():
            if vocabulary.kind(skill) == "soft":
                weights[skill].append(weight)
    common = sorted(weights, key=lambda skill: (-len(weights[skill]), skill))[:GENERAL_SKILLS]
    return {skill: sum(weights[skill]) / len(weights[skill]) for skill in common}


def _note(title: str, role: Role | None, how: How) -> str:
    name = role.name if role else ""
    shown = f"'{title}'" if title else "A role without a title"
    if how == "title":
        return f"{shown} is known as {name}. Add or remove skills where your role differs."
    if how == "typo":
        return f"{shown} was read as {name}. If you meant something else, change the skills or the title."
    if how == "part":
        return f"{shown} is not in the catalog; its skills were taken from {name}. Correct what does not fit."
    if how == "skills":
        near = f" and, with less weight, from the nearest role, {name}" if role else ""
        return f"{shown} is not in the catalog; its skills come from your words{near}. Correct what does not fit."
    return (
        f"{shown} matches nothing in the catalog, so these are general skills that most roles ask for. "
        "Choose the skills of your role, or paste its job description."
    )
