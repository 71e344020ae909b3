"""Is the process alive, and can it serve?"""

from fastapi import APIRouter
from sqlalchemy import text

from core.api.dependencies import Ctx

router = APIRouter(tags=["health"])


@router.get("/health")
def health() -> dict[str, str]:
    """Alive."""
    return {"status": "ok"}


@router.get("/ready")
def ready(ctx: Ctx) -> dict[str, object]:
    """Able to serve: the database answers and the item bank is loaded."""
    with ctx.db.reading() as session:
        session.execute(text("SELECT 1"))
    return {"status": "ok", "items": len(ctx.bank.items)}
