"""The command line. Each command is a module of its own, loaded only when it is asked for."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

# Before anything imports numpy: its threads stand in each other's way when requests come at once
# (16 requesters on 2 cores, 10,000 vectors: 37 searches a second, with this about 1,400).
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import click

from corpus.errors import LoketError

COMMANDS = {
    "ingest": "Build or update the index from the corpus and every PATH given.",
    "ask": "Answer one question, or a file of them.",
    "search": "Find passages, best first, for staff.",
    "routes": "List the routes to teaching, or tell which fit a situation.",
    "serve": "Serve the HTTP API and the web pages.",
    "mcp": "Serve search, answers, routes and desks to an MCP client.",
    "corpus": "Check our own documents, or preview what ingest makes of one.",
    "eval": "Score answers; exits 1 under the thresholds.",
    "password": "Hash a password for the staff pages.",
    "status": "Tell what the index holds and whether it is sound; exits 1 if not.",
}
MODULES = {"eval": "evaluate"}
YOUNG = 20_000
"""
Objects made before Python looks which of them are garbage: nearly all that is loaded at the start
stays, and looking it over after every 700, as is usual, is a twentieth of the time to an answer.
"""

PIPE_CLOSED = 141
"""What a shell reports for a program that SIGPIPE ended."""


class _Commands(click.Group):
    """Commands by name, so that `loket ask` loads nothing of the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"assistant.cli.{MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Commands, no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]}
)
def cli() -> None:
    """
    Cited answers in plain Dutch for people who want to become a teacher.

    Settings come from LOKET_* environment variables or a file .env.
    """


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and exit: 0 done, 1 a check fell short, 2 wrong use or bad input."""
    gc.set_threshold(YOUNG)
    _prepare_streams()
    try:
        code = _run(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        _exit_quietly()
    except (KeyboardInterrupt, click.Abort):
        _fail("interrupted", 130)
    except click.ClickException as problem:
        _fail(problem.format_message(), 2)
    except LoketError as problem:
        _fail(str(problem), 2)
    sys.exit(code if isinstance(code, int) else 0)


def _run(arguments: Sequence[str]) -> object:
    """Run a command and return what it returns."""
    try:  # not by click's own main, which exits 1 on a closed pipe
        with cli.make_context("loket", list(arguments)) as context:
            return cli.invoke(context)
    except click.exceptions.Exit as ended:
        return ended.exit_code


def _prepare_streams() -> None:
    """Write UTF-8 whatever the locale, and never fail over a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _fail(message: str, code: int) -> NoReturn:
    """Say it in one line on stderr, and exit."""
    print(f"loket: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(code)


def _exit_quietly() -> NoReturn:
    """Exit without the interpreter's own complaint when it flushes a closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(PIPE_CLOSED)
