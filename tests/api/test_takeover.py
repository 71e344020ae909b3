"""Whoever knows the id of somebody's page, which stands in upload addresses, gets nothing by it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from core.api.sign_in import COOKIE
from core.services import accounts
from core.services.context import Context
from tests.browser.conftest import backstage
from tests.support.contexts import make_person
from tests.support.live_app import ADDRESS, LiveApp


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, kept_bank: Path) -> Iterator[LiveApp]:
    app = LiveApp(tmp_path_factory.mktemp("takeover"), kept_bank=kept_bank).start()
    yield app
    app.stop()


@pytest.fixture(scope="module")
def behind(app: LiveApp) -> Iterator[Context]:
    """The services behind the served app."""
    ctx = backstage(app)
    yield ctx
    ctx.db.dispose()


def cookie_of(ctx: Context, username: str) -> str:
    """The cookie of somebody who has just signed up."""
    value = accounts.exchange_ticket(ctx, accounts.open_sign_in(ctx, make_person(ctx, username).id).ticket)
    assert value is not None
    return f"{COOKIE}={value}"


async def open_page(
    app: LiveApp,
    cookie: str | None = None,
    page_id: str | None = None,
    *,
    name: str = ADDRESS,
    origin: str | None = None,
) -> ClientConnection:
    """A websocket as Streamlit's browser code opens it, with the page that it had before; ``name`` is the server's."""
    protocols = ["streamlit", *(["PLACEHOLDER_AUTH_TOKEN", page_id] if page_id else [])]
    return await connect(
        f"ws://{name}:{app.port}/_stcore/stream",
        host=ADDRESS,
        port=app.port,
        origin=websockets.Origin(origin) if origin else None,
        subprotocols=[websockets.Subprotocol(protocol) for protocol in protocols],
        additional_headers={"Cookie": cookie} if cookie else {},
        max_size=None,
    )


async def run(page: ClientConnection) -> tuple[str, str]:
    """Run the page once: its id, and all the text that it shows."""
    asked = BackMsg()
    asked.rerun_script.query_string = ""
    await page.send(asked.SerializeToString())
    page_id, texts = "", []
    while True:
        said = ForwardMsg()
        said.ParseFromString(await asyncio.wait_for(page.recv(decode=False), 30))
        kind = said.WhichOneof("type")
        if kind == "new_session":
            page_id = said.new_session.initialize.session_id
        elif kind == "delta" and said.delta.WhichOneof("type") == "new_element":
            element = said.delta.new_element
            shown = getattr(element, element.WhichOneof("type"))
            texts.append(str(getattr(shown, "body", "")))
        elif kind == "script_finished":
            return page_id, "\n".join(texts)


def test_a_page_is_handed_to_its_owners_browser_alone(app: LiveApp, behind: Context) -> None:
    hers, his = cookie_of(behind, "ada"), cookie_of(behind, "grace")

    async def steal() -> None:
        page = await open_page(app, hers)
        page_id, text = await run(page)
        assert "Signed in as ada" in text
        for cookie in (None, his, f"{COOKIE}=made-up"):
            thief = await open_page(app, cookie, page_id)
            other_id, text = await run(thief)
            assert other_id != page_id and "ada" not in text.lower()
            assert ("Signed in as grace" in text) == (cookie == his)
            await thief.close()
        # and she has noticed nothing
        assert (await run(page))[0] == page_id
        await page.close()
        # nor does a thief get it while she is away
        thief = await open_page(app, None, page_id)
        assert (await run(thief))[0] != page_id
        await thief.close()
        back = await open_page(app, hers, page_id)
        assert (await run(back))[0] == page_id
        await back.close()

    asyncio.run(steal())


def test_a_sign_in_that_has_ended_gets_no_page_back(app: LiveApp, behind: Context) -> None:
    cookie = cookie_of(behind, "lovelace")

    async def come_back() -> None:
        page = await open_page(app, cookie)
        page_id, text = await run(page)
        assert "Signed in as lovelace" in text
        await page.close()
        accounts.sign_out(behind, cookie.partition("=")[2])
        page = await open_page(app, cookie, page_id)
        other_id, text = await run(page)
        assert other_id != page_id and "lovelace" not in text
        await page.close()

    asyncio.run(come_back())


def test_who_is_not_signed_in_keeps_their_page_too(app: LiveApp) -> None:
    async def drop() -> None:
        page = await open_page(app)
        page_id, _ = await run(page)
        await page.close()
        page = await open_page(app, None, page_id)
        assert (await run(page))[0] == page_id
        await page.close()

    asyncio.run(drop())


def test_a_file_is_taken_from_the_owner_of_the_page_alone(app: LiveApp, behind: Context) -> None:
    hers, his = cookie_of(behind, "hopper"), cookie_of(behind, "grete")

    def put(page_id: str, cookie: str | None) -> int:
        with httpx.Client(base_url=app.url) as client:
            token = client.get("/_stcore/health").cookies["_streamlit_xsrf"]
            cookies = "; ".join(filter(None, [f"_streamlit_xsrf={token}", cookie]))
            answer = client.put(
                f"/_stcore/upload_file/{page_id}/1",
                files={"file": ("cv.txt", b"text")},
                headers={"X-Xsrftoken": token, "Cookie": cookies},
            )
            return answer.status_code

    async def upload() -> None:
        page = await open_page(app, hers)
        page_id, _ = await run(page)
        assert [await asyncio.to_thread(put, page_id, cookie) for cookie in (None, his, hers)] == [403, 403, 204]
        await page.close()
        # a page that nobody has signed in on holds no files
        page = await open_page(app)
        page_id, _ = await run(page)
        assert [await asyncio.to_thread(put, page_id, cookie) for cookie in (None, his)] == [403, 403]
        await page.close()

    asyncio.run(upload())


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        (ADDRESS, "https://evil.example"),
        (ADDRESS, "http://localhost:1"),
        (ADDRESS, "null"),
        ("evil.example", None),
        ("evil.example", "http://evil.example"),
    ],
)
def test_a_page_of_another_site_opens_no_websocket(app: LiveApp, name: str, origin: str | None) -> None:
    with pytest.raises(websockets.InvalidStatus, match="403"):
        asyncio.run(open_page(app, name=name, origin=origin))


def test_our_own_page_does(app: LiveApp) -> None:
    async def look() -> str:
        page = await open_page(app, origin=app.url)
        _, text = await run(page)
        await page.close()
        return text

    assert "Practise interviews" in asyncio.run(look())
