"""Pages of the browser, at the sizes that the product is tested in."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

DESKTOP = (1280, 900)
PHONE = (390, 844)
ARTIFACTS = Path(__file__).resolve().parents[1] / ".artifacts"


@dataclass
class PageOpener:
    """Opens pages, each a person of its own: cookies and storage are not shared unless a context is passed on."""

    browser: Browser
    name: str
    complaints: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def __call__(
        self,
        url: str | None = None,
        *,
        size: tuple[int, int] = DESKTOP,
        colour_scheme: str = "light",
        context: BrowserContext | None = None,
    ) -> Page:
        """Open a page. ``context=page.context`` makes it a second tab of the same person."""
        page = (context or self._new_context(size, colour_scheme)).new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"error in the page: {error}"))
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        if url:
            page.goto(url)
        return page

    @property
    def forbidden(self) -> list[str]:
        """What the browser refused to load or run, because the headers of the product forbid it."""
        return [complaint for complaint in self.complaints if "Content Security Policy" in complaint]

    def photograph(self) -> list[Path]:
        """Keep a picture of every open page, for looking into a failure."""
        ARTIFACTS.mkdir(exist_ok=True)
        safe_name = re.sub(r"[^\w-]+", "-", self.name)
        pages = [page for context in self._contexts for page in context.pages]
        pictures = []
        for number, page in enumerate(pages, start=1):
            picture = ARTIFACTS / f"{safe_name}-{number}.png"
            page.screenshot(path=picture)
            pictures.append(picture)
        return pictures

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _new_context(self, size: tuple[int, int], colour_scheme: str) -> BrowserContext:
        width, height = size
        phone = width < 600
        context = self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=colour_scheme,
            has_touch=phone,
            is_mobile=phone,
            locale="en-GB",
            timezone_id="UTC",
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        return context
