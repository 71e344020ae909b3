"""Takes the README's pictures of the running product, with demo people: ``make screenshots``."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import steps
from tests.support.chromium import launch
from tests.support.live_app import PROJECT, LiveApp, clean_environment
from tests.support.pages import DESKTOP, PHONE

PICTURES = Path(__file__).parent
LOOKS = {"light": (DESKTOP, "light"), "dark": (DESKTOP, "dark"), "phone": (PHONE, "light")}
SETTLE_MS = 1500
CANDIDATE = "maya"


def main() -> None:
    """Setup, interview and report, each light, dark and on a phone."""
    expect.set_options(timeout=30_000)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = LiveApp(Path(folder))
        password = fill_with_demo(app)
        app.start()
        browser = launch(playwright)
        try:
            for look in LOOKS:
                take_all(browser, app, password, look)
        finally:
            browser.close()
            app.stop()


def fill_with_demo(app: LiveApp) -> str:
    """Demo people in the app's database; returns their password."""
    environment = clean_environment() | {"DATA_DIR": str(app.data_dir), "DATABASE_URL": app.database_url}
    command = [sys.executable, "-m", "core", "demo"]
    told = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True).stdout
    found = re.search(r"with the password (\S+)", told)
    assert found, told
    return found.group(1)


def take_all(browser: Browser, app: LiveApp, password: str, look: str) -> None:
    """One look's pictures, in the order in which a candidate sees the pages."""
    page = signed_in(browser, app, password, look)
    page.goto(f"{app.url}/practise")
    expect(page.get_by_role("button", name="Start the interview")).to_be_visible()
    take(page, f"setup-{look}")

    steps.start_interview(page, app, kind="HR")
    steps.show_question(page)
    steps.write(page, steps.ANSWER)
    take(page, f"interview-{look}")

    page.goto(f"{app.url}/my_interviews")
    page.get_by_role("button", name="Report", exact=True).first.click()
    expect(page.locator(".js-plotly-plot .barlayer .point path").first).to_be_visible()
    take(page, f"report-{look}", height=1900)
    page.context.close()


def signed_in(browser: Browser, app: LiveApp, password: str, look: str) -> Page:
    """A candidate's page, in that look."""
    (width, height), scheme = LOOKS[look]
    context: BrowserContext = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.goto(app.url)
    steps.sign_in(page, CANDIDATE, password)
    expect(page.get_by_role("heading", name="Hello, Maya")).to_be_visible()
    steps.browser_is_signed_in(page)
    return page


def take(page: Page, name: str, *, height: int | None = None) -> None:
    """A picture once the page has come to rest; taller than the window where the page is worth it."""
    usual = page.viewport_size
    if height and usual:
        page.set_viewport_size({"width": usual["width"], "height": height})
    page.wait_for_timeout(SETTLE_MS)
    page.screenshot(path=PICTURES / f"{name}.png")
    if usual:
        page.set_viewport_size(usual)
    print(PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
