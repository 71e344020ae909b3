"""The agreement page: figures, what they mean, what is left out of them, and what is said where there are too few."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from core.models.vocabulary import Shows, UserRole
from core.services import coaching
from core.services.accounts import Person
from core.services.context import Context
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.ratings import Marked, store_marked

Open = Callable[..., Tab]
Someone = Callable[..., Person]


@pytest.fixture
def carla(someone: Someone) -> Person:
    """A coach."""
    return someone("carla", UserRole.COACH)


@pytest.fixture
def group_id(ctx: Context, carla: Person, ada: Person) -> UUID:
    """Her group, which Ada is in."""
    group_id = coaching.make_group(ctx, carla, NASTY).id
    coaching.join(ctx, ada, coaching.invite(ctx, carla, group_id), Shows.ANSWERS)
    return group_id


def test_a_coach_without_a_group_is_led_to_where_one_is_made(carla: Person, signed_in_app: Open) -> None:
    tab = signed_in_app(carla).open("coach/agreement.py")
    assert tab.title == "Agreement" and tab.says("You coach no group yet")
    assert tab.press("Go to groups").page == "groups"


def test_before_there_are_ratings_it_says_what_will_be_here(group_id: UUID, carla: Person, signed_in_app: Open) -> None:
    tab = signed_in_app(carla).open("coach/agreement.py")
    assert tab.says("Nobody has rated an answer blind yet.") and not tab.at.dataframe and tab.says(NASTY)


def test_figures_and_too_few_to_say(
    ctx: Context, group_id: UUID, carla: Person, ada: Person, someone: Someone, signed_in_app: Open
) -> None:
    cyril = someone("cyril", UserRole.COACH)
    marked = [Marked({carla: place % 6}, min(5.0, place % 6 + 0.6)) for place in range(30)]
    marked += [Marked({carla: [3, None, 3, 3, 3], cyril: 4}, [3.0, 3.0, None, 3.0, 3.0]), Marked({cyril: 1})]
    marked += [Marked({carla: 2}, 2.0, is_blind=False)]
    store_marked(ctx, ada, group_id, marked)
    tab = signed_in_app(carla).open("coach/agreement.py")
    assert tab.says("Compared are 33 ratings of 32 answers by 2 coaches")
    assert tab.says("Left out: 1 rating that was not blind") and tab.says("1 rating of answers that the machine has no")
    machine, coaches = (frame.value.to_dict("records") for frame in tab.at.dataframe)
    told = {row["Dimension"]: row for row in machine}
    assert list(told) == ["Structure", "Relevance", "Accuracy", "Depth", "Communication", "Overall"]
    # 31 of carla's and one of cyril's; she left one out of relevance, the machine two out of accuracy
    assert [row["Pairs"] for row in machine] == [32, 31, 30, 32, 32, 32]
    assert (
        told["Depth"]["QWK"].startswith("0.")
        and ", " in told["Depth"]["QWK"]
        and told["Depth"]["Adjacent"].startswith("100% [100, ")
    )
    assert {row["QWK"] for row in coaches} == {"too few ratings to say"}
    assert tab.says("the most in a dimension is 1, and from 30 on there are figures")
    [dots] = tab.chart("agreement")["data"]
    assert (dots["name"], len(dots["x"])) == ("Coaches and machine", 6)
    assert tab.says("The machine is milder than the coaches, by 0.") and tab.says("Williamson, Xi and Breyer")
    assert is_plain_text(tab)


def test_the_product_team_sees_all_groups_and_an_admin_chooses_among_their_own_too(
    ctx: Context, group_id: UUID, carla: Person, ada: Person, someone: Someone, signed_in_app: Open
) -> None:
    store_marked(ctx, ada, group_id, [Marked({carla: 2}, 2.0)])
    tab = signed_in_app(someone("sam", UserRole.STUDIO)).open("coach/agreement.py")
    assert tab.says("All groups") and tab.says("Compared are 1 rating of 1 answer by 1 coach:")
    assert not tab.at.selectbox and not tab.says(NASTY) and not tab.says("Carla")
    both = someone("dora", UserRole.COACH, UserRole.ADMIN)
    coaching.make_group(ctx, both, "Autumn")
    tab = signed_in_app(both).open("coach/agreement.py")
    [groups] = tab.at.selectbox
    assert groups.options == ["All groups", "Autumn"]
    groups.select_index(1)
    assert tab.run().says("Nobody has rated an answer blind yet.")


def test_what_figures_mean_is_said_by_the_usual_bars() -> None:
    from core.agreement import Interval, agree
    from pages._components.agreement_words import machine_in_words

    some = agree(["a", "b"] * 20, [0, 1, 2, 3] * 10, [0, 1, 2, 3] * 10, scale=(0, 5), seed=1)

    def says(qwk: float | None, ends: tuple[float, float], smd: float, coaches: float | None = None) -> str:
        machine = replace(some, qwk=qwk, qwk_interval=Interval(*ends), smd=smd)
        return machine_in_words(machine, None if coaches is None else replace(some, qwk=coaches))

    assert says(0.75, (0.71, 0.8), 0.15) == "QWK 0.75 reaches 0.7. The machine is about as strict as the coaches."
    assert "look at the answer. The machine is stricter than the coaches, by 0.16" in says(0.6, (0.5, 0.65), -0.16)
    assert "lies on both sides of it" in says(0.75, (0.65, 0.8), 0.0)
    assert "at 0.80, which is hardly more" in says(0.71, (0.7, 0.8), 0.0, coaches=0.8)
    assert "at 0.85, which is clearly more" in says(0.71, (0.7, 0.8), 0.0, coaches=0.85)
    assert "Coaches agree less with each other (0.60)" in says(0.71, (0.7, 0.8), 0.0, coaches=0.6)
    assert says(None, (0, 0), 0.0).startswith("All ratings or all scores are the same")
