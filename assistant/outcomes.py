"""Answers from what was found, or was not: status, text, phase, notes and the way to a person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from assistant.answer import Answer, Ask, Considered, Contact, Status
from assistant.case import SURE, Case
from assistant.evidence.confidence import is_out_of_scope
from assistant.journey import first_phase, follow_ups, phase_of
from assistant.messages import messages_for
from assistant.part import Part
from assistant.reader import Reading, filters_of, weighed
from assistant.routes.own_case import facts_for_route_check
from assistant.understanding.clarify import Clarification
from assistant.visible import Visible
from assistant.wording.compose import merged, text_of
from assistant.wording.validity import as_of, notes_of
from retrieval.index import Index
from retrieval.search import Hit


class Outcomes:
    """Makes answers over one open index."""

    def __init__(self, index: Index, visible: Visible) -> None:
        """Take the index, and what may be seen of it."""
        self._index = index
        self._visible = visible

    def instead(
        self, ask: Ask, contact: Contact, status: Status, text: str, language: str
    ) -> Answer:
        """Return a fixed answer; `{contact}` becomes the way to a person."""
        person = messages_for(language).ask_a_person.format(name=contact.name)
        said = text.replace("{contact}", person)
        base = replace(self._blank(ask, contact), status=status, text=said, language=language)
        if status != Status.CLARIFY or language != "nl":
            return base
        return replace(base, follow_ups=self._follow_ups(ask, first_phase(), ()))

    def unclear(self, case: Case, asked: Clarification) -> Answer:
        """Return the one question that has to be answered first, with what can be chosen."""
        return replace(
            self._of(case),
            status=Status.CLARIFY,
            text=asked.text,
            phase=phase_of(case.read.text, ()),
            follow_ups=asked.choices,
        )

    def answer(self, case: Case, parts: list[Part]) -> Answer:
        """Return what was found for the questions of a text, and which of them have no answer."""
        readings = [part.reading for part in parts]
        sure = max(reading.confidence.probability for reading in readings)
        base = replace(
            self._of(case), considered=_considered(_hits(parts)), confidence=round(sure, 4)
        )
        answered = [part.draft for part in parts if part.draft.sentences]
        if not answered:
            return self._placed(case, _not_found(case, base, readings))
        missing = tuple(part.text for part in parts if not part.draft.sentences)
        draft, messages = merged(answered), case.messages
        answer = replace(
            base,
            status=Status.PARTIAL if missing else Status.ANSWERED,
            text=text_of(draft, missing, messages),
            sentences=draft.sentences,
            sources=draft.sources,
            missing=missing,
            notes=draft.notes if sure >= SURE else (*draft.notes, messages.unsure),
        )
        return self._placed(case, answer)

    def noted(self, case: Case, answer: Answer) -> Answer:
        """Add what to know of an answer: the date asked for, and its sources' state."""
        own = list(as_of(case.ask, case.messages))
        if answer.sources:
            own += [case.messages.dutch_text] if case.messages.dutch_text else []
            own += notes_of(answer.sources, self._index.documents, case.messages, case.on)
        return replace(answer, notes=(*own, *answer.notes))

    def _placed(self, case: Case, answer: Answer) -> Answer:
        """Add the phase of the journey and, for a question in Dutch, what to ask next."""
        if answer.status == Status.OUT_OF_SCOPE:
            return answer
        cited = [source.document_id for source in answer.sources]
        phase = phase_of(f"{case.read.context} {case.read.text}", cited)
        if case.language != "nl":
            return replace(answer, phase=phase)
        return replace(answer, phase=phase, follow_ups=self._follow_ups(case.ask, phase, cited))

    def _follow_ups(self, ask: Ask, phase: str | None, cited: Iterable[str]) -> tuple[str, ...]:
        asked = (*ask.earlier, ask.question)
        return follow_ups(phase, asked, tuple(cited), self._visible.answering(filters_of(ask)))

    def _of(self, case: Case) -> Answer:
        """Return the answer to a case that says nothing yet."""
        blank = self._blank(case.ask, case.contact)
        return replace(blank, read_as=case.read_as, language=case.spoken)

    def _blank(self, ask: Ask, contact: Contact) -> Answer:
        version = self._index.manifest.version
        digest = hashlib.sha256(repr((version, ask)).encode()).hexdigest()[:16]
        return Answer(
            id=ask.id or digest,
            conversation_id=ask.conversation_id or digest,
            question=ask.question,
            status=Status.NOT_FOUND,
            text="",
            contact=contact,
            index_version=version,
        )


def scoped(case: Case, answer: Answer, parts: list[Part]) -> Answer:
    """Say whom an answer is for, where that shaped it."""
    used = case.filled | weighed(_hits(parts), case.narrowed)
    note = case.scope.note(case.messages, used) if answer.sentences else None
    return replace(answer, notes=(*answer.notes, note)) if note else answer


def with_route_check(case: Case, answer: Answer) -> Answer:
    """Lead a question about one's own route to the route check, with what was told."""
    facts = facts_for_route_check(replace(case.ask, question=case.whole))
    if facts is None or answer.status == Status.OUT_OF_SCOPE:
        return answer
    return replace(answer, situation=facts, notes=(*answer.notes, case.messages.route_check))


def _not_found(case: Case, base: Answer, readings: list[Reading]) -> Answer:
    """Return a refusal with the way to a person: not ours, or ours but not in the documents."""
    messages = case.messages
    foreign = all(is_out_of_scope(each.query, each.hits, each.ranked) for each in readings)
    status = Status.OUT_OF_SCOPE if foreign else Status.NOT_FOUND
    sentence = messages.out_of_scope if foreign else messages.not_found
    person = f"{messages.ask_a_person.format(name=case.contact.name)} {messages.follow_contact}"
    return replace(base, status=status, text=sentence.format(contact=person))


def _hits(parts: list[Part]) -> list[Hit]:
    return [hit for part in parts for hit in part.reading.hits]


def _considered(hits: list[Hit]) -> tuple[Considered, ...]:
    """Return hits as they are logged, each passage once."""
    once: dict[str, Hit] = {}
    for hit in hits:
        once.setdefault(hit.passage.id, hit)
    return tuple(
        Considered(
            document_id=hit.document.id,
            passage_id=hit.passage.id,
            score=round(hit.score, 4),
            cosine=round(hit.dense, 4),
        )
        for hit in once.values()
    )
