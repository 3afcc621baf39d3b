"""Whether a sentence says that a thing is what is claimed, or another of its kind."""

from __future__ import annotations

import re

from assistant.evidence.candidates import Candidate
from assistant.understanding.choices import THINGS, choices_in
from assistant.understanding.claims import Claim, main_of, statement_of
from assistant.understanding.predicates import Predicate
from assistant.verdict.clauses import (
    around,
    asks_or_opens,
    before,
    clauses,
    has_verb,
    is_past,
    leans_on_earlier,
    told,
)
from assistant.verdict.rules import rules
from assistant.verdict.subject import WHOLE, Subject
from corpus.model import UnitKind
from retrieval.dutch import plain, words
from retrieval.small_words import SAYS_ONLY

MORE_WITH_KINDS = 3
"""Words beside those of the question that a clause with such a value may have."""

_OPEN = frozenset(
    {Predicate.MAY, Predicate.MORE, Predicate.SAME, Predicate.EXISTS, Predicate.ENOUGH}
)
"""What may be another too: 'je kunt ook eerstegraads worden'."""

_NAMED_BY = re.compile(r"\b(?:is|zijn|voor|geeft|krijg\w*|wordt?|ben|haal\w*|in|als|duurt)\b")


class Kinds:
    """The value of one claim of which its thing has one: a grade, a loan or a gift, …"""

    def __init__(self, claim: Claim, subject: Subject) -> None:
        """Take what a question claims, and what that is about."""
        self._claim = claim
        self._subject = subject
        main = main_of(claim.text)
        self._claimed = {
            group: next(iter(values.items()))
            for group, values in choices_in(main).items()
            if group not in THINGS
            and len(values) == 1
            and self._is_claimed(group, main, next(iter(values.values())))
        }

    def __bool__(self) -> bool:
        """Tell whether there is one that can be compared."""
        return bool(self._claimed)

    def _is_claimed(self, group: str, main: str, said: frozenset[str]) -> bool:
        """Tell whether a value is what is claimed, and not what the claim is about."""
        if self._claim.predicate in _OPEN:
            return False
        verb = _NAMED_BY.search(plain(main))
        last = words(main)[-4:]
        return (
            bool(verb)
            and bool(said & set(last))
            and (group != "sector" or self._claim.predicate == Predicate.IS)
        )

    def compared(self, candidate: Candidate, ranked: list[Candidate]) -> bool | None:
        """Tell whether a unit gives the claimed value, or another one of its group."""
        if asks_or_opens(candidate.text):
            return None
        for group, (name, said) in self._claimed.items():
            there = self._given(group, said, candidate)
            if there is None:
                continue
            same = there == name
            if not same and any(self._given(group, said, each) == name for each in ranked):
                continue
            if same and (self._claim.universal or self._claim.exclusive):
                continue
            return same is not self._claim.negated
        return None

    def _given(self, group: str, said: frozenset[str], candidate: Candidate) -> str | None:
        """Return the one value of a group that a clause of a unit gives to the claimed thing."""
        if candidate.unit.kind == UnitKind.ROW:
            return None
        whole = f"{around(candidate)} {candidate.hit.document.title}"
        for number, clause in enumerate(clauses(candidate.text)):
            values = choices_in(main_of(clause)).get(group, {})
            if len(values) != 1 or self._leaves_open(clause):
                continue
            name, own = next(iter(values.items()))
            # 'Dat is een gift': of what the sentence before names, not of what the heading does.
            near = before(candidate) if not number and leans_on_earlier(clause) else whole
            if not own & set(words(told(clause))):
                continue
            if self._subject.framed(
                clause, near, without=said | own, most=MORE_WITH_KINDS, least=WHOLE, but=group
            ):
                return name
        return None

    def _leaves_open(self, clause: str) -> bool:
        low, stated = plain(clause), statement_of(clause)
        return (
            stated.predicate in _OPEN
            or not has_verb(clause)
            or (stated.predicate == Predicate.MUST) != (self._claim.predicate == Predicate.MUST)
            or stated.negated
            or bool(rules().silent.search(low) or rules().partly.search(low))
            or bool(SAYS_ONLY.search(low))
            or (is_past(clause) and not is_past(self._claim.text))
        )
