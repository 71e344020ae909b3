"""A page of the dashboard without a browser: it speaks Streamlit's websocket protocol, with its own messages."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PATIENCE = 120.0
"""Seconds to wait for a run to end."""


class PageError(Exception):
    """A page showed an error, did not answer, or lacks what should be on it."""


@dataclass(frozen=True)
class Widget:
    """Something to click or to type into, and the fragment whose run a click on it asks for, if it is in one."""

    id: str
    fragment: str


@dataclass
class Drawn:
    """What a run has drawn, as far as somebody looks at it."""

    texts: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    buttons: dict[str, Widget] = field(default_factory=dict)
    inputs: dict[str, Widget] = field(default_factory=dict)
    components: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """The id and the data of a component by its name."""

    def take(self, fragment: str, element: Any) -> None:
        """Take note of an element."""
        kind = element.WhichOneof("type")
        shown = getattr(element, kind)
        if kind == "exception":
            self.errors.append(f"{shown.type}: {shown.message}")
        elif kind == "alert":
            self.texts.append(shown.body)
            if shown.format == shown.ERROR:
                self.errors.append(shown.body)
        elif kind in ("text", "markdown", "heading"):
            self.texts.append(shown.body)
        elif kind == "button":
            self.buttons.setdefault(shown.label, Widget(shown.id, fragment))
        elif kind == "text_input":
            # two forms on the page of those who are not signed in ask for a password; the first one signs in
            self.inputs.setdefault(shown.label, Widget(shown.id, fragment))
        elif kind == "bidi_component":
            data = json.loads(shown.json) if shown.WhichOneof("data") == "json" and shown.json else {}
            self.components[shown.component_name.rpartition(".")[2]] = (shown.id, data)

    def says(self, words: str) -> bool:
        """Whether these words stand on the page."""
        return any(words in text for text in self.texts)


class DashboardPage:
    """One open page. Every call waits until its run has ended and what it drew has come."""

    def __init__(self, url: str, *, cookie: str | None = None) -> None:
        self._url = url.replace("http://", "ws://") + "/_stcore/stream"
        self._headers = {"Cookie": cookie} if cookie else {}
        self._socket: websockets.ClientConnection | None = None
        self._pages: dict[str, str] = {}
        self._page = ""
        self._typed: dict[str, str] = {}
        self.query = ""
        self.drawn = Drawn()

    async def __aenter__(self) -> Self:
        self._socket = await websockets.connect(
            self._url,
            subprotocols=[websockets.Subprotocol("streamlit")],
            additional_headers=self._headers,
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket is not None:
            with suppress(websockets.WebSocketException):
                await self._socket.close()

    async def look(self) -> None:
        """Run the page again, or for the first time."""
        await self._run()

    async def go(self, address: str, query: str = "") -> None:
        """Go to another page, as a click in the menu does."""
        self._page, self.query = self._pages[address], query
        await self._run()

    async def type(self, label: str, text: str) -> None:
        """Type into a field of a form, which is sent with the form."""
        self._typed[self._found(self.drawn.inputs, label).id] = text

    async def click(self, label: str) -> None:
        """Click a button."""
        button = self._found(self.drawn.buttons, label)
        await self._run(button.id, button.fragment, trigger_value=True)

    async def tell(self, component: str, event: str, value: str) -> None:
        """A component tells its page of something that happened in it."""
        base, _ = self._found(self.drawn.components, component)
        told = json.dumps([{"event": event, "value": value}])
        # as Streamlit names the one widget that takes all events of a component
        await self._run(f"$$STREAMLIT_INTERNAL_KEY_{base}__events", json_trigger_value=told)

    # --- within -------------------------------------------------------------------------------------------------

    async def _run(self, widget_id: str = "", fragment: str = "", **value: bool | str) -> None:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash, asked.fragment_id = self.query, self._page, fragment
        for typed, text in self._typed.items():
            asked.widget_states.widgets.add(id=typed, string_value=text)
        if value:
            asked.widget_states.widgets.add(id=widget_id, **value)
        assert self._socket is not None
        await self._socket.send(message.SerializeToString())
        try:
            await asyncio.wait_for(self._until_drawn(), PATIENCE)
        except (TimeoutError, websockets.WebSocketException) as error:
            raise PageError(f"no answer: {type(error).__name__}") from error
        if self.drawn.errors:
            raise PageError("; ".join(self.drawn.errors))

    async def _until_drawn(self) -> None:
        assert self._socket is not None
        while True:
            message = ForwardMsg()
            message.ParseFromString(await self._socket.recv())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self.drawn = Drawn()
                self._page = message.new_session.page_script_hash or self._page
            elif kind == "navigation":
                self._pages = {page.url_pathname: page.page_script_hash for page in message.navigation.app_pages}
                self._page = message.navigation.page_script_hash or self._page
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self.drawn.take(message.delta.fragment_id, message.delta.new_element)
            elif kind == "script_finished" and message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return

    def _found(self, among: dict[str, Any], name: str) -> Any:
        if name not in among:
            raise PageError(f"no “{name}” on the page; it says: {' | '.join(self.drawn.texts)[:200]}")
        return among[name]
