"""One step before everything: what of a question may be searched, remembered and shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answer import Answer, Ask
from assistant.guard.clean import clean
from assistant.guard.essence import essence
from assistant.guard.kinds import Kind
from assistant.guard.personal import masked
from assistant.guard.texts import hidden_note
from assistant.question import language_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """
    One text, safe to use.

    Args:

        text: What may be shown, logged and kept: readable characters, personal data masked.

        search: What of it is searched and remembered in a conversation.

        kinds: The kinds of personal data that were masked.
    """

    text: str
    search: str
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """An ask whose texts are all guarded, with what the visitor must be told."""

    ask: Ask
    shown: str
    notes: tuple[str, ...]

    def finish(self, answer: Answer) -> Answer:
        """Return the answer with the question as asked, masked, and our notes first."""
        return replace(answer, question=self.shown, notes=(*self.notes, *answer.notes))


def guarded(text: str) -> Guarded:
    """Return a text with its personal data masked; never raises, and guarding twice is the same."""
    safe = masked(clean(text))
    return Guarded(text=safe.text, search=essence(safe.text) or safe.text, kinds=safe.kinds)


def masked_text(text: str) -> str:
    """Return a text as it may be shown, logged and kept."""
    return guarded(text).text


def screened(ask: Ask) -> Screened:
    """Guard a question and the turns before it; the first step of answering, for every front."""
    question = guarded(ask.question)
    earlier = tuple(guarded(text).search for text in ask.earlier)
    notes: tuple[str, ...] = ()
    if question.kinds:
        notes = (hidden_note(question.kinds, language_of(question.search)),)
    return Screened(
        ask=replace(ask, question=question.search, earlier=earlier),
        shown=question.text,
        notes=notes,
    )
