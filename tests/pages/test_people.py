"""People: an admin finds somebody, changes what they may do, and helps them back in."""

from collections.abc import Callable

import pytest

from core.models.vocabulary import UserRole
from core.services import accounts
from core.services.accounts import Person
from core.services.context import Context
from tests.pages.nasty import NASTY, is_plain_text
from tests.pages.tab import Tab
from tests.support.contexts import PASSWORD

Open = Callable[..., Tab]
Someone = Callable[..., Person]
LAST_ADMIN = "This is the last admin. Make somebody else an admin first."


@pytest.fixture
def boss(someone: Someone) -> Person:
    """The only admin."""
    return someone("boss", UserRole.ADMIN, UserRole.CANDIDATE)


@pytest.fixture
def tab(boss: Person, ada: Person, signed_in_app: Open) -> Tab:
    """The page as the admin finds it, with two people."""
    return signed_in_app(boss).open("account/people.py")


def listed(tab: Tab) -> list[str]:
    table = tab.at.dataframe[0].value
    return [] if table.empty else list(table["Username"])


def choose(tab: Tab, username: str) -> Tab:
    box = tab.at.selectbox[0]
    [label] = [option for option in box.options if option.startswith(f"{username} (")]
    box.select_index(box.options.index(label))
    return tab.run()


def give(tab: Tab, *roles: UserRole) -> Tab:
    tab.at.pills[0].set_value(list(roles))
    return tab.press("Save roles")


def test_everybody_is_listed_with_roles_and_state(ctx: Context, boss: Person, ada: Person, tab: Tab) -> None:
    accounts.set_active(ctx, boss, ada.id, active=False)
    table = tab.run().at.dataframe[0].value.set_index("Username")
    assert list(table.index) == ["ada", "boss"]
    assert list(table.loc["boss", "Roles"]) == ["admin", "candidate"]
    assert list(table["Active"]) == [False, True]
    assert table.loc["ada", "Email"] == "ada@example.org"


@pytest.mark.parametrize(("words", "found"), [("AD", ["ada"]), ("boss@", ["boss"]), ("%", []), ("", ["ada", "boss"])])
def test_the_search_looks_into_names_and_addresses(tab: Tab, words: str, found: list[str]) -> None:
    tab.type({"Search": words}).run()
    assert listed(tab) == found
    assert len(tab.at.selectbox[0].options) == len(found)


def test_a_search_without_a_match_says_so(tab: Tab) -> None:
    tab.type({"Search": "nobody at all"}).run()
    assert tab.at.selectbox[0].placeholder == "Nobody matches the search"


def test_nobody_can_be_changed_before_somebody_is_chosen(tab: Tab) -> None:
    assert tab.buttons == []
    buttons = ["Save roles", "Disable account", "Make password reset link", "Erase this account"]
    assert choose(tab, "ada").buttons == buttons


def test_new_roles_are_saved_and_end_the_persons_sign_ins(
    ctx: Context, ada: Person, tab: Tab, signed_in_app: Open
) -> None:
    adas = signed_in_app(ada)
    give(choose(tab, "ada"), UserRole.CANDIDATE, UserRole.COACH)
    assert tab.says("Roles of ada are saved. They sign in again to use them.")
    assert accounts.person_by_id(ctx, ada.id).roles == {UserRole.CANDIDATE, UserRole.COACH}
    assert adas.run().buttons == ["Sign in", "Create account"]
    assert "questions" in signed_in_app(ada).pages
    assert not tab.run().says("are saved.")


def test_after_saving_the_person_stays_chosen_with_their_new_roles(ada: Person, tab: Tab) -> None:
    give(choose(tab, "ada"), UserRole.STUDIO)
    assert tab.at.pills[0].value == [UserRole.STUDIO]
    assert list(tab.at.dataframe[0].value["Roles"].iloc[0]) == ["studio"]


