"""The way of a question to its answer, as one readable list of steps."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from assistant.answer import Answer, Ask, Considered, Contact, Status
from assistant.contacts import contact_for
from assistant.evidence.compare import of_region, per_region
from assistant.evidence.confidence import is_out_of_scope
from assistant.evidence.extract import Chosen, choose
from assistant.journey import first_phase, follow_ups, phase_of
from assistant.messages import (
    DUTCH_VERDICTS,
    NL,
    OTHER_SECTOR,
    Messages,
    messages_for,
    spoken_language,
)
from assistant.reader import Reader, Reading, filters_of
from assistant.routes.own_case import facts_for_route_check, handed_over
from assistant.understanding.articles import article_in, articles_in
from assistant.understanding.clarify import Clarification, settled
from assistant.understanding.conversation import Read, resolved
from assistant.understanding.question import understand
from assistant.understanding.regions import aliases, named
from assistant.understanding.scope import Scope, scope_of, weighed
from assistant.understanding.sectors import NAMES, listed, only_for_others, sector_in
from assistant.understanding.slots import Kind
from assistant.verdict.judge import Judge
from assistant.verdict.opening import Verdict, led_by, said
from assistant.wording.compose import Composer, Draft, merged, spoken_title
from assistant.wording.disagreement import Disagreement, disagreement
from assistant.wording.validity import dated, in_force_first, notes_of, plain_date
from assistant.wording.verify import verified
from corpus.model import Document
from retrieval.filters import Filters
from retrieval.search import Hit, Retriever

if TYPE_CHECKING:
    from assistant.generate.writer import Writer

AUDIENCES, FILTERS_KEPT = 2, 64
"""What is looked up for each of them once an index; the documents of a version never change."""

SURE = 0.5
"""
Confidence below which an answer says that it may not be quite what was asked.

Measured on the development questions: so does a third of the wrong answers, a tenth of the right.
"""


CLEARLY = 0.2
"""
How much surer an answer must be for a question to be read by itself, where it may lean.

