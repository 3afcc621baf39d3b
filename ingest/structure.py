"""Finds the structure that a file does not mark: numbered headings, articles, implied lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from corpus.model import Block, BlockKind
from corpus.text import fold
from ingest.readers.naming import is_letterhead
from ingest.tables import page_numbers, table_blocks

PROMPT_LEVEL = 2
ROMAN_LEVEL = 5
PLAIN_LEVEL = 6
LONGEST_HEADING = 110
"""Characters; a longer line without a full stop is text."""

_NUMBERED = re.compile(r"^(\d+(?:\.\d+)*)\.?\s+\D")
_ROMAN = re.compile(r"^[IVX]{1,5}\.\s+\S")
_ARTICLE = re.compile(r"^Artikel\s+\d+\w*(?:[.:]\d+\w*)*\b")
_PROMPT = re.compile(
    r"^(?:(?:Be|Om)schrijf|Benoem|Vermeld|Licht\b.*\btoe|Werk\b.*\buit)\b|\bbeschrijf dan\b"
)
_CAPTION = re.compile(r"(?:Tabel|Table|Schema|Overzicht)\s+(?:\d|[A-Z]\b|[IVX]+\b)", re.IGNORECASE)
_ENDS = re.compile(r"(?:[.!?;:,…][\"'”’)]*|\b(?:en|of))$")
_LABELLED = re.compile(r"[^\s.,:;!?][^.,:;!?]{0,40}:\s+(?P<value>\S)")
"""A label with its value ('Plaats: Assen') says something; a heading only announces."""
_TERMINAL = re.compile(r"[.!?;,:…][\"'”’)]*$")


def structured(read: Iterable[Block]) -> list[Block]:
    """Return the blocks with tables resolved, unmarked headings and implied items recognised."""
    whole = _rejoined(read)
    unmarked = sum(block.kind == BlockKind.HEADING for block in whole) < 3
    blocks = _implied_items(_headings(whole, unmarked=unmarked))
    headings = {_title_key(block.text) for block in blocks if block.kind == BlockKind.HEADING}
    pages: dict[str, int] = {}
    resolved: list[Block] = []
    caption: Block | None = None
    for place, block in enumerate(blocks):
        if block.kind != BlockKind.TABLE:
            if caption is not None:
                resolved.append(Block(kind=BlockKind.HEADING, text="", level=caption.level))
                caption = None
            resolved.append(block)
        elif (contents := page_numbers(block)) and _lists_sections(contents, headings):
            pages |= contents
        else:
            above = blocks[place - 1] if place else None
            caption = above if above is not None and _is_caption(above) else caption
            resolved.extend(table_blocks(block))
    return _paged(resolved, pages)


def _is_caption(block: Block) -> bool:
    """Tell whether a heading only names the table below it: what follows is no part of it."""
    return block.kind == BlockKind.HEADING and _CAPTION.match(block.text) is not None


def _lists_sections(contents: dict[str, int], headings: set[str]) -> bool:
    """A table of rising numbers is a table of contents only where its titles are headings too."""
    return sum(_title_key(title) in headings for title in contents) >= len(contents) / 2


def _rejoined(blocks: Iterable[Block]) -> list[Block]:
    """Join a paragraph that a page break cut in two: no end mark, then a lower-case start."""
    made: list[Block] = []
    for block in blocks:
        last = made[-1] if made else None
        if (
            last is not None
            and block.kind == BlockKind.PARAGRAPH
            and last.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)
            and block.text[:1].islower()
            and not _ENDS.search(last.text)
        ):
            made[-1] = replace(last, text=f"{last.text} {block.text}")
        else:
            made.append(block)
    return made


def _headings(blocks: list[Block], *, unmarked: bool) -> list[Block]:
    """Promote paragraphs that are headings in all but markup."""
    made = []
    for i, block in enumerate(blocks):
        following = blocks[i + 1] if i + 1 < len(blocks) else None
        introduced = i > 0 and blocks[i - 1].text.endswith(":")
        level = 0 if introduced else _heading_level(block, following, unmarked=unmarked)
        made.append(replace(block, kind=BlockKind.HEADING, level=level) if level else block)
    return made


def _heading_level(block: Block, following: Block | None, *, unmarked: bool) -> int:
    """Return the level of a paragraph that is a heading in all but markup, else 0."""
    text = fold(block.text)
    if block.kind != BlockKind.PARAGRAPH or following is None:
        return 0
    if _PROMPT.search(text) and following.kind != BlockKind.ITEM and unmarked:
        return PROMPT_LEVEL
    if len(text) > LONGEST_HEADING or is_letterhead(text):
        return 0
    if _ARTICLE.match(text) and not text.endswith((";", ",")):
        return PROMPT_LEVEL
    numbered = _NUMBERED.match(text)
    if numbered and not re.search(r"[.;,!?]$", text):
        return numbered.group(1).count(".") + 2
    if not unmarked or _TERMINAL.search(text) or not text[:1].isupper():
        return 0
    if _ROMAN.match(text):
        return ROMAN_LEVEL
    return PLAIN_LEVEL if len(text.split()) <= 14 and not _is_labelled(text, following) else 0


def _is_labelled(text: str, following: Block) -> bool:
    """Tell whether a line is a label with its value: a name, a number, or one of several lines."""
    found = _LABELLED.match(text)
    if found is None:
        return False
    return not found["value"].islower() or _LABELLED.match(fold(following.text)) is not None


def _implied_items(blocks: list[Block]) -> list[Block]:
    """
    Make items of the paragraphs of an enumeration that lost its markers.

    After text that ends with a colon, paragraphs that start in lower case or end with a comma,
    a semicolon, 'en' or 'of' belong to a list; the one that ends with a full stop closes it.
    """
    made: list[Block] = []
    within = False
    for block in blocks:
        text = block.text
        if block.kind == BlockKind.PARAGRAPH and within and _continues(text):
            made.append(replace(block, kind=BlockKind.ITEM))
            within = not re.search(r"[.!?]$", text)
            continue
        made.append(block)
        within = block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and text.endswith(":")
    return made


def _continues(text: str) -> bool:
    return text[:1].islower() or bool(re.search(r"(?:[,;]|,? (?:en|of))$", text))


def _paged(blocks: list[Block], pages: dict[str, int]) -> list[Block]:
    """
    Take page numbers from the table of contents of a paged document that lost its page breaks.

    A whole section gets its page where the next one starts on the same page; of any other
    section only the first block does, so that a stated page is never a guess.
    """
    known = {_title_key(title): page for title, page in pages.items()}
    following = dict(zip(known, [*list(known.values())[1:], None], strict=False))
    page: int | None = None
    sure = False
    made = []
    for block in blocks:
        if block.kind == BlockKind.HEADING and (block.level < PLAIN_LEVEL or page is None):
            key = _title_key(block.text)
            page = known.get(key)
            sure = page is not None and following[key] == page
        made.append(replace(block, page=page) if block.page is None else block)
        if block.kind != BlockKind.HEADING and not sure:
            page = None
    return made


def _title_key(title: str) -> str:
    return fold(title).strip(" .:").lower()
