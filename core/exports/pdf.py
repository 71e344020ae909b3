"""The report on paper, set by typst: no browser and no system package, and the same on every machine.

The template is ours and what people typed reaches it as data, so that nothing of theirs is read as markup. It may read
no file outside its own folder. Fonts come with packages, and those of the system are left alone.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from core.bank.catalog import Catalog
from core.exports.contents import answer_part, overview_part, overview_row, report_part
from core.services.report import ReportView, ScoredAnswer

TEMPLATE = Path(__file__).with_name("report.typ")
FONT_PACKAGES = ("manimgx_fonts", "noto_cjk_sans_jp_regular", "fontpkg_amiri")


def report_pdf(view: ReportView, *, name: str, catalog: Catalog, made_at: datetime) -> bytes:
    """The report of one interview for the candidate of that name."""
    return _printed("Interview report", [report_part(view, catalog, name=name)], made_at)


def answer_pdf(view: ReportView, one: ScoredAnswer, *, name: str, catalog: Catalog, made_at: datetime) -> bytes:
    """One answer of a report by itself."""
    return _printed("Interview answer", [answer_part(view, one, catalog, name=name)], made_at)


def history_pdf(views: Iterable[ReportView], *, name: str, catalog: Catalog, made_at: datetime) -> bytes:
    """All interviews in a table, then each one's report without its answers, in the order in which they come."""
    rows, reports = [], []
    for view in views:
        rows.append(overview_row(view))
        if view.overall is not None:
            reports.append(report_part(view, catalog, name=name, with_answers=False))
    return _printed("Practice history", [overview_part(rows, name=name), *reports], made_at)


def _printed(kind: str, parts: Sequence[Mapping[str, Any]], made_at: datetime) -> bytes:
    contents = json.dumps({"kind": kind, "parts": parts}, ensure_ascii=False)
    try:
        return _compiled(contents, made_at, is_accessible=True)
    except typst.TypstError:
        # PDF/UA wants a shape for every character, and some scripts are in none of the fonts (Tibetan, Mongolian and
        # the like): their characters are seen as boxes then.
        return _compiled(contents, made_at, is_accessible=False)


def _compiled(contents: str, made_at: datetime, *, is_accessible: bool) -> bytes:
    """``is_accessible``: by PDF/UA-1, to be read aloud in order, with headings, and with words for each chart."""
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"contents": contents},
        pdf_standards="ua-1" if is_accessible else [],
        timestamp=made_at.replace(microsecond=0),
    )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Found once a process, in 8 ms; each is read when it is first needed."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(files(name)) for name in FONT_PACKAGES])