Measured on 29 follow-ups that lean: by itself six were surer, five by at most 0.11, one below SURE.
"""


class Pipeline:
    """Answers questions over one open index; the same question gives the same answer."""

    def __init__(self, retriever: Retriever, writer: Writer | None = None) -> None:
        """Take the retriever of the index that is to be asked, and who may word its answers."""
        self._retriever = retriever
        self._writer = writer
        self._reader = Reader(retriever)
        self._index = retriever.index
        self._visible = lru_cache(AUDIENCES)(self._seen_by)
        self._available = lru_cache(FILTERS_KEPT)(self._allowed)
        self._regions = {who: aliases(self._visible(who)) for who in (None, "public")}

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
        read, filled, unclear = settled(read, scope, question.language)
        if read.instead and not unclear:
            read = self._better(read, read.instead, scope.narrowed(ask), on)
        text, context, whole = read.text, read.context, read.whole(messages)
        regions = self._named_regions(text, context, ask.audience)
        contact = contact_for(replace(ask, question=whole), regions, self._visible(ask.audience))
        contact = handed_over(contact, whole)
        read_as = whole if read.follows or filled else None
        language = spoken_language(question.language)
        if unclear:
            answer = self._unclear(ask, unclear, text, contact)
        else:
            asked = scope.narrowed(ask)
            parts = [
                self._part(part, context, asked, about, messages, on, apart=apart)
                for part, about, apart in self._parts(text, regions, ask.audience)
            ]
            answer = self._answer(ask, parts, messages, contact)
            answer = self._placed(answer, ask, f"{context} {text}", question.language)
            if self._writer and answer.sentences:
                opening = replace(
                    answer, read_as=read_as, language=language, model=self._writer.name
                )
                worded = self._worded(
                    parts, ask.earlier, question.language, self._partly(opening, messages, heard)
                )
                name = self._writer.name if worded != parts else answer.model
                answer = replace(self._in_words(answer, worded, messages), model=name)
            hits = [hit for _, reading, _ in parts for hit in reading.hits]
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
        return self._reader.read(text, context, ask, regions, on or date.today())

    def _better(self, read: Read, other: Read, ask: Ask, on: date) -> Read:
        """
        Return the way to read a question that the documents answer.

        A question that leans is read by itself where they answer that clearly better; one that
        does not lean is read in its conversation only where they do not answer it.
        """
        first, second = (
            self.read(each.text, each.context, ask, on).confidence for each in (read, other)
        )
        if read.follows:
            better = second.probability >= first.probability + CLEARLY
        else:
            better = not first.enough
        return other if better and second.enough and second.probability >= SURE else read

    def _named_regions(self, text: str, context: str, audience: str | None) -> list[str]:
        known = self._known_regions(audience)
        return named(text, known) or named(context, known)

    def _known_regions(self, audience: str | None) -> dict[str, set[str]]:
        return self._regions.get(audience, self._regions[None])

    def _seen_by(self, audience: str | None) -> list[Document]:
        allow = Filters(audience=audience).allow
        return [each for each in self._index.documents.values() if allow(each)]

    def _parts(
        self, text: str, regions: list[str], audience: str | None
    ) -> list[tuple[str, list[str], bool]]:
        """Return each question in a text with its regions; what sets regions apart, for each."""
        known = self._known_regions(audience)
        asked: list[tuple[str, list[str], bool]] = []
        for part in _each_article(_questions(text)):
            apart = per_region(part, regions, known)
            asked += [(own, [region], True) for region, own in apart.items()]
            asked += [] if apart else [(part, regions, False)]
        return asked

    def _part(
        self,
        text: str,
        context: str,
        ask: Ask,
        regions: list[str],
        messages: Messages,
        on: date,
        *,
        apart: bool = False,
    ) -> tuple[str, Reading, Draft]:
        """Return one question with what was found and the verified draft of its answer."""
        composer = Composer(self._index, messages, on)
        article = article_in(text)
        if article is not None and article.looked_up:
            reading, quoted = self._reader.looked_up(article, text, context, ask, regions, on)
            draft = verified(
                composer.compose(quoted), self._index.documents, messages.introductions
            )
            return text, reading, draft
        reading, place = self._reader.read(text, context, ask, regions, on), None
        if not reading.confidence.enough and not apart:
            reading, place = self._reader.generally(text, context, ask, regions, on) or (
                reading,
                None,
            )
        ranked = reading.ranked
        if apart:
            names = self._known_regions(ask.audience)[regions[0]]
            ranked = of_region(ranked, regions[0], names)
        chosen = choose(self._index, reading.question, ranked)
        chosen = in_force_first(chosen, ranked)
        if not reading.confidence.enough or not chosen:
            return text, reading, Draft(sentences=(), sources=())
        opening = ""
        told = messages is NL and not apart and not place
        verdict = self._verdict(reading) if told else None
        if verdict is not None:
            opening, chosen = said(verdict, DUTCH_VERDICTS), led_by(verdict, chosen)
        conflict = disagreement(reading.question.expects, reading.query, ranked, chosen, on)
        if verdict is not None and verdict.against is not None:
            # One document says ja and another nee: both are shown, and neither is chosen.
            opening, conflict = "", Disagreement.between(verdict.candidate, verdict.against)
        notes: tuple[str, ...] = (messages.in_general.format(place=place),) if place else ()
        notes += _for_others(text, chosen) if messages is NL else ()
        if conflict is not None:
            chosen = conflict.added_to(chosen)
            notes += (self._differ(conflict, messages),)
        own_words = f"{messages.introductions} {opening}"
        made = composer.compose(chosen, opening, asked=reading.claim is not None)
        draft = verified(made, self._index.documents, own_words)
        return text, reading, replace(draft, notes=notes if draft.sentences else ())

    @staticmethod
    def _differ(conflict: Disagreement, messages: Messages) -> str:
        one, other = conflict.one.hit.document, conflict.other.hit.document
        return messages.differ.format(
            one=spoken_title(one),
            one_date=dated(one),
            other=spoken_title(other),
            other_date=dated(other),
        )

    def _verdict(self, reading: Reading) -> Verdict | None:
        """Return yes or no, where the question asks for it and a passage carries it."""
        if reading.claim is None:
            return None
        return Judge(self._index, reading.claim, reading.query).verdict(reading.ranked)

    def _worded(
        self,
        parts: list[tuple[str, Reading, Draft]],
        earlier: tuple[str, ...],
        language: str,
        heard: Callable[[list[Draft]], None] | None,
    ) -> list[tuple[str, Reading, Draft]]:
        """
        Return the parts in the words of a language model, where one words them well.

        What is asked with ja or nee is left: the verdict and its passage are ours.
        """
        if self._writer is None:
            return parts
        until = time.monotonic() + self._writer.seconds
        worded: list[tuple[str, Reading, Draft]] = []
        for text, reading, draft in parts:
            before = [each for _, _, each in worded]
            tell = partial(_tell, heard, before) if heard else None
            made = None
            if reading.claim is None and draft.sentences:
                made = self._writer.write(text, earlier, language, draft, until, tell)
            kept = replace(made, notes=draft.notes) if made else draft
            worded.append((text, reading, kept))
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
                    text=_text(draft, (), messages),
                )
            )

        return tell

    @staticmethod
    def _in_words(
        answer: Answer, parts: list[tuple[str, Reading, Draft]], messages: Messages
    ) -> Answer:
        """Return an answer with the sentences and sources of other drafts."""
        draft = merged([each for _, _, each in parts])
        return replace(
            answer,
            text=_text(draft, answer.missing, messages),
            sentences=draft.sentences,
            sources=draft.sources,
        )

    def _answer(
        self,
        ask: Ask,
        parts: list[tuple[str, Reading, Draft]],
        messages: Messages,
        contact: Contact,
    ) -> Answer:
        answered = [part for part in parts if part[2].sentences]
        missing = tuple(text for text, _, draft in parts if not draft.sentences)
        sure = max(reading.confidence.probability for _, reading, _ in parts)
        base = replace(
            self._base(ask, contact), considered=_considered(parts), confidence=round(sure, 4)
        )
        if not answered:
            foreign = all(is_out_of_scope(r.hits, r.ranked) for _, r, _ in parts)
            status = Status.OUT_OF_SCOPE if foreign else Status.NOT_FOUND
            sentence = messages.out_of_scope if foreign else messages.not_found
            person = f"{messages.ask_a_person.format(name=contact.name)} {messages.follow_contact}"
            return replace(base, status=status, text=sentence.format(contact=person))
        draft = merged([draft for _, _, draft in answered])
        return replace(
            base,
            status=Status.PARTIAL if missing else Status.ANSWERED,
            text=_text(draft, missing, messages),
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
        own = [messages.as_of.format(on=plain_date(on))] if ask.on is not None else []
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


def _considered(parts: list[tuple[str, Reading, Draft]]) -> tuple[Considered, ...]:
    """Return the hits of every part of the question, each passage once."""
    hits: dict[str, Hit] = {}
    for _, reading, _ in parts:
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


def _for_others(text: str, chosen: list[Chosen]) -> tuple[str, ...]:
    """Return what to say where a question names one sector, and the answer only others."""
    asked = sector_in(text)
    found = only_for_others(asked, [unit.text for unit in chosen]) if asked else frozenset()
    return (
        (OTHER_SECTOR.format(asked=NAMES[asked], found=listed(found)),) if asked and found else ()
    )


def _with_route_check(answer: Answer, ask: Ask, messages: Messages) -> Answer:
    """Lead a question about one's own route to the route check, with what was told."""
    facts = facts_for_route_check(ask)
    if facts is None or answer.status == Status.OUT_OF_SCOPE:
        return answer
    return replace(answer, situation=facts, notes=(*answer.notes, messages.route_check))


