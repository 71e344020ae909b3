"""How answers were delivered, counted by hand."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from core.models.vocabulary import HandedIn
from core.services.delivery import Delivery, WordCount, delivery_of
from core.services.roles import RoleChoice
from core.services.views import AnswerView, QuestionView
from tests.support.contexts import real_catalog

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUESTION = QuestionView(
    id=uuid4(), session_id=uuid4(), order=1, question_text="Why?", category="technical", bucket="core",
    difficulty="easy", skill_tags=("sql",), is_followup=False, parent_question_id=None, item_id="x", item_hash="h",
    seconds=120, shown_at=NOW, deadline_at=NOW, skipped_at=None, spent_seconds=0, created_at=NOW, is_answered=True,
)  # fmt: skip
ROLE = RoleChoice("Backend engineer", (("sql", 1.0), ("python", 0.7), ("java", 0.4), ("databases", 0.9)))


def answer(text: str, seconds: int, *, dictated: bool = False) -> AnswerView:
    return AnswerView(
        id=uuid4(), question=QUESTION, answer_text=text, handed_in=HandedIn.SUBMITTED, scores=None, feedback=None,
        overall_score=None, skill_tags=("sql",), submitted_at=NOW, time_seconds=seconds, is_told_time=False,
        dictated=dictated, self_rating=None, is_revealed=True,
    )  # fmt: skip


def found(*answers: AnswerView) -> Delivery:
    return delivery_of(answers, ROLE, real_catalog())


def test_pace_is_words_a_minute_typed_and_spoken_apart() -> None:
    ten = "I add an index and then the query runs fast"  # ten words
    # typed: 10 + 10 words in 30 + 90 s: 20 * 60 / 120 = 10; spoken: 10 words in 4 s: 150
    delivery = found(answer(ten, 30), answer(ten, 90), answer(ten, 4, dictated=True))
    assert (delivery.words, delivery.typed_pace, delivery.dictated_pace) == (30, 10.0, 150.0)


def test_there_is_no_pace_without_time_or_words() -> None:
    delivery = found(answer("", 30), answer("I measure", 0))
    assert (delivery.typed_pace, delivery.dictated_pace) == (None, None)


def test_fillers_and_hedges_are_counted_as_they_were_said() -> None:
    delivery = found(answer("Um, I think we basically added um an index. Maybe it helped, I think.", 30))
    assert delivery.fillers == (WordCount("um", 2), WordCount("basically", 1))
    assert delivery.hedges == (WordCount("i think", 2), WordCount("maybe", 1))
    assert delivery.words == 14
    assert round(delivery.per_hundred(delivery.fillers), 1) == 21.4  # 3 of 14


def test_words_that_come_back_are_counted_by_family() -> None:
    delivery = found(answer("The index helps. Indexes cost writes. An index on writes is dear.", 60))
    assert delivery.most_used[:2] == (WordCount("index", 3), WordCount("writes", 2))
    assert all(count.times > 1 for count in delivery.most_used)


def test_terms_of_the_role_are_told_apart_by_whether_they_came_up() -> None:
    delivery = found(answer("I wrote the report in Python, with a SQL query.", 60))
    assert delivery.role_terms_used == ("SQL", "Python")
    assert delivery.role_terms_missing == ("Databases",)  # Java is too light to be missed


def test_nothing_said_is_nothing_to_go_by() -> None:
    delivery = found(answer("", 0))
    assert not delivery.is_enough and delivery.words == 0 and delivery.per_hundred(delivery.fillers) == 0.0
    assert not found().is_enough
    assert found(answer("word " * 40, 60)).is_enough
    assert replace(delivery, words=39).is_enough is False
