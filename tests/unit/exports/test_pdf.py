"""The printed report: complete, in any script, and deaf to whatever somebody typed."""

import io
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.exports import pdf
from core.models.vocabulary import HandedIn, RatingKind, Status
from core.rubric import DIMENSIONS
from core.services.rating_rules import Outcome
from core.services.report import LastInterview, Record, ReportView, SkillScore, without_words
from tests.support.contexts import real_catalog
from tests.support.reports import (
    GOOD,
    THEN,
    WRONG,
    interview,
    rating,
    remark,
    report_of,
    scored,
    with_coaches,
)

DASHED = b"[2.6 1.6]0 d"
"""How a PDF says to draw the line under words that do not hold."""


def printed(view: ReportView, name: str = "Maya Lindqvist") -> PdfReader:
    return read(pdf.report_pdf(view, name=name, catalog=real_catalog(), made_at=THEN))


def read(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def text_of(document: PdfReader) -> str:
    """All text on one line, so that it does not matter where lines end."""
    return " ".join(" ".join(page.extract_text() for page in document.pages).split())


def drawing_of(document: PdfReader) -> bytes:
    return b"\n".join(page.get_contents().get_data() for page in document.pages)


@pytest.fixture(scope="module")
def view() -> ReportView:
    """Two answers, the second with a mistake in it, and the averages of the time before."""
    last = LastInterview(UUID(int=9), THEN - timedelta(days=7), {"structure": 2.5, "depth": None}, 44.0)
    return report_of([scored(GOOD, 1), scored(f"{WRONG} I read the query plan with EXPLAIN ANALYZE.", 2)], last=last)


def test_it_says_what_a_report_says(view: ReportView) -> None:
    text = text_of(printed(view))
    assert view.overall is not None and view.sure is not None
    assert "INTERVIEW REPORT Backend engineer Maya Lindqvist Technical interview at mid level, 2 March 2026" in text
    assert f"{view.overall:.0f} of 100 in a mid-level interview" in text
    assert f"land between {view.sure.low:.0f} and {view.sure.high:.0f}" in text
    assert "From 2 of 10 questions; those not answered count neither for nor against you." in text
    for found in (*view.strengths, *view.weaknesses):
        told = found.finding.action or found.finding.text
        assert " ".join(told.split()) in text
        assert found.finding.quote in text
    assert "The interview before, on 23 February 2026, came to 44." in text


def test_the_averages_stand_beside_those_of_the_last_time_and_the_aim(view: ReportView) -> None:
    text = text_of(printed(view))
    now = view.rubric_breakdown
    assert f"Structure {now['structure']:.1f} 2.5 3.0" in text
    assert f"Depth {now['depth']:.1f} – 3.0" in text
    assert "this interview the one before, 23 February 2026 aim of the level" in text
    alone = text_of(printed(replace(view, last=None)))
    assert f"Structure {now['structure']:.1f} 3.0" in alone and "the one before" not in alone


def test_what_was_not_assessed_has_a_dash_and_too_few_axes_make_no_radar() -> None:
    scores = {"structure": 3.0, "relevance": 2.04, "technical_accuracy": None, "depth": None, "communication": None}
    text = text_of(printed(report_of([scored("a", scores=scores, overall_score=50.0)])))
    assert "Relevance 2.0 3.0" in text and "Depth – 3.0" in text
    assert "aim of the level" not in text


def test_a_skill_with_one_answer_is_named_and_not_drawn(view: ReportView) -> None:
    skills = (SkillScore("sql", "SQL", 70.0, 2), SkillScore("go", "Go", 55.0, 1), SkillScore("c", "C", 50.0, 1))
    text = text_of(printed(replace(view, skill_breakdown=skills)))
    assert "SQL 70 (2 answers)" in text
    assert "One answer each, too few to say: C and Go." in text


def test_the_words_of_an_answer_are_there_with_their_marks(view: ReportView) -> None:
    document = printed(view)
    text = text_of(document)
    assert GOOD in text and WRONG in text
    assert "Points made: 2 of 3" in text and "“First I read the query plan with EXPLAIN ANALYZE" in text
    assert "Refreshes stale statistics. (a bonus)" in text
    assert "An index always makes a query faster. → A scan is cheaper when most rows match." in text
    assert "First I read the query plan with EXPLAIN ANALYZE, because a guess costs time." in text  # the model answer
    assert DASHED in drawing_of(document)


def test_no_dashed_line_where_nothing_is_wrong() -> None:
    # the one that is left explains the marks
    assert drawing_of(printed(report_of([scored(GOOD)]))).count(DASHED) == 1
    assert DASHED not in drawing_of(printed(report_of([scored("I do not know.")])))


def test_time_and_how_an_answer_came_in() -> None:
    text = text_of(
        printed(
            report_of([
                scored(GOOD, 1, time_seconds=95),
                scored(GOOD, 2, time_seconds=125, handed_in=HandedIn.EXPIRED),
                scored(GOOD, 3, question={"seconds": None, "is_followup": True}),
                scored(GOOD, 4, is_told_time=True),
            ])
        )
    )  # fmt: skip
    assert "1:35 of 2:00" in text
    assert "2:05 of 2:00 · handed in when the time was up" in text
    assert "Follow-up · Technical · medium · SQL · 1:35, no clock" in text
    assert "1:35, as a program told" in text


def test_a_guess_is_compared_with_the_score_and_a_retake_with_the_time_before() -> None:
    before = Record(interview(overall_score=40.0), (scored("No idea.", 1, overall_score=12.0),))
    view = report_of(
        [scored(GOOD, 1, self_rating=5, overall_score=70.0), scored(GOOD, 2, self_rating=3)], before=before
    )
    text = text_of(printed(view))
    # 5 of 5 is 100, 30 above the 70 of the score, which is 3.5 of 5
    assert "You gave yourself 5 of 5; the score is 3.5 of 5. You think better of it than the rubric does." in text
    assert "the time before 12" in text
    assert "The time before, the same questions came to 40." in text
    assert "You rated 2 of your answers" in text


def test_coaches_ratings_stand_beside_the_machines_and_their_remarks_below() -> None:
    one = scored(GOOD)
    machine = [f"{value:.1f}" for value in (one.answer.scores or {}).values() if value is not None]
    rated = with_coaches(
        one, rating(4, 3, None, 3, 5, reason="#Clear* to _the_ end."), rating(3, 3, 2, 3, 4, is_blind=False),
        rating(1, 1, 1, 1, 1, rater="Third", kind=RatingKind.DECISION, reason="Not to the point."),
        comments=(remark("Lead with #the result."), remark("More.", dimension="depth"),
                  remark("The heart of it.", stretch=(0, 27))),
        counting=Outcome(dict.fromkeys(DIMENSIONS, 1.0), is_decided=True),
    )  # fmt: skip
    text = text_of(printed(report_of([rated, scored(GOOD, 2)])))
    assert f"Machine {' '.join(machine)} Carla 4 3 – 3 5 Carla (2) 3 3 2 3 4 Third (decision) 1 1 1 1 1 Counts" in text
    assert "In the group Spring, coaches' ratings count, here the decision between them." in text
    assert "Carla, 2 March 2026, before seeing the machine's scores #Clear* to _the_ end." in text
    assert "Carla (2), 2 March 2026, after seeing the machine's scores" in text
    assert "On the whole answer · Carla, 2 March 2026 Lead with #the result." in text
    assert "On depth · Carla, 2 March 2026 More." in text
    assert f"On “{GOOD[:27]}” · Carla, 2 March 2026 The heart of it." in text
    assert text.count("The machine and coaches") == text.count("Comments") == 1  # only where there is something to say


def test_where_coaches_differ_it_says_so_without_a_table() -> None:
    text = text_of(printed(report_of([with_coaches(scored(GOOD), contested=(UUID(int=7),))])))
    assert "Coaches do not agree on this answer yet and nobody has decided, so the machine's scores count." in text
    assert "Counts" not in text


def test_every_page_has_its_number_and_the_name() -> None:
    document = printed(report_of([scored(GOOD, order) for order in range(1, 16)]))
    total = len(document.pages)
    assert total >= 5
    for number, page in enumerate(document.pages, start=1):
        foot = " ".join(page.extract_text().split())
        assert f"Maya Lindqvist · Technical interview at mid level, 2 March 2026 {number} of {total}" in foot


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (report_of([]), "No question has been answered, so there is nothing to report yet."),
        (report_of([scored("Saved.", is_scored=False)]), "There are no scores yet."),
        (report_of([scored("")]), "Nothing was typed."),
        (report_of([scored(" \n ")]), "Nothing was typed."),
        (report_of([scored(GOOD)], about={"status": Status.IN_PROGRESS}), "The interview is still going on"),
        (report_of([scored(GOOD), scored("x", 2, is_scored=False)]), "1 answer could not be scored yet."),
    ],
)
def test_there_is_a_report_at_any_time(view: ReportView, said: str) -> None:
    assert said in text_of(printed(view))


