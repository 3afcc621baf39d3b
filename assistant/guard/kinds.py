"""The kinds of personal data, and the words that stand in their place."""

from __future__ import annotations

import re
from enum import StrEnum


class Kind(StrEnum):
    """A kind of personal data."""

    BSN = "bsn"
    ACCOUNT = "account"
    CARD = "card"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    NAME = "name"
    BIRTH = "birth"
    DOCUMENT = "document"
    PASSWORD = "password"


MASKS = {
    Kind.BSN: "[burgerservicenummer]",
    Kind.ACCOUNT: "[rekeningnummer]",
    Kind.CARD: "[kaartnummer]",
    Kind.PHONE: "[telefoonnummer]",
    Kind.EMAIL: "[e-mailadres]",
    Kind.ADDRESS: "[adres]",
    Kind.NAME: "[naam]",
    Kind.BIRTH: "[geboortedatum]",
    Kind.DOCUMENT: "[documentnummer]",
    Kind.PASSWORD: "[wachtwoord]",
}
"""What stands in the text instead: a Dutch word, for the page of a Dutch service shows it."""

ANY_MASK = re.compile("|".join(re.escape(mask) for mask in MASKS.values()))
_KIND_OF = {mask: kind for kind, mask in MASKS.items()}


def kinds_in(text: str) -> tuple[Kind, ...]:
    """Return the kinds whose masks stand in a text, in the order of `Kind`."""
    found = {_KIND_OF[mask] for mask in ANY_MASK.findall(text)}
    return tuple(kind for kind in Kind if kind in found)
