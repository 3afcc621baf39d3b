"""Staff pages from their templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from assistant.web import static_files
from assistant.web.languages import DUTCH
from assistant.web.staff import strings_nl

WEB = Path(__file__).resolve().parent.parent
STATIC = ("icon.svg", "tokens.css", "staff.css", "sheet.css", "staff.js")


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader([WEB / "templates" / "staff", WEB / "templates"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(t=strings_nl, visitor=DUTCH, static=static_files.addresses(STATIC))
    return made


templates = _environment()


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Render a page; nobody but this browser may keep it."""
    html = templates.get_template(template).render(**values)
    return HTMLResponse(html, status, {"Cache-Control": "no-store"})
