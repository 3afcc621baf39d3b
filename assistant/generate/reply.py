"""The form of a model's reply: its schema, and what of it can be read."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from assistant.understanding import values
from corpus.errors import ChatProblem
from corpus.text import fold, sentence_spans

SCHEMA: dict[str, Any] = {
    "title": "cited_answer",
    "description": "An answer of short sentences, each with the passages that it rests on.",
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "description": "The answer, most important sentence first; empty if no passage has it.",
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string", "description": "One sentence with one fact."},
                    "evidence": {
                        "type": "array",
                        "description": "What the sentence rests on.",
                        "items": {
                            "type": "object",
                            "properties": {
                                "key": {"type": "string", "description": "Key of a passage."},
                                "words": {
                                    "type": "string",
                                    "description": "Words copied literally from that passage.",
                                },
                            },
                            "required": ["key", "words"],
                            "additionalProperties": False,
                        },
                    },
                },
                "required": ["text", "evidence"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}
MOST_SENTENCES = 12
LONGEST = 320
"""Characters of one sentence."""

_FENCE = re.compile(r"^\s*```(?:json)?\s*(.*?)\s*```\s*$", re.DOTALL)
_OPENED = re.compile(r"\s*(?:```(?:json)?\s*)?\{\s*\"sentences\"\s*:\s*\[")
_NEXT = re.compile(r"[\s,]*(?=\{)")
_DECODER = json.JSONDecoder()
_MARKUP = re.compile(r"[<>\[\]{}|\\`*#~^]|__|&\w+;|&#|://|\b(?:javascript|data|mailto)\s*:", re.I)
_DOMAIN = re.compile(r"(?<!\w)[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?!\w)", re.IGNORECASE)
_OPENING = re.compile(r"^(?:-|–|•|\d+[.)])\s+|^(?:ja|nee)[,.!:]\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the model with its evidence: pairs (key of a passage, literal words)."""

    text: str
    evidence: tuple[tuple[str, str], ...]


def parse(text: str) -> list[Claim]:
    """Return the claims of a whole reply; raises ChatProblem where it has not the schema's form."""
    fenced = _FENCE.match(text)
    try:
        sentences = json.loads(fenced[1] if fenced else text)["sentences"]
        if not isinstance(sentences, list) or len(sentences) > MOST_SENTENCES:
            raise ChatProblem("the reply has no list of sentences, or too long a one")
        return [_claim(sentence) for sentence in sentences]
    except (ValueError, TypeError, KeyError, RecursionError) as problem:
        raise ChatProblem("the reply has not the form that was asked for") from problem


def complete(text: str) -> list[Claim]:
    """
    Return the claims that a reply on its way holds already, in its order; [] for another form.

    Only an object that is closed counts: half a sentence is none.
    """
    opened = _OPENED.match(text)
    at = opened.end() if opened else len(text)
    claims: list[Claim] = []
    while len(claims) < MOST_SENTENCES:
        start = _NEXT.match(text, at)
        if not start:
            break
        try:
            sentence, at = _DECODER.raw_decode(text, start.end())
            claims.append(_claim(sentence))
        except (ValueError, TypeError, KeyError, RecursionError):
            break
    return claims


def _claim(sentence: dict[str, Any]) -> Claim:
    evidence = tuple((each["key"], each["words"]) for each in sentence["evidence"])
    parts = (sentence["text"], *(part for pair in evidence for part in pair))
    if not all(isinstance(part, str) for part in parts):
        raise TypeError("a text is no string")
    return Claim(text=sentence["text"], evidence=evidence)


def cleaned(text: str) -> str | None:
    """
    Return a sentence ready to be checked, or None where its form alone rules it out.

    A bullet goes, and so does a 'ja' or 'nee' in front, which no passage can vouch for. Ruled out
    are markup, addresses with a protocol, invisible characters, questions, what is overlong and
    what is more than one sentence.
    """
    plain = _OPENING.sub("", fold(text))
    if len(plain) > LONGEST or plain.endswith("?") or _MARKUP.search(plain):
        return None
    if len(sentence_spans(plain)) != 1:
        return None
    if any(
        unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Cn") for character in plain
    ):
        return None
    ended = plain if plain[-1] in ".!…۔。" else f"{plain}."
    return ended[0].upper() + ended[1:]


def contacts_in(text: str) -> set[str]:
    """Return the e-mail and web addresses and telephone numbers of a text, as they stand."""
    patterns = (values.EMAIL, values.WEB, values.PHONE, _DOMAIN)
    found = (match.group() for pattern in patterns for match in pattern.finditer(text))
    return {contact.rstrip(".,;:!").lower() for contact in found}
