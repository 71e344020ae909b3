"""Keys that clients send along, so that a request that is repeated is known to be the same."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.errors import Fault, InvalidInputError
from core.models import RequestKey
from core.store import insert_if_new

LONGEST_KEY = 200
KEPT = timedelta(days=30)
"""How long a key is known; a request that is repeated later than that is a new one."""


class KeyReusedError(InvalidInputError):
    """The key came before, with another request."""

    def __init__(self) -> None:
        message = "This key was sent before with another request. Use a new key for each request."
        super().__init__([Fault("Idempotency-Key", message)])


def claim(session: Session, user_id: UUID, key: str | None, *asked: str, now: datetime) -> RequestKey | None:
    """Bind a key to what is ``asked``, within the caller's transaction; bound to the very same already, it may pass.

    Returns its row, on which the caller notes what the request made, and finds it when the request is repeated.
    Without a key nothing happens.

    Raises:
        KeyReusedError: when the key stands for another request of this person.
        InvalidInputError: when the key is empty or too long.
    """
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST_KEY:
        raise InvalidInputError([Fault("Idempotency-Key", f"A key has 1 to {LONGEST_KEY} characters.")])
    fingerprint = hashlib.sha256("\0".join(asked).encode()).hexdigest()
    # Of two requests at once the second waits here for the first, and then finds its row.
    insert_if_new(session, RequestKey, {"user_id": user_id, "key": key, "fingerprint": fingerprint, "created_at": now})
    row = session.get_one(RequestKey, (user_id, key))
    if row.fingerprint != fingerprint:
        raise KeyReusedError
    return row


def forget_old(session: Session, now: datetime) -> None:
    """Drop the keys that nobody repeats any more."""
    session.execute(delete(RequestKey).where(RequestKey.created_at < now - KEPT))
