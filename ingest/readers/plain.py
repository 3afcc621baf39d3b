"""Plain text: paragraphs between blank lines, list items, and numbered headings."""

from __future__ import annotations

import re
from pathlib import Path

import ftfy

from corpus.errors import RejectedFile
from corpus.model import Block, BlockKind, ParsedFile
from corpus.text import fold
from ingest.readers.aligned import aligned_rows
from ingest.readers.listing import is_article, item_marker, numbered_depth
from ingest.readers.running import without_running_lines

_MAX_HEADING = 120  # characters
_MAX_CONTROL = 0.01  # share of the characters
_RULE = re.compile(r"\s*([-=_*~#+])(?:\s?\1){2,}\s*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def decode(path: Path) -> str:
    """
    Read a text file: UTF-8 (with or without a byte order mark), else Windows-1252.

    Line ends become a single newline, and stray control characters are left out.

    Raises:

        RejectedFile: For an empty file, binary content, or another encoding.
    """
    data = path.read_bytes()
    if not data.strip():
        raise RejectedFile("the file is empty")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16")
    if b"\x00" in data:
        raise RejectedFile("binary content (NUL bytes), not a text file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _strict(data, "cp1252")
    if len(_CONTROL.findall(text)) > _MAX_CONTROL * len(text):
        raise RejectedFile("binary content (control characters), not a text file")
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _strict(data: bytes, encoding: str) -> str:
    """Decode, or reject where a byte has no meaning in that encoding."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RejectedFile("unknown text encoding, neither UTF-8 nor Windows-1252") from error


def read(path: Path) -> ParsedFile:
    """
    Read a plain text file.

    Raises:

        RejectedFile: Where `decode` does, or without any text.
    """
    text = ftfy.fix_text(decode(path), uncurl_quotes=False, unescape_html=False)
    text = without_running_lines(text.replace("\f", "\n\n").expandtabs(4))
    blocks: list[Block] = []
    groups: list[list[str]] = []
    parts = _groups(text.split("\n"))
    if len(parts) > 2 and _is_title(parts[0][1]):
        first, *rest = parts[0][1]
        blocks.append(Block(kind=BlockKind.HEADING, text=fold(first), level=1))
        parts[0] = (0, rest)
    for underlined, lines in parts:
        if underlined and lines:
            blocks += _read(groups)
            groups = []
            blocks.append(Block(kind=BlockKind.HEADING, text=fold(lines[0]), level=underlined))
        elif lines:
            groups.append(lines)
    blocks += _read(groups)
    if not blocks:
        raise RejectedFile("the file is empty")
    return ParsedFile(blocks=tuple(blocks))


def _is_title(lines: list[str]) -> bool:
    """Tell whether the first lines of a file open with its title: short, capital, no sentence."""
    first = lines[0].strip()
    return (
        len(lines) <= 3
        and 0 < len(first) <= _MAX_HEADING
        and first[:1].isupper()
        and not re.search(r"[.,;:!?]$", first)
        and all(line.strip()[:1].isupper() for line in lines[1:])
        and not heading_level(first)
        and item_marker(first) is None
    )


def _groups(lines: list[str]) -> list[tuple[int, list[str]]]:
    """
    Part lines where one is blank, only a rule, or a heading that a rule underlines.

    Returns: groups with 0, and underlined headings, each with its level: as in Markdown 1 for
    '===' (2 where there are several) and one more for '---'.
    """
    made: list[tuple[int, list[str]]] = []
    rules = [_RULE.fullmatch(line) is not None for line in lines]
    under = [
        place
        for place in range(1, len(lines))
        if rules[place] and _is_underlined(lines, rules, place - 1)
    ]
    several = sum("=" in lines[place] for place in under) > 1
    open_group: list[str] = []
    for place, line in enumerate(lines):
        heading = place + 1 in under
        if rules[place] or heading or not line.strip():
            made += [(0, open_group)] if open_group else []
            open_group = []
            if heading:
                level = 1 + several + ("-" in lines[place + 1])
                made.append((level, [line]))
        else:
            open_group.append(line)
    return [*made, (0, open_group)] if open_group else made


def _is_underlined(lines: list[str], rules: list[bool], place: int) -> bool:
    """Tell whether the line before a rule is a heading: alone, short, and not a list item."""
    line = lines[place].strip()
    alone = place == 0 or not lines[place - 1].strip() or rules[place - 1]
    length = len(lines[place + 1].strip())
    return (
        alone
        and bool(line)
        and not rules[place]
        and len(line) <= _MAX_HEADING
        and item_marker(line) is None
        and 0.5 * len(line) <= length <= 1.5 * len(line) + 3
    )


def _read(groups: list[list[str]]) -> list[Block]:
    """Return the blocks of successive groups of lines."""
    blocks: list[Block] = []
    for number, lines in enumerate(groups):
        blocks += _body(lines) if _in_list(groups, number) else _group(lines)
    return blocks


def _in_list(groups: list[list[str]], number: int) -> bool:
    """Tell whether a numbered line belongs to a list with blank lines, or closes the document."""
    marker = item_marker(groups[number][0].strip())
    if len(groups[number]) > 1 or marker is None or not marker.ordinal:
        return number == len(groups) - 1 and len(groups[number]) == 1
    beside = [groups[place] for place in (number - 1, number + 1) if 0 <= place < len(groups)]
    others = [item_marker(lines[0].strip()) for lines in beside]
    listed = any(
        other is not None and other.kind == marker.kind and abs(other.ordinal - marker.ordinal) == 1
        for other in others
    )
    return listed or number == len(groups) - 1


def _group(lines: list[str]) -> list[Block]:
    """Turn the lines between two blank lines into blocks."""
    if table := aligned_rows(lines):
        start, end, cells = table
        before, after = (_group(part) if part else [] for part in (lines[:start], lines[end:]))
        return [*before, Block(kind=BlockKind.TABLE, text="", cells=cells), *after]
    first = lines[0].strip()
    level = heading_level(first)
    alone = len(lines) == 1
    if not level or (not alone and item_marker(lines[1].strip()) is not None):
        return _body(lines)
    bare_article = is_article(first) and len(first.split()) <= 2
    if not alone and not bare_article and not _opens_sentence(lines[1]):
        return _body(lines)
    return [Block(kind=BlockKind.HEADING, text=fold(first), level=level), *_body(lines[1:])]


def heading_level(line: str) -> int:
    """Return 2 to 6 for a short numbered line without end punctuation, else 0."""
    if len(line) > _MAX_HEADING or line.endswith((".", ";", ",", ":")):
        # 'Artikel 3.' is a heading all the same.
        return 2 if is_article(line) and len(line.split()) <= 2 else 0
    if is_article(line):
        return 2
    return min(numbered_depth(line) + 1, 6) if numbered_depth(line) else 0


def _opens_sentence(line: str) -> bool:
    """Tell whether a line starts as a sentence does: the line above was not wrapped."""
    return line.strip()[:1].isupper()


def _body(lines: list[str]) -> list[Block]:
    """Turn lines into one paragraph, or paragraphs and list items where markers start a line."""
    parts: list[tuple[int | None, list[str]]] = []
    indents: list[int] = []
    for line in lines:
        stripped = line.strip()
        marker = item_marker(stripped)
        if marker is not None:
            indent = len(line) - len(line.lstrip())
            indents = [one for one in indents if one < indent] + [indent]
            parts.append((len(indents) - 1, [marker.text]))
        elif parts:
            parts[-1][1].append(stripped)
        else:
            parts.append((None, [stripped]))
    return [_block(level, " ".join(texts)) for level, texts in parts if "".join(texts).strip()]


def _block(level: int | None, text: str) -> Block:
    """Make a paragraph, or an item of the given depth."""
    if level is None:
        return Block(kind=BlockKind.PARAGRAPH, text=fold(text))
    return Block(kind=BlockKind.ITEM, text=fold(text), level=level)
