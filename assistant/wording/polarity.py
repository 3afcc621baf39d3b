"""Whether a passage says ja or nee to a question: small rules, silent in every doubt."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from assistant.evidence.candidates import Candidate, found_terms
from assistant.evidence.extract import Chosen
from assistant.messages import Verdicts
from assistant.understanding.claims import Claim, Predicate, claim_of, condition_of, statement_of
from assistant.understanding.quantities import asking, is_number, quantities
from assistant.understanding.roles import deed_in
from corpus.model import Passage
from corpus.text import fold
from retrieval.dutch import STOP_WORDS, plain, stem, words
from retrieval.index import Index
from retrieval.query import Concept, Query

RULES_FILE = Path(__file__).with_name("polarity_rules.toml")
BEST = 40
"""Units that are read, best first."""

MOST_OF_CLAIM = 0.6
"""The share of a claim, by rarity, that a general denial must name."""

WHOLE = 0.6
"""From here a word of the question is held as a whole, not as a part of another word."""

MORE_WITH_VALUES = 2
"""Words beside those of the question that a sentence with a number may have."""

_SAID = re.compile(r"(ja|nee)\s*[,.:;–-]\s*", re.I)
_PAST = re.compile(
    r"\b(?:was|waren|mocht(?:en)?|moest(?:en)?|kon(?:den)?|werd(?:en)?|kreeg|kregen|had(?:den)?"
    r"|hoefde\w*|gold(?:en)?)\b"
)
_CLAUSE = re.compile(r"\s*(?:;|:|\s–\s|,? maar |, want |, omdat |, en |, ook |, behalve )\s*")
_SOURCE = re.compile(r"\bvolgens (?:de|het|een)? ?[\w-]+(?: (?:van|uit) [\w\s-]*\d{4})?")
_LISTED = re.compile(
    r"(?:[\w-]+, )*[\w-]+ (?:of|en) (?:de |het |een )?(?:[\w-]+(?:lijk|isch|ig|e) )?[\w-]+"
)
_NOT_YOU = re.compile(r"\bniet (?:(?:aan|voor|naar) )?(?:jij|jou)\b")
_ME = re.compile(r"\b(?:ik|mij|me|mijn|je|jij|jou|jouw|zij-instromers?)\b")


_PLAIN = frozenset({Predicate.EXISTS, Predicate.SAME, Predicate.FREE, Predicate.SURE})
"""What is so or not: that it depends, said in a later clause, does not touch it."""

_MODAL = frozenset({Predicate.MAY, Predicate.MUST, Predicate.SAME, Predicate.MORE, ""})
_OF_WHAT_EXISTS = frozenset({Predicate.EXISTS, Predicate.GET, Predicate.MAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    weak: frozenset[str]
    aside: frozenset[str]
    beside_numbers: frozenset[str]
    of_numbers: frozenset[str]
    silent: re.Pattern[str]
    partly: re.Pattern[str]
    only: re.Pattern[str]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    raw = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))
    weak = _stems(raw["weak"])
    return _Rules(
        weak=weak,
        aside=weak | _stems(raw["aside"]),
        beside_numbers=_stems(raw["beside_numbers"]),
        of_numbers=frozenset(raw["of_numbers"].split()),
        silent=re.compile("|".join(raw["silent"])),
        partly=re.compile("|".join(raw["partly"])),
        only=re.compile("|".join(raw["only"])),
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word.replace("-", "")) for word in text.split())


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


class Judge:
    """Reads the units that were found for one yes/no question."""

    def __init__(self, index: Index, claim: Claim, query: Query) -> None:
        """Take what the question claims, and its analysis."""
        self._parts = index.lexical.splitter.parts
        self._claim = claim
        asked = set(words(asking(claim.text))) - claim.said - _rules().of_numbers
        self._concepts = [
            concept
            for concept in query.concepts
            if set(concept.word.split()) & asked and not _weak(concept)
        ]
        self._forms = {form for concept in query.concepts for form in concept.forms}
        self._past = bool(_PAST.search(plain(claim.text)))
        self._values = quantities(claim.text)

    def verdict(self, ranked: list[Candidate]) -> Verdict | None:
        """Return ja or nee where a unit in force plainly carries it, else None."""
        says_something = self._claim.predicate or self._values or deed_in(self._claim.text)
        if not self._concepts or not says_something:
            return None
        for candidate in ranked[:BEST]:
            if candidate.feature("outdated") and not self._past:
                continue
            if self._values and not self._claim.negated and self._gives_value(candidate):
                # The first unit that gives the number decides, if only by leaving it open.
                truth = self._by_value(candidate, ranked)
                return None if truth is None else _verdict(self._claim, truth, candidate)
            truth = self._truth(candidate)
            if truth is not None:
                return replace(
                    _verdict(self._claim, truth, candidate),
                    against=self._against(candidate, truth, ranked),
                )
        return None

    def _against(
        self, decisive: Candidate, truth: bool, ranked: list[Candidate]
    ) -> Candidate | None:
        """Return a unit in force of another document that says the opposite, or None."""
        for other in ranked[:BEST]:
            elsewhere = other.hit.document.id != decisive.hit.document.id
            if elsewhere and not other.feature("outdated") and self._truth(other) is (not truth):
                return other
        return None

    def _truth(self, candidate: Candidate) -> bool | None:
        """Tell whether one unit says that the claim is so, or that it is not; None in doubt."""
        if self._values and not self._has_values(candidate):
            return None
        truth = self._by_heading(candidate) if candidate.number == 0 else None
        truth = self._by_clause(candidate) if truth is None else truth
        return self._by_deed(candidate) if truth is None else truth

    def _by_deed(self, candidate: Candidate) -> bool | None:
        """A clause says who does what is claimed, or with whom: the same party, or another."""
        claim, first = self._claim, _first_clause(_SAID.sub("", candidate.text, count=1))
        claimed, there = deed_in(claim.text), deed_in(first)
        if claimed is None or there is None or claim.negated or claim.negated_condition:
            return None
        said = statement_of(first)
        if said.negated or candidate.text.rstrip().endswith(("?", ":")):
            return None
        if _rules().silent.search(plain(first)) or _rules().partly.search(plain(first)):
            return None
        known = claimed.said | there.said
        left = [each for each in self._concepts if not set(each.word.split()) <= known]
        terms = self._terms(first)
        near = terms | self._terms(_heading(candidate.passage))
        if not left or not all(each.covered(near) for each in left):
            return None
        if max(left, key=lambda concept: concept.idf).covered(terms) <= 0:
            return None
        if any(word not in known for word in self._unasked(first)):
            return None
        truth = claimed.compared(there)
        only = re.search(r"\balleen\b", plain(first))
        if truth is False and claim.allowed and not only:
            return None  # that another does it does not forbid it
        return truth

    def _by_heading(self, candidate: Candidate) -> bool | None:
        """The section asks the same question, and its first sentence answers it."""
        claim, text = self._claim, candidate.text
        heading = _heading(candidate.passage)
        asked = claim_of(heading) if heading.endswith("?") else None
        if asked is None or asked.negated_condition != claim.negated_condition:
            return None
        if not self._covered(f"{heading} {text}") or self._extra(heading):
            return None
        said = _SAID.match(text)
        if said:
            both_plain = claim.predicate not in _MODAL and asked.predicate not in _MODAL
            if not (_comparable(claim, asked) or both_plain) or asked.universal != claim.universal:
                return None
            yes = said[1].lower() == "ja"
            return (yes == asked.positive) == claim.positive
        return self._compared(text, heading)

    def _by_clause(self, candidate: Candidate) -> bool | None:
        """A clause says the same of the same thing, or the opposite."""
        text = _SAID.sub("", candidate.text, count=1)
        first = _first_clause(text)
        if text.rstrip().endswith(("?", ":")) or self._claim.negated_condition:
            return None
        if _PAST.search(plain(first)) and not self._past:
            return None
        if not self._about(first):
            return None
        if self._extra(first) and not self._is_exception(text):
            return None
        heading = _heading(candidate.passage)
        if not self._covered(f"{first} {heading}") and not self._denied(first):
            return None
        return self._compared(text, heading)

    def _is_exception(self, text: str) -> bool:
        """Tell whether a sentence denies a claim about all: one case that is not so ends it."""
        first = _first_clause(text)
        return self._claim.universal and self._claim.positive and not statement_of(first).positive

    def _denied(self, clause: str) -> bool:
        """
        Tell whether a clause denies more than the claim says, or demands it of more.

        What is not so at all is not so in the claim's special case either.
        """
        said = statement_of(clause)
        if said.positive and said.predicate != Predicate.MUST:
            return False
        if said.predicate == Predicate.EXISTS and self._is_subject(clause):
            return True
        found = self._terms(clause)
        total = sum(concept.idf for concept in self._concepts)
        held = sum(concept.idf for concept in self._concepts if concept.covered(found) >= 0.3)
        return held >= MOST_OF_CLAIM * total

    def _compared(self, text: str, heading: str) -> bool | None:
        """Compare the claim with what the first clause of a sentence says."""
        claim, first = self._claim, _first_clause(text)
        said = statement_of(first)
        doubtful = first if said.predicate in _PLAIN else text
        if _rules().silent.search(plain(doubtful)) or _rules().partly.search(plain(first)):
            return None
        only = _rules().only.search(plain(first))
        needs = said.predicate == Predicate.ENOUGH or "alleen met" in plain(first)
        if only and not needs and only[0] not in plain(claim.text):
            return None
        if _NOT_YOU.search(plain(first)) and not _ME.search(plain(claim.text)):
            return None  # who does not get it is said, and the claim is about another
        condition = condition_of(first)
        if condition and self._extra(condition) and not self._is_exception(text):
            return None
        if (
            claim.universal
            and said.positive
            and (condition or not said.universal or _restricted(first))
        ):
            return None
        if claim.predicate == Predicate.MORE and said.predicate == Predicate.SAME and said.positive:
            return not claim.positive
        if said.predicate == Predicate.EXISTS and not said.positive:
            # What does not exist cannot be got or used.
            return None if claim.predicate not in _OF_WHAT_EXISTS else not claim.positive
        if said.predicate == Predicate.ENOUGH and not said.positive and claim.allowed:
            # What is not enough for a thing does not let one do it, for that thing only.
            return None if self._extra(heading) and not claim.universal else not claim.positive
        if not _comparable(claim, said):
            return None
        return claim.positive == said.positive

    def _gives_value(self, candidate: Candidate) -> bool:
        """Tell whether a unit gives a number of the claimed kind for the same thing."""
        if len(self._values) != 1 or _rules().silent.search(plain(candidate.text)):
            return False
        if statement_of(_first_clause(candidate.text)).negated:
            return False
        own = found_terms(candidate.text)
        whole = own | found_terms(_heading(candidate.passage))
        named = sum(concept.covered(own) >= WHOLE for concept in self._concepts)
        return (
            2 * named >= len(self._concepts)
            and any(value.same_kind(self._values[0]) for value in quantities(candidate.text))
            and all(concept.covered(whole) >= WHOLE for concept in self._concepts)
            and not self._extra(_first_clause(candidate.text), MORE_WITH_VALUES)
        )

    def _by_value(self, candidate: Candidate, ranked: list[Candidate]) -> bool | None:
        """
        The number of the unit is the one that the claim gives, or another one.

        Another one only where no unit that was found has the claimed number of that kind.
        """
        asked = self._values[0]
        there = [value for value in quantities(candidate.text) if value.same_kind(asked)]
        first = [
            value for value in quantities(_first_clause(candidate.text)) if value.same_kind(asked)
        ]
        if self._claim.allowed and len(first) == 1 and first[0].bound:
            within = first[0].within(asked)
            allowed = statement_of(_first_clause(candidate.text)).allowed
            return within if allowed or not within else None
        if any(value.agrees(asked) for value in there):
            return True if len({value.amount for value in there}) == 1 else None
        found = (value for other in ranked for value in quantities(other.text))
        if any(value.same_kind(asked) and value.agrees(asked) for value in found):
            return None
        return False

    def _has_values(self, candidate: Candidate) -> bool:
        there = quantities(candidate.text)
        return all(any(v.same_kind(w) and v.agrees(w) for v in there) for w in self._values)

    def _covered(self, text: str, least: float = 0.3) -> bool:
        """Tell whether a text holds every content word of the claim."""
        found = self._terms(text)
        return all(concept.covered(found) >= least for concept in self._concepts)

    def _about(self, text: str) -> bool:
        """Tell whether a clause itself names the rarest thing that the claim is about."""
        rarest = max(self._concepts, key=lambda concept: concept.idf)
        return rarest.covered(self._terms(text)) > 0

    def _is_subject(self, clause: str) -> bool:
        """Tell whether a clause names the rarest thing of the claim, and as a whole."""
        rarest = max(self._concepts, key=lambda concept: concept.idf)
        return rarest.covered(self._terms(clause)) >= WHOLE

    def _terms(self, text: str) -> frozenset[str]:
        return found_terms(text).union(self._parts(text))

    def _extra(self, text: str, most: int = 0) -> bool:
        """Tell whether a text speaks of more than the claim does: more than `most` words of it."""
        return len(self._unasked(text)) > most

    def _unasked(self, text: str) -> list[str]:
        """Return the content words of a text that the claim does not have, each once."""
        bare = _SOURCE.sub(" ", re.sub(r"\([^)]*\)", " ", plain(text)))
        for listed in _LISTED.findall(bare):
            if any(self._asked(word) for word in words(listed)):
                # 'vwo, hbo of wo': one of them is enough.
                bare = bare.replace(listed, " ")
        said = statement_of(text).said
        found = [word for word in words(bare) if word not in said and not self._asked(word)]
        return list(dict.fromkeys(found))

    def _asked(self, word: str) -> bool:
        """Tell whether a word is in the claim, or says nothing by itself."""
        terms = found_terms(word)
        if word in STOP_WORDS or not terms or word.isdigit():
            return True
        known = self._forms | _rules().aside
        if self._values:
            known |= _rules().beside_numbers
            if is_number(word):
                return True
        parts = self._parts(word)
        return bool(terms & known) or bool(parts and all(part in known for part in parts))


def _weak(concept: Concept) -> bool:
    return all(
        stem(word.replace("-", "")) in _rules().weak or word.isdigit()
        for word in concept.word.split()
    )


def _heading(passage: Passage) -> str:
    return fold(passage.section[-1]) if passage.section else ""


def _first_clause(text: str) -> str:
    """Return the first clause, without an opening ja or nee and what stands between brackets."""
    bare = re.sub(r"\s*\([^)]*\)", "", _SAID.sub("", fold(text), count=1))
    return _CLAUSE.split(bare, maxsplit=1)[0]


def _restricted(text: str) -> bool:
    return bool(re.search(r"\b(?:waar|die|dat|met|zonder|alleen)\b", plain(text)))


def _comparable(one: Claim, other: Claim) -> bool:
    """Tell whether two claims say the same sort of thing, so that their signs can be compared."""
    if not one.predicate or not other.predicate:
        return False
    return one.predicate == other.predicate != Predicate.MORE


def _verdict(claim: Claim, truth: bool, candidate: Candidate) -> Verdict:
    if claim.premise or not claim.negated:
        return Verdict(yes=truth, candidate=candidate, premise=claim.premise)
    # 'Heb ik geen VOG nodig?': 'nee' says that none is needed, 'jawel' that one is.
    return Verdict(yes=not truth, candidate=candidate, contrary=not truth)


def led_by(verdict: Verdict, chosen: list[Chosen]) -> list[Chosen]:
    """Return the units of an answer with the passage that decides in front, and its unit in it."""
    candidate = verdict.candidate
    decisive = Chosen(passage=candidate.passage, hit=candidate.hit, number=candidate.number)
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
    bare = _SAID.sub("", text, count=1)
    return bare if bare == text else f"{bare[:1].upper()}{bare[1:]}"
