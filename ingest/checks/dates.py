"""Are the dates possible, was the document looked at lately, and is it still in force?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ingest.checks.finding import Finding, Severity
from ingest.checks.manuscript import Manuscript

CHECKED_WITHIN = timedelta(days=365)


def check_dates(manuscript: Manuscript, on: date) -> Iterator[Finding]:
    """Yield dates that cannot be, judged as of the day `on`."""
    document = manuscript.document
    for key in ("published", "checked_on"):
        text = getattr(document, key)
        if text and first_day(text) > on:
            message = f"'{key}' ligt in de toekomst: {text}"
            yield _finding(manuscript, key, "date-future", Severity.ERROR, message)
    if document.valid_from and document.valid_to and document.valid_to < document.valid_from:
        message = f"'valid_to' ({document.valid_to}) ligt voor 'valid_from' ({document.valid_from})"
        yield _finding(manuscript, "valid_to", "validity-reversed", Severity.ERROR, message)
    checked = document.checked_on
    if checked and first_day(checked) < on - CHECKED_WITHIN:
        message = f"langer dan een jaar niet gecontroleerd: {checked}"
        yield _finding(manuscript, "checked_on", "checked-long-ago", Severity.WARNING, message)


def check_validity(manuscript: Manuscript, on: date) -> Iterator[Finding]:
    """Yield a document that has expired on the day `on`, or will within three months."""
    document = manuscript.document
    if document.expired(on):
        rule, message = "expired", f"verlopen sinds {document.valid_to}"
    elif document.expires_soon(on):
        rule, message = "expires-soon", f"verloopt op {document.valid_to}"
    else:
        return
    yield _finding(manuscript, "valid_to", rule, Severity.WARNING, message)


def first_day(text: str) -> date:
    """Return the first day of a date given as YYYY, YYYY-MM or YYYY-MM-DD."""
    return date.fromisoformat((text + "-01-01")[:10])


def _finding(
    manuscript: Manuscript, key: str, rule: str, severity: Severity, message: str
) -> Finding:
    return Finding(
        file=manuscript.file,
        line=manuscript.line_of_key(key),
        rule=rule,
        severity=severity,
        message=message,
    )
