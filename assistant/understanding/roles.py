"""Who does a thing, and where: the parties of a sentence, each with its place in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from retrieval.dutch import plain, words

RULES_FILE = Path(__file__).with_name("role_rules.toml")
DOER = ""
"""The place of a party without a preposition, or with 'door'."""

_PREPOSITION = re.compile(
    r"\b(bij|aan|van|naar|door|voor|via|met|uit|op|in|tot|als|over|tegen|zonder)\s+"
    r"(?:(?:de|het|een|jouw?|je|mijn|uw|hun|haar|zijn|deze|die|dat|elke?)\s+)?"
    r"(?:[\w-]+e\s+(?:(?:of|en)\s+[\w-]+e\s+)?|(?:nieuw|eigen|ander)\s+)?$"
)
_NOT_THEY = re.compile(
    r",? (?:en )?niet (?:(?:aan|voor|naar|bij|door) )?(?:jij|jou|ik|mij|jezelf|(?:de|het) [\w-]+)"
)
"""'De school krijgt het, niet jij': who does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """
    What one clause says is done, and by whom.

    Args:

        verb: The name of a group of verbs in `role_rules.toml`.

        parties: For each place in the clause ('' who does it, 'bij', 'aan', …) the party there.

        said: The words that this was read from, plain.
    """

    verb: str
    parties: Mapping[str, str]
    said: frozenset[str]

    def compared(self, other: Deed) -> bool | None:
        """
        Tell whether another clause gives the same parties, or others; None where one is silent.

        'X vraagt aan bij Y' is not so where the other says that Z does, or that it is with Z.
        """
        if self.verb != other.verb or not self.parties:
            return None
        same = [
            party == other.parties[place]
            for place, party in self.parties.items()
            if place in other.parties
        ]
        if not all(same):
            return False
        return True if same and len(same) == len(self.parties) else None


@dataclass(frozen=True, slots=True)
class _Rules:
    verbs: tuple[tuple[str, re.Pattern[str]], ...]
    parties: tuple[tuple[str, re.Pattern[str]], ...]
    also: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    raw = tomllib.loads(RULES_FILE.read_text(encoding="utf-8"))
    made = (
        tuple((name, re.compile(rf"\b(?:{text})(?![\w-])")) for name, text in raw[table].items())
        for table in ("verbs", "parties", "also")
    )
    return _Rules(*made)


@lru_cache(maxsize=4096)
def deed_in(clause: str) -> Deed | None:
    """Return what a Dutch clause says is done and by whom, or None where the rules read none."""
    low = plain(clause)
    verb = next(
        ((name, match) for name, pattern in _rules().verbs if (match := pattern.search(low))), None
    )
    if verb is None:
        return None
    name, match = verb
    said = [text for text in match.groups() if text] or [match[0]]
    low = _NOT_THEY.sub(" ", low)
    parties = _parties(low, _rules().parties, said)
    for place, names in _parties(low, _rules().also, said).items():
        parties.setdefault(place, names)
    return Deed(
        verb=name,
        # Two in one place, and which of them does it cannot be told.
        parties={place: next(iter(each)) for place, each in parties.items() if len(each) == 1},
        said=frozenset(word for text in said for word in words(text)),
    )


@lru_cache(maxsize=4096)
def doers_in(clause: str) -> frozenset[str]:
    """Return the parties of a Dutch clause that stand in it without a preposition."""
    low = _NOT_THEY.sub(" ", plain(clause))
    return frozenset(_parties(low, _rules().parties, []).get(DOER, ()))


def _parties(
    low: str, patterns: tuple[tuple[str, re.Pattern[str]], ...], said: list[str]
) -> dict[str, set[str]]:
    """Return the parties of a plain clause by their place, and add their words to `said`."""
    found: dict[str, set[str]] = {}
    for party, pattern in patterns:
        for match in pattern.finditer(low):
            before = _PREPOSITION.search(low[: match.start()])
            place = before[1] if before and before[1] != "door" else DOER
            found.setdefault(place, set()).add(party)
            said.append(match[0])
    return found
