"""A small real service in memory, and the application over it."""

from __future__ import annotations

import hashlib
import json
import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.answer import Answer, Ask, Contact, Sentence, Source, Status
from assistant.desk.desk import Desk
from assistant.desk.service import DeskService
from assistant.loket import build_originals, digest_of
from assistant.originals.library import Originals
from assistant.records.database import Database
from assistant.service import IndexStatus
from assistant.settings import Settings
from assistant.web.app import create_app
from corpus.model import Document, Passage, Unit, UnitKind
from retrieval.filters import Filters
from retrieval.search import Hit

TODAY = date(2026, 11, 22)
KINDS = {"-": UnitKind.ITEM, "|": UnitKind.ROW}

Part = tuple[tuple[str, ...], int | None, list[str]]
"""Heading path, page, and lines; '- ' begins an item, '|' a table row under the first one."""

DESK = Contact(
    name="Loket Noord",
    url="https://loketnoord.example",
    email="vraag@loketnoord.example",
    phone="050 123 45 67",
    why="Het loket in Groningen kent de scholen bij jou in de buurt.",
)

PLAN_PARTS: list[Part] = [
    (
        ("8. Regionale loketfunctie", "8.1 Wat het loket doet"),
        22,
        [
            "Het regionale loket is er voor iedereen die in het onderwijs wil werken.",
            "Een adviseur voert met elke kandidaat een gesprek over de route die past.",
            "Het loket helpt bij drie dingen:",
            "- een eerste gesprek over werken voor de klas;",
            "- een dag meekijken op een school in de buurt;",
            "- het vinden van een school waar je kunt leren en werken.",
        ],
    ),
    (
        ("8. Regionale loketfunctie", "8.2 Planning"),
        23,
        [
            "De onderwijsregio volgt elk jaar hoeveel kandidaten het loket spreekt.",
            "|Jaar | Gesprekken | Plaatsingen",
            "|2026 | 400 | 120",
            "|2027 | 500 | 150",
        ],
    ),
]
RULE_PARTS: list[Part] = [
    (
        ("Artikel 4. Subsidiebedrag",),
        None,
        [
            "1. De subsidie bedraagt € 20.000 per zij-instromer.",
            "2. Het bevoegd gezag vraagt de subsidie aan.",
        ],
    ),
    (
        ("Artikel 5. Aanvraag",),
        None,
        ["Het bevoegd gezag dient de aanvraag in met een formulier van DUO."],
    ),
]
ENGLISH_PARTS: list[Part] = [
    (("Start here",), 1, ["You can visit a school for a day before you decide."])
]
STAFF_PARTS: list[Part] = [((), None, ["Werkafspraak alleen voor medewerkers van het loket."])]


def make_document(id: str, title: str, parts: list[Part], **fields: object) -> Entry:
    """Build a document and its passages from lines, with offsets that are right."""
    text, made = title, []
    for section, page, lines in parts:
        text += f"\n\n{section[-1] if section else ''}\n\n"
        units, header = [], ""
        for line in lines:
            kind = KINDS.get(line[0], UnitKind.SENTENCE)
            words = line.lstrip("-| ")
            start = len(text)
            if kind == UnitKind.ROW and not header:
                header = words
                text += words + "\n"
                continue
            text += words + ("\n" if kind != UnitKind.SENTENCE else " ")
            end = start + len(words)
            units.append(Unit(kind=kind, start=start, end=end, page=page, header=header))
        made.append((section, page, units))
    document = _document(id, title, text, fields)
    passages = [_passage(document, n, *part) for n, part in enumerate(made)]
    return document, passages


Entry = tuple[Document, list[Passage]]


def _document(id: str, title: str, text: str, fields: dict[str, object]) -> Document:
    values: dict[str, object] = {
        "publisher": None,
        "type": None,
        "regions": (),
        "sectors": (),
        "audience": "public",
        "language": "nl",
        "published": None,
        "valid_from": None,
        "valid_to": None,
        "url": None,
        "checked_on": None,
        "sources": (),
        "path": f"{id}.md",
        "digest": hashlib.sha256(text.encode()).hexdigest(),
    }
    return Document(id=id, title=title, text=text, **(values | fields))  # type: ignore[arg-type]


def _passage(
    document: Document, n: int, section: tuple[str, ...], page: int | None, units: list[Unit]
) -> Passage:
    start, end = units[0].start, units[-1].end
    body = document.text[start:end]
    digest = hashlib.sha256(body.encode()).hexdigest()
    return Passage(
        id=f"{document.id}-{digest[:12]}",
        document_id=document.id,
        ordinal=n,
        section=section,
        text=body,
        start=start,
        end=end,
        page_from=page,
        page_to=page,
        units=tuple(units),
        context=" › ".join([document.title, *section]),
        digest=digest,
    )


