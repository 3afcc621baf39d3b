"""The journey: as JSON under /v1, and as a page that shows its phases as a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from assistant.web.front import AnyFront, Front
from assistant.web.pages import page
from assistant.web.schemas import Outgoing, problems
from corpus.journey import Phase, load_journey
from corpus.model import Document

MOST_DOCUMENTS = 4
"""Documents that the page shows of a phase; JSON has them all."""

router = APIRouter()


class ExpectationOut(Outgoing):
    """What a visitor may expect, and from whom."""

    who: str
    what: str


class JourneyQuestionOut(Outgoing):
    """A question of a phase, and the id of the document that answers it."""

    question: str
    document: str


class PlaceOut(Outgoing):
    """Where to go."""

    name: str
    url: str | None = Field(description="Null for what differs per visitor.")
    why: str


class PhaseOut(Outgoing):
    """One phase; its texts are Dutch."""

    id: str = Field(description="As in `phase` of an Answer.")
    title: str
    description: str
    expect: list[ExpectationOut]
    questions: list[JourneyQuestionOut]
    next_step: str
    documents: list[str] = Field(description="Ids, most useful first.")
    where: list[PlaceOut]


class JourneyOut(Outgoing):
    """The phases, in order."""

    phases: list[PhaseOut]


@router.get(
    "/v1/journey", tags=["journey"], summary="The phases of the journey", responses=problems(500)
)
def journey() -> JourneyOut:
    """Return what a visitor may expect, ask and do in every phase."""
    return JourneyOut.model_validate(load_journey())


@dataclass(frozen=True, slots=True)
class PhaseView:
    """A phase with what this site can show of it."""

    number: int
    phase: Phase
    questions: list[str]
    documents: list[Document]
    following: Phase | None


@router.api_route("/klantreis", methods=["GET", "HEAD"], include_in_schema=False)
def journey_page(front: AnyFront) -> Response:
    """Show the phases; questions and documents that the index lacks are left out."""
    return page(front, "journey.html", phases=list(_views(_shown(front))))


def _shown(front: Front) -> Mapping[str, Document]:
    if not front.service.status().ready:
        return {}
    return {document.id: document for document in front.documents()}


def _views(shown: Mapping[str, Document]) -> Iterator[PhaseView]:
    phases = load_journey().phases
    for number, phase in enumerate(phases, start=1):
        documents = [shown[each] for each in phase.documents if each in shown]
        yield PhaseView(
            number=number,
            phase=phase,
            questions=[each.question for each in phase.questions if each.document in shown],
            documents=documents[:MOST_DOCUMENTS],
            following=load_journey().after(phase),
        )
