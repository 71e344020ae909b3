"""The text of an uploaded CV or job description. Files come from strangers: nothing in them is run or followed."""

import io
import json
import re
import resource
import subprocess
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any

import docx
from pypdf import PasswordType, PdfReader

from core.errors import Fault, InvalidInputError

MAX_BYTES = 5_000_000
MAX_TEXT_CHARS = 40_000
MAX_PAGES = 40
MAX_PARAGRAPHS = 5_000

# A DOCX is a ZIP archive. A real one of 5 MB is mostly pictures, which hardly shrink; text and styles shrink to about
# a tenth, seldom to a fortieth. Small archives may shrink more: a blank document with many styles does.
MAX_UNPACKED_BYTES = 50_000_000
MAX_UNPACKED_RATIO = 100
SMALL_UNPACKED_BYTES = 2_000_000
MAX_ARCHIVE_ENTRIES = 2_000

# A PDF's streams can unpack to anything and call each other in circles, and XML takes many times its size in memory,
# so both are read in a process of their own that can be given up without harm to anyone else.
READING_SECONDS = 20
READING_MEMORY_BYTES = 1_000_000_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_PROJECT = Path(__file__).resolve().parents[2]
_PASTE = "paste its text instead"
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class _UnreadableError(Exception):
    """Why a file cannot be read and what to do, as a sentence for the person who sent it."""


def read_document(name: str, data: bytes) -> str:
    """The plain text of a PDF, DOCX or TXT file.

    Args:
        name: the file's name; its ending says what the content has to be.
        data: the content, at most 5 MB.

    Returns:
        Text without control characters, at most 40,000 characters; what is longer is cut.

    Raises:
        InvalidInputError: where there is no text to be had from it; says what to do.
    """
    try:
        text = _clean(_read(name, data))
        if not text:
            raise _UnreadableError(f"There is no text in this file. Choose another, or {_PASTE}.")
    except _UnreadableError as error:
        raise InvalidInputError([Fault(_shown(name), str(error))]) from None
    return text


def _read(name: str, data: bytes) -> str:
    ending = PurePath(name).suffix.casefold()
    readers: Mapping[str, Callable[[bytes], str]] = {".pdf": _read_pdf, ".docx": _read_docx, ".txt": _read_txt}
    if ending == ".doc":
        raise _UnreadableError(f"Old Word files (.doc) cannot be read. Save it as DOCX or PDF, or {_PASTE}.")
    if ending not in readers:
        raise _UnreadableError(f"Only PDF, DOCX and TXT files can be read. Save it as one of these, or {_PASTE}.")
    if not data:
        raise _UnreadableError("This file is empty. Check that it was saved, and choose it again.")
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1_000_000:.1f} MB"
        raise _UnreadableError(f"This file has {size}; at most 5 MB can be read. Leave out pictures, or {_PASTE}.")
    return readers[ending](data)


