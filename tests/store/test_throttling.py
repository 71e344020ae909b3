"""Guesses are slowed down on a real database, by several processes at once, and nobody is kept out for long."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from core.errors import InvalidInputError, ThrottledError
from core.models import Throttle
from core.models.vocabulary import LinkPurpose, UserRole
from core.services import accounts, known_browsers, leaving, throttling
from core.services.accounts import BadCredentialsError, Caller, NewAccount, Person
from core.services.context import Context
from core.services.throttling import GUESSES, GUESSES_OF_ADDRESS, Bucket, Limit, address_buckets, count_try
from tests.support.clock import FakeClock
from tests.support.contexts import PASSWORD, make_person

WRONG = "a wrong password"
HERE, THERE = Caller("198.51.100.7"), Caller("203.0.113.9")


def guess(ctx: Context, name: str = "ada", password: str = WRONG, caller: Caller = HERE) -> str:
    """What somebody hears who tries a password."""
    try:
        accounts.sign_in(ctx, name, password, caller=caller)
    except BadCredentialsError:
        return "wrong"
    except ThrottledError as error:
        return f"wait {error.retry_after}"
    return "in"


def fail(ctx: Context, times: int, name: str = "ada", caller: Caller = HERE) -> None:
    assert [guess(ctx, name, caller=caller) for _ in range(times)] == ["wrong"] * times


@pytest.mark.parametrize("name", ["ada", "nobody", "ada@example.org"])
def test_of_twenty_guesses_five_are_looked_at_for_a_known_name_as_for_an_unknown_one(
    ctx: Context, ada: Person, name: str
) -> None:
    assert [guess(ctx, name) for _ in range(20)] == ["wrong"] * 5 + ["wait 30"] * 15
    assert guess(ctx, name, PASSWORD) == "wait 30"
    assert guess(ctx, f" {name.upper()}", PASSWORD) == "wait 30"


def test_of_twenty_guesses_at_the_same_moment_five_are_looked_at(ctx: Context, ada: Person) -> None:
    with ThreadPoolExecutor(20) as pool:
        heard = list(pool.map(lambda _: guess(ctx), range(20)))
    assert sorted(heard) == ["wait 30"] * 15 + ["wrong"] * 5


def test_waits_double_up_to_a_quarter_of_an_hour_and_are_not_lengthened_by_those_who_do_not_wait(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    fail(ctx, 5)
    waits = []
    for _ in range(7):
        wait = int(guess(ctx).removeprefix("wait "))
        assert guess(ctx) == f"wait {wait}"
        waits.append(wait)
        clock.advance(seconds=wait - 1)
        assert guess(ctx, password=PASSWORD) == "wait 1"
        clock.advance(seconds=1)
        fail(ctx, 1)
    assert waits == [30, 60, 120, 240, 480, 900, 900]
    # and then the owner has their turn, after no more than that
    clock.advance(minutes=15)
    assert guess(ctx, password=PASSWORD) == "in"
    fail(ctx, 5)


def test_an_hour_without_a_try_forgets_them_all(ctx: Context, ada: Person, clock: FakeClock) -> None:
    fail(ctx, 4)
    clock.advance(minutes=59)
    fail(ctx, 1)
    assert guess(ctx) == "wait 30"
    clock.advance(minutes=61)
    fail(ctx, 5)


def test_a_right_password_begins_anew(ctx: Context, ada: Person) -> None:
    for _ in range(3):
        fail(ctx, 4)
        assert guess(ctx, password=PASSWORD) == "in"


def test_nobodys_guesses_keep_out_a_browser_that_its_owner_signed_in_with_before(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    known = Caller(HERE.address, known_browsers.make_mark(ctx, ada.id))
    fail(ctx, 4)
    for _ in range(6):
        fail(ctx, 1)
        assert guess(ctx, password=PASSWORD) != "in"
        assert guess(ctx, password=PASSWORD, caller=known) == "in"
        clock.advance(minutes=15)
    # whoever has got hold of that browser has no more guesses than others
    fail(ctx, 5, caller=known)
    assert guess(ctx, caller=known) == "wait 30"


@pytest.mark.parametrize(
    "mark", ["", "made-up", "a.b.c", "\ud800", "x" * 10_000, "WyJhIl0.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"]
)
def test_a_forged_mark_of_a_browser_opens_nothing(ctx: Context, ada: Person, mark: str) -> None:
    fail(ctx, 5)
    assert guess(ctx, password=PASSWORD, caller=Caller(HERE.address, mark)) == "wait 30"


def test_the_mark_of_one_person_is_worth_nothing_for_another(ctx: Context, ada: Person) -> None:
    bob = make_person(ctx, "bob")
    mark = known_browsers.make_mark(ctx, bob.id)
    assert not known_browsers.is_known(ctx, mark, ada.id)
    changed = ("a" if mark[0] != "a" else "b") + mark[1:]
    assert known_browsers.is_known(ctx, mark, bob.id) and not known_browsers.is_known(ctx, changed, bob.id)


def test_one_address_may_try_a_hundred_names_and_waits_no_longer_than_a_minute(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    for number in range(GUESSES_OF_ADDRESS.free):
        fail(ctx, 1, f"name{number}")
    assert guess(ctx, password=PASSWORD) == "wait 30"
    assert guess(ctx, password=PASSWORD, caller=THERE) == "in"
    for _ in range(3):
        clock.advance(seconds=60)
        assert guess(ctx, "another name") == "wrong"
    assert guess(ctx, password=PASSWORD) == "wait 60"
    clock.advance(seconds=60)
    assert guess(ctx, password=PASSWORD) == "in"


def test_with_ipv6_the_network_counts(ctx: Context) -> None:
    def key(address: str) -> str:
        [found] = address_buckets(ctx, "sign-in", address, GUESSES_OF_ADDRESS)
        return found.key

    assert key("2001:db8::1") == key("2001:db8::ffff:2") != key("2001:db8:0:1::1")
    assert key("198.51.100.7") != key("198.51.100.8")
    assert address_buckets(ctx, "sign-in", None, GUESSES_OF_ADDRESS) == ()


def test_a_reset_link_lets_its_owner_in_whoever_guesses(ctx: Context, ada: Person) -> None:
    admin = replace(make_person(ctx, "boss"), roles=frozenset({UserRole.ADMIN}))
    fail(ctx, 5)
    link = accounts.make_reset_link(ctx, admin, ada.id)
    accounts.reset_password(ctx, link.partition("=")[2], new="an entirely new phrase", again="an entirely new phrase")
    assert guess(ctx, password="an entirely new phrase") == "in"


def test_the_old_password_cannot_be_guessed_on_a_page_that_was_left_open(
    ctx: Context, ada: Person, clock: FakeClock
) -> None:
    def change(old: str) -> None:
        accounts.change_password(ctx, ada, old=old, new="an entirely new phrase", again="an entirely new phrase")

    for _ in range(5):
        with pytest.raises(InvalidInputError):
            change(WRONG)
    with pytest.raises(ThrottledError):
        change(PASSWORD)
    clock.advance(seconds=30)
    change(PASSWORD)


def test_links_and_new_accounts_are_limited_by_address(ctx: Context) -> None:
    for _ in range(throttling.BAD_LINKS_OF_ADDRESS.free):
        assert not accounts.is_link_good(ctx, "made-up", LinkPurpose.PASSWORD_RESET, address="198.51.100.7")
    with pytest.raises(ThrottledError):
        accounts.is_link_good(ctx, "made-up", LinkPurpose.PASSWORD_RESET, address="198.51.100.7")
    assert not accounts.is_link_good(ctx, "made-up", LinkPurpose.PASSWORD_RESET, address="198.51.100.8")

    buckets = address_buckets(ctx, "sign-up", "198.51.100.7", throttling.SIGN_UPS_OF_ADDRESS)
    with ctx.db.writing() as session:
        row = Throttle(key=buckets[0].key, failures=throttling.SIGN_UPS_OF_ADDRESS.free - 1, last_at=ctx.clock())
        session.add(row)
    new = NewAccount("eve", "eve@example.org", "Eve", "", PASSWORD, PASSWORD)
    accounts.sign_up(ctx, new, address="198.51.100.7")
    with pytest.raises(ThrottledError):
        accounts.sign_up(
            ctx, NewAccount("mallory", "m@example.org", "M", "", PASSWORD, PASSWORD), address="198.51.100.7"
        )


def test_tries_of_many_in_any_order_are_each_counted_once(ctx: Context) -> None:
    limit = Limit(1000, GUESSES.first, GUESSES.longest)
    both = [Bucket("a" * 64, limit), Bucket("b" * 64, limit)]
    with ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda number: count_try(ctx, both[:: 1 if number % 2 else -1]), range(100)))
    with ctx.db.reading() as session:
        assert session.scalars(select(Throttle.failures)).all() == [100, 100]


def test_no_name_and_no_address_is_stored_and_the_sweep_forgets(ctx: Context, clock: FakeClock) -> None:
    guess(ctx, "what if this is a password")
    with ctx.db.reading() as session:
        assert {len(key) for key in session.scalars(select(Throttle.key))} == {64}
    clock.advance(hours=2)
    leaving.sweep(ctx)
    with ctx.db.reading() as session:
        assert session.scalar(select(func.count()).select_from(Throttle)) == 0
