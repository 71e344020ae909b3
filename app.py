"""The entry: dashboard and REST API in one process.

``uvicorn app:app`` and ``streamlit run app.py`` both serve it.
"""

import gc
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from anyio.to_thread import current_default_thread_limiter
from starlette.routing import Mount

from core.api import WORKERS, create_api
from core.errors import CoreError
from core.services.accounts import first_admin_link
from core.services.context import default_context
from pages._components.messages import on_script_error

try:
    CONTEXT = default_context()
except CoreError as error:
    sys.exit(f"The dashboard cannot start. {error}")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Tell the terminal how to begin, and keep what start-up made out of every later garbage collection."""
    if link := first_admin_link(CONTEXT):
        print(
            f"\nNobody has an account yet. Open this link once, within 24 hours, to make the first admin:\n  {link}\n",
            flush=True,
        )
    # Streamlit adds a handler of its own, and the terminal would show every request twice.
    logging.getLogger("uvicorn.access").disabled = True
    current_default_thread_limiter().total_tokens = WORKERS
    gc.collect()
    gc.freeze()
    yield
    CONTEXT.db.dispose()


app = st.App(
    Path(__file__).parent / "pages" / "main.py",
    routes=[Mount("/api", create_api(CONTEXT))],
    lifespan=lifespan,
    on_script_error=on_script_error,
)