def entries() -> list[Entry]:
    """Return the documents of the tests, by title."""
    plan = make_document(
        "plan-noord",
        "Activiteitenplan onderwijsregio Noord 2026-2029",
        PLAN_PARTS,
        publisher="Onderwijsregio Noord",
        type="regioplan",
        regions=("noord",),
        sectors=("vo",),
        valid_from=date(2026, 1, 1),
        valid_to=date(2029, 12, 31),
        url="https://onderwijsregio-noord.example/plan.pdf",
        sources=(
            {"title": "Regeling onderwijsregio's", "url": "https://wetten.example/r"},
            {"title": "Mondelinge toelichting", "publisher": "Onderwijsregio Noord"},
        ),
    )
    rule = make_document(
        "regeling-2019",
        "Regeling subsidie zij-instroom 2019",
        RULE_PARTS,
        publisher="Ministerie van OCW",
        type="regeling",
        valid_from=date(2019, 1, 1),
        valid_to=date(2019, 12, 31),
        url="https://wetten.example/regeling-2019",
    )
    english = make_document(
        "teach",
        "Teaching in the Netherlands",
        ENGLISH_PARTS,
        language="en",
        url="javascript:alert(1)",
    )
    staff = make_document("werk", "Werkafspraken", STAFF_PARTS, audience="staff")
    return [plan, rule, english, staff]


class MemoryService:
    """A Service over a handful of documents; a key word in the question picks the answer."""

    def __init__(self) -> None:
        self.entries = {document.id: (document, made) for document, made in entries()}
        self.asked: list[Ask] = []
        self.ready = True

    def answer(self, ask: Ask, heard: object = None) -> Answer:
        """Answer from fixed passages."""
        self.asked.append(ask)
        words = ask.question.casefold()
        if "kapot" in words:
            raise RuntimeError("geheim pad /srv/loket")
        for key, status in (
            ("gedicht", Status.OUT_OF_SCOPE),
            ("negeer", Status.BLOCKED),
            ("kosten", Status.CLARIFY),
            ("maan", Status.NOT_FOUND),
        ):
            if key in words:
                return self._without_sources(ask, status)
        return self._with_sources(ask)

    def _without_sources(self, ask: Ask, status: Status) -> Answer:
        texts = {
            Status.OUT_OF_SCOPE: "Ik help alleen met vragen over werken in het onderwijs.",
            Status.BLOCKED: "Stel je vraag zonder opdracht aan mij.",
            Status.CLARIFY: "Bedoel je de kosten voor jou of voor de school?",
            Status.NOT_FOUND: "In mijn bronnen staat hier niets over.\nVraag het aan het loket.",
        }
        choices = ("Wat kost het mij?", "Wat kost het de school?")
        follow_ups = choices if status == Status.CLARIFY else ()
        return self._answer(ask, status, texts[status], follow_ups=follow_ups)

    def _with_sources(self, ask: Ask) -> Answer:
        english = "school for a day" in ask.question
        quotes = (
            [("teach", ENGLISH_PARTS[0][2][0])]
            if english
            else [
                ("plan-noord", PLAN_PARTS[0][2][1]),
                ("plan-noord", PLAN_PARTS[0][2][0]),
                ("regeling-2019", RULE_PARTS[0][2][0].removeprefix("1. ")),
            ]
        )
        sources = tuple(self._source(n, *quote) for n, quote in enumerate(quotes, 1))
        sentences = tuple(
            Sentence(text=f"{source.quote} [{source.number}]", citations=(source.number,))
            for source in sources
        )
        if "alles" in ask.question:
            sentences = _told_at_length(sentences)
        partial = "rooster" in ask.question
        return self._answer(
            ask,
            Status.PARTIAL if partial else Status.ANSWERED,
            " ".join(sentence.text for sentence in sentences),
            sentences=sentences,
            sources=sources,
            missing=("hoe je rooster eruitziet",) if partial else (),
            follow_ups=("Hoe maak ik een afspraak met het loket?", "Wie vraagt de subsidie aan?"),
            language="en" if english else "nl",
        )

    def _source(self, number: int, document_id: str, quote: str) -> Source:
        document, passages = self.entries[document_id]
        passage = next(passage for passage in passages if quote in passage.text)
        return Source(
            number=number,
            document_id=document_id,
            passage_id=passage.id,
            title=document.title,
            publisher=document.publisher,
            type=document.type,
            section=" › ".join(passage.section) or None,
            page=passage.page_from,
            url=document.url,
            quote=quote,
            valid_from=document.valid_from.isoformat() if document.valid_from else None,
            valid_to=document.valid_to.isoformat() if document.valid_to else None,
            expired=document.expired(TODAY),
        )

    def _answer(self, ask: Ask, status: Status, text: str, **fields: object) -> Answer:
        digest = hashlib.sha256(ask.question.encode()).hexdigest()[:12]
        return Answer(
            id=f"a-{digest}",
            conversation_id=ask.conversation_id or f"c-{digest}",
            question=ask.question,
            status=status,
            text=text,
            contact=DESK,
            index_version="test-1",
            timings_ms={"total": 1.0},
            **fields,  # type: ignore[arg-type]
        )

    def search(self, query: str, filters: Filters, limit: int, offset: int = 0) -> list[Hit]:
        """Rank by the number of shared words; ties by id."""
        words = set(re.findall(r"\w+", query.casefold()))
        hits = [
            Hit(passage=passage, document=document, score=score, dense=0.0, lexical=score, row=0)
            for document, passages in self.entries.values()
            if filters.allow(document)
            for passage in passages
            if (score := float(len(words & set(re.findall(r"\w+", passage.text.casefold())))))
        ]
        hits.sort(key=lambda hit: (-hit.score, hit.passage.id))
        return hits[offset : offset + limit]

    def documents(self) -> list[Document]:
        """Return every document."""
        return [document for document, _ in self.entries.values()]

    def document(self, document_id: str) -> Entry | None:
        """Return a document with its passages."""
        return self.entries.get(document_id)

    def passage(self, passage_id: str) -> tuple[Document, Passage, list[Passage]] | None:
        """Return a passage with its neighbours."""
        for document, passages in self.entries.values():
            for passage in passages:
                if passage.id == passage_id:
                    near = [p for p in passages if abs(p.ordinal - passage.ordinal) == 1]
                    return document, passage, near
        return None

    def status(self) -> IndexStatus:
        """Tell that the index is open, unless a test closed it."""
        return IndexStatus(
            ready=self.ready,
            version="test-1" if self.ready else None,
            documents=len(self.entries),
            passages=sum(len(passages) for _, passages in self.entries.values()),
            model="extractive",
            problem=None if self.ready else "There is no index in 'index'; run `loket ingest`.",
        )

    def today(self) -> date:
        """Return a fixed day."""
        return TODAY


