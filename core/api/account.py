"""The person behind a token: who they are, their profile, and their tokens."""

from uuid import UUID

from fastapi import APIRouter

from core.api.dependencies import Ctx, Reader, Writer
from core.serializers.people import Me, ProfileIn, ProfileOut, TokenOut
from core.services import api_tokens, profiles

router = APIRouter(tags=["account"])


@router.get("/me")
def read_me(person: Reader) -> Me:
    """Whose token this is."""
    return Me.of(person)


@router.get("/profile")
def read_profile(person: Reader, ctx: Ctx) -> ProfileOut:
    """Your profile; it steers which questions come first."""
    return ProfileOut.of(profiles.profile_of(ctx, person))


@router.put("/profile")
def replace_profile(body: ProfileIn, person: Writer, ctx: Ctx) -> ProfileOut:
    """Replace your profile by this one."""
    saved = profiles.save_profile(
        ctx,
        person,
        skills=body.skills,
        experience=body.experience,
        cv_text=body.cv_text,
        job_text=body.job_text,
        timing=body.time_factor,
    )
    return ProfileOut.of(saved)


@router.get("/tokens")
def list_tokens(person: Reader, ctx: Ctx) -> list[TokenOut]:
    """Your tokens that are good now. New ones are made on the account page only: a leaked one makes no others."""
    return [TokenOut.of(view) for view in api_tokens.tokens_of(ctx, person)]


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(token_id: UUID, person: Writer, ctx: Ctx) -> None:
    """Revoke a token, from the next request on."""
    api_tokens.revoke(ctx, person, token_id)
