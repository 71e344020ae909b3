"""The audit log on a real database: what is recorded, what never is, who reads it, and when it is forgotten."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from core.errors import CallerError, ForbiddenError, ThrottledError
from core.logs import ORIGIN, Origin, told_error
from core.models import AuditEvent
from core.models.vocabulary import Counts, Scope, UserRole
from core.services import (
    accounts,
    api_tokens,
    audit,
    coaching,
    erasing,
    group_settings,
    leaving,
    publishing,
    rescoring,
    rubrics,
    sharing,
)
from core.services.accounts import BadCredentialsError, NewAccount, Person
from core.services.audit import EventView, Kind, Search
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.coached import interview_of, make_staff
from tests.support.contexts import PASSWORD, make_person

NEW = "an entirely new phrase"
TWICE = (
    "INSERT INTO request_keys (user_id, key, fingerprint, created_at) SELECT id, :said, :said, created_at FROM users"
)
ADDRESS = "198.51.100.7"


@pytest.fixture
def boss(ctx: Context) -> Person:
    """An admin."""
    return make_staff(ctx, "boss", UserRole.ADMIN)


def log_of(ctx: Context, **search: object) -> list[EventView]:
    """Everything that an admin reads, oldest first."""
    admin = replace(accounts.person_by_name(ctx, "boss"), roles=frozenset({UserRole.ADMIN}))
    return list(audit.events(ctx, admin, Search(**search), limit=1000))[::-1]


def now_only(ctx: Context, clock: FakeClock) -> Callable[[], list[EventView]]:
    """Reads what is recorded from now on; what happens in the same moment has no order."""
    began = clock.advance(seconds=1)
    return lambda: [event for event in log_of(ctx) if event.at >= began]


def told(events: list[EventView]) -> list[tuple[str, str, str]]:
    return [(event.actor, event.kind, event.subject) for event in events]


def test_signing_in_and_out_failures_and_passwords_are_recorded(
    ctx: Context, boss: Person, ada: Person, clock: FakeClock
) -> None:
    since = now_only(ctx, clock)

    def refused(act: Callable[[], object], error: type[CallerError]) -> None:
        with pytest.raises(error):
            act()
        clock.advance(seconds=1)

    def done(act: Callable[[], object]) -> object:
        clock.advance(seconds=1)
        return act()

    for _ in range(5):
        refused(lambda: accounts.sign_in(ctx, "ada", "no"), BadCredentialsError)
    refused(lambda: accounts.sign_in(ctx, "ada", "no"), ThrottledError)
    refused(lambda: accounts.sign_in(ctx, "what if this is a password", "no"), BadCredentialsError)
    clock.advance(minutes=1)
    _, secrets = accounts.sign_in(ctx, "ada", PASSWORD)
    done(lambda: accounts.sign_out(ctx, secrets.page_token))
    accounts.sign_out(ctx, secrets.page_token)
    done(lambda: accounts.sign_out_everywhere(ctx, ada))
    link = str(done(lambda: accounts.make_reset_link(ctx, boss, ada.id)))
    done(lambda: accounts.reset_password(ctx, link.partition("=")[2], new=NEW, again=NEW))
    done(lambda: accounts.set_roles(ctx, boss, ada.id, {UserRole.COACH}))
    accounts.set_roles(ctx, boss, ada.id, {UserRole.COACH})
    done(lambda: accounts.set_active(ctx, boss, ada.id, active=False))
    done(lambda: accounts.set_active(ctx, boss, ada.id, active=True))
    events = since()
    assert told(events) == [
        *[("", "sign_in_failed", "ada")] * 5,
        ("", "sign_in_failed", ""),
        ("ada", "signed_in", ""),
        ("ada", "signed_out", ""),
        ("ada", "signed_out_everywhere", ""),
        ("boss", "reset_link_made", "ada"),
        ("ada", "password_reset", ""),
        ("boss", "roles_changed", "ada"),
        ("boss", "account_disabled", "ada"),
        ("boss", "account_enabled", "ada"),
    ]
    assert events[4].detail == "wait seconds 30"
    assert events[11].detail == "given coach, taken candidate"


def test_changes_of_rubrics_groups_tokens_and_links_are_recorded(
    ctx: Context, boss: Person, ada: Person, clock: FakeClock
) -> None:
    coach, studio = make_staff(ctx, "carla", UserRole.COACH), make_staff(ctx, "stu", UserRole.STUDIO)
    finished_interview, _ = interview_of(ctx, ada, ("I would cache it.",))
    since = now_only(ctx, clock)
    group_id = coaching.make_group(ctx, coach, "Spring").id
    group_settings.change_settings(ctx, coach, group_id, counts=Counts.COACHES, moderator_id=None)
    clock.advance(seconds=1)
    draft = replace(rubrics.rubric_in_force(ctx.db), title="Another")
    with ctx.db.writing() as session:
        publishing.put_in_force(ctx, session, studio, draft, "A secret reason")
        publishing.put_in_force(ctx, session, studio, draft, "A secret reason")
    clock.advance(seconds=1)
    rescoring.start_rescoring(ctx, studio, draft.content_hash)
    rescoring.start_rescoring(ctx, studio, draft.content_hash)
    clock.advance(seconds=1)
    token = api_tokens.make_token(ctx, ada, name="my secret name", scope=Scope.READ)
    clock.advance(seconds=1)
    for _ in range(2):
        api_tokens.revoke(ctx, ada, token.token.id)
    clock.advance(seconds=1)
    sharing.share(ctx, ada, finished_interview, shows_scores=True, shows_answers=True)
    [link] = sharing.links_of(ctx, ada, finished_interview)
    clock.advance(seconds=1)
    for _ in range(2):
        sharing.revoke(ctx, ada, link.id)
    events = since()
    assert [(event.actor, event.kind, event.detail) for event in events] == [
        ("carla", "group_settings_changed", "counts coaches"),
        ("stu", "rubric_published", f"rubric {draft.content_hash[:12]}"),
        ("stu", "rescoring_started", "interviews 1"),
        ("ada", "token_made", "days 90, scope read"),
        ("ada", "token_revoked", ""),
        ("ada", "link_made", "days 14, shows scores answers"),
        ("ada", "link_revoked", ""),
    ]


def test_no_secret_name_or_address_of_a_person_and_nothing_that_was_typed_is_in_it(
    ctx: Context, boss: Person, ada: Person
) -> None:
    with pytest.raises(BadCredentialsError):
        accounts.sign_in(ctx, "typed here by mistake", "typed here by mistake")
    _, secrets = accounts.sign_in(ctx, "ada", PASSWORD)
    fresh = accounts.change_password(ctx, ada, old=PASSWORD, new=NEW, again=NEW)
    link = accounts.make_reset_link(ctx, boss, ada.id)
    token = api_tokens.make_token(ctx, ada, name="Nadine's notebook", scope=Scope.PRACTISE)
    with ctx.db.reading() as session:
        stored = "\n".join(
            json.dumps([row.kind, row.address, row.detail_json]) for row in session.scalars(select(AuditEvent))
        )
    secret = [secrets.page_token, secrets.ticket, fresh.page_token, link.partition("=")[2], token.secret, PASSWORD, NEW]
    for word in (*secret, "typed here", "Nadine", "ada", "@"):
        assert word not in stored


def test_an_event_says_where_it_came_from_and_goes_with_what_it_tells_of(
    ctx: Context, boss: Person, clock: FakeClock
) -> None:
    since = now_only(ctx, clock)
    kept = ORIGIN.set(Origin("request", ADDRESS))
    try:
        make_person(ctx, "bob")
        with pytest.raises(CallerError):
            accounts.sign_up(ctx, NewAccount("bob", "b@example.org", "B", "", PASSWORD, PASSWORD))
        with pytest.raises(RuntimeError), ctx.db.writing() as session:
            audit.record(session, Kind.EXPORTED, at=ctx.clock(), actor_id=boss.id)
            raise RuntimeError
    finally:
        ORIGIN.reset(kept)
    [event] = since()
    assert (event.actor, event.kind, event.address) == ("bob", "signed_up", ADDRESS)


def test_only_admins_read_it(ctx: Context, ada: Person) -> None:
    coach = replace(ada, roles=frozenset(set(UserRole) - {UserRole.ADMIN}))
    for read in (audit.events, audit.export):
        with pytest.raises(ForbiddenError):
            read(ctx, coach, Search())


def test_it_is_searched_by_kind_person_and_day_newest_first(
    ctx: Context, boss: Person, ada: Person, clock: FakeClock
) -> None:
    day = clock().date()
    clock.advance(days=1)
    accounts.set_active(ctx, boss, ada.id, active=False)
    clock.advance(days=1)
    accounts.set_active(ctx, boss, ada.id, active=True)
    assert [event.kind for event in log_of(ctx, person_id=ada.id)][-2:] == ["account_disabled", "account_enabled"]
    assert told(log_of(ctx, kinds=(Kind.ACCOUNT_ENABLED,))) == [("boss", "account_enabled", "ada")]
    assert log_of(ctx, person_id=uuid4()) == []
    next_day = day + timedelta(days=1)
    assert [event.kind for event in log_of(ctx, first_day=next_day, last_day=next_day)] == ["account_disabled"]
    assert log_of(ctx, last_day=day - timedelta(days=1)) == []
    newest = audit.events(ctx, boss, Search(), limit=1)
    assert [event.kind for event in newest] == ["account_enabled"]
    assert all(event.words != event.kind for event in log_of(ctx))


def test_a_file_of_it_is_recorded_too(ctx: Context, boss: Person, clock: FakeClock) -> None:
    since = now_only(ctx, clock)
    rows = len(audit.export(ctx, boss, Search()))
    assert [(event.kind, event.detail) for event in since()] == [("downloaded", f"rows {rows}, what audit log")]


def test_an_erased_person_leaves_no_name_and_no_address(
    ctx: Context, boss: Person, ada: Person, clock: FakeClock
) -> None:
    kept = ORIGIN.set(Origin("request", ADDRESS))
    accounts.sign_in(ctx, "ada", PASSWORD)
    ORIGIN.reset(kept)
    clock.advance(seconds=1)
    erasing.erase_other(ctx, boss, ada.id, typed_name="ada")
    events = log_of(ctx)
    assert events[-1].kind == "erased" and events[-1].actor == "boss"
    assert not any("ada" in (event.actor, event.subject) or event.address for event in events)


def test_events_are_forgotten_after_the_days_that_are_set(ctx: Context, boss: Person, clock: FakeClock) -> None:
    brief = replace(ctx, settings=replace(ctx.settings, audit_days=30))
    before = len(log_of(ctx))
    clock.advance(days=29)
    leaving.sweep(brief)
    assert len(log_of(ctx)) == before > 0
    clock.advance(days=2)
    accounts.open_sign_in(ctx, boss.id)
    leaving.sweep(brief)
    assert [event.kind for event in log_of(ctx)] == ["signed_in"]


def test_no_log_line_quotes_what_the_database_was_given(ctx: Context, ada: Person) -> None:
    said = "I would measure first"
    with pytest.raises(IntegrityError) as doubled, ctx.db.writing() as session:
        for _ in range(2):
            session.execute(text(TWICE), {"said": said})
    with pytest.raises(DBAPIError) as unreadable, ctx.db.reading() as session:
        session.execute(text("SELECT nothing FROM users WHERE username = :said"), {"said": said})
    assert "hide_parameters" in str(unreadable.value)
    for caught in (doubled, unreadable):
        told = "\n".join(told_error(caught.value))
        assert said not in told and "test_audit.py" in told
