"""What people typed, on its way to paper: nothing lost, nothing taken for more, and marks where they belong."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exports.typed import LONGEST_WORD, as_text, block, direction, marked, on_one_line
from core.scoring import Span

BREAK = "\u200b"


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words), words)


def runs(set_text: dict) -> list[tuple[str, str]]:
    return [(run["text"], run["mark"]) for run in set_text["runs"]]


def test_words_are_marked_where_the_spans_are() -> None:
    text = "I read the plan. An index always helps. The end."
    points, wrong = [span(text, "I read the plan")], [span(text, "An index always helps")]
    assert runs(marked(text, points=points, wrong=wrong)) == [
        ("I read the plan", "point"), (". ", ""), ("An index always helps", "wrong"), (". The end.", ""),
    ]  # fmt: skip


def test_what_does_not_hold_is_seen_although_it_also_made_a_point() -> None:
    text = "always helps here"
    found = marked(text, points=[span(text, "always helps here")], wrong=[span(text, "helps")])
    assert runs(found) == [("always ", "point"), ("helps", "wrong"), (" here", "point")]


def test_blanks_at_the_ends_of_a_span_are_not_marked_and_spans_beyond_the_text_do_no_harm() -> None:
    found = marked("a b c", points=[Span(1, 4, " b "), Span(4, 99, "c")], wrong=[Span(70, 80, "")])
    assert runs(found) == [("a ", ""), ("b", "point"), (" ", ""), ("c", "point")]


PLACES = st.lists(st.builds(Span, st.integers(0, 80), st.integers(0, 80), st.just("")), max_size=4)


# without a carriage return, which a mark may part from the line feed after it
@given(st.text(st.characters(exclude_characters="\r"), max_size=80), PLACES, PLACES)
def test_whatever_is_marked_the_text_is_the_same(text: str, points: list[Span], wrong: list[Span]) -> None:
    found = marked(text, points=points, wrong=wrong)
    assert "".join(run["text"] for run in found["runs"]) == "".join(run["text"] for run in block(text)["runs"])


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("a\r\nb\rc\x85d\u2028e", "a\nb\nc\nd\ne"),
        ("tab\there", "tab    here"),
        ("nul\x00 escape\x1b delete\x7f", "nul\ufffd escape\ufffd delete\ufffd"),
        ("half a pair \ud800", "half a pair \ufffd"),
        ("abc\u202egnp.exe\u202c \u2067x\u2069", "abcgnp.exe x"),
        ("#read(\"x\") *b* $y$ \\ @z", "#read(\"x\") *b* $y$ \\ @z"),
    ],
)  # fmt: skip
def test_what_cannot_be_printed_is_seen_as_such(typed: str, shown: str) -> None:
    assert as_text(typed) == shown


def test_a_name_stays_on_its_line() -> None:
    assert on_one_line("  Ada\nLovelace\t ") == "Ada Lovelace"


@pytest.mark.parametrize("word", ["a" * 200, "W" * 31, "https://" + "x" * 90, "\u0645" * 100])
def test_a_word_longer_than_a_line_may_be_broken(word: str) -> None:
    [(shown, _)] = runs(block(f"so {word} there"))
    assert shown.replace(BREAK, "") == f"so {word} there"
    assert max(len(part) for part in shown.replace(" ", BREAK).split(BREAK)) <= LONGEST_WORD


def test_a_long_word_is_broken_also_where_marks_meet_in_it() -> None:
    text = "x" * 100
    spans = [Span(start, start + 7, "") for start in range(0, 98, 14)]
    shown = "".join(run["text"] for run in marked(text, points=spans, wrong=())["runs"])
    assert shown == "".join(run["text"] for run in block(text)["runs"])


@pytest.mark.parametrize(
    "text",
    ["word " * 50, "我会先看查询计划然后比较估计的行数和实际的行数" * 5, "ประเทศไทยมีจังหวัด" * 9, "e" + "\u0301" * 200],
)
def test_nothing_is_broken_that_breaks_by_itself_or_must_not(text: str) -> None:
    assert runs(block(text)) == [(text, "")]


def test_no_letter_is_parted_from_its_marks() -> None:
    [(shown, _)] = runs(block("e\u0301" * 100))
    assert BREAK in shown
    assert not any(unicodedata.combining(after[0]) for after in shown.split(BREAK)[1:])


@pytest.mark.parametrize(
    ("text", "way"), [("Hello", "ltr"), ("123 أقرأ plan", "rtl"), ("שלום", "rtl"), ("", "ltr"), ("1 2 3", "ltr")]
)
def test_a_text_runs_as_its_first_letter_does(text: str, way: str) -> None:
    assert direction(text) == way == block(text)["dir"]
