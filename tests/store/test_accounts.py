"""Accounts on a real database: who gets in, what ends a sign-in, and what an admin may do."""

import pytest
from sqlalchemy import func, select, text

from core.errors import ForbiddenError, InvalidInputError, StateError, ThrottledError
from core.models import User
from core.models.vocabulary import LinkPurpose, UserRole
from core.services import accounts
from core.services.accounts import BadCredentialsError, BadLinkError, NewAccount, Person
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import PASSWORD, make_person

NEW_PASSWORD = "a new long secret"


def token_of(link: str | None) -> str:
    assert link is not None
    return link.partition("=")[2]


@pytest.fixture
def admin(ctx: Context) -> Person:
    """The first admin, made with the terminal's link."""
    token = token_of(accounts.first_admin_link(ctx))
    return accounts.make_first_admin(ctx, token, NewAccount("boss", "boss@example.org", "Bo", "Ss", PASSWORD, PASSWORD))


def sign_in_cookie(ctx: Context, username: str, password: str = PASSWORD) -> str:
    """What a browser holds after signing in."""
    _, secrets = accounts.sign_in(ctx, username, password)
    cookie = accounts.exchange_ticket(ctx, secrets.ticket)
    assert cookie is not None
    return cookie


def test_the_first_admin_link_works_once(ctx: Context, admin: Person) -> None:
    assert admin.roles == set(UserRole)
    assert accounts.first_admin_link(ctx) is None


@pytest.mark.parametrize("name", ["admin", "root", "boss", "user", "demo", "maya"])
def test_a_new_database_has_nobody_in_it_whom_one_could_guess(ctx: Context, name: str) -> None:
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 0
    for password in (name, "", "password", "admin"):
        with pytest.raises((BadCredentialsError, ThrottledError)):
            accounts.sign_in(ctx, name, password)


def test_every_sign_in_has_secrets_of_its_own_of_256_bits_and_only_hashes_are_stored(ctx: Context) -> None:
    ada = make_person(ctx, "ada")
    made = [accounts.open_sign_in(ctx, ada.id) for _ in range(3)]
    cookies = [accounts.exchange_ticket(ctx, one.ticket) or "" for one in made]
    secrets = [*(one.page_token for one in made), *(one.ticket for one in made), *cookies]
    assert len(set(secrets)) == 9 and {len(secret) for secret in secrets} == {43}
    with ctx.db.reading() as session:
        stored = str(session.execute(text("SELECT * FROM sign_ins")).all())
    assert not any(secret in stored for secret in secrets)


def test_a_sign_in_that_is_used_lasts_a_week_and_one_that_is_not_two_days(ctx: Context, clock: FakeClock) -> None:
    ada = make_person(ctx, "ada")
    used, unused = sign_in_cookie(ctx, "ada"), sign_in_cookie(ctx, "ada")
    for _ in range(4):
        clock.advance(hours=40)
        assert accounts.who_is(ctx, used) == ada
    assert accounts.who_is(ctx, unused) is None
    clock.advance(hours=7)
    assert accounts.who_is(ctx, used) == ada
    clock.advance(hours=1)
    assert accounts.who_is(ctx, used) is None


def test_a_newer_first_admin_link_ends_the_older_one(ctx: Context) -> None:
    older, newer = token_of(accounts.first_admin_link(ctx)), token_of(accounts.first_admin_link(ctx))
    assert not accounts.is_link_good(ctx, older, LinkPurpose.FIRST_ADMIN)
    assert accounts.is_link_good(ctx, newer, LinkPurpose.FIRST_ADMIN)


def test_a_bad_form_does_not_use_up_the_link(ctx: Context) -> None:
    token = token_of(accounts.first_admin_link(ctx))
    with pytest.raises(InvalidInputError):
        accounts.make_first_admin(ctx, token, NewAccount("b", "nonsense", "", "", "short", "other"))
    assert accounts.is_link_good(ctx, token, LinkPurpose.FIRST_ADMIN)


