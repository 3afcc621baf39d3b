"""A part of a web page to blocks: headings, folded answers, numbered lists, terms, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from corpus.model import Block, BlockKind
from corpus.text import fold
from ingest.readers.grid import Grid, table_block
from ingest.readers.listing import broken_lines, item_marker, numeral

_SILENT = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "object", "video", "audio",
    "canvas", "nav", "aside", "footer", "dialog", "button", "input", "select", "textarea",
    "option", "head", "link", "meta",
})  # fmt: skip
_SILENT_ROLES = frozenset({
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog",
    "menu", "menubar",
})  # fmt: skip
_CLUTTER = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|breadcrumbs?|kruimelpad|crumbs|skip-?link|social|share"
    r"|deel-?knoppen|pagination|feedback)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])"
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "br",
})  # fmt: skip
_LOWEST = 6


def page_blocks(root: Any) -> list[Block]:
    """
    Return the blocks of an lxml element, in reading order.

    What a page folds away (accordions, `details`) is text like any other, under its question;
    what nobody can see, and what serves the site (menus, cookies, sharing), is left out.
    """
    return list(_Walker(root).inside(root))


def visible_text(element: Any) -> str:
    """Return an element's text on one line, as a reader of the page sees it."""
    return fold(_Walker(element).text(element))


