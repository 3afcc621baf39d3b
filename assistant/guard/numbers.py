"""Numbers that belong to one person: found by their check digits, or by the word before them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from assistant.guard.cues import announced, mask_data
from assistant.guard.kinds import MASKS, Kind
from assistant.understanding.number_words import up_to

SEPARATED = r"[ .\-–/_*]{0,2}"
"""What people write between digits."""

_YEARS = r"(?:19|20)\d\d\D{1,3}(?:19|20)\d\d"
_DATE = r"\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d"
_IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}[ .-]?\d{2}(?:[ .-]?[A-Za-z0-9]){11,30}")
_CARD = re.compile(r"(?<![\d+])\d(?:[ -]?\d){12,18}(?!\d)")
_NINE_DIGITS = re.compile(
    rf"(?<![\d€])(?<!€ )(?<!\d[.,])(?!{_YEARS})"
    rf"\d(?:{SEPARATED}\d){{8}}(?![.\-–/_*,]?\d)(?!\s?(?:euro|EUR)\b)"
)
_PHONE = re.compile(
    rf"(?<![\w+€.,])(?<!€ )(?<!\d[-/])(?!{_DATE})"
    r"(?:\+|00|\(?\+?0)[\s(]{0,2}\d?(?:[\s.\-–/()_*]{0,3}\d){6,14}(?![\d@])"
)
_ABROAD = ("BE", "DE", "FR", "GB", "TR", "UA", "PL", "MA", "SR")
"""Countries whose numbers, written as at home, are looked for beside the Dutch ones."""

_SERVICES = ("TOLL_FREE", "PREMIUM_RATE", "SHARED_COST", "UAN", "VOICEMAIL")
_DIGIT = (
    rf"(?:nul|één|{'|'.join(up_to(9))}"
    r"|zero|one|two|three|four|five|six|seven|eight|nine"
    r"|null|eins|zwei|drei|fünf|sechs|sieben|neun)"
)
_SPELLED = re.compile(rf"(?<!\w){_DIGIT}(?:[\s,.-]{{1,2}}{_DIGIT}){{7,}}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=8)
def _after(name: str) -> re.Pattern[str]:
    forms = {
        "account": rf"[A-Z]{{2}}\s?\d{{2}}(?:{SEPARATED}[A-Z0-9]){{8,30}}"
        rf"|\d(?:{SEPARATED}\d){{6,13}}",
        "bsn": rf"\d(?:{SEPARATED}\d){{7,8}}",
        "phone": r"\+?\(?\d(?:[\s.\-–/()_*]{0,3}\d){6,14}",
    }
    return announced(name, forms[name])


def mask_accounts(text: str) -> str:
    """Mask an IBAN of any country (mod 97 and the country's form), or an announced account."""
    text = _each(_IBAN, _iban, text)
    return _after("account").sub(mask_data(Kind.ACCOUNT), text)


def _iban(end: int, found: str) -> str | None:
    from stdnum import iban

    return MASKS[Kind.ACCOUNT] if end > 14 and iban.is_valid(found[:end]) else None


def _each(pattern: re.Pattern[str], mask: Callable[[int, str], str | None], text: str) -> str:
    """
    Mask the longest beginning of each match that is a number; what follows was read along.

    Where none is, the search goes on behind the match's first word, which may have hidden one.

    Args:

        mask: Takes where a beginning ends, and the match; returns what stands for it, or None.
    """
    made, at = [], 0
    while match := pattern.search(text, at):
        found = match[0]
        ends = (
            end
            for end in range(len(found), 8, -1)
            if found[end - 1].isalnum() and not found[end : end + 1].isalnum()
        )
        masked = next(((end, said) for end in ends if (said := mask(end, found)) is not None), None)
        end, said = masked or (len(found.split(" ", 1)[0]), found.split(" ", 1)[0])
        made += [text[at : match.start()], said]
        at = match.start() + end
    return "".join([*made, text[at:]])


def mask_cards(text: str) -> str:
    """Mask the number of a payment card: 13 to 19 digits that pass the Luhn test."""

    return _each(_CARD, _card, text)


def _card(end: int, found: str) -> str | None:
    from stdnum import luhn

    digits = re.sub(r"\D", "", found[:end])
    return MASKS[Kind.CARD] if len(digits) > 12 and luhn.is_valid(digits) else None


def mask_bsns(text: str) -> str:
    """Mask nine digits that pass the eleven test; after telephone numbers, which are longer."""
    return _each(_NINE_DIGITS, _bsn, text)


def mask_announced_bsns(text: str) -> str:
    """Mask eight or nine digits that are said to be a BSN, even with a typing error."""
    return _after("bsn").sub(mask_data(Kind.BSN), text)


def _bsn(end: int, found: str) -> str | None:
    from stdnum.nl import bsn

    digits = re.sub(r"\D", "", found[:end])
    return MASKS[Kind.BSN] if len(digits) == 9 and bsn.is_valid(digits) else None


def mask_phones(text: str) -> str:
    """
    Mask telephone numbers that someone can have, spelled-out ones, and what is announced as one.

    Numbers of services (0800, 0900, 14 0xx) stay: they are no one's own.
    """
    text = _SPELLED.sub(MASKS[Kind.PHONE], text)
    text = _each(_PHONE, _phone, text)
    return _after("phone").sub(_announced_phone, text)


def _phone(end: int, found: str) -> str | None:
    personal = _is_personal(found[:end])
    if personal is None:
        return None
    opened = "(" if found[0] == "(" and ")" not in found[:end] else ""
    return opened + MASKS[Kind.PHONE] if personal else found[:end]


def _announced_phone(match: re.Match[str]) -> str:
    written = match["data"]
    if re.match(rf"{_YEARS}|{_DATE}", written) or _is_personal(written) is False:
        return match[0]
    return match["cue"] + MASKS[Kind.PHONE]


def _is_personal(written: str) -> bool | None:
    """Return True for a number that a person can have, False for a service's, None for none."""
    import phonenumbers

    digits = re.sub(r"[^\d+]", "", written)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    for region in (None,) if digits.startswith("+") else ("NL", *_ABROAD):
        try:
            number = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            kind = phonenumbers.PhoneNumberType.to_string(phonenumbers.number_type(number))
            return kind not in _SERVICES
    return None
