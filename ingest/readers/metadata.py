"""A document's metadata: read from front matter or a sidecar, then typed and checked."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from corpus.errors import RejectedFile
from corpus.model import Block
from ingest.readers.naming import derived_title, with_owner
from ingest.sources import sidecar_of

_TEXTS = ("title", "publisher", "type", "url")
_LISTS = ("regions", "sectors")
_FREE_DATES = ("published", "checked_on")
_KEYS = (
    *("title", "publisher", "type", "regions", "sectors", "audience", "language"),
    *("published", "valid_from", "valid_to", "url", "checked_on", "sources"),
)
_EXPECTED = ("publisher", "type", "published", "url")
_DESCRIBED = ("type", "regions", "sources")
"""What no reader finds: where one is known, a person described the document, and its title."""
_NATIONAL = frozenset({"landelijk", "nationaal", "national", "nederland", "heel nederland"})
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class _Loader(yaml.SafeLoader):
    """YAML without date objects: an impossible date is then a noted value, not a crash."""


_Loader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """
    Split YAML front matter, between two lines '---' at the very start, from the text below it.

    A text that opens with a mere rule ('---' without a second one, or around prose) is all text.

    Raises:

        RejectedFile: For broken YAML, with the line number in the file.
    """
    text = text.removeprefix("\ufeff")
    found = re.match(r"---[^\S\n]*\r?\n(.*?)^(?:---|\.\.\.)[^\S\n]*\r?(?:\n|\Z)", text, re.S | re.M)
    if found is None:
        return {}, text
    raw = _load(found[1], where="front matter", first_line=2)
    if isinstance(raw, str):
        return {}, text
    return _mapping(raw, "front matter"), text[found.end() :]


def sidecar(path: Path) -> dict[str, Any]:
    """
    Read `<file>.meta.yaml` beside a file; an absent one is an empty dictionary.

    Raises:

        RejectedFile: For a sidecar that is not UTF-8 or holds broken YAML, with its line number.
    """
    file = sidecar_of(path)
    if not file.is_file():
        return {}
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise RejectedFile(f"{file.name} is not UTF-8 text") from error
    return _mapping(_load(text, where=file.name, first_line=1), file.name)


def _load(text: str, *, where: str, first_line: int) -> Any:
    """Load YAML; `first_line` is the number of its first line in the file."""
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = (error.problem_mark.line if error.problem_mark else 0) + first_line
        reason = error.problem or "cannot be read"
        raise RejectedFile(f"broken YAML in {where}, line {line}: {reason}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        raise RejectedFile(f"broken YAML in {where}, line {line}: {error.reason}") from error
    except (ValueError, RecursionError) as error:
        raise RejectedFile(f"broken YAML in {where}, line {first_line}: {error}") from error


def _mapping(raw: Any, where: str) -> dict[str, Any]:
    """Return a mapping with text keys; nothing at all is an empty one."""
    if raw is None:
        return {}
    if not isinstance(raw, dict):
        raise RejectedFile(f"broken YAML in {where}, line 1: expected 'key: value' lines")
    return {str(key): value for key, value in raw.items()}


def complete(
    raw: dict[str, Any], blocks: Sequence[Block], path: Path
) -> tuple[dict[str, Any], list[str]]:
    """
    Check, type and complete a document's metadata.

    Args:

        raw: What front matter, sidecar and the file itself gave, merged.

        blocks: The document's blocks; the first heading is the title where none is given.

    Returns:

        Every key of the contract, and notes on what was wrong, derived or missing. `published`
        and `checked_on` stay as precise as given ('YYYY', 'YYYY-MM' or 'YYYY-MM-DD');
        `valid_from` and `valid_to` are `date`s, the first and last day of what was given.
    """
    notes = [f"unknown metadata key '{key}' ignored" for key in raw if key not in _KEYS]
    note = notes.append
    done: dict[str, Any] = {key: _text(key, raw.get(key), note) for key in _TEXTS}
    done |= {key: _names(key, raw.get(key), note) for key in _LISTS}
    # A document for the whole country has no regions: it must pass every filter.
    done["regions"] = tuple(name for name in done["regions"] if name not in _NATIONAL)
    done |= {key: _free_date(key, raw.get(key), note) for key in _FREE_DATES}
    done["valid_from"] = _day(raw.get("valid_from"), "valid_from", note, last=False)
    done["valid_to"] = _day(raw.get("valid_to"), "valid_to", note, last=True)
    done["audience"] = _audience(raw.get("audience"), note)
    done["language"] = _language(raw.get("language"), note)
    done["sources"] = _sources(raw.get("sources"), note)
    if done["title"] is None:
        done["title"], where = derived_title(blocks, path)
        note(f"title taken from {where}")
    if not any(done[key] for key in _DESCRIBED):
        done["title"] = with_owner(done["title"], blocks, done["publisher"])
    _check_url(done, note)
    if done["valid_from"] and done["valid_to"] and done["valid_to"] < done["valid_from"]:
        note("valid_to lies before valid_from")
    notes += [f"no {key} known" for key in _EXPECTED if done[key] is None]
    return {key: done[key] for key in _KEYS}, notes


_Note = Callable[[str], None]


def _text(key: str, value: Any, note: _Note) -> str | None:
    """Return folded text; a number is taken as text, anything else is noted."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, str):
        note(f"{key} is not a text: {value!r}")
        return None
    return " ".join(value.split())


