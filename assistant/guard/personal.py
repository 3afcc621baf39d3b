"""Personal data in a text, masked before anything is searched, remembered or shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.guard.addresses import mask_addresses, mask_emails
from assistant.guard.documents import mask_births, mask_documents
from assistant.guard.kinds import Kind, kinds_in
from assistant.guard.names import mask_names
from assistant.guard.numbers import (
    mask_accounts,
    mask_announced_bsns,
    mask_bsns,
    mask_cards,
    mask_phones,
)

_RULES: tuple[Callable[[str], str], ...] = (
    mask_emails,
    mask_accounts,
    mask_cards,
    mask_documents,
    mask_births,
    mask_announced_bsns,
    mask_phones,
    mask_bsns,
    mask_addresses,
    mask_names,
)
"""In this order: what has a form of its own first, so that no part of it is read as another."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without personal data, and the kinds that were in it, in the order of `Kind`."""

    text: str
    kinds: tuple[Kind, ...]


def masked(text: str) -> Masked:
    """
    Return a text with its personal data replaced by words in brackets.

    Masks that stand in the text already count as found, so masking twice gives the same.
    """
    for rule in _RULES:
        text = rule(text)
    return Masked(text, kinds_in(text))
