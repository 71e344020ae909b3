"""The answer box's token: signed, short-lived, and good for one question of one person."""

from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer

from core.errors import NotSignedInError
from core.services.context import Context

# Longer than any question may take with double time; the box of an untimed question gets a fresh one at each run.
LASTS_SECONDS = 6 * 3600


@dataclass(frozen=True)
class BoxPass:
    """Whose answer to which question may be saved."""

    user_id: UUID
    question_id: UUID


def make_box_token(ctx: Context, box: BoxPass) -> str:
    """A token for the answer box of one question."""
    return _serializer(ctx).dumps([box.user_id.hex, box.question_id.hex])


def read_box_token(ctx: Context, token: str) -> BoxPass:
    """Whose and which.

    Raises:
        NotSignedInError: when the token is not ours, was changed, or has expired.
    """
    try:
        user, question = _serializer(ctx).loads(token, max_age=LASTS_SECONDS)
        return BoxPass(UUID(hex=user), UUID(hex=question))
    except (BadSignature, ValueError, TypeError, AttributeError) as error:
        raise NotSignedInError(
            "This page has been open for too long. Reload it to go on; your text is kept."
        ) from error


def _serializer(ctx: Context) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(ctx.settings.secret_key, salt="answer-box")
