"""The Service of a server: the desk's own answers first, every answer noted."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Ask, Status
from assistant.contacts import contact_for
from assistant.desk.curated import MODEL, draft_of, first_match, text_of
from assistant.desk.desk import Desk
from assistant.guard.screen import screened
from assistant.journey import follow_ups, phase_of
from assistant.messages import NL, STOPPED
from assistant.records.decisions import Curated
from assistant.service import IndexStatus, Service
from assistant.wording.compose import Draft
from assistant.wording.validity import as_of, notes_of
from corpus.model import Document, Passage
from retrieval.filters import Filters
from retrieval.search import Hit


class DeskService:
    """A Service around another one. Thread-safe where that one is."""

    def __init__(
        self,
        inner: Service,
        desk: Desk,
        remember: Callable[[str, str, bool], None] | None = None,
    ) -> None:
        """
        Take the service that answers, and the desk that keeps record and sets rules.

        Args:

            remember: Told the conversation and the question of what is answered here, and whether
                its page may be opened again, so that the inner service can read a follow-up on it.
        """
        self._inner = inner
        self._desk = desk
        self._remember = remember

    def answer(self, ask: Ask, heard: Callable[[Answer], None] | None = None) -> Answer:
        """
        Answer one question, and note it; keeping record never stops an answer.

        Who is in need gets the inner service's help whatever else holds. Then a stop wins, then
        an answer that an editor wrote for this question, as long as the documents still carry
        it, then the inner service.
        """
        own = self._own(ask)
        answer = own or self._inner.answer(ask, heard)
        self._desk.metrics.answered(answer)
        self._desk.log.note(answer)
        return answer

    def _own(self, ask: Ask) -> Answer | None:
        """Return the desk's own answer, guarded as any other, or None where there is none."""
        rules = self._desk.house.rules()
        if rules.stop is None and not rules.curated:
            return None
        guard = screened(ask)
        if guard.instead:
            return None
        own = self._stopped(guard.ask) if rules.stop else self._curated(guard.ask, rules.curated)
        return guard.finish(own) if own else None

    def _stopped(self, ask: Ask) -> Answer:
        answer = self._base(ask, [])
        person = NL.ask_a_person.format(name=answer.contact.name)
        return replace(answer, text=STOPPED.format(contact=person))

    def _curated(self, ask: Ask, kept: tuple[Curated, ...]) -> Answer | None:
        started = time.perf_counter()
        curated = first_match(kept, ask.question)
        if curated is None:
            return None
        on = ask.on or self.today()
        draft = draft_of(curated, self, on, ask.audience)
        if not isinstance(draft, Draft):
            return None
        known = {each.id: each for each in self.documents()}
        allow = Filters(region=ask.region, sector=ask.sector, audience=ask.audience).allow
        documents = [each for each in known.values() if allow(each)]
        answer = self._base(ask, documents)
        cited = [source.document_id for source in draft.sources]
        phase = phase_of(ask.question, cited)
        asked, available = (*ask.earlier, ask.question), {each.id for each in documents}
        if self._remember is not None:
            self._remember(answer.conversation_id, answer.question, ask.reopened)
        return replace(
            answer,
            status=Status.ANSWERED,
            text=text_of(draft),
            sentences=draft.sentences,
            sources=draft.sources,
            notes=(*as_of(ask, NL), *notes_of(draft.sources, known, NL, on)),
            phase=phase,
            follow_ups=follow_ups(phase, asked, cited, available),
            model=MODEL,
            timings_ms={"total": round((time.perf_counter() - started) * 1000, 1)},
        )

    def _base(self, ask: Ask, documents: list[Document]) -> Answer:
        """Return an answer of the desk itself, with nothing in it yet."""
        return Answer(
            id=ask.id or uuid.uuid4().hex,
            conversation_id=ask.conversation_id or uuid.uuid4().hex,
            question=ask.question,
            status=Status.BLOCKED,
            text="",
            contact=contact_for(ask, [], documents),
            index_version=self._inner.status().version or "",
            timings_ms={"total": 0.0},
        )

    def search(self, query: str, filters: Filters, limit: int, offset: int = 0) -> list[Hit]:
        """Return passages, best first."""
        return self._inner.search(query, filters, limit, offset)

    def documents(self) -> list[Document]:
        """Return every document of the index, by title."""
        return self._inner.documents()

    def document(self, document_id: str) -> tuple[Document, list[Passage]] | None:
        """Return a document with its passages in order, or None."""
        return self._inner.document(document_id)

    def passage(self, passage_id: str) -> tuple[Document, Passage, list[Passage]] | None:
        """Return a passage with its document and its neighbours (before and after), or None."""
        return self._inner.passage(passage_id)

    def status(self) -> IndexStatus:
        """Tell whether an index is open and sound."""
        return self._inner.status()

    def today(self) -> date:
        """Return the date that validity is judged by."""
        return self._inner.today()
