"""The account: a new password, and the end of sign-ins here and everywhere."""

from collections.abc import Callable

import pytest

from core.errors import NotSignedInError
from core.models.vocabulary import Scope, UserRole
from core.services import accounts, api_tokens
from core.services.accounts import BadCredentialsError, Person
from core.services.context import Context
from pages._components.identity import COOKIE_ORDER, PAGE_TOKEN
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.contexts import PASSWORD

Open = Callable[..., Tab]
NEW = "another long password"


@pytest.fixture
def tab(ada: Person, signed_in_app: Open) -> Tab:
    return signed_in_app(ada).open("account/access.py")


def change(tab: Tab, old: str, new: str, again: str) -> Tab:
    fields = {"Current password": old, "New password": new, "Repeat new password": again}
    return tab.type(fields).press("Change password")


def test_the_page_says_who_this_is(signed_in_app: Open, someone: Callable[..., Person]) -> None:
    tab = signed_in_app(someone("carla", UserRole.COACH, UserRole.STUDIO)).open("account/access.py")
    assert tab.says("Carla · carla · carla@example.org")
    assert tab.says("Roles: coach, studio")


def test_a_new_password_works_and_the_old_one_no_more(ctx: Context, tab: Tab) -> None:
    change(tab, PASSWORD, NEW, NEW)
    assert tab.says("Your new password is set. Every other sign-in and every API token has ended.")
    assert accounts.sign_in(ctx, "ada", NEW)[0].username == "ada"
    with pytest.raises(BadCredentialsError):
        accounts.sign_in(ctx, "ada", PASSWORD)
    assert not tab.run().says("Your new password is set.")


def test_a_new_password_ends_every_other_sign_in_but_not_this_one(ada: Person, tab: Tab, signed_in_app: Open) -> None:
    other = signed_in_app(ada)
    change(tab, PASSWORD, NEW, NEW)
    assert tab.run().title == "Account"
    assert other.run().buttons == ["Sign in", "Create account"]


def test_a_wrong_password_changes_nothing(ctx: Context, ada: Person, tab: Tab, signed_in_app: Open) -> None:
    other = signed_in_app(ada)
    change(tab, "not my password", NEW, NEW)
    assert tab.errors == ["Current password: This is not your current password."]
    assert accounts.sign_in(ctx, "ada", PASSWORD)[0] == ada
    assert other.run().title == "Hello, Ada"


def test_every_fault_is_named_at_once_and_the_next_try_can_succeed(tab: Tab) -> None:
    change(tab, "wrong", "short", "shorter")
    assert tab.errors == ["Please mend these and try again:"]
    for fault in ("Current password: This is not", "Password: Use 12 to 128", "Repeat password: The two passwords"):
        assert tab.says(f"• {fault}")
    assert change(tab, PASSWORD, NEW, NEW).says("Your new password is set.")


def test_ones_own_name_is_no_password(tab: Tab) -> None:
    change(tab, PASSWORD, "ada@example.org is me", "ada@example.org is me")
    assert tab.says("Leave your own name and address out of the password.")


def test_signing_out_everywhere_ends_every_tab(ada: Person, tab: Tab, signed_in_app: Open) -> None:
    other = signed_in_app(ada)
    tab.press("Sign out everywhere")
    assert tab.buttons == ["Sign in", "Create account"]
    assert other.run().buttons == ["Sign in", "Create account"]


def test_signing_out_everywhere_leaves_others_alone(
    tab: Tab, signed_in_app: Open, someone: Callable[..., Person]
) -> None:
    others = signed_in_app(someone("bob"))
    tab.press("Sign out everywhere")
    assert others.run().title == "Hello, Bob"


def test_signing_out_leaves_nothing_of_the_person_in_the_tab(tab: Tab) -> None:
    tab.press("sign_out")
    assert tab.buttons == ["Sign in", "Create account"]
    assert not tab.says("ada")
    assert PAGE_TOKEN not in tab.at.session_state
    assert tab.at.session_state[COOKIE_ORDER] == "forget"


def test_a_token_is_shown_once_and_works_until_it_is_revoked(ctx: Context, ada: Person, tab: Tab) -> None:
    assert tab.says("You have no tokens.")
    tab.type({"What will use it": "my *app*"}).press("Make a token")
    assert tab.says("The token for my *app*. Copy it now; it is not shown again.")
    [secret] = [text for text in tab.texts if text.startswith(api_tokens.PREFIX)]
    assert api_tokens.bearer(ctx, secret, Scope.READ) == ada
    assert tab.run().says("my *app*") and not tab.says(secret)
    assert tab.says("Read · until 31 May 2026") and tab.says("last used 02 March 2026")
    tab.press("Revoke")
    assert tab.says("You have no tokens.")
    with pytest.raises(NotSignedInError):
        api_tokens.bearer(ctx, secret, Scope.READ)


def test_a_token_without_a_name_is_not_made(ctx: Context, ada: Person, tab: Tab) -> None:
    tab.type({"What will use it": "  "}).press("Make a token")
    assert tab.errors == ["name: Say in 1 to 80 characters what uses this token."]
    assert api_tokens.tokens_of(ctx, ada) == ()


def test_one_sees_ones_own_tokens_only(
    ctx: Context, ada: Person, tab: Tab, someone: Callable[..., Person], signed_in_app: Open
) -> None:
    api_tokens.make_token(ctx, ada, name="her own app", scope=Scope.PRACTISE)
    assert tab.run().says("her own app") and tab.says("Read and practise")
    other = signed_in_app(someone("bob")).open("account/access.py")
    assert not other.says("her own app") and other.says("You have no tokens.")


def test_a_name_is_shown_as_it_was_typed(ctx: Context, signed_in_app: Open) -> None:
    name = NASTY[:100]
    person = accounts.sign_up(ctx, accounts.NewAccount("eve", "eve@example.org", name, name, PASSWORD, PASSWORD))
    tab = signed_in_app(person).open("account/access.py")
    assert tab.says(f"{name} {name} · eve · eve@example.org")
    assert is_plain_text(tab)
