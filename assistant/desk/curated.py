"""An editor's answer to an Answer: the same literal sources and the same last gate as any other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assistant.answer import Sentence, Source
from assistant.desk.matching import matches
from assistant.records.decisions import Curated
from assistant.service import Service
from assistant.wording.compose import Draft
from assistant.wording.verify import verified
from corpus.model import Document
from retrieval.dutch import STOP_WORDS

MODEL = "curated"
_MARKS = re.compile(r"(?:\s*\[\d+\])+\s*$")
_NUMBER = re.compile(r"\[(\d+)\]")
_FIRST = re.compile(r"(?:^|[.!?:\]]\s+)([A-ZÀ-Þ][a-zà-ÿ]*)\b")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an editor's answer cannot be given; `sentence` is the one at fault, or ''."""

    why: str
    sentence: str = ""


NO_PASSAGE = "Deze passage staat niet (meer) in de documenten"
NO_SENTENCE = "Er staat geen zin in het antwoord"
NO_SUCH_NUMBER = "Deze zin noemt een bron die niet bij het antwoord hoort"
NOT_CARRIED = (
    "In deze zin staat een getal of een naam die niet in de gekozen passage staat. "
    "Kies een passage waarin het staat, of schrijf de zin anders"
)


def first_match(answers: Iterable[Curated], question: str) -> Curated | None:
    """Return the first active answer that was written for a question, or None."""
    for each in answers:
        if each.active and any(matches(pattern, question) for pattern in each.questions):
            return each
    return None


def draft_of(
    curated: Curated, service: Service, on: date, audience: str | None = None
) -> Draft | Refused:
    """
    Return the verified sentences with their literal passages, or why that cannot be.

    Everything must stand: one sentence that its passages do not carry refuses the whole.

    Args:

        audience: Who asks; a passage of a document that they may not see is refused.
    """
    documents: dict[str, Document] = {}
    sources = []
    for number, passage_id in enumerate(curated.passages, start=1):
        found = service.passage(passage_id)
        if found is None or not found[0].shown_to(audience):
            return Refused(NO_PASSAGE, passage_id)
        document, passage, _ = found
        documents[document.id] = document
        sources.append(Source.of(document, passage, passage.text, on, number=number))
    sentences = [_sentence(text, len(sources)) for text in curated.sentences]
    if not sentences or not sources:
        return Refused(NO_SENTENCE)
    for sentence in sentences:
        if not all(1 <= number <= len(sources) for number in sentence.citations):
            return Refused(NO_SUCH_NUMBER, sentence.text)
        draft = Draft(sentences=(sentence,), sources=tuple(sources))
        if not verified(draft, documents, _no_names(sentence.text, documents)).sentences:
            return Refused(NOT_CARRIED, sentence.text)
    draft = Draft(sentences=tuple(sentences), sources=tuple(sources))
    return verified(draft, documents, _no_names(" ".join(curated.sentences), documents))


def _no_names(text: str, documents: Mapping[str, Document]) -> str:
    """Return the first words of sentences that are no names: function words, or written small."""
    written = {word for document in documents.values() for word in document.text.split()}
    return " ".join(
        word
        for word in _FIRST.findall(text)
        if word.lower() in STOP_WORDS or word.lower() in written
    )


def text_of(draft: Draft) -> str:
    """Return the answer as a text: a line a sentence, each with its numbers."""
    return "\n".join(
        f"{each.text} {''.join(f'[{number}]' for number in each.citations)}"
        for each in draft.sentences
    )


def _sentence(text: str, sources: int) -> Sentence:
    """Read '... [1][2]'; a sentence without numbers rests on every source."""
    marks = _MARKS.search(text)
    cited = tuple(dict.fromkeys(int(n) for n in _NUMBER.findall(marks[0]))) if marks else ()
    words = text[: marks.start()].strip() if marks else text.strip()
    return Sentence(text=words, citations=cited or tuple(range(1, sources + 1)))
