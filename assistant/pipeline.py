"""The way of a question to its answer, as one readable list of steps."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from assistant.answer import Answer, Ask, Considered, Contact, Status
from assistant.contacts import contact_for
from assistant.days import today
from assistant.evidence.compare import per_region
from assistant.evidence.confidence import Confidence, is_out_of_scope
from assistant.journey import first_phase, follow_ups, phase_of
from assistant.messages import (
    Messages,
    messages_for,
    spoken_language,
)
from assistant.part import Part, Quoting
from assistant.reader import Reader, Reading, filters_of
from assistant.routes.own_case import facts_for_route_check, handed_over
from assistant.understanding.clarify import Clarification, settled
from assistant.understanding.conversation import Read, resolved
from assistant.understanding.parts import Asked, questions_in
from assistant.understanding.question import understand
from assistant.understanding.regions import aliases, named
from assistant.understanding.scope import Scope, scope_of, weighed
from assistant.understanding.slots import Kind
from assistant.wording.compose import Draft, merged, text_of
from assistant.wording.validity import as_of, notes_of
from corpus.model import Audience, Document
from retrieval.embedding.entailment import Entails
from retrieval.filters import Filters
from retrieval.search import Hit, Retriever

if TYPE_CHECKING:
    from assistant.generate.writer import Writer

AUDIENCES, FILTERS_KEPT = len(Audience) + 1, 64
"""What is looked up for each of them once an index; the documents of a version never change."""

SURE = 0.5
"""
Confidence below which an answer says that it may not be quite what was asked.

Measured on the development questions: so does a third of the wrong answers, a tenth of the right.
"""


CLEARLY = 0.15
"""
How much surer an answer must be for a question to be read by itself, where it may lean.

