"""
How hard is a text to read? Flesch-Douma, an established formula for Dutch.

206.84 - 0.93 * words per sentence - 77 * syllables per word (Douma, 1960): about 0 (hard) to 100
(easy). Names do not count. Why not LiNT-II: docs/adr/0010.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyphen

from corpus.model import UnitKind
from corpus.text import sentence_spans
from ingest.checks.finding import Finding, Severity
from ingest.checks.manuscript import Manuscript, shorten

LOWEST_SCORE = 50.0
"""For public documents. Measured: our 86 public texts 52 to 85, seven texts of others 26 to 42."""

LONGEST_SENTENCE = 25
"""Words."""

EASIEST, WORDS_WEIGHT, SYLLABLES_WEIGHT = 206.84, 0.93, 77.0

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|\b(?:[\w-]+\.)+(?:nl|com|org|eu)\b(?:/\S*)?")
_VOWELS = re.compile(r"[aeiouyàáâäèéêëìíîïòóôöùúûü]+")
_hyphenator = lru_cache(maxsize=1)(lambda: pyphen.Pyphen(lang="nl_NL"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """The Flesch-Douma score of a text, and the two means that it is made of."""

    score: float
    words_per_sentence: float
    syllables_per_word: float


def words_of(text: str) -> list[str]:
    """Return the words of a text; figures and addresses are none."""
    return _WORD.findall(_ADDRESS.sub(" ", text))


def _without_names(words: list[str]) -> list[str]:
    """Leave out what has a capital within a sentence: a name is written as it is."""
    return [word for place, word in enumerate(words) if place == 0 or not word[0].isupper()]


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    """
    Count the syllables of a Dutch word, at least one.

    Hyphenation does not part a single vowel from its word ('over'), groups of vowels do not part
    two that meet ('si-tu-a-tie'); the greater of the two counts comes close.
    """
    parts = [part for part in re.split(r"['’-]", word.lower()) if part]
    return max(1, sum(_syllables(part) for part in parts))


def _syllables(word: str) -> int:
    return max(len(_hyphenator().positions(word)) + 1, len(_VOWELS.findall(word)))


def flesch_douma(sentences: Sequence[str]) -> Readability | None:
    """Return the readability of a text given as sentences; None where it has no words."""
    counted = [words for sentence in sentences if (words := _without_names(words_of(sentence)))]
    words = [word for sentence in counted for word in sentence]
    if not words:
        return None
    per_sentence = len(words) / len(counted)
    per_word = sum(map(syllables, words)) / len(words)
    score = EASIEST - WORDS_WEIGHT * per_sentence - SYLLABLES_WEIGHT * per_word
    return Readability(score=score, words_per_sentence=per_sentence, syllables_per_word=per_word)


def readability_of(manuscript: Manuscript) -> Readability | None:
    """Return the readability of a document's sentences and list items; tables have none."""
    return flesch_douma([text for text, _ in _sentences(manuscript)])


def check_readability(manuscript: Manuscript) -> Iterator[Finding]:
    """Yield a public document that is too hard, and each of its sentences that is too long."""
    if manuscript.document.audience != "public" or manuscript.document.language != "nl":
        return
    measured = readability_of(manuscript)
    if measured and measured.score < LOWEST_SCORE:
        message = (
            f"te moeilijk: Flesch-Douma {measured.score:.0f}, de grens is {LOWEST_SCORE:.0f}"
            f" ({measured.words_per_sentence:.1f} woorden per zin,"
            f" {measured.syllables_per_word:.2f} lettergrepen per woord)"
        )
        yield _finding(manuscript, None, "hard-to-read", Severity.ERROR, message)
    for text, line in _sentences(manuscript):
        length = len(words_of(text))
        if length > LONGEST_SENTENCE:
            message = f"zin van {length} woorden: “{shorten(text)}”"
            yield _finding(manuscript, line, "long-sentence", Severity.WARNING, message)


def _sentences(manuscript: Manuscript) -> Iterator[tuple[str, int | None]]:
    """Yield (sentence, line); a list item may hold several."""
    for statement in manuscript.statements:
        if statement.kind != UnitKind.ROW:
            for start, end in sentence_spans(statement.text):
                yield statement.text[start:end], statement.line


def _finding(
    manuscript: Manuscript, line: int | None, rule: str, severity: Severity, message: str
) -> Finding:
    return Finding(file=manuscript.file, line=line, rule=rule, severity=severity, message=message)