def test_who_loses_every_role_stays_a_candidate(ctx: Context, ada: Person, tab: Tab) -> None:
    give(choose(tab, "ada"))
    assert accounts.person_by_id(ctx, ada.id).roles == {UserRole.CANDIDATE}


def test_disabling_ends_the_sign_ins_and_can_be_undone(
    ctx: Context, ada: Person, tab: Tab, signed_in_app: Open
) -> None:
    adas = signed_in_app(ada)
    choose(tab, "ada").press("Disable account")
    assert tab.says("ada is disabled.")
    assert adas.run().buttons == ["Sign in", "Create account"]
    tab.run().press("Enable account")
    assert tab.says("ada is enabled.")
    assert accounts.sign_in(ctx, "ada", PASSWORD)[0] == ada


def test_after_disabling_the_button_offers_to_enable(ada: Person, tab: Tab) -> None:
    choose(tab, "ada").press("Disable account")
    assert tab.says("ada is disabled.")
    assert "Enable account" in tab.buttons


@pytest.mark.parametrize("change", ["roles", "disable"])
def test_the_last_admin_cannot_be_lost(ctx: Context, boss: Person, tab: Tab, change: str) -> None:
    choose(tab, "boss")
    if change == "roles":
        give(tab, UserRole.CANDIDATE)
    else:
        tab.press("Disable account")
    assert tab.errors == [LAST_ADMIN]
    assert accounts.person_by_id(ctx, boss.id) == boss
    assert tab.title == "People"


def test_of_two_admins_one_may_step_down_and_lose_the_page_at_once(
    ctx: Context, boss: Person, tab: Tab, someone: Someone
) -> None:
    someone("carla", UserRole.ADMIN)
    give(choose(tab.run(), "boss"), UserRole.CANDIDATE)
    assert accounts.person_by_id(ctx, boss.id).roles == {UserRole.CANDIDATE}
    assert (tab.page, tab.title) == ("", "Hello, Boss")
    assert "people" not in tab.pages


def test_an_admin_whose_role_was_taken_elsewhere_cannot_save_any_more(
    ctx: Context, boss: Person, ada: Person, tab: Tab, someone: Someone
) -> None:
    carla = someone("carla", UserRole.ADMIN)
    choose(tab.run(), "ada")
    tab.at.pills[0].set_value([UserRole.ADMIN])
    accounts.set_roles(ctx, carla, boss.id, {UserRole.CANDIDATE})
    tab.press("Save roles")
    assert tab.buttons == ["Sign in", "Create account"]
    assert accounts.person_by_id(ctx, ada.id).roles == {UserRole.CANDIDATE}


def test_a_reset_link_is_shown_once_and_works(ctx: Context, ada: Person, tab: Tab) -> None:
    choose(tab, "ada").press("Make password reset link")
    link = tab.at.code[0].value
    assert link.startswith("https://practice.example/sign_in?reset=")
    reset = Tab().open("account/sign_in.py", reset=link.split("reset=")[1])
    assert reset.title == "Set a new password"


def test_the_link_of_one_person_is_not_shown_beside_another(boss: Person, tab: Tab) -> None:
    choose(tab, "ada").press("Make password reset link")
    assert not choose(tab, "boss").at.code


def test_the_link_is_not_shown_again_on_the_next_visit(tab: Tab) -> None:
    choose(tab, "ada").press("Make password reset link")
    tab.open("home.py").open("account/people.py")
    assert not choose(tab, "ada").at.code


def test_names_are_shown_as_they_were_typed(ctx: Context, tab: Tab) -> None:
    name = NASTY[:100]
    accounts.sign_up(ctx, accounts.NewAccount("eve", "eve@example.org", name, "", PASSWORD, PASSWORD))
    tab.run()
    assert name in list(tab.at.dataframe[0].value["Name"])
    give(choose(tab, "eve"), UserRole.COACH)
    assert tab.says("Roles of eve are saved.")
    assert is_plain_text(tab)
