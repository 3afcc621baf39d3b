"""What commands share: options, and what may be typed."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.questions import SENTENCES, fault_of
from assistant.settings import Settings, from_environment, parse_date

if TYPE_CHECKING:
    from assistant.service import Service

LONGEST_WORD = 100


class IsoDate(click.ParamType):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Return the date, or fail with one clear sentence."""
        try:
            return value if isinstance(value, date) else parse_date(value)
        except ValueError as problem:
            self.fail(str(problem), param, ctx)


class Word(click.ParamType):
    """The id of a region, sector or type: short, and without control characters."""

    name = "word"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Return the trimmed word, or fail with one clear sentence."""
        try:
            return checked_word(value)
        except ValueError as problem:
            self.fail(str(problem), param, ctx)


def checked_word(value: str) -> str:
    """Return an id trimmed; raises ValueError where it cannot be one."""
    word = value.strip()
    if not word or len(word) > LONGEST_WORD or not word.isprintable():
        raise ValueError(f"must be 1 to {LONGEST_WORD} printable characters")
    return word


def checked_question(text: str) -> str:
    """Return a question trimmed; raises ValueError where the HTTP API would refuse it too."""
    fault = fault_of(text)
    if fault:
        raise ValueError(SENTENCES[fault])
    return text.strip()


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

index_option: Decorator = click.option(
    "--index",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the index; else LOKET_INDEX.",
)
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
region_option: Decorator = click.option(
    "--region", type=Word(), help="Id of an onderwijsregio; what is national stays."
)
sector_option: Decorator = click.option(
    "--sector", type=Word(), help="po, so, vo or mbo; what is general stays."
)


def on_option(text: str) -> Decorator:
    """Return the option --on with its meaning for this command."""
    return click.option("--on", type=IsoDate(), metavar="YYYY-MM-DD", help=text)


def settings_for(index: Path | None, **overrides: Any) -> Settings:
    """Return the settings of the environment, with what the command line says instead."""
    given = {"index": index, **overrides}
    known = {name: value for name, value in given.items() if value is not None}
    return dataclasses.replace(from_environment(), **known)


def service_for(index: Path | None) -> Service:
    """Return the service over the index of the settings or of the command line."""
    settings = settings_for(index)
    # Loaded here: --help and a wrong setting need none of it.
    from assistant.local import build_service

    return build_service(settings)


def print_json(value: Any) -> None:
    """Print a JSON value, to be read by people too."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def shown(text: str) -> str:
    """Return a text without what could steer a terminal."""
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n")