class _Walker:
    """Walks over one page; remembers how deep the last heading was."""

    def __init__(self, root: Any) -> None:
        """Note what buttons fold open: it is hidden at first, and still meant to be read."""
        self._folded = {
            target.lstrip("#")
            for element in root.iter("button", "a", "summary")
            for name in ("aria-controls", "data-target", "data-bs-target")
            for target in (element.get(name) or "").split()
        }
        self._level = 1

    def inside(self, parent: Any, depth: int = 0) -> Iterator[Block]:
        """Yield the blocks of an element's content: its inner blocks, and loose text between."""
        loose = [parent.text or ""]
        for child in parent:
            if not isinstance(child.tag, str) or _is_mark(child):
                loose.append(child.tail or "")
            elif self._is_inline(child):
                loose += [self.text(child), child.tail or ""]
            else:
                yield from _paragraphs(loose)
                if not self._is_silent(child):
                    yield from self._block(child, depth)
                loose = [child.tail or ""]
        yield from _paragraphs(loose)

    def text(self, element: Any) -> str:
        """Return an element's text; a line break is a newline, inner blocks are set off by one."""
        if element.tag == "br":
            return "\n"
        pieces = [element.text or ""]
        for child in element:
            if isinstance(child.tag, str) and not self._is_silent(child) and not _is_mark(child):
                edge = "" if child.tag in _INLINE else "\n"
                pieces += [edge, self.text(child), edge]
            pieces.append(child.tail or "")
        return "".join(pieces)

    def _block(self, element: Any, depth: int) -> Iterator[Block]:
        """Yield the blocks of an element that is one itself."""
        if element.tag in _HEADINGS:
            yield from self._heading(element, int(element.tag[1]))
        elif element.tag == "button":
            yield from self._heading(element, self._level + 1, stays=False)
        elif element.tag == "details":
            yield from self._details(element, depth)
        elif element.tag in ("ul", "ol", "menu"):
            yield from self._list(element, depth)
        elif element.tag == "dl":
            yield from self._terms(element, depth)
        elif element.tag == "table":
            yield from self._table(element)
        else:
            yield from self.inside(element, depth)

    def _is_inline(self, element: Any) -> bool:
        """Tell whether an element is part of the line; a link around blocks is none."""
        if element.tag not in _INLINE or self._is_silent(element):
            return False
        return all(child.tag in _INLINE for child in element.iter() if isinstance(child.tag, str))

    def _is_silent(self, element: Any) -> bool:
        """Tell whether an element holds nothing that belongs to the text of the page."""
        if element.tag == "button":
            return not self._folds(element)
        if element.tag in _SILENT or element.get("role") in _SILENT_ROLES:
            return True
        if element.get("id") in self._folded or element.get("role") == "tabpanel":
            return False
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        return (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or _UNSEEN.search(element.get("style") or "") is not None
            or (element.tag not in ("body", "main", "article") and bool(_CLUTTER.search(names)))
        )

    def _folds(self, button: Any) -> bool:
        """Tell whether a button is the question above a folded answer."""
        controls = button.get("aria-controls") or button.get("aria-expanded")
        parent = button.getparent()
        headed = parent is not None and parent.tag in _HEADINGS
        return bool(controls or headed) and bool(fold(button.text_content()))

    def _heading(self, element: Any, level: int, *, stays: bool = True) -> Iterator[Block]:
        text = _clean(" ".join(self.text(element).split()))
        if text:
            self._level = level if stays else self._level
            yield Block(kind=BlockKind.HEADING, text=text, level=min(level, _LOWEST))

    def _details(self, element: Any, depth: int) -> Iterator[Block]:
        """Yield a folded part: its summary as a heading, which ends where the part does."""
        above = self._level
        summary = element.find("summary")
        level = min(above + 1, _LOWEST)
        if summary is not None:
            inner = next((one for one in summary.iter() if one.tag in _HEADINGS), None)
            level = int(inner.tag[1]) if inner is not None else level
            yield from self._heading(summary, level)
            tail, summary.tail = summary.tail, None
            element.remove(summary)
            element.text = f"{element.text or ''} {tail or ''}"
        yield from self.inside(element, depth)
        self._level = above
        if summary is not None:
            yield Block(kind=BlockKind.HEADING, text="", level=level)

    def _list(self, element: Any, depth: int) -> Iterator[Block]:
        """Yield the items of a list; those of an ordered one keep their number or letter."""
        kind = element.get("type") or "1"
        number = int(element.get("start") or 1) if _is_number(element.get("start")) else 1
        for item in element:
            if not isinstance(item.tag, str) or self._is_silent(item):
                continue
            if item.tag != "li":
                yield from self._block(item, depth + 1)
                continue
            if _is_number(item.get("value")):
                number = int(item.get("value"))
            marker = f"{numeral(number, kind)}. " if element.tag == "ol" else ""
            number += 1
            yield from self._item(item, depth, marker)

    def _item(self, item: Any, depth: int, marker: str) -> Iterator[Block]:
        """Yield a list item (its own paragraphs as one), then what is nested in it."""
        own, nested = [item.text or ""], []
        for child in item:
            if not isinstance(child.tag, str) or self._is_silent(child):
                own.append(child.tail or "")
                continue
            inner = {one.tag for one in child.iter() if isinstance(one.tag, str)}
            if inner & {"ul", "ol", "dl", "table", "details"} or child.tag in _HEADINGS:
                nested.append(child)
                own += [" ", child.tail or ""]
            else:
                own += ["" if child.tag in _INLINE else " ", self.text(child), child.tail or ""]
        text = _clean("".join(own))
        if text:
            marked = text if item_marker(text) else f"{marker}{text}"
            yield Block(kind=BlockKind.ITEM, text=marked, level=depth)
        for child in nested:
            yield from self._block(child, depth + 1 if text else depth)

    def _terms(self, element: Any, depth: int) -> Iterator[Block]:
        """Yield each term of a list of terms with what is said of it."""
        term = ""
        for child in element.iter("dt", "dd"):
            text = _clean(" ".join(self.text(child).split()))
            if child.tag == "dt":
                term = f"{term} {text}".strip()
            elif any(one.tag in ("ul", "ol", "table") for one in child):
                lead = term if term.endswith((":", "?")) else f"{term}:"
                yield Block(kind=BlockKind.ITEM, text=lead, level=depth)
                yield from self.inside(child, depth + 1)
                term = ""
            elif text:
                gap = "" if not term else " " if term.endswith((":", "?", ".")) else ": "
                yield Block(kind=BlockKind.ITEM, text=f"{term}{gap}{text}", level=depth)
                term = ""

    def _table(self, table: Any) -> Iterator[Block]:
        """Yield a table with its caption; one of a single column is layout: its content."""
        rows = [row for row in table.iter("tr") if _table_of(row) is table]
        if max((len(_cells(row)) for row in rows), default=0) <= 1:
            for cell in (cell for row in rows for cell in _cells(row)):
                yield from self.inside(cell)
            return
        caption = table.find("caption")
        if caption is not None:
            yield from _paragraphs([self.text(caption)])
        grid = Grid()
        for row in rows:
            cells = _cells(row)
            named = row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
            grid.start_row(named=named)
            for cell in cells:
                spans = (cell.get("rowspan"), cell.get("colspan"))
                down, across = (int(one) if _is_number(one) else 1 for one in spans)
                grid.add(self._cell(cell), down=down, across=across)
        yield from table_block(grid)

    def _cell(self, cell: Any) -> str:
        """Return a cell's text on one line, or a line each for its items."""
        if next(cell.iter("li"), None) is None:
            return _clean(self.text(cell))
        lines = (
            f"- {block.text}" if block.kind is BlockKind.ITEM else block.text
            for block in self.inside(cell)
        )
        return "\n".join(lines)


def _paragraphs(pieces: list[str]) -> Iterator[Block]:
    """Yield the paragraphs in loose text: a line break is one where a new thought begins."""
    for line in broken_lines(_without_soft_hyphens("".join(pieces))):
        marker = item_marker(line)
        bullet = marker is not None and not marker.ordinal and marker.text
        kind = BlockKind.ITEM if bullet else BlockKind.PARAGRAPH
        yield Block(kind=kind, text=marker.text if marker and bullet else line)


def _clean(text: str) -> str:
    return fold(_without_soft_hyphens(text))


def _without_soft_hyphens(text: str) -> str:
    return text.replace("\u00ad", "").replace("\u200b", "")


def _is_mark(element: Any) -> bool:
    """Tell whether an element is the raised number that leads to a footnote."""
    return (
        element.tag == "sup"
        and next(element.iter("a"), None) is not None
        and re.fullmatch(r"[\[(]?(?:\d{1,3}|[*†‡])[\])]?", fold(element.text_content())) is not None
    )


def _is_number(value: str | None) -> bool:
    return value is not None and value.strip().isdigit() and 0 < int(value) < 1000


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _table_of(row: Any) -> Any:
    return next(row.iterancestors("table"), None)
