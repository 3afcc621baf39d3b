"""What the widget is served from: its one script, the files behind it, and a demo page."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from assistant.web.front import AnyFront, Front
from assistant.web.pages import page
from assistant.web.problems import Problem
from assistant.web.static_files import FOREVER
from assistant.web.widget.words import DEMO, words

CLIENT = Path(__file__).parent / "client"
TYPES = {".js": "text/javascript", ".css": "text/css"}
ENTRY = "element.js"

router = APIRouter(include_in_schema=False)


@cache
def files() -> dict[str, bytes]:
    """Return the files of the widget by name."""
    return {path.name: path.read_bytes() for path in sorted(CLIENT.iterdir())}


@cache
def version() -> str:
    """Return a digest of the files; part of their address, so that they may be kept for ever."""
    return hashlib.sha256(b"\0".join(files().values())).hexdigest()[:12]


def script(front: Front) -> str:
    """Return the script that a site names: it loads the modules side by side and starts."""
    folder = f"./widget/{version()}"
    others = [name for name in files() if name.endswith(".js") and name != ENTRY]
    lines = [f'import {{ start }} from "{folder}/{ENTRY}";']
    lines += [f'import "{folder}/{name}";' for name in others]
    return "\n".join([*lines, f"start(import.meta.url, {json.dumps(_settings(front))});", ""])


def _settings(front: Front) -> dict[str, Any]:
    return {
        "contact": asdict(front.contact),
        "feedback": front.desk is not None,
        "words": {language: asdict(each) for language, each in words().items()},
    }


@router.get("/widget.js")
def widget(front: AnyFront, request: Request) -> Response:
    """Serve the script; asked for anew each time, so that a new version is there at once."""
    body = script(front).encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, TYPES[".js"])


@router.get("/widget/demo")
def demo(front: AnyFront, request: Request, lang: str = "nl", show: str = "inline") -> Response:
    """Show a page of an imaginary school with the widget on it."""
    language = lang if lang in DEMO else "nl"
    said = DEMO[language]
    links = [
        (getattr(said, name), {"lang": language, "show": name})
        for name in ("inline", "floating", "themed")
    ]
    other = next(each for each in DEMO if each != language)
    links.append((said.other_language, {"lang": other, "show": show}))
    return page(
        front,
        "widget_demo.html",
        demo=said,
        home=str(request.base_url),
        code=language,
        links=links,
        other=other,
        show=show,
    )


@router.get("/widget/{digest}/{name}")
def file(digest: str, name: str) -> Response:
    """Serve a file of the widget, of the version that is served now."""
    found = files().get(name)
    if found is None or digest != version():
        raise Problem(404, "There is no such file in this version of the widget.")
    return Response(found, 200, {"Cache-Control": FOREVER}, TYPES[Path(name).suffix])
