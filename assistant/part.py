"""One question of those in a text: what is found for it, what is chosen, the verified draft."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Ask
from assistant.evidence.asked import says
from assistant.evidence.chosen import Chosen
from assistant.evidence.compare import of_region
from assistant.evidence.extract import choose
from assistant.messages import DUTCH_VERDICTS, NL, OTHER_SECTOR, Messages
from assistant.reader import Reader, Reading
from assistant.understanding.articles import article_in
from assistant.understanding.sectors import NAMES, listed, only_for_others, sector_in
from assistant.verdict.judge import Judge
from assistant.verdict.opening import Verdict, led_by, said
from assistant.verdict.reading import ReadVerdict
from assistant.wording.compose import Composer, Draft, spoken_title
from assistant.wording.disagreement import Disagreement, disagreement
from assistant.wording.validity import dated, in_force_first
from assistant.wording.verify import verified
from retrieval.index import Index

NOTHING = Draft(sentences=(), sources=())

CLEAR = 0.5
"""The probability from which an answer may lack the usual form of what is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A question with what was found for it; the draft is empty where that is not enough."""

    text: str
    reading: Reading
    draft: Draft


class Quoting:
    """Answers one question with quotations from one index."""

    def __init__(self, index: Index, reader: Reader) -> None:
        """Take the index, and what searches it."""
        self._index = index
        self._reader = reader

    def answer(
        self,
        text: str,
        context: str,
        ask: Ask,
        regions: list[str],
        messages: Messages,
        on: date,
        only: Collection[str] = (),
    ) -> Part:
        """
        Return a question with what was found and the verified draft of its answer.

        Args:

            text, context: The question, and what it leans on.

            regions: Those that it names.

            only: The names of its one region, where that is told apart from others: nothing
                else answers.
        """
        composer = Composer(self._index, messages, on)
        own_words = " ".join(messages.introductions)
        article = article_in(text)
        if article is not None and article.looked_up:
            reading, quoted = self._reader.looked_up(article, text, context, ask, regions, on)
            made = composer.compose(quoted)
            draft = verified(made, self._index.documents, own_words)
            return Part(text=text, reading=reading, draft=draft)
        reading, place = self._reader.read(text, context, ask, regions, on), None
        if not reading.confidence.enough and not only:
            found = self._reader.generally(text, context, ask, regions, on)
            reading, place = found or (reading, None)
        ranked = of_region(reading.ranked, regions[0], only) if only else reading.ranked
        chosen = in_force_first(choose(self._index, reading.question, ranked), ranked)
        judged = messages is NL and not only and not place
        verdict = self._verdict(reading) if judged else None
        # A passage that plainly denies what is claimed answers, whatever else was found.
        denied = verdict is not None and verdict.denies
        told = denied or says(reading.question, chosen)
        clear = told or reading.confidence.probability >= CLEAR
        if not (denied or reading.confidence.enough) or not chosen or not clear:
            return Part(text=text, reading=reading, draft=NOTHING)
        opening = ""
        if verdict is not None:
            opening, chosen = said(verdict, DUTCH_VERDICTS), led_by(verdict, chosen)
        conflict = disagreement(reading.question.expects, reading.query, ranked, chosen, on)
        if verdict is not None and verdict.against is not None:
            # One document says ja and another nee: both are shown, and neither is chosen.
            opening, conflict = "", Disagreement.between(verdict.candidate, verdict.against)
        notes = _notes(text, chosen, conflict, place, messages)
        notes += () if told else (messages.unsure,)
        if conflict is not None:
            chosen = conflict.added_to(chosen)
        made = composer.compose(chosen, opening)
        draft = verified(made, self._index.documents, f"{own_words} {opening}")
        draft = replace(draft, notes=notes if draft.sentences else ())
        return Part(text=text, reading=reading, draft=draft)

    def _verdict(self, reading: Reading) -> Verdict | None:
        """Return yes or no, where the question asks for it and a passage carries it."""
        claim = reading.claim or reading.taken
        if claim is None:
            return None
        verdict = Judge(self._index, claim, reading.query).verdict(reading.ranked)
        if verdict is not None and verdict.yes and reading.own_numbers:
            # 'Krijg ik dat als ik 35 ben': it is read without the age, on which it may hang.
            return None
        if verdict is None and reading.beside and reading.claim and reading.confidence.enough:
            return ReadVerdict(reading.beside, claim, reading.query).verdict(reading.ranked)
        # To an open question ja is no answer; that it starts from a wrong idea is.
        return None if verdict is not None and verdict.yes and reading.taken else verdict


def _notes(
    text: str,
    chosen: list[Chosen],
    conflict: Disagreement | None,
    place: str | None,
    messages: Messages,
) -> tuple[str, ...]:
    """Return what to know of an answer: that it is general, for others, or in dispute."""
    notes = [messages.in_general.format(place=place)] if place else []
    notes += _for_others(text, chosen) if messages is NL else []
    notes += [_differ(conflict, messages)] if conflict is not None else []
    return tuple(notes)


def _for_others(text: str, chosen: list[Chosen]) -> list[str]:
    """Return what to say where a question names one sector, and the answer only others."""
    asked = sector_in(text)
    found = only_for_others(asked, [unit.text for unit in chosen]) if asked else frozenset()
    return [OTHER_SECTOR.format(asked=NAMES[asked], found=listed(found))] if asked and found else []


def _differ(conflict: Disagreement, messages: Messages) -> str:
    one, other = conflict.one.hit.document, conflict.other.hit.document
    return messages.differ.format(
        one=spoken_title(one),
        one_date=dated(one),
        other=spoken_title(other),
        other_date=dated(other),
    )
