"""The arithmetic of human ratings: which are in force, where coaches differ, and what counts in the end.

Functions of their arguments; what they work on is read by ``counting``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from uuid import UUID

from core.models.vocabulary import RatingKind
from core.rubric import DIMENSIONS

LEAST, MOST = 0, 5
TOO_FAR_APART = 2
"""From so many levels between two coaches on, a moderator decides.

One level apart is ordinary between trained raters, and their mean is the better estimate; two apart means that they
saw different things. Testing programmes that score essays twice draw the line at the same place.
"""

Levels = Mapping[str, int | None]
"""Of each dimension a level of 0 to 5, or None where the rater could not judge it."""
Scores = Mapping[str, float | None]


@dataclass(frozen=True)
class Given:
    """One rating as it was stored; ``rater`` is None when the account is gone."""

    id: UUID
    rater: UUID | None
    kind: RatingKind
    levels: Levels
    given_at: datetime


@dataclass(frozen=True)
class Outcome:
    """What the ratings of an answer come to.

    ``scores`` are the mean levels, 0 to 5, or a moderator's own; None while coaches are too far apart, in the
    dimensions that ``apart`` names.
    """

    scores: Scores | None
    apart: tuple[str, ...] = ()
    is_decided: bool = False


def in_force(ratings: Iterable[Given]) -> tuple[Given, ...]:
    """The newest rating of each coach and the newest decision, oldest first."""
    newest: dict[tuple[RatingKind, UUID | None], Given] = {}
    for one in sorted(ratings, key=lambda given: given.given_at):
        # A decision replaces those before it, whoever made them; of raters who are gone none is known to be another.
        who = None if one.kind is RatingKind.DECISION else one.rater or one.id
        newest[one.kind, who] = one
    return tuple(sorted(newest.values(), key=lambda given: given.given_at))


def dimensions_apart(ratings: Sequence[Given]) -> tuple[str, ...]:
    """The dimensions in which two of these ratings are too far apart."""
    apart = []
    for name in DIMENSIONS:
        known = [level for one in ratings if (level := one.levels.get(name)) is not None]
        if known and max(known) - min(known) >= TOO_FAR_APART:
            apart.append(name)
    return tuple(apart)


def are_too_far_apart(ratings: Iterable[Given]) -> bool:
    """Whether coaches differ on an answer and nobody has decided."""
    outcome = outcome_of(ratings)
    return outcome is not None and bool(outcome.apart)


def outcome_of(ratings: Iterable[Given]) -> Outcome | None:
    """What the ratings of one answer within one group come to; None without any.

    A decision ends the matter, also for coaches who rate later.
    """
    valid = in_force(ratings)
    if not valid:
        return None
    decision = next((one for one in valid if one.kind is RatingKind.DECISION), None)
    if decision is not None:
        return Outcome(_mean([decision]), is_decided=True)
    apart = dimensions_apart(valid)
    return Outcome(None if apart else _mean(valid), apart)


def counting_scores(machine: Scores, human: Scores | None) -> dict[str, float | None]:
    """The scores that count where coaches' do: theirs, and the machine's where they could not judge."""
    own = human or {}
    return {name: machine.get(name) if (level := own.get(name)) is None else level for name in DIMENSIONS}


def mean_levels(given: Iterable[Levels]) -> dict[str, float | None]:
    """The mean level of each dimension over those who could judge it; None where nobody could."""
    all_of_them = list(given)
    levels = {name: [level for one in all_of_them if (level := one.get(name)) is not None] for name in DIMENSIONS}
    return {name: fmean(known) if known else None for name, known in levels.items()}


def _mean(ratings: Sequence[Given]) -> dict[str, float | None]:
    return mean_levels([one.levels for one in ratings])
