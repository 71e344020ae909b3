"""Which ratings are compared with what: the first blind one of each coach, with the machine's under the same rubric."""

import csv
import io

import pytest
from sqlalchemy import select

from core.errors import ForbiddenError, NotFoundError
from core.exports.tables import agreement_csv
from core.models import Rating, User
from core.models.vocabulary import Counts, UserRole
from core.rubric import DIMENSIONS
from core.services import coaching, group_admin, group_settings, reviewing
from core.services.agreement_of_ratings import group_agreement, whole_agreement
from core.services.context import Context
from tests.store.test_progress import counted_queries
from tests.support.clock import FakeClock
from tests.support.coached import Coached, make_coached, make_staff
from tests.support.contexts import make_person
from tests.support.history import another_rubric
from tests.support.ratings import Marked, scoring, store_marked


@pytest.fixture
def there(ctx: Context) -> Coached:
    return make_coached(ctx)


def alike(level: int) -> dict[str, int | None]:
    return dict.fromkeys(DIMENSIONS, level)


def test_only_first_blind_ratings_are_compared_with_the_machine_itself(
    ctx: Context, there: Coached, clock: FakeClock
) -> None:
    first, second, third = there.answers
    group_settings.change_settings(ctx, there.coach, there.group_id, counts=Counts.COACHES, moderator_id=None)
    reviewing.rate(ctx, there.coach, first, alike(5))  # from here on its own scores are the coach's
    clock.advance(seconds=60)
    reviewing.rate(ctx, there.coach, first, alike(0), "I think otherwise now.")
    reviewing.show_machine_scores(ctx, there.coach, second)
    reviewing.rate(ctx, there.coach, second, alike(3))
    reviewing.rate(ctx, there.second, first, alike(4))
    reviewing.rate(ctx, there.second, third, alike(1))
    told = group_agreement(ctx, there.coach, there.group_id)
    assert (told.ratings, told.answers, told.coaches) == (3, 2, 2)
    # her second thought and the one after a look are not blind
    assert (told.not_blind, told.decisions, told.not_scored) == (2, 0, 0)
    assert (told.with_machine.pairs["depth"], told.among_coaches.pairs["depth"]) == (3, 1)
    assert told.with_machine.found == told.among_coaches.found == {}
    # carla's 0 and cem's 4 are too far apart, and who decides knows what both think
    decider = make_staff(ctx, "third", UserRole.COACH)
    group_admin.assign_coach(ctx, make_staff(ctx, "boss", UserRole.ADMIN), there.group_id, decider.id)
    reviewing.rate(ctx, decider, first, alike(4), "The opening is clear.")
    again = group_agreement(ctx, decider, there.group_id)
    assert (again.ratings, again.decisions, again.not_blind) == (3, 1, 2)


def test_figures_of_thirty_answers(ctx: Context, there: Coached) -> None:
    # five answers at each level; the machine says the same of 24, and one more or less of the last of each level
    levels = [level for level in range(6) for _ in range(5)]
    machine = [level if place % 5 < 4 else level + (1 if level < 5 else -1) for place, level in enumerate(levels)]
    marked = [Marked({there.coach: level}, float(score)) for level, score in zip(levels, machine, strict=True)]
    # one more, of which neither could judge everything
    marked.append(Marked({there.coach: [5, None, 5, 5, 5]}, [5.0, 5.0, None, 5.0, 5.0]))
    store_marked(ctx, there.member, there.group_id, marked)
    told = group_agreement(ctx, there.coach, there.group_id)
    assert told.with_machine.pairs == dict.fromkeys(DIMENSIONS, 31) | {
        "relevance": 30, "technical_accuracy": 30, "overall": 31,
    }  # fmt: skip
    found = told.with_machine.found["relevance"]
    assert (found.n, found.exact, found.adjacent) == (30, pytest.approx(24 / 30), 1.0)
    # the machine's mean is (5 - 1) / 30 higher; the coach's deviation is sqrt(30 x 35/12 / 29) = 1.73702
    assert found.smd == pytest.approx((4 / 30) / 1.73702, abs=1e-5)
    # apart: 6 x 1; by chance: 30 x (both mean squares - twice the product of the means), where the
    # machine has 4, 5, 5, 5, 6, 5 at 0..5: mean 79/30, mean square 291/30
    by_chance = 30 * (55 / 6 + 291 / 30 - 2 * 2.5 * 79 / 30)
    assert found.qwk == pytest.approx(1 - 6 / by_chance)
    assert found.qwk_interval is not None and found.qwk_interval.low < found.qwk < 1
    assert told.among_coaches.found == {} and told.who_by_who == ()
    assert group_agreement(ctx, there.coach, there.group_id) == told, "the same again"


