"""The REST API. ``uvicorn core.api:app`` serves it alone; ``app.py`` mounts it beside the dashboard."""

from typing import Any

from core.api.application import create_api

__all__ = ["create_api"]


def __getattr__(name: str) -> Any:
    # Made on first use: an import alone opens no database.
    if name == "app":
        from core.services.context import default_context

        return create_api(default_context())
    raise AttributeError(name)
