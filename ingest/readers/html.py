"""Web pages: what is the main text, by landmark or trafilatura; its blocks; its metadata."""

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
from ingest.readers.html_blocks import page_blocks, visible_text

MOST = 0.9
"""Of the main text, the share that an element must hold to be looked into instead of the whole."""

_SHORTEST_PIECE = 12
"""Letters; a shorter piece of main text may stand anywhere on a page."""


def read(path: Path) -> ParsedFile:
    """
    Read a saved web page.

    Raises:

        RejectedFile: For a file that is empty, is no HTML, or has no main text.
    """
    data = path.read_bytes()
    tree = _tree(data)
    # Each gets a tree of its own: trafilatura takes the one it reads apart.
    found: Any = trafilatura.bare_extraction(
        _tree(data),
        include_comments=False,
        include_tables=True,
        favor_recall=True,
        with_metadata=True,
        # Without this a date anywhere in the text may be taken for that of publication.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    main = _main(tree, found)
    blocks = tuple(_titled(page_blocks(main), tree, main))
    if not any(block.kind is not BlockKind.HEADING for block in blocks):
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


def _main(tree: Any, found: Any) -> Any:
    """
    Return the element that holds the main text.

    That is the page's own landmark; without one the smallest element around (nearly) all that
    trafilatura takes for main text. Its own rendering is not used: it drops terms, folded
    questions, numbers of lists and merged cells.
    """
    body = tree if tree.tag == "body" else tree.find("body")
    body = tree if body is None else body
    marked = [one for one in tree.iter("main") if one.text_content().strip()]
    marked += [one for one in tree.xpath("//*[@role='main']") if one.text_content().strip()]
    if marked:
        return max(marked, key=lambda one: len(one.text_content()))
    pieces = {
        piece
        for element in (found.body.iter() if found is not None and found.body is not None else ())
        for text in (element.text, element.tail)
        if len(piece := _letters(text or "")) >= _SHORTEST_PIECE
    }
    total = sum(map(len, pieces))
    element = body
    while total:
        inside = [
            child
            for child in element
            if isinstance(child.tag, str) and _held(pieces, child) >= MOST * total
        ]
        if not inside:
            break
        element = inside[0]
    return element


def _held(pieces: set[str], element: Any) -> int:
    """Return how many letters of the pieces stand in an element."""
    letters = _letters(element.text_content())
    return sum(len(piece) for piece in pieces if piece in letters)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _titled(blocks: list[Block], tree: Any, main: Any) -> Iterator[Block]:
    """Yield the blocks under the page's title, also where that stands above the main text."""
    inside = any(block.kind is BlockKind.HEADING and block.level == 1 for block in blocks)
    titles = [] if inside else [one for one in tree.iter("h1") if main not in one.iterancestors()]
    text = visible_text(titles[0]) if len(titles) == 1 else ""
    if text:
        yield Block(kind=BlockKind.HEADING, text=text, level=1)
    yield from blocks


def _metadata(found: Any, tree: Any) -> dict[str, Any]:
    """Return title, publisher, date, address and language as far as the page gives them."""
    values = {
        "title": found.title,
        "publisher": _site(found, tree),
        "published": found.date,
        "url": found.url,
        "language": tree.get("lang") if isinstance(tree, lxml_html.HtmlElement) else None,
    }
    return {key: fold(value.replace("\u00ad", "")) for key, value in values.items() if value}


def _site(found: Any, tree: Any) -> str | None:
    """Return whose site it is: as the page says, or what follows the page's title in its head."""
    name = found.sitename or None
    if name and not re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", name):
        return str(name)
    head = fold(tree.findtext(".//head/title") or "")
    title = fold(found.title or "")
    rest = head.removeprefix(title) if title else ""
    parted = re.fullmatch(r"\s*(?:[|·•»:]|[-–—](?=\s))+\s*(?P<site>[^|]{3,60})", rest)
    return parted["site"] if parted else name
