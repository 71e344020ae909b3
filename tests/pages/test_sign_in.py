"""Nobody is signed in: every address shows the way in, and links with a token do what they say once."""

from collections.abc import Callable, Mapping
from uuid import UUID

import pytest

from core.config import PROJECT
from core.models.vocabulary import UserRole
from core.services import accounts
from core.services.accounts import BadCredentialsError, Person
from core.services.context import Context
from pages._components.identity import PAGE_TOKEN
from tests.pages.tab import Tab
from tests.support.clock import FakeClock
from tests.support.contexts import PASSWORD

NEW = "another long password"
BAD_LINK = "This link has been used or has expired. Ask for a new one."
EVERY_PAGE = (
    "home.py practice/setup.py practice/interview.py practice/report.py practice/history.py practice/progress.py "
    "practice/drills.py practice/coaches.py coach/people.py coach/compare.py coach/agreement.py coach/report.py "
    "coach/review.py "
    "coach/assignments.py studio/items.py studio/rubric.py "
    "studio/tune.py studio/two_versions.py account/people.py account/audit.py account/profile.py account/access.py "
    "account/sign_in.py"
).split()


def sign_in(tab: Tab, username: str, password: str = PASSWORD) -> Tab:
    tab.type({"Username or email": username})
    [of_sign_in, _] = [field for field in tab.at.text_input if field.label == "Password"]
    of_sign_in.set_value(password)
    return tab.press("Sign in")


def sign_up(tab: Tab, username: str, changed: Mapping[str, str] | None = None) -> Tab:
    """Fill in the whole form and send it; ``changed`` says what is typed otherwise."""
    good = {
        "First name": username.capitalize(),
        "Email": f"{username}@example.org",
        "Username": username,
        "Password": PASSWORD,
        "Repeat password": PASSWORD,
    }
    return tab.type({**good, **(changed or {})}).press("Create account")


def token_of(link: str | None, name: str) -> str:
    assert link is not None and link.startswith("https://practice.example/sign_in?")
    return link.split(f"{name}=")[1]


def test_the_list_of_pages_is_complete() -> None:
    folder = PROJECT / "pages"
    files = {str(path.relative_to(folder)) for path in folder.rglob("*.py") if "_components" not in path.parts}
    # a shared report is for whoever has its link
    assert files - {"main.py", "practice/shared.py"} == set(EVERY_PAGE)


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_page_asks_to_sign_in_and_shows_nothing_else(signed_out_app: Tab, page: str) -> None:
    tab = signed_out_app.open(page)
    assert tab.title == "Practise interviews. Know where you stand."
    assert tab.buttons == ["Sign in", "Create account"]
    assert not tab.at.dataframe and not tab.says("Signed in as")


def test_signing_in_leads_on_to_the_page_that_was_asked_for(
    signed_out_app: Tab, ada: Person, finished: Callable[..., UUID]
) -> None:
    session_id = str(finished(ada))
    tab = sign_in(signed_out_app.open("practice/report.py", session=session_id), "ada")
    assert (tab.page, tab.title) == ("report", "Report")
    assert tab.at.query_params == {"session": session_id}
    assert tab.says("Signed in as ada")


def test_the_e_mail_address_does_as_well_as_the_username(signed_out_app: Tab, ada: Person) -> None:
    tab = sign_in(signed_out_app, " ADA@example.org ")
    assert tab.title == "Hello, Ada"


@pytest.mark.parametrize(("username", "password"), [("ada", "correct horse"), ("nobody", PASSWORD), ("", "")])
def test_a_wrong_password_and_an_unknown_name_are_told_alike_and_the_next_try_can_succeed(
    signed_out_app: Tab, ada: Person, username: str, password: str
) -> None:
    tab = sign_in(signed_out_app, username, password)
    assert tab.errors == [str(BadCredentialsError())]
    assert sign_in(tab, "ada").title == "Hello, Ada"


def test_the_front_page_asks_for_no_hint_and_no_secret_question(signed_out_app: Tab) -> None:
    assert {field.label for field in signed_out_app.at.text_input} == {
        *(
            "Username or email",
            "Password",
            "First name",
            "Last name (optional)",
            "Email",
            "Username",
            "Repeat password",
        ),
    }
    assert not any(word in text.lower() for text in signed_out_app.texts for word in ("hint", "maiden", "pet"))


