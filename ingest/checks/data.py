"""Do the data files beside the documents (journey, routes, regions, glossary) fit the documents?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from corpus.errors import LoketError
from corpus.glossary import Term, read_glossary
from corpus.journey import check_documents, read_journey
from corpus.model import Document
from corpus.places import gazetteer
from corpus.regions import read_regions
from corpus.routes import citation_faults, load_routes
from corpus.text import fold
from ingest.checks.finding import Finding, Severity

Documents = Mapping[str, Document]
"""By their ids."""


def check_data(folder: Path, documents: Documents) -> Iterator[Finding]:
    """
    Yield what is wrong in the data files of a folder, and where they and the documents disagree.

    A file's own rules are those of its module in `corpus/`; here it is also held against the
    documents that it names. A file that is not there is not checked. The messages are English,
    as those of the modules are: developers keep these files.
    """
    for name, faults_of in _CHECKS.items():
        file = folder / name
        if not file.is_file():
            continue
        try:
            faults = list(faults_of(file, documents))
        except (LoketError, OSError, UnicodeDecodeError) as problem:
            faults = [str(problem)]
        for fault in faults:
            yield Finding(
                file=f"{folder.name}/{name}",
                line=None,
                rule="data-invalid",
                severity=Severity.ERROR,
                message=fold(fault),
            )


def _glossary(file: Path, documents: Documents) -> Iterator[str]:
    for term in read_glossary(file).terms:
        yield from (f"'{term.term}': {fault}" for fault in _term_faults(term, documents))


def _term_faults(term: Term, documents: Documents) -> Iterator[str]:
    if term.document and term.document not in documents:
        yield f"there is no document '{term.document}'"
    theme = documents.get(term.theme)
    if theme is None:
        yield f"there is no document '{term.theme}'"
        return
    if fold(term.explanation) not in fold(theme.text):
        yield f"the explanation does not stand in '{term.theme}'"
    if term.source not in {fold(str(source.get("title"))) for source in theme.sources}:
        yield f"'{term.theme}' has no source '{term.source}'"


def _journey(file: Path, documents: Documents) -> Iterator[str]:
    check_documents(read_journey(file), documents)
    return iter(())


def _routes(file: Path, documents: Documents) -> Iterator[str]:
    texts = {id_: document.text for id_, document in documents.items()}
    yield from citation_faults(load_routes(file.parent), texts)


def _regions(file: Path, documents: Documents) -> Iterator[str]:
    known = read_regions(file, gazetteer()).by_id
    for document in documents.values():
        for region in document.regions:
            if region not in known:
                yield f"there is no region '{region}', which {document.path} names"


_CHECKS: dict[str, Callable[[Path, Documents], Iterator[str]]] = {
    "glossary.yaml": _glossary,
    "journey.yaml": _journey,
    "routes.yaml": _routes,
    "regions.yaml": _regions,
}
