"""The settings: LOKET_* names from the environment or `.env`, checked once at the start."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from assistant.desk.password import fault_of
from corpus.errors import SettingsError
from retrieval.embedding.engines import ENGINES, NEED_MODEL

PREFIX = "LOKET_"
PROJECT = Path(__file__).resolve().parent.parent
BRONNEN = PROJECT.parent / "shared" / "bronnen"
"""Documents of others, where they lie beside the project; they are no part of it."""

MOST_THREADS = 256
MOST_SECONDS = 300
MOST_DAYS = 3660

_ORIGIN = re.compile(
    r"(?!https:.*:443$|http:.*:80$)"  # a browser leaves these ports out
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[0-9]{1,5})?"
)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    What the assistant was told. Field `x` is read from LOKET_X.

    Args:

        chat_model: A language model that may word answers, as 'provider:model'; None answers
            with quotes only.

        chat_url, chat_key: Its endpoint and its key, where not the provider's own; the key is
            secret, `public` leaves it out.

        chat_timeout: Seconds that one answer may wait for it.

        reranker: Name or folder of a sentence-transformers cross-encoder that reorders the hits.

        embedding_key: Secret; `public` leaves it out.

        data: Folder of the records (question log, feedback); None is the folder of the index.

        retention_days: How long questions are kept.

        show_pages: Whether visitors may see the pages of the PDF files behind public documents.

        staff_password: Secret, plain or hashed; without it there are no staff pages.

        widget_origins: Other sites that may show the widget, as 'https://school.example'.

        today: Judges validity as of this date; None is the real one.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    index: Path = PROJECT / ".loket" / "index"
    corpus: Path = PROJECT / "corpus" / "documents"
    cache: Path = PROJECT / ".loket" / "cache"
    chat_model: str | None = None
    chat_url: str | None = None
    chat_key: str | None = None
    chat_timeout: int = 20
    embedding: str = "e5"
    embedding_model: str | None = None
    embedding_url: str | None = None
    embedding_key: str | None = None
    reranker: str | None = None
    threads: int = 2
    today: date | None = None
    data: Path | None = None
    retention_days: int = 90
    show_pages: bool = True
    staff_password: str | None = None
    widget_origins: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Show no secret, whoever logs the settings."""
        return f"Settings({self.public()})"

    def public(self) -> dict[str, str | int | None]:
        """Return what may be shown; of a secret only whether it is set, of a URL no password."""
        shown: dict[str, str | int | None] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                value = ", ".join(value) or None
            plain = value if value is None or isinstance(value, int) else str(value)
            shown[field.name] = _without_secrets(field.name, plain)
        return shown

    def data_folder(self) -> Path:
        """Return the folder of the records: LOKET_DATA, else the folder that the index lies in."""
        return self.data or self.index.parent

    @classmethod
    def from_env(cls, environ: Mapping[str, str], env_file: Path | None = None) -> Settings:
        """
        Read the settings; the environment wins over the file, an empty value counts as unset.

        Raises SettingsError for an unknown LOKET_* name or a value that cannot be used.
        """
        given = {**_from_file(env_file), **_own(environ)}
        for name in given:
            _check_name(name)
        values: dict[str, Any] = {
            name.removeprefix(PREFIX).lower(): _READERS[name](name, text.strip())
            for name, text in given.items()
            if text.strip()
        }
        settings = cls(**values)
        if settings.embedding in NEED_MODEL and not settings.embedding_model:
            raise SettingsError(f"LOKET_EMBEDDING={settings.embedding} needs LOKET_EMBEDDING_MODEL")
        if not settings.chat_model and (settings.chat_url or settings.chat_key):
            raise SettingsError("LOKET_CHAT_URL and LOKET_CHAT_KEY need LOKET_CHAT_MODEL")
        return settings


def from_environment() -> Settings:
    """Return the settings of this process: its environment, and `.env` in the folder or project."""
    here = Path(".env")
    return Settings.from_env(os.environ, here if here.is_file() else PROJECT / ".env")


def _own(environ: Mapping[str, str | None]) -> dict[str, str]:
    return {name: text or "" for name, text in environ.items() if name.startswith(PREFIX)}


