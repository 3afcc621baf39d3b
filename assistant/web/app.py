"""The web application, put together."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from assistant.answer import Contact
from assistant.service import Service
from assistant.web import (
    api,
    glossary,
    journey,
    openai_api,
    pages,
    problems,
    regions_api,
    routes_api,
    security,
    strings_nl,
)
from assistant.web.front import Front

STATIC = Path(__file__).parent / "static"


def create_app(
    service: Service,
    *,
    contact: Contact = strings_nl.CONTACT,
    examples: tuple[str, ...] = strings_nl.EXAMPLES,
    show_staff: bool = False,
) -> FastAPI:
    """
    Return the application over a service.

    Args:

        contact: The way to a person on pages that show no answer.

        examples: Questions to start with, as links on the start page.

        show_staff: Whether search, lists and document pages hold documents for staff too.
    """
    app = FastAPI(
        title="Loketwijzer",
        version=_version(),
        description="Cited answers in plain Dutch about becoming a teacher. "
        "Errors are RFC 9457 problem details.",
        docs_url=None,  # its page loads scripts from a third party
        redoc_url=None,
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    app.state.front = Front(
        service=service,
        contact=contact,
        examples=tuple(examples),
        audience=None if show_staff else "public",
    )
    for module in (api, glossary, journey, regions_api, routes_api, openai_api, pages):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    problems.install(app, pages.error_page)
    security.install(app)
    return app


def _version() -> str:
    try:
        return version("loketwijzer")
    except PackageNotFoundError:
        return "0"
