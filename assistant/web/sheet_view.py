"""A page of a held original, ready to show to a visitor or to staff."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.responses import Response

from assistant.originals.library import Originals, Sheet
from assistant.originals.pdf import MEDIA_TYPE, Busy, PageProblem
from assistant.web.addresses import MARK_ANCHOR, document_href, original_href, sheet_href
from assistant.web.languages import Words
from assistant.web.languages.choice import IN_DUTCH, Choice
from assistant.web.problems import Problem
from corpus.model import Document, Passage

log = logging.getLogger(__name__)

PATH = "/document/{document_id}/bladzijde/{number}"
PICTURE_PATH = f"{PATH}.webp"
"""To be routed first, for PATH fits it too."""

KEPT = "private, max-age=604800, immutable"

_NUMBER = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)
_UNITS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,199}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """
    A page with where one can go from it.

    Args:

        sheet: None where the page cannot be shown; `said` then tells so.

        said: What is marked, or why nothing is; '' where no passage was asked for.

        also: (address, page) where the passage stands too.
    """

    document: Document
    number: int
    sheet: Sheet | None
    said: str
    anchor: str
    large: bool
    picture_href: str
    document_href: str
    original_href: str | None
    before_href: str | None
    after_href: str | None
    size_href: str
    also: list[tuple[str, int]]


def sheet_view(
    originals: Originals,
    document: Document,
    passage: Passage | None,
    number: str,
    fields: Mapping[str, str],
    *,
    choice: Choice = IN_DUTCH,
    base: str = "",
) -> SheetView:
    """
    Return the page that an address asks for; raises Problem 404 where it is not held, or busy.

    Args:

        passage: Of this document, to be marked.

        number: As the address has it.

        fields: The query: `zinnen`, units of the passage ('0.2'), and `groot`.

        choice: The language of the page.

        base: '/staf' for staff.
    """
    page, units, large = page_number(number), _units(fields.get("zinnen", "")), "groot" in fields
    try:
        sheet = originals.sheet(document, page, passage, units)
        if sheet is None:
            raise Problem(404, "There is no such page.")
    except Busy as problem:
        raise Problem(503, str(problem)) from problem
    except PageProblem as problem:
        log.warning("page %d of %s cannot be shown: %s", page, document.id, problem)
        sheet = None
    passage_id = passage.id if passage else None
    to = choice.to

    def href(other: int, *, large: bool) -> str:
        return to(
            sheet_href(
                document.id, other, passage_id=passage_id, units=units or (), base=base, large=large
            )
        )

    kept = document.digest[:8]
    return SheetView(
        document=document,
        number=page,
        sheet=sheet,
        said=_said(sheet, passage, choice.words),
        anchor=MARK_ANCHOR,
        large=large,
        picture_href=f"{sheet_href(document.id, page, base=base)}.webp?v={kept}",
        document_href=to(base + document_href(document.id, None if base else passage_id)),
        original_href=original_href(document.url, page),
        before_href=href(page - 1, large=large) if sheet and page > 1 else None,
        after_href=href(page + 1, large=large) if sheet and page < sheet.pages else None,
        size_href=href(page, large=not large),
        also=[(href(other, large=large), other) for other in (sheet.also if sheet else ())],
    )


def picture_response(
    originals: Originals, document: Document, number: str, *, keep: bool
) -> Response:
    """Return the picture of a page; raises Problem 404, 500 or 503."""
    try:
        made = originals.picture(document, page_number(number))
    except Busy as problem:
        raise Problem(503, str(problem)) from problem
    except PageProblem as problem:
        raise Problem(500, str(problem)) from problem
    if made is None:
        raise Problem(404, "There is no such page.")
    headers = {"Cache-Control": KEPT if keep else "no-store"}
    return Response(made, media_type=MEDIA_TYPE, headers=headers)


def page_number(text: str) -> int:
    """Return a page's number; raises Problem 404 for anything that is none."""
    if not _NUMBER.fullmatch(text):
        raise Problem(404, "There is no such page.")
    return int(text)


def _units(text: str) -> frozenset[int] | None:
    return frozenset(map(int, text.split("."))) if _UNITS.fullmatch(text) else None


def _said(sheet: Sheet | None, passage: Passage | None, words: Words) -> str:
    if sheet is None:
        return str(words.SHEET_BROKEN)
    if passage is None:
        return ""
    if sheet.share is None:
        return str(words.SHEET_NOT_HERE)
    if not sheet.marks:
        return str(words.SHEET_LOST)
    return str(words.SHEET_MARKED if sheet.whole else words.SHEET_PARTLY)
