"""`loket mcp`, in a process of its own, asked by the official client."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters

from assistant.local import build_service
from assistant.loket import run_ingest
from assistant.mcp_server import build_server
from assistant.settings import PROJECT, Settings
from corpus.routes import load_routes
from ingest.progress import Silent
from ingest.sources import find_files
from tests.assistant.conftest import MORE, SECRET
from tests.conftest import Loket, environment, one_line, write_documents

Talk = Callable[[Client], Awaitable[None]]


@pytest.fixture
def talk(small_settings: Settings, tmp_path: Path) -> Callable[[Talk], None]:
    """Hold a conversation with a server of `loket mcp`."""
    (tmp_path / ".env").touch()
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant.cli", "mcp"],
        env=environment(small_settings, PYTHONPATH=str(PROJECT)),
        cwd=tmp_path,
    )

    def run(conversation: Talk) -> None:
        async def held() -> None:
            with anyio.fail_after(120):
                async with Client(server) as client:
                    await conversation(client)

        anyio.run(held)

    return run


async def called(client: Client, tool: str, **arguments: Any) -> dict[str, Any]:
    """Return the structured result of a tool that must succeed."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result.content
    found: dict[str, Any] = result.structured_content
    return found


def test_the_tools_do_what_the_command_line_does(talk: Callable[[Talk], None]) -> None:
    async def conversation(client: Client) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"search", "answer", "routes", "regions"}
        assert all(tool.description and tool.annotations.read_only_hint for tool in tools.values())
        assert "diploma" in str(tools["routes"].input_schema)

        answer = await called(client, "answer", question="Hoe lang duurt zij-instroom?")
        assert answer["status"] == "answered"
        assert "twee jaar" in answer["sources"][0]["quote"]
        again = await called(
            client,
            "answer",
            question="En wat kost het?",
            conversation_id=answer["conversation_id"],
        )
        assert again["conversation_id"] == answer["conversation_id"]

        found = await called(client, "search", query="meelopen in Groningen", limit=1)
        (hit,) = found["results"]
        assert "meelopen" in hit["text"]

        desks = await called(client, "regions", place="Assen", sector="po")
        assert desks["place"] == "Assen"
        assert desks["desks"]

        for tool, wrong in (
            ("search", {"query": " "}),
            ("search", {"query": "x", "limit": 0}),
            ("answer", {"question": "Wat?", "on": "morgen"}),
            ("regions", {"sector": "wo"}),
            ("routes", {"situation": {"diploma": "zwemmen"}}),
        ):
            assert (await client.call_tool(tool, wrong)).is_error, (tool, wrong)

    talk(conversation)


def test_the_routes_fit_what_is_told(corpus_settings: Settings) -> None:
    async def conversation() -> None:
        async with Client(build_server(build_service(corpus_settings))) as client:
            told = {"sector": "vo", "diploma": "hbo", "country": "nl"}
            checked = await called(client, "routes", situation=told)
            assert checked["situation"] == told
            named = [route["id"] for fit in ("fits", "nearly", "open") for route in checked[fit]]
            assert named
            assert checked["sources"]
            words = await called(client, "routes", text="Ik heb hbo en wil naar het vo.")
            assert words["situation"]["sector"] == "vo"

    anyio.run(conversation)


def test_staff_documents_are_asked_for(own_settings: Settings) -> None:
    write_documents(own_settings.corpus, {"werkinstructie.md": MORE["werkinstructie.md"]})
    run_ingest(own_settings, [], Silent())

    async def found(audience: str | None) -> str:
        server = build_server(build_service(own_settings), audience)
        async with Client(server) as client:
            result = await called(client, "search", query="telefoonnummer noodlijn")
            return str(result)

    assert SECRET not in anyio.run(found, "public")
    assert SECRET in anyio.run(found, None)


def test_staff_get_the_sources_of_the_public_too(own_settings: Settings) -> None:
    routes = [route.statements() for route in load_routes().routes]
    cited = min(({each.citation.document for each in route} for route in routes), key=len)
    files = [file for file in find_files([Settings().corpus]) if file.id in cited]
    texts = {file.name: file.path.read_text(encoding="utf-8") for file in files}
    write_documents(own_settings.corpus, texts)
    run_ingest(own_settings, [], Silent())

    async def sources(audience: str | None) -> object:
        async with Client(build_server(build_service(own_settings), audience)) as client:
            return (await called(client, "routes"))["sources"]

    assert anyio.run(sources, "staff") == anyio.run(sources, None) != []


def test_without_the_extra_one_line_says_what_is_missing(loket: Loket, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    (hidden / "mcp").mkdir(parents=True)
    (hidden / "mcp" / "__init__.py").write_text("raise ImportError('not here')")
    line = one_line(loket("mcp", PYTHONPATH=f"{hidden}:{PROJECT}"))
    assert "loketwijzer[mcp]" in line
