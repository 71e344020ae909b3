"""A report of agreement between human and machine scores, dimension by dimension."""

from collections.abc import Hashable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.agreement.bootstrap import intervals
from core.agreement.measures import (
    Interval,
    adjacent_agreement,
    exact_agreement,
    pearson,
    pearson_within,
    quadratic_kappa,
    round_to_scale,
    standardised_difference,
)


@dataclass(frozen=True)
class Agreement:
    """How a machine's scores agree with a human's, or a second human's with a first's. ``None`` where there is no such.

    The machine's scores were brought onto the human scale; ``qwk``, ``exact`` and ``adjacent`` are after rounding both.
    Intervals are of 95 %.
    """

    n: int
    pearson_r: float | None
    pearson_r_interval: Interval | None
    within_question_r: float | None
    within_question_r_interval: Interval | None
    qwk: float | None
    qwk_interval: Interval | None
    exact: float | None
    exact_interval: Interval | None
    adjacent: float | None
    adjacent_interval: Interval | None
    smd: float | None
    smd_interval: Interval | None
    human_mean: float | None
    machine_mean: float | None

    def to_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)


def agree(
    groups: Sequence[Hashable],
    human: Sequence[float],
    machine: Sequence[float],
    *,
    scale: tuple[float, float],
    seed: int,
    rounds: int = 500,
) -> Agreement:
    """Measure agreement.

    Args:
        groups: the question of each pair.
        scale: lowest and highest human score; a scale of less than two whole steps is stretched to five for rounding.
        seed: of the bootstrap.
    """
    low, high = scale
    stretch = 1.0 if high - low >= 2 else 5.0 / (high - low)
    steps = (0, round((high - low) * stretch))
    rounded_human = round_to_scale([(value - low) * stretch for value in human], *steps)
    rounded_machine = round_to_scale([(value - low) * stretch for value in machine], *steps)
    found = intervals(groups, human, machine, rounded=(rounded_human, rounded_machine), seed=seed, rounds=rounds)
    return Agreement(
        n=len(human),
        pearson_r=pearson(human, machine),
        pearson_r_interval=found["pearson_r"],
        within_question_r=pearson_within(groups, human, machine),
        within_question_r_interval=found["within_question_r"],
        qwk=quadratic_kappa(rounded_human, rounded_machine, *steps),
        qwk_interval=found["qwk"],
        exact=exact_agreement(rounded_human, rounded_machine),
        exact_interval=found["exact"],
        adjacent=adjacent_agreement(rounded_human, rounded_machine),
        adjacent_interval=found["adjacent"],
        smd=standardised_difference(human, machine),
        smd_interval=found["smd"],
        human_mean=sum(human) / len(human) if human else None,
        machine_mean=sum(machine) / len(machine) if machine else None,
    )
