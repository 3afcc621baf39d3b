"""A question without what tries to steer us: only what is really asked goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.guard.clean import without_spans
from assistant.understanding.question_words import (
    ENGLISH,
    ENGLISH_VERB,
    GERMAN,
    GERMAN_VERB,
    MODAL,
    SINGULAR,
    STATE,
    WHAT,
    WORD,
)
from corpus.steering import code_in, folded, steering
from retrieval.dutch import STOP_WORDS

_ASKS = (
    rf"(?:{WHAT}|of ik|{ENGLISH}|whether|{GERMAN}|ob|comment"
    r"|quel\w*|quand|combien"
    r"|pourquoi|як|що|хто|де|який|яка|які|коли|чому|скільки|чи|كيف|ما|ماذا|متى|أين|اين|لماذا|كم|هل|من"
    r"|nasıl|nasil|ne|nerede|hangi|kim|kaç|kac|neden)"
)
_OPENS = re.compile(
    rf"\W*(?:(?:en|maar|dus|and|but|und|і|و|ve)\s+)?(?:{_ASKS}|{MODAL}|{SINGULAR}|zijn|{STATE}"
    rf"|{ENGLISH_VERB}|{GERMAN_VERB}|est|peut|puis|чи|можна|هل"
    r"|ik (?:wil|zou|zoek|heb een vraag)|i (?:want|would like|need) to|ich (?:will|möchte))(?!\w)"
)
_INNER = re.compile(
    rf"(?<!\w)(?:{WORD}|how|what|which|when|where|why"
    r"|wieviel|welche\w*|wann|warum|comment|combien|як|скільки|коли|كيف|كم|متى|nasıl|nasil|kaç)"
    r"(?!\w)"
)
_SENTENCE = re.compile(r"[^.!?\n؟]+[.!?؟]*[\"'”’)\]]*|[.!?؟]+")
_PAUSE = re.compile(r"[:;,–-]\s+")
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .*_-]){4,}[^\W\d_](?!\w)")
_USER = r"(?:vraag|question|user|gebruiker|human|mens|klant|q|frage|питання|سؤال|soru)"
_BOT = (
    r"(?:antwoord|answer|assistant|assistent|bot|ai|chatbot|loketwijzer|a|antwort"
    r"|відповідь|جواب|cevap)"
)
_TURN = re.compile(
    rf"(?:^|(?<=[.!?؟] )|(?<=[.!?؟]))[ \t]*(?P<role>{_USER}|(?P<bot>{_BOT}))\s?\d{{0,3}}\s?:\s*",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a question; `steered` tells whether something was taken out."""

    text: str
    steered: bool


def without_steering(text: str) -> Rest:
    """
    Return the question without what steers and without code.

    Where something steers, only sentences that ask something stay: the others belong to the
    attempt. A text that does neither comes back as it is; one that only steers comes back empty.
    """
    text = _SPACED.sub(_closed_up, text)
    bare = without_spans(text, code_in(text), " ")
    coded = bare != text
    bare, played = _last_turn(bare)
    if not played and not steering(bare):
        return Rest(bare.strip() if coded else text, coded)
    kept = [asked for match in _SENTENCE.finditer(bare) if (asked := _asked(match[0]))]
    return Rest(" ".join(kept), steered=True)


def content(text: str) -> list[str]:
    """Return the words of a text that say something, in any script."""
    found = re.findall(r"[^\W_]{2,}", folded(text))
    return [word for word in found if word not in STOP_WORDS]


def _closed_up(match: re.Match[str]) -> str:
    """'n e g e e r' is one word; a row of initials or options is not that long."""
    return re.sub(r"[ .*_-]", "", match[0])


def _last_turn(text: str) -> tuple[str, bool]:
    """Return the last question of a conversation that was made up, and whether it was one."""
    turns = list(_TURN.finditer(text))
    roles = {turn["role"].lower() for turn in turns}
    if not any(turn["bot"] for turn in turns) or roles == {"a"}:
        return text, False
    ends = [turn.start() for turn in turns[1:]] + [len(text)]
    asked = [
        text[turn.end() : end]
        for turn, end in zip(turns, ends, strict=True)
        if not turn["bot"] and text[turn.end() : end].strip()
    ]
    return (asked[-1] if asked else text[: turns[0].start()]), True


def _asked(sentence: str) -> str:
    """Return what a sentence asks, as far as it does not steer; '' where it asks nothing."""
    spans = steering(sentence)
    if not spans:
        asks = sentence.rstrip("\"'”’)] ").endswith(("?", "؟")) or _OPENS.match(folded(sentence))
        return sentence.strip() if asks and content(sentence) else ""
    before = sentence[: spans[0][0]].strip()
    rest = sentence[max(end for _, end in spans) :].lstrip(" :,;.-\"'”’")
    for start in (0, *(mark.end() for mark in _PAUSE.finditer(rest))):
        if rest.endswith("?") and _OPENS.match(folded(rest[start:])):
            return rest[start:]
    inner = _INNER.search(folded(rest))
    if inner is None or (inner.start() and not rest.endswith("?")):
        return before if _is_question(before) else ""
    tail = rest[inner.start() :].strip()
    if _is_question(before):
        return before
    return tail if len(content(tail)) > 1 else ""


def _is_question(text: str) -> bool:
    return bool(_OPENS.match(folded(text))) and len(content(text)) > 1
