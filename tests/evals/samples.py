"""Hand-made items, answers and a service that gives them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from assistant.answer import Answer, Ask, Contact, Sentence, Source, Status
from assistant.service import IndexStatus
from corpus.model import Document, Passage
from evals.run import run_suite
from evals.runfile import Header, Outcome, Retrieved, RunFile, Texts
from evals.suites import Evidence, Item
from evals.systems.local import LocalSystem
from retrieval.filters import Filters
from retrieval.search import Hit

QUOTE = "De subsidie is € 20.000 per zij-instromer."
PASSAGE = f"{QUOTE} De aanvraag loopt van 1 april tot en met 30 april."
TEXT = f"Artikel 4\n\n{PASSAGE}\n\nArtikel 5\n\nHet loket helpt je verder."


def make_item(**changes: Any) -> Item:
    """An answerable item about one amount."""
    values: dict[str, Any] = {
        "id": "Q1",
        "kind": "amount",
        "turns": ("Hoeveel subsidie is er?",),
        "status": Status.ANSWERED,
        "facts": (r"20\.000",),
        "evidence": (Evidence(document="regeling", section="4", contains="€ 20.000 per"),),
        "split": "dev",
    }
    return Item(**{**values, **changes})


def make_refusal(**changes: Any) -> Item:
    """An item that the documents do not answer."""
    values: dict[str, Any] = {"status": Status.NOT_FOUND, "facts": (), "evidence": ()}
    return make_item(**{"id": "N1", "kind": "unanswerable", **values, **changes})


def make_answer(**changes: Any) -> Answer:
    """A right answer to `make_item()`."""
    values: dict[str, Any] = {
        "id": "a",
        "conversation_id": "c",
        "question": "Hoeveel subsidie is er?",
        "status": Status.ANSWERED,
        "text": "De subsidie is € 20.000 [1].",
        "contact": Contact(name="Loket", url=None, email=None, phone=None, why=""),
        "index_version": "v",
        "sentences": (Sentence(text="De subsidie is € 20.000 [1].", citations=(1,)),),
        "sources": (make_source(),),
    }
    return Answer(**{**values, **changes})


def make_source(**changes: Any) -> Source:
    """The source of `make_answer()`."""
    values: dict[str, Any] = {
        "number": 1,
        "document_id": "regeling",
        "passage_id": "regeling#4",
        "quote": QUOTE,
    }
    absent = ("publisher", "type", "section", "page", "url", "valid_from", "valid_to")
    values.update(dict.fromkeys(absent), title="Regeling", expired=False)
    return Source(**{**values, **changes})


def make_refused(status: Status = Status.NOT_FOUND) -> Answer:
    """An answer that refuses."""
    return make_answer(status=status, text="Dat weet ik niet.", sentences=(), sources=())


def make_header(**changes: Any) -> Header:
    """The header of a run of the pipeline."""
    values: dict[str, Any] = {
        "suite": "mine", "split": "dev", "system": "pipeline", "started": "2026-11-22T08:00:00",
    }  # fmt: skip
    return Header(**{**values, **changes})


def make_outcome(given: Answer | None = None, /, **changes: Any) -> Outcome:
    """What a right answer led to, with the passage found, as it is read from a file."""
    values: dict[str, Any] = {
        "id": "Q1",
        "answer": json.loads(json.dumps((given or make_answer()).to_json())),
        "hits": (make_hit(),),
        "ms": 5.0,
    }
    return Outcome(**{**values, **changes})


def make_hit(**changes: Any) -> Retrieved:
    """A passage that holds the evidence of `make_item()`."""
    values: dict[str, Any] = {"document": "regeling", "text": PASSAGE, "section": "Artikel 4"}
    return Retrieved(**{**values, **changes})


def run_with(items: Sequence[Item], *given: Answer | None, header: Header | None = None) -> RunFile:
    """A run as it is read from a file: an answer an item, or None for one that failed."""
    outcomes = [
        make_outcome(answer, id=item.id) if answer else Outcome(id=item.id, error="broken")
        for item, answer in zip(items, given, strict=False)
    ]
    texts = Texts(documents={"regeling": TEXT}, passages={"regeling#4": PASSAGE})
    return RunFile(header=header or make_header(), outcomes=outcomes, texts=texts)


def run_of(items: Sequence[Item], *queue: Answer | Exception, repeats: int = 1) -> RunFile:
    """Ask items of a service that gives queued answers."""
    service: Any = QueueService(*queue)
    return run_suite(LocalSystem(service), "mine", "dev", items, repeats=repeats)


class QueueService:
    """Gives queued answers in order and keeps what was asked; a queued exception is raised."""

    def __init__(self, *queue: Answer | Exception) -> None:
        self.queue = list(queue)
        self.asked: list[Ask] = []
        self.searched: list[str] = []

    def answer(self, ask: Ask, heard: object = None) -> Answer:
        self.asked.append(ask)
        given = self.queue.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    def search(self, query: str, filters: Filters, limit: int, offset: int = 0) -> list[Hit]:
        self.searched.append(query)
        hit = Hit(
            passage=make_passage(), document=make_document(), score=1, dense=1, lexical=1, row=0
        )
        return [hit]

    def documents(self) -> list[Document]:
        return [make_document()]

    def document(self, document_id: str) -> tuple[Document, list[Passage]] | None:
        if document_id != "regeling":
            return None
        return make_document(), [make_passage()]

    def status(self) -> IndexStatus:
        return IndexStatus(ready=True, version="v", documents=1, passages=1, model="m")

    def today(self) -> date:
        return date(2026, 11, 22)


def make_document() -> Document:
    """The document behind the hand-made answers."""
    absent = ("publisher", "type", "published", "valid_from", "valid_to", "url", "checked_on")
    return Document(
        id="regeling",
        title="Regeling",
        regions=(),
        sectors=(),
        audience="public",
        language="nl",
        sources=(),
        path="regeling.md",
        digest="",
        text=TEXT,
        **dict.fromkeys(absent),
    )


def make_passage() -> Passage:
    """The passage behind the hand-made answers."""
    start = TEXT.index(PASSAGE)
    return Passage(
        id="regeling#4",
        document_id="regeling",
        ordinal=0,
        section=("Artikel 4",),
        text=PASSAGE,
        start=start,
        end=start + len(PASSAGE),
        page_from=None,
        page_to=None,
        units=(),
        context="Regeling",
        digest="",
    )
