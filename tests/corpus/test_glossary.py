"""The glossary: what it refuses, what it finds in a text, and the one of this project."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from corpus.errors import DataProblem
from corpus.glossary import (
    Glossary,
    explain,
    glossary,
    read_glossary,
    terms_in,
)
from corpus.text import fold, slug
from ingest.readers.metadata import front_matter
from retrieval.dutch import stem, words
from retrieval.thesaurus import thesaurus

DOCUMENTS = Path(__file__).parents[2] / "corpus" / "documents"
PDG: dict[str, Any] = {
    "term": "PDG",
    "full": "pedagogisch-didactisch getuigschrift",
    "explanation": "Een PDG is een getuigschrift voor docenten in het mbo.",
    "theme": "begrippen-opleidingen",
    "source": "Raamwerk PDG",
}
WITHOUT = object()


def write(folder: Path, *terms: dict[str, Any]) -> Path:
    path = folder / "terms.yaml"
    path.write_text(yaml.safe_dump({"terms": list(terms)}), encoding="utf-8")
    return path


def term(name: str, *aliases: str, **fields: Any) -> dict[str, Any]:
    made = {**PDG, "term": name, "aliases": list(aliases), **fields}
    del made["full"]
    return made


def changed(**changes: Any) -> dict[str, Any]:
    return {key: value for key, value in {**PDG, **changes}.items() if value is not WITHOUT}


@pytest.fixture
def small(tmp_path: Path) -> Glossary:
    return read_glossary(
        write(
            tmp_path,
            term("po"),
            term("vso"),
            term("AD"),
            term("AD-PEP"),
            term("SO&P", "samen opleiden"),
            term("DUO"),
            term("PO-Raad"),
            term("zij-instroom", "zij-instromer", "zij-instromers"),
            term("opleidingsschool"),
        )
    )


def found(small: Glossary, text: str) -> list[str]:
    spans = small.terms_in(text)
    return [f"{text[span.start : span.end]} = {span.term.term}" for span in spans]


def test_a_term_is_read(tmp_path: Path) -> None:
    (read,) = read_glossary(write(tmp_path, {**PDG, "aliases": ["p.d.g."]})).terms
    assert read.names == ("PDG", "pedagogisch-didactisch getuigschrift", "p.d.g.")
    assert (read.slug, read.sectors, read.document) == ("pdg", (), None)


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (changed(meaning="x"), "meaning"),
        (changed(explanation=WITHOUT), "explanation"),
        (changed(theme=None), "'theme' is empty"),
        (changed(explanation=" "), "'explanation' is not a text"),
        (changed(term=5), "'term' is not a text"),
        (changed(aliases="p.d.g."), "'aliases' is of the wrong kind"),
        (changed(aliases=["a", 1]), "'aliases' is not a text"),
        (changed(full=["x"]), "'full' is of the wrong kind"),
        (changed(sectors=["hbo"]), "unknown sector: hbo"),
        (changed(term="&"), "no letter or digit"),
    ],
)
def test_a_fault_is_refused_with_its_place(
    tmp_path: Path, entry: dict[str, Any], words: str
) -> None:
    with pytest.raises(DataProblem, match=r"^terms\.yaml") as caught:
        read_glossary(write(tmp_path, entry))
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "[]", "terms: {}", "terms: []\nmore: 1", "terms: [5]", "a: ["]
)
def test_what_is_no_glossary_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataProblem, match=r"terms\.yaml"):
        read_glossary(path)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (term("PDG"), term("pdg")),
        (term("PDG"), term("getuigschrift", "pdg")),
        (term("SO&P"), term("so p")),
    ],
)
def test_no_two_terms_share_a_name_or_an_address(
    tmp_path: Path, one: dict[str, Any], other: dict[str, Any]
) -> None:
    with pytest.raises(DataProblem, match="names both"):
        read_glossary(write(tmp_path, one, other))


def test_terms_come_in_alphabetical_order(small: Glossary) -> None:
    names = [each.term for each in small.terms]
    assert names == sorted(names, key=str.lower)


@pytest.mark.parametrize("name", ["SO&P", "so&p", "Samen  Opleiden", "so-p"])
def test_a_term_is_explained_by_any_of_its_names(small: Glossary, name: str) -> None:
    explained = small.explain(name)
    assert explained is not None
    assert explained.term == "SO&P"


def test_an_unknown_word_is_not_explained(small: Glossary) -> None:
    assert small.explain("so") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Werken in het po.", ["po = po"]),
        ("Onderwijsregio PO Noord", ["PO = po"]),
        ("Aan de Po gelegen", []),
        ("De poort en het po-diploma", ["po = po"]),
        ("Vso, VSO en (v)so", ["Vso = vso", "VSO = vso"]),
        ("een AD, maar geen ad", ["AD = AD"]),
        ("Duo is geen DUO", ["DUO = DUO"]),
        ("de AD-PEP en de PO-Raad", ["AD-PEP = AD-PEP", "PO-Raad = PO-Raad"]),
        ("SO&P en Samen opleiden", ["SO&P = SO&P", "Samen opleiden = SO&P"]),
        ("SO&PX en ADE en DUO2", []),
        ("Zij-instromers op een OPLEIDINGSSCHOOL",
         ["Zij-instromers = zij-instroom", "OPLEIDINGSSCHOOL = opleidingsschool"]),
        ("zij-instroomtraject", []),
        ("", []),
    ],
)  # fmt: skip
def test_terms_are_found_as_whole_words(small: Glossary, text: str, expected: list[str]) -> None:
    assert found(small, text) == expected


def test_spans_are_in_order_and_apart() -> None:
    text = " ".join(f"Het {each.term}, of {each.names[-1]};" for each in glossary().terms)
    spans = terms_in(text)
    assert len(spans) >= len(glossary().terms)
    assert all(one.end <= other.start for one, other in pairwise(spans))


# The glossary of this project.


def test_it_holds_what_a_visitor_meets() -> None:
    assert len(glossary().terms) >= 70
    asked = ["SO&P", "NAPL", "RAP", "PDG", "VOG", "OOP", "po", "so", "vo", "mbo", "bevoegdheid"]
    asked += ["zij-instroom", "EVC", "lio", "pabo", "HAK", "DUO", "OCW", "DUS-I", "Voion"]
    assert [name for name in asked if explain(name) is None] == []


def test_it_is_read_once() -> None:
    assert glossary() is glossary()


@pytest.mark.parametrize("each", glossary().terms, ids=lambda each: each.slug)
def test_an_explanation_names_its_term_and_is_short(each: Any) -> None:
    shown = each.explanation.lower()
    assert each.term.lower() in shown
    assert each.full is None or each.full.lower() in shown
    assert len(each.explanation.split()) <= 45


@pytest.fixture(scope="module")
def themes() -> dict[str, tuple[dict[str, Any], dict[str, str]]]:
    """Front matter, and text by heading, of every document of terms, by id."""
    made = {}
    for path in (DOCUMENTS / "begrippen").glob("*.md"):
        meta, body = front_matter(path.read_text(encoding="utf-8"))
        parts = [part.partition("\n") for part in body.split("\n## ")[1:]]
        made[f"begrippen-{slug(path.stem)}"] = (
            meta,
            {heading: fold(text) for heading, _, text in parts},
        )
    return made


@pytest.mark.parametrize("each", glossary().terms, ids=lambda each: each.slug)
def test_its_theme_explains_a_term_in_the_same_words(each: Any, themes: dict[str, Any]) -> None:
    meta, sections = themes[each.theme]
    headings = [heading for heading, text in sections.items() if text == each.explanation]
    assert len(headings) == 1
    assert each.term.lower() in headings[0].lower()
    assert each.source in [source["title"] for source in meta["sources"]]


def test_its_themes_explain_nothing_else(themes: dict[str, Any]) -> None:
    """A word that an editor adds to a document of terms belongs in the glossary as well."""
    explained = {each.explanation for each in glossary().terms}
    used = {each.theme for each in glossary().terms}
    assert len(used) >= 4
    extra = [
        (theme, heading)
        for theme in used
        for heading, text in themes[theme][1].items()
        if text not in explained
    ]
    assert extra == []


@pytest.mark.parametrize("name", ["PDG", "LLK", "EVC", "AD", "SPP"])
def test_a_search_for_an_abbreviation_finds_its_full_form_too(name: str) -> None:
    short = explain(name)
    assert short is not None
    assert short.full is not None
    found = {word for synonym in thesaurus()[(stem(name.lower()),)] for word in synonym}
    full = {stem(word.replace("-", "")) for word in words(short.full)}
    assert found & full


@pytest.mark.parametrize(("letter", "others"), [("i", "ıİI"), ("s", "ſS"), ("k", "\u212aK")])
def test_a_name_is_found_with_every_letter_that_its_pattern_takes(letter: str, others: str) -> None:
    names = [name for term in glossary().terms for name in term.names if letter in name]
    assert len(names) > 20
    for name in names:
        for other in others:
            for found in terms_in(name.replace(letter, other)):
                assert found.term == explain(name.replace(letter, other)[found.start : found.end])


def test_a_turkish_spelling_is_explained() -> None:
    assert [span.term.term for span in terms_in("ZİJ-İNSTROOM nedir?")] == ["zij-instroom"]
