"""A question as it is understood: in its conversation, with what is known of who asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Ask, Contact
from assistant.contacts import contact_for
from assistant.evidence.confidence import Confidence
from assistant.messages import Messages, messages_for, spoken_language
from assistant.reader import Reader
from assistant.routes.own_case import handed_over
from assistant.understanding.clarify import Clarification, settled
from assistant.understanding.conversation import Read, resolved
from assistant.understanding.lacking import Lacking
from assistant.understanding.parts import questions_in
from assistant.understanding.question import understand
from assistant.understanding.scope import Scope, scope_of
from assistant.understanding.slots import Kind
from assistant.visible import Visible

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """
    A question as it is understood, with what its answer depends on.

    Args:

        ask: The question as it came in.

        narrowed: The same, preferring what is for the visitor's place and sector.

        on: The date that validity is judged by.

        read: The question in its conversation, with what is known of the visitor filled in.

        language: Of the question; `messages` are in it, in English where we lack it.

        filled: What of `scope` was filled in.

        unclear: What has to be answered first, if anything.

        regions: Codes of those that it names.
    """

    ask: Ask
    narrowed: Ask
    on: date
    read: Read
    language: str
    messages: Messages
    scope: Scope
    filled: frozenset[Kind]
    unclear: Clarification | None
    regions: list[str]
    contact: Contact

    @property
    def whole(self) -> str:
        """The question in full, in words of its language."""
        return self.read.whole(self.messages)

    @property
    def read_as(self) -> str | None:
        """The question in full, where it was not asked so."""
        return self.whole if self.read.follows or self.filled else None

    @property
    def spoken(self) -> str:
        """The language of `messages`."""
        return spoken_language(self.language)


class Cases:
    """Understands questions over one open index."""

    def __init__(self, reader: Reader, visible: Visible, lacking: Lacking | None = None) -> None:
        """Take what searches the index, what may be seen of it, and what tells what lacks."""
        self._reader = reader
        self._visible = visible
        self._lacking = lacking

    def of(self, ask: Ask, on: date) -> Case:
        """Return a question as it is understood, judged as of a date."""
        read, scope = resolved(ask.question, ask.earlier), scope_of(ask)
        language = understand(read.text).language
        messages = messages_for(language)
        known = frozenset({Kind.REGION} if self._regions(read, ask) else ())
        read, filled, unclear = settled(read, scope, language, known, self._lacks(read))
        narrowed = scope.narrowed(ask)
        if read.after_all and not unclear:
            read = self._better(read, narrowed, on)
        regions = self._regions(read, ask)
        return Case(
            ask=ask,
            narrowed=narrowed,
            on=on,
            read=read,
            language=language,
            messages=messages,
            scope=scope,
            filled=filled,
            unclear=unclear,
            regions=regions,
            contact=self._contact(ask, read.whole(messages), regions),
        )

    def _lacks(self, read: Read) -> Kind | None:
        """Return what a question lacks, as a model reads one that stands alone."""
        if self._lacking is None or read.follows or read.after_all:
            return None
        if len(questions_in(read.text)) > 1:
            return None
        return self._lacking.kind(read.text, self._reader.vector(read.text))

    def _regions(self, read: Read, ask: Ask) -> list[str]:
        return self._visible.named(read.text, read.context, ask.audience)

    def _contact(self, ask: Ask, whole: str, regions: list[str]) -> Contact:
        """Return the way to a person for a question in full."""
        documents = self._visible.documents(ask.audience)
        return handed_over(contact_for(replace(ask, question=whole), regions, documents), whole)

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
        regions = self._regions(read, ask)
        return self._reader.read(read.text, read.context, ask, regions, on).confidence
