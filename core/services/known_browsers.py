"""Browsers that a person signed in with before. Nobody else's guesses keep them out.

Whoever guesses at an account makes everybody wait who types its name, its owner too. A browser that its owner once
signed in with carries a signed cookie that says so, and has guesses of its own, which are limited alike. The cookie
signs nobody in.
"""

import secrets
from uuid import UUID

from itsdangerous import BadData, URLSafeTimedSerializer

from core.services.context import Context

LASTS_SECONDS = 180 * 24 * 3600
LONGEST = 500


def make_mark(ctx: Context, user_id: UUID) -> str:
    """A cookie's value for a browser in which a person has just signed in."""
    return _serializer(ctx).dumps([user_id.hex, secrets.token_hex(8)])


def is_known(ctx: Context, mark: str | None, user_id: UUID) -> bool:
    """Whether this person signed in with this browser lately. What is forged, changed or another's is not known."""
    if not mark or len(mark) > LONGEST:
        return False
    try:
        owner, _ = _serializer(ctx).loads(mark, max_age=LASTS_SECONDS)
    except (BadData, ValueError, TypeError):
        return False
    return bool(owner == user_id.hex)


def _serializer(ctx: Context) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(ctx.settings.secret_key, salt="known-browser")
