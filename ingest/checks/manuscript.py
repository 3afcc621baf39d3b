"""A document as its editor wrote it: metadata, headings and sentences, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from corpus.model import Document, PageWarning, Passage, UnitKind
from corpus.text import fold
from ingest.checks.finding import Finding, Severity
from ingest.readers.metadata import front_matter, sidecar
from ingest.readers.plain import decode
from ingest.reading import read_file
from ingest.sources import SourceFile

MARKDOWN = (".md", ".markdown")
LONGEST_SHOWN = 80

_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_LINK_TARGET = re.compile(r"\]\((?:[^()]|\([^()]*\))*\)")
_LETTERS_COMPARED = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A Markdown heading; `has_text` tells whether any text stands before the next of its level."""

    level: int
    text: str
    line: int
    has_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """
    A sentence, list item or table row.

    Args:

        section: The headings above it, outermost first, without the title.

        opens: What introduces it: the table's header, or the sentence before a list.

        first: Whether it is the first of its section.
    """

    text: str
    line: int | None
    kind: UnitKind
    section: tuple[str, ...]
    opens: str
    first: bool

    def shown(self) -> str:
        """Return the text for a message, cut where it is long."""
        return shorten(self.text)


@dataclass(frozen=True, kw_only=True)
class Manuscript:
    """
    One file with what ingest makes of it.

    Args:

        raw: The metadata as written, before it was checked and completed.

        lines: The file's lines; none for a format that is no Markdown.

        body: How many lines the front matter takes.

        warnings: Of the reader, about text that is doubtful.
    """

    document: Document
    passages: tuple[Passage, ...]
    raw: Mapping[str, Any]
    lines: tuple[str, ...]
    body: int
    warnings: tuple[PageWarning, ...] = ()

    @property
    def file(self) -> str:
        """Return the file's place below its source."""
        return self.document.path

    @property
    def is_markdown(self) -> bool:
        """Tell whether headings and lines can be judged."""
        return bool(self.lines)

    def line_of_key(self, key: str) -> int | None:
        """Return the line of a key of the front matter; its first line where the key is absent."""
        for number, line in enumerate(self.lines[: self.body], start=1):
            if line.startswith(f"{key}:"):
                return number
        return 1 if self.body else None

    def line_of_source(self, index: int) -> int | None:
        """Return the line of one of `sources`, counted from 0."""
        start = self.line_of_key("sources")
        if start is None:
            return None
        below = enumerate(self.lines[start : self.body], start=start + 1)
        items = [number for number, line in below if re.match(r"\s*- ", line)]
        return items[index] if index < len(items) else start

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The Markdown headings in order."""
        found: list[tuple[int, str, int]] = []
        texts: list[int] = []
        fenced = False
        for number, line in enumerate(self.lines[self.body :], start=self.body + 1):
            fenced ^= bool(_FENCE.match(line))
            heading = None if fenced else _HEADING.match(line)
            if heading:
                found.append((len(heading[1]), fold(heading[2]), number))
            elif line.strip():
                texts.append(number)
        return tuple(_headings(found, texts))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every sentence, list item and table row in reading order, without tables' headers."""
        return tuple(self._statements())

    def _statements(self) -> Iterator[Statement]:
        lines = _Lines(self.lines, self.body)
        before: tuple[str, ...] | None = None
        for passage in self.passages:
            for unit in passage.units:
                text = fold(passage.unit_text(unit))
                line = lines.find(text)
                if unit.kind == UnitKind.ROW and text == fold(unit.header):
                    continue
                lead = None if unit.lead is None else passage.units[unit.lead]
                yield Statement(
                    text=text,
                    line=line,
                    kind=unit.kind,
                    section=passage.section,
                    opens=fold(unit.header or (passage.unit_text(lead) if lead else "")),
                    first=passage.section != before,
                )
                before = passage.section


def read_manuscript(file: SourceFile) -> Manuscript:
    """Read one file as ingest does; raises RejectedFile where it cannot become a document."""
    read = read_file(file)
    raw: dict[str, Any] = {}
    lines: tuple[str, ...] = ()
    body = 0
    if file.path.suffix.lower() in MARKDOWN:
        text = decode(file.path).removeprefix("\ufeff")
        raw, rest = front_matter(text)
        lines = tuple(text.splitlines())
        body = len(lines) - len(rest.splitlines())
    return Manuscript(
        document=read.document,
        passages=read.passages,
        raw={**raw, **sidecar(file.path)},
        lines=lines,
        body=body,
        warnings=read.warnings,
    )


def check_reading(manuscript: Manuscript) -> Iterator[Finding]:
    """Yield what the reader doubts or left out, for the reasons of the ingest report."""
    for warning in manuscript.warnings:
        page = f"bladzijde {warning.page}: " if warning.page else ""
        fate = "weggelaten" if warning.dropped else "twijfelachtig"
        yield Finding(
            file=manuscript.file,
            line=None,
            rule="doubtful-text",
            severity=Severity.WARNING,
            message=f"{page}tekst {fate}: {warning.reason}",
        )


def shorten(text: str, most: int = LONGEST_SHOWN) -> str:
    """Return at most `most` characters of a text, with an ellipsis where it is cut."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _headings(found: Sequence[tuple[int, str, int]], texts: Sequence[int]) -> Iterator[Heading]:
    for i, (level, text, line) in enumerate(found):
        later = (other for upper, _, other in found[i + 1 :] if upper <= level)
        end = next(later, None)
        below = any(line < number and (end is None or number < end) for number in texts)
        yield Heading(level=level, text=text, line=line, has_text=below)


class _Lines:
    """Finds the line that a text begins on, by its letters and digits; texts asked in order."""

    def __init__(self, lines: Sequence[str], body: int) -> None:
        letters: list[str] = []
        self._line: list[int] = []
        for number, line in enumerate(lines[body:], start=body + 1):
            bare = _letters(_LINK_TARGET.sub("]", line))
            letters.append(bare)
            self._line += [number] * len(bare)
        self._letters = "".join(letters)
        self._at = 0

    def find(self, text: str) -> int | None:
        """Return the line of a text at or after the last one found; None where it is not there."""
        found = self._letters.find(_letters(text)[:_LETTERS_COMPARED], self._at)
        if found < 0 or not self._line:
            return None
        self._at = found
        return self._line[min(found, len(self._line) - 1)]


def _letters(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
