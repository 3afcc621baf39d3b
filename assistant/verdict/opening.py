"""Puts a verdict in front of an answer: the word, and the passage that decides."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.evidence.candidates import Candidate
from assistant.evidence.chosen import Chosen
from assistant.messages import Verdicts
from assistant.understanding.claims import Claim
from assistant.verdict.clauses import SAID


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    What a passage says to a yes/no question.

    Args:

        yes: The word to open with. To a question that is itself negative ('Heb ik geen ...?') yes
            means that the thing is so after all.

        premise: The question asked to confirm something.

        contrary: Yes against a negative question ('Jawel').

        against: A unit of another document in force that says the opposite.
    """

    yes: bool
    candidate: Candidate
    premise: bool = False
    contrary: bool = False
    against: Candidate | None = None

    @property
    def denies(self) -> bool:
        """Tell whether what the asker believes is not so, and nothing in force says it is."""
        return self.premise and not self.yes and self.against is None


def verdict_on(
    claim: Claim, truth: bool, candidate: Candidate, against: Candidate | None = None
) -> Verdict:
    """Return the verdict on a question whose claim is so or not, by the unit that decides."""
    if claim.premise or not claim.negated:
        return Verdict(yes=truth, candidate=candidate, premise=claim.premise, against=against)
    # 'Heb ik geen VOG nodig?': 'nee' says that none is needed, 'jawel' that one is.
    return Verdict(yes=not truth, candidate=candidate, contrary=not truth, against=against)


def led_by(verdict: Verdict, chosen: list[Chosen]) -> list[Chosen]:
    """Return the units of an answer with the passage that decides in front, and its unit in it."""
    candidate = verdict.candidate
    decisive = Chosen.of(candidate)
    own = [unit for unit in chosen if unit.passage.id == candidate.passage.id]
    if all(unit.number != decisive.number for unit in own):
        own = sorted([*own, decisive], key=lambda unit: unit.number)
    return own + [unit for unit in chosen if unit.passage.id != candidate.passage.id]


def said(verdict: Verdict, words_for: Verdicts) -> str:
    """Return the words that open an answer with a verdict."""
    if verdict.premise:
        return words_for.right if verdict.yes else words_for.wrong
    if verdict.contrary:
        return words_for.contrary
    return words_for.yes if verdict.yes else words_for.no


def without_word(text: str) -> str:
    """Return a sentence without the 'Ja,' or 'Nee,' that answers its document's own question."""
    bare = SAID.sub("", text, count=1)
    return bare if bare == text else f"{bare[:1].upper()}{bare[1:]}"
