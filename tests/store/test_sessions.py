"""Interviews on a real database: the clock, drafts, exactly one answer, and what each state allows."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core.errors import ConflictError, InvalidInputError, NotFoundError, StateError
from core.models import AnswerScoring, InterviewAnswer, InterviewQuestion
from core.models.vocabulary import HandedIn, InterviewType, Mode, Status
from core.services import answering, generator, reading, scorer, sessions
from core.services.accounts import Person
from core.services.answering import AnsweredError, TooLateError, Written
from core.services.content import item_version
from core.services.context import Context
from core.services.views import AnswerView, QuestionView
from tests.support.clock import FakeClock
from tests.support.contexts import choice, make_person

WORDS = "First I would read the query plan, because guessing costs more time than measuring."


@pytest.fixture
def session_id(ctx: Context, ada: Person) -> UUID:
    return sessions.start_interview(ctx, ada, choice())


@pytest.fixture
def question(ctx: Context, ada: Person, session_id: UUID) -> QuestionView:
    """The first question, shown."""
    return sessions.show_next(ctx, ada, session_id)


def draft(ctx: Context, ada: Person, question: QuestionView, text: str = WORDS, revision: int = 1) -> None:
    answering.save_draft(ctx, ada.id, question.id, Written(text, revision))


def submit(ctx: Context, ada: Person, question: QuestionView, text: str = WORDS, revision: int = 1) -> AnswerView:
    return answering.submit_answer(ctx, ada.id, question.id, Written(text, revision))


def test_an_interview_starts_with_its_questions_drawn_and_no_clock_running(
    ctx: Context, ada: Person, session_id: UUID
) -> None:
    room = sessions.look(ctx, ada, session_id)
    assert room.interview.status is Status.IN_PROGRESS
    assert room.interview.total_questions == 10
    assert room.interview.current_question == 1
    assert room.open_question is None
    orders = [question.order for question in reading.questions(ctx, ada, session_id)]
    assert orders == list(range(1, 11))


def test_showing_a_question_starts_its_clock_once(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, question: QuestionView
) -> None:
    clock.advance(seconds=20)
    again = sessions.show_next(ctx, ada, session_id)
    assert again == question
    assert question.deadline_at is not None and question.shown_at is not None
    assert (question.deadline_at - question.shown_at).total_seconds() == question.seconds


def test_a_draft_is_kept_and_found_again(ctx: Context, ada: Person, session_id: UUID, question: QuestionView) -> None:
    draft(ctx, ada, question, "I would", 1)
    draft(ctx, ada, question, "I would look", 2)
    room = sessions.look(ctx, ada, session_id)
    assert room.draft is not None
    assert (room.draft.text, room.draft.revision) == ("I would look", 2)


def test_a_stale_revision_is_refused_with_the_newer_text(ctx: Context, ada: Person, question: QuestionView) -> None:
    draft(ctx, ada, question, "from the phone", 3)
    with pytest.raises(ConflictError) as caught:
        draft(ctx, ada, question, "from the old tab", 3)
    assert caught.value.current == {"text": "from the phone", "notes": "", "revision": 3}
    with pytest.raises(ConflictError):
        submit(ctx, ada, question, "from the old tab", 2)


def test_an_answer_is_saved_scored_and_explained(
    ctx: Context, ada: Person, clock: FakeClock, question: QuestionView
) -> None:
    clock.advance(seconds=42)
    answer = submit(ctx, ada, question)
    assert answer.answer_text == WORDS
    assert answer.handed_in is HandedIn.SUBMITTED
    assert answer.time_seconds == 42
    assert answer.scores is not None and set(answer.scores) == {
        "structure", "relevance", "technical_accuracy", "depth", "communication",
    }  # fmt: skip
    assert answer.feedback is not None and answer.feedback["model_answer"]
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(AnswerScoring)) == 1


def test_a_scorer_that_fails_loses_no_answer(
    ctx: Context, ada: Person, question: QuestionView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a bug in the scorer")

    with monkeypatch.context() as patch:
        patch.setattr("core.services.assessment.measure", broken)
        answer = submit(ctx, ada, question)
        assert answer.answer_text == WORDS
        assert answer.scores is None
    assert answering.answer_to(ctx, ada.id, question.id).scores is not None


def test_handing_in_the_same_again_returns_the_same(ctx: Context, ada: Person, question: QuestionView) -> None:
    first = submit(ctx, ada, question)
    assert submit(ctx, ada, question, revision=2) == first
    with pytest.raises(AnsweredError):
        submit(ctx, ada, question, "something else", revision=3)
    with pytest.raises(StateError):
        draft(ctx, ada, question, "something else", 4)


@pytest.mark.parametrize("seconds_after", [-2, 0, 5])
def test_until_the_grace_ends_an_answer_is_taken(
    ctx: Context, ada: Person, clock: FakeClock, question: QuestionView, seconds_after: int
) -> None:
    clock.advance(seconds=question.seconds + seconds_after)
    answer = submit(ctx, ada, question)
    assert answer.handed_in is HandedIn.SUBMITTED
    assert question.deadline_at is not None and answer.submitted_at <= question.deadline_at
    assert answer.time_seconds == min(question.seconds, question.seconds + seconds_after)


def test_after_the_grace_the_last_draft_counts_with_the_deadline_as_its_time(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, question: QuestionView
) -> None:
    draft(ctx, ada, question, "what was saved in time")
    clock.advance(seconds=question.seconds + 6)
    with pytest.raises(TooLateError):
        submit(ctx, ada, question, "what came too late", revision=2)
    answer = answering.answer_to(ctx, ada.id, question.id)
    assert answer.answer_text == "what was saved in time"
    assert answer.handed_in is HandedIn.EXPIRED
    assert answer.submitted_at == question.deadline_at
    assert sessions.look(ctx, ada, session_id).open_question is None


def test_closing_twice_is_closing_once(ctx: Context, ada: Person, clock: FakeClock, question: QuestionView) -> None:
    clock.advance(seconds=question.seconds + 6)
    assert answering.close_expired(ctx) == 1
    assert answering.close_expired(ctx) == 0
    answer = answering.answer_to(ctx, ada.id, question.id)
    assert answer.answer_text == "" and answer.overall_score == 0


def test_finishing_hands_in_what_is_open_and_scores_the_whole(
    ctx: Context, ada: Person, session_id: UUID, question: QuestionView
) -> None:
    submit(ctx, ada, question)
    second = sessions.show_next(ctx, ada, session_id)
    draft(ctx, ada, second, "half an answer")
    interview = sessions.finish(ctx, ada, session_id)
    assert interview.status is Status.COMPLETED
    assert interview.answered == 2
    answers = reading.answers(ctx, ada, session_id)
    assert [answer.answer_text for answer in answers] == [WORDS, "half an answer"]
    scores = [answer.overall_score for answer in answers if answer.overall_score is not None]
    assert interview.overall_score == pytest.approx(sum(scores) / 2, abs=0.05)
    assert sessions.finish(ctx, ada, session_id) == interview
    with pytest.raises(StateError):
        sessions.show_next(ctx, ada, session_id)


def test_what_belongs_to_somebody_else_looks_as_if_it_did_not_exist(
    ctx: Context, ada: Person, session_id: UUID, question: QuestionView
) -> None:
    bob = make_person(ctx, "bob")
    for act in (
        lambda: sessions.look(ctx, bob, session_id),
        lambda: sessions.finish(ctx, bob, session_id),
        lambda: sessions.show_next(ctx, bob, session_id),
        lambda: reading.answers(ctx, bob, session_id),
        lambda: sessions.look(ctx, bob, uuid4()),
    ):
        with pytest.raises(NotFoundError) as caught:
            act()
        assert str(caught.value) == str(NotFoundError("interview"))
    for act in (
        lambda: draft(ctx, bob, question),
        lambda: submit(ctx, bob, question),
        lambda: answering.draft_of(ctx, bob.id, question.id),
    ):
        with pytest.raises(NotFoundError):
            act()


def test_a_question_that_was_not_shown_takes_nothing(ctx: Context, ada: Person, session_id: UUID) -> None:
    hidden = reading.questions(ctx, ada, session_id)[3]
    with pytest.raises(StateError):
        draft(ctx, ada, hidden)
    with pytest.raises(StateError):
        submit(ctx, ada, hidden)


def test_text_that_is_too_long_is_refused_with_the_limit(ctx: Context, ada: Person, question: QuestionView) -> None:
    with pytest.raises(InvalidInputError, match="8,000"):
        draft(ctx, ada, question, "x" * 8001)


def test_nul_does_not_break_the_database(ctx: Context, ada: Person, question: QuestionView) -> None:
    draft(ctx, ada, question, "before\x00after")
    assert submit(ctx, ada, question, "before\x00after", revision=2).answer_text == "beforeafter"


def test_the_database_itself_refuses_a_second_answer(ctx: Context, ada: Person, question: QuestionView) -> None:
    answer = submit(ctx, ada, question)
    with pytest.raises(IntegrityError), ctx.db.writing() as session:
        session.add(
            InterviewAnswer(
                question_id=question.id,
                answer_text="another",
                handed_in=HandedIn.SUBMITTED,
                submitted_at=answer.submitted_at,
                time_seconds=1,
                skill_tags_json=[],
                created_at=answer.submitted_at,
            )
        )


def test_many_hand_ins_at_once_make_one_answer(ctx: Context, ada: Person, question: QuestionView) -> None:
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: submit(ctx, ada, question), range(20)))
    assert len({answer.id for answer in answers}) == 1
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(InterviewAnswer)) == 1


def test_drafts_from_many_tabs_at_once_lose_no_revision(ctx: Context, ada: Person, question: QuestionView) -> None:
    def save(revision: int) -> bool:
        try:
            draft(ctx, ada, question, f"text {revision}", revision)
        except ConflictError:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        kept = list(pool.map(save, range(1, 41)))
    stored = answering.draft_of(ctx, ada.id, question.id)[1]
    assert stored.text == f"text {stored.revision}"
    assert stored.revision == 40 and kept[39]


def test_drawing_again_changes_nothing(ctx: Context, ada: Person, session_id: UUID) -> None:
    before = [question.id for question in reading.questions(ctx, ada, session_id)]
    assert generator.generate_interview_questions(session_id, ctx=ctx) == before


def test_the_next_interview_asks_what_was_not_seen(ctx: Context, ada: Person, clock: FakeClock) -> None:
    def items_of(session_id: UUID) -> set[str]:
        with ctx.db.reading() as session:
            rows = session.scalars(select(InterviewQuestion.item_id).where(InterviewQuestion.session_id == session_id))
            return set(rows)

    first = sessions.start_interview(ctx, ada, choice(type=InterviewType.HR))
    for _ in range(10):
        submit(ctx, ada, sessions.show_next(ctx, ada, first), "short")
        clock.advance(seconds=30)
    second = sessions.start_interview(ctx, ada, choice(type=InterviewType.HR))
    assert not items_of(first) & items_of(second)


def test_a_shown_question_can_be_scored_by_a_script(ctx: Context, ada: Person, question: QuestionView) -> None:
    answer = submit(ctx, ada, question)
    card = scorer.score_with_evidence(WORDS, question, time_seconds=answer.time_seconds, ctx=ctx)
    assert card.scores == answer.scores


def test_an_old_report_keeps_its_question_when_the_bank_changes(
    ctx: Context, ada: Person, question: QuestionView
) -> None:
    submit(ctx, ada, question)
    with ctx.db.reading() as session:
        stored = session.get_one(InterviewQuestion, question.id)
        assert item_version(session, stored.item_hash).text == question.question_text
        assert item_version(session, stored.item_hash).content_hash == stored.item_hash


def test_coaching_mode_is_kept(ctx: Context, ada: Person) -> None:
    session_id = sessions.start_interview(ctx, ada, choice(mode=Mode.COACHING))
    assert sessions.look(ctx, ada, session_id).interview.mode is Mode.COACHING


@pytest.mark.parametrize("count", [9, 16])
def test_a_number_of_questions_out_of_range_is_refused(ctx: Context, ada: Person, count: int) -> None:
    with pytest.raises(InvalidInputError, match="10 to 15"):
        sessions.start_interview(ctx, ada, choice(count=count))
