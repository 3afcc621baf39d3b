"""Follow-up questions: what an unfinished question means after the ones before it."""

from __future__ import annotations

import re

from retrieval.dutch import STOP_WORDS, plain, words

_OPENS = re.compile(r"^(?:en|maar|ook|dus|and|but)\b")
_REFERS = re.compile(
    r"\b(?:die|dat|dit|deze|daarvan|daarvoor|daarmee|daarbij|daarna|daar|ervan|ervoor|erbij|er"
    r"|hij|zij|ze|hem|haar|hun|zo'n|it|that|they|those|this|them)\b"
    r"|\bhet\W*$"
)
_SHORT = 4
"""Content words; a question with fewer, that also refers back, is a follow-up."""

_TOO_SHORT = 2
"""Content words; a later question with fewer is always read with the one before it."""


def resolved(question: str, earlier: tuple[str, ...]) -> tuple[str, str]:
    """
    Return the question's context and the question itself.

    The context is '' for a question that stands alone; for a follow-up it is the last question
    before it that stood alone, with every follow-up since.
    """
    if not earlier or not is_follow_up(question):
        return "", question
    context: list[str] = []
    for before in reversed(earlier):
        context.insert(0, before)
        if not is_follow_up(before):
            break
    return " ".join(context), question


def is_follow_up(question: str) -> bool:
    """Tell whether a question leans on an earlier one."""
    low = plain(question).strip()
    content = [word for word in words(question) if word not in STOP_WORDS]
    if len(content) < _TOO_SHORT or _OPENS.match(low):
        return True
    return len(content) < _SHORT and bool(_REFERS.search(low))
