"""Are web addresses well formed, and do references to our own documents lead somewhere?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from corpus.text import slug
from ingest.checks.finding import Finding, Severity
from ingest.checks.manuscript import Manuscript

PAGE = "/document/"
"""Where the web pages show a document: an address that a text may use too."""

_MARKDOWN_LINK = re.compile(r"\]\(((?:[^()]|\([^()]*\))*)\)")
_BARE_ADDRESS = re.compile(r"(?<!\]\()\bhttps?:/?/?[^\s<>)\]|”\"]*")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_NAMED_DOCUMENT = re.compile(r"\bdocument ['‘“\"](.+?)['’”\"](?![^\s.,;:)?!])")
_EMAIL = re.compile(r"mailto:[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def check_links(manuscript: Manuscript, known: Mapping[str, Manuscript]) -> Iterator[Finding]:
    """
    Yield each address that is no address, and each reference to a document that is not there:
    a link, or a title as in: het document 'Salaris van leraren'.

    Args:

        known: Every document that may be referred to, by its file.
    """
    for line, address in _addresses(manuscript):
        if not is_web_address(address):
            message = f"geen goed webadres: '{address}'"
            yield _finding(manuscript, line, "link-malformed", message)
    for line, target in _links(manuscript):
        if target.startswith(("http:", "https:")):
            continue
        if ":" in target.split("/")[0]:
            if not _EMAIL.fullmatch(target):
                message = f"geen goed adres: '{target}'"
                yield _finding(manuscript, line, "link-malformed", message)
        elif not target or not _leads_somewhere(target, manuscript, known):
            message = f"verwijzing naar iets dat niet bestaat: '{target}'"
            yield _finding(manuscript, line, "link-missing", message)
    yield from _named(manuscript, {each.document.title for each in known.values()})


def _named(manuscript: Manuscript, titles: Collection[str]) -> Iterator[Finding]:
    """Yield each mention of a document by a title that no document has."""
    for statement in manuscript.statements:
        for title in _NAMED_DOCUMENT.findall(statement.text):
            if title not in titles:
                message = f"er is geen document met de titel '{title}'"
                yield _finding(manuscript, statement.line, "link-missing", message)


def is_web_address(address: str) -> bool:
    """Tell whether a text is one http(s) address with a host that can exist."""
    if not address.isprintable() or re.search(r"[\s<>\"]", address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    doubled = parts.path.startswith(("/http:", "/https:"))
    return parts.scheme in ("http", "https") and bool(_HOST.fullmatch(host)) and not doubled


def _addresses(manuscript: Manuscript) -> Iterator[tuple[int | None, str]]:
    """Yield (line, address) for every web address of the metadata and the text."""
    if manuscript.raw.get("url") is not None:
        yield manuscript.line_of_key("url"), str(manuscript.raw["url"])
    for index, source in enumerate(manuscript.document.sources):
        if source.get("url") is not None:
            yield manuscript.line_of_source(index), str(source["url"])
    for number, line in _body(manuscript):
        for match in _BARE_ADDRESS.finditer(line):
            yield number, match[0].rstrip(".,;:!?")
    for number, target in _links(manuscript):
        if target.startswith(("http:", "https:")):
            yield number, target


def _links(manuscript: Manuscript) -> Iterator[tuple[int, str]]:
    """Yield (line, target) for every Markdown link in the text."""
    for number, line in _body(manuscript):
        for match in _MARKDOWN_LINK.finditer(line):
            yield number, match[1].strip()


def _body(manuscript: Manuscript) -> Iterator[tuple[int, str]]:
    return enumerate(manuscript.lines[manuscript.body :], start=manuscript.body + 1)


def _leads_somewhere(target: str, here: Manuscript, known: Mapping[str, Manuscript]) -> bool:
    """Tell whether a relative path, '#section' or '/document/<id>' names what is known."""
    path, _, anchor = unquote(target).partition("#")
    if path.startswith(PAGE):
        ids = {each.document.id: each for each in known.values()}
        found = ids.get(path.removeprefix(PAGE))
    elif path:
        found = known.get(_resolved(PurePosixPath(here.file).parent / path))
    else:
        found = here
    if found is None:
        return False
    return not anchor or anchor in {slug(heading.text) for heading in found.headings}


def _resolved(path: PurePosixPath) -> str:
    """Return a relative path without '..' and '.'."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _finding(manuscript: Manuscript, line: int | None, rule: str, message: str) -> Finding:
    return Finding(
        file=manuscript.file, line=line, rule=rule, severity=Severity.ERROR, message=message
    )
