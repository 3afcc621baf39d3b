"""`loket search`: passages with their scores, for staff."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.cli import common

if TYPE_CHECKING:
    from retrieval.search import Hit

MOST = 50


@click.command("search")
@click.argument("query")
@common.json_option
@common.region_option
@common.sector_option
@click.option("--type", "kind", type=common.Word(), help="Only this type of document, exactly.")
@common.on_option("Only documents in force on this day.")
@click.option("--limit", type=click.IntRange(1, MOST), default=10, show_default=True)
@common.index_option
def command(
    query: str,
    as_json: bool,
    region: str | None,
    sector: str | None,
    kind: str | None,
    on: date | None,
    limit: int,
    index: Path | None,
) -> None:
    """Find passages for QUERY, best first; documents for staff are among them."""
    try:
        text = common.checked_question(query)
    except ValueError as problem:
        raise click.UsageError(str(problem).replace("question", "query")) from problem
    service = common.service_for(index)
    from retrieval.filters import Filters

    hits = service.search(text, Filters(region=region, sector=sector, type=kind, on=on), limit)
    today = on or service.today()
    if as_json:
        results = [_record(hit, today) for hit in hits]
        from assistant.guard.screen import masked_text

        version = service.status().version
        shown = masked_text(text)
        common.print_json({"query": shown, "index_version": version, "results": results})
        return
    _print(hits, today)


def _print(hits: list[Hit], today: date) -> None:
    from assistant.cli.show import hit_lines

    for number, hit in enumerate(hits, start=1):
        click.echo("\n".join([*hit_lines(number, hit, today), ""]))
    if not hits:
        click.echo("No passage found.")


def _record(hit: Hit, today: date) -> dict[str, Any]:
    """Return a hit with the keys that GET /v1/search uses."""
    document, passage = hit.document, hit.passage
    return {
        "passage_id": passage.id,
        "document_id": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "type": document.type,
        "section": " › ".join(passage.section) or None,
        "page": passage.page_from,
        "url": document.url,
        "valid_from": document.valid_from,
        "valid_to": document.valid_to,
        "expired": document.expired(today),
        "score": hit.score,
        "dense": hit.dense,
        "lexical": hit.lexical,
        "text": passage.text,
    }
