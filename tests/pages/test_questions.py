"""The question bank, filtered and read."""

from collections import Counter
from collections.abc import Callable

import pytest

from core.models.vocabulary import InterviewType, Level, UserRole
from core.services.accounts import Person
from core.services.context import Context
from core.services.coverage import at_hand
from core.services.library import Filter, find_items
from tests.pages.tab import Tab, unescaped
from tests.support.own_item import FIELDS

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


def part(tab: Tab, name: str) -> Tab:
    tab.at.segmented_control[0].set_value(name)
    return tab.run()


def test_coverage_counts_the_bank_and_says_how_far_it_carries(ctx: Context, tab: Tab) -> None:
    part(tab, "Coverage")
    drawn = {trace["name"]: sum(trace["x"]) for trace in tab.chart("by_kind")["data"]}
    assert drawn == Counter(item.difficulty for item in ctx.bank.items.values())
    [table] = [frame.value for frame in tab.at.dataframe if "Role" in frame.value]
    backend = table[table["Role"] == "Backend engineer"].iloc[0]
    [row] = [
        row
        for row in at_hand(ctx.bank, ctx.catalog, Level.MID)
        if row.role == "Backend engineer" and row.type is InterviewType.TECHNICAL
    ]
    assert backend["technical"] == row.interviews > 0


def fill(tab: Tab, **changes: str) -> Tab:
    fields = FIELDS | changes
    areas = {
        "Question": "text",
        "Key points, four to eight": "key_points",
        "Mistakes that people make, one to five": "misconceptions",
        "Model answer, 90 to 220 words": "model_answer",
        "Follow-ups, one to three": "followups",
    }
    for area in tab.at.text_area:
        area.set_value(fields[areas[area.label]])
    tab.at.selectbox(key="new_kind").select("situational")
    tab.at.multiselect(key="new_skills").set_value(["customer-focus", "communication"])
    return tab.press("Check and add")


def test_a_question_is_added_listed_and_taken_out_again(ctx: Context, tab: Tab) -> None:
    part(tab, "Bring your own")
    assert tab.says("Nothing was added here yet.")
    fill(tab)
    [own] = set(ctx.bank.items) - set(ctx.files.items)
    assert tab.says(f"Added as {own}. It can be asked from the next interview on.")
    assert tab.says(FIELDS["text"])
    tab.press("Take out of use")
    assert own not in ctx.bank.items
    assert tab.says("Nothing was added here yet.")


def test_a_faulty_question_is_refused_with_reasons_and_nothing_typed_is_lost(ctx: Context, tab: Tab) -> None:
    part(tab, "Bring your own")
    fill(tab, model_answer="Too short.")
    assert tab.says("the model answer has 2 words, and 90 to 220 are meant")
    fill(tab, text="<script>", key_points="* One. // way", model_answer="Too short.")
    assert tab.says("Please mend these and try again:")
    assert tab.says("text: String should have at least 20 characters")
    assert tab.says("key points: Tuple should have at least 4 items")
    assert [area.value for area in tab.at.text_area if area.label.startswith("Model")] == ["Too short."]
    assert ctx.bank.items.keys() == ctx.files.items.keys()


def test_performance_stands_beside_each_question(
    ctx: Context, ada: Person, finished: Callable[..., object], tab: Tab
) -> None:
    finished(ada)
    table = tab.run().at.dataframe[0].value
    assert table["Shown"].sum() == 3
    assert table["Mean"].notna().sum() == 3
    assert table["Tells apart"].isna().all()
