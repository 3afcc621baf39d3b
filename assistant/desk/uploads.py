"""Documents that staff brings in: first aside, and among the sources once confirmed."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import RejectedFile
from corpus.model import SIDECAR
from corpus.text import slug

SUFFIXES = (".pdf", ".docx", ".html", ".htm", ".md")
MAX_BYTES = 20 * 1024 * 1024
STAGED_SECONDS = 24 * 3600
"""What was not confirmed by then is deleted."""

_TOKEN = re.compile(r"[0-9a-f]{32}")
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,99}\.[a-z]{2,5}")
_TOO_LARGE = f"the file is larger than {MAX_BYTES // 1024**2} MB"


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that waits for confirmation; `token` finds it again."""

    token: str
    file: Path

    @property
    def name(self) -> str:
        """Return the name that it gets among the sources."""
        return self.file.name


class Uploads:
    """Two folders: `staged` for what waits, `uploads` for what is a source of the index."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the records; nothing is made yet."""
        self._staged = folder.resolve() / "staged"
        self.folder = folder.resolve() / "uploads"

    def stage(self, name: str, content: bytes, metadata: Mapping[str, object]) -> Staged:
        """Put a file aside, with its metadata in a sidecar; raises RejectedFile."""
        if len(content) > MAX_BYTES:
            raise RejectedFile(_TOO_LARGE)
        if not content:
            raise RejectedFile("the file is empty")
        safe = safe_name(name)
        self._sweep()
        token = secrets.token_hex(16)
        place = self._staged / token
        place.mkdir(parents=True)
        staged = Staged(token, place / safe)
        staged.file.write_bytes(content)
        if metadata:
            # JSON is YAML, and quotes everything that must be.
            text = json.dumps(dict(metadata), ensure_ascii=False, indent=1)
            staged.file.with_name(safe + SIDECAR).write_text(text, encoding="utf-8")
        return staged

    def staged(self, token: str) -> Staged | None:
        """Return a file that waits, or None."""
        if not _TOKEN.fullmatch(token) or not (self._staged / token).is_dir():
            return None
        files = [path for path in (self._staged / token).iterdir() if _is_document(path)]
        return Staged(token, files[0]) if len(files) == 1 else None

    def replaces(self, staged: Staged) -> bool:
        """Tell whether a source of the same name is replaced by this file."""
        return (self.folder / staged.name).is_file()

    def publish(self, staged: Staged) -> Path:
        """Make a file a source, in the place of one with the same name; returns its place."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in (staged.name + SIDECAR, staged.name):
            source = staged.file.with_name(name)
            if source.is_file():
                source.replace(self.folder / name)
            else:
                (self.folder / name).unlink(missing_ok=True)
        self.drop(staged)
        return self.folder / staged.name

    def drop(self, staged: Staged) -> None:
        """Delete a file that waits."""
        shutil.rmtree(self._staged / staged.token, ignore_errors=True)

    def names(self) -> list[str]:
        """Return the names of the sources that staff brought in."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if _is_document(path))

    def remove(self, name: str) -> bool:
        """Delete a source; returns False where there is none of that name."""
        if not _NAME.fullmatch(name) or not (self.folder / name).is_file():
            return False
        (self.folder / name).unlink()
        (self.folder / (name + SIDECAR)).unlink(missing_ok=True)
        return True

    def _sweep(self) -> None:
        oldest = time.time() - STAGED_SECONDS
        for place in self._staged.iterdir() if self._staged.is_dir() else ():
            with suppress(FileNotFoundError):  # another request may have dropped it
                if place.stat().st_mtime < oldest:
                    shutil.rmtree(place, ignore_errors=True)


def safe_name(name: str) -> str:
    """
    Return a file name of plain letters, digits and hyphens, with one suffix that can be read.

    Whatever path the name pretends to have is dropped; raises RejectedFile for another suffix.
    """
    last = PurePosixPath(name.replace("\\", "/")).name
    suffix = PurePosixPath(last).suffix.lower()
    if suffix not in SUFFIXES:
        raise RejectedFile(f"only {', '.join(SUFFIXES)} can be read")
    stem = slug(last[: -len(suffix)])[:90].strip("-") or "document"
    return f"{'document-' if stem == 'readme' else ''}{stem}{suffix}"


def _is_document(path: Path) -> bool:
    return path.is_file() and _NAME.fullmatch(path.name) is not None
