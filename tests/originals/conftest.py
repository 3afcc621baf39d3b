"""A PDF with what makes placing hard: broken words, a turned page, a scan, a page that is cut."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.loket import build_originals, preview_file
from assistant.originals.library import Originals
from assistant.settings import Settings
from corpus.model import Document, Passage

FIRST = [
    "Een zij-instromer werkt vanaf de eerste dag op een school en volgt tegelijk een oplei-",
    "ding aan een hogeschool. De school vraagt daarvoor subsidie aan bij DUO.",
    "De begeleiding op de werkplek is in handen van een ervaren collega, die daarvoor uren",
]
SECOND = [
    "krijgt van het bestuur. Elke week bespreken zij samen de lessen van de afgelopen dagen.",
    "Na twee jaar volgt het bekwaamheidsonderzoek, dat de opleiding afneemt in de klas.",
]
FOOTER = "Handreiking zij-instroom"


def write(path: Path) -> Path:
    """Write five pages: text, text that runs on, a turned page, a scan, a cropped page."""
    canvas = Canvas(str(path), pagesize=A4)
    for number, lines in enumerate((FIRST, SECOND, SECOND, None, FIRST), start=1):
        if lines is None:
            canvas.drawImage(ImageReader(Image.new("RGB", (400, 300), "navy")), 80, 300)
        for row, line in enumerate(lines or []):
            # The second page begins at its top, as text that runs on does.
            canvas.drawString(72, (200 if number == 1 else 770) - 16 * row, line)
        if lines is not None:
            canvas.drawString(72, 30, FOOTER)
        canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(path.read_bytes())))
    writer.pages[2].rotate(90)
    writer.pages[4].cropbox.lower_left = (50, 400)
    writer.write(path)
    return path


@dataclass(frozen=True)
class Held:
    """A PDF that was read as ingest reads it, and what can be asked of it."""

    file: Path
    document: Document
    passages: tuple[Passage, ...]
    originals: Originals


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """The file, held for an index that has no other."""
    folder = tmp_path_factory.mktemp("held")
    return hold(write(folder / "handreiking.pdf"))


def hold(file: Path) -> Held:
    """Read a file, and record where it is as an ingest does."""
    read = preview_file(file)
    record = file.parent / "origins.json"
    record.write_text(json.dumps({read.document.id: str(file)}), encoding="utf-8")
    return Held(
        file=file,
        document=read.document,
        passages=read.passages,
        originals=build_originals(Settings(index=file.parent)),
    )
