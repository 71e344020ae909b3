"""Whose account it is that another provider vouches for; nobody gets somebody else's by it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from core.models.vocabulary import UserRole
from core.services import accounts, outside
from core.services.accounts import Person
from core.services.context import Context
from core.services.outside import LinkFirstError, OutsideSignInError, Vouched, read_claims, sign_in_from_outside
from tests.support.clock import FakeClock
from tests.support.contexts import PASSWORD, make_person

ISSUER = "https://id.example"


def claims(ctx: Context, **changed: object) -> dict[str, object]:
    told = {
        "iss": ISSUER,
        "sub": "grace-1",
        "iat": ctx.clock().timestamp(),
        "email": "Grace@Example.org",
        "email_verified": True,
        "given_name": "Grace",
        "family_name": "Hopper",
    }
    return {**told, **changed}


def vouched(ctx: Context, **changed: object) -> Vouched:
    found = read_claims(claims(ctx, **changed))
    assert found is not None
    return found


def enter(ctx: Context, **changed: object) -> Person:
    person = accounts.who_is(ctx, sign_in_from_outside(ctx, vouched(ctx, **changed)).page_token)
    assert person is not None
    return person


def test_a_confirmed_address_that_nobody_has_makes_a_candidate_once(ctx: Context) -> None:
    person = enter(ctx)
    assert (person.username, person.email, person.name) == ("grace", "grace@example.org", "Grace Hopper")
    assert person.roles == {UserRole.CANDIDATE}
    # the provider's name for her counts, and not what else it says later
    assert enter(ctx, email="other@example.org", given_name="G").id == person.id


def test_an_address_that_somebody_has_is_theirs_until_they_sign_in_by_password(ctx: Context) -> None:
    grace = make_person(ctx, "grace")
    for _ in range(2):
        with pytest.raises(LinkFirstError):
            enter(ctx)
    # somebody else's password proves nothing about her account
    assert not outside.link(ctx, make_person(ctx, "mallory"), vouched(ctx))
    with pytest.raises(LinkFirstError):
        enter(ctx)
    person, _ = accounts.sign_in(ctx, "grace", PASSWORD)
    assert outside.link(ctx, person, vouched(ctx)) and outside.link(ctx, person, vouched(ctx))
    assert enter(ctx).id == grace.id


def test_an_address_that_changed_hands_opens_no_account(ctx: Context) -> None:
    grace = enter(ctx)
    with pytest.raises(LinkFirstError):
        enter(ctx, sub="a-later-owner")
    with pytest.raises(LinkFirstError):
        enter(ctx, iss="https://evil.example")
    assert enter(ctx).id == grace.id


@pytest.mark.parametrize(
    "changed",
    [
        {"email_verified": False},
        {"email_verified": None},
        {"email_verified": "yes"},
        {"email_verified": 1.5},
        {"email": None},
        {"email": ""},
        {"email": "nowhere"},
        {"email": ["grace@example.org"]},
        {"email": f"{'x' * 300}@example.org"},
    ],
    ids=str,
)
def test_an_address_that_is_not_confirmed_makes_no_account(ctx: Context, changed: dict[str, object]) -> None:
    make_person(ctx, "grace")
    with pytest.raises(OutsideSignInError, match="has not confirmed an e-mail address of yours"):
        enter(ctx, **changed)


@pytest.mark.parametrize(
    "changed",
    [{"iss": None}, {"sub": ""}, {"sub": 7}, {"iat": None}, {"iat": "now"}, {"iat": True}, {"iat": 1e300}, {"iat": -1}],
    ids=str,
)
def test_claims_that_name_nobody_are_nobody(ctx: Context, changed: dict[str, object]) -> None:
    assert read_claims(claims(ctx, **changed)) is None


def test_what_was_vouched_for_is_worth_nothing_after_minutes(ctx: Context, clock: FakeClock) -> None:
    enter(ctx)
    old = vouched(ctx)
    clock.advance(minutes=5)
    assert outside.is_fresh(ctx, old)
    clock.advance(seconds=1)
    for stale in (old, replace(old, said_at=ctx.clock() + 2 * outside.CLOCKS_DIFFER)):
        with pytest.raises(OutsideSignInError, match="took too long"):
            sign_in_from_outside(ctx, stale)
        assert not outside.link(ctx, make_person(ctx, f"p{stale.said_at.minute}"), stale)


def test_a_disabled_account_stays_out(ctx: Context) -> None:
    boss = make_person(ctx, "boss")
    boss = replace(boss, roles=frozenset(UserRole))
    accounts.set_active(ctx, boss, enter(ctx).id, active=False)
    with pytest.raises(OutsideSignInError, match="cannot be used"):
        enter(ctx)


@pytest.mark.parametrize(
    ("email", "username"),
    [
        ("ada@elsewhere.example", "ada-"),
        ("x@example.org", "person-"),
        ("a+b c'd@example.org", None),
        ("..@x.example", "person-"),
    ],
)
def test_everybody_gets_a_username_of_their_own(ctx: Context, ada: Person, email: str, username: str | None) -> None:
    if username is None:
        with pytest.raises(OutsideSignInError):
            enter(ctx, email=email)
        return
    made = enter(ctx, email=email, given_name="\x00 ", family_name="y" * 500).username
    assert made.startswith(username) and made != "ada" and accounts.USERNAME.fullmatch(made)


def test_names_of_any_length_are_told_apart(ctx: Context) -> None:
    first = enter(ctx, sub="s" * 300 + "1")
    assert enter(ctx, sub="s" * 300 + "1").id == first.id
    assert enter(ctx, sub="s" * 300 + "2", email="other@example.org").id != first.id
    assert enter(ctx, sub="nul\x00", email="third@example.org").username == "third"


def test_two_tabs_at_once_make_one_account(ctx: Context) -> None:
    with ThreadPoolExecutor(4) as pool:
        ids = {person.id for person in pool.map(lambda _: enter(ctx), range(4))}
    assert len(ids) == 1


def test_the_password_of_a_new_account_is_nobodys_until_an_admin_makes_a_link(ctx: Context, clock: FakeClock) -> None:
    person = enter(ctx)
    with pytest.raises(accounts.BadCredentialsError):
        accounts.sign_in(ctx, "grace", "")
    boss = replace(make_person(ctx, "boss"), roles=frozenset(UserRole))
    token = accounts.make_reset_link(ctx, boss, person.id).split("reset=")[1]
    accounts.reset_password(ctx, token, new=PASSWORD, again=PASSWORD)
    assert accounts.sign_in(ctx, "grace", PASSWORD)[0].id == person.id