def test_a_disabled_account_cannot_sign_in(
    ctx: Context, signed_out_app: Tab, ada: Person, someone: Callable[..., Person]
) -> None:
    accounts.set_active(ctx, someone("boss", UserRole.ADMIN), ada.id, active=False)
    assert sign_in(signed_out_app, "ada").says(str(BadCredentialsError()))


def test_signing_up_leads_home_as_a_candidate(ctx: Context, signed_out_app: Tab) -> None:
    tab = sign_up(signed_out_app, "grace")
    assert (tab.page, tab.title) == ("", "Hello, Grace")
    assert tab.says("Begin with your first interview")
    person, _ = accounts.sign_in(ctx, "grace", PASSWORD)
    assert person.roles == {UserRole.CANDIDATE}


def test_signing_up_names_every_fault_at_once_and_keeps_what_was_typed(signed_out_app: Tab, ada: Person) -> None:
    bad = {"First name": " ", "Email": "nowhere", "Password": "short", "Repeat password": "shorter"}
    tab = sign_up(signed_out_app, "Ada", bad)
    assert {error.split(":")[0] for error in tab.errors} == {"Username", *bad}
    assert tab.says("Username: This username is taken. Choose another.")
    assert tab.field("Email").value == "nowhere"
    assert sign_up(tab, "grace").title == "Hello, Grace"


def test_the_first_admins_link_makes_somebody_who_may_do_everything(ctx: Context, signed_out_app: Tab) -> None:
    token = token_of(accounts.first_admin_link(ctx), "first_admin")
    tab = signed_out_app.open("account/sign_in.py", first_admin=token)
    assert tab.title == "Make the first admin"
    sign_up(tab, "boss", {"Password": "short", "Repeat password": "short"})
    assert tab.says("Password: Use 12 to 128 characters.")
    sign_up(tab, "boss")
    assert (tab.page, tab.title) == ("", "Hello, Boss")
    assert tab.at.query_params == {}
    assert {"people", "questions", "rubric", "practise"} <= tab.pages


@pytest.mark.parametrize("why", ["unknown", "expired", "replaced", "used"])
def test_a_bad_first_admins_link_says_so_and_shows_no_form(
    ctx: Context, signed_out_app: Tab, clock: FakeClock, why: str
) -> None:
    token = token_of(accounts.first_admin_link(ctx), "first_admin")
    if why == "unknown":
        token = "made-up"
    elif why == "expired":
        clock.advance(hours=24, seconds=1)
    elif why == "replaced":
        accounts.first_admin_link(ctx)
    else:
        sign_up(Tab().open("account/sign_in.py", first_admin=token), "boss")
    tab = signed_out_app.open("account/sign_in.py", first_admin=token)
    assert tab.says(BAD_LINK)
    assert tab.buttons == [] and not tab.at.text_input


def test_of_two_tabs_with_the_first_admins_link_the_slower_is_told(ctx: Context, signed_out_app: Tab) -> None:
    token = token_of(accounts.first_admin_link(ctx), "first_admin")
    slower = signed_out_app.open("account/sign_in.py", first_admin=token)
    sign_up(Tab().open("account/sign_in.py", first_admin=token), "boss")
    sign_up(slower, "second")
    assert slower.says(BAD_LINK)
    assert not slower.says("Signed in as")


def test_who_is_signed_in_already_goes_home_from_the_sign_in_page(
    ada: Person, signed_in_app: Callable[..., Tab]
) -> None:
    tab = signed_in_app(ada).open("account/sign_in.py")
    assert (tab.page, tab.title) == ("", "Hello, Ada")


def test_a_reset_link_sets_a_new_password_once(
    ctx: Context, signed_out_app: Tab, ada: Person, someone: Callable[..., Person]
) -> None:
    token = token_of(accounts.make_reset_link(ctx, someone("boss", UserRole.ADMIN), ada.id), "reset")
    tab = signed_out_app.open("account/sign_in.py", reset=token)
    assert tab.title == "Set a new password"
    tab.type({"New password": "short", "Repeat password": "shorter"}).press("Set password")
    assert tab.says("Password: Use 12 to 128 characters.") and tab.says("Repeat password: The two passwords differ.")
    tab.type({"New password": NEW, "Repeat password": NEW}).press("Set password")
    assert tab.says("Your new password is set. Sign in with it.")
    assert accounts.sign_in(ctx, "ada", NEW)[0].username == "ada"
    with pytest.raises(BadCredentialsError):
        accounts.sign_in(ctx, "ada", PASSWORD)
    assert Tab().open("account/sign_in.py", reset=token).says(BAD_LINK)