def _tell(heard: Callable[[list[Draft]], None], before: list[Draft], draft: Draft) -> None:
    heard([*before, draft])


_NEXT_QUESTION = re.compile(r"(?<=[?])\s+(?=\S)")


def _questions(text: str) -> list[str]:
    """Split what is plainly two questions: each with its own question mark."""
    parts = [part.strip() for part in _NEXT_QUESTION.split(text) if part.strip()]
    real = [part for part in parts if part.endswith("?") and len(part.split()) > 2]
    return real if len(real) > 1 and len(real) == len(parts) else [text]


def _each_article(questions: list[str]) -> list[str]:
    """Split a question that looks up several articles: one question for each."""
    made: list[str] = []
    for question in questions:
        articles = articles_in(question)
        several = len(articles) > 1 and articles[0].looked_up
        made += [article.question for article in articles] if several else [question]
    return made


def _text(draft: Draft, missing: tuple[str, ...], messages: Messages) -> str:
    """Return the answer: a paragraph a source, sentences with their numbers, items on lines."""
    lines: list[str] = []
    carried: tuple[int, ...] = ()
    for sentence in draft.sentences:
        marks = "".join(f"[{number}]" for number in sentence.citations)
        said = f"{sentence.text} {marks}"
        runs_on = lines and sentence.citations == carried
        if not runs_on or sentence.text.startswith("- ") or lines[-1].startswith("- "):
            lines.append(said)
        else:
            lines[-1] += f" {said}"
        carried = sentence.citations
    lines += [messages.still_open.format(part=part) for part in missing]
    return "\n".join(lines)
