"""Does the structure help a reader who lands in the middle: title, sections, opening words?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.checks.finding import Finding, Severity
from ingest.checks.manuscript import Manuscript

_LEANING = re.compile(
    r"(?:Dit|Deze|Dat|Die|Daarom|Daardoor|Daarna|Daarnaast|Daarvoor|Hierdoor|Hiervoor|Hierbij"
    r"|Ook|Verder|Bovendien|Echter)\b"
)
"""Openings that need the text above, which a reader of one passage does not see."""


def check_headings(manuscript: Manuscript) -> Iterator[Finding]:
    """Yield a wrong title, sections without text, and sections that lean on the text above."""
    if manuscript.is_markdown:
        yield from _title(manuscript)
        yield from _sections(manuscript)
    for statement in manuscript.statements:
        leaning = _LEANING.match(statement.text) if statement.first else None
        if leaning:
            message = f"sectie begint met '{leaning[0]}'; noem het onderwerp zelf"
            yield Finding(
                file=manuscript.file,
                line=statement.line,
                rule="leaning-start",
                severity=Severity.WARNING,
                message=message,
            )


def _title(manuscript: Manuscript) -> Iterator[Finding]:
    """The file begins with one heading of level 1, equal to the title."""
    headings = manuscript.headings
    titles = [heading for heading in headings if heading.level == 1]
    numbers = range(manuscript.body + 1, len(manuscript.lines) + 1)
    text = next((n for n in numbers if manuscript.lines[n - 1].strip()), 0)
    if not titles or text != titles[0].line:
        yield _error(manuscript, text, "title-heading", "het document begint niet met '# titel'")
    elif titles[0].text != manuscript.document.title:
        message = f"kop '{titles[0].text}' is niet gelijk aan de titel"
        yield _error(manuscript, titles[0].line, "title-heading", message)
    for extra in titles[1:]:
        message = f"tweede kop van niveau 1: '{extra.text}'"
        yield _error(manuscript, extra.line, "title-heading", message)


def _sections(manuscript: Manuscript) -> Iterator[Finding]:
    for heading in manuscript.headings:
        if heading.level > 1 and not heading.has_text:
            message = f"onder de kop '{heading.text}' staat geen tekst"
            yield _error(manuscript, heading.line, "empty-section", message)


def _error(manuscript: Manuscript, line: int, rule: str, message: str) -> Finding:
    return Finding(
        file=manuscript.file,
        line=line or None,
        rule=rule,
        severity=Severity.ERROR,
        message=message,
    )
