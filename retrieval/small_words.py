"""
Small Dutch words that turn what a sentence says: they deny it, limit it, or say it in part.

Plain words, with a bar between them, for regular expressions.
"""

from __future__ import annotations

import re

DENYING = "niet|geen|nooit|niemand|niets|nergens|evenmin"
"""Each denies its clause; two of them leave it as it was."""

DENYING_ELSE = "zonder|noch|onmogelijk"
"""
Deny as well, but are not counted with the others: 'zonder' denies one thing, 'noch' is said twice,
and 'onmogelijk' is itself what is claimed.
"""

ONLY = "alleen|uitsluitend|slechts|enkel"
EXCEPT = "tenzij|behalve"
AT_MOST = "hooguit|hoogstens|maximaal|ten hoogste"
AT_LEAST = "minstens|minimaal|ten minste|tenminste"

IN_PART = "soms|vaak|sommige|bepaalde|misschien|waarschijnlijk|eventueel|afhankelijk|in principe"
"""What a sentence says is not always so, not of all, or not sure."""

SAYS_ONLY = re.compile(rf"\b(?:{ONLY})\b")
_DENIES = re.compile(rf"\b(?:{DENYING}|nee)\b")
NAMED = {
    "denying": DENYING,
    "denying_else": DENYING_ELSE,
    "only": ONLY,
    "except": EXCEPT,
    "at_most": AT_MOST,
    "at_least": AT_LEAST,
    "in_part": IN_PART,
}
"""By the names that files of rules have for them, in braces."""


def denials(text: str) -> int:
    """Count the words of a plain text that deny a clause."""
    return len(_DENIES.findall(text))
