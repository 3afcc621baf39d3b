"""`loket status`: what the index holds, with which settings, and whether it is sound."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from assistant.cli import common


@click.command("status")
@common.json_option
@common.index_option
def command(as_json: bool, index: Path | None) -> int:
    """Tell what the index holds and whether it is sound; exits 1 if it is not."""
    settings = common.settings_for(index)
    from assistant.local import build_service
    from ingest.sources import remembered

    status = build_service(settings).status()
    sources = [str(path) for path in remembered(settings.index)]
    if as_json:
        record = {**asdict(status), "sources": sources, "settings": settings.public()}
        common.print_json(record)
        return 0 if status.ready else 1
    click.echo(f"index {status.version} is ready" if status.ready else "the index is not ready")
    if status.problem:
        click.echo(f"problem: {status.problem}")
    click.echo(f"{status.documents} documents, {status.passages} passages, model {status.model}")
    for source in sources:
        click.echo(f"source: {source}")
    for name, value in settings.public().items():
        click.echo(f"LOKET_{name.upper()}={'' if value is None else value}")
    return 0 if status.ready else 1
