"""PDF files: pypdf gives positioned pieces of text, which become lines and then blocks."""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from corpus.errors import RejectedFile
from corpus.model import PageWarning, ParsedFile
from ingest.readers.pdf_blocks import blocks_of
from ingest.readers.pdf_content import Painter
from ingest.readers.pdf_layout import Line, lines_of, without_running_lines
from ingest.readers.pdf_quality import doubt

# What pypdf is known to raise on damaged files, besides its own errors.
_DAMAGE = (
    *(PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, OSError),
    *(RecursionError, AssertionError, ArithmeticError, NotImplementedError, zlib.error),
)

# What programs write where nobody gave a title.
_NO_TITLES = frozenset({"untitled", "(anonymous)", "(unspecified)", "Naamloos", "Document1"})


_FILE_NAME = re.compile(r"^(?:https?|file|about):|\S\.(?:html?|docx?|odt|indd|pdf|pptx?)$", re.I)


def read(path: Path) -> ParsedFile:
    """
    Read a PDF file.

    Returns:

        Blocks with page numbers; a warning for every page whose text is doubtful, with
        `dropped` where it holds nothing usable.

    Raises:

        RejectedFile: For a file that is empty, damaged, encrypted or without any text.
    """
    reader = _open(path)
    pages: list[list[Line]] = []
    warnings: list[PageWarning] = []
    for number, page in enumerate(_pages(reader), start=1):
        lines, warning = _page(reader, page, number)
        pages.append(lines)
        warnings += [warning] if warning else []
    blocks = blocks_of(without_running_lines(pages))
    if not blocks:
        raise RejectedFile(_no_text(warnings))
    return ParsedFile(
        blocks=tuple(blocks), metadata=_metadata(reader, path), warnings=tuple(warnings)
    )


def _open(path: Path) -> PdfReader:
    """Open a PDF, with an empty password where it is encrypted, or reject it with a reason."""
    data = path.read_bytes()
    if not data.strip():
        raise RejectedFile("the file is empty")
    if b"%PDF-" not in data[:1024]:
        raise RejectedFile("not a PDF file (no PDF header)")
    if b"%%EOF" not in data[-2048:]:
        raise RejectedFile("the PDF is truncated (no end-of-file mark)")
    try:
        reader = PdfReader(path)
        locked = reader.is_encrypted and not reader.decrypt("")
    except DependencyError as error:
        raise RejectedFile("the PDF uses an encryption that cannot be read") from error
    except _DAMAGE as error:
        raise RejectedFile("the PDF is corrupt and cannot be opened") from error
    if locked:
        raise RejectedFile("the PDF is encrypted and needs a password")
    return reader


def _pages(reader: PdfReader) -> list[PageObject]:
    """Return the pages, or reject a PDF without any."""
    try:
        pages = list(reader.pages)
    except _DAMAGE as error:
        raise RejectedFile("the PDF is corrupt, its pages cannot be found") from error
    if not pages:
        raise RejectedFile("the PDF has 0 pages")
    return pages


def _no_text(warnings: list[PageWarning]) -> str:
    """Return why a PDF without blocks is rejected."""
    reasons = {warning.reason for warning in warnings}
    if any("damaged" in reason or "unreadable" in reason for reason in reasons):
        return f"no usable text on any page: {sorted(reasons)[0]}"
    return "no text found, probably a scan; OCR it first"


def _page(
    reader: PdfReader, page: PageObject, number: int
) -> tuple[list[Line], PageWarning | None]:
    """Return a page's lines in reading order (none where it is dropped), and what is doubtful."""
    painter = Painter(reader)
    try:
        width, height = painter.paint(page)
        lines, reasons = lines_of(painter.spans, width=width, height=height, page=number)
    except _DAMAGE as error:
        reason = f"damaged page, it cannot be read ({type(error).__name__})"
        return [], PageWarning(page=number, reason=reason, dropped=True)
    if not lines:
        return [], PageWarning(page=number, reason=painter.emptiness(), dropped=True)
    doubtful, unusable = doubt([line.text for line in lines], hidden=painter.unreadable)
    reasons += doubtful
    reasons += ["rotated text left out"] if painter.rotated else []
    warning = PageWarning(page=number, reason="; ".join(reasons), dropped=unusable)
    return [] if unusable else lines, warning if reasons else None


def _metadata(reader: PdfReader, path: Path) -> dict[str, Any]:
    """
    Return title and language where the file gives them.

    Left out: a title that is only a file name, the author (a private person) and the dates (of
    saving, not of publishing).
    """
    found: dict[str, Any] = {}
    try:
        title = " ".join(str(reader.metadata.title or "" if reader.metadata else "").split())
        language = reader.root_object.get("/Lang")
    except _DAMAGE:
        return found
    is_name = title in _NO_TITLES or title == path.stem or _FILE_NAME.search(title) is not None
    if title and not is_name and not title.startswith("Microsoft "):
        found["title"] = title
    if isinstance(language, str) and language.strip():
        found["language"] = language.strip()
    return found