def _names(key: str, value: Any, note: _Note) -> tuple[str, ...]:
    """Return lower-case names without doubles, in order; one text is split at its commas."""
    if value is None:
        return ()
    values = value.split(",") if isinstance(value, str) else value
    if not isinstance(values, (list, tuple)):
        note(f"{key} is not a list: {value!r}")
        return ()
    wrong = [one for one in values if not isinstance(one, str)]
    if wrong:
        note(f"{key} holds a value that is not a text: {wrong[0]!r}")
    names = (one.strip().lower() for one in values if isinstance(one, str))
    return tuple(dict.fromkeys(name for name in names if name))


def _parts(value: Any) -> tuple[int, int | None, int | None] | None:
    """Return year, month and day of a date as precise as it is given; None where it is none."""
    if isinstance(value, (date, datetime)):
        return value.year, value.month, value.day
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    found = _DATE.fullmatch(str(value).strip())
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    return year or 0, month, day


def _free_date(key: str, value: Any, note: _Note) -> str | None:
    """Return a date as text, as precise as it is given."""
    if value is None or value == "":
        return None
    parts = _parts(value)
    if parts is None:
        note(f"{key} is not a date like 2025, 2025-03 or 2025-03-31: {value!r}")
        return None
    year, month, day = parts
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _day(value: Any, key: str, note: _Note, *, last: bool) -> date | None:
    """Return the first, or `last`, day of a date that may be a year or a month."""
    if _free_date(key, value, note) is None:
        return None
    year, month, day = _parts(value) or (1, 1, 1)
    month = month or (12 if last else 1)
    return date(year, month, day or (calendar.monthrange(year, month)[1] if last else 1))


def _audience(value: Any, note: _Note) -> str:
    """Return 'public' or 'staff'."""
    if value is None or value == "public":
        return "public"
    if isinstance(value, str) and value.strip().lower() in ("public", "staff"):
        return value.strip().lower()
    # What was not plainly meant for the public must not reach it.
    note(f"audience is neither 'public' nor 'staff', taken as staff: {value!r}")
    return "staff"


def _language(value: Any, note: _Note) -> str:
    """Return a two- or three-letter language code, 'nl' by default."""
    if value is None:
        return "nl"
    found = re.fullmatch(r"([A-Za-z]{2,3})(?:[-_]\w+)*", str(value).strip())
    if found is None:
        note(f"language is not a language code, taken as nl: {value!r}")
        return "nl"
    return found[1].lower()


def _sources(value: Any, note: _Note) -> tuple[dict[str, Any], ...]:
    """Return the sources that a document was compiled from, each a mapping."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        note("sources is not a list of mappings")
        return ()
    return tuple(value)


def _check_url(done: dict[str, Any], note: _Note) -> None:
    """Leave out, and note, a web address that no browser should be sent to."""
    if done["url"] and not re.match(r"https?://[^\s/]+", done["url"]):
        note(f"url is not an http(s) address: {done['url']!r}")
        done["url"] = None
