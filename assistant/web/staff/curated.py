"""Answers that an editor writes: a list, and a form that checks them before they are kept."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from assistant.desk.curated import Refused, draft_of
from assistant.desk.matching import is_specific
from assistant.questions import MAX_QUESTION
from assistant.records.decisions import Curated
from assistant.web.problems import Problem
from assistant.web.staff.access import Posted, StaffPost, StaffVisit, Visit
from assistant.wording.compose import Draft
from corpus.model import Document, Passage

router = APIRouter()

LIST = "/staf/vaste-antwoorden"
MOST_QUESTIONS = 30
MOST_PASSAGES = 5
MOST_SENTENCES = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A fixed answer with why it cannot be given now, or None."""

    curated: Curated
    refused: Refused | None


@router.get(LIST)
def listed(visit: StaffVisit) -> Response:
    """List the fixed answers, with those that the documents no longer carry."""
    kept = visit.desk.decisions.curated()
    shown = [Listed(each, _refused(visit, each)) for each in kept]
    return visit.page("curated.html", answers=shown)


def _refused(visit: Visit, curated: Curated) -> Refused | None:
    draft = draft_of(curated, visit.service, visit.service.today(), "public")
    return draft if isinstance(draft, Refused) else None


@router.get(f"{LIST}/nieuw")
def new(visit: StaffVisit, vraag: str = "", passage: str = "") -> Response:
    """Show an empty form, begun with a question or a passage."""
    questions = (vraag.strip()[:MAX_QUESTION],) if vraag.strip() else ()
    passages = (passage,) if passage else ()
    return _form(visit, Curated(id=0, questions=questions, sentences=(), passages=passages))


@router.get(f"{LIST}/{{id}}")
def edit(id: int, visit: StaffVisit) -> Response:
    """Show the form of a fixed answer."""
    found = [each for each in visit.desk.decisions.curated() if each.id == id]
    if not found:
        raise Problem(404, "There is no fixed answer with this id.")
    return _form(visit, found[0])


def _form(
    visit: Visit, curated: Curated, faults: tuple[str, ...] = (), draft: Draft | None = None
) -> Response:
    shown: list[tuple[str, Document | None, Passage | None]] = []
    for id in curated.passages:
        found = visit.service.passage(id)
        shown.append((id, found[0] if found else None, found[1] if found else None))
    return visit.page(
        "curated_form.html",
        422 if faults else 200,
        curated=curated,
        passages=shown,
        faults=faults,
        draft=draft,
    )


@router.post(LIST)
def keep(posted: StaffPost) -> Response:
    """Check a fixed answer; show it as it will look, or keep it."""
    curated = _read(posted)
    faults = _faults(curated)
    draft = draft_of(curated, posted.service, posted.service.today(), "public")
    if isinstance(draft, Refused):
        faults += (f"{draft.why}: “{draft.sentence}”" if draft.sentence else f"{draft.why}.",)
    if faults or posted.text("doe") != "bewaar":
        return _form(posted, curated, faults, None if isinstance(draft, Refused) else draft)
    with posted.desk.house.changing() as decisions:
        decisions.keep_curated(curated)
    return RedirectResponse(LIST, 303)


def _read(posted: Posted) -> Curated:
    id = posted.text("id", 18)
    return Curated(
        id=int(id) if id.isascii() and id.isdecimal() else 0,
        questions=posted.lines("vragen"),
        sentences=posted.lines("zinnen"),
        passages=tuple(dict.fromkeys(posted.lines("passages"))),
        active=posted.text("aan") == "ja",
    )


def _faults(curated: Curated) -> tuple[str, ...]:
    """Return what an editor must mend, apart from what the passages carry."""
    found = []
    if not curated.questions:
        found.append("Schrijf ten minste één vraag op.")
    found += [
        f"Deze vraag is te algemeen, hij past op te veel: “{each}”"
        for each in curated.questions
        if not is_specific(each)
    ]
    if any(len(each) > MAX_QUESTION for each in curated.questions):
        found.append("Een van de vragen is te lang.")
    if not curated.passages:
        found.append("Kies ten minste één passage waarin het antwoord staat.")
    for what, most, each in (
        ("vragen", MOST_QUESTIONS, curated.questions),
        ("zinnen", MOST_SENTENCES, curated.sentences),
        ("passages", MOST_PASSAGES, curated.passages),
    ):
        if len(each) > most:
            found.append(f"Gebruik hooguit {most} {what}.")
    return tuple(found)


@router.post(f"{LIST}/{{id}}/weg")
def drop(id: int, posted: StaffPost) -> Response:
    """Delete a fixed answer."""
    with posted.desk.house.changing() as decisions:
        decisions.drop_curated(id)
    return RedirectResponse(LIST, 303)
