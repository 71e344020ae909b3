"""The interview as the candidate walks through it; what is shown comes from the database at every run."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import delete, select

from core.models import InterviewQuestion, InterviewSession
from core.models.vocabulary import HandedIn, Mode, Status, Timing
from core.services import accounts, answering, reading, sessions
from core.services.accounts import Person
from core.services.answering import Written
from core.services.box_tokens import BoxPass, read_box_token
from core.services.context import Context
from core.services.views import AnswerView, QuestionView
from pages._components.messages import minutes
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.clock import FakeClock
from tests.support.contexts import make_person

Open = Callable[..., Tab]
Answer = Callable[..., AnswerView]
WORDS = "First I would read the query plan, because guessing costs more time than measuring."
NOT_YOURS = "This interview does not exist, or it is not yours to open."


@pytest.fixture
def session_id(ada: Person, interview_of: Callable[..., UUID]) -> UUID:
    """An interview of ten questions; none is shown yet."""
    return interview_of(ada)


@pytest.fixture
def open_interview(ada: Person, session_id: UUID, signed_in_app: Open) -> Callable[[], Tab]:
    """Opens the interview in one more tab."""
    return lambda: signed_in_app(ada).open("practice/interview.py", session=str(session_id))


@pytest.fixture
def tab(open_interview: Callable[[], Tab]) -> Tab:
    """The interview, before its first question."""
    return open_interview()


def shown(ctx: Context, ada: Person, session_id: UUID) -> QuestionView:
    question = sessions.look(ctx, ada, session_id).open_question
    assert question is not None
    return question


def hand_in(ctx: Context, ada: Person, session_id: UUID, text: str = WORDS) -> None:
    """What the box does through the API while the page stands still."""
    answering.submit_answer(ctx, ada.id, shown(ctx, ada, session_id).id, Written(text, 1))


# --- from one question to the next ------------------------------------------------------------------------------


def test_before_the_first_question_no_clock_runs_and_its_text_is_hidden(
    ctx: Context, ada: Person, session_id: UUID, tab: Tab
) -> None:
    first = reading.questions(ctx, ada, session_id)[0]
    assert tab.says("Question 1 of 10 is next") and tab.says("0 of 10 answered")
    assert not tab.says(first.question_text)
    assert tab.box is None
    assert tab.buttons == ["Show the question", "End the interview early"]
    assert sessions.look(ctx, ada, session_id).open_question is None


def test_showing_a_question_gives_the_box_what_it_needs(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, tab: Tab
) -> None:
    tab.press("Show the question")
    question = shown(ctx, ada, session_id)
    assert question.deadline_at is not None and tab.box is not None
    assert tab.says(question.question_text) and tab.says("Question 1 of 10 ·")
    assert tab.box["question_id"] == str(question.id)
    assert (tab.box["text"], tab.box["revision"]) == ("", 0)
    assert tab.box["server_now_ms"] == clock().timestamp() * 1000
    assert tab.box["deadline_ms"] == question.deadline_at.timestamp() * 1000
    assert tab.box["total_seconds"] == question.seconds
    assert read_box_token(ctx, tab.box["token"]) == BoxPass(ada.id, question.id)
    assert tab.buttons == ["End the interview early"]


def test_a_question_that_was_answered_meanwhile_is_saved_and_the_next_waits(
    ctx: Context, ada: Person, session_id: UUID, tab: Tab
) -> None:
    tab.press("Show the question")
    hand_in(ctx, ada, session_id)
    tab.run()
    assert tab.says(f"Saved: your answer to question 1, {len(WORDS.split())} words.")
    assert tab.says("Question 2 of 10 is next") and tab.says("1 of 10 answered")
    assert tab.box is None and not tab.marked
    tab.press("Show the question")
    second = shown(ctx, ada, session_id)
    assert second.order == 2 and tab.box is not None
    assert tab.box["question_id"] == str(second.id)
    assert not tab.says("Saved:")


def test_a_draft_that_was_saved_meanwhile_is_in_the_box_with_its_revision(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, tab: Tab
) -> None:
    tab.press("Show the question")
    clock.advance(seconds=30)
    answering.save_draft(ctx, ada.id, shown(ctx, ada, session_id).id, Written(NASTY, 4))
    before = dict(tab.box or {})
    tab.run()
    assert tab.box is not None
    assert (tab.box["text"], tab.box["revision"]) == (NASTY, 4)
    assert tab.box["deadline_ms"] == before["deadline_ms"]
    assert tab.box["server_now_ms"] == before["server_now_ms"] + 30_000


def test_a_reload_shows_the_same(ctx: Context, ada: Person, session_id: UUID, open_interview: Open) -> None:
    def seen(tab: Tab) -> tuple[object, ...]:
        box = tab.box and {**tab.box, "token": None}
        return tab.page, tab.texts, tab.buttons, box

    tab = open_interview()
    assert seen(open_interview()) == seen(tab)
    tab.press("Show the question")
    answering.save_draft(ctx, ada.id, shown(ctx, ada, session_id).id, Written("half a thought", 1))
    assert seen(open_interview()) == seen(tab.run())
    hand_in(ctx, ada, session_id, "half a thought")
    assert seen(open_interview()) == seen(tab.run())


def test_a_second_press_on_show_starts_no_second_clock(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, open_interview: Open
) -> None:
    tab, other = open_interview(), open_interview()
    tab.press("Show the question")
    first = shown(ctx, ada, session_id)
    clock.advance(seconds=3)
    other.press("Show the question")
    assert shown(ctx, ada, session_id) == first
    assert tab.box is not None and other.box is not None
    assert other.box["question_id"] == tab.box["question_id"]
    assert other.box["deadline_ms"] == tab.box["deadline_ms"]


def test_a_second_press_after_the_answer_shows_the_next_question_and_no_more(
    ctx: Context, ada: Person, session_id: UUID, open_interview: Open
) -> None:
    tab, late = open_interview(), open_interview()
    tab.press("Show the question")
    hand_in(ctx, ada, session_id)
    late.press("Show the question")
    assert late.says("Question 2 of 10 ·")
    with ctx.db.reading() as session:
        opened = session.scalars(select(InterviewQuestion).where(InterviewQuestion.shown_at.is_not(None))).all()
        assert len(opened) == 2


# --- time -------------------------------------------------------------------------------------------------------


def test_an_expired_question_with_a_draft_is_saved_as_it_was(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, tab: Tab
) -> None:
    tab.press("Show the question")
    question = shown(ctx, ada, session_id)
    answering.save_draft(ctx, ada.id, question.id, Written("three words saved", 1))
    clock.advance(seconds=question.seconds + 6)
    tab.run()
    assert tab.box is None
    assert tab.says("Saved: your answer to question 1, 3 words.")
    assert answering.answer_to(ctx, ada.id, question.id).handed_in is HandedIn.EXPIRED


def test_an_expired_question_without_a_word_says_so_and_goes_on(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, tab: Tab
) -> None:
    tab.press("Show the question")
    clock.advance(seconds=shown(ctx, ada, session_id).seconds + 6)
    tab.run()
    assert tab.says("Time ran out on question 1 before anything was typed.")
    assert not tab.says("Saved:")
    assert tab.press("Show the question").says("Question 2 of 10 ·")


def test_within_the_grace_the_box_stays(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, tab: Tab
) -> None:
    tab.press("Show the question")
    clock.advance(seconds=shown(ctx, ada, session_id).seconds + 4)
    tab.run()
    assert tab.box is not None
    assert tab.box["server_now_ms"] > tab.box["deadline_ms"]


def test_a_question_that_expired_while_nobody_looked_is_closed_before_the_next_is_shown(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, open_interview: Open
) -> None:
    idle = open_interview()
    open_interview().press("Show the question")
    clock.advance(hours=1)
    idle.press("Show the question")
    assert idle.says("Question 2 of 10 ·") and idle.says("1 of 10 answered")


# --- feedback after each answer ---------------------------------------------------------------------------------


def test_coaching_shows_the_scores_and_reasons_of_the_last_answer(
    ctx: Context, ada: Person, interview_of: Callable[..., UUID], answer: Answer, signed_in_app: Open
) -> None:
    session_id = interview_of(ada, mode=Mode.COACHING)
    given = answer(ada, session_id)
    tab = signed_in_app(ada).open("practice/interview.py", session=str(session_id)).press("Show my score")
    assert given.scores is not None and given.feedback is not None
    assert tab.number("Overall") == f"{given.overall_score:.0f}"
    assert tab.number("Accuracy") == f"{given.scores['technical_accuracy']:.1f}"
    assert tab.says("What was strong") and tab.says("Key points:")
    assert all(tab.says(strength["text"]) for strength in given.feedback["strengths"])
    assert tab.says(given.feedback["model_answer"])
    [marked] = tab.marked
    assert marked["text"] == given.answer_text
    assert marked["marks"] and all(mark["kind"] == "good" for mark in marked["marks"])


def test_coaching_moves_on_with_the_next_question(
    ctx: Context, ada: Person, interview_of: Callable[..., UUID], answer: Answer, signed_in_app: Open
) -> None:
    session_id = interview_of(ada, mode=Mode.COACHING)
    answer(ada, session_id, "one two three")
    tab = signed_in_app(ada).open("practice/interview.py", session=str(session_id))
    tab.press("Show the question")
    assert tab.box is not None and not tab.marked and not tab.at.metric
    hand_in(ctx, ada, session_id, "four five")
    assert not tab.run().marked
    assert [text["text"] for text in tab.press("Show my score").marked] == ["four five"]


def test_without_coaching_no_score_is_shown_during_the_interview(
    ada: Person, session_id: UUID, answer: Answer, open_interview: Open
) -> None:
    answer(ada, session_id)
    tab = open_interview()
    assert tab.says("Saved: your answer to question 1")
    assert not tab.at.metric and not tab.marked and not tab.says("Model answer")


def test_coaching_shows_nasty_text_as_it_was_typed(
    ada: Person, interview_of: Callable[..., UUID], answer: Answer, signed_in_app: Open
) -> None:
    session_id = interview_of(ada, mode=Mode.COACHING)
    answer(ada, session_id, NASTY)
    tab = signed_in_app(ada).open("practice/interview.py", session=str(session_id)).press("Show my score")
    assert [text["text"] for text in tab.marked] == [NASTY]
    assert is_plain_text(tab)


def test_an_answer_that_could_not_be_scored_is_shown_and_scored_on_the_next_look(
    ada: Person,
    interview_of: Callable[..., UUID],
    answer: Answer,
    signed_in_app: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug in the scorer")

    session_id = interview_of(ada, mode=Mode.COACHING)
    with monkeypatch.context() as patch:
        patch.setattr("core.services.assessment.measure", broken)
        answer(ada, session_id, NASTY)
        tab = signed_in_app(ada).open("practice/interview.py", session=str(session_id))
        assert tab.says("This answer is saved but could not be scored yet.")
        assert tab.says(NASTY) and is_plain_text(tab)
        assert not tab.at.metric
    assert tab.run().press("Show my score").numbers("Overall")
    assert not tab.says("could not be scored yet")


def test_before_the_score_one_says_what_one_thinks_of_the_answer(
    ctx: Context, ada: Person, interview_of: Callable[..., UUID], answer: Answer, signed_in_app: Open
) -> None:
    session_id = interview_of(ada, mode=Mode.COACHING)
    given = answer(ada, session_id)
    tab = signed_in_app(ada).open("practice/interview.py", session=str(session_id))
    assert not tab.at.metric and not tab.says("Model answer")
    [scale] = [each for each in tab.at.button_group if each.label.startswith("1")]
    scale.set_value(1)
    tab.press("Show my score")
    assert tab.says("You gave yourself 1 of 5") and tab.says("You think too little of it.")
    assert answering.answer_to(ctx, ada.id, given.question.id).self_rating == 1
    assert tab.run().says("You gave yourself 1 of 5")


# --- skipping, follow-ups, time ---------------------------------------------------------------------------------


def test_a_skipped_question_can_be_come_back_to(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, open_interview: Open
) -> None:
    first = sessions.show_next(ctx, ada, session_id)
    clock.advance(seconds=20)
    second = sessions.skip(ctx, ada.id, first.id)
    tab = open_interview()
    assert tab.box is not None and tab.box["question_id"] == str(second.id) and tab.box["can_skip"]
    hand_in(ctx, ada, session_id, "four five")
    tab.run()
    assert tab.buttons == ["Show the question", "Come back to question 1 now", "End the interview early"]
    tab.press("Come back to question 1 now")
    assert tab.box is not None and tab.box["question_id"] == str(first.id)
    assert tab.says(f"left of {minutes(first.seconds or 0)}")


def test_the_last_question_cannot_be_skipped(
    ctx: Context, ada: Person, session_id: UUID, answer: Answer, open_interview: Open
) -> None:
    for _ in range(9):
        answer(ada, session_id)
    sessions.show_next(ctx, ada, session_id)
    tab = open_interview()
    assert tab.box is not None and not tab.box["can_skip"]


def test_a_follow_up_is_announced_and_asked_at_once(
    ada: Person, interview_of: Callable[..., UUID], answer: Answer, signed_in_app: Open
) -> None:
    session_id = interview_of(ada, followups=True)
    answer(ada, session_id, "I am not sure about that one, I would have to look it up.")
    tab = signed_in_app(ada).open("practice/interview.py", session=str(session_id))
    assert tab.says("Question 2 of 11 is next: a follow-up on your last answer")
    tab.press("Show the question")
    assert tab.says("Question 2 of 11 · follow-up")


def test_without_a_clock_there_is_nothing_to_count_down(
    ada: Person, interview_of: Callable[..., UUID], signed_in_app: Open
) -> None:
    session_id = interview_of(ada, timing=Timing.UNTIMED)
    tab = signed_in_app(ada).open("practice/interview.py", session=str(session_id))
    assert tab.says("no clock") and not tab.says("take a breath")
    tab.press("Show the question")
    assert tab.box is not None and tab.box["deadline_ms"] is None
    assert tab.says("Take your time.")


# --- the end ----------------------------------------------------------------------------------------------------


def test_after_the_last_question_finishing_leads_to_the_report(
    ctx: Context, ada: Person, session_id: UUID, answer: Answer, open_interview: Open
) -> None:
    for _ in range(10):
        answer(ada, session_id)
    tab = open_interview()
    assert tab.says("That was the last question.") and tab.says("10 of 10 answered")
    assert tab.buttons == ["Finish and see the report"]
    tab.press("Finish and see the report")
    assert (tab.page, tab.title) == ("report", "Report")
    assert tab.at.query_params == {"session": str(session_id)}
    assert not tab.at.metric
    assert tab.press("Show my scores").says("From all 10 questions.")
    assert sessions.look(ctx, ada, session_id).interview.status is Status.COMPLETED


def test_a_finished_interview_leads_to_its_report(
    ada: Person, finished: Callable[..., UUID], signed_in_app: Open
) -> None:
    session_id = finished(ada)
    tab = signed_in_app(ada).open("practice/interview.py", session=str(session_id))
    assert (tab.page, tab.title) == ("report", "Report")
    assert tab.at.query_params == {"session": str(session_id)}


def test_pressing_finish_in_a_second_tab_changes_nothing(
    ctx: Context, ada: Person, session_id: UUID, answer: Answer, open_interview: Open
) -> None:
    for _ in range(10):
        answer(ada, session_id)
    tab, other = open_interview(), open_interview()
    tab.press("Finish and see the report")
    interview = sessions.look(ctx, ada, session_id).interview
    assert other.press("Finish and see the report").page == "report"
    assert sessions.look(ctx, ada, session_id).interview == interview


def test_ending_early_asks_first(ctx: Context, ada: Person, session_id: UUID, tab: Tab) -> None:
    tab.press("End the interview early")
    assert sessions.look(ctx, ada, session_id).interview.is_open
    assert tab.run().says("Question 1 of 10 is next")


def test_an_interview_that_was_ended_elsewhere_leads_to_its_report_on_the_next_run(
    ctx: Context, ada: Person, session_id: UUID, tab: Tab
) -> None:
    tab.press("Show the question")
    sessions.finish(ctx, ada, session_id)
    assert tab.run().page == "report"


def test_show_in_a_tab_whose_interview_was_ended_elsewhere_leads_to_the_report(
    ctx: Context, ada: Person, session_id: UUID, tab: Tab
) -> None:
    sessions.finish(ctx, ada, session_id)
    assert tab.press("Show the question").page == "report"


def test_show_in_a_tab_that_was_signed_out_elsewhere_starts_no_clock(
    ctx: Context, ada: Person, session_id: UUID, tab: Tab
) -> None:
    accounts.sign_out_everywhere(ctx, ada)
    tab.press("Show the question")
    assert tab.buttons == ["Sign in", "Create account"]
    assert sessions.look(ctx, ada, session_id).open_question is None


# --- addresses --------------------------------------------------------------------------------------------------


def test_without_an_id_the_page_leads_to_setting_one_up(ada: Person, signed_in_app: Open) -> None:
    assert signed_in_app(ada).open("practice/interview.py").page == "practise"


@pytest.mark.parametrize("address", ["00000000-0000-4000-8000-000000000000", "not-an-id", NASTY, "1", " "])
def test_an_unknown_or_malformed_id_gets_a_clear_message(ada: Person, signed_in_app: Open, address: str) -> None:
    tab = signed_in_app(ada).open("practice/interview.py", session=address)
    assert tab.errors == [NOT_YOURS]
    assert tab.buttons == []


def test_somebody_elses_interview_looks_as_if_it_did_not_exist(
    ctx: Context, session_id: UUID, signed_in_app: Open
) -> None:
    tab = signed_in_app(make_person(ctx, "bob")).open("practice/interview.py", session=str(session_id))
    assert tab.errors == [NOT_YOURS]
    assert tab.buttons == [] and not tab.says("Backend engineer")


def test_the_roles_name_is_shown_as_it_was_typed(ctx: Context, ada: Person, session_id: UUID, tab: Tab) -> None:
    with ctx.db.writing() as session:
        interview = session.get_one(InterviewSession, session_id)
        interview.role_selected = {**interview.role_selected, "name": NASTY}
    assert tab.run().says(f"{NASTY} · mid · Technical interview")
    assert is_plain_text(tab)


def test_a_question_is_shown_as_it_is_written(ctx: Context, ada: Person, session_id: UUID, tab: Tab) -> None:
    with ctx.db.writing() as session:
        for question in session.get_one(InterviewSession, session_id).questions:
            question.question_text = "Why does `a_b_c` cost $5 and *not* [6]?"
    tab.press("Show the question")
    assert tab.at.subheader[0].value == r"Why does \`a\_b\_c\` cost \$5 and \*not\* \[6\]?"


def test_an_interview_whose_draw_was_interrupted_does_not_break_its_page(
    ctx: Context, ada: Person, session_id: UUID, signed_in_app: Open
) -> None:
    with ctx.db.writing() as session:
        session.execute(delete(InterviewQuestion).where(InterviewQuestion.session_id == session_id))
        session.get_one(InterviewSession, session_id).status = Status.CREATED
    tab = signed_in_app(ada).press("Go on")
    assert tab.page == "interview" and tab.buttons
