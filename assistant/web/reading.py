"""How an answer reads: introductions apart, items as lists, the best sources first, rest folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.answer import Answer, Sentence
from assistant.evidence.compare import per_region
from assistant.messages import Messages, messages_for
from assistant.understanding.parts import questions_in
from assistant.web.highlight import NUMBERED

ITEM = "- "
MOST_OPEN = 4
"""Sentences that are shown at once; the first source is always shown whole."""

_MARKER = re.compile(r"\s*\[\d+\]")


@dataclass(frozen=True, slots=True)
class Line:
    """
    A sentence as it is shown.

    Args:

        lead: The words that name its document ('In “…” staat:'), or ''.

        numbered: An item that brings its own number or letter.

        first_for: The sources that no earlier line cites.
    """

    sentence: Sentence
    lead: str
    words: str
    item: bool
    numbered: bool
    first_for: frozenset[int]


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines that are shown at once, and those behind 'more'."""

    opening: tuple[Line, ...]
    rest: tuple[Line, ...]


def read(answer: Answer) -> Reading:
    """
    Return the sentences of an answer as lines.

    Whole sources are shown while they come to at most MOST_OPEN sentences. A question that plainly
    asks two things, or about two places, is not folded: the second half of its answer would be
    out of sight.
    """
    lines = tuple(_lines(answer))
    several = len(questions_in(answer.question)) > 1 or bool(per_region(answer.question, (), {}))
    open_count = len(lines) if several else _open_count(answer, lines)
    return Reading(opening=lines[:open_count], rest=lines[open_count:])


def runs(lines: Sequence[Line]) -> list[tuple[bool, list[Line]]]:
    """Return lines with those that follow each other as items of one list together."""
    return [(item, list(run)) for item, run in groupby(lines, key=lambda line: line.item)]


def _lines(answer: Answer) -> Iterator[Line]:
    lead = _lead_pattern(messages_for(answer.language))
    cited: set[int] = set()
    for sentence in answer.sentences:
        text = _MARKER.sub("", sentence.text).strip()
        words = text.removeprefix(ITEM)
        found = lead.match(words)
        own = frozenset(sentence.citations) - cited
        cited |= own
        bare = words[found.end() :] if found else words
        yield Line(
            sentence=sentence,
            lead=found[0].rstrip() if found else "",
            words=bare,
            item=text.startswith(ITEM),
            numbered=NUMBERED.match(bare) is not None,
            first_for=own,
        )


def _lead_pattern(messages: Messages) -> re.Pattern[str]:
    """Return what finds the words that the answerer puts before the first of a document."""
    forms = map(re.escape, messages.introductions)
    said = "|".join(form.replace(re.escape("{title}"), "[^”]+") for form in forms)
    return re.compile(rf"(?:{said})\s+(?=\S)")


def _open_count(answer: Answer, lines: Sequence[Line]) -> int:
    documents = {source.number: source.document_id for source in answer.sources}
    sizes = [
        len(list(group)) for _, group in groupby(lines, key=lambda line: _document(line, documents))
    ]
    shown = sum(sizes[:1])
    for size in sizes[1:]:
        if shown + size > MOST_OPEN:
            break
        shown += size
    return shown


def _document(line: Line, documents: dict[int, str]) -> str:
    return next((documents.get(number, "") for number in line.sentence.citations), "")
