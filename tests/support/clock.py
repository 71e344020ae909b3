"""A clock that stands still until it is told to move."""

from datetime import UTC, datetime, timedelta

# A Monday morning without meaning; fixed, so that a failure looks the same tomorrow.
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeClock:
    """Stands in wherever the code takes a clock: a callable that returns the time in UTC."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start.astimezone(UTC)

    def __call__(self) -> datetime:
        return self._now

    def advance(self, **duration: float) -> datetime:
        """Move by the arguments of a timedelta, such as ``seconds=90``, and return the new time."""
        return self.set(self._now + timedelta(**duration))

    def set(self, moment: datetime) -> datetime:
        """Move to a moment, which must carry its time zone."""
        if moment.tzinfo is None:
            raise ValueError(f"{moment!r} has no time zone")
        self._now = moment.astimezone(UTC)
        return self._now
