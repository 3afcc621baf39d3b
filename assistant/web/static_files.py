"""Style sheets, scripts and icons: an address with the digest of the content may be kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).resolve().parent / "static"
PATH = "/static"
FOREVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=3600"


def addresses(names: Iterable[str]) -> dict[str, str]:
    """Return file name -> address, which is new when the content is."""
    return {name: f"{PATH}/{name}?v={digest(FOLDER / name)}" for name in names}


def every_name() -> list[str]:
    """Return the name of every file, in order."""
    return sorted(path.name for path in FOLDER.iterdir() if path.is_file())


def digest(file: Path) -> str:
    """Return a short digest of a file's content."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8]


class StaticFolder(StaticFiles):
    """
    Serves the folder; tells for how long a copy may be kept.

    Forever only where the address names the digest of this very content: a proxy must not keep
    the old file under the address of the new one.
    """

    def __init__(self) -> None:
        """Take the digests of the files as they are now."""
        super().__init__(directory=FOLDER)
        self._digests = {str(FOLDER / name): digest(FOLDER / name) for name in every_name()}

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, with how long it may be kept."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        wanted = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[-1]
        named = wanted and wanted == self._digests.get(str(full_path))
        response.headers["Cache-Control"] = FOREVER if named else A_WHILE
        return response