def test_no_word_of_somebody_who_shows_scores_only() -> None:
    view = report_of([scored(GOOD)])
    text = text_of(printed(without_words(view)))
    assert "What was said is not shown to you." in text
    assert not any(words in text for words in ("guessing costs time", "Nothing was typed", "Points made"))
    assert f"{view.overall:.0f} of 100" in text


@pytest.mark.parametrize(
    "name",
    [
        "Nguyễn Thị Ánh", "Лев Николаевич Толстой", "Ελένη Παπαδοπούλου", "Zoë Şahin-Łukasiewicz", "山田太郎", "김민준",
        "王小明", "דוד", "فاطمة", "ნინო", "Արամ", "አበበ", "Jürgen 🎉",
    ],
)  # fmt: skip
def test_any_name_is_printed_and_can_be_copied(name: str) -> None:
    document = printed(report_of([]), name)
    assert document.metadata is not None and document.metadata.author == name
    assert name in text_of(document)
    # every character of it has a shape: only then is it PDF/UA
    assert b"<pdfuaid:part>1" in document.xmp_metadata.stream.get_data()


def test_arabic_words_keep_their_letters_in_order() -> None:
    text = text_of(printed(report_of([scored("محمد بن سلمان", is_scored=False)]), "ليلى العبدالله"))
    # pypdf puts words in the order in which they are seen, from left to right
    assert all(word in text for word in ("ليلى", "العبدالله", "محمد", "سلمان"))


