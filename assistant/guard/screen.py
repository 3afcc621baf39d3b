"""One step before everything: what of a question may be searched, remembered and shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from assistant.answer import Answer, Ask, Status
from assistant.guard.clean import clean
from assistant.guard.concerns import Concern, need_in, without_insults
from assistant.guard.courtesy import without_courtesy
from assistant.guard.essence import essence, opened
from assistant.guard.kinds import Kind
from assistant.guard.personal import masked
from assistant.guard.steering import content, without_steering
from assistant.guard.texts import hidden_note, texts_in
from assistant.questions import MAX_QUESTION
from assistant.understanding.question import language_of

_READ = 20 * MAX_QUESTION
"""What is looked at for personal data: the rest is cut off before."""

NOTHING_ASKED = (Concern.UNASKED, Concern.GREETING, Concern.THANKS, Concern.ABOUT)
_FEW = 2
"""Words beside a swear word that are not yet a question, unless a question mark ends them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """
    One text, safe to use.

    Args:

        text: What may be shown, logged and kept: readable characters, personal data masked.

        search: What of it is searched and remembered: what is really asked.

        kinds: The kinds of personal data that were masked.

        concern: Why it is not searched; None for a question.

        language: A code; of the phrase that raised the concern, else of what is asked.

        steered: Whether something that steers was left out of `search`.
    """

    text: str
    search: str
    kinds: tuple[Kind, ...]
    concern: Concern | None
    language: str
    steered: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """
    An ask whose texts are all guarded.

    Args:

        ask: What may be searched and remembered.

        shown: The question as asked, masked.

        notes: What the visitor must be told.

        instead: Status, text and language of the answer where nothing is to be searched.
    """

    ask: Ask
    shown: str
    notes: tuple[str, ...]
    instead: tuple[Status, str, str] | None

    def finish(self, answer: Answer) -> Answer:
        """Return the answer with the question as asked, masked, and our notes first."""
        return replace(answer, question=self.shown, notes=(*self.notes, *answer.notes))


def guarded(text: str) -> Guarded:
    """
    Return a text with its personal data masked, and what it asks apart from all the rest.

    Never raises, and guarding a guarded text gives the same.
    """
    safe = masked(clean(text[:_READ]))
    shown = _shortened(safe.text)
    need = need_in(shown)
    if need:
        return Guarded(
            text=shown,
            search="",
            kinds=safe.kinds,
            concern=need[0],
            language=need[1],
            steered=False,
        )
    told = essence(shown)
    rest = without_steering(told)
    calm = opened(rest.text) if rest.steered else rest.text
    asked = without_insults(calm)
    plain = without_courtesy(asked)
    return Guarded(
        text=shown,
        search=plain.text or told or shown,
        kinds=safe.kinds,
        concern=_concern(told, calm, asked, safe.kinds) or plain.alone,
        language=plain.language or language_of(asked if content(asked) else told),
        steered=rest.steered,
    )


def _concern(told: str, rest: str, asked: str, kinds: tuple[Kind, ...]) -> Concern | None:
    """Tell why there is nothing to search: each step may have left nothing that is asked."""
    if rest != told and not content(rest):
        return Concern.STEERING
    left = content(asked)
    if asked != rest and (not left or (len(left) <= _FEW and "?" not in asked)):
        return Concern.INSULT
    return Concern.UNASKED if kinds and not left else None


def _shortened(text: str) -> str:
    """Cut a text that is too long at a blank, so that no mask is cut in two."""
    if len(text) <= MAX_QUESTION:
        return text
    return text[: text.rfind(" ", 0, MAX_QUESTION) + 1].rstrip() or text[:MAX_QUESTION]


def masked_text(text: str) -> str:
    """Return a text as it may be shown, logged and kept."""
    return masked(clean(text)).text


def screened(ask: Ask) -> Screened:
    """Guard a question and the turns before it; the first step of answering, for every front."""
    question = guarded(ask.question)
    turns = [guarded(text) for text in ask.earlier]
    earlier = tuple(turn.search for turn in turns if turn.concern is None)
    return Screened(
        ask=replace(ask, question=question.search, earlier=earlier),
        shown=question.text,
        notes=tuple(_notes(question)),
        instead=_instead(question),
    )


def _notes(question: Guarded) -> list[str]:
    notes = []
    if question.kinds:
        notes.append(hidden_note(question.kinds, question.language))
    if question.steered and question.concern is None:
        notes.append(texts_in(question.language)["ignored"])
    return notes


def _instead(question: Guarded) -> tuple[Status, str, str] | None:
    if question.concern is None:
        return None
    status = Status.CLARIFY if question.concern in NOTHING_ASKED else Status.BLOCKED
    return status, texts_in(question.language)[question.concern], question.language
