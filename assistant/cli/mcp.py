"""`loket mcp`: our tools for someone's own assistant, over standard input and output."""

from __future__ import annotations

from pathlib import Path

import click

from assistant.cli import common


@click.command("mcp")
@click.option("--staff", is_flag=True, help="Use documents that are only for staff too.")
@common.index_option
def command(staff: bool, index: Path | None) -> None:
    """
    Serve the tools search, answer, routes and regions to an MCP client.

    For the settings of such a client: the command is `loket`, its argument `mcp`. Needs the extra
    `mcp`. Standard output belongs to the protocol.
    """
    try:
        import mcp.server.mcpserver  # noqa: F401 - the extra, before anything is loaded
    except ImportError as problem:
        raise click.ClickException(
            "`loket mcp` needs the extra 'mcp': pip install 'loketwijzer[mcp]'"
        ) from problem
    service = common.service_for(index)
    from assistant.mcp_server import build_server

    build_server(service, None if staff else "public").run("stdio")
