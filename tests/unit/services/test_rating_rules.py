"""What ratings come to, by hand."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from core.models.vocabulary import RatingKind
from core.rubric import DIMENSIONS
from core.services.rating_rules import Given, Outcome, counting_scores, in_force, outcome_of

ANNA, BEN, MOD = UUID(int=1), UUID(int=2), UUID(int=3)
THEN = datetime(2026, 3, 2, tzinfo=UTC)


def of_five(*levels: float | None) -> dict[str, float | None]:
    return dict(zip(DIMENSIONS, levels, strict=True))


def given(
    rater: UUID | None, levels: tuple[int | None, ...], minute: int, kind: RatingKind = RatingKind.RATING
) -> Given:
    return Given(uuid4(), rater, kind, dict(zip(DIMENSIONS, levels, strict=True)), THEN + timedelta(minutes=minute))


def test_nothing_comes_to_nothing() -> None:
    assert outcome_of([]) is None


def test_one_rating_is_what_counts() -> None:
    assert outcome_of([given(ANNA, (3, 4, None, 0, 5), 1)]) == Outcome(of_five(3, 4, None, 0, 5))


def test_two_within_a_level_are_averaged_and_who_could_not_judge_has_no_say() -> None:
    found = outcome_of([given(ANNA, (3, 4, None, 0, 5), 1), given(BEN, (4, 4, 2, 1, None), 2)])
    assert found == Outcome(of_five(3.5, 4, 2, 0.5, 5))


def test_two_levels_apart_nothing_counts_until_somebody_decides() -> None:
    apart = [given(ANNA, (3, 4, 1, 2, 5), 1), given(BEN, (1, 4, 1, 2, 3), 2)]
    assert outcome_of(apart) == Outcome(None, ("structure", "communication"))
    decided = [*apart, given(MOD, (2, 4, 1, 2, 4), 3, RatingKind.DECISION)]
    assert outcome_of(decided) == Outcome(of_five(2, 4, 1, 2, 4), is_decided=True)
    # it stands, whoever rates afterwards
    assert outcome_of([*decided, given(ANNA, (5, 5, 5, 5, 5), 4)]) == Outcome(of_five(2, 4, 1, 2, 4), is_decided=True)


def test_a_coach_who_changes_their_mind_ends_the_difference() -> None:
    found = outcome_of(
        [given(ANNA, (3, 4, 1, 2, 5), 1), given(BEN, (1, 4, 1, 2, 3), 2), given(ANNA, (2, 4, 1, 2, 4), 3)]
    )
    assert found == Outcome(of_five(1.5, 4, 1, 2, 3.5))


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_the_newest_of_each_is_in_force_in_whatever_order_they_come(order: tuple[int, ...]) -> None:
    ratings = [given(ANNA, (1, 1, 1, 1, 1), 1), given(BEN, (2, 2, 2, 2, 2), 2), given(ANNA, (3, 3, 3, 3, 3), 3)]
    assert in_force(ratings[each] for each in order) == (ratings[1], ratings[2])


def test_raters_whose_accounts_are_gone_are_not_taken_for_one() -> None:
    assert len(in_force([given(None, (1, 1, 1, 1, 1), 1), given(None, (2, 2, 2, 2, 2), 2)])) == 2


def test_the_machine_counts_where_no_coach_could_judge() -> None:
    machine = of_five(1.0, 2.0, 3.0, None, 4.5)
    assert counting_scores(machine, of_five(3, None, None, None, 0)) == of_five(3, 2.0, 3.0, None, 0)
    assert counting_scores(machine, None) == machine
