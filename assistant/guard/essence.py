"""What is searched of a question: without the masks and the words that only carry them."""

from __future__ import annotations

import re

from assistant.guard.kinds import ANY_MASK

_GIVER = (
    r"(?:ik|mijn|mij|me|i|my|ich|mein(?:e|en|er)?|mich|je|j'ai|mon|ma|мене|мій|моя|я"
    r"|اسمي|رقمي|أنا|adım|ismim|benim|bana|beni)"
)
_OPENING = r"(?:(?:en|want|dus|and|und|et|і|ve|also|verder|hallo|hoi|hello|hi|dag)\s+)?"
_CLAUSE = re.compile(
    rf"{_OPENING}(?<![^\W_]){_GIVER}(?![^\W_])(?P<said>(?:\s+[^\s,.;:!?\[]+){{0,5}}?)"
    rf"[\s:=]*(?:{ANY_MASK.pattern})",
    re.IGNORECASE,
)
_LABEL = re.compile(
    rf"(?:(?<![^\W_])(?:bsn|iban|tel|telefoon|telefoonnummer|mail|e-?mail(?:adres)?|naam|adres|postcode"
    rf"|geboortedatum|geboren|wachtwoord|name|phone|email|address|paspoort\w*|rekening\w*)"
    rf"\s*(?:is|nr|nummer|op)?\s*[.:=]?\s*)?(?:{ANY_MASK.pattern})",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b[1-9]\d{3}\b")
_MARK = re.compile(r"\[\d{1,3}\]")
_JOINING = re.compile(r"^(?:en|and|und|et|і|ve)\s+|^و(?=\w)", re.IGNORECASE)
_LOOSE = re.compile(r"\s*(?:[,;:]\s*)+(?=[,;:.!?]|$)")


def essence(text: str) -> str:
    """
    Return a masked text without its masks, their announcements and citation marks like [1].

    The digits of a postcode stay. A text without masks and marks comes back as it is.
    """
    if "[" not in text:
        return text
    said = _MARK.sub("", text)
    said = _CLAUSE.sub(_digits, said)
    said = _LABEL.sub(_digits, said)
    said = re.sub(r"[ \t]{2,}", " ", re.sub(r"\(\s*\)", " ", said))
    said = re.sub(r"\s+(?=[,.;:!?])", "", said)
    return opened(_LOOSE.sub("", said).lstrip(" \n\t,;:.!").rstrip())


def opened(rest: str) -> str:
    """Return what is left of a text without the 'en' that joined it to what is gone."""
    return _JOINING.sub("", rest)


def _digits(match: re.Match[str]) -> str:
    return " ".join(["", *_POSTCODE.findall(match[0]), ""])
