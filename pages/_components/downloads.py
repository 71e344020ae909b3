"""Files to take along: a report, one of its answers, or everything that somebody practised."""

from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from uuid import UUID

import streamlit as st

from core.exports import documents, pdf, tables
from core.exports.words import file_name
from core.services import audit, history, report
from core.services.accounts import Person
from core.services.context import Context
from core.services.report import ReportView, ScoredAnswer

WHOLE = "The whole report"
MIME_TYPES = {"pdf": "application/pdf", "csv": "text/csv", "json": "application/json"}


def report_downloads(ctx: Context, person: Person, view: ReportView) -> None:
    """The report or one of its answers as a file, made as it stands when it is asked for."""
    interview = view.interview
    answers = {one.answer.id: one.answer.question for one in view.answers}
    chosen = st.selectbox(
        "What to download",
        [WHOLE, *answers],
        format_func=lambda answer_id: (
            WHOLE if answer_id == WHOLE else f"{answers[answer_id].order}. {answers[answer_id].question_text}"
        ),
        key=f"download_{interview.id}",
    )
    chosen = None if chosen == WHOLE else chosen
    part = f"answer-{answers[chosen].order}" if chosen else ""
    makers = {
        ending: partial(make, ctx, person, interview.id, chosen)
        for ending, make in (("pdf", _report_pdf), ("csv", _report_csv), ("json", _report_json))
    }
    noted = {
        ending: noted_download(ctx, person, make, "answer" if chosen else "report", ending, of=interview.id)
        for ending, make in makers.items()
    }
    _buttons(noted, lambda ending: file_name(interview, ending, part=part), key=f"{interview.id}_{chosen}")


def history_downloads(ctx: Context, person: Person) -> None:
    """Everything that a person practised as a file, made as it stands when it is asked for."""
    st.subheader("Take everything along")
    st.caption("A PDF to print, a CSV table, or JSON for programs. Scores that you have not looked at are left out.")
    makers = {
        ending: partial(make, ctx, person)
        for ending, make in (("pdf", _history_pdf), ("csv", _history_csv), ("json", _history_json))
    }
    noted = {ending: noted_download(ctx, person, make, "history", ending) for ending, make in makers.items()}
    _buttons(noted, lambda ending: f"interviews-{ctx.clock():%Y-%m-%d}.{ending}", key="history")


def noted_download(
    ctx: Context, person: Person, make: Callable[[], bytes], what: str, form: str, *, of: UUID | None = None
) -> Callable[[], bytes]:
    """What makes a file, and notes in the audit log that it was asked for."""
    # Files are made in a thread of the server's, which knows nothing of this page and its origin.
    here = copy_context()

    def make_and_note() -> bytes:
        made = make()
        note = partial(audit.note, ctx, audit.Kind.DOWNLOADED, actor_id=person.id, subject_id=of, what=what, form=form)
        here.copy().run(note)
        return made

    return make_and_note


def _buttons(makers: dict[str, Callable[[], bytes]], name: Callable[[str], str], *, key: str) -> None:
    with st.container(horizontal=True):
        for ending, make in makers.items():
            st.download_button(
                ending.upper(), make, name(ending), MIME_TYPES[ending], key=f"{ending}_{key}", on_click="ignore"
            )


def _report_pdf(ctx: Context, person: Person, session_id: UUID, answer_id: UUID | None) -> bytes:
    view, one = _read(ctx, person, session_id, answer_id)
    name, now = history.candidate_name(ctx, view), ctx.clock()
    if one is None:
        return pdf.report_pdf(view, name=name, catalog=ctx.catalog, made_at=now)
    return pdf.answer_pdf(view, one, name=name, catalog=ctx.catalog, made_at=now)


def _report_csv(ctx: Context, person: Person, session_id: UUID, answer_id: UUID | None) -> bytes:
    view, one = _read(ctx, person, session_id, answer_id)
    return tables.answers_csv(view, None if one is None else [one])


def _report_json(ctx: Context, person: Person, session_id: UUID, answer_id: UUID | None) -> bytes:
    view, one = _read(ctx, person, session_id, answer_id)
    return documents.report_json(view) if one is None else documents.answer_json(one.answer)


def _read(
    ctx: Context, person: Person, session_id: UUID, answer_id: UUID | None
) -> tuple[ReportView, ScoredAnswer | None]:
    """The report anew, since much may have happened while the page stood open, and the answer that is meant."""
    view = report.open_report(ctx, person, session_id)
    return view, next((one for one in view.answers if one.answer.id == answer_id), None)


def _history_pdf(ctx: Context, person: Person) -> bytes:
    views, name = history.history(ctx, person), person.name or person.username
    return pdf.history_pdf(views, name=name, catalog=ctx.catalog, made_at=ctx.clock())


def _history_csv(ctx: Context, person: Person) -> bytes:
    return tables.history_csv(history.history(ctx, person))


def _history_json(ctx: Context, person: Person) -> bytes:
    return documents.history_json(history.history(ctx, person))
