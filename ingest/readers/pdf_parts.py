"""The parts of a PDF in the making, and what is usual in a document: size, distance, edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.model import BlockKind
from ingest.readers.listing import Marker, item_marker
from ingest.readers.pdf_layout import Line

LARGER = 1.1
"""Times the body size: from here a line's size makes it a heading."""

_SPACIOUS = 1.2
"""Times the usual distance of lines: from here there is white space between two lines."""


@dataclass(slots=True)
class Part:
    """A block in the making."""

    kind: BlockKind
    lines: list[Line]
    marker: Marker | None = None
    level: int = 0
    text: str = ""
    marks: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """
    What is usual in a document.

    Args:

        body: The size of most text, in points.

        bold: Whether most text is bold.

        distance: Between the baselines of successive lines, in points.

        hanging: Whether the text of list items hangs to the right of their markers.
    """

    body: float
    bold: bool
    distance: float
    hanging: bool
    edges: dict[int, float] = field(default_factory=dict)

    def styled(self, line: Line) -> bool:
        """Tell whether a line's font sets it apart from the body text, as a heading's does."""
        return line.size >= LARGER * self.body or (
            line.bold and not self.bold and line.size > 0.95 * self.body
        )

    def apart(self, before: Line, line: Line) -> bool:
        """Tell whether there is more than the usual room between two lines of one page."""
        return beside(before, line) and before.y - line.y > _SPACIOUS * self.distance

    def stops_short(self, line: Line, following: Line) -> bool:
        """Tell whether the next line's first word would have fitted: the line break is meant."""
        first = following.text.split(" ", 1)[0]
        letter = (following.x1 - following.x0) / max(len(following.text), 1)
        return line.x1 + letter * (len(first) + 1.5) < self.edges[id(line)]


def measures(lines: Sequence[Line]) -> Measures:
    """Measure what is usual in a document."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    body = sizes.most_common(1)[0][0]
    letters = sum(len(line.text) for line in lines)
    bold = sum(len(line.text) for line in lines if line.bold) > 0.5 * letters
    pairs = [(one, two) for one, two in pairwise(lines) if beside(one, two)]
    distances = [round(one.y - two.y, 1) for one, two in pairs if abs(two.size - body) < 0.6]
    hanging = sum(
        two.x0 > one.x0 + 3
        for one, two in pairs
        if item_marker(one.text) and two.text[:1].islower()
    )
    edges = {id(line): _edge(lines, index) for index, line in enumerate(lines)}
    return Measures(body, bold, median(distances or [body * 1.2]), hanging >= 1, edges)


def beside(one: Line, two: Line) -> bool:
    """Tell whether two lines follow each other in one column of one page."""
    return one.page == two.page and one.column == two.column and one.y > two.y


def _edge(lines: Sequence[Line], index: int) -> float:
    """Return the right edge of the text around a line, less a little for ragged margins."""
    line = lines[index]
    near = lines[max(0, index - 8) : index + 9]
    same = [one.x1 for one in near if one.page == line.page and one.column == line.column]
    wide = [one.x1 for one in near if one.left == line.left and abs(one.x0 - line.x0) < 60]
    return max(same + wide) - 0.2 * line.size
