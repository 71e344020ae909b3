"""Notifications: told within the transaction of what happened, read once, each by nobody but its reader."""

from uuid import uuid4

import pytest
from sqlalchemy import event, func, select

from core.errors import NotFoundError
from core.models import Notification
from core.models.vocabulary import NotificationKind
from core.services import leaving, notifications
from core.services.accounts import Person
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import make_person


def tell(ctx: Context, *people: Person, group: str = "Spring") -> None:
    with ctx.db.writing() as session:
        notifications.notify(
            session, [person.id for person in people], NotificationKind.LEFT, "left",
            now=ctx.clock(), page="groups", query={"group": "7"}, person="Ada", group=group,
        )  # fmt: skip


def texts(ctx: Context, person: Person) -> list[str]:
    return [notice.text for notice in notifications.notices(ctx, person)]


def test_unread_ones_come_first_each_part_from_the_newest(ctx: Context, clock: FakeClock, ada: Person) -> None:
    for group in ("one", "two", "three"):
        clock.advance(minutes=1)
        tell(ctx, ada, group=group)
    newest = notifications.notices(ctx, ada)[0]
    assert (newest.text, newest.kind) == ("Ada left the group three.", NotificationKind.LEFT)
    assert (newest.page, newest.query, newest.created_at, newest.read_at) == ("groups", {"group": "7"}, clock(), None)
    clock.advance(minutes=1)
    notifications.mark_read(ctx, ada, newest.id)
    assert [text.split()[-1] for text in texts(ctx, ada)] == ["two.", "one.", "three."]
    assert notifications.unread_count(ctx, ada) == 2
    read_at = clock()
    clock.advance(minutes=1)
    notifications.mark_read(ctx, ada, newest.id)
    assert notifications.notices(ctx, ada)[2].read_at == read_at
    notifications.mark_all_read(ctx, ada)
    assert notifications.unread_count(ctx, ada) == 0
    assert [notice.read_at == read_at for notice in notifications.notices(ctx, ada)] == [True, False, False]


def test_each_person_has_their_own(ctx: Context, ada: Person) -> None:
    bob = make_person(ctx, "bob")
    tell(ctx, ada, bob)
    [mine] = notifications.notices(ctx, ada)
    for notice_id in (mine.id, uuid4()):
        with pytest.raises(NotFoundError, match="This notification does not exist"):
            notifications.mark_read(ctx, bob, notice_id)
    notifications.mark_all_read(ctx, bob)
    assert (notifications.unread_count(ctx, ada), notifications.unread_count(ctx, bob)) == (1, 0)


def test_what_is_taken_back_was_never_told(ctx: Context, ada: Person) -> None:
    with pytest.raises(RuntimeError), ctx.db.writing() as session:
        told = {"person": "Ada", "group": "Spring"}
        notifications.notify(session, [ada.id], NotificationKind.LEFT, "left", now=ctx.clock(), **told)
        raise RuntimeError
    assert notifications.notices(ctx, ada) == ()


def test_a_fact_that_is_missing_is_noticed_when_it_is_told(ctx: Context, ada: Person) -> None:
    with pytest.raises(KeyError, match="group"), ctx.db.writing() as session:
        notifications.notify(session, [ada.id], NotificationKind.LEFT, "left", now=ctx.clock(), person="Ada")
    assert notifications.notices(ctx, ada) == ()


def test_names_are_told_as_they_are(ctx: Context, ada: Person) -> None:
    tell(ctx, ada, group="{person} **{0}** %s")
    assert texts(ctx, ada) == ["Ada left the group {person} **{0}** %s."]


def test_the_newest_fifty_are_shown_and_counting_is_one_query(ctx: Context, ada: Person) -> None:
    for _ in range(2):
        tell(ctx, *[ada] * 30)
    assert len(notifications.notices(ctx, ada)) == notifications.NEWEST == 50
    seen: list[str] = []
    event.listen(ctx.db.read_engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    assert notifications.unread_count(ctx, ada) == 60
    assert len([statement for statement in seen if statement.startswith("SELECT")]) == 1


def test_a_sweep_forgets_what_was_read_ninety_days_after_it_was_told(
    ctx: Context, clock: FakeClock, ada: Person
) -> None:
    tell(ctx, ada, group="read")
    notifications.mark_all_read(ctx, ada)
    tell(ctx, ada, group="unread")
    clock.advance(days=90)
    leaving.sweep(ctx)
    assert len(texts(ctx, ada)) == 2
    clock.advance(seconds=1)
    leaving.sweep(ctx)
    assert texts(ctx, ada) == ["Ada left the group unread."]
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Notification)) == 1
