"""A document that passes every check, to be changed in one place, and how to check it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml

from ingest.checks.finding import Finding
from ingest.checks.run import Checked, check

TODAY = date(2026, 11, 22)
TITLE = "Meelopen op een school"
BODY = """## Wat kost meelopen?

Meelopen op een school kost niets. Voor de reis kreeg je in 2026 hooguit € 12 per dag.

## Wat doe je op een dag meelopen?

Je kijkt mee in twee klassen. Je praat met een leraar:

- over de lessen;
- over het werk.
"""
SOURCE = {
    "title": "Meelopen in de klas",
    "publisher": "Voorbeeldloket",
    "url": "https://voorbeeld.example/meelopen",
    "date": "maart 2026",
}
METADATA: dict[str, Any] = {
    "title": TITLE,
    "publisher": "Loketwijzer",
    "type": "uitleg",
    "regions": [],
    "sectors": ["po", "vo"],
    "audience": "public",
    "language": "nl",
    "published": "2026-11-01",
    "valid_from": None,
    "valid_to": None,
    "url": None,
    "checked_on": "2026-11-22",
    "sources": [SOURCE],
}
GONE = type("Gone", (), {"__repr__": lambda _: "gone"})()
"""As the value of a key: leave the key out."""


def text_of(body: str = BODY, heading: str | None = None, **changes: Any) -> str:
    """Return a document's text with the metadata changed; the heading is else the title."""
    metadata = {k: v for k, v in {**METADATA, **changes}.items() if v is not GONE}
    front = yaml.safe_dump(metadata, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{front}---\n\n# {heading or metadata.get('title', TITLE)}\n\n{body}"


def write(folder: Path, name: str = "meelopen.md", text: str | None = None, **changes: Any) -> Path:
    """Write a document below a folder, and return its file."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text_of(**changes) if text is None else text, encoding="utf-8")
    return file


def checked(folder: Path, **options: Any) -> Checked:
    """Check every document below a folder, as of TODAY."""
    return check(folder, **{"on": TODAY, **options})


def findings(folder: Path, **options: Any) -> tuple[Finding, ...]:
    """Return what the checks find below a folder, as of TODAY."""
    return checked(folder, **options).findings


def rules(folder: Path, **options: Any) -> list[str]:
    """Return the rules that the documents below a folder break."""
    return [finding.rule for finding in findings(folder, **options)]


def line_of(file: Path, start: str) -> int:
    """Return the number of the one line of a file that starts like this."""
    lines = file.read_text(encoding="utf-8").splitlines()
    [number] = [n for n, line in enumerate(lines, start=1) if line.startswith(start)]
    return number
