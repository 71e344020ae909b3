"""The question bank, filtered and read."""

from collections.abc import Callable

import pytest

from core.models.vocabulary import UserRole
from core.services.accounts import Person
from core.services.context import Context
from core.services.library import Filter, find_items
from tests.pages.tab import Tab, unescaped

Open = Callable[..., Tab]
HINT = "Choose a row to read the question with its key points and model answer."


@pytest.fixture
def tab(someone: Callable[..., Person], signed_in_app: Open) -> Tab:
    return signed_in_app(someone("sam", UserRole.STUDIO)).open("studio/items.py")


def choose(tab: Tab, label: str, value: str | None) -> Tab:
    [box] = [box for box in tab.at.selectbox if box.label == label]
    box.select(value)
    return tab.run()


def select_row(tab: Tab, *rows: int) -> Tab:
    tab.at.session_state["items"] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return tab.run()


def listed(tab: Tab) -> list[str]:
    return list(tab.at.dataframe[0].value["Question"])


def test_at_first_the_whole_bank_is_listed(ctx: Context, tab: Tab) -> None:
    everything = [item.text for item in ctx.bank.items.values()]
    assert listed(tab) == everything
    assert tab.says(f"{len(everything)} of {len(everything)} questions")
    assert tab.says(HINT)


@pytest.mark.parametrize(
    ("label", "value", "wanted"),
    [
        ("Role", "data-analyst", Filter(role="data-analyst")),
        ("Kind", "system_design", Filter(bucket="system_design")),
        ("Level", "senior", Filter(level="senior")),
    ],
)
def test_each_filter_leaves_what_fits_and_can_be_taken_away(
    ctx: Context, tab: Tab, label: str, value: str, wanted: Filter
) -> None:
    everything = listed(tab)
    expected = [item.text for item in find_items(ctx, wanted)]
    assert 0 < len(expected) < len(everything)
    assert listed(choose(tab, label, value)) == expected
    assert tab.says(f"{len(expected)} of {len(everything)} questions")
    assert listed(choose(tab, label, None)) == everything


def test_words_are_looked_for_in_any_case_and_all_of_them(ctx: Context, tab: Tab) -> None:
    first, second = next(iter(ctx.bank.items.values())).text.split()[1:3]
    tab.type({"Words in the question": f" {second.upper()}  {first} "}).run()
    assert listed(tab)
    assert all(first.lower() in text.lower() and second.lower() in text.lower() for text in listed(tab))


def test_filters_count_together(ctx: Context, tab: Tab) -> None:
    choose(choose(tab, "Kind", "behavioral"), "Level", "junior")
    assert listed(tab) == [item.text for item in find_items(ctx, Filter(bucket="behavioral", level="junior"))]


def test_when_nothing_fits_the_page_says_what_to_do(ctx: Context, tab: Tab) -> None:
    tab.type({"Words in the question": "<script> **nowhere**"}).run()
    assert tab.says(f"0 of {len(ctx.bank.items)} questions")
    assert tab.says("No question fits all of these. Take one filter away.")
    assert not tab.says(HINT)


def test_a_chosen_row_shows_the_question_in_full(ctx: Context, tab: Tab) -> None:
    item = list(ctx.bank.items.values())[2]
    select_row(tab, 2)
    assert unescaped(tab.at.subheader[0].value) == item.text
    for text in (item.id, item.model_answer.strip(), *(point.says for point in item.key_points)):
        assert tab.says(text)
    for misconception in item.misconceptions:
        assert tab.says(misconception.says) and tab.says(misconception.correction)
    assert not tab.says(HINT)


def test_the_row_is_that_of_the_filtered_list(ctx: Context, tab: Tab) -> None:
    choose(tab, "Kind", "system_design")
    select_row(tab, 1)
    assert unescaped(tab.at.subheader[0].value) == listed(tab)[1]


def test_a_row_that_a_filter_takes_away_does_not_break_the_page(ctx: Context, tab: Tab) -> None:
    select_row(tab, len(ctx.bank.items) - 1)
    assert tab.at.subheader
    choose(tab, "Kind", "system_design")
    assert len(listed(tab)) < len(ctx.bank.items)
    if tab.at.subheader:
        assert unescaped(tab.at.subheader[0].value) in listed(tab)
