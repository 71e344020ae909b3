"""Where somebody stands with an interview that was set to them: a function of their attempts, with no clock of its own.

An interview that ended without an answer is no attempt: nothing was handed in, and it uses none up. One that was left
for a day is handed in like one that was finished; what counts is the last thing done in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from core.models.vocabulary import OPEN, Status


class State(StrEnum):
    """Where somebody stands: nothing begun, an interview going on, one handed in, or looked at by a coach since."""

    TO_DO = "to do"
    IN_PROGRESS = "in progress"
    HANDED_IN = "handed in"
    REVIEWED = "reviewed"


@dataclass(frozen=True)
class Attempt:
    """An interview that was begun for an assignment. ``score`` is its overall score, 0-100.

    ``last_done_at`` is when something was done in it last, which ``ended_at`` of one that was left is a day later.
    """

    session_id: UUID
    began_at: datetime
    status: Status
    ended_at: datetime | None
    last_done_at: datetime
    score: float | None
    reviewed_at: datetime | None
    remark: str

    @property
    def is_open(self) -> bool:
        """Whether it is still going on."""
        return self.status in OPEN

    @property
    def handed_in_at(self) -> datetime | None:
        """When it was handed in; None while it goes on."""
        if self.is_open:
            return None
        return self.last_done_at if self.status is Status.ABANDONED else self.ended_at

    def can_be_taken_up(self, now: datetime, within: timedelta) -> bool:
        """Whether it was left, and recently enough to go on with."""
        return self.status is Status.ABANDONED and self.ended_at is not None and now <= self.ended_at + within

    @property
    def is_reviewed(self) -> bool:
        """Whether a coach has marked it since it ended: one that was taken up again is to be looked at again."""
        if self.is_open or self.reviewed_at is None:
            return False
        return self.ended_at is None or self.reviewed_at >= self.ended_at


@dataclass(frozen=True)
class Progress:
    """Somebody's attempts at an assignment, oldest first, of as many as are ``allowed``, as of ``now``.

    ``due_at`` is when it had to be handed in; None where it is never late.
    """

    attempts: tuple[Attempt, ...]
    allowed: int
    due_at: datetime | None
    now: datetime

    @property
    def going_on(self) -> Attempt | None:
        """The newest interview that is going on."""
        return next((each for each in reversed(self.attempts) if each.is_open), None)

    @property
    def newest(self) -> Attempt | None:
        """The attempt that the state is told of: one that is going on, or else the newest."""
        return self.going_on or next(reversed(self.attempts), None)

    @property
    def best(self) -> Attempt | None:
        """The attempt with the highest score, of equal ones the first."""
        return max((each for each in self.attempts if each.score is not None), key=_score, default=None)

    @property
    def state(self) -> State:
        """Where they stand. What was reviewed stays that until another attempt begins."""
        if self.newest is None:
            return State.TO_DO
        if self.newest.is_open:
            return State.IN_PROGRESS
        return State.REVIEWED if self.newest.is_reviewed else State.HANDED_IN

    @property
    def used(self) -> int:
        """How many attempts were begun."""
        return len(self.attempts)

    @property
    def left(self) -> int:
        """How many more may be begun."""
        return max(0, self.allowed - self.used)

    @property
    def handed_in_at(self) -> datetime | None:
        """When the newest one that was handed in was."""
        return next((each.handed_in_at for each in reversed(self.attempts) if each.handed_in_at), None)

    @property
    def late_by(self) -> timedelta | None:
        """How much too late it was first handed in, or is by now; None in time: a later attempt makes nobody late."""
        if self.due_at is None:
            return None
        handed_in = [each.handed_in_at for each in self.attempts if each.handed_in_at]
        late = min(handed_in, default=self.now) - self.due_at
        return late if late >= timedelta(0) else None

    @property
    def remark(self) -> str:
        """What a coach wrote to the newest attempt that was reviewed; empty if nothing."""
        return next((each.remark for each in reversed(self.attempts) if each.is_reviewed), "")


def count_states(everybody: Mapping[UUID, Progress]) -> dict[State, int]:
    """How many people are in each state."""
    states = [progress.state for progress in everybody.values()]
    return {state: states.count(state) for state in State}


def _score(attempt: Attempt) -> float:
    return attempt.score or 0.0
