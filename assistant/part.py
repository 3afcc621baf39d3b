"""One question of those in a text: what is found for it, what is chosen, the verified draft."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Ask
from assistant.evidence.asked import says
from assistant.evidence.candidates import Candidate
from assistant.evidence.chosen import Chosen
from assistant.evidence.compare import of_region
from assistant.evidence.extract import choose
from assistant.messages import DUTCH_VERDICTS, NL, OTHER_SECTOR, Messages
from assistant.reader import Reader, Reading
from assistant.understanding.articles import Article, article_in
from assistant.understanding.sectors import NAMES, listed, only_for_others, sector_in
from assistant.verdict.judge import Judge
from assistant.verdict.opening import Verdict, led_by, said
from assistant.verdict.reading import ReadVerdict
from assistant.wording.compose import Composer, Draft
from assistant.wording.disagreement import Disagreement, disagreement
from assistant.wording.validity import dated, in_force_first, nothing_newer
from assistant.wording.verify import verified
from assistant.wording.whereabouts import spoken_title
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """
    One question with what its answer depends on.

    Args:

        text, context: The question, and what it leans on.

        ask: What came in, with what is to be preferred.

        regions: Codes of those that it names.

        on: The date that validity is judged by.

        only: The names of its one region, where that is told apart from others: nothing else
            answers.

        sharing: How many questions share the answer with it, itself included.
    """

    text: str
    context: str
    ask: Ask
    regions: list[str]
    messages: Messages
    on: date
    only: Collection[str] = ()
    sharing: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """
    What was found for a question.

    Args:

        place: Where it was read without the visitor's own town, that town; without their story,
            ''; None where it was read as it is.

        ranked: The units that may answer, best first.

        chosen: Those that would be quoted.
    """

    reading: Reading
    place: str | None
    ranked: list[Candidate]
    chosen: list[Chosen]
    verdict: Verdict | None

    @property
    def denied(self) -> bool:
        """Tell whether a passage plainly denies what is claimed."""
        return self.verdict is not None and self.verdict.denies

    @property
    def told(self) -> bool:
        """Tell whether what would be quoted has the form of what is asked for."""
        return self.denied or says(self.reading.question, self.chosen)

    @property
    def enough(self) -> bool:
        """Tell whether this is an answer; a plain denial is, whatever else was found."""
        confidence = self.reading.confidence
        clear = self.told or confidence.probability >= CLEAR
        return bool(self.chosen) and clear and (self.denied or confidence.enough)


class Quoting:
    """Answers one question with quotations from one index."""

    def __init__(self, index: Index, reader: Reader) -> None:
        """Take the index, and what searches it."""
        self._index = index
        self._reader = reader

    def answer(self, posed: Posed) -> Part:
        """Return a question with what was found and the verified draft of its answer."""
        article = article_in(posed.text)
        if article is not None and article.looked_up:
            return self._looked_up(posed, article)
        found = self._found(posed)
        draft = self._draft(posed, found) if found.enough else NOTHING
        return Part(text=posed.text, reading=found.reading, draft=draft)

    def _looked_up(self, posed: Posed, article: Article) -> Part:
        """Answer with an article that is asked for by its number, whole."""
        reading, quoted = self._reader.looked_up(
            article, posed.text, posed.context, posed.ask, posed.regions, posed.on
        )
        return Part(text=posed.text, reading=reading, draft=self._composed(posed, quoted))

    def _found(self, posed: Posed) -> _Found:
        """Search for a question, choose what would be quoted, and judge what it claims."""
        reading, place = self._read(posed)
        ranked = reading.ranked
        if posed.only:
            ranked = of_region(ranked, posed.regions[0], posed.only)
        chosen = choose(self._index, reading.question, ranked, posed.sharing)
        judged = posed.messages is NL and not posed.only and not place
        return _Found(
            reading=reading,
            place=place,
            ranked=ranked,
            chosen=in_force_first(chosen, ranked),
            verdict=self._verdict(reading) if judged else None,
        )

    def _read(self, posed: Posed) -> tuple[Reading, str | None]:
        """Read a question; in general, where only that has an answer, with the place left out."""
        asked = (posed.text, posed.context, posed.ask, posed.regions, posed.on)
        reading = self._reader.read(*asked)
        if reading.confidence.enough or posed.only:
            return reading, None
        return self._reader.generally(*asked) or (reading, None)

    def _draft(self, posed: Posed, found: _Found) -> Draft:
        """Return what is quoted, with ja or nee before it and what to know of it beside it."""
        reading, verdict, chosen, opening = found.reading, found.verdict, found.chosen, ""
        if verdict is not None:
            opening, chosen = said(verdict, DUTCH_VERDICTS), led_by(verdict, chosen)
        conflict = disagreement(
            reading.question.expects, reading.query, found.ranked, chosen, posed.on
        )
        if verdict is not None and verdict.against is not None:
            # One document says ja and another nee: both are shown, and neither is chosen.
            opening, conflict = "", Disagreement.between(verdict.candidate, verdict.against)
        quoted = chosen if conflict is None else conflict.added_to(chosen)
        notes = _notes(posed, found, quoted, conflict)
        if nothing_newer(f"{posed.context} {posed.text}", quoted, self._index.documents, posed.on):
            notes = (posed.messages.nothing_newer, *notes)
        draft = self._composed(posed, quoted, opening)
        return replace(draft, notes=notes if draft.sentences else ())

    def _composed(self, posed: Posed, chosen: list[Chosen], opening: str = "") -> Draft:
        """Return units as sentences, as far as their sources carry them."""
        made = Composer(self._index, posed.messages, posed.on).compose(chosen, opening)
        own_words = " ".join((*posed.messages.introductions, opening))
        return verified(made, self._index.documents, own_words)

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
    posed: Posed, found: _Found, chosen: list[Chosen], conflict: Disagreement | None
) -> tuple[str, ...]:
    """Return what to know of an answer: that it is general, for others, in dispute, or unsure."""
    messages = posed.messages
    notes = [messages.in_general.format(place=found.place)] if found.place else []
    notes += _for_others(posed.text, chosen) if messages is NL else []
    notes += [_differ(conflict, messages)] if conflict is not None else []
    notes += [] if found.told else [messages.unsure]
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
