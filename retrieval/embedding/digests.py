"""Digests of large files, remembered: hashing a model takes longer than opening it."""

import contextlib
import hashlib
import json
import os
from pathlib import Path


def digest(path: Path) -> str:
    """The sha256 of a file in hexadecimal (70 MB takes .07 s)."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class Digests:
    """What `digest` said, in a JSON file, for as long as a file's size, time and inode stay."""

    def __init__(self, path: Path) -> None:
        """Read what is remembered; a file that is missing or damaged counts as empty."""
        self._path = path
        try:
            known = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            known = {}
        self._known: dict[str, object] = known if isinstance(known, dict) else {}

    def of(self, path: Path) -> str:
        """The sha256 of a file as `digest` gives it. Raises OSError where it cannot be read."""
        found = path.stat()
        mark = f"{found.st_size} {found.st_mtime_ns} {found.st_ino}"
        match self._known.get(str(path.resolve())):
            case [known, str(held)] if known == mark:
                return held
        made = digest(path)
        self._known[str(path.resolve())] = [mark, made]
        self._keep()
        return made

    def _keep(self) -> None:
        """Write what is known; a folder that cannot be written costs time, nothing else."""
        scratch = self._path.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            scratch.write_text(json.dumps(self._known, indent=1), "utf-8")
            scratch.replace(self._path)
