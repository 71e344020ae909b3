import io
import zipfile
import zlib
from collections.abc import Callable

import docx
import pytest
from docx.oxml import parse_xml
from pypdf import PdfReader, PdfWriter

from core.errors import InvalidInputError
from core.services import documents
from core.services.documents import MAX_BYTES, MAX_PAGES, MAX_TEXT_CHARS, read_document


def pdf(*pages: bytes) -> bytes:
    """A PDF written by hand, one content stream a page."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, content in enumerate(pages):
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (5 + 2 * n)
        )
        packed = zlib.compress(content)
        bodies.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed))
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(bodies) + 1, start))


def line(text: str) -> bytes:
    return b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % text.encode("cp1252")


def encrypted(data: bytes, *, password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=password, owner_password="the owner's", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one entry replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


def fault_of(name: str, data: bytes) -> str:
    with pytest.raises(InvalidInputError) as error:
        read_document(name, data)
    (fault,) = error.value.faults
    return str(fault)


# ---- PDF ------------------------------------------------------------------------------------------------------


def test_the_text_of_every_page_of_a_pdf_is_read() -> None:
    text = read_document("My CV.PDF", pdf(line("Data analyst in Köln"), line("Tableau and SQL")))

    assert "Data analyst in Köln" in text
    assert text.index("analyst") < text.index("Tableau")


def test_a_pdf_that_asks_no_password_to_open_is_read() -> None:
    assert "Data analyst" in read_document("cv.pdf", encrypted(pdf(line("Data analyst")), password=""))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (encrypted(pdf(line("Data analyst")), password="secret"), "password"),
        (pdf(b"0 0 100 100 re f"), "perhaps a scan"),
        (pdf(*[line("page")] * (MAX_PAGES + 1)), f"{MAX_PAGES + 1} pages"),
        (pdf(line("Data analyst"))[:60], "damaged"),
        (b"%PDF-1.4\n" + b"\x00\xff" * 500, "damaged"),
        (word("Data analyst"), "not a PDF file"),
        (b"Data analyst", "not a PDF file"),
        (b"", "empty"),
    ],
)
def test_a_pdf_without_readable_text_says_why_and_what_to_do(data: bytes, reason: str) -> None:
    message = fault_of("cv.pdf", data)

    assert message.startswith("cv.pdf: ")
    assert reason in message
    assert any(advice in message for advice in ("paste its text", "Choose", "choose it again"))


def test_a_pdf_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "READING_SECONDS", 0.001)

    assert "too long" in fault_of("cv.pdf", pdf(line("Data analyst")))


# ---- DOCX -----------------------------------------------------------------------------------------------------


def test_paragraphs_and_tables_of_a_docx_are_read_in_order() -> None:
    document = docx.Document()
    document.add_paragraph("Ana Silva")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text = "2020 - now"
    table.cell(0, 1).text = "Recruiter"
    document.add_paragraph("Languages\tPortuguese")

    assert read_document("cv.docx", saved(document)) == "Ana Silva\n2020 - now\nRecruiter\nLanguages\tPortuguese"


def test_a_text_box_is_read_once() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    compatible = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = "<w:txbxContent><w:p><w:r><w:t>Boxed skill</w:t></w:r></w:p></w:txbxContent>"
    document = docx.Document()
    document.add_paragraph()._p.append(
        parse_xml(
            f'<w:r xmlns:w="{space}" xmlns:mc="{compatible}"><mc:AlternateContent><mc:Choice Requires="wps">{box}'
            f"</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )

    assert read_document("cv.docx", saved(document)) == "Boxed skill"


@pytest.mark.parametrize("size", [120_000_000, 40_000_000])
def test_a_docx_that_would_unpack_to_far_more_is_refused_unopened(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = with_entry(word("Data analyst"), "word/media/filler.xml", b" " * size)
    assert len(bomb) < MAX_BYTES
    monkeypatch.setattr(documents, "_read_apart", lambda *_: pytest.fail("opened"))

    assert "unpacks to more" in fault_of("cv.docx", bomb)


def test_a_docx_of_very_many_entries_is_refused() -> None:
    out = io.BytesIO(word("Data analyst"))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(2_001):
            archive.writestr(f"word/{number}.xml", b"")

    assert "unpacks to more" in fault_of("cv.docx", out.getvalue())


def test_a_docx_whose_xml_would_fill_the_memory_does_no_harm() -> None:
    xml = b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
    varied = b"".join(b"<w:r w:x='%d'/>" % (n * 7919 % 1_000_003) for n in range(1_200_000))
    data = with_entry(word("x"), "word/document.xml", xml + varied + b"</w:body></w:document>")

    assert len(data) < MAX_BYTES
    assert fault_of("cv.docx", data).startswith("cv.docx: ")


def test_entities_in_a_docx_are_not_followed() -> None:
    document = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>before &secret; after</w:t></w:r></w:p></w:body></w:document>"
    )

    text = read_document("cv.docx", with_entry(word("x"), "word/document.xml", document))

    assert text.startswith("before")
    assert "root:" not in text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "password or is an old Word file"),
        (pdf(line("Data analyst")), "not a DOCX file"),
        (word("Data analyst")[:3000], "not a DOCX file"),
        (with_entry(word("x"), "word/document.xml", b"<w:document"), "damaged"),
        (word("a", *[""] * 5_001), "more than 5,000 paragraphs"),
        (word(), "no text"),
        (b"", "empty"),
    ],
)
def test_a_docx_without_readable_text_says_why(data: bytes, reason: str) -> None:
    assert reason in fault_of("cv.docx", data)


def test_another_archive_is_no_docx() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")

    assert "not a Word document" in fault_of("cv.docx", out.getvalue())


# ---- TXT ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    assert read_document("cv.txt", "Müller – “Analyst” in Łódź".replace("Łódź", "Köln").encode(encoding)) == (
        "Müller – “Analyst” in Köln"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_letters_of_any_script_are_kept(encoding: str) -> None:
    assert read_document("cv.txt", "Łódź Ελλάδα 東京".encode(encoding)) == "Łódź Ελλάδα 東京"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf(line("Data analyst")), "not a text file"),
        (word("Data analyst"), "not a text file"),
        (bytes(range(256)) * 20, "cannot be read"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\x03abc" * 300, "not a text file"),
        (b"{\\rtf1 Data analyst}", "RTF"),
        (b"", "empty"),
        (b" \n \n", "no text"),
    ],
)
def test_what_is_no_text_says_why(data: bytes, reason: str) -> None:
    assert reason in fault_of("cv.txt", data)


def test_control_characters_go_and_lines_stay() -> None:
    text = "Ana\x00 Silva\r\nRecruiter\x07  \r\n\r\n\r\n\r\no\ufb03ce\u00a0work \u202eabc\u200b\x1b[31m" + " more" * 60

    assert read_document("cv.txt", text.encode()).startswith("Ana Silva\nRecruiter\n\noffice work abc[31m more")


def test_a_long_text_is_cut() -> None:
    assert len(read_document("cv.txt", b"word " * 20_000)) <= MAX_TEXT_CHARS


# ---- any file -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reason"),
    [("cv.doc", "Old Word files"), ("cv.odt", "Only PDF, DOCX and TXT"), ("cv", "Only PDF"), (".pdf", "Only PDF")],
)
def test_other_kinds_of_file_are_refused(name: str, reason: str) -> None:
    assert reason in fault_of(name, b"Data analyst")


@pytest.mark.parametrize("name", ["cv.pdf", "cv.docx", "cv.txt"])
def test_a_file_over_5_mb_is_refused(name: str) -> None:
    assert "5.0 MB; at most 5 MB" in fault_of(name, b"a" * (MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("name", "shown"),
    [("C:\\me\\cv.pdf", "cv.pdf"), ("../../etc/cv.pdf", "cv.pdf"), ("c\x1bv\n.pdf", "cv.pdf")],
)
def test_the_message_names_the_file_without_its_folders(name: str, shown: str) -> None:
    assert fault_of(name, b"").startswith(f"{shown}: ")


@pytest.mark.parametrize("make", [lambda: pdf(line("Data analyst")), lambda: word("Data analyst")])
def test_no_damage_ends_in_anything_but_a_clear_message(make: Callable[[], bytes]) -> None:
    whole = make()
    name = "cv.pdf" if whole.startswith(b"%PDF") else "cv.docx"
    for cut in range(40, len(whole), max(1, len(whole) // 6)):
        try:
            read_document(name, whole[:cut] + bytes(20) + whole[cut + 20 :])
        except InvalidInputError as error:
            assert error.faults[0].message.endswith(".")
