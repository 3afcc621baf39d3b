"""Drawing pages, and where their characters stand in the picture."""

from __future__ import annotations

import io
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pypdf import PdfWriter
from reportlab.pdfgen.canvas import Canvas

from assistant.originals import pdf
from tests.originals.conftest import FOOTER, Held


def pixels(picture: bytes | None) -> np.ndarray:
    """Return a picture as grey values, shape (height, width)."""
    assert picture is not None
    return np.asarray(Image.open(io.BytesIO(picture)).convert("L"))


@pytest.mark.parametrize(("number", "size"), [(1, (1240, 1754)), (3, (1754, 1240)), (5, None)])
def test_boxes_stand_on_the_ink(held: Held, number: int, size: tuple[int, int] | None):
    """On a plain page, a turned one and a cropped one: all ink lies in the boxes of characters."""
    layout = pdf.layout(held.file, number)
    grey = pixels(pdf.picture(held.file, number))
    assert layout is not None
    assert grey.shape == (layout.height, layout.width)
    assert size is None or (layout.width, layout.height) == size
    inside = np.zeros(grey.shape, dtype=bool)
    for left, top, right, bottom in layout.boxes:
        inside[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = True
    ink = grey < 128
    assert ink.sum() > 1000
    assert ink[~inside].sum() == 0
    assert inside.mean() < 0.2


def test_a_scan_has_a_picture_and_no_text(held: Held):
    layout = pdf.layout(held.file, 4)
    assert layout is not None
    assert layout.text == ""
    assert layout.boxes.shape == (0, 4)
    assert (pixels(pdf.picture(held.file, 4)) < 128).sum() > 10_000


def test_there_is_nothing_past_the_end(held: Held):
    for number in (0, -1, 6, 10**6):
        assert pdf.layout(held.file, number) is None
        assert pdf.picture(held.file, number) is None


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 stuk", b"\x00" * 5000, b"<html></html>"])
def test_a_broken_file_is_a_problem_and_not_a_crash(tmp_path: Path, content: bytes):
    file = tmp_path / "stuk.pdf"
    file.write_bytes(content)
    for ask in (pdf.layout, pdf.picture):
        with pytest.raises(pdf.PageProblem, match="cannot be shown"):
            ask(file, 1)
    with pytest.raises(pdf.PageProblem):
        pdf.layout(tmp_path / "weg.pdf", 1)


def test_a_file_cut_off_in_the_middle_gives_a_page_or_a_problem(held: Held, tmp_path: Path):
    whole = held.file.read_bytes()
    for share in (0.2, 0.5, 0.8, 0.95):
        file = tmp_path / "half.pdf"
        file.write_bytes(whole[: int(len(whole) * share)])
        try:
            picture, layout = pdf.picture(file, 1), pdf.layout(file, 1)
        except pdf.PageProblem:
            continue
        assert (picture is None) == (layout is None)
        assert picture is None or picture.startswith(b"RIFF")


def test_a_poster_gets_no_more_pixels_than_others(tmp_path: Path):
    for width, height in ((14_000, 14_000), (14_400, 3), (2, 2)):
        file = tmp_path / "groot.pdf"
        canvas = Canvas(str(file), pagesize=(width, height))
        canvas.drawString(1, 1, "groot")
        canvas.save()
        grey = pixels(pdf.picture(file, 1))
        assert grey.size <= pdf.MOST_PIXELS * 1.01
        assert max(grey.shape) <= pdf.MOST_SIDE


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = tmp_path / "traag.pdf"
    canvas = Canvas(str(file), pagesize=(600, 800))
    for n in range(300):
        canvas.circle(300, 400, 1 + n, fill=n % 2)
    canvas.save()
    assert pdf.picture(file, 1)
    monkeypatch.setattr(pdf, "DRAW_SECONDS", 0.0)
    with pytest.raises(pdf.PageProblem, match="too long"):
        pdf.picture(file, 1)


def test_who_waits_too_long_is_told(held: Held, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "WAIT_SECONDS", 0.01)
    with pdf._opened(held.file), ThreadPoolExecutor(1) as pool:
        asked = pool.submit(pdf.picture, held.file, 1)
        assert "takes long" in str(asked.exception())
    assert pdf.picture(held.file, 1)


def test_no_more_wait_than_there_is_room_for(held: Held, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "_waiting", threading.BoundedSemaphore(1))
    with pdf._opened(held.file), ThreadPoolExecutor(1) as pool:
        asked = pool.submit(pdf.layout, held.file, 1)
        assert isinstance(asked.exception(), pdf.Busy)


def test_many_at_once_get_the_same_as_one(held: Held):
    alone = [pdf.picture(held.file, number) for number in (1, 2)]
    with ThreadPoolExecutor(6) as pool:
        asked = [pool.submit(pdf.picture, held.file, 1 + n % 2) for n in range(6)]
        assert [each.result() for each in asked] == alone * 3


def test_a_locked_file_is_a_problem(held: Held, tmp_path: Path):
    writer = PdfWriter(clone_from=held.file)
    writer.encrypt("geheim", algorithm="AES-256")
    writer.write(tmp_path / "slot.pdf")
    with pytest.raises(pdf.PageProblem):
        pdf.picture(tmp_path / "slot.pdf", 1)


def test_a_page_full_of_characters_is_shown_without_its_text(
    held: Held, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", len(FOOTER))
    layout = pdf.layout(held.file, 1)
    assert layout is not None
    assert layout.text == ""
    assert layout.width == 1240
