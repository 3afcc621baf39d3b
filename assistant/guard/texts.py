"""What the guard tells a visitor, from `texts.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.guard.kinds import Kind

FILE = Path(__file__).with_name("texts.toml")
OTHER = "en"
"""The language for a question in one that we have no texts in."""


@lru_cache(maxsize=1)
def _all() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def texts_in(language: str) -> dict[str, Any]:
    """Return the texts of a language code, or the English ones."""
    return _all().get(language, _all()[OTHER])


def hidden_note(kinds: Sequence[Kind], language: str) -> str:
    """Return the sentence that tells which personal data was hidden."""
    texts = texts_in(language)
    names = [texts["kinds"][kind] for kind in kinds]
    *first, last = names
    listed = f"{', '.join(first)} {texts['and']} {last}" if first else last
    return str(texts["hidden"].format(what=listed))