@pytest.mark.parametrize(
    "text", ["ประยุทธ์ จันทร์โอชา", "हिन्दी में", "বাংলা", "தமிழ்", "ខ្មែរ", "မြန်မာ", "I like it 😀👩🏽‍💻🇩🇪 ✓"]
)
def test_other_scripts_have_a_shape_for_every_character(text: str) -> None:
    assert b"<pdfuaid:part>1" in printed(report_of([scored(text, is_scored=False)])).xmp_metadata.stream.get_data()


def test_a_script_that_no_font_has_stops_nothing() -> None:
    document = printed(report_of([scored("Tibetan: བོད. And on.", is_scored=False)]))
    text = text_of(document)
    assert "Tibetan: " in text and "And on." in text
    assert b"pdfuaid" not in document.xmp_metadata.stream.get_data()


MARKUP = (
    '#include "/etc/passwd" #read("/etc/passwd") #import "@preview/cetz:0.3.1" *bold* _it_ $x^2$ `code` \\ @ref '
    "<label> = Heading // comment /* c */ -- --- ~ #{1 + 1} https://x.y/z {{ x }} \\u{1F600} #sys.inputs"
)


@pytest.mark.parametrize("where", ["name", "role", "question", "answer", "feedback"])
def test_markup_is_shown_as_it_was_typed(where: str) -> None:
    one = scored(
        MARKUP if where == "answer" else GOOD, question={"question_text": MARKUP if where == "question" else "?"}
    )
    view = report_of(
        [one], about={"role_selected": {**interview().role_selected, "name": MARKUP}} if where == "role" else {}
    )
    if where == "feedback":
        finding = replace(view.weaknesses[0].finding, text=MARKUP, quote=MARKUP, action=MARKUP)
        view = replace(view, weaknesses=(replace(view.weaknesses[0], finding=finding),))
    text = text_of(printed(view, MARKUP if where == "name" else "Maya"))
    # a line may end within an address
    assert MARKUP.replace(" ", "") in text.replace(" ", "")
    assert "root:" not in text


