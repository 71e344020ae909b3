"""What another rubric would do to many answers: the arithmetic, on arrays.

Functions of their arguments; which answers they are is read by ``trials``.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.agreement import Agreement, agree
from core.rubric import DIMENSIONS, Dimension, Rubric
from core.scoring.table import Floats, Grades, SignalTable, grade_table, signal_column

OVERALL = "overall"
MOVED = 5.0
"""Of 100: what an overall score must move by to be called moved; a candidate hardly notices less."""
BAND = 10
FEWEST_RATED = 30
"""With fewer rated answers an agreement is not told: its interval would span nearly everything."""


@dataclass(frozen=True)
class Trial:
    """The scores of the same n answers under two rubrics."""

    before: Grades
    after: Grades

    @cached_property
    def change(self) -> Floats:
        """By how much each overall score moves, of 100; nan where there is none."""
        return self.after.overall - self.before.overall

    @property
    def scored(self) -> int:
        """How many answers have an overall score under both."""
        return int((~np.isnan(self.change)).sum())

    @property
    def risen(self) -> int:
        """How many rise by what people notice."""
        return int((self.change >= MOVED).sum())

    @property
    def fallen(self) -> int:
        """How many fall by as much."""
        return int((self.change <= -MOVED).sum())

    @property
    def means(self) -> tuple[float | None, float | None]:
        """The mean overall score before and after, of 100."""
        return mean_of(self.before.overall), mean_of(self.after.overall)

    def dimension_means(self) -> tuple[dict[str, float | None], dict[str, float | None]]:
        """The mean of each dimension before and after, 0 to 5."""
        before, after = (
            {name: mean_of(grades.dimensions[:, place]) for place, name in enumerate(DIMENSIONS)}
            for grades in (self.before, self.after)
        )
        return before, after

    def bands(self) -> tuple[dict[int, int], dict[int, int]]:
        """How many overall scores fall into each ten before and after; the last one includes 100."""
        before, after = (bands_of(grades.overall) for grades in (self.before, self.after))
        return before, after

    def movers(self, count: int) -> tuple[list[int], list[int]]:
        """The places of those that rise most and of those that fall most, the largest moves first."""
        known = np.flatnonzero(~np.isnan(self.change))
        order = known[np.argsort(self.change[known], kind="stable")]
        falling = [int(place) for place in order[:count] if self.change[place] < 0]
        rising = [int(place) for place in order[::-1][:count] if self.change[place] > 0]
        return rising, falling


def try_rubric(table: SignalTable, before: Rubric | Grades, after: Rubric) -> Trial:
    """Grade the same answers by two rubrics; what is graded already need not be graded again."""
    known = before if isinstance(before, Grades) else grade_table(table, before)
    return Trial(known, grade_table(table, after))


def mean_of(values: Floats) -> float | None:
    """The mean of what is known; None without any."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


def bands_of(overall: Floats) -> dict[int, int]:
    """How many scores, 0 to 100, fall into each ten."""
    known = overall[~np.isnan(overall)]
    places = np.clip(known // BAND, 0, 9).astype(np.intp)
    counts = np.bincount(places, minlength=10)
    return {BAND * place: int(count) for place, count in enumerate(counts)}


# --- why one moves ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cause:
    """What moves an answer most: a dimension, by how much (of 5), and the signal in it that does most of that."""

    dimension: str
    by: float
    signal: str
    label: str


def cause_of(table: SignalTable, trial: Trial, before: Rubric, after: Rubric, place: int) -> Cause | None:
    """Why an answer moves: where its score moves most under the new weights, and the signal that has most part in it.

    None where no dimension moves, so that only their weights in the overall score are others.
    """
    change = trial.after.dimensions[place] - trial.before.dimensions[place]
    change = np.nan_to_num(change)
    largest = int(np.abs(change).argmax())
    if abs(change[largest]) < 0.005:
        return None
    name = DIMENSIONS[largest]
    parts = _parts_moved(table, before.dimension(name), after.dimension(name), after, place)
    # of the parts that pull the way that it goes
    signal, _ = max(parts.items(), key=lambda part: part[1] * np.sign(change[largest]), default=("", 0.0))
    return Cause(name, float(change[largest]), signal, after.dimension(name).labels.get(signal, ""))


def _parts_moved(
    table: SignalTable, before: Dimension, after: Dimension, rubric: Rubric, place: int
) -> dict[str, float]:
    """By signal, what its own change of weight or floor adds to the sum, or to the factor, of one answer."""
    one = SignalTable(table.signals[[place]], table.kinds[[place]], table.assessed[[place]])
    value = {name: float(signal_column(one, name, rubric)[0]) for name in after.measured | before.measured}
    old = {signal.name: signal.weight for signal in before.signals}
    moved = {signal.name: (signal.weight - old.get(signal.name, 0.0)) * value[signal.name] for signal in after.signals}
    floors = {gate.name: gate.floor for gate in before.gates}
    for gate in after.gates:
        moved[gate.name] = (gate.floor - floors.get(gate.name, 1.0)) * (1.0 - value[gate.name])
    return moved


# --- agreement with people --------------------------------------------------------------------------------------


def agreements(
    grades: Grades, human: Floats, groups: Sequence[Hashable], *, seed: int = 1, rounds: int = 200
) -> dict[str, Agreement | None]:
    """How scores agree with people's, by dimension (0-5) and overall (0-100); None with fewer than 30 rated answers.

    Args:
        human: n x 6, the dimensions and the overall score of 100; nan where nobody rated.
        groups: the question of each answer.
    """
    machine = np.column_stack([grades.dimensions, grades.overall])
    found: dict[str, Agreement | None] = {}
    for place, name in enumerate((*DIMENSIONS, OVERALL)):
        both = ~np.isnan(machine[:, place]) & ~np.isnan(human[:, place])
        if both.sum() < FEWEST_RATED:
            found[name] = None
            continue
        rows = np.flatnonzero(both)
        # overall scores are compared on the scale of the dimensions, so that kappa has six steps in each
        scale = 20.0 if name == OVERALL else 1.0
        found[name] = agree(
            [groups[int(row)] for row in rows],
            (human[rows, place] / scale).tolist(),
            (machine[rows, place] / scale).tolist(),
            scale=(0, 5),
            seed=seed,
            rounds=rounds,
        )
    return found


# --- who gains --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """Answers of one kind: how many, and their mean overall score of 100 before and after."""

    name: str
    n: int
    before: float | None
    after: float | None


def shares(trial: Trial, kinds: Mapping[str, NDArray[np.bool_]]) -> tuple[Share, ...]:
    """The means of the answers of each kind."""
    return tuple(
        Share(name, int(mask.sum()), mean_of(trial.before.overall[mask]), mean_of(trial.after.overall[mask]))
        for name, mask in kinds.items()
    )


def thirds(values: Floats, names: tuple[str, str, str]) -> dict[str, NDArray[np.bool_]]:
    """Answers in three parts of about the same size, by a value of each; those without one are in none."""
    known = ~np.isnan(values)
    if not known.any():
        return {name: np.zeros(len(values), dtype=np.bool_) for name in names}
    low, high = np.quantile(values[known], [1 / 3, 2 / 3])
    return {
        names[0]: known & (values <= low),
        names[1]: known & (values > low) & (values <= high),
        names[2]: known & (values > high),
    }