def _told_at_length(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """Return an answer with introductions, a list, numbered items, and enough to fold."""
    first, second, rule = sentences
    return (
        replace(first, text=f"In “Activiteitenplan onderwijsregio Noord” staat: {first.text}"),
        second,
        Sentence(text="Het loket helpt bij drie dingen: [2]", citations=(2,)),
        *(Sentence(text=f"- {each} [2]", citations=(2,)) for each in ("een gesprek;", "een dag.")),
        replace(rule, text=f"In “Regeling subsidie” (niet meer geldig) staat: {rule.text}"),
        *(Sentence(text=f"- {n}. Lid {n}. [3]", citations=(3,)) for n in (1, 2)),
    )


def held_plan(service: MemoryService, folder: Path) -> Originals:
    """Draw the plan as a PDF of 23 pages, and return the originals that hold it."""
    file = folder / "plan.pdf"
    canvas = Canvas(str(file), pagesize=A4)
    for number in range(1, 24):
        y = 760
        for section, page, lines in PLAN_PARTS:
            for line in [section[-1], *lines] if page == number else []:
                canvas.drawString(72, y, line.lstrip("-|"))
                y -= 20
        canvas.drawString(72, 40, f"Activiteitenplan, bladzijde {number}")
        canvas.showPage()
    canvas.save()
    (folder / "origins.json").write_text(json.dumps({"plan-noord": str(file)}))
    document, passages = service.entries["plan-noord"]
    digest = digest_of("plan-noord", file)
    service.entries["plan-noord"] = replace(document, digest=digest), passages
    return build_originals(Settings(index=folder))


@pytest.fixture
def service() -> MemoryService:
    """Return a fresh service."""
    return MemoryService()


@pytest.fixture
def client(service: MemoryService) -> TestClient:
    """Return a client over the application."""
    return TestClient(create_app(service))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, MemoryService]]:
    """Run a real server that keeps record on a free port; yield its address and its service."""
    service = MemoryService()
    database = Database(tmp_path_factory.mktemp("records"), retention_days=90)
    desk = Desk.over(database)
    originals = held_plan(service, tmp_path_factory.mktemp("held"))
    app = create_app(DeskService(service, desk), desk=desk, originals=originals)
    with serving(app) as home:
        yield home, service


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Run an application on a free port of this machine; yield its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        config = uvicorn.Config(app, log_level="warning")
        running = uvicorn.Server(config)
        thread = threading.Thread(target=running.run, args=([listener],), daemon=True)
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
        running.should_exit = True
        thread.join(10)
