"""A passage as a reference to paste into a mail or a note."""

from __future__ import annotations

from datetime import date

from assistant.web.languages import DUTCH
from assistant.web.views import original_href
from corpus.model import Document, Passage


def reference(document: Document, passage: Passage | None, today: date) -> str:
    """Return title, place, page, publisher, date, validity and address, as far as known."""
    place = [document.title]
    if passage is not None:
        place += [" › ".join(passage.section), DUTCH.pages(passage.page_from, passage.page_to)]
    validity = DUTCH.validity(document.valid_from, document.valid_to)
    if document.expired(today):
        validity += " (verlopen)"
    published = DUTCH.long_date(document.published)
    parts = [
        ", ".join(filter(None, place)),
        ", ".join(filter(None, [document.publisher, published and f"verschenen {published}"])),
        validity[:1].upper() + validity[1:],
        f"Geraadpleegd op {DUTCH.long_date(today)}",
    ]
    text = ". ".join(part for part in parts if part) + "."
    url = original_href(document.url, passage.page_from if passage else None)
    return f"{text} {url}" if url else text
