"""The roles that can be practised for."""

from fastapi import APIRouter

from core.api.dependencies import Ctx, Reader
from core.errors import NotFoundError
from core.serializers.people import RoleOut

router = APIRouter(prefix="/roles", tags=["roles"])


@router.get("")
def list_roles(_person: Reader, ctx: Ctx) -> list[RoleOut]:
    """All roles of the catalog."""
    return [RoleOut.of(role) for role in ctx.catalog.roles]


@router.get("/{role_id}")
def read_role(role_id: str, _person: Reader, ctx: Ctx) -> RoleOut:
    """One role of the catalog."""
    role = ctx.catalog.role(role_id)
    if role is None:
        raise NotFoundError("role")
    return RoleOut.of(role)