def test_the_link_expires(ctx: Context, clock: FakeClock) -> None:
    token = token_of(accounts.first_admin_link(ctx))
    clock.advance(hours=25)
    with pytest.raises(BadLinkError):
        accounts.make_first_admin(ctx, token, NewAccount("boss", "b@x.org", "B", "", PASSWORD, PASSWORD))


def test_every_fault_of_the_form_is_told_at_once(ctx: Context) -> None:
    with pytest.raises(InvalidInputError) as caught:
        accounts.sign_up(ctx, NewAccount("no spaces!", "nowhere", " ", "", "short", "shorter"))
    assert {fault.where for fault in caught.value.faults} == {
        "Username", "Email", "First name", "Password", "Repeat password",
    }  # fmt: skip


def test_names_are_taken_whatever_their_case(ctx: Context) -> None:
    make_person(ctx, "ada")
    with pytest.raises(InvalidInputError) as caught:
        accounts.sign_up(ctx, NewAccount("ADA", "Ada@Example.org", "Ada", "", PASSWORD, PASSWORD))
    assert {fault.where for fault in caught.value.faults} == {"Username", "Email"}


@pytest.mark.parametrize("name", ["ada", "  ADA ", "ada@example.org"])
def test_one_signs_in_by_username_or_address(ctx: Context, name: str) -> None:
    ada = make_person(ctx, "ada")
    person, secrets = accounts.sign_in(ctx, name, PASSWORD)
    assert person == ada
    assert accounts.who_is(ctx, secrets.page_token) == ada


def test_a_long_password_counts_to_its_last_character(ctx: Context) -> None:
    long = "päss wörd " * 12 + "a"
    accounts.sign_up(ctx, NewAccount("eve", "eve@example.org", "Eve", "", long, long))
    accounts.sign_in(ctx, "eve", long)
    with pytest.raises(BadCredentialsError):
        accounts.sign_in(ctx, "eve", long[:-1] + "b")


def test_wrong_password_and_unknown_name_are_told_alike(ctx: Context) -> None:
    make_person(ctx, "ada")
    with pytest.raises(BadCredentialsError) as wrong:
        accounts.sign_in(ctx, "ada", "wrong password!")
    with pytest.raises(BadCredentialsError) as unknown:
        accounts.sign_in(ctx, "nobody", PASSWORD)
    assert str(wrong.value) == str(unknown.value)


def test_a_ticket_works_once_and_not_for_long(ctx: Context, clock: FakeClock) -> None:
    make_person(ctx, "ada")
    _, secrets = accounts.sign_in(ctx, "ada", PASSWORD)
    assert accounts.exchange_ticket(ctx, secrets.ticket)
    assert accounts.exchange_ticket(ctx, secrets.ticket) is None
    _, late = accounts.sign_in(ctx, "ada", PASSWORD)
    clock.advance(seconds=61)
    assert accounts.exchange_ticket(ctx, late.ticket) is None


def test_signing_out_ends_page_and_cookie(ctx: Context) -> None:
    make_person(ctx, "ada")
    _, secrets = accounts.sign_in(ctx, "ada", PASSWORD)
    cookie = accounts.exchange_ticket(ctx, secrets.ticket)
    accounts.sign_out(ctx, secrets.page_token)
    assert accounts.who_is(ctx, secrets.page_token) is None
    assert accounts.who_is(ctx, cookie) is None


def test_a_sign_in_ends_by_itself(ctx: Context, clock: FakeClock) -> None:
    make_person(ctx, "ada")
    cookie = sign_in_cookie(ctx, "ada")
    clock.advance(days=8)
    assert accounts.who_is(ctx, cookie) is None


