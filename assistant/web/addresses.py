"""Where things are: the addresses of pages and the anchors on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

MARK_ANCHOR = "markering"
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]")


def source_anchor(turn: int, number: int) -> str:
    """Return the anchor of a source in a turn of the conversation: `bron-1`, later `bron-1-2`."""
    return f"bron-{number}" if turn == 1 else f"bron-{number}-{turn}"


def cite_anchor(turn: int, number: int) -> str:
    """Return the anchor of the first sentence that cites a source: `verwijzing-1`."""
    return f"verwijzing-{number}" if turn == 1 else f"verwijzing-{number}-{turn}"


def passage_anchor(passage_id: str) -> str:
    """Return the anchor of a passage on its document's page."""
    return f"passage-{_UNSAFE.sub('-', passage_id)}"


def document_href(document_id: str, passage_id: str | None = None) -> str:
    """Return the address of a document's page, at a passage where one is given."""
    anchor = f"#{passage_anchor(passage_id)}" if passage_id else ""
    return f"/document/{quote(document_id, safe='')}{anchor}"


def sheet_href(
    document_id: str,
    number: int,
    passage_id: str | None = None,
    units: Iterable[int] = (),
    *,
    base: str = "",
    large: bool = False,
) -> str:
    """
    Return the address of a page of a held original, at its first mark.

    Args:

        units: What to mark of the passage, by index; none marks all of it.

        base: '/staf' for staff.

        large: Whether the page is shown at its full size.
    """
    fields = {"passage": passage_id or "", "zinnen": ".".join(map(str, sorted(units)))}
    fields["groot"] = "1" if large else ""
    query = urlencode({name: text for name, text in fields.items() if text})
    anchor = f"#{MARK_ANCHOR}" if passage_id else ""
    path = f"{base}/document/{quote(document_id, safe='')}/bladzijde/{number}"
    return f"{path}?{query}{anchor}" if query else path


def original_href(url: str | None, page: int | None = None) -> str | None:
    """Return the source's own address, at the page of a PDF; None unless it is http(s)."""
    if not url or not url.lower().startswith(("http://", "https://")):
        return None
    at_page = page is not None and url.lower().endswith(".pdf")
    return f"{url}#page={page}" if at_page else url


def ask_href(question: str, conversation_id: str | None = None) -> str:
    """Return the address that asks a question."""
    fields = {"vraag": question}
    if conversation_id:
        fields["conversation_id"] = conversation_id
    return f"/vraag?{urlencode(fields)}"