def _shown(name: str) -> str:
    """The name without folders and control characters, short enough for a message."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(char for char in last if char.isprintable())
    return visible if len(visible) <= 80 else f"{visible[:60]}…{visible[-15:]}"


def _clean(text: str) -> str:
    # NFKC parts what PDFs join (the ligature in "office") and makes no-break blanks ordinary ones.
    text = unicodedata.normalize("NFKC", text[: 2 * MAX_TEXT_CHARS])
    text = re.sub(r"\r\n?|[\f\v\x85\u2028\u2029]", "\n", text)
    # Unassigned and private characters, halves of pairs and direction marks too: some databases refuse them, and they
    # can make a text look different from what it says. Joiners (200C, 200D) are part of many scripts.
    text = "".join(
        char for char in text if char in "\n\t\u200c\u200d" or not unicodedata.category(char).startswith("C")
    )
    text = re.sub(r"[ \t]+(?=\n)", "", text)
    return re.sub(r"\n{3,}", "\n\n", text)[:MAX_TEXT_CHARS].strip()


# ---- TXT ------------------------------------------------------------------------------------------------------


def _read_txt(data: bytes) -> str:
    if data.startswith((b"%PDF-", _ZIP, _OLE)):
        raise _UnreadableError(
            "This is not a text file, whatever its name says. Choose the PDF, DOCX or TXT file itself."
        )
    if data.startswith(b"{\\rtf"):
        raise _UnreadableError(f"This is an RTF file. Save it as DOCX or TXT, or {_PASTE}.")
    text = _decoded(data)
    odd = sum(1 for char in text if unicodedata.category(char) == "Cc" and char not in "\n\r\t\f")
    if odd > len(text) / 100:
        raise _UnreadableError(f"This is not a text file. Save it as TXT in UTF-8, or {_PASTE}.")
    return text


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _UnreadableError(f"The characters of this file cannot be read. Save it as TXT in UTF-8, or {_PASTE}.")


def _encodings(data: bytes) -> Iterator[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16"
    elif data[:2000:2].count(0) > len(data[:2000]) / 5:
        yield "utf-16-be"  # without a mark: Latin letters have a zero byte first
    elif data[1:2000:2].count(0) > len(data[:2000]) / 5:
        yield "utf-16-le"
    else:
        yield from ("utf-8-sig", "cp1252")


# ---- DOCX -----------------------------------------------------------------------------------------------------


def _read_docx(data: bytes) -> str:
    if data.startswith(_OLE):
        raise _UnreadableError(
            f"This file has a password or is an old Word file. Save it as DOCX without a password, or {_PASTE}."
        )
    _check_archive(data)
    return _read_apart("docx", data)


def _check_archive(data: bytes) -> None:
    """Refuse what is no Word file or would unpack to far more than it should, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        raise _UnreadableError(
            f"This is not a DOCX file, or it is damaged. Save it again as DOCX, or {_PASTE}."
        ) from None
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise _UnreadableError("This is not a Word document, whatever its name says. Choose a PDF, DOCX or TXT file.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _UnreadableError(f"This file is protected by a password. Save it without one, or {_PASTE}.")
    # The reader never unpacks more of an entry than it declares here.
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > SMALL_UNPACKED_BYTES and unpacked > MAX_UNPACKED_RATIO * len(data)
    if unpacked > MAX_UNPACKED_BYTES or swollen or len(entries) > MAX_ARCHIVE_ENTRIES:
        raise _UnreadableError(f"This file unpacks to more than a document should. Save it as a new DOCX, or {_PASTE}.")


def _docx_text(data: bytes) -> str:
    return "".join(_word_text(docx.Document(io.BytesIO(data)).element.body))


def _word_text(body: Any) -> Iterator[str]:
    """The text in reading order, with tables and text boxes: many CVs are laid out in them."""
    paragraphs = 0
    skipped: Any = None
    for element in body.iter():
        # What older versions of Word would show repeats what newer ones do.
        if element.tag == _FALLBACK:
            skipped = element
        if skipped is not None and _within(element, skipped):
            continue
        if element.tag == f"{_WORD}t":
            yield element.text or ""
        elif element.tag == f"{_WORD}tab":
            yield "\t"
        elif element.tag in (f"{_WORD}br", f"{_WORD}cr"):
            yield "\n"
        elif element.tag == f"{_WORD}p":
            paragraphs += 1
            if paragraphs > MAX_PARAGRAPHS:
                raise _UnreadableError(
                    f"This file has more than {MAX_PARAGRAPHS:,} paragraphs. Keep the pages that matter, or {_PASTE}."
                )
            yield "\n"


def _within(element: Any, ancestor: Any) -> bool:
    return element is ancestor or any(parent is ancestor for parent in element.iterancestors())


# ---- PDF ------------------------------------------------------------------------------------------------------


def _read_pdf(data: bytes) -> str:
    # Readers accept a PDF that begins a little later than the file does.
    if b"%PDF-" not in data[:1024]:
        raise _UnreadableError("This is not a PDF file, whatever its name says. Choose a PDF, DOCX or TXT file.")
    return _read_apart("pdf", data)


def _pdf_text(data: bytes) -> str:
    reader = PdfReader(io.BytesIO(data))
    # Many PDFs are encrypted so as to forbid printing, and open for everyone without a password.
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise _UnreadableError(f"This PDF is protected by a password. Save it without one, or {_PASTE}.")
    if (pages := len(reader.pages)) > MAX_PAGES:
        raise _UnreadableError(
            f"This PDF has {pages} pages; at most {MAX_PAGES} can be read. Keep the pages that matter, or {_PASTE}."
        )
    text = ""
    for page in reader.pages:
        text += page.extract_text() + "\n"
        if len(text) > 2 * MAX_TEXT_CHARS:
            break
    if not text.strip():
        raise _UnreadableError(
            f"This PDF has no text that can be read: perhaps a scan. Choose one with text, or {_PASTE}."
        )
    return text


# ---- a process of its own -------------------------------------------------------------------------------------


def _read_apart(kind: str, data: bytes) -> str:
    """The text of a file, read by ``_serve`` in another process."""
    slow = f"This file takes too long to read. Save it anew, for example by printing it to a PDF, or {_PASTE}."
    try:
        # An empty environment: no settings or secrets of ours near a stranger's file.
        done = subprocess.run(  # noqa: S603  # our own program; the file goes in as data
            [sys.executable, "-m", "core.services.documents", kind],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=READING_SECONDS,
            env={},
            cwd=_PROJECT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _UnreadableError(slow) from None
    if done.returncode < 0:  # ended by a limit of its own
        raise _UnreadableError(slow)
    if done.returncode:
        raise _UnreadableError(f"This file is damaged. Open it, save it as a new file, or {_PASTE}.")
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise _UnreadableError(answer["fault"])
    return str(answer["text"])


def _serve(kind: str) -> None:
    """Read a file from standard input and answer in JSON, within limits of time and memory."""
    resource.setrlimit(resource.RLIMIT_CPU, (READING_SECONDS, READING_SECONDS))
    if sys.platform == "linux":  # elsewhere the limit is not kept or not allowed
        resource.setrlimit(resource.RLIMIT_AS, (READING_MEMORY_BYTES, READING_MEMORY_BYTES))
    data = sys.stdin.buffer.read()
    try:
        answer = {"text": _pdf_text(data) if kind == "pdf" else _docx_text(data)}
    except _UnreadableError as error:
        answer = {"fault": str(error)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _serve(sys.argv[1])
