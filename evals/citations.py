"""
Whether an answer is carried by what it cites: quotes, numbers, sentences. No model, no judge.

Citation recall and precision are those of ALCE (Gao, Yen, Yu and Chen, "Enabling large language
models to generate text with citations", EMNLP 2023), with word overlap where that has a language
model judge: what carries a sentence is that its content words and all its numbers stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from assistant.answer import Status
from corpus.text import fold
from evals.runfile import Texts
from evals.suites import ANSWERS
from retrieval.dutch import terms

CARRIED = 0.9
"""Share of a sentence's content words that must stand in what it cites."""

_MARKER = re.compile(r"\s*\[(\d+(?:\s*[,;]\s*\d+)*)\]")
_NAMED = re.compile(r"^[^“”:]{0,20}“([^”]+)”[^:“”]{0,40}:\s*")
_SPACED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"(\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+)(?:[.,](\d{1,2}))?")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """
    How an answer's sentences and citations hold.

    Args:

        carried: Sentences whose cited quotes together carry them, of `sentences`.

        useful: Citations that carry something of their sentence, of `citations`.
    """

    sentences: int = 0
    carried: int = 0
    citations: int = 0
    useful: int = 0

    @property
    def recall(self) -> float:
        """Share of the sentences that are carried; 0 for an answer without sentences."""
        return self.carried / self.sentences if self.sentences else 0.0

    @property
    def precision(self) -> float:
        """Share of the citations that carry something; 0 for an answer without citations."""
        return self.useful / self.citations if self.citations else 0.0


def support(answer: Json) -> Support:
    """
    Return how the sentences of an answer are carried by the quotes that they cite.

    A citation is useful when its quote alone carries the sentence, or when the sentence is
    carried and would not be without it. Words that name the source ('In “Title” staat:') are left
    out; its title may be named.
    """
    found = Support()
    for sentence in answer["sentences"]:
        cited = [s for s in answer["sources"] if s["number"] in set(sentence["citations"])]
        words = spoken(sentence["text"])
        whole = carries(cited, words)
        useful = [
            source
            for source in cited
            if carries([source], words)
            or (whole and not carries([other for other in cited if other is not source], words))
        ]
        found = Support(
            sentences=found.sentences + 1,
            carried=found.carried + whole,
            citations=found.citations + len(set(sentence["citations"])),
            useful=found.useful + len(useful),
        )
    return found


def spoken(sentence: str) -> str:
    """Return a sentence without its markers and without the words that name its source."""
    return _NAMED.sub("", without_markers(sentence)).strip(" -•")


def carries(sources: Sequence[Json], words: str) -> bool:
    """Tell whether quotes (and the titles of their documents) hold a sentence."""
    if not sources:
        return False
    text = " ".join(f"{source['quote']} {source.get('title') or ''}" for source in sources)
    if fold(words) and fold(words) in fold(text):
        return True
    wanted, held = set(terms(words)), set(terms(text))
    if not wanted or set(numbers(words)) - set(numbers(text)):
        return False
    return len(wanted & held) / len(wanted) >= CARRIED


def without_markers(text: str) -> str:
    """Return the text without its [n] markers, so that a marker never counts as a number."""
    return _MARKER.sub("", text)


def is_literal(source: Json, texts: Texts) -> bool:
    """Tell whether a source's quote stands in its document, white space folded."""
    quote = fold(source["quote"])
    return bool(quote) and quote in _folded(texts.documents.get(source["document_id"], ""))


_folded = lru_cache(maxsize=256)(fold)
"""Whole documents, which are cited again and again."""


def unsupported_numbers(answer: Json) -> tuple[str, ...]:
    """Return the numbers in sentences that stand in no quote that the sentence cites."""
    found = []
    for sentence in answer["sentences"]:
        cited = set(sentence["citations"])
        quotes = [source["quote"] for source in answer["sources"] if source["number"] in cited]
        known = {number for quote in quotes for number in numbers(quote)}
        stated = numbers(without_markers(sentence["text"]))
        found += [number for number in stated if number not in known]
    return tuple(found)


def numbers(text: str) -> list[str]:
    """Return the numbers of a text: '20.000', '20 000' and '20000,00' are all '20000'."""
    joined = _SPACED.sub(lambda match: re.sub(r"\s", "", match[0]), text)
    return [_plain(match[0]) for match in _NUMBER.finditer(joined)]


def _plain(number: str) -> str:
    grouped = _THOUSANDS.fullmatch(number)
    if grouped:
        number = re.sub(r"[.,]", "", grouped[1]) + (f".{grouped[2]}" if grouped[2] else "")
    number = re.sub(r"\.00$", "", number.replace(",", "."))
    return re.sub(r"^0+(?=\d)", "", number)


def citation_faults(answer: Json) -> tuple[str, ...]:
    """Return what is wrong with the form of an answer's citations, one short text a fault."""
    known = [source["number"] for source in answer["sources"]]
    if Status(answer["status"]) not in ANSWERS:
        return ("sources without an answer",) if known else ()
    faults = ["two sources with one number"] if len(known) != len(set(known)) else []
    faults += [] if answer["sentences"] else ["an answer without sentences"]
    faults += [
        f"[{number}] in the text has no source"
        for number in _marked(answer["text"])
        if number not in known
    ]
    for sentence in answer["sentences"]:
        faults += _sentence_faults(sentence, known)
    return tuple(faults)


def _marked(text: str) -> Iterable[int]:
    """Yield the numbers of the [n] markers in a text."""
    return (int(each) for match in _MARKER.finditer(text) for each in re.findall(r"\d+", match[1]))


def _sentence_faults(sentence: Json, known: list[int]) -> list[str]:
    start = sentence["text"][:40]
    if not sentence["citations"]:
        return [f"no citation: '{start}'"]
    return [f"[{n}] has no source: '{start}'" for n in sentence["citations"] if n not in known]
