"""Is the front matter complete, and is every value one that can be used?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from corpus.model import SECTORS
from ingest.checks.finding import Finding, Severity
from ingest.checks.manuscript import Manuscript

NEEDED = ("title", "publisher", "type", "audience", "language", "published", "checked_on")
MAY_BE_EMPTY = ("regions", "sectors")
"""Must be there, so that leaving them empty was a choice: national, for every sector."""

OPTIONAL = ("valid_from", "valid_to", "url")
KNOWN = {*NEEDED, *MAY_BE_EMPTY, *OPTIONAL, "sources"}
TEXTS = ("title", "publisher", "type", "url")
DATES = ("published", "checked_on", "valid_from", "valid_to")
AUDIENCES = ("public", "staff")
SOURCE_KEYS = ("title", "publisher", "url", "date")

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")


def check_metadata(manuscript: Manuscript) -> Iterator[Finding]:
    """Yield what is missing from or wrong with the metadata of one document."""
    raw = manuscript.raw
    for key in raw:
        if key not in KNOWN:
            yield _error(manuscript, "metadata-unknown", key, f"onbekend veld '{key}'")
    for key in NEEDED:
        if _is_empty(raw.get(key)):
            yield _error(manuscript, "metadata-missing", key, f"veld '{key}' is niet ingevuld")
    for key in MAY_BE_EMPTY:
        if key not in raw:
            message = f"veld '{key}' ontbreekt; schrijf [] als het voor alles geldt"
            yield _error(manuscript, "metadata-missing", key, message)
    for key, message in _wrong_values(manuscript):
        yield _error(manuscript, "metadata-invalid", key, message)


def check_sources(manuscript: Manuscript) -> Iterator[Finding]:
    """Yield a document without sources, and each source that lacks a part."""
    sources = manuscript.document.sources
    if not sources:
        yield _error(manuscript, "source-missing", "sources", "het document noemt geen bron")
    for index, source in enumerate(sources):
        for message in _source_faults(source):
            yield Finding(
                file=manuscript.file,
                line=manuscript.line_of_source(index),
                rule="source-incomplete",
                severity=Severity.ERROR,
                message=f"bron {index + 1}: {message}",
            )


def _source_faults(source: dict[str, Any]) -> Iterator[str]:
    for key in SOURCE_KEYS:
        # An address that was not kept is told by 'url: null', not by leaving the key out.
        if key not in source or (key != "url" and _is_empty(source[key])):
            yield f"veld '{key}' is niet ingevuld"
        elif key in source and not _is_text(source[key]):
            yield f"'{key}' is geen tekst: {source[key]!r}"
    for key in source:
        if key not in SOURCE_KEYS:
            yield f"onbekend veld '{key}'"


def _wrong_values(manuscript: Manuscript) -> Iterator[tuple[str, str]]:
    """Yield (key, message) for each value that is there but cannot be used as it is."""
    raw, document = manuscript.raw, manuscript.document
    for key in TEXTS:
        if not _is_text(raw.get(key)):
            yield key, f"'{key}' is geen tekst: {raw[key]!r}"
    for key in DATES:
        if not _is_empty(raw.get(key)) and getattr(document, key) is None:
            yield key, f"'{key}' is geen datum zoals 2026, 2026-11 of 2026-11-22: {raw[key]!r}"
    for key in MAY_BE_EMPTY:
        if key in raw and not isinstance(raw[key], list):
            yield key, f"'{key}' is geen lijst: {raw[key]!r}"
    if raw.get("audience") not in (None, *AUDIENCES):
        yield "audience", f"'audience' is public of staff, niet {raw['audience']!r}"
    if not _is_empty(raw.get("language")) and not _LANGUAGE.fullmatch(str(raw["language"])):
        yield "language", f"'language' is een taalcode zoals nl, niet {raw['language']!r}"
    for name in (name for name in document.sectors if name not in SECTORS):
        yield "sectors", f"onbekende sector '{name}'; bekend zijn {', '.join(SECTORS)}"
    named = [("regions", name) for name in document.regions]
    for key, name in [*named, ("type", document.type or "")]:
        if name and not _NAME.fullmatch(name):
            yield key, f"'{key}' heeft kleine letters en koppeltekens, niet {name!r}"


def _is_empty(value: Any) -> bool:
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


def _is_text(value: Any) -> bool:
    """Tell whether a value can be read as text; nothing at all can."""
    return value is None or (isinstance(value, str | int | float) and not isinstance(value, bool))


def _error(manuscript: Manuscript, rule: str, key: str, message: str) -> Finding:
    return Finding(
        file=manuscript.file,
        line=manuscript.line_of_key(key),
        rule=rule,
        severity=Severity.ERROR,
        message=message,
    )
