"""The text of a page as paragraphs, for who does not see the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from assistant.originals.pdf import Layout
from assistant.originals.placing import Span

BROKEN = "\x02"
"""PDFium writes it for the hyphen of a word that runs on, on the next line of the same run."""

PARAGRAPH_STEP = 1.25
"""From this many times the usual step from line to line on, a new paragraph begins."""

SENTENCE_STEP = 2.5
"""As long as a sentence plainly runs on, only from here on."""

_BULLET = re.compile(r"[•◦▪■●‣∙·»o\uf0b7\uf0a7–-]\s|\d{1,2}[.)]\s|[a-z][.)]\s")
_ENDS = re.compile(r"[.:;?!»”’)]\s*$")
_RUNS_ON = re.compile(r"[a-zà-ÿ(]")
_WITHIN_WORD = re.compile(rf"(?<=[a-zà-ÿ]){BROKEN}(?=[a-zà-ÿ])")
_LINE = re.compile(r"[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph that is marked or not."""

    text: str
    marked: bool


def paragraphs(page: Layout, marks: Sequence[Span] = ()) -> list[list[Run]]:
    """
    Return the text of a page in the order in which it is drawn.

    Lines follow each other in one paragraph while they stand close below each other and do not
    begin with a bullet or a number.

    Args:

        marks: Spans of the page's text, in order, apart.
    """
    made: list[list[Run]] = []
    above: np.ndarray | None = None
    found = [
        (line, _box(page.boxes[line.start() : line.end()])) for line in _LINE.finditer(page.text)
    ]
    usual = _usual_step([box for _, box in found if box is not None])
    for line, box in found:
        runs = [run for run in _runs(page.text, *line.span(), marks) if run.text]
        if not "".join(run.text for run in runs).strip():
            continue
        text_above = made[-1][-1].text if made else ""
        if made and not _begins(text_above, line[0], above, box, usual):
            made[-1] += _glue(made[-1], runs)
        else:
            made.append(runs)
        above = box
    return [list(_merged(runs)) for runs in made]


def _merged(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield runs with those that are alike as one, and single spaces."""
    for marked, alike in groupby(runs, key=lambda run: run.marked):
        text = re.sub(" {2,}", " ", "".join(run.text for run in alike))
        if text:
            yield Run(text, marked)


def _usual_step(boxes: Sequence[np.ndarray]) -> float:
    """Return the median of the steps down from line to line; 0 where there are none."""
    steps = [below[1] - box[1] for box, below in pairwise(boxes) if below[1] >= box[3] - 2]
    return float(np.median(steps)) if steps else 0.0


def _runs(text: str, start: int, end: int, marks: Sequence[Span]) -> Iterator[Run]:
    """Yield the pieces of a line."""
    at = start
    for low, high in marks:
        low, high = max(low, at), min(high, end)
        if low < high:
            yield Run(_shown(text[at:low]), False)
            yield Run(_shown(text[low:high]), True)
            at = high
    yield Run(_shown(text[at:end]), False)


def _shown(text: str) -> str:
    """
    Return the text without what cannot be shown; white space is one space.

    PDFium does not tell a word's own hyphen from one that the line gave it: it is dropped between
    small letters only.
    """
    whole = _WITHIN_WORD.sub("", text).replace(BROKEN, "-")
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in whole))


def _glue(before: list[Run], runs: list[Run]) -> list[Run]:
    """Return a line's runs behind those of the line above, with a space between."""
    if before[-1].text.endswith("-"):
        return runs
    return [Run(" ", before[-1].marked and runs[0].marked), *runs]


def _box(boxes: np.ndarray) -> np.ndarray | None:
    """Return the box around characters; None where none of them is drawn."""
    drawn = boxes[(boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])]
    if not len(drawn):
        return None
    return np.concatenate([drawn[:, :2].min(axis=0), drawn[:, 2:].max(axis=0)])


def _begins(
    text_above: str, line: str, above: np.ndarray | None, box: np.ndarray | None, usual: float
) -> bool:
    """Tell whether a line begins a paragraph."""
    if above is None or box is None or _BULLET.match(line.lstrip()):
        return True
    runs_on = _RUNS_ON.match(line.lstrip()) and not _ENDS.search(text_above)
    heights = sorted((above[3] - above[1], box[3] - box[1]))
    step = box[3] - above[3]
    most = (SENTENCE_STEP if runs_on else PARAGRAPH_STEP) * usual
    return bool(heights[1] > 1.3 * heights[0] and not runs_on) or not 0 <= step <= most
