"""Which ratings make a pair, and figures worked out by hand."""

from uuid import UUID, uuid4

import pytest

from core.rubric import DIMENSIONS
from core.services.agreement_rules import (
    FEWEST,
    OVERALL,
    Pair,
    Rated,
    between,
    coach_pairs,
    machine_pairs,
    who_by_who,
)

WEIGHTS = {"r": dict(zip(DIMENSIONS, (0.2, 0.2, 0.25, 0.2, 0.15), strict=True))}
ANNA, BEN, CLEO = (uuid4() for _ in range(3))


def rated(
    answer: UUID, rater: UUID, *levels: int | None, machine: tuple[float | None, ...] | None = None, rubric: str = "r"
) -> Rated:
    scores = None if machine is None else dict(zip(DIMENSIONS, machine, strict=True))
    return Rated(answer, "item", rater, dict(zip(DIMENSIONS, levels, strict=True)), scores, rubric)


def test_figures_by_hand() -> None:
    # 10 x (1, 1), 10 x (2, 2), 10 x (3, 1)
    given = [(1, 1)] * 10 + [(2, 2)] * 10 + [(3, 1)] * 10
    pairs = [Pair(f"item-{place // 6}", {"depth": (float(a), float(b))}) for place, (a, b) in enumerate(given)]
    told = between(pairs)
    assert told.pairs == dict.fromkeys((*DIMENSIONS, OVERALL), 0) | {"depth": 30}
    [found] = told.found.values()
    # apart: 10 x 4 = 40; by chance: over a in 1, 2, 3 (10 each) and b in 1 (20), 2 (10), of 30:
    # (10 x 10 x 1 + 10 x 20 x 1 + 10 x 20 x 4 + 10 x 10 x 1) / 30 = 1200 / 30 = 40 -> 1 - 40 / 40 = 0
    assert found.qwk == pytest.approx(0.0)
    assert (found.exact, found.adjacent) == (pytest.approx(2 / 3), pytest.approx(2 / 3))
    # means 4/3 and 2; the first's deviation is sqrt(20 / 29) = 0.83045: (4/3 - 2) / 0.83045
    assert found.smd == pytest.approx(-0.80277, abs=1e-5)
    # sum of (a - 2)(b - 4/3) = 10 x 1/3 + 0 - 10 x 1/3
    assert found.pearson_r == pytest.approx(0.0)
    assert found.qwk_interval is not None and found.qwk_interval.low < 0 < found.qwk_interval.high
    assert between(pairs) == told


def test_below_thirty_pairs_nothing_is_told() -> None:
    pairs = [Pair("item", {"depth": (1.0, 1.0)})] * (FEWEST - 1)
    told = between(pairs)
    assert (told.pairs["depth"], told.found) == (29, {})


def test_what_one_side_could_not_judge_is_in_neither() -> None:
    answer = uuid4()
    [pair] = machine_pairs([rated(answer, ANNA, 5, 3, None, 1, None, machine=(4.0, 2.5, 1.0, None, None))], WEIGHTS)
    # the overall is over structure and relevance, which weigh the same: (5 + 3) / 2 and (4 + 2.5) / 2
    assert pair.both == {"structure": (5, 4), "relevance": (3, 2.5), OVERALL: (4.0, 3.25)}
    [nothing] = machine_pairs([rated(answer, ANNA, None, None, None, None, 2, machine=(1, 1, 1, 1, None))], WEIGHTS)
    assert nothing.both == {}
    assert machine_pairs([rated(answer, ANNA, 1, 1, 1, 1, 1)], WEIGHTS) == []


def test_of_three_coaches_every_two_are_a_pair_and_who_came_first_is_first() -> None:
    answer, other = uuid4(), uuid4()
    given = [rated(answer, who, *[level] * 5) for who, level in ((CLEO, 1), (ANNA, 2), (BEN, 3))]
    given += [rated(other, ANNA, *[4] * 5), rated(other, BEN, *[5] * 5, rubric="s")]
    pairs = coach_pairs(given, WEIGHTS)
    # another answer's ratings, under two rubrics, are no pair
    assert [pair.both["depth"] for pair in pairs] == [(1, 2), (1, 3), (2, 3)]


def test_two_coaches_are_told_by_name_from_thirty_answers_on() -> None:
    names = {ANNA: "Anna", BEN: "Ben"}
    given = []
    for place in range(30):
        answer = uuid4()
        both = [rated(answer, ANNA, *[place % 6] * 5), rated(answer, BEN, *[min(5, place % 6 + 1)] * 5)]
        given += both if place % 2 else both[::-1]  # whoever rates first
    given += [rated(given[0].answer, CLEO, *[0] * 5)]
    [two] = who_by_who(given, WEIGHTS, names)
    assert (two.first, two.second, two.between.pairs[OVERALL]) == ("Anna", "Ben", 30)
    smd = two.between.found[OVERALL].smd
    assert smd is not None and smd > 0, "Ben is the milder one, whoever came first"
    assert who_by_who(given[:-3], WEIGHTS, names) == ()
