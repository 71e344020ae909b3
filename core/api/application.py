"""Puts the API together."""

from fastapi import FastAPI

from core.api import answering, health, sign_in
from core.api.problems import add_problem_handlers
from core.services.context import Context


def create_api(ctx: Context) -> FastAPI:
    """The API over one context."""
    api = FastAPI(title="Interview practice", docs_url=None, redoc_url=None)
    api.state.ctx = ctx
    add_problem_handlers(api)
    for router in (health.router, sign_in.router, answering.router):
        api.include_router(router)
    return api
