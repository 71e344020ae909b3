"""Reports as files."""

from uuid import UUID

from fastapi import APIRouter, Response

from core.api.dependencies import Ctx, Reader
from core.exports.pdf import report_pdf
from core.exports.tables import answers_csv
from core.exports.words import file_name
from core.services import audit, history, report
from core.services.views import SessionView

router = APIRouter(prefix="/interviews", tags=["interviews"])


class PdfResponse(Response):
    """A file to print."""

    media_type = "application/pdf"


class CsvResponse(Response):
    """A file to calculate with."""

    media_type = "text/csv"


@router.get(
    "/{session_id}/report.pdf",
    response_class=PdfResponse,
    responses={200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}},
)
def print_report(session_id: UUID, person: Reader, ctx: Ctx) -> PdfResponse:
    """The report to print: what it says, with the charts, and every answer with its marks."""
    view = report.open_report(ctx, person, session_id)
    name = history.candidate_name(ctx, view)
    audit.note(ctx, audit.Kind.DOWNLOADED, actor_id=person.id, subject_id=session_id, what="report", form="pdf")
    printed = report_pdf(view, name=name, catalog=ctx.catalog, made_at=ctx.clock())
    return PdfResponse(printed, headers=_to_keep(view.interview, "pdf"))


@router.get("/{session_id}/report.csv", response_class=CsvResponse)
def tabulate_report(session_id: UUID, person: Reader, ctx: Ctx) -> CsvResponse:
    """One row for each answer, with the scores that count, the machine's and the coaches'.

    Cells that a spreadsheet would take for a formula begin with `'`.
    """
    view = report.open_report(ctx, person, session_id)
    audit.note(ctx, audit.Kind.DOWNLOADED, actor_id=person.id, subject_id=session_id, what="report", form="csv")
    return CsvResponse(answers_csv(view), headers=_to_keep(view.interview, "csv"))


def _to_keep(interview: SessionView, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{file_name(interview, ending)}"'}
