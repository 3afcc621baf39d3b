"""Questions without a whole answer, grouped for editors: by the document that came nearest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.answer import Status
from assistant.records.questions import LoggedQuestion
from retrieval.dutch import STOP_WORDS, stem, words


@dataclass(slots=True)
class Asked:
    """One question in all its wordings of the same words; the latest stands for them."""

    latest: LoggedQuestion
    times: int = 1


@dataclass(slots=True)
class Subject:
    """
    Questions around one document.

    Args:

        document_id: None where nothing was found for them.

        out_of_scope: Whether these questions were seen as foreign to our subject.
    """

    document_id: str | None
    out_of_scope: bool
    asked: list[Asked] = field(default_factory=list)

    @property
    def times(self) -> int:
        """Return how often its questions were asked."""
        return sum(each.times for each in self.asked)


def subjects(questions: Iterable[LoggedQuestion]) -> list[Subject]:
    """
    Return the subjects, most asked first; what is out of scope stands last.

    A subject is the document whose passage came nearest (highest cosine): honest about what the
    search thought it was about, not a judgement of what it was about. Questions with the same
    content words, whatever their order and inflection, count as one.

    Args:

        questions: Latest first.
    """
    found: dict[tuple[str | None, bool], dict[frozenset[str], Asked]] = {}
    for question in questions:
        foreign = question.status == Status.OUT_OF_SCOPE
        group = found.setdefault((None if foreign else question.nearest, foreign), {})
        same = group.get(key := _content(question.question))
        if same is None:
            group[key] = Asked(question)
        else:
            same.times += 1
    made = [
        Subject(document, foreign, sorted(group.values(), key=lambda each: -each.times))
        for (document, foreign), group in found.items()
    ]
    return sorted(made, key=lambda each: (each.out_of_scope, -each.times, each.document_id or ""))


def _content(text: str) -> frozenset[str]:
    found = words(text)
    return frozenset(stem(word) for word in found if word not in STOP_WORDS) or frozenset(found)
