"""The rubric in force, as people read it."""

from collections.abc import Callable

import pytest

from core.models.vocabulary import UserRole
from core.services import rubrics
from core.services.accounts import Person
from core.services.context import Context
from pages._components.charts import DIMENSION_NAMES
from tests.pages.tab import Tab


@pytest.fixture
def tab(someone: Callable[..., Person], signed_in_app: Callable[..., Tab]) -> Tab:
    return signed_in_app(someone("sam", UserRole.STUDIO)).open("studio/rubric.py")


def test_the_page_names_the_rubric_in_force(ctx: Context, tab: Tab) -> None:
    rubric = rubrics.rubric_in_force(ctx.db)
    assert tab.title == "Rubric"
    assert tab.says(f"{rubric.title}, version {rubric.content_hash[:12]}")


def test_each_dimension_has_its_weight_and_they_add_up(ctx: Context, tab: Tab) -> None:
    rubric = rubrics.rubric_in_force(ctx.db)
    assert [one.label for one in tab.at.tabs] == [DIMENSION_NAMES[one.name] for one in rubric.dimensions]
    for part, dimension in zip(tab.at.tabs, rubric.dimensions, strict=True):
        assert part.markdown[0].value.startswith(f"Weight {dimension.weight:.0%}")
    assert sum(dimension.weight for dimension in rubric.dimensions) == pytest.approx(1)


def test_every_level_is_described_with_an_example(ctx: Context, tab: Tab) -> None:
    for dimension in rubrics.rubric_in_force(ctx.db).dimensions:
        for anchor in dimension.anchors:
            assert tab.says(f"**{anchor.level}** · {anchor.descriptor}")
            assert tab.says(anchor.behaviour) and tab.says(f"For example: {anchor.example}")


def test_every_signal_stands_with_its_weight_and_what_raises_it(ctx: Context, tab: Tab) -> None:
    for table, dimension in zip(tab.at.dataframe, rubrics.rubric_in_force(ctx.db).dimensions, strict=True):
        assert list(table.value["Signal"]) == [signal.label for signal in dimension.signals]
        assert list(table.value["Weight"]) == pytest.approx([signal.weight for signal in dimension.signals])
        assert list(table.value["To raise it"]) == [signal.advice for signal in dimension.signals]


def test_the_page_reads_the_same_when_it_runs_again(tab: Tab) -> None:
    before = tab.texts
    assert tab.run().texts == before
