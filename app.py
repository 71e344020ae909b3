"""The entry: dashboard and REST API in one process.

``uvicorn app:app`` and ``streamlit run app.py`` both serve it.
"""

import gc
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import streamlit as st
from anyio.to_thread import current_default_thread_limiter
from starlette.middleware import Middleware
from starlette.routing import Mount
from streamlit import config
from streamlit import logger as streamlit_logger

from core.api import WORKERS, create_api
from core.api.headers import SecurityHeaders
from core.api.hosts import KnownHosts
from core.errors import CoreError
from core.services import chores, scorer
from core.services.accounts import first_admin_link
from core.services.context import default_context
from pages._components.doors import Doors, pages_policy
from pages._components.messages import on_script_error
from pages._components.origin import configure_page_logs
from pages._components.outside_sign_in import auth_secrets, check_auth_secrets
from pages._components.turns import PAGE_TURNS

STOP_SECONDS = 5.0
"""So long a stopping server waits for what it is saving."""
WARM_UP_AFTER_SECONDS = 2.0
GC_THRESHOLDS = 50_000, 20, 20
"""How much is made before Python looks for rings of what nobody needs any more. With its usual 700 it looks many times
for each page, and again and again at all pages that are open."""
SWITCH_SECONDS = 0.0002
"""After so long a thread that draws a page lets others go on. Whoever saves an answer gives up the interpreter at each
query and waits so long to get it back, with Python's usual 5 ms, while all others wait for what they have locked."""

try:
    CONTEXT = default_context()
    check_auth_secrets(auth_secrets(), CONTEXT.settings.base_url)
except CoreError as error:
    sys.exit(f"The dashboard cannot start. {error}")


def warm_up(ended: Event) -> None:
    """Get scoring ready before the first answer, and after the first pages, which somebody waits for now."""
    if not ended.wait(WARM_UP_AFTER_SECONDS):
        scorer.warm_up()
        gc.freeze()


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Tell the terminal how to begin, and keep what start-up made out of every later garbage collection."""
    if link := first_admin_link(CONTEXT):
        print(
            f"\nNobody has an account yet. Open this link once, within 24 hours, to make the first admin:\n  {link}\n",
            flush=True,
        )
    workers = current_default_thread_limiter()
    workers.total_tokens = WORKERS
    PAGE_TURNS.let_first(lambda: workers.statistics().tasks_waiting > 0)
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
    ended = Event()
    Thread(target=warm_up, args=(ended,), daemon=True, name="warm-up").start()
    if not CONTEXT.settings.has_worker:
        chores.work_in_background(CONTEXT, f"{socket.gethostname()}-{os.getpid()}", ended)
    yield
    ended.set()
    # Pages and chores run in threads that nothing else waits for; what one of them is saving is still saved.
    CONTEXT.db.wait_for_writers(STOP_SECONDS)
    CONTEXT.db.dispose()


configure_page_logs(streamlit_logger, CONTEXT.settings.log_format)
# Streamlit compares it with the page that opens a websocket, and would ask outside for an address before it gives in.
config.set_option("browser.serverAddress", urlsplit(CONTEXT.settings.base_url).hostname or "localhost")

app = st.App(
    Path(__file__).parent / "pages" / "main.py",
    routes=[Mount("/api", create_api(CONTEXT))],
    middleware=[
        Middleware(SecurityHeaders, policy=pages_policy(), https=CONTEXT.settings.is_https),
        Middleware(KnownHosts, settings=CONTEXT.settings),
        Middleware(Doors, ctx=CONTEXT),
    ],
    lifespan=lifespan,
    on_script_error=on_script_error,
)
