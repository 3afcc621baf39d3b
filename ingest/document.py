"""One file to one document with its passages."""

from __future__ import annotations

import hashlib
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from corpus.errors import RejectedFile
from corpus.model import Document, PageWarning, Passage
from ingest.passages import passages, place
from ingest.readers import read
from ingest.readers.metadata import complete, sidecar
from ingest.sources import SourceFile, sidecar_of
from ingest.structure import structured
from ingest.suspicion import without_machine_orders

READING = 7
"""Raised when reading changes, so that unchanged files are read again."""

TIME_LIMIT_SECONDS = 120
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingested:
    """A document as read, with what the report must tell of it."""

    document: Document
    passages: tuple[Passage, ...]
    warnings: tuple[PageWarning, ...] = ()
    notes: tuple[str, ...] = ()


def file_digest(file: SourceFile) -> str:
    """Return a digest of all that a document is made of: the file, its sidecar, our reading."""
    digest = hashlib.sha256(f"{READING}\n{file.id}\n".encode())
    digest.update(file.path.read_bytes())
    beside = sidecar_of(file.path)
    if beside.is_file():
        digest.update(b"\nmeta\n" + beside.read_bytes())
    return digest.hexdigest()


def read_document(file: SourceFile, digest: str) -> Ingested:
    """Read one file; raises RejectedFile with the reason where it cannot become a document."""
    with _time_limit(TIME_LIMIT_SECONDS):
        beside = sidecar(file.path)
        parsed = read(file.path)
        blocks = structured(parsed.blocks)
        metadata, notes = complete({**parsed.metadata, **beside}, blocks, file.path)
        text, placed = place(blocks)
        made = passages(file.id, metadata["title"], text, placed)
    made = [passage for passage in made if len(passage.text.split()) >= FEWEST_WORDS]
    made, suspicious = without_machine_orders(made)
    if suspicious and not made:
        raise RejectedFile(suspicious[0].reason)
    if not made:
        raise RejectedFile("the file holds no passage of text")
    document = Document(id=file.id, path=file.name, digest=digest, text=text, **metadata)
    warnings = (*parsed.warnings, *suspicious)
    return Ingested(document=document, passages=tuple(made), warnings=warnings, notes=tuple(notes))


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Reject a file that takes too long; only where signals work: the main thread of a Unix."""
    possible = hasattr(signal, "SIGALRM") and threading.current_thread() is threading.main_thread()
    if not possible:
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise RejectedFile(f"reading took more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