HOSTILE = {
    "one word": "a" * 8000,
    "wide": "W" * 8000,
    "marks": "e" + "\u0301" * 7999,
    "brackets": "([{" * 2666,
    "empty lines": "\n" * 4000,
    "lines": "a\n" * 3000,
    "controls": "\u202e\x00\x1b\ud800\uffff",
    "ligatures": "\ufdfa" * 8000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_printed_all_the_same(name: str) -> None:
    assert len(printed(report_of([scored("", is_scored=False, answer_text=HOSTILE[name])])).pages) >= 1


def test_a_word_without_an_end_stays_on_the_page() -> None:
    lines = (
        printed(report_of([scored("", is_scored=False, answer_text=HOSTILE["wide"])]))
        .pages[0]
        .extract_text()
        .split("\n")
    )
    assert max(line.count("W") for line in lines) <= 40


anything = st.text(max_size=60)


@settings(max_examples=25)
@given(anything, anything, anything, anything)
def test_whatever_is_typed_there_is_a_report(name: str, role: str, question: str, text: str) -> None:
    one = scored("", is_scored=False, answer_text=text, question={"question_text": question})
    view = report_of([one], about={"role_selected": {**interview().role_selected, "name": role}})
    assert len(printed(view, name).pages) >= 1


def test_the_template_reads_no_file_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    inside = tmp_path / "inside"
    inside.mkdir()
    template = inside / "report.typ"
    monkeypatch.setattr(pdf, "TEMPLATE", template)
    for path in ("/etc/hostname", "../secret.txt", str(tmp_path / "secret.txt")):
        template.write_text(f'#read("{path}")')
        with pytest.raises(typst.TypstError):
            printed(report_of([]))


def test_the_template_itself_fetches_and_runs_nothing() -> None:
    template = pdf.TEMPLATE.read_text()
    assert not re.search(r"#?\b(import|include|eval|read|plugin|image)\b\s*[(\"]", template)


def test_it_is_the_same_file_every_time(view: ReportView) -> None:
    made = [pdf.report_pdf(view, name="Maya", catalog=real_catalog(), made_at=THEN) for _ in range(2)]
    assert made[0] == made[1]
    later = THEN + timedelta(days=1, microseconds=5)
    document = read(pdf.report_pdf(view, name="Maya", catalog=real_catalog(), made_at=later))
    assert document.metadata is not None and document.metadata.creation_date == later.replace(microsecond=0)


def test_it_can_be_read_aloud_and_browsed_by_heading(view: ReportView) -> None:
    document = printed(view)
    assert b"<pdfuaid:part>1" in document.xmp_metadata.stream.get_data()
    assert document.root_object["/Lang"] == "en-GB"
    titles = [entry["/Title"] for entry in document.outline if isinstance(entry, dict)]
    assert titles == ["Backend engineer"]
    [below] = [entry for entry in document.outline if isinstance(entry, list)]
    headings = [entry["/Title"] for entry in below if isinstance(entry, dict)]
    assert headings == [
        "What was strong", "What to do next", "By dimension", "By skill", "Your time", "How you say it", "Your answers",
    ]  # fmt: skip


def test_one_answer_by_itself(view: ReportView) -> None:
    document = pdf.answer_pdf(view, view.answers[1], name="Maya", catalog=real_catalog(), made_at=THEN)
    text = text_of(read(document))
    assert WRONG in text and GOOD not in text
    assert "INTERVIEW ANSWER" in text and "What to do next" not in text


def test_a_history_is_a_table_and_the_reports_without_their_answers(view: ReportView) -> None:
    later = report_of([], about={"id": UUID(int=7), "created_at": THEN + timedelta(days=3), "status": Status.ABANDONED})
    other = replace(view, overall=80.0, interview=replace(view.interview, created_at=THEN + timedelta(days=1)))
    document = read(pdf.history_pdf([view, other, later], name="Maya", catalog=real_catalog(), made_at=THEN))
    text = text_of(document)
    assert "PRACTICE HISTORY Everything you practised Maya 3 interviews, 2 March 2026 to 5 March 2026" in text
    assert "Technical interview at mid level, abandoned 0 of 10 – – – – – –" in text
    assert "Technical interview at mid level, finished 2 of 10 80" in text
    assert text.count("What to do next") == 2
    assert GOOD not in text


def test_an_empty_history_says_so() -> None:
    text = text_of(read(pdf.history_pdf([], name="Maya", catalog=real_catalog(), made_at=THEN)))
    assert "No interview yet" in text
