"""A browser tab without a browser: it opens pages, presses buttons, and reads what stands there."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from streamlit.testing.v1 import AppTest

from core.config import PROJECT
from pages._components.identity import PAGE_TOKEN

# The tests with a real browser see dialogs, the answer box at work, and cookies; here is everything else.
MAIN = PROJECT / "pages" / "main.py"
MARKDOWN = {"title", "header", "subheader", "markdown", "caption", "error", "warning", "info", "success", "metric"}
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>$~:])")


class Tab:
    """One tab. Every run of the script is checked for exceptions, so that no test has to remember to.

    ``theme`` is what the browser asked for, "light" or "dark".
    """

    def __init__(self, token: str | None = None, *, theme: str = "light") -> None:
        self.at = AppTest.from_file(MAIN, default_timeout=30)
        self.at.context["theme"] = theme
        if token is not None:
            self.at.session_state[PAGE_TOKEN] = token
        self.run()

    # --- what a person does -------------------------------------------------------------------------------------

    def run(self) -> "Tab":
        """Run the script, as after any click; what else was changed before goes with it."""
        self.at.run()
        # AppTest goes on asking for the page of its last switch_page(), even where the app itself led elsewhere.
        self.at._page_hash = ""
        assert not self.at.exception, self.at.exception
        return self

    def open(self, page: str, **address: str) -> "Tab":
        """Open a page by its file below ``pages``, with these parameters in its address and no others."""
        self.at.switch_page(page)
        self.at.query_params = dict(address)
        return self.run()

    def press(self, name: str) -> "Tab":
        """Press the button of this label or key."""
        self.button(name).click()
        return self.run()

    def type(self, fields: Mapping[str, str]) -> "Tab":
        """Type into fields of one line, by their labels; nothing is sent yet."""
        for label, text in fields.items():
            self.field(label).set_value(text)
        return self

    # --- what stands there --------------------------------------------------------------------------------------

    @property
    def page(self) -> str:
        """The last part of the address; home's is empty."""
        return str(self.at._registered_pages[self.at._finished_page_script_hash]["url_pathname"])

    @property
    def pages(self) -> set[str]:
        """The addresses that this person has."""
        return {str(info["url_pathname"]) for info in self.at._registered_pages.values()}

    @property
    def title(self) -> str:
        """The page's heading, as it is read."""
        return unescaped(self.at.title[0].value)

    @property
    def buttons(self) -> list[str]:
        """Labels of all buttons but the one at the foot of every page."""
        return [button.label for button in self.at.button if button.key != "sign_out"]

    def button(self, name: str) -> Any:
        """The one button of this label or key."""
        [found] = [button for button in self.at.button if name in (button.label, button.key)]
        return found

    def field(self, label: str) -> Any:
        """The last field of one line with this label; on the front page, sign-in's come before sign-up's."""
        return [field for field in self.at.text_input if field.label == label][-1]

    @property
    def errors(self) -> list[str]:
        """What the page complains of, as it is read."""
        return [unescaped(error.value) for error in self.at.error]

    @property
    def texts(self) -> list[str]:
        """Every piece of text on the page, as it is read."""
        return [text if literal else unescaped(text) for text, literal in self._pieces()]

    @property
    def markdown(self) -> str:
        """The source of everything that is read as Markdown, without what is escaped in it."""
        return "\n".join(ESCAPED.sub("", text) for text, literal in self._pieces() if not literal)

    def says(self, words: str) -> bool:
        """Whether these words stand somewhere on the page."""
        return any(words in text for text in self.texts)

    def number(self, label: str) -> str:
        """The value of the first metric with this label."""
        return next(metric.value for metric in self.at.metric if metric.label == label)

    def numbers(self, label: str) -> list[str]:
        """The values of all metrics with this label."""
        return [metric.value for metric in self.at.metric if metric.label == label]

    def chart(self, key: str) -> dict[str, Any]:
        """What a figure was drawn from."""
        [proto] = [chart.proto for chart in self.at.get("plotly_chart") if f"-{key}" in chart.proto.id]
        return dict(json.loads(proto.spec))

    @property
    def box(self) -> dict[str, Any] | None:
        """What the answer box was given, if it is on the page."""
        return next((data for name, data in self._components() if name == "answer_box"), None)

    @property
    def marked(self) -> list[dict[str, Any]]:
        """The texts with marks in them."""
        return [data for name, data in self._components() if name == "marked_text"]

    @property
    def selectable(self) -> Any:
        """The text whose words can be chosen, if there is one on the page."""
        return next((data for name, data in self._components() if name == "selectable_text"), None)

    def _components(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for component in self.at.get("bidi_component"):
            yield component.proto.component_name.rpartition(".")[2], json.loads(component.proto.json)

    def _pieces(self) -> Iterator[tuple[str, bool]]:
        """Every text with whether it is shown literally."""
        for node in self.at.main:
            if node.type in MARKDOWN:
                yield str(node.value), False
            elif node.type in ("text", "code"):
                yield str(node.value), True
            elif node.type == "progress":
                yield node.text, False
            if label := getattr(node, "label", ""):
                yield str(label), False
            if delta := getattr(node, "delta", ""):
                yield str(delta), False
            if node.type in ("radio", "button_group"):
                yield from ((option, False) for option in node.options)

    def __repr__(self) -> str:
        return f"Tab on '{self.page}': " + " | ".join(self.texts)


def unescaped(text: str) -> str:
    """Markdown as it is read, as far as escapes go."""
    return ESCAPED.sub(r"\1", text)
