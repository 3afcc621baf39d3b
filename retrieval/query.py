"""A question as the lexical index sees it: weighted terms, spelling corrected, unknown words."""

from __future__ import annotations

from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.dutch import STOP_WORDS, stem, words
from retrieval.lexical import LexicalIndex, QueryTerm

PART_WEIGHT = 0.4
CORRECTED_WEIGHT = 0.9
SHORTEST_CORRECTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """
    An analysed question.

    Args:

        terms: Weighted index terms; a term stands once, with its highest weight.

        unknown: Words that the corpus does not know, in any form or part.

        corrected: Misspelled word -> the corpus word taken for it.
    """

    text: str
    terms: tuple[QueryTerm, ...]
    unknown: tuple[str, ...] = ()
    corrected: dict[str, str] = field(default_factory=dict)

    @property
    def corrected_text(self) -> str:
        """Return the question with its misspelled words replaced."""
        return " ".join(self.corrected.get(word, word) for word in words(self.text))


def analyse(text: str, lexical: LexicalIndex) -> Query:
    """Return the query for a question, judged by the words of the corpus."""
    weights: dict[str, float] = {}
    unknown, corrected = [], {}
    for word in dict.fromkeys(words(text)):
        if word in STOP_WORDS or (len(word) < 2 and not word.isdigit()):
            continue
        found = _terms_of(word, lexical)
        if not found and (better := correction(word, lexical)):
            corrected[word] = better
            found = {t: w * CORRECTED_WEIGHT for t, w in _terms_of(better, lexical).items()}
        if not found:
            unknown.append(word)
            found = {stem(word): 1.0}
        for term, weight in found.items():
            weights[term] = max(weight, weights.get(term, 0.0))
    terms = tuple(QueryTerm(term, weight) for term, weight in weights.items())
    return Query(text=text, terms=terms, unknown=tuple(unknown), corrected=corrected)


def _terms_of(word: str, lexical: LexicalIndex) -> dict[str, float]:
    """Return the known index terms of a word: its stem, its joined form, its compound parts."""
    joined = word.replace("-", "")
    forms = {stem(joined): 1.0}
    pieces = [piece for piece in word.split("-") if len(piece) > 2 and piece not in STOP_WORDS]
    if "-" in word:
        forms |= {stem(piece): 0.7 for piece in pieces}
    for whole in {joined, *pieces}:
        for part in lexical.splitter.split(whole):
            forms.setdefault(stem(part), PART_WEIGHT)
    known = {term: weight for term, weight in forms.items() if term in lexical.frequency}
    return known


def correction(word: str, lexical: LexicalIndex) -> str | None:
    """
    Return the corpus word that a misspelled word most likely stands for, or None.

    Method: optimal string alignment distance of one edit, or two in words of eight letters and
    more; the same first letter first, then the more frequent word.
    """
    if len(word) < SHORTEST_CORRECTED or not word.replace("-", "").isalpha():
        return None
    most = 1 if len(word) < 8 else 2
    found = process.extract(
        word, lexical.words.keys(), scorer=OSA.distance, score_cutoff=most, limit=8
    )
    ranked = sorted(
        (
            (distance, candidate[0] != word[0], -lexical.words[candidate], candidate)
            for candidate, distance, _ in found
            if candidate not in STOP_WORDS and len(candidate) >= SHORTEST_CORRECTED - 1
        ),
    )
    return ranked[0][3] if ranked else None
