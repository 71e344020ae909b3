"""What can go wrong, in two families: the caller's fault and ours.

Pages and the API each translate these in one place, so a message here is written for the person who
will read it: it says what happened and what to do next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class CoreError(Exception):
    """Base of every error that this project raises on purpose."""


class CallerError(CoreError):
    """The request cannot be served as it stands; asking differently may help."""


class OurError(CoreError):
    """The request was fine and we failed; the caller can only try again later."""


class NotFoundError(CallerError):
    """No such thing, or not one that this person may see: the two are told alike on purpose."""

    def __init__(self, what: str) -> None:
        super().__init__(f"This {what} does not exist, or it is not yours to open.")
        self.what = what


class ForbiddenError(CallerError):
    """A known person or program lacks the role or scope that this needs."""

    def __init__(self, needs: str, *, ask: str = "Ask an admin to give you access.") -> None:
        super().__init__(f"This needs {needs}. {ask}")
        self.needs = needs


class NotSignedInError(CallerError):
    """Nobody is signed in, or the sign-in has ended."""

    def __init__(self, message: str = "Your sign-in has ended. Sign in again to go on.") -> None:
        super().__init__(message)


class StateError(CallerError):
    """The thing exists but is not in a state that allows this."""

    def __init__(self, message: str, *, state: str) -> None:
        super().__init__(message)
        self.state = state


class ConflictError(CallerError):
    """Something newer or different is already stored; it was kept."""

    def __init__(self, message: str, *, current: Mapping[str, object]) -> None:
        super().__init__(message)
        self.current = dict(current)


class ThrottledError(CallerError):
    """Too many tries; ``retry_after`` is in whole seconds."""

    def __init__(self, retry_after: int) -> None:
        wait = f"{retry_after} seconds" if retry_after <= 90 else f"{-(-retry_after // 60)} minutes"
        super().__init__(f"Too many tries. Wait {wait} and try again.")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Fault:
    """One thing wrong with an input: where it stands and what is wrong there."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class InvalidInputError(CallerError):
    """Bad values, every one of them reported at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


class BadFileError(InvalidInputError):
    """A file of ours (bank, rubric, catalog) or of a user's does not follow its format."""


class SettingsError(OurError):
    """The process cannot start with these settings."""
