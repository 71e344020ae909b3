"""Every state of a question and of an interview with everything that can be asked of it; and all of it at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from sqlalchemy import func, select

from core.errors import ConflictError, CoreError, StateError
from core.models import InterviewAnswer, InterviewQuestion, InterviewSession, RequestKey
from core.models.vocabulary import HandedIn, Status
from core.services import answering, leaving, reading, reflecting, sessions
from core.services.accounts import Person
from core.services.answering import AnsweredError, TooLateError, Written
from core.services.context import Context
from core.services.request_keys import KeyReusedError
from core.services.views import QuestionView
from tests.support.clock import FakeClock
from tests.support.contexts import choice

WORDS = "I would read the query plan first, because guessing costs more time than measuring."
THREADS = 50
DAY = 24 * 3600


@pytest.fixture
def session_id(ctx: Context, ada: Person) -> UUID:
    return sessions.start_interview(ctx, ada, choice())


def submit(ctx: Context, ada: Person, question: QuestionView, text: str = WORDS, revision: int = 1):
    return answering.submit_answer(ctx, ada.id, question.id, Written(text, revision))


def told(act: Callable[[], object]) -> str:
    """What became of an act: "done", or the name of the error."""
    try:
        act()
    except CoreError as error:
        return type(error).__name__
    return "done"


# --- a question ---------------------------------------------------------------------------------------------------


def in_state(ctx: Context, ada: Person, clock: FakeClock, session_id: UUID, state: str) -> QuestionView:
    """The first question, brought into a state."""
    if state == "waiting":
        return reading.questions(ctx, ada, session_id)[0]
    question = sessions.show_next(ctx, ada, session_id)
    if state == "skipped":
        sessions.skip(ctx, ada.id, question.id)
    if state == "submitted":
        submit(ctx, ada, question)
    if state == "expired":
        clock.advance(seconds=(question.seconds or 0) + 6)
    return question


@pytest.mark.parametrize(
    ("state", "draft", "submission", "skipping"),
    [
        ("waiting", "StateError", "StateError", "StateError"),
        ("open", "done", "done", "done"),
        ("skipped", "StateError", "StateError", "done"),  # repeated, it stays skipped
        ("submitted", "AnsweredError", "AnsweredError", "StateError"),
        ("expired", "TooLateError", "TooLateError", "StateError"),
    ],
)
def test_what_each_state_of_a_question_allows(
    ctx: Context, ada: Person, clock: FakeClock, state: str, draft: str, submission: str, skipping: str
) -> None:
    acts: list[tuple[str, Callable[[UUID, QuestionView], object]]] = [
        (draft, lambda _, q: answering.save_draft(ctx, ada.id, q.id, Written("a draft", 1))),
        (submission, lambda _, q: submit(ctx, ada, q, "another text")),
        (skipping, lambda of, q: sessions.skip(ctx, ada.id, q.id)),
    ]
    for expected, act in acts:
        of = sessions.start_interview(ctx, ada, choice())
        question = in_state(ctx, ada, clock, of, state)
        assert told(lambda act=act, of=of, question=question: act(of, question)) == expected


@pytest.mark.parametrize(
    ("after", "draft", "submission", "skipping"),
    [
        (-2, "done", "done", "done"),
        (0, "done", "done", "TooLateError"),
        (5, "done", "done", "TooLateError"),
        (6, "TooLateError", "TooLateError", "StateError"),
    ],
)
def test_what_each_moment_around_the_deadline_allows(
    ctx: Context, ada: Person, clock: FakeClock, after: int, draft: str, submission: str, skipping: str
) -> None:
    outcomes = []
    for act in (
        lambda _, q: answering.save_draft(ctx, ada.id, q.id, Written("typed at the last moment", 2)),
        lambda _, q: submit(ctx, ada, q, revision=2),
        lambda of, q: sessions.skip(ctx, ada.id, q.id),
    ):
        of = sessions.start_interview(ctx, ada, choice())
        question = sessions.show_next(ctx, ada, of)
        answering.save_draft(ctx, ada.id, question.id, Written("typed in time", 1))
        clock.advance(seconds=(question.seconds or 0) + after)
        outcomes.append(told(lambda act=act, of=of, question=question: act(of, question)))
        clock.advance(seconds=60)
        leaving.sweep(ctx)
        if outcomes[-1] != "done":
            answer = answering.answer_to(ctx, ada.id, question.id)
            assert (answer.answer_text, answer.handed_in) == ("typed in time", HandedIn.EXPIRED)
            assert answer.submitted_at == question.deadline_at
            assert answer.time_seconds == question.seconds
    assert outcomes == [draft, submission, skipping]


def test_nobody_is_late_because_the_server_was_busy(ctx: Context, ada: Person, clock: FakeClock) -> None:
    for after, in_time in ((5, True), (6, False)):
        question = sessions.show_next(ctx, ada, sessions.start_interview(ctx, ada, choice()))
        arrived = clock.advance(seconds=(question.seconds or 0) + after)
        clock.advance(seconds=30)
        outcome = told(
            lambda question=question, arrived=arrived: answering.submit_answer(
                ctx, ada.id, question.id, Written(WORDS, 1), at=arrived
            )
        )
        assert outcome == ("done" if in_time else "TooLateError")
        answer = answering.answer_to(ctx, ada.id, question.id)
        assert answer.answer_text == (WORDS if in_time else "")
        assert answer.submitted_at == question.deadline_at


# --- an interview -------------------------------------------------------------------------------------------------


def brought_to(ctx: Context, ada: Person, clock: FakeClock, status: Status) -> UUID:
    session_id = sessions.start_interview(ctx, ada, choice())
    if status is Status.CREATED:
        with ctx.db.writing() as session:
            interview = session.get_one(InterviewSession, session_id)
            interview.questions.clear()
            interview.status = Status.CREATED
        return session_id
    submit(ctx, ada, sessions.show_next(ctx, ada, session_id))
    if status is Status.COMPLETED:
        sessions.finish(ctx, ada, session_id)
    if status is Status.ABANDONED:
        clock.advance(seconds=DAY + 1)
        leaving.sweep(ctx)
    return session_id


ACTS: dict[str, Callable[[Context, Person, UUID], object]] = {
    "look": sessions.look,
    "show_next": sessions.show_next,
    "finish": sessions.finish,
    "take_up": leaving.take_up,
    "retake": sessions.retake,
    "reveal": reflecting.reveal,
    "sweep": lambda ctx, *_: leaving.sweep(ctx),
}


@pytest.mark.parametrize(
    ("status", "allowed", "becomes"),
    [
        (Status.CREATED, {"look", "show_next", "finish", "sweep"}, {"look": Status.IN_PROGRESS}),
        (Status.IN_PROGRESS, {"look", "show_next", "finish", "sweep"}, {"finish": Status.COMPLETED}),
        (Status.COMPLETED, {"look", "finish", "retake", "reveal", "sweep"}, {}),
        (
            Status.ABANDONED,
            {"look", "finish", "take_up", "retake", "reveal", "sweep"},
            {"take_up": Status.IN_PROGRESS},
        ),
    ],
)
def test_what_each_state_of_an_interview_allows_and_leads_to(
    ctx: Context, ada: Person, clock: FakeClock, status: Status, allowed: set[str], becomes: dict[str, Status]
) -> None:
    expected = {**dict.fromkeys(ACTS, status), **becomes}
    if status is Status.CREATED:
        expected |= {"show_next": Status.IN_PROGRESS, "finish": Status.COMPLETED}
    for name, act in ACTS.items():
        session_id = brought_to(ctx, ada, clock, status)
        outcome = told(lambda act=act, session_id=session_id: act(ctx, ada, session_id))
        assert outcome == ("done" if name in allowed else "StateError"), name
        with ctx.db.reading() as session:
            assert session.get_one(InterviewSession, session_id).status is expected[name], name


def test_sweeping_twice_is_sweeping_once(ctx: Context, ada: Person, clock: FakeClock) -> None:
    for seconds in (10, 3600, DAY, 3 * DAY):
        question = sessions.show_next(ctx, ada, sessions.start_interview(ctx, ada, choice()))
        answering.save_draft(ctx, ada.id, question.id, Written("some words", 1))
        clock.advance(seconds=seconds)
    first = leaving.sweep(ctx)
    assert first.closed + first.abandoned >= 4

    def everything() -> list[tuple[object, ...]]:
        with ctx.db.reading() as session:
            rows = session.execute(
                select(
                    InterviewSession.id, InterviewSession.status, InterviewSession.ended_at, InterviewSession.updated_at
                ).order_by(InterviewSession.id)
            ).all()
            answers = session.execute(
                select(InterviewAnswer.id, InterviewAnswer.submitted_at).order_by(InterviewAnswer.id)
            )
            return [*map(tuple, rows), *map(tuple, answers)]

    before = everything()
    assert leaving.sweep(ctx) == leaving.Swept(0, 0)
    assert everything() == before


# --- all at once --------------------------------------------------------------------------------------------------


def at_once(act: Callable[[int], object]) -> list[str]:
    """The same from fifty threads; what became of each."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda number: told(lambda: act(number)), range(THREADS)))


