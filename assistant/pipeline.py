"""The way of a question to its answer, as one readable list of steps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.answer import Answer, Ask, Status
from assistant.case import Case, Cases
from assistant.contacts import contact_for
from assistant.days import today
from assistant.evidence.compare import per_region
from assistant.outcomes import Outcomes, scoped, with_route_check
from assistant.part import Part, Posed, Quoting
from assistant.reader import Reader, Reading
from assistant.understanding.lacking import Lacking
from assistant.understanding.parts import questions_in
from assistant.visible import Visible
from assistant.worded import worded
from retrieval.embedding.entailment import Entails
from retrieval.search import Retriever

if TYPE_CHECKING:
    from assistant.generate.writer import Writer


class Pipeline:
    """Answers questions over one open index; the same question gives the same answer."""

    def __init__(
        self,
        retriever: Retriever,
        writer: Writer | None = None,
        entails: Entails | None = None,
        lacking: Lacking | None = None,
    ) -> None:
        """
        Take the retriever of the index that is to be asked.

        Args:

            writer: Who may word its answers.

            entails: Reads yes/no questions, and evidence in doubt; without it only rules do.

            lacking: Tells what a question lacks; without it only rules do.
        """
        self._retriever = retriever
        self._index = retriever.index
        self._writer = writer
        self._reader = Reader(retriever, entails)
        self._visible = Visible(retriever.index)
        self._cases = Cases(self._reader, self._visible, lacking)
        self._quoting = Quoting(retriever.index, self._reader)
        self._outcomes = Outcomes(retriever.index, self._visible)

    def answer(self, ask: Ask, on: date, heard: Callable[[Answer], None] | None = None) -> Answer:
        """
        Return the answer to one question, judged as of a date.

        Args:

            heard: Where a language model words the answer, told what there is of it each time
                that a sentence is ready; its sentences are the first of the answer.
        """
        started = time.perf_counter()
        case = self._cases.of(ask, on)
        if case.unclear:
            answer = self._outcomes.unclear(case, case.unclear)
        else:
            answer = self._answered(case, heard)
        answer = with_route_check(case, answer)
        answer = self._outcomes.noted(case, answer)
        elapsed = (time.perf_counter() - started) * 1000
        return replace(answer, timings_ms={"total": round(elapsed, 1)})

    def instead(self, ask: Ask, status: Status, text: str, language: str) -> Answer:
        """Return a fixed answer, without a search; `{contact}` becomes the way to a person."""
        regions = self._visible.named(ask.question, "", ask.audience)
        contact = contact_for(ask, regions, self._visible.documents(ask.audience))
        return self._outcomes.instead(ask, contact, status, text, language)

    def read(
        self, text: str, context: str = "", ask: Ask | None = None, on: date | None = None
    ) -> Reading:
        """Search for one question and weigh what is found; the first half of answering."""
        ask = ask or Ask(question=text)
        regions = self._visible.named(text, context, ask.audience)
        return self._reader.read(text, context, ask, regions, on or today())

    def forget(self) -> None:
        """Drop what is kept of questions."""
        self._reader.forget()

    def _answered(self, case: Case, heard: Callable[[Answer], None] | None) -> Answer:
        """Return what the documents say, in the words of a language model where one is set."""
        parts = self._quoted(case)
        answer = self._outcomes.answer(case, parts)
        if self._writer and answer.sentences:
            answer = worded(self._writer, case, answer, parts, heard)
        return scoped(case, answer, parts)

    def _quoted(self, case: Case) -> list[Part]:
        """Return each question of a text with its draft; the text whole, where none has one."""
        whole = Posed(
            text=case.read.text,
            context=case.read.context,
            ask=case.narrowed,
            regions=case.regions,
            messages=case.messages,
            on=case.on,
        )
        each = list(self._each(whole))
        parts = [self._quoting.answer(replace(posed, sharing=len(each))) for posed in each]
        if len(parts) == 1 or len(whole.regions) > 1 or any(part.draft.sentences for part in parts):
            return parts
        at_once = self._quoting.answer(whole)
        return [at_once] if at_once.draft.sentences else parts

    def _each(self, whole: Posed) -> Iterator[Posed]:
        """Yield each question in a text; for each place apart, where it sets them side by side."""
        known = self._visible.regions(whole.ask.audience)
        for asked in questions_in(whole.text, whole.context):
            posed = replace(whole, text=asked.text, context=asked.context)
            apart = per_region(asked.text, whole.regions, known)
            for each in apart:
                regions = [each.region] if each.region else []
                only = known.get(each.region, ())
                yield replace(posed, text=each.text, regions=regions, only=only)
            if not apart:
                yield posed
