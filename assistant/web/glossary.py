"""The glossary, as JSON under /v1 and as a page."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from assistant.web.front import AnyFront
from assistant.web.pages import page
from assistant.web.problems import Problem
from assistant.web.schemas import Outgoing, problems
from assistant.web.terms import by_letter, term_href
from corpus.glossary import Term, explain, glossary

router = APIRouter()


class TermOut(Outgoing):
    """A word or abbreviation with its explanation in plain Dutch."""

    term: str
    slug: str = Field(description="Its name in an address.")
    full: str | None = Field(description="What an abbreviation stands for.")
    aliases: list[str] = Field(description="Other spellings, plurals and synonyms.")
    explanation: str
    sectors: list[str] = Field(description="'po', 'so', 'vo' or 'mbo'; empty for all.")
    theme: str = Field(description="Id of the document that holds the explanation literally.")
    document: str | None = Field(description="Id of the document that tells more.")
    source: str = Field(description="Title of the source, as the theme names it.")
    href: str = Field(description="Its place on the page of terms.")

    @classmethod
    def of(cls, term: Term) -> TermOut:
        """Return a term as JSON shows it."""
        fields = {name: getattr(term, name) for name in cls.model_fields if name != "href"}
        return cls(**fields, href=term_href(term))


class GlossaryOut(Outgoing):
    """Every term, in alphabetical order."""

    terms: list[TermOut]


@router.get("/v1/glossary", tags=["glossary"], summary="List the terms", responses=problems(500))
def terms() -> GlossaryOut:
    """Return every term with its explanation. The index is not needed."""
    return GlossaryOut(terms=[TermOut.of(term) for term in glossary().terms])


@router.get(
    "/v1/glossary/{term}",
    tags=["glossary"],
    summary="Explain a term",
    responses=problems(404, 500),
)
def one_term(term: str) -> TermOut:
    """Return the term with this name, alias or slug, in any case."""
    found = explain(term)
    if found is None:
        raise Problem(404, "There is no term with this name.")
    return TermOut.of(found)


@router.api_route("/begrippen", methods=["GET", "HEAD"], include_in_schema=False)
def terms_page(front: AnyFront) -> Response:
    """Show every term; one that a document tells more about links there, where it can be read."""
    ready = front.service.status().ready
    shown = {document.id for document in front.documents()} if ready else set()
    return page(front, "glossary.html", letters=by_letter(glossary()), shown=shown)
