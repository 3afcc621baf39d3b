"""File readers: each turns one kind of file into blocks. Chosen here by suffix, loaded on use."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from corpus.errors import RejectedFile
from corpus.model import ParsedFile

_MODULES = {
    ".pdf": "pdf",
    ".html": "html",
    ".htm": "html",
    ".docx": "docx",
    ".txt": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
}

SUFFIXES = frozenset(_MODULES)


def read(path: Path) -> ParsedFile:
    """
    Read a file with the reader that belongs to its suffix (upper or lower case).

    Raises:

        RejectedFile: For another suffix, or where the file cannot be a document.
    """
    name = _MODULES.get(path.suffix.lower())
    if name is None:
        raise RejectedFile(f"unsupported file type '{path.suffix or path.name}'")
    # Loaded here: trafilatura, python-docx and pypdf each take long to import.
    parsed: ParsedFile = import_module(f"{__name__}.{name}").read(path)
    return parsed
