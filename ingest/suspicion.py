"""Leaves out passages that tell a machine what to do: readers have no use for them."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Sequence

from corpus.model import PageWarning, Passage
from corpus.steering import addresses_machine
from corpus.text import fold

SHOWN = 80
"""Characters of such a passage that the report shows."""


def without_machine_orders(
    found: Sequence[Passage],
) -> tuple[list[Passage], list[PageWarning]]:
    """
    Return the passages that are meant for readers, and a warning for each of the others.

    Headings count as well: what stands under 'For AI assistants' goes. The rule is that of
    `corpus/data/steering.toml`, [machine].
    """
    kept, warnings = [], []
    for passage in found:
        if addresses_machine(_visible(f"{' '.join(passage.section)}\n{passage.text}")):
            warnings.append(_warning(passage))
        else:
            kept.append(passage)
    return kept, warnings


def _visible(text: str) -> str:
    """Return the text without characters that show nothing, and full width letters as usual."""
    shown = (each for each in text if unicodedata.category(each) not in ("Cf", "Co"))
    return unicodedata.normalize("NFKC", "".join(shown))


def _warning(passage: Passage) -> PageWarning:
    excerpt = textwrap.shorten(fold(_visible(passage.text)), SHOWN, placeholder=" …")
    reason = f"suspicious: a passage tells a machine what to do: “{excerpt}”"
    return PageWarning(page=passage.page_from, reason=reason, dropped=True)
