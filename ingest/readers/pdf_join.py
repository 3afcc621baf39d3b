"""Joins lines of text: mends words that were broken at the end of a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_BROKEN = re.compile(r"(?P<first>[^\s]*[^\W_%][^\s]*|%)[-\u2010\u00ad]$")
_SUSPENDED = re.compile(r"(?:en|of|tot|dan wel|als|naar|c\.q\.|en/of)\b")
_KEPT = re.compile(r"(?:niet|non|semi|aspirant|kandidaat)-\w|zij-instr|co-(?:creat|teach|ouder)")
# Vowels that would be read as one sound: a compound keeps its hyphen between them.
_CLASH = re.compile(r"(?:a[aeiu]|e[eiu]|i[eij]|o[eiou]|u[iu]|ji|ya)")


class Joiner:
    """Joins lines by the words of one document."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            whole = _BROKEN.sub("", line)
            self._words.update(word.lower() for word in _WORD.findall(whole))

    def join(self, first: str, second: str) -> str:
        """Return two successive lines as one text."""
        broken = _BROKEN.search(first)
        if broken is None or not second:
            return f"{first} {second}".strip().replace("\u00ad", "")
        if _SUSPENDED.match(second):
            return f"{first} {second}"
        kept = "" if self._is_one_word(broken["first"], second, first[-1]) else "-"
        return f"{first[:-1]}{kept}{second}".replace("\u00ad", "")

    def _is_one_word(self, first: str, second: str, hyphen: str) -> bool:
        """Tell whether a hyphen at a line's end only marks that a word was broken."""
        if hyphen == "\u00ad":
            return True
        head = re.search(r"[^\W_]*$", first)
        tail = re.match(r"[^\W\d_]+", second)
        if not head or not head[0] or not tail or not second[0].islower() or not head[0].isalpha():
            return False
        one, two = head[0].lower(), tail[0].lower()
        if self._words[one + two] or self._words[f"{one}-{two}"]:
            return self._words[one + two] >= self._words[f"{one}-{two}"]
        # 'SO&P-regelingen', 'RAP-projecten', 'zij-instroom', 'auto-ongeval' keep their hyphen.
        return not (
            head[0][-1].isupper() or _KEPT.match(f"{one}-{two}") or _CLASH.match(one[-1] + two[0])
        )
