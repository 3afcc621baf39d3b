"""Words and abbreviations that a visitor may not know, from `data/glossary.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path

from corpus.errors import DataProblem
from corpus.model import SECTORS
from corpus.text import fold, slug
from corpus.yaml_data import DATA, build, read_yaml

FILE = DATA / "glossary.yaml"
SHORTEST_ANY_CASE = 5
"""Letters; a shorter name is found only as it is written, so that 'AD' is no 'ad'."""

_ALSO_MATCHED = str.maketrans({"ı": "i", "İ": "i", "ſ": "s"})
"""Letters that a pattern in any case takes for i and s, and that `lower` leaves as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """
    A word or abbreviation with its explanation in plain Dutch.

    Args:

        full: What an abbreviation stands for, or None.

        aliases: Other spellings, plurals and synonyms.

        sectors: Of SECTORS; empty for all.

        theme: Id of the document that holds the explanation literally.

        document: Id of a document that tells more, or None.

        source: Title of the entry under `sources` of the theme that the explanation rests on.
    """

    term: str
    explanation: str
    theme: str
    source: str
    full: str | None = None
    aliases: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    document: str | None = None

    @property
    def slug(self) -> str:
        """Return its name in an address: 'so-p'."""
        return slug(self.term)

    @property
    def names(self) -> tuple[str, ...]:
        """Return every way to write it, each once."""
        full = (self.full,) if self.full else ()
        return tuple(dict.fromkeys((self.term, *full, *self.aliases)))


@dataclass(frozen=True, slots=True)
class Span:
    """A term found in a text, at `text[start:end]`."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True)
class Glossary:
    """Terms in alphabetical order, whatever their case."""

    terms: tuple[Term, ...]

    @cached_property
    def _by_name(self) -> dict[str, Term]:
        """Return lower-case name -> term. Two capitalisations of a name are one name."""
        return {key: term for term in self.terms for key in _keys(term)}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted((name for term in self.terms for name in term.names), key=len, reverse=True)
        found = "|".join(_as_written(name) for name in names)
        return re.compile(rf"(?<![\w&])(?:{found})(?![\w&])")

    def explain(self, name: str) -> Term | None:
        """Return the term with this name, alias or slug, in any case; None where there is none."""
        return self._by_name.get(_key(name))

    def terms_in(self, text: str) -> list[Span]:
        """
        Return the terms that a text uses: whole words, in order, without overlap.

        Of two terms at one place the longer wins ('WVO 2020' before 'WVO'). Names of fewer than
        SHORTEST_ANY_CASE letters are found as they are written, with capitals for a name without
        ('po' and 'PO'), and with one capital where a name has three letters or more ('Mbo').
        """
        return [
            Span(match.start(), match.end(), self._by_name[_key(match.group())])
            for match in self._pattern.finditer(text)
        ]


def _key(name: str) -> str:
    """Return a name as it is looked up: in any case, also a Turkish one."""
    return fold(name).translate(_ALSO_MATCHED).lower()


def _keys(term: Term) -> Iterator[str]:
    yield from dict.fromkeys([*(name.lower() for name in term.names), term.slug])


def _as_written(name: str) -> str:
    """Return the pattern of a name: in any case, or for a short one only in fitting cases."""
    letters = sum(character.isalpha() for character in name)
    if letters >= SHORTEST_ANY_CASE:
        return rf"(?i:{re.escape(name)})"
    written = {name}
    if name.islower():
        written.add(name.upper())
        if letters > 2:
            written.add(name.capitalize())
    return "|".join(re.escape(one) for one in sorted(written))


@cache
def glossary() -> Glossary:
    """Return the glossary of this project, read once; raises DataProblem if it is broken."""
    return read_glossary(FILE)


def explain(name: str) -> Term | None:
    """Return the term with this name, alias or slug, in any case; None where there is none."""
    return glossary().explain(name)


def terms_in(text: str) -> list[Span]:
    """Return the terms that a text uses; see `Glossary.terms_in`."""
    return glossary().terms_in(text)


def read_glossary(file: Path) -> Glossary:
    """
    Read and check a glossary.

    Raises:

        DataProblem: Naming the term, for an unknown or missing key, a value of the wrong kind, an
            unknown sector, or a name that two terms share.
    """
    raw = read_yaml(file)
    if not isinstance(raw, dict) or set(raw) != {"terms"} or not isinstance(raw["terms"], list):
        raise DataProblem(f"{file.name}: expected one list, 'terms'")
    terms = [
        build(Term, entry, f"{file.name}, term {number}")
        for number, entry in enumerate(raw["terms"], 1)
    ]
    for term in terms:
        _check_values(term, f"{file.name}, '{term.term}'")
    _check_names(terms, file.name)
    return Glossary(tuple(sorted(terms, key=lambda term: (term.slug, term.term))))


_LISTS = ("aliases", "sectors")
_OPTIONAL = ("full", "document")


def _check_values(term: Term, owner: str) -> None:
    for key, value in asdict(term).items():
        if value is None and key not in _OPTIONAL:
            raise DataProblem(f"{owner}: '{key}' is empty")
        if isinstance(value, tuple) != (key in _LISTS):
            raise DataProblem(f"{owner}: '{key}' is of the wrong kind: {value!r}")
        texts = value if isinstance(value, tuple) else () if value is None else (value,)
        if not all(isinstance(text, str) and text.strip() for text in texts):
            raise DataProblem(f"{owner}: '{key}' is not a text: {value!r}")
    if not term.slug:
        raise DataProblem(f"{owner}: no letter or digit for its address")
    if unknown := set(term.sectors) - set(SECTORS):
        raise DataProblem(f"{owner}: unknown sector: {', '.join(sorted(unknown))}")


def _check_names(terms: Iterable[Term], owner: str) -> None:
    known: dict[str, Term] = {}
    for term in terms:
        for key in _keys(term):
            other = known.setdefault(key, term)
            if other is not term:
                raise DataProblem(f"{owner}: '{key}' names both '{other.term}' and '{term.term}'")
