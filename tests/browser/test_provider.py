"""Sign-in with another provider, from the button to the page: once it is ours, our own cookie is all that counts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.services import accounts
from core.services.context import Context
from tests.browser.conftest import backstage
from tests.support.contexts import PASSWORD, make_person
from tests.support.live_app import LiveApp
from tests.support.pages import PageOpener
from tests.support.provider import Provider, running_provider

pytestmark = pytest.mark.browser
BUTTON = "Sign in with your organisation"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running_provider() as provider:
        yield provider


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, kept_bank: Path, provider: Provider) -> Iterator[LiveApp]:
    """The product with a provider in its secrets, which Streamlit reads from the home folder too."""
    home = tmp_path_factory.mktemp("home")
    app = LiveApp(tmp_path_factory.mktemp("provider"), kept_bank=kept_bank, environ={"HOME": str(home)})
    (home / ".streamlit").mkdir()
    (home / ".streamlit" / "secrets.toml").write_text(provider.secrets(app.url))
    app.start()
    yield app
    app.stop()


@pytest.fixture(scope="module")
def behind(app: LiveApp) -> Iterator[Context]:
    ctx = backstage(app)
    yield ctx
    ctx.db.dispose()


def says(name: str, **changed: object) -> dict[str, object]:
    """What the provider says of somebody of this name."""
    return {
        "sub": f"{name}-1",
        "email": f"{name}@example.org",
        "email_verified": True,
        "given_name": name.capitalize(),
        **changed,
    }


def streamlits(page: Page) -> list[str]:
    return [str(cookie.get("name")) for cookie in page.context.cookies() if "_streamlit_user" in str(cookie)]


def test_somebody_new_comes_in_goes_out_and_comes_back(
    app: LiveApp, provider: Provider, page: Page, open_page: PageOpener
) -> None:
    provider.claims = says("grace")
    page.goto(app.url)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_role("heading", name="Hello, Grace")).to_be_visible()
    # what cannot be revoked is gone, and our own cookie stays
    page.wait_for_timeout(500)
    assert streamlits(page) == []
    page.reload()
    expect(page.get_by_text("Signed in as grace")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    expect(page.get_by_text("Signed in as")).to_have_count(0)
    # the address of the way back is worth nothing a second time, nor in another browser
    for other in (page, open_page()):
        other.goto(provider.callbacks[-1])
        expect(other.get_by_role("button", name=BUTTON)).to_be_visible()
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("Signed in as grace")).to_be_visible()


def test_who_has_an_account_shows_once_that_it_is_theirs(
    app: LiveApp, behind: Context, provider: Provider, page: Page
) -> None:
    make_person(behind, "ada")
    provider.claims = says("ada")
    page.goto(app.url)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("There is an account with your e-mail address already.")).to_be_visible()
    expect(page.get_by_text("Signed in as")).to_have_count(0)
    page.get_by_label("Username or email").fill("ada")
    page.get_by_label("Password", exact=True).first.fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Signed in as ada")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("Signed in as ada")).to_be_visible()


def test_whom_the_provider_is_not_sure_of_and_who_is_disabled_stay_out(
    app: LiveApp, behind: Context, provider: Provider, page: Page
) -> None:
    provider.claims = says("eve", email_verified=False)
    page.goto(app.url)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("The provider has not confirmed an e-mail address of yours.")).to_be_visible()
    provider.claims = says("mallory")
    page.goto(app.url)
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("Signed in as mallory")).to_be_visible()
    with behind.db.writing() as session:
        from core.models import User

        session.query(User).where(User.username == "mallory").update({"is_active": False})
    page.reload()
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    page.get_by_role("button", name=BUTTON).click()
    expect(page.get_by_text("This account cannot be used. Ask an admin.")).to_be_visible()
    assert not accounts.who_is(behind, None)