def _from_file(env_file: Path | None) -> dict[str, str]:
    if env_file is None or not env_file.is_file():
        return {}
    import dotenv

    try:
        return _own(dotenv.dotenv_values(env_file))
    except (OSError, UnicodeDecodeError) as problem:
        raise SettingsError(f"cannot read '{env_file}': {problem}") from problem


def _check_name(name: str) -> None:
    if name in _READERS:
        return
    close = difflib.get_close_matches(name, _READERS, n=2, cutoff=0.7)
    hint = f"did you mean {' or '.join(close)}?" if close else f"known: {', '.join(_READERS)}"
    raise SettingsError(f"unknown setting {name}; {hint}")


def _without_secrets(name: str, value: str | int | None) -> str | int | None:
    if name.endswith(("_key", "_password")):
        return "set" if value else None
    return re.sub(r"//[^/@]*@", "//", value) if isinstance(value, str) else value


def _text(name: str, text: str) -> str:
    if not text.isprintable():
        raise SettingsError(f"{name} holds a character that cannot be printed")
    return text


def _path(name: str, text: str) -> Path:
    return Path(_text(name, text)).expanduser()


def _whole(name: str, text: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= most:
        raise SettingsError(f"{name} must be a whole number from 1 to {most}, not '{text}'")
    return int(text)


def _port(name: str, text: str) -> int:
    return _whole(name, text, 65535)


def _threads(name: str, text: str) -> int:
    return _whole(name, text, MOST_THREADS)


def _days(name: str, text: str) -> int:
    return _whole(name, text, MOST_DAYS)


def _seconds(name: str, text: str) -> int:
    return _whole(name, text, MOST_SECONDS)


def _password(name: str, text: str) -> str:
    fault = fault_of(_text(name, text))
    if fault:
        raise SettingsError(f"{name} {fault}")
    return text


def _yes_or_no(name: str, text: str) -> bool:
    if text.casefold() not in ("yes", "no"):
        raise SettingsError(f"{name} must be yes or no, not '{text}'")
    return text.casefold() == "yes"


def _engine(name: str, text: str) -> str:
    if text not in ENGINES:
        close = difflib.get_close_matches(text, ENGINES, n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise SettingsError(f"{name} must be one of {', '.join(ENGINES)}, not '{text}'{hint}")
    return text


def _url(name: str, text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]\S*", text):
        raise SettingsError(f"{name} must be an address that starts with http:// or https://")
    return text


def _origins(name: str, text: str) -> tuple[str, ...]:
    """Read addresses of sites, with commas or spaces between, as a browser sends them."""
    found = tuple(dict.fromkeys(text.replace(",", " ").split()))
    for origin in found:
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f"{name}: '{origin}' is not the address of a site, in small letters and without "
                "a path (https://school.example)"
            )
    return found


def _date(name: str, text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as problem:
        raise SettingsError(f"{name}: {problem}") from problem


def parse_date(text: str) -> date:
    """Return the date for YYYY-MM-DD; raises ValueError that says so for anything else."""
    try:
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"'{text}' is not a date (YYYY-MM-DD)")


_READERS = {
    "LOKET_HOST": _text,
    "LOKET_PORT": _port,
    "LOKET_INDEX": _path,
    "LOKET_CORPUS": _path,
    "LOKET_CACHE": _path,
    "LOKET_CHAT_MODEL": _text,
    "LOKET_CHAT_URL": _url,
    "LOKET_CHAT_KEY": _text,
    "LOKET_CHAT_TIMEOUT": _seconds,
    "LOKET_EMBEDDING": _engine,
    "LOKET_EMBEDDING_MODEL": _text,
    "LOKET_EMBEDDING_URL": _url,
    "LOKET_EMBEDDING_KEY": _text,
    "LOKET_RERANKER": _text,
    "LOKET_THREADS": _threads,
    "LOKET_TODAY": _date,
    "LOKET_DATA": _path,
    "LOKET_RETENTION_DAYS": _days,
    "LOKET_SHOW_PAGES": _yes_or_no,
    "LOKET_STAFF_PASSWORD": _password,
    "LOKET_WIDGET_ORIGINS": _origins,
}
