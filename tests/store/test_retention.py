"""Interviews that nobody touched for as long as a setting says: announced two weeks before, then erased; no others."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from core.models import Draft, InterviewSession, Notification, OneTimeLink, SignIn
from core.models.vocabulary import InterviewType, Level, Shows, UserRole
from core.services import (
    accounts,
    answering,
    assignment_views,
    assignments,
    coaching,
    leaving,
    notifications,
    retention,
    sessions,
)
from core.services.accounts import Person
from core.services.answering import Written
from core.services.assignment_drafts import NewAssignment, Terms
from core.services.context import Context
from core.services.retention import Swept
from tests.support.clock import FakeClock
from tests.support.coached import make_staff
from tests.support.contexts import choice, make_person
from tests.support.history import Past, PastAnswer, of_five, store

DAYS = 100
GOOD = PastAnswer(of_five(4, 4, 4, 4, 4), 80.0)


@pytest.fixture
def kept(ctx: Context) -> Context:
    """The same, with the setting."""
    return keeping(ctx, DAYS)


def keeping(ctx: Context, days: int | None) -> Context:
    return replace(ctx, settings=replace(ctx.settings, retention_days=days))


def left_ago(ctx: Context, person: Person, *days: float) -> list[UUID]:
    """Interviews that were last worked on so many days ago."""
    return store(ctx, person, [Past(ctx.clock() - timedelta(days=ago, hours=1), [GOOD]) for ago in days])


def there(ctx: Context, ids: Sequence[UUID]) -> list[bool]:
    with ctx.db.reading() as session:
        found = set(session.scalars(select(InterviewSession.id)))
    return [one in found for one in ids]


def told(ctx: Context, person: Person) -> list[str]:
    with ctx.db.reading() as session:
        rows = session.scalars(
            select(Notification).where(Notification.user_id == person.id).order_by(Notification.created_at)
        )
        return [notifications.notice_text(row) for row in rows]


def test_without_the_setting_everything_stays_for_ever(ctx: Context, ada: Person, clock: FakeClock) -> None:
    ids = left_ago(ctx, ada, 5000)
    clock.advance(days=5000)
    assert leaving.sweep(ctx).erased == 0
    assert there(ctx, ids) == [True] and told(ctx, ada) == []
    assert retention.kept_for(ctx, ada) is None


def test_it_is_announced_two_weeks_before_and_then_goes(kept: Context, ada: Person, clock: FakeClock) -> None:
    bob = make_person(kept, "bob")
    ids = left_ago(kept, ada, 80, 75, 50)
    others = left_ago(kept, bob, 10)
    assert retention.kept_for(kept, ada) == retention.Kept(DAYS, 2, kept.clock() + timedelta(days=20))
    assert retention.sweep(kept) == Swept(0, 0)  # three weeks before is early enough to be silent
    clock.advance(days=6)
    assert retention.sweep(kept) == Swept(told=1, erased=0)
    assert told(kept, ada) == [
        "Interviews are kept for 100 days after they were last worked on. From 22 March 2026 on 2 interviews of yours "
        "will be erased. Download what you want to keep."
    ]
    assert retention.sweep(kept) == Swept(0, 0)  # sweeping twice is sweeping once
    clock.advance(days=13.9)
    assert retention.sweep(kept).erased == 0
    clock.advance(days=0.1)
    assert retention.sweep(kept) == Swept(told=0, erased=1)
    assert there(kept, ids) == [False, True, True]
    clock.advance(days=5)
    assert leaving.sweep(kept).erased == 1
    assert there(kept, [*ids, *others]) == [False, False, True, True]
    assert len(told(kept, ada)) == 1 and told(kept, bob) == []
    assert retention.kept_for(kept, ada) == retention.Kept(DAYS, 1, kept.clock() + timedelta(days=25))


def test_a_setting_that_is_new_gives_everybody_two_weeks(ctx: Context, ada: Person, clock: FakeClock) -> None:
    ids = left_ago(ctx, ada, 900, 90, 40)
    kept = keeping(ctx, DAYS)
    assert retention.kept_for(kept, ada) == retention.Kept(DAYS, 2, ctx.clock() + retention.NOTICE)
    assert retention.sweep(kept) == Swept(told=1, erased=0)
    clock.advance(days=10)
    # shortened meanwhile: what was announced before was another rule, under which the last of them was to stay
    shorter = keeping(ctx, 45)
    assert retention.sweep(shorter) == Swept(told=1, erased=0)
    clock.advance(days=13)
    assert retention.sweep(shorter) == Swept(0, 0)
    assert there(ctx, ids) == [True, True, True]
    clock.advance(days=1)
    assert retention.sweep(shorter) == Swept(told=0, erased=3)


def test_who_goes_on_with_one_keeps_it(kept: Context, ada: Person, clock: FakeClock) -> None:
    session_id = sessions.start_interview(kept, ada, choice())
    question = sessions.show_next(kept, ada, session_id)
    answering.submit_answer(kept, ada.id, question.id, Written("An index skips most rows.", 1))
    clock.advance(days=2)
    leaving.sweep(kept)
    clock.advance(days=DAYS - 10)
    assert retention.sweep(kept).told == 1
    with kept.db.writing() as session:  # as whatever is done in an interview does
        session.get_one(InterviewSession, session_id).updated_at = kept.clock()
    clock.advance(days=20)
    assert retention.sweep(kept) == Swept(0, 0)
    assert there(kept, [session_id]) == [True]


def test_nobody_is_asked_again_for_an_assignment_that_they_did(kept: Context, ada: Person, clock: FakeClock) -> None:
    coach = make_staff(kept, "carla", UserRole.COACH)
    group = coaching.make_group(kept, coach, "Spring")
    coaching.join(kept, ada, coaching.invite(kept, coach, group.id), Shows.SCORES)
    for title, due_on in (("over", clock().date() + timedelta(days=5)), ("open", None)):
        draft = NewAssignment("backend-engineer", Level.MID, InterviewType.HR, Terms(title, "", due_on))
        attempt = assignments.start_assignment(kept, ada, assignments.set_assignment(kept, coach, group.id, draft))
        sessions.finish(kept, ada, attempt)
    clock.advance(days=DAYS - 14)
    assert retention.sweep(kept).told == 1
    clock.advance(days=14)
    assert retention.sweep(kept).erased == 2
    mine = assignment_views.my_assignments(kept, ada)
    assert [each.assignment.title for each in mine] == ["open"]


def test_who_has_many_is_told_every_two_weeks_at_most(kept: Context, ada: Person, clock: FakeClock) -> None:
    ids = left_ago(kept, ada, *range(20, 100, 2))
    erased = 0
    for _ in range(60):
        clock.advance(days=1)
        swept = retention.sweep(kept)
        erased += swept.erased
    assert erased > 20 and len(told(kept, ada)) <= 60 // 14 + 1
    with kept.db.reading() as session:
        oldest = min(session.scalars(select(InterviewSession.updated_at)))
    assert kept.clock() - oldest < timedelta(days=DAYS + 1) and there(kept, ids)[-1] is False


def test_a_sweep_drops_what_lets_nobody_in_any_more(ctx: Context, ada: Person, clock: FakeClock) -> None:
    admin = make_staff(ctx, "root", UserRole.ADMIN)
    accounts.open_sign_in(ctx, ada.id)
    accounts.make_reset_link(ctx, admin, ada.id)
    clock.advance(days=10)
    fresh = accounts.open_sign_in(ctx, ada.id)
    leaving.sweep(ctx)
    with ctx.db.reading() as session:
        assert len(session.scalars(select(SignIn)).all()) == 1
        assert session.scalars(select(OneTimeLink)).all() == []
    assert accounts.who_is(ctx, fresh.page_token) == ada


def test_drafts_go_when_nobody_can_go_on_with_them_but_for_notes(ctx: Context, ada: Person, clock: FakeClock) -> None:
    session_id = sessions.start_interview(ctx, ada, choice())
    first = sessions.show_next(ctx, ada, session_id)
    answering.save_draft(ctx, ada.id, first.id, Written("I would begin with", 1, "my own notes"))
    answering.submit_answer(ctx, ada.id, first.id, Written("I would begin with a look.", 2))
    second = sessions.show_next(ctx, ada, session_id)
    answering.save_draft(ctx, ada.id, second.id, Written("Then I would", 1))
    sessions.skip(ctx, ada.id, second.id)
    sessions.finish(ctx, ada, session_id)
    clock.advance(days=7)
    leaving.sweep(ctx)
    with ctx.db.reading() as session:
        assert len(session.scalars(select(Draft)).all()) == 2
    clock.advance(days=1)
    leaving.sweep(ctx)
    with ctx.db.reading() as session:
        assert [draft.notes for draft in session.scalars(select(Draft))] == ["my own notes"]
