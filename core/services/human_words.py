"""How ratings of coaches beside the machine's are told: whose count, who gave them, and what remarks are about."""

from collections.abc import Sequence

from core.models.vocabulary import Counts, RatingKind
from core.services.human_views import CommentView, HumanView, RatingView

TAKEN = ("Dimension", "Machine", "Counts")
"""Headings that stand beside the names of coaches."""
LONGEST_QUOTE = 200


def what_counts(human: HumanView) -> str:
    """Whose scores count, in a sentence or two; empty where no coach has rated."""
    if human.counts is Counts.COACHES:
        return _coaches_count(human)
    if human.contested:
        return "Coaches do not agree on this answer yet and nobody has decided, so the machine's scores count."
    if not human.ratings:
        return ""
    return _capital(f"{_where(human)}the machine's scores count; coaches' ratings stand beside them.")


def headings(ratings: Sequence[RatingView]) -> list[str]:
    """A name for each rating, so that no two are the same."""
    given: list[str] = []
    for one in ratings:
        name = f"{one.rater} (decision)" if one.kind is RatingKind.DECISION else one.rater
        taken, number, wanted = {*TAKEN, *given}, 2, name
        while wanted in taken:
            wanted, number = f"{name} ({number})", number + 1
        given.append(wanted)
    return given


def how_given(one: RatingView) -> str:
    """Whether a rater knew the machine's scores."""
    return "before seeing the machine's scores" if one.is_blind else "after seeing the machine's scores"


def on_words(comments: Sequence[CommentView]) -> list[tuple[CommentView, int, int]]:
    """The remarks that are on a stretch of the text, in its order, each with where the stretch begins and ends."""
    placed = [(one, one.start, one.end) for one in comments if one.start is not None and one.end is not None]
    return sorted(placed, key=lambda remark: remark[1:])


def quoted(text: str, start: int, end: int) -> str:
    """The words of a stretch on one line, cut where they are many."""
    words = " ".join(text[start:end].split())
    return words if len(words) <= LONGEST_QUOTE else f"{words[:LONGEST_QUOTE].rstrip()} …"


def _coaches_count(human: HumanView) -> str:
    outcome = human.counting
    whose = ""
    if outcome is not None and outcome.is_decided:
        whose = ", here the decision between them"
    elif len(human.ratings) > 1:
        whose = ", here their mean"
    said = _capital(f"{_where(human)}coaches' ratings count{whose}.")
    if outcome is not None and None in (outcome.scores or {}).values():
        said += " Where no coach could judge, the machine's score counts."
    if human.machine is not None and human.machine.overall is not None:
        said += f" The machine's own overall score is {human.machine.overall:.0f}."
    return said


def _where(human: HumanView) -> str:
    groups = {one.group for one in human.ratings}
    return f"in the group {next(iter(groups))}, " if len(groups) == 1 and "" not in groups else ""


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