def rows(ctx: Context, table: type) -> int:
    with ctx.db.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_fifty_identical_submissions_make_one_row_and_get_the_same_back(
    ctx: Context, ada: Person, session_id: UUID
) -> None:
    question = sessions.show_next(ctx, ada, session_id)
    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(
            pool.map(
                lambda _: answering.submit_answer(ctx, ada.id, question.id, Written(WORDS, 1), key="the-same"),
                range(THREADS),
            )
        )
    assert all(answer == answers[0] for answer in answers)
    assert answers[0].scores is not None
    assert rows(ctx, InterviewAnswer) == rows(ctx, RequestKey) == 1
    with pytest.raises(KeyReusedError):
        answering.submit_answer(ctx, ada.id, question.id, Written("another text", 2), key="the-same")
    with pytest.raises(AnsweredError):
        answering.submit_answer(ctx, ada.id, question.id, Written("another text", 2), key="a-new-one")


def test_of_fifty_different_submissions_one_counts(ctx: Context, ada: Person, session_id: UUID) -> None:
    question = sessions.show_next(ctx, ada, session_id)
    outcomes = at_once(lambda number: submit(ctx, ada, question, f"{WORDS} {number}", number + 1))
    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "AnsweredError"}
    assert rows(ctx, InterviewAnswer) == 1


