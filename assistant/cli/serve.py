"""`loket serve`: the HTTP API and the web pages."""

from __future__ import annotations

import contextlib
import socket
from pathlib import Path

import click

from assistant.cli import common
from corpus.errors import SettingsError

BACKLOG = 2048


@click.command("serve")
@click.option("--host", help="Address to listen on; else LOKET_HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port; else LOKET_PORT.")
@common.index_option
def command(host: str | None, port: int | None, index: Path | None) -> None:
    """Serve until interrupted. Without an index it starts, and answers 503 until there is one."""
    settings = common.settings_for(index, host=host, port=port)
    listening = _listen(settings.host, settings.port)
    import uvicorn

    from assistant.loket import build_originals, build_site
    from assistant.web.app import create_app

    service, desk = build_site(settings)
    status = service.status()  # opened before the first visitor comes
    config = uvicorn.Config(
        create_app(
            service,
            desk=desk,
            widget_origins=settings.widget_origins,
            originals=build_originals(settings),
            show_pages=settings.show_pages,
        ),
        log_level="warning",
        access_log=False,  # its lines hold the query string, and so the question
        server_header=False,
    )
    click.echo(f"Loketwijzer: {_address(settings.host, settings.port)}")
    click.echo(f"index {status.version}" if status.ready else f"not ready: {status.problem}")
    with listening, contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Take the address first, so that a taken one is known before anything is loaded."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except (OSError, UnicodeError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise SettingsError(f"cannot listen on {host}, port {port}: {reason}") from problem


def _address(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"