def test_a_reset_link_works_for_somebody_who_is_signed_in_still(
    ctx: Context, ada: Person, someone: Callable[..., Person], signed_in_app: Callable[..., Tab]
) -> None:
    token = token_of(accounts.make_reset_link(ctx, someone("boss", UserRole.ADMIN), ada.id), "reset")
    tab = signed_in_app(ada).open("account/sign_in.py", reset=token)
    assert tab.title == "Set a new password"
    tab.type({"New password": NEW, "Repeat password": NEW}).press("Set password")
    assert tab.says("Your new password is set.")
    assert tab.run().buttons == ["Sign in", "Create account"]


@pytest.mark.parametrize("hours", [0, 24])
def test_an_unknown_and_an_expired_reset_link_say_so(
    ctx: Context, ada: Person, someone: Callable[..., Person], clock: FakeClock, signed_out_app: Tab, hours: int
) -> None:
    token = token_of(accounts.make_reset_link(ctx, someone("boss", UserRole.ADMIN), ada.id), "reset")
    clock.advance(hours=hours)
    tab = signed_out_app.open("account/sign_in.py", reset=token if hours else "made-up")
    assert tab.says(BAD_LINK)
    assert tab.buttons == []


def test_a_sign_in_ends_after_a_week(ada: Person, clock: FakeClock, signed_in_app: Callable[..., Tab]) -> None:
    tab = signed_in_app(ada)
    for _ in range(6):
        clock.advance(days=1)
        assert tab.run().title == "Hello, Ada"
    clock.advance(hours=23)
    assert tab.run().title == "Hello, Ada"
    clock.advance(hours=2)
    assert tab.run().buttons == ["Sign in", "Create account"]


def test_a_sign_in_ends_after_two_days_without_use(
    ada: Person, clock: FakeClock, signed_in_app: Callable[..., Tab]
) -> None:
    used, unused = signed_in_app(ada), signed_in_app(ada)
    clock.advance(hours=47)
    assert used.run().title == "Hello, Ada"
    clock.advance(hours=2)
    assert used.run().title == "Hello, Ada"
    assert unused.run().buttons == ["Sign in", "Create account"]


def test_after_five_wrong_passwords_the_page_says_how_long_to_wait(
    signed_out_app: Tab, ada: Person, clock: FakeClock
) -> None:
    for _ in range(5):
        assert sign_in(signed_out_app, "ada", "not my password").errors == [str(BadCredentialsError())]
    assert sign_in(signed_out_app, "ada").errors == ["Too many tries. Wait 30 seconds and try again."]
    clock.advance(seconds=30)
    assert sign_in(signed_out_app, "ada").title == "Hello, Ada"


@pytest.mark.parametrize("token", ["", "made-up", "\ud800", "x" * 10_000, "\x00", None])
def test_a_page_with_a_secret_that_nobody_gave_out_is_nobodys(ada: Person, ctx: Context, token: str | None) -> None:
    tab = Tab()
    tab.at.session_state[PAGE_TOKEN] = token
    assert tab.run().buttons == ["Sign in", "Create account"]


def test_a_second_tab_is_out_at_its_next_run_after_a_new_password_and_after_new_roles(
    ctx: Context, ada: Person, someone: Callable[..., Person], signed_in_app: Callable[..., Tab]
) -> None:
    first, second = signed_in_app(ada), signed_in_app(ada)
    fresh = accounts.change_password(ctx, ada, old=PASSWORD, new=NEW, again=NEW)
    first.at.session_state[PAGE_TOKEN] = fresh.page_token
    assert first.run().title == "Hello, Ada"
    assert second.run().buttons == ["Sign in", "Create account"]
    accounts.set_roles(ctx, someone("boss", UserRole.ADMIN), ada.id, {UserRole.STUDIO})
    assert first.run().buttons == ["Sign in", "Create account"]
    assert "tune" in signed_in_app(ada).pages


def test_signing_out_at_the_foot_of_a_page_ends_this_tab_and_no_other(
    ada: Person, signed_in_app: Callable[..., Tab]
) -> None:
    tab, other = signed_in_app(ada).open("account/profile.py"), signed_in_app(ada)
    tab.press("sign_out")
    assert tab.buttons == ["Sign in", "Create account"]
    assert other.run().title == "Hello, Ada"
