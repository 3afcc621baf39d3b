"""Which language a page is in: the one in its address, else the browser's, else Dutch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.web.languages import DUTCH, LANGUAGES, Words

FIELD = "lang"
PAGE_OF_FORMS = "/vraag"
"""Where the language switch of a page leads that was posted; without a question to the start."""

_TYPED = ("vraag", "zoek")
"""Fields of an address that a page shows as it understood them: without personal data."""

FROM_RIGHT = frozenset({"ar", "fa", "he", "ps", "ur"})
"""Languages that are written from right to left; a question or a document may be in any."""

_MOST_RANGES = 20
_MOST_SIGNS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """
    The language of one page.

    Args:

        named: Whether the address names it; then every link and form of the page does.

        path: Of the page.

        fields: The query of the page, without the language and without what was typed.
    """

    words: Words = DUTCH
    named: bool = False
    path: str = "/"
    fields: Sequence[tuple[str, str]] = ()

    def to(self, href: str) -> str:
        """Return an address of ours, in this language where the visitor chose it."""
        return _in_language(href, self.words.code) if self.named else href

    def language(self, code: str, around: str | None = None) -> Markup:
        """Return the attributes of an element in a language that is not that around it."""
        outer = around or self.words.code
        if code == outer:
            return Markup()
        if code in FROM_RIGHT:
            return Markup(' lang="{}" dir="auto"').format(code)
        turned = FROM_RIGHT.intersection((outer, self.words.code))
        return Markup(' lang="{}" dir="ltr"' if turned else ' lang="{}"').format(code)

    def others(self, typed: Mapping[str, str]) -> Iterator[tuple[Words, str]]:
        """Yield every language with this page in it; `typed` is what the visitor wrote."""
        query = urlencode([*typed.items(), *self.fields])
        for code in LANGUAGES:
            yield Words(code), _in_language(f"{self.path}?{query}".rstrip("?"), code)


IN_DUTCH = Choice()


def choose(
    method: str, path: str, fields: Sequence[tuple[str, str]], accept_language: str
) -> Choice:
    """
    Return the language of a page.

    Args:

        fields: The query, in order.

        accept_language: The header of that name; any text.
    """
    asked = [_known(value) for name, value in fields if name == FIELD]
    code = asked[-1] if asked else None
    return Choice(
        words=Words(code or _preferred(accept_language) or DUTCH.code),
        named=code is not None,
        path=path if method in ("GET", "HEAD") else PAGE_OF_FORMS,
        fields=[pair for pair in fields if pair[0] not in (FIELD, *_TYPED) and _is_short(pair)],
    )


def headers_of(words: Words) -> dict[str, str]:
    """Return what a cache must know of a page."""
    return {"Content-Language": words.code, "Vary": "Accept-Language"}


def values_of(choice: Choice, typed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """
    Return what templates need.

    `t` is the sentences, `to` makes an address of ours one in the visitor's language, `language`
    marks what is in another language than the page.
    """
    return {
        "t": choice.words,
        "to": choice.to,
        "language": choice.language,
        "choice": choice,
        "languages": list(choice.others(typed or {})),
    }


def _in_language(href: str, code: str) -> str:
    address, mark, anchor = href.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{FIELD}={code}{mark}{anchor}"


def _is_short(pair: tuple[str, str]) -> bool:
    """Tell a field that a page of ours may have from a text that every link would repeat."""
    return len(pair[0]) + len(pair[1]) <= _MOST_SIGNS


def _known(tag: str) -> str | None:
    """Return the code of ours for a language tag, as 'uk' for 'uk-UA', or None."""
    code = tag.strip().partition("-")[0].lower()
    return code if code in LANGUAGES else None


def _preferred(accept_language: str) -> str | None:
    """Return the first of our languages in order of preference (RFC 9110, 12.5.4), or None."""
    found = []
    for each in accept_language.split(",")[:_MOST_RANGES]:
        tag, *parameters = each.split(";")
        code, weight = _known(tag), _weight(parameters)
        if code and weight > 0:
            found.append((weight, code))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def _weight(parameters: Sequence[str]) -> float:
    for each in parameters:
        name, _, value = each.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
