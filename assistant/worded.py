"""An answer in the words of a language model, and what of it can be shown while it is written."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.case import Case
from assistant.messages import Messages
from assistant.part import Part
from assistant.wording.compose import Draft, merged, text_of

if TYPE_CHECKING:
    from assistant.generate.writer import Writer

Heard = Callable[[list[Draft]], None]
"""Told the drafts of an answer so far, each time that there is one more sentence."""


def worded(
    writer: Writer,
    case: Case,
    answer: Answer,
    parts: list[Part],
    heard: Callable[[Answer], None] | None = None,
) -> Answer:
    """
    Return an answer in the words of a language model, as far as it words the parts well.

    Args:

        heard: Told what there is of the answer each time that a sentence is ready; its sentences
            are the first of the answer.
    """
    messages, partly = case.messages, replace(answer, model=writer.name)

    def tell(drafts: list[Draft]) -> None:
        if heard:
            heard(_in_words(partly, drafts, (), messages))

    drafts = _drafts(writer, case, parts, tell if heard else None)
    changed = any(new is not old.draft for new, old in zip(drafts, parts, strict=True))
    own = partly if changed else answer
    return _in_words(own, drafts, answer.missing, messages)


def _drafts(writer: Writer, case: Case, parts: list[Part], heard: Heard | None) -> list[Draft]:
    """
    Return the draft of each part, in the model's words where it words them well.

    What is asked with ja or nee is left: the verdict and its passage are ours.
    """
    until = time.monotonic() + writer.seconds
    drafts: list[Draft] = []
    for part in parts:
        draft, tell = part.draft, _behind(tuple(drafts), heard) if heard else None
        made = None
        if part.reading.claim is None and draft.sentences:
            made = writer.write(part.text, case.ask.earlier, case.language, draft, until, tell)
        drafts.append(replace(made, notes=draft.notes) if made else draft)
        if heard and drafts[-1].sentences:
            heard(list(drafts))
    return drafts


def _behind(before: tuple[Draft, ...], heard: Heard) -> Callable[[Draft], None]:
    """Return what tells a draft that grows, behind those that are done."""
    return lambda draft: heard([*before, draft])


def _in_words(
    answer: Answer, drafts: list[Draft], missing: tuple[str, ...], messages: Messages
) -> Answer:
    """Return an answer with the sentences and sources of other drafts."""
    draft = merged(drafts)
    return replace(
        answer,
        text=text_of(draft, missing, messages),
        sentences=draft.sentences,
        sources=draft.sources,
    )
