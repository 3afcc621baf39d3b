"""Pages of a PDF, drawn and read by PDFium, the engine of Chrome's viewer: the one user of it."""

from __future__ import annotations

import ctypes
import io
import logging
import math
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.errors import LoketError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

log = logging.getLogger(__name__)

DPI = 150
MOST_PIXELS = 2_500_000
MOST_SIDE = 4_000
"""An A4 page gets 1240 by 1754 pixels; a poster fewer for its size."""

MOST_CHARACTERS = 30_000
"""A page that holds more is shown without its text."""

DRAW_SECONDS = 5.0
WAIT_SECONDS = 5.0
MOST_WAITING = 8

QUALITY = 55  # letters stay sharp, and a page weighs a fifth less than at 82
MEDIA_TYPE = "image/webp"


class PageProblem(LoketError):
    """A page cannot be shown; the text is the reason."""


class Busy(PageProblem):
    """Too many pages are being drawn; it may work in a moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """
    A page without its picture.

    Args:

        pages: How many pages the file has.

        width, height: Of the picture, in pixels.

        text: As it is drawn, one character for each that PDFium tells of.

        boxes: int32, shape (len(text), 4): left, top, right, bottom of each character in pixels.
    """

    pages: int
    width: int
    height: int
    text: str
    boxes: np.ndarray


# PDFium is not thread-safe: one call at a time in the whole process.
_one_at_a_time = threading.Lock()
_waiting = threading.BoundedSemaphore(MOST_WAITING)


def layout(file: Path, number: int) -> Layout | None:
    """Read page `number`, from 1; None past the end. Raises PageProblem, Busy."""
    with _opened(file) as document:
        pages = len(document)
        if not 1 <= number <= pages:
            return None
        with _closing(document[number - 1]) as page:
            width, height = _size(page)
            text, boxes = _characters(page, width, height)
            return Layout(pages=pages, width=width, height=height, text=text, boxes=boxes)


def picture(file: Path, number: int) -> bytes | None:
    """Draw page `number`, from 1, as WebP; None past the end. Raises PageProblem, Busy."""
    from PIL import Image

    with _opened(file) as document:
        if not 1 <= number <= len(document):
            return None
        with _closing(document[number - 1]) as page:
            drawn = _drawn(page, *_size(page))
    made = io.BytesIO()
    Image.fromarray(drawn).save(made, "WEBP", quality=QUALITY, method=2)
    return made.getvalue()


@contextmanager
def _opened(file: Path) -> Iterator[PdfDocument]:
    """Open a file while nobody else uses PDFium, and close it before anybody else does."""
    import pypdfium2

    with ExitStack() as stack:
        if not _waiting.acquire(blocking=False):
            raise Busy("too many pages wait to be drawn")
        stack.callback(_waiting.release)
        if not _one_at_a_time.acquire(timeout=WAIT_SECONDS):
            raise Busy("another page takes long to draw")
        stack.callback(_one_at_a_time.release)
        try:
            document = pypdfium2.PdfDocument(file)
            stack.callback(document.close)
            yield document
        except (pypdfium2.PdfiumError, OSError, ValueError) as problem:
            log.warning("a page of %s cannot be shown: %s", file.name, problem)
            raise PageProblem(f"the file cannot be shown: {problem}") from problem


@contextmanager
def _closing(page: PdfPage) -> Iterator[PdfPage]:
    try:
        yield page
    finally:
        page.close()


def _size(page: PdfPage) -> tuple[int, int]:
    """Return the width and height of the picture, within the bounds."""
    width, height = page.get_size()
    if not (0 < width < math.inf and 0 < height < math.inf):
        raise PageProblem("the page has no size")
    scale = min(DPI / 72, math.sqrt(MOST_PIXELS / (width * height)), MOST_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _drawn(page: PdfPage, width: int, height: int) -> np.ndarray:
    """Return the page as uint8, shape (height, width, 3); drawing stops after DRAW_SECONDS."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    until = time.monotonic() + DRAW_SECONDS
    pause = pdfium.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = type(pause.NeedToPauseNow)(lambda _: time.monotonic() > until)
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_BGR)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        place = (0, 0, width, height, 0, pdfium.FPDF_ANNOT)
        status = pdfium.FPDF_RenderPageBitmap_Start(bitmap, page, *place, pause)
        pdfium.FPDF_RenderPage_Close(page)
        if status != pdfium.FPDF_RENDER_DONE:
            raise PageProblem("the page takes too long to draw")
        return np.ascontiguousarray(bitmap.to_numpy()[:, :, ::-1])
    finally:
        bitmap.close()


def _characters(page: PdfPage, width: int, height: int) -> tuple[str, np.ndarray]:
    """Return the page's characters, with the box of each in the picture."""
    import pypdfium2.raw as pdfium

    with _closing(page.get_textpage()) as text:
        count = text.count_chars()
        if count > MOST_CHARACTERS:
            count = 0
        codes = [pdfium.FPDFText_GetUnicode(text, index) for index in range(count)]
        corners = np.zeros((count, 4))
        box = pdfium.FS_RECTF()
        for index in range(count):
            if pdfium.FPDFText_GetLooseCharBox(text, index, box):
                corners[index] = box.left, box.top, box.right, box.bottom
    signs = [chr(code) if code < 0xD800 or 0xDFFF < code < 0x110000 else " " for code in codes]
    return "".join(signs), _pixels(page, corners, width, height)


def _pixels(page: PdfPage, corners: np.ndarray, width: int, height: int) -> np.ndarray:
    """Return boxes in the picture; the page's own rotation and crop are in its mapping."""
    fine = 16  # PDFium maps to whole units: sixteenths of a pixel here
    origin, right, up = (
        _mapped(page, x, y, width * fine, height * fine) for x, y in ((0, 0), (1000, 0), (0, 1000))
    )
    turn = np.array([right - origin, up - origin]) / 1000 / fine
    first = corners[:, 0:2] @ turn + origin / fine
    second = corners[:, 2:4] @ turn + origin / fine
    found = np.hstack([np.minimum(first, second), np.maximum(first, second)])
    return np.clip(np.rint(found), 0, [width, height, width, height]).astype(np.int32)


def _mapped(page: PdfPage, x: float, y: float, width: int, height: int) -> np.ndarray:
    import pypdfium2.raw as pdfium

    at = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, *at):
        raise PageProblem("the page has no mapping")
    return np.array([at[0].value, at[1].value], dtype=float)
