"""Whether what would be quoted holds the kind of thing that is asked for: a reason, a date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.evidence.answer_type import ALSO_SAID, PATTERNS, REASON, new_value
from assistant.evidence.candidates import lead_text
from assistant.evidence.chosen import Chosen
from assistant.understanding import values
from assistant.understanding.question import Expects, Question

_STEPS = re.compile(
    r"\b(?:aan(?:ge)?meld\w*|meldt? (?:je|u|zich)\b|in(?:ge)?schr(?:ij[vf]|ev)\w*"
    r"|schrijft? (?:je|u|zich)\b|aan(?:ge)?vra\w*|vraagt? .{1,40}\baan\b|in(?:ge)?dien\w*"
    r"|dient? .{1,40}\bin\b|opgeven|solliciteer\w*|formulier\w*|online|portaal|mail\w*"
    r"|bel(?:t|len)?\b|stuur\w*)"
    rf"|{values.EMAIL.pattern}|{values.WEB.pattern}|{values.PHONE.pattern}",
    re.I,
)
"""What tells how to go about something: an act of one's own, or where to turn to."""

SAID = {
    Expects.PROCEDURE: _STEPS,
    Expects.REASON: REASON,
    Expects.DURATION: PATTERNS[Expects.DURATION],
    Expects.DATE: PATTERNS[Expects.DATE],
}
"""
Kinds that are told in words too ('tot je diploma', 'na de zomer'): to lack their usual form is a
doubt, where it rules an answer out for the kinds in `HARD`.
"""

FIRST = 2
"""How many of the chosen units may say it."""


def says(question: Question, chosen: Sequence[Chosen]) -> bool:
    """Tell whether the first units of an answer say what is asked for, as far as form tells."""
    pattern = SAID.get(question.kind)
    patterns = (pattern, *ALSO_SAID.get(question.kind, ())) if pattern else ()
    return not patterns or any(
        new_value(one, f"{lead_text(each.passage, each.number)} {each.text}", question)
        for each in chosen[:FIRST]
        for one in patterns
    )
