"""Whether a question asks what an editor wrote an answer for: the same words, near enough."""

from __future__ import annotations

import re

from retrieval.dutch import STOP_WORDS, stem, words

FILLERS = frozenset(
    (
        *("aub", "de", "dan", "een", "eigenlijk", "even", "graag", "het", "me", "mij", "nou", "nu"),
        *("ook", "precies", "toch"),
    )
)
"""Words that leave a question what it is."""

FEWEST_WORDS = 2
"""Content words that a pattern needs, so that it cannot match nearly everything."""


def matches(pattern: str, question: str) -> bool:
    """
    Tell whether a question is the pattern in other inflections, spelling or filler words.

    A '*' in the pattern stands for any words, or none. The order of the words counts, and so
    does every other word: 'niet' or another sector makes another question.
    """
    if "*" not in pattern:
        return bool(_spellings(pattern) & _spellings(question))
    parts = [" ".join(_stems(part)) for part in pattern.split("*")]
    gap = r"\b.*\b".join(re.escape(part) for part in parts)
    return re.fullmatch(rf"\W*{gap}\W*", " ".join(_stems(question))) is not None


def is_specific(pattern: str) -> bool:
    """Tell whether a pattern has enough words of its own."""
    content = [word for word in words(pattern.replace("*", " ")) if word not in STOP_WORDS]
    return len(content) >= FEWEST_WORDS


def _spellings(text: str) -> set[str]:
    """Return the stems in one string, hyphens left out and hyphens as blanks."""
    return {"".join(_stems(text)), "".join(_stems(text.replace("-", " ")))}


def _stems(text: str) -> list[str]:
    plain = (word.replace("-", "") for word in words(text))
    return [stem(word) for word in plain if word not in FILLERS]