def test_fifty_clicks_on_show_open_one_question(ctx: Context, ada: Person, session_id: UUID) -> None:
    assert at_once(lambda _: sessions.show_next(ctx, ada, session_id)) == ["done"] * THREADS
    with ctx.db.reading() as session:
        shown = session.scalars(select(InterviewQuestion.order).where(InterviewQuestion.shown_at.is_not(None))).all()
    assert shown == [1]


def test_submitting_finishing_and_skipping_at_once_wait_for_each_other_in_no_circle(
    ctx: Context, ada: Person, session_id: UUID
) -> None:
    question = sessions.show_next(ctx, ada, session_id)
    answering.save_draft(ctx, ada.id, question.id, Written(WORDS, 1))
    acts = (
        lambda: submit(ctx, ada, question, WORDS, 2),
        lambda: sessions.finish(ctx, ada, session_id),
        lambda: sessions.skip(ctx, ada.id, question.id),
        lambda: answering.save_draft(ctx, ada.id, question.id, Written(WORDS, 2)),
        lambda: sessions.look(ctx, ada, session_id),
    )
    outcomes = at_once(lambda number: acts[number % len(acts)]())
    assert set(outcomes) <= {"done", "StateError", "AnsweredError", "TooLateError", "ConflictError"}
    assert sessions.look(ctx, ada, session_id).interview.status is Status.COMPLETED
    assert [answer.answer_text for answer in reading.answers(ctx, ada, session_id)][:1] == [WORDS]


def test_fifty_sweeps_at_once_close_a_question_once(
    ctx: Context, ada: Person, clock: FakeClock, session_id: UUID
) -> None:
    question = sessions.show_next(ctx, ada, session_id)
    answering.save_draft(ctx, ada.id, question.id, Written(WORDS, 1))
    clock.advance(seconds=(question.seconds or 0) + 6)
    with ThreadPoolExecutor(THREADS) as pool:
        closed = list(pool.map(lambda _: leaving.sweep(ctx).closed, range(THREADS)))
    assert sum(closed) == 1
    assert rows(ctx, InterviewAnswer) == 1


def test_a_follow_up_is_asked_once_however_many_look(ctx: Context, ada: Person) -> None:
    session_id = sessions.start_interview(ctx, ada, choice(followups=True))
    question = sessions.show_next(ctx, ada, session_id)
    poor = "I am not sure about that one, I would have to look it up somewhere."
    assert at_once(lambda _: submit(ctx, ada, question, poor)) == ["done"] * THREADS
    questions = reading.questions(ctx, ada, session_id)
    assert [each.order for each in questions] == list(range(1, 12))
    assert [each.parent_question_id for each in questions].count(question.id) == 1


def test_the_newest_draft_of_fifty_stays(ctx: Context, ada: Person, session_id: UUID) -> None:
    question = sessions.show_next(ctx, ada, session_id)
    outcomes = at_once(
        lambda number: answering.save_draft(ctx, ada.id, question.id, Written(f"text {number}", number + 1))
    )
    assert set(outcomes) <= {"done", ConflictError.__name__}
    assert answering.draft_of(ctx, ada.id, question.id)[1].text == f"text {THREADS - 1}"


def test_an_interview_is_taken_up_once(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id = brought_to(ctx, ada, clock, Status.ABANDONED)
    outcomes = at_once(lambda _: leaving.take_up(ctx, ada, session_id))
    assert sorted(set(outcomes)) == sorted({"done", StateError.__name__})
    assert outcomes.count("done") == 1
    assert TooLateError.__name__ not in outcomes