def test_a_new_password_ends_every_other_sign_in(ctx: Context) -> None:
    ada = make_person(ctx, "ada")
    elsewhere = sign_in_cookie(ctx, "ada")
    fresh = accounts.change_password(ctx, ada, old=PASSWORD, new=NEW_PASSWORD, again=NEW_PASSWORD)
    assert accounts.who_is(ctx, elsewhere) is None
    assert accounts.who_is(ctx, fresh.page_token) == ada
    accounts.sign_in(ctx, "ada", NEW_PASSWORD)


def test_the_old_password_is_asked_for(ctx: Context) -> None:
    ada = make_person(ctx, "ada")
    with pytest.raises(InvalidInputError, match="Current password"):
        accounts.change_password(ctx, ada, old="not it", new=NEW_PASSWORD, again=NEW_PASSWORD)


def test_a_reset_link_works_once(ctx: Context, admin: Person) -> None:
    ada = make_person(ctx, "ada")
    elsewhere = sign_in_cookie(ctx, "ada")
    token = token_of(accounts.make_reset_link(ctx, admin, ada.id))
    accounts.reset_password(ctx, token, new=NEW_PASSWORD, again=NEW_PASSWORD)
    assert accounts.who_is(ctx, elsewhere) is None
    accounts.sign_in(ctx, "ada", NEW_PASSWORD)
    with pytest.raises(BadLinkError):
        accounts.reset_password(ctx, token, new="yet another one", again="yet another one")


def test_a_newer_reset_link_ends_the_older_one(ctx: Context, admin: Person) -> None:
    ada = make_person(ctx, "ada")
    older = token_of(accounts.make_reset_link(ctx, admin, ada.id))
    accounts.make_reset_link(ctx, admin, ada.id)
    with pytest.raises(BadLinkError):
        accounts.reset_password(ctx, older, new=NEW_PASSWORD, again=NEW_PASSWORD)


def test_disabling_ends_the_sign_ins_at_once(ctx: Context, admin: Person) -> None:
    ada = make_person(ctx, "ada")
    cookie = sign_in_cookie(ctx, "ada")
    accounts.set_active(ctx, admin, ada.id, active=False)
    assert accounts.who_is(ctx, cookie) is None
    with pytest.raises(BadCredentialsError):
        accounts.sign_in(ctx, "ada", PASSWORD)
    accounts.set_active(ctx, admin, ada.id, active=True)
    accounts.sign_in(ctx, "ada", PASSWORD)


def test_new_roles_end_the_sign_ins(ctx: Context, admin: Person) -> None:
    ada = make_person(ctx, "ada")
    cookie = sign_in_cookie(ctx, "ada")
    changed = accounts.set_roles(ctx, admin, ada.id, [UserRole.CANDIDATE, UserRole.COACH])
    assert changed.roles == {UserRole.CANDIDATE, UserRole.COACH}
    assert accounts.who_is(ctx, cookie) is None


def test_the_last_admin_stays(ctx: Context, admin: Person) -> None:
    with pytest.raises(StateError):
        accounts.set_roles(ctx, admin, admin.id, [UserRole.CANDIDATE])
    with pytest.raises(StateError):
        accounts.set_active(ctx, admin, admin.id, active=False)


def test_only_an_admin_manages_people(ctx: Context, admin: Person) -> None:
    ada = make_person(ctx, "ada")
    for act in (
        lambda: accounts.list_people(ctx, ada),
        lambda: accounts.set_roles(ctx, ada, ada.id, [UserRole.ADMIN]),
        lambda: accounts.set_active(ctx, ada, admin.id, active=False),
        lambda: accounts.make_reset_link(ctx, ada, admin.id),
    ):
        with pytest.raises(ForbiddenError):
            act()


def test_people_are_found_by_part_of_a_name(ctx: Context, admin: Person) -> None:
    make_person(ctx, "ada")
    assert [person.username for person in accounts.list_people(ctx, admin, search="AD")] == ["ada"]
    assert accounts.list_people(ctx, admin, search="%") == ()
