"""Is the process alive, and can it serve?"""

from typing import Literal

from fastapi import APIRouter
from sqlalchemy import text

from core.api.dependencies import Ctx
from core.serializers.shape import Shape

router = APIRouter(tags=["health"])


class Health(Shape):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(Health):
    """The database answers too, and so many items are loaded."""

    items: int


@router.get("/health")
def health() -> Health:
    """Alive."""
    return Health()


@router.get("/ready", responses={503: {}})
def ready(ctx: Ctx) -> Ready:
    """Able to serve: the database answers and the item bank is loaded."""
    with ctx.db.reading() as session:
        session.execute(text("SELECT 1"))
    return Ready(items=len(ctx.bank.items))
