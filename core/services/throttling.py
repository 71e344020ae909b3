"""Guesses that are slowed down, in the database, so that every process that serves knows of every try.

Whoever guesses has to wait longer and longer, and never for good: a wait has a longest, tries that come during a wait
are refused without being counted, and an hour without a try forgets all. A try is counted before it is looked at, so
that twenty at once are no more than twenty in a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import ThrottledError
from core.models import Throttle
from core.services.context import Context
from core.services.digests import keyed_digest
from core.store import insert_if_new

FORGOTTEN_AFTER = timedelta(hours=1)
"""So long after the last try all of them are forgotten; longer than any wait."""
AT_ONCE = 10_000
"""So many are dropped by one sweep; the next drops more."""


@dataclass(frozen=True)
class Limit:
    """How many tries in a row are free, and the waits from the last of them on: each twice as long as the one before.

    What is ``shared`` belongs to many people at once: a success takes back only its own try.
    """

    free: int
    first: timedelta
    longest: timedelta
    shared: bool = False

    def wait_after(self, tries: int) -> timedelta | None:
        """How long to wait after so many tries in a row."""
        over = tries - self.free
        # 2 ** 20 first waits are longer than any longest one, and no number grows without end
        return min(self.longest, self.first * 2 ** min(over, 20)) if over >= 0 else None


GUESSES = Limit(5, timedelta(seconds=30), timedelta(minutes=15))
"""Passwords for one account."""
GUESSES_OF_ADDRESS = Limit(100, timedelta(seconds=30), timedelta(minutes=1), shared=True)
"""Passwords from one address, which a class shares: many mistype, and nobody should be kept out for long by another."""
BAD_LINKS_OF_ADDRESS = Limit(20, timedelta(seconds=30), timedelta(minutes=15))
"""Links from one address that do not exist, which nobody could hit upon."""
SIGN_UPS_OF_ADDRESS = Limit(600, timedelta(seconds=30), timedelta(minutes=5))
"""Accounts tried to make from one address; a whole year may sign up in one hour."""


@dataclass(frozen=True)
class Bucket:
    """What tries are counted by, for example one account; stored under a hash, as what was typed may be a password."""

    key: str
    limit: Limit


def bucket(ctx: Context, kind: str, name: str, limit: Limit) -> Bucket:
    """The bucket of a thing of this kind."""
    return Bucket(keyed_digest(ctx.settings.secret_key, "throttle", kind, name), limit)


def address_buckets(ctx: Context, kind: str, address: str | None, limit: Limit) -> tuple[Bucket, ...]:
    """The bucket of a client's address; none when it is not known, as on the server's own machine."""
    return (bucket(ctx, f"{kind} of address", _network(address), limit),) if address else ()


def count_try(ctx: Context, buckets: Sequence[Bucket]) -> timedelta | None:
    """Count a try that is about to be made; returns the wait that follows unless it succeeds.

    Raises:
        ThrottledError: when one of the buckets has to wait; then nothing is counted.
    """
    if not buckets:
        return None
    now = ctx.clock()
    with ctx.db.writing() as session:
        rows = _locked(session, buckets, now)
        if waiting := [row.wait_until for row in rows.values() if row.wait_until and row.wait_until > now]:
            raise ThrottledError(ceil((max(waiting) - now).total_seconds()))
        waits = []
        for each in buckets:
            row = rows[each.key]
            row.failures = row.failures + 1 if row.last_at > now - FORGOTTEN_AFTER else 1
            row.last_at = now
            wait = each.limit.wait_after(row.failures)
            row.wait_until = now + wait if wait else None
            waits.append(wait or timedelta())
    return max(waits, default=timedelta()) or None


def refuse_if_waiting(ctx: Context, buckets: Sequence[Bucket]) -> None:
    """Refuse something that is not counted itself.

    Raises:
        ThrottledError: when one of the buckets has to wait.
    """
    if not buckets:
        return
    now = ctx.clock()
    with ctx.db.reading() as session:
        waiting = session.scalars(
            select(Throttle.wait_until).where(Throttle.key.in_([each.key for each in buckets]))
        ).all()
    if ends := [moment for moment in waiting if moment and moment > now]:
        raise ThrottledError(ceil((max(ends) - now).total_seconds()))


def forgive(session: Session, buckets: Sequence[Bucket]) -> None:
    """Take back what a success proves to be no guess, within the caller's transaction."""
    shared = {each.key for each in buckets if each.limit.shared}
    # No row is deleted: somebody may be counting a try in it at the moment.
    keys = [each.key for each in buckets]
    for row in session.scalars(select(Throttle).where(Throttle.key.in_(keys)).order_by(Throttle.key).with_for_update()):
        row.failures, row.wait_until = max(0, row.failures - 1) if row.key in shared else 0, None


def forget_old(session: Session, now: datetime) -> None:
    """Drop what is forgotten anyway."""
    old = select(Throttle.key).where(Throttle.last_at <= now - FORGOTTEN_AFTER).order_by(Throttle.key).limit(AT_ONCE)
    # those that somebody counts in just now are not old any more
    keys = session.scalars(old.with_for_update(skip_locked=True)).all()
    session.execute(delete(Throttle).where(Throttle.key.in_(keys)))


def _locked(session: Session, buckets: Sequence[Bucket], now: datetime) -> dict[str, Throttle]:
    """The rows of the buckets, made if need be, and locked: always in the same order, so that no two wait in a ring."""
    keys = sorted(each.key for each in buckets)
    query = select(Throttle).where(Throttle.key.in_(keys)).order_by(Throttle.key).with_for_update()
    found: dict[str, Throttle] = {}
    # again where a sweep forgot a row between the two, which it does with old ones alone
    while len(found) < len(set(keys)):
        for key in keys:
            insert_if_new(session, Throttle, {"key": key, "failures": 0, "last_at": now})
        found = {row.key: row for row in session.scalars(query)}
    return found


def _network(address: str) -> str:
    """An address, or with IPv6 the part of it that one customer has, who has more of them than could be counted."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else str(parsed)
