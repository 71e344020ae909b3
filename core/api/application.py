"""Puts the API together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from fastapi_offline import FastAPIOffline
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from core.api import account, downloads, health, interviews, openapi, questions, roles, sign_in
from core.api.headers import DATA_POLICY, DocsPolicy, SecurityHeaders
from core.api.hosts import KnownHosts
from core.api.limits import BodyLimit
from core.api.origin import Origins
from core.api.problems import add_problem_handlers
from core.logs import configure_logs
from core.services.context import Context

WORKERS = 6
"""Threads that serve the API. With the usual 40, a class that hands in at once keeps the loop, which takes requests in,
from its turn for seconds; six are enough to wait for the database."""


def create_api(ctx: Context) -> FastAPI:
    """The API over one context, to be mounted under ``/api``."""
    api = FastAPIOffline(
        title="Interview practice",
        version="1",
        description=openapi.DESCRIPTION,
        docs_url="/docs",
        redoc_url=None,
        # clients that are generated from the document name their methods by it
        generate_unique_id_function=lambda route: route.name,
        swagger_ui_parameters={"tryItOutEnabled": True, "persistAuthorization": False},
    )
    api.state.ctx = ctx
    api.openapi = partial(openapi.describe, api)  # type: ignore[method-assign]
    api.add_middleware(BodyLimit)
    api.add_middleware(DocsPolicy, page="/docs")
    api.add_middleware(SecurityHeaders, policy=DATA_POLICY, https=ctx.settings.is_https)
    api.add_middleware(Origins)
    add_problem_handlers(api)
    for part in (interviews, downloads, questions, roles, account, health, sign_in):
        api.include_router(part.router)
    return api


def serve_alone(ctx: Context) -> Starlette:
    """The API as a server of its own, at the addresses that it has beside the dashboard.

    Without the prefix too, for proxies that take it off on the way.
    """
    api = create_api(ctx)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        configure_logs(ctx.settings.log_format)
        current_default_thread_limiter().total_tokens = WORKERS
        yield
        ctx.db.dispose()

    return Starlette(
        routes=[Mount("/api", api), Mount("", api)],
        middleware=[Middleware(KnownHosts, settings=ctx.settings)],
        lifespan=lifespan,
    )
