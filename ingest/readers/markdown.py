"""Markdown (CommonMark with tables, through markdown-it-py), front matter and messy remains."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import ftfy
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.errors import RejectedFile
from corpus.model import Block, BlockKind, ParsedFile
from corpus.text import fold
from ingest.readers.html_blocks import page_blocks
from ingest.readers.metadata import front_matter
from ingest.readers.plain import decode
from ingest.readers.running import without_running_lines

_NUMBERED_LINE = re.compile(r"(?m)^(?=\d+(?:\.\d+)*\.?\s+\S)(.{1,120})$")
_TAB_ROW = re.compile(r"^[^\t\n]*\t[^\t\n]*\t")
_MARKUP = re.compile(r"(?ims)^[ \t]*<(?P<tag>table|details|dl)\b[^>]*>.*?</(?P=tag)>")
"""Parts that Markdown leaves to HTML; CommonMark itself would end them at a blank line."""
_ATTRIBUTES = re.compile(r"[ \t]*\{(?:\s*(?:[#.][\w:-]+|[\w-]+=(?:\"[^\"\n]*\"|[^\s}]+)))+\s*\}")
_NOTE = re.compile(r"(?m)^\[\^(?P<name>[^\]\s]+)\]:[ \t]*(?P<text>.*(?:\n(?:[ \t]+\S.*))*)\n?")
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\]")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BREAK = re.compile(r"(?i)<br\s*/?>")
_LIST_ITEM = re.compile(r"(?i)<li[^>]*>")
_LIST = re.compile(r"(?i)<[ou]l[ >]")
_INLINE_NUMBER = re.compile(r"\s+(?=(?:\d{1,2}\.|[a-h]\))\s+[A-Z])")
_BLOCK_END = re.compile(r"(?i)</?(?:p|li|ul|ol|div|tr|h\d)[^>]*>")
_TAG = re.compile(r"<[/!]?[a-zA-Z][^>]*>")
_PICTOGRAM = re.compile("[\U0001f000-\U0001faff\u2190-\u21ff\u2600-\u27bf\ufe0f]+")


def read(path: Path) -> ParsedFile:
    """Read a Markdown file; raises RejectedFile for binary content or broken front matter."""
    text = ftfy.fix_text(decode(path), uncurl_quotes=False, unescape_html=False)
    metadata, body = front_matter(text)
    body = _with_notes(_ATTRIBUTES.sub("", _COMMENT.sub("", without_running_lines(body))))
    blocks = tuple(_blocks(body))
    if not blocks:
        raise RejectedFile("the file holds no text")
    return ParsedFile(blocks=blocks, metadata=metadata)


def _with_notes(body: str) -> str:
    """Put each footnote behind the paragraph that refers to it, and leave its marks out."""
    notes = {found["name"]: fold(found["text"]) for found in _NOTE.finditer(body)}
    paragraphs: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", _NOTE.sub("", body)):
        named = dict.fromkeys(_REFERENCE.findall(paragraph))
        paragraphs.append(_REFERENCE.sub("", paragraph) if notes else paragraph)
        paragraphs += [notes.pop(name) for name in named if name in notes]
    return "\n\n".join([*paragraphs, *notes.values()])


def _blocks(body: str) -> Iterator[Block]:
    """Yield blocks in order; what Markdown leaves to HTML is read as a web page is."""
    start = 0
    for found in _MARKUP.finditer(body):
        yield from _text_blocks(body[start : found.start()])
        yield from page_blocks(lxml_html.fragment_fromstring(found[0], create_parent="div"))
        start = found.end()
    yield from _text_blocks(body[start:])


def _text_blocks(body: str) -> Iterator[Block]:
    """Yield blocks; rows of tab-separated cells, which Markdown does not know, become tables."""
    for is_table, lines in _segments(body.splitlines()):
        if is_table:
            rows = tuple(tuple(_cell(cell) for cell in line.split("\t")) for line in lines)
            yield Block(kind=BlockKind.TABLE, text="", cells=rows)
        else:
            yield from _markdown("\n".join(lines))


def _segments(lines: list[str]) -> Iterator[tuple[bool, list[str]]]:
    """Split lines into runs of tab tables (blank lines within one allowed) and the rest."""
    run: list[str] = []
    in_table = False
    for line in lines:
        if not line.strip() and in_table:
            continue
        if bool(_TAB_ROW.match(line)) != in_table:
            if run:
                yield in_table, run
            run, in_table = [], not in_table
        run.append(line)
    if run:
        yield in_table, run


def _markdown(text: str) -> Iterator[Block]:
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(_keep_numbers(text))
    walker = _Walker()
    for token in tokens:
        yield from walker.take(token)


def _keep_numbers(text: str) -> str:
    """
    Escape the number of a line that stands alone ('8. Regionale loketfunctie').

    CommonMark would make it a list of one item and drop the number; such a line is a heading.
    """
    lines = text.split("\n")
    for i, line in enumerate(lines):
        alone = (i == 0 or not lines[i - 1].strip()) and (
            i + 1 == len(lines) or not lines[i + 1].strip()
        )
        if alone and _NUMBERED_LINE.match(line) and line.rstrip()[-1] not in ".;:,!?":
            lines[i] = re.sub(r"^(\d+)([.)])(\s)", r"\1\\\2\3", line)
    return "\n".join(lines)


class _Walker:
    """Turns markdown-it's flat token list into blocks, one token at a time."""

    def __init__(self) -> None:
        self.lists: list[int | None] = []  # per open list the next number, None for bullets
        self.marker = ""
        self.heading = 0
        self.rows: list[list[str]] | None = None

    def take(self, token: Token) -> Iterator[Block]:
        """Take one token and yield the blocks that it completes."""
        match token.type:
            case "heading_open":
                self.heading = int(token.tag[1])
            case "heading_close":
                self.heading = 0
            case "bullet_list_open":
                self.lists.append(None)
            case "ordered_list_open":
                self.lists.append(1)
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.marker = f"{token.info}{token.markup} " if token.info else "- "
            case "table_open":
                self.rows = []
            case "tr_open" if self.rows is not None:
                self.rows.append([])
            case "table_close":
                cells = tuple(tuple(row) for row in self.rows or ())
                self.rows = None
                yield Block(kind=BlockKind.TABLE, text="", cells=cells)
            case "inline":
                yield from self._inline(token)
            case "html_block":
                yield from _html_paragraphs(token.content)
            case "code_block" | "fence":
                yield from _paragraphs(token.content)

    def _inline(self, token: Token) -> Iterator[Block]:
        text = _visible(token)
        if self.rows is not None:
            self.rows[-1].append(fold(text))
        elif self.heading:
            yield Block(kind=BlockKind.HEADING, text=fold(text), level=self.heading)
        elif self.lists and self.marker:
            marker = "" if self.marker == "- " else self.marker
            self.marker = ""
            depth = len(self.lists) - 1
            yield Block(kind=BlockKind.ITEM, text=marker + fold(text), level=depth)
        else:
            yield from _paragraphs(text)


