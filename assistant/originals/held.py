"""Which file a document was read from, where it is still held and unchanged."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from corpus.model import Document

SUFFIX = ".pdf"

Stamp = tuple[str, int, int, int]


class HeldFiles:
    """
    Finds files through the index's own record, never through what a request says. Thread-safe.

    A file counts as held only while it has the digest that its document was made of: what a
    visitor sees is what the answers rest on.
    """

    def __init__(
        self, origins: Callable[[], Mapping[str, str]], digest: Callable[[str, Path], str]
    ) -> None:
        """
        Take how to find out.

        Args:

            origins: Returns document id -> file, as the last ingest kept it.

            digest: Returns the digest that a document with this id would get from a file now;
                raises OSError where it cannot be read.
        """
        self._origins = origins
        self._digest = digest
        self._lock = threading.Lock()
        self._known: dict[str, tuple[Stamp, str]] = {}

    def file(self, document: Document) -> Path | None:
        """Return the PDF of a document, or None where it is gone, changed or of another kind."""
        named = self._origins().get(document.id, "")
        if not named.lower().endswith(SUFFIX):
            return None
        path = Path(named)
        try:
            same = path.is_file() and self._digest_of(document.id, path) == document.digest
        except OSError:
            return None
        return path if same else None

    def _digest_of(self, id: str, path: Path) -> str:
        """Return the digest; a file with the same size and times is not read again."""
        found = path.stat()
        stamp = (str(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        with self._lock:
            known = self._known.get(id)
        if known and known[0] == stamp:
            return known[1]
        digest = self._digest(id, path)
        with self._lock:
            self._known[id] = (stamp, digest)
        return digest
