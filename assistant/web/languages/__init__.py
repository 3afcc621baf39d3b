"""The sentences of the visitor's pages: one TOML file per language, and which one a visitor gets.

A new language is a new file beside the others, with the keys of `nl.toml`, and its code below.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from corpus.journey import Phase
from corpus.model import Document

FOLDER = Path(__file__).parent
LANGUAGES = ("nl", "en", "de", "es", "pl", "tr", "uk", "ar")
"""Codes, in the order of the language switch; Dutch is for whoever asks for none of them."""

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Words:
    """
    The sentences of one language, by their names in its file: `words.BUTTON_ASK`.

    Args:

        code: 'nl', 'en', …; also the name of the file.
    """

    code: str

    def __getattr__(self, name: str) -> Any:
        """Return a sentence, a list or a table of the file; raises AttributeError."""
        try:
            return _texts(self.code)[name]
        except KeyError:
            raise AttributeError(f"{self.code}.toml has no {name}") from None

    def error(self, status: int) -> list[str]:
        """Return the title and the text of the page for an HTTP error."""
        found: list[str] = self.ERRORS.get(str(status), self.ERROR_OTHER)
        return found

    def phase(self, phase: Phase) -> str:
        """Return the title of a phase of the journey; the Dutch one is with our documents."""
        return str(self.PHASES.get(phase.id, phase.title))

    def long_date(self, value: date | str | None) -> str:
        """Return '1 januari 2026' or 'januari 2026'; a text that is no date stays as it is."""
        if value is None:
            return ""
        month = _MONTH.fullmatch(value) if isinstance(value, str) else None
        if month:
            return f"{self.MONTHS_ALONE[int(month[2]) - 1]} {month[1]}"
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else value
        except ValueError:
            return str(value)
        name = self.MONTHS[day.month - 1]
        return str(self.DAY.format(day=day.day, month=name, year=day.year))

    def validity(self, start: date | str | None, end: date | str | None) -> str:
        """Return the validity as a phrase, or '' where nothing is known."""
        pattern = {(True, True): self.VALID, (True, False): self.VALID_FROM}.get(
            (bool(start), bool(end)), self.VALID_UNTIL if end else ""
        )
        return str(pattern.format(start=self.long_date(start), end=self.long_date(end)))

    def dates(
        self, document: Document | None, start: date | str | None, end: date | str | None
    ) -> str:
        """Return when a document appeared, was checked and is in force: what is known of it."""
        parts = [self.validity(start, end)]
        if document and document.published and document.published != document.checked_on:
            shown = self.long_date(document.published)
            parts.insert(0, self.WHEN_PUBLISHED.format(date=shown))
        if document and document.checked_on:
            parts.append(self.WHEN_CHECKED.format(date=self.long_date(document.checked_on)))
        return " · ".join(part for part in parts if part)

    def route_counts(self, fits: int, nearly: int, maybe: int) -> str:
        """Return how many routes fit, in a sentence."""
        counts = (fits, self.ROUTES_FIT), (nearly, self.ROUTES_NEARLY), (maybe, self.ROUTES_OPEN)
        parts = [_counted(count, forms) for count, forms in counts if count]
        if not parts:
            return str(self.ROUTES_NONE)
        *others, last = parts
        return (f"{', '.join(others)} {self.AND} {last}" if others else last) + "."

    def documents_found(self, count: int, words: str) -> str:
        """Return how many documents have these words, in a sentence."""
        return _counted(count, self.DOCUMENTS_FOUND, words=words)

    def pages(self, first: int | None, last: int | None = None) -> str:
        """Return 'bladzijde 3' or 'bladzijde 3-4', or ''."""
        if first is None:
            return ""
        return f"{self.PAGE} {first}" + (f"-{last}" if last and last != first else "")

    def sectors(self, codes: tuple[str, ...]) -> str:
        """Return sector codes in words."""
        return ", ".join(self.SECTORS_LONG.get(code, code) for code in codes)


def _counted(count: int, forms: dict[str, str], **more: str) -> str:
    """Return the form for none, one or more; languages with more forms say 'routes: 3'."""
    form = {0: "none", 1: "one"}.get(count, "many")
    return forms[form if form in forms else "many"].format(count=count, **more)


@cache
def _texts(code: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


DUTCH = Words("nl")
"""Also for what has no other language: staff pages and the command line."""
