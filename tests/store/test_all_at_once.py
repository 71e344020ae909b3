"""Fifty threads, ten times each, on both databases: nothing is lost, nothing is doubled, and nobody gets an error.

With a driver's usual transactions most of these five hundred are lost or refused as locked. What one question or one
interview does with many at once is in test_states_and_races.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from core.errors import ThrottledError
from core.models import AnswerComment, ApiToken, InterviewAnswer, Notification, RatingDraft, ReusableComment, Throttle
from core.models.vocabulary import NotificationKind, Scope, UserRole
from core.rubric import DIMENSIONS
from core.services import (
    answering,
    api_tokens,
    commenting,
    notifications,
    reading,
    reviewing,
    rubric_drafts,
    sessions,
    throttling,
)
from core.services.accounts import Person
from core.services.answering import Written
from core.services.context import Context
from tests.support.coached import Coached, make_coached, make_staff
from tests.support.contexts import choice, make_person
from tests.support.programs import token_of

THREADS, TIMES = 50, 10
ALL = THREADS * TIMES

Made = TypeVar("Made")


def at_once(act: Callable[[int, int], Made], times: int = TIMES) -> list[Made]:
    """What came of an act by the number of the thread and that of the time; an error in any of them is raised."""

    def often(thread: int) -> list[Made]:
        return [act(thread, time) for time in range(times)]

    with ThreadPoolExecutor(THREADS) as pool:
        return [made for each in pool.map(often, range(THREADS)) for made in each]


@pytest.fixture
def coached(ctx: Context) -> Coached:
    return make_coached(ctx)


def test_five_hundred_answers_of_fifty_people(ctx: Context) -> None:
    people = [make_person(ctx, f"person{number}") for number in range(THREADS)]
    interviews = [sessions.start_interview(ctx, person, choice(count=TIMES)) for person in people]
    asked = [reading.questions(ctx, person, of) for person, of in zip(people, interviews, strict=True)]

    def hand_in(thread: int, time: int) -> tuple[str, str]:
        text = f"Answer {time} of person {thread}."
        answer = answering.submit_answer(
            ctx, people[thread].id, asked[thread][time].id, Written(text, None), told_seconds=30
        )
        assert answer.scores is not None
        return text, answer.answer_text

    assert all(sent == read_back for sent, read_back in at_once(hand_in))
    with ctx.db.reading() as session:
        stored = dict(session.execute(select(InterviewAnswer.question_id, InterviewAnswer.answer_text)).all())
        scored = session.scalar(select(func.count()).where(InterviewAnswer.scores_json.is_not(None)))
    assert stored == {
        asked[thread][time].id: f"Answer {time} of person {thread}."
        for thread in range(THREADS)
        for time in range(TIMES)
    }
    assert scored == ALL


def test_five_hundred_saves_of_one_draft_are_five_hundred_revisions(ctx: Context, ada: Person) -> None:
    question = sessions.show_next(ctx, ada, sessions.start_interview(ctx, ada, choice()))
    saved = at_once(
        lambda thread, time: answering.save_draft(ctx, ada.id, question.id, Written(f"{thread}, {time}", None))[1]
    )
    assert sorted(draft.revision for draft in saved) == list(range(1, ALL + 1))
    newest = max(saved, key=lambda draft: draft.revision)
    assert answering.draft_of(ctx, ada.id, question.id)[1] == newest


def test_five_hundred_writes_of_a_program_are_counted(ctx: Context, ada: Person) -> None:
    token = token_of(ctx, ada)

    def write(_thread: int, _time: int) -> bool:
        try:
            return api_tokens.bearer(ctx, token, Scope.PRACTISE) == ada
        except ThrottledError:
            return False

    assert Counter(at_once(write)) == {True: api_tokens.MOST_WRITES, False: ALL - api_tokens.MOST_WRITES}
    with ctx.db.reading() as session:
        assert session.scalar(select(ApiToken.window_writes)) == ALL


def test_five_hundred_tries_of_two_things_are_counted_in_no_ring(ctx: Context) -> None:
    limit = throttling.Limit(ALL + 1, timedelta(seconds=30), timedelta(minutes=15))
    ours = [throttling.bucket(ctx, "test", name, limit) for name in ("one", "other")]
    at_once(lambda thread, _: throttling.count_try(ctx, ours if thread % 2 else ours[::-1]))
    with ctx.db.reading() as session:
        assert session.scalars(select(Throttle.failures)).all() == [ALL, ALL]


def test_five_hundred_remarks_are_told_once(ctx: Context, coached: Coached) -> None:
    at_once(
        lambda thread, time: commenting.comment(
            ctx, coached.coach, coached.answers[thread % len(coached.answers)], f"Remark {thread}, {time}."
        )
    )
    with ctx.db.reading() as session:
        assert len(set(session.scalars(select(AnswerComment.body)))) == ALL
        told = select(func.count()).where(
            Notification.user_id == coached.member.id, Notification.kind == NotificationKind.COMMENTED
        )
        assert session.scalar(told) == 1


def test_five_hundred_notices_and_as_many_looks_at_them(ctx: Context, ada: Person) -> None:
    def tell(thread: int, time: int) -> int:
        with ctx.db.writing() as session:
            notifications.notify(
                session, [ada.id], NotificationKind.JOINED, "joined",
                now=ctx.clock(), person=f"Person {thread}", group=f"Group {time}", shows="scores",
            )  # fmt: skip
        return notifications.unread_count(ctx, ada)

    assert max(at_once(tell)) == ALL == notifications.unread_count(ctx, ada)


def test_of_five_hundred_saves_of_a_rating_one_is_kept_whole(ctx: Context, coached: Coached) -> None:
    def keep(thread: int, time: int) -> None:
        level = (thread + time) % 6
        levels = dict.fromkeys(DIMENSIONS, level)
        reviewing.keep_rating_draft(ctx, coached.coach, coached.answers[0], levels, f"all {level}")

    at_once(keep)
    with ctx.db.reading() as session:
        [draft] = session.scalars(select(RatingDraft)).all()
    assert draft.reason == f"all {draft.scores_json['depth']}"
    assert len(set(draft.scores_json.values())) == 1


def test_thirty_anchors_changed_at_once_are_all_changed(ctx: Context) -> None:
    sam = make_staff(ctx, "sam", UserRole.STUDIO)
    draft_id = rubric_drafts.begin_draft(ctx, sam)
    places = [(dimension, level) for dimension in range(len(DIMENSIONS)) for level in range(6)]

    def change(thread: int, time: int) -> None:
        dimension, level = places[thread % len(places)]
        path = ("dimensions", dimension, "anchors", level, "descriptor")
        rubric_drafts.change_draft(ctx, sam, draft_id, path, f"{dimension}, {level}, time {time}")

    at_once(change, times=2)
    body = rubric_drafts.open_draft(ctx, sam, draft_id).body
    for dimension, level in places:
        said = body["dimensions"][dimension]["anchors"][level]["descriptor"]
        assert said.startswith(f"{dimension}, {level}, time ")


def test_what_may_be_there_once_or_so_often_is_not_there_more_often(ctx: Context, coached: Coached) -> None:
    kept = at_once(lambda *_: commenting.keep_comment(ctx, coached.coach, "Name what you did yourself."))
    assert len(set(kept)) == 1
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(ReusableComment)) == 1
