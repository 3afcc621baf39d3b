"""Web pages: the main text only, by trafilatura, with headings, nested lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import trafilatura
from lxml import html as lxml_html

from corpus.errors import RejectedFile
from corpus.model import Block, BlockKind, ParsedFile
from corpus.text import fold

# Elements of trafilatura's tree (a subset of TEI) that are blocks of their own.
_BLOCK_TAGS = frozenset({"head", "p", "list", "table", "quote", "code", "item", "row", "cell"})


def read(path: Path) -> ParsedFile:
    """
    Read a saved web page.

    Raises:

        RejectedFile: For a file that is empty, is no HTML, or has no main text.
    """
    data = path.read_bytes()
    tree = _tree(data)
    found: Any = trafilatura.bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=True,
        # Without this a date anywhere in the text may be taken for that of publication.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    blocks = tuple(_children(found.body)) if found is not None and found.body is not None else ()
    if not blocks:
        raise RejectedFile("no main text found in the web page")
    return ParsedFile(blocks=blocks, metadata=_metadata(found, tree))


def _tree(data: bytes) -> Any:
    """Parse HTML, or reject what is none."""
    if not data.strip():
        raise RejectedFile("the file is empty")
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RejectedFile("binary content (NUL bytes), not a web page")
    if re.search(rb"<\s*[A-Za-z!]", data.replace(b"\x00", b"")) is None:
        raise RejectedFile("no HTML markup found in the file")
    tree = trafilatura.load_html(data)
    if tree is None:
        raise RejectedFile("the HTML cannot be parsed")
    return tree


def _children(parent: Any, depth: int = 0) -> Iterator[Block]:
    """Yield blocks for an element's content: its block elements, and loose text between them."""
    loose = [parent.text or ""]
    for child in parent:
        if child.tag in _BLOCK_TAGS:
            yield from _paragraph(loose)
            yield from _element(child, depth)
            loose = [child.tail or ""]
        else:
            loose += [_text(child), child.tail or ""]
    yield from _paragraph(loose)


def _paragraph(pieces: list[str]) -> Iterator[Block]:
    """Yield a paragraph where the pieces hold any text."""
    text = _fold("".join(pieces))
    if text:
        yield Block(kind=BlockKind.PARAGRAPH, text=text)


def _element(element: Any, depth: int) -> Iterator[Block]:
    """Yield the blocks of one block element."""
    if element.tag == "head":
        text = _fold(_text(element))
        if text:
            yield Block(kind=BlockKind.HEADING, text=text, level=_level(element))
    elif element.tag == "list":
        for item in element:
            yield from _item(item, depth)
    elif element.tag == "table":
        yield from _table(element)
    else:
        yield from _children(element, depth)


def _level(head: Any) -> int:
    """Return the level of a heading, 0 where trafilatura does not know it."""
    found = re.fullmatch(r"h([1-6])", head.get("rend", ""))
    return int(found[1]) if found else 0


def _item(item: Any, depth: int) -> Iterator[Block]:
    """Yield a list item (its own paragraphs as one), then what is nested in it."""
    own = [item.text or ""]
    nested: list[Any] = []
    for child in item:
        if child.tag in ("list", "table"):
            nested.append(child)
            own.append(" " + (child.tail or ""))
        else:
            own += [" " if child.tag in _BLOCK_TAGS else "", _text(child), child.tail or ""]
    text = _fold("".join(own))
    if text:
        yield Block(kind=BlockKind.ITEM, text=text, level=depth)
    for child in nested:
        yield from _element(child, depth + 1)


def _table(table: Any) -> Iterator[Block]:
    """Yield a table with its cells; one of a single column is layout and gives its content."""
    rows = list(table.iter("row"))
    if max((len(row.findall("cell")) for row in rows), default=0) <= 1:
        for row in rows:
            for cell in row.findall("cell"):
                yield from _children(cell)
        return
    texts = [(row, tuple(_fold(_text(cell)) for cell in row.findall("cell"))) for row in rows]
    filled = [(row, cells) for row, cells in texts if any(cells)]
    if not filled:
        return
    first, cells = filled[0]
    heads = [cell.get("role") == "head" for cell in first.findall("cell")]
    header = " | ".join(cells) if all(heads) and len(filled) > 1 else ""
    content = tuple(cells for _, cells in filled)
    yield Block(kind=BlockKind.TABLE, text="", header=header, cells=content)


def _text(element: Any) -> str:
    """Return an element's text; line breaks and inner blocks become a space."""
    if element.tag == "lb":
        return " "
    pieces = [element.text or ""]
    for child in element:
        gap = " " if child.tag in _BLOCK_TAGS else ""
        pieces += [gap, _text(child), gap, child.tail or ""]
    return "".join(pieces)


def _fold(text: str) -> str:
    """Fold white space and leave out soft hyphens."""
    return fold(text.replace("\u00ad", ""))


def _metadata(found: Any, tree: Any) -> dict[str, Any]:
    """Return title, publisher, date, address and language as far as the page gives them."""
    values = {
        "title": found.title,
        "publisher": found.sitename,
        "published": found.date,
        "url": found.url,
        "language": tree.get("lang") if isinstance(tree, lxml_html.HtmlElement) else None,
    }
    return {key: _fold(value) for key, value in values.items() if value}
