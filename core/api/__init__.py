"""The REST API. ``uvicorn core.api:app`` serves it alone; ``app.py`` mounts it beside the dashboard."""

from typing import Any

from core.api.application import WORKERS, create_api, serve_alone

__all__ = ["WORKERS", "create_api", "serve_alone"]


def __getattr__(name: str) -> Any:
    # Made on first use: an import alone opens no database.
    if name == "app":
        from core.services.context import default_context

        return serve_alone(default_context())
    raise AttributeError(name)