def test_only_scores_under_the_ratings_own_rubric_and_of_the_newest_scorer(
    ctx: Context, there: Coached, clock: FakeClock
) -> None:
    [own, strange] = store_marked(
        ctx, there.member, there.group_id, [Marked({there.coach: 2}, 2.0), Marked({there.coach: 2})]
    )
    other = another_rubric(ctx, "stricter")
    clock.advance(seconds=60)
    with ctx.db.writing() as session:
        session.add(scoring(ctx, strange, other, 4.0))
        rubric = session.scalars(select(Rating.rubric_hash).where(Rating.answer_id == own)).one()
        session.add(scoring(ctx, own, rubric, [None, 3.0, 3.0, 3.0, 3.0], version="2"))
    told = group_agreement(ctx, there.coach, there.group_id)
    assert (told.ratings, told.not_scored) == (2, 1)
    assert (told.with_machine.pairs["structure"], told.with_machine.pairs["depth"]) == (0, 1)


def test_coaches_with_each_other(ctx: Context, there: Coached) -> None:
    both = [Marked({there.coach: place % 5, there.second: place % 5 + 1}, 2.0) for place in range(30)]
    store_marked(ctx, there.member, there.group_id, both)
    told = group_agreement(ctx, there.second, there.group_id)
    smd = told.among_coaches.found["overall"].smd
    assert smd is not None and smd > 0, "who rated later was milder"
    assert [(two.first, two.second) for two in told.who_by_who] == [("Carla", "Cem")]
    assert told.with_machine.pairs["overall"] == 60
    rows = list(csv.DictReader(io.StringIO(agreement_csv(told).decode("utf-8-sig"))))
    assert len(rows) == 3 * 6
    [row] = [row for row in rows if (row["second"], row["dimension"]) == ("Cem", "overall")]
    assert (row["first"], row["pairs"], row["adjacent"]) == ("Carla", "30", "1.0")
    assert float(row["smd_low"]) < float(row["smd"]) < float(row["smd_high"])
    # a coach whose account is gone was a coach all the same, and is told of no more by name
    with ctx.db.writing() as session:
        session.delete(session.get_one(User, there.second.id))
    gone = group_agreement(ctx, there.coach, there.group_id)
    assert (gone.ratings, gone.among_coaches.pairs["overall"], gone.who_by_who) == (60, 30, ())


def test_of_all_groups_without_names_and_of_no_other_group_to_a_coach(ctx: Context, there: Coached) -> None:
    dora, ned = make_staff(ctx, "dora", UserRole.COACH), make_person(ctx, "ned")
    autumn = coaching.make_group(ctx, dora, "Autumn").id
    store_marked(ctx, there.member, there.group_id, [Marked({there.coach: 1, there.second: 1}, 1.0)] * 30)
    store_marked(ctx, ned, autumn, [Marked({dora: 1}, 1.0)] * 3)
    assert group_agreement(ctx, dora, autumn).ratings == 3
    with pytest.raises(NotFoundError):
        group_agreement(ctx, dora, there.group_id)
    studio = make_staff(ctx, "sam", UserRole.STUDIO)
    told = whole_agreement(ctx, studio)
    assert (told.ratings, told.coaches, told.who_by_who) == (63, 3, ())
    for nobody_of_these in (dora, ned):
        with pytest.raises(ForbiddenError):
            whole_agreement(ctx, nobody_of_these)
    # the ratings are the coaches' own, and stay when somebody leaves
    coaching.leave(ctx, there.member, there.group_id)
    assert group_agreement(ctx, there.coach, there.group_id).ratings == 60


def test_it_takes_the_same_few_queries_however_many_there_are(ctx: Context, there: Coached) -> None:
    store_marked(ctx, there.member, there.group_id, [Marked({there.coach: 1}, 1.0)])
    group_agreement(ctx, there.coach, there.group_id)  # the rubric is read once in a process
    with counted_queries(ctx) as few:
        group_agreement(ctx, there.coach, there.group_id)
    store_marked(ctx, there.member, there.group_id, [Marked({there.coach: 1, there.second: 2}, 1.0)] * 30)
    with counted_queries(ctx) as many:
        assert group_agreement(ctx, there.coach, there.group_id).ratings == 61
    # the group, its coach, the ratings, the machine's scores, the names, what is left out
    assert len(few) == len(many) == 6
