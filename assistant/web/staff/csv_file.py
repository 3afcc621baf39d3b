"""Tables as CSV that a spreadsheet opens as text, and never as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from starlette.responses import Response

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(value: object) -> object:
    """
    Return a cell that no spreadsheet takes for a formula; numbers stay numbers.

    Method: a quote before what begins one, as OWASP advises against CSV injection.
    """
    if value is None or isinstance(value, int | float):
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_FORMULA) else text


def csv_response(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return a CSV file to keep: UTF-8 with its mark, semicolons, as Dutch spreadsheets expect."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    body = text.getvalue().encode("utf-8-sig")
    return Response(body, headers=headers, media_type="text/csv; charset=utf-8")