def _visible(token: Token) -> str:
    """Return what a reader sees of an inline token: no markup, no tags, no pictograms."""
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak") or (
            child.type == "html_inline" and _BREAK.match(child.content)
        ):
            parts.append("\n")
    return _PICTOGRAM.sub("", unescape("".join(parts)))


def _html_paragraphs(markup: str) -> Iterator[Block]:
    yield from _paragraphs(_cell(markup))


def _paragraphs(text: str) -> Iterator[Block]:
    """Yield a paragraph; lines that start with a dash become items, also without a blank."""
    lines: list[str] = []
    for line in (re.sub(r"^>\s+", "", line.strip()) for line in text.splitlines()):
        dashed = re.match(r"[-–•]\s*(?=[^\s\d-])", line)
        if dashed and lines:
            yield Block(kind=BlockKind.PARAGRAPH, text=fold(" ".join(lines)))
            lines = []
        if dashed:
            yield Block(kind=BlockKind.ITEM, text=fold(line[dashed.end() :]))
        elif line:
            lines.append(line)
    if lines:
        yield Block(kind=BlockKind.PARAGRAPH, text=fold(" ".join(lines)))


def _cell(markup: str) -> str:
    """Return a cell's visible text: one line per paragraph or item, items with '- '."""
    text = _LIST_ITEM.sub("\n- ", _BREAK.sub("\n", markup))
    text = unescape(_TAG.sub("", _BLOCK_END.sub("\n", text)))
    text = re.sub(r"\*\*(.+?)\*\*", r"\1", text)
    text = re.sub(r"\s*•\s*", "\n- ", text)
    if _LIST.search(markup):
        text = _INLINE_NUMBER.sub("\n", text)
    lines = (re.sub(r"^- (?:- )?", "- ", fold(line)) for line in text.splitlines())
    return "\n".join(line for line in lines if line and line != "-")