Measured on 29 follow-ups that lean: by itself six were surer, five by at most 0.11, one below SURE.
"""


class Pipeline:
    """Answers questions over one open index; the same question gives the same answer."""

    def __init__(
        self,
        retriever: Retriever,
        writer: Writer | None = None,
        entails: Entails | None = None,
    ) -> None:
        """
        Take the retriever of the index that is to be asked.

        Args:

            writer: Who may word its answers.

            entails: Reads yes/no questions, and evidence in doubt; without it only rules do.
        """
        self._retriever = retriever
        self._writer = writer
        self._reader = Reader(retriever, entails)
        self._quoting = Quoting(retriever.index, self._reader)
        self._index = retriever.index
        self._visible = lru_cache(AUDIENCES)(self._seen_by)
        self._available = lru_cache(FILTERS_KEPT)(self._allowed)
        self._known_regions = lru_cache(AUDIENCES)(self._regions_for)

    def answer(self, ask: Ask, on: date, heard: Callable[[Answer], None] | None = None) -> Answer:
        """
        Return the answer to one question, judged as of a date.

        Args:

            heard: Where a language model words the answer, told what there is of it each time
                that a sentence is ready; its sentences are the first of the answer.
        """
        started = time.perf_counter()
        read = resolved(ask.question, ask.earlier)
        question = understand(read.text)
        messages = messages_for(question.language)
        scope = scope_of(ask)
        has_region = self._named_regions(read.text, read.context, ask.audience)
        known = frozenset({Kind.REGION} if has_region else ())
        read, filled, unclear = settled(read, scope, question.language, known)
        asked = scope.narrowed(ask)
        if read.after_all and not unclear:
            read = self._better(read, asked, on)
        text, context, whole = read.text, read.context, read.whole(messages)
        regions = self._named_regions(text, context, ask.audience)
        contact = contact_for(replace(ask, question=whole), regions, self._visible(ask.audience))
        contact = handed_over(contact, whole)
        read_as = whole if read.follows or filled else None
        language = spoken_language(question.language)
        if unclear:
            answer = self._unclear(ask, unclear, text, contact)
        else:
            parts = self._quoted(text, context, asked, regions, messages, on)
            answer = self._answer(ask, parts, messages, contact)
            answer = self._placed(answer, ask, f"{context} {text}", question.language)
            if self._writer and answer.sentences:
                opening = replace(
                    answer, read_as=read_as, language=language, model=self._writer.name
                )
                worded = self._worded(
                    parts, ask.earlier, question.language, self._partly(opening, messages, heard)
                )
                changed = any(
                    new.draft is not old.draft for new, old in zip(worded, parts, strict=True)
                )
                name = self._writer.name if changed else answer.model
                answer = replace(self._in_words(answer, worded, messages), model=name)
            hits = [hit for part in parts for hit in part.reading.hits]
            answer = self._scoped(answer, scope, filled | weighed(hits, asked), messages)
        answer = _with_route_check(answer, replace(ask, question=whole), messages)
        elapsed = (time.perf_counter() - started) * 1000
        return replace(
            answer,
            notes=self._notes(ask, answer, messages, on),
            read_as=read_as,
            language=language,
            timings_ms={"total": round(elapsed, 1)},
        )

    def instead(self, ask: Ask, status: Status, text: str, language: str) -> Answer:
        """Return a fixed answer, without a search; `{contact}` becomes the way to a person."""
        regions = self._named_regions(ask.question, "", ask.audience)
        contact = contact_for(ask, regions, self._visible(ask.audience))
        person = messages_for(language).ask_a_person.format(name=contact.name)
        said = text.replace("{contact}", person)
        base = replace(self._base(ask, contact), status=status, text=said, language=language)
        if status != Status.CLARIFY or language != "nl":
            return base
        asked = (*ask.earlier, ask.question)
        return replace(
            base, follow_ups=follow_ups(first_phase(), asked, (), self._available(filters_of(ask)))
        )

    def read(
        self, text: str, context: str = "", ask: Ask | None = None, on: date | None = None
    ) -> Reading:
        """Search for one question and weigh what is found; the first half of answering."""
        ask = ask or Ask(question=text)
        regions = self._named_regions(text, context, ask.audience)
        return self._reader.read(text, context, ask, regions, on or today())

    def forget(self) -> None:
        """Drop what is kept of questions."""
        self._reader.forget()

    def _better(self, read: Read, ask: Ask, on: date) -> Read:
        """
        Return the way to read a question in a conversation that the documents answer.

        A question that leans is read by itself where they answer that clearly better; one that
        does not lean is read in its conversation only where they do not answer it. Where they
        answer neither, it is read after all that was said before.
        """
        first = self._confidence(read, ask, on)
        if read.instead:
            second = self._confidence(read.instead, ask, on)
            if read.follows:
                better = second.probability >= first.probability + CLEARLY
            else:
                better = not first.enough
            if better and second.enough and (not read.follows or second.probability >= SURE):
                return read.instead
        if read.after_all and not first.enough:
            last = self._confidence(read.after_all, ask, on)
            if last.enough:
                return read.after_all
        return read

    def _confidence(self, read: Read, ask: Ask, on: date) -> Confidence:
        return self.read(read.text, read.context, ask, on).confidence

    def _named_regions(self, text: str, context: str, audience: str | None) -> list[str]:
        known = self._known_regions(audience)
        return named(text, known) or named(context, known)

    def _regions_for(self, audience: str | None) -> dict[str, set[str]]:
        return aliases(self._visible(audience))

    def _seen_by(self, audience: str | None) -> list[Document]:
        return [each for each in self._index.documents.values() if each.shown_to(audience)]

    def _quoted(
        self,
        text: str,
        context: str,
        ask: Ask,
        regions: list[str],
        messages: Messages,
        on: date,
    ) -> list[Part]:
        """Return each question of a text with its draft; the text whole, where none has one."""
        parts = [
            self._quoting.answer(part.text, part.context, ask, about, messages, on, only)
            for part, about, only in self._parts(text, context, regions, ask.audience)
        ]
        if len(parts) == 1 or len(regions) > 1 or any(part.draft.sentences for part in parts):
            return parts
        whole = self._quoting.answer(text, context, ask, regions, messages, on)
        return [whole] if whole.draft.sentences else parts

    def _parts(
        self, text: str, context: str, regions: list[str], audience: str | None
    ) -> list[tuple[Asked, list[str], Collection[str]]]:
        """Return each question in a text with its regions, and the names of one told apart."""
        known = self._known_regions(audience)
        asked: list[tuple[Asked, list[str], Collection[str]]] = []
        for part in questions_in(text, context):
            apart = per_region(part.text, regions, known)
            asked += [
                (replace(part, text=own), [region], known[region]) for region, own in apart.items()
            ]
            asked += [] if apart else [(part, regions, ())]
        return asked

    def _worded(
        self,
        parts: list[Part],
        earlier: tuple[str, ...],
        language: str,
        heard: Callable[[list[Draft]], None] | None,
    ) -> list[Part]:
        """
        Return the parts in the words of a language model, where one words them well.

        What is asked with ja or nee is left: the verdict and its passage are ours.
        """
        if self._writer is None:
            return parts
        until = time.monotonic() + self._writer.seconds
        worded: list[Part] = []
        for part in parts:
            draft, before = part.draft, [each.draft for each in worded]
            tell = partial(_tell, heard, before) if heard else None
            made = None
            if part.reading.claim is None and draft.sentences:
                made = self._writer.write(part.text, earlier, language, draft, until, tell)
            kept = replace(made, notes=draft.notes) if made else draft
            worded.append(replace(part, draft=kept))
            if heard and kept.sentences:
                heard([*before, kept])
        return worded

    def _partly(
        self, answer: Answer, messages: Messages, heard: Callable[[Answer], None] | None
    ) -> Callable[[list[Draft]], None] | None:
        """Return what shows the drafts so far as an answer, where somebody hears them."""
        if heard is None:
            return None

        def tell(drafts: list[Draft]) -> None:
            draft = merged(drafts)
            heard(
                replace(
                    answer,
                    sentences=draft.sentences,
                    sources=draft.sources,
                    text=text_of(draft, (), messages),
                )
            )

        return tell

    @staticmethod
    def _in_words(answer: Answer, parts: list[Part], messages: Messages) -> Answer:
        """Return an answer with the sentences and sources of other drafts."""
        draft = merged([each.draft for each in parts])
        return replace(
            answer,
            text=text_of(draft, answer.missing, messages),
            sentences=draft.sentences,
            sources=draft.sources,
        )

    def _answer(
        self,
        ask: Ask,
        parts: list[Part],
        messages: Messages,
        contact: Contact,
    ) -> Answer:
        answered = [part.draft for part in parts if part.draft.sentences]
        missing = tuple(part.text for part in parts if not part.draft.sentences)
        readings = [part.reading for part in parts]
        sure = max(reading.confidence.probability for reading in readings)
        base = replace(
            self._base(ask, contact), considered=_considered(readings), confidence=round(sure, 4)
        )
        if not answered:
            foreign = all(is_out_of_scope(each.query, each.hits, each.ranked) for each in readings)
            status = Status.OUT_OF_SCOPE if foreign else Status.NOT_FOUND
            sentence = messages.out_of_scope if foreign else messages.not_found
            person = f"{messages.ask_a_person.format(name=contact.name)} {messages.follow_contact}"
            return replace(base, status=status, text=sentence.format(contact=person))
        draft = merged(answered)
        return replace(
            base,
            status=Status.PARTIAL if missing else Status.ANSWERED,
            text=text_of(draft, missing, messages),
            sentences=draft.sentences,
            sources=draft.sources,
            missing=missing,
            notes=draft.notes if sure >= SURE else (*draft.notes, messages.unsure),
        )

    def _placed(self, answer: Answer, ask: Ask, text: str, language: str) -> Answer:
        """Add the phase of the journey and, for a question in Dutch, what to ask next."""
        if answer.status == Status.OUT_OF_SCOPE:
            return answer
        cited = [source.document_id for source in answer.sources]
        phase = phase_of(text, cited)
        if language != "nl":
            return replace(answer, phase=phase)
        asked = (*ask.earlier, ask.question)
        available = self._available(filters_of(ask))
        return replace(answer, phase=phase, follow_ups=follow_ups(phase, asked, cited, available))

    def _allowed(self, filters: Filters) -> frozenset[str]:
        """Return the ids of the documents that can answer someone."""
        return frozenset(each.id for each in self._index.documents.values() if filters.allow(each))

    def _unclear(self, ask: Ask, unclear: Clarification, text: str, contact: Contact) -> Answer:
        """Return the one question that has to be answered first, with what can be chosen."""
        return replace(
            self._base(ask, contact),
            status=Status.CLARIFY,
            text=unclear.text,
            phase=phase_of(text, ()),
            follow_ups=unclear.choices,
        )

    def _scoped(
        self, answer: Answer, scope: Scope, used: frozenset[Kind], messages: Messages
    ) -> Answer:
        """Say whom the answer is for, where that shaped it."""
        note = scope.note(messages, used) if answer.sentences else None
        return replace(answer, notes=(*answer.notes, note)) if note else answer

    def _notes(self, ask: Ask, answer: Answer, messages: Messages, on: date) -> tuple[str, ...]:
        """Return what to know of the answer: the date asked for, and its sources' state."""
        own = list(as_of(ask, messages))
        if answer.sources:
            own += [messages.dutch_text] if messages.dutch_text else []
            own += notes_of(answer.sources, self._index.documents, messages, on)
        return (*own, *answer.notes)

    def _base(self, ask: Ask, contact: Contact) -> Answer:
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


def _with_route_check(answer: Answer, ask: Ask, messages: Messages) -> Answer:
    """Lead a question about one's own route to the route check, with what was told."""
    facts = facts_for_route_check(ask)
    if facts is None or answer.status == Status.OUT_OF_SCOPE:
        return answer
    return replace(answer, situation=facts, notes=(*answer.notes, messages.route_check))


def _tell(heard: Callable[[list[Draft]], None], before: list[Draft], draft: Draft) -> None:
    heard([*before, draft])


def _considered(readings: list[Reading]) -> tuple[Considered, ...]:
    """Return the hits of every part of the question, each passage once."""
    hits: dict[str, Hit] = {}
    for reading in readings:
        for hit in reading.hits:
            hits.setdefault(hit.passage.id, hit)
    return tuple(
        Considered(
            document_id=hit.document.id,
            passage_id=hit.passage.id,
            score=round(hit.score, 4),
            cosine=round(hit.dense, 4),
        )
        for hit in hits.values()
    )
