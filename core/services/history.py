"""Everything that one person has practised, interview by interview, for whatever takes it along or adds it up."""

from collections.abc import Iterator

from core.services import accounts, report, sessions
from core.services.accounts import Person
from core.services.context import Context
from core.services.report import ReportView


def history(ctx: Context, person: Person) -> Iterator[ReportView]:
    """A person's own interviews with their reports, oldest first; sets of drills are none.

    One at a time, in a fixed number of queries each: a long history needs no more memory than a short one, and whoever
    takes them can tell how far it is. Scores that the person has not looked at yet are left out, since they are asked
    for a guess first.
    """
    for interview in reversed(sessions.my_interviews(ctx, person)):
        view = report.open_report(ctx, person, interview.id)
        yield report.without_scores(view) if _is_waiting(view) else view


def candidate_name(ctx: Context, view: ReportView) -> str:
    """How the candidate of a report, which the caller was allowed to read, is called."""
    candidate = accounts.person_by_id(ctx, view.interview.user_id)
    return candidate.name or candidate.username


def _is_waiting(view: ReportView) -> bool:
    """Whether the report page would first ask for a guess."""
    return view.overall is not None and not view.interview.is_open and not view.interview.is_revealed
