"""The web application, put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI

from assistant.desk.desk import Desk
from assistant.originals.library import Originals
from assistant.service import Service
from assistant.web import (
    api,
    feedback,
    glossary,
    journey,
    openai_api,
    operation,
    opinion,
    pages,
    problems,
    regions_api,
    routecheck,
    routes_api,
    security,
    sheets,
    static_files,
)
from assistant.web.front import Front
from assistant.web.staff import site
from assistant.web.widget import site as widget
from assistant.web.widget.origins import WidgetOrigins


def create_app(
    service: Service,
    *,
    desk: Desk | None = None,
    widget_origins: tuple[str, ...] = (),
    originals: Originals | None = None,
    show_pages: bool = True,
) -> FastAPI:
    """
    Return the application over a service.

    Args:

        desk: Keeps the question log and feedback, and is closed when the server stops; without
            it nothing is kept.

        widget_origins: Other sites that may show the widget, as 'https://school.example'.

        originals: The files behind the documents; without them no page is shown as it looks.

        show_pages: Whether visitors see those pages too; staff does.
    """

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        if desk is not None:
            desk.open()
        yield
        if desk is not None:
            desk.close()

    app = FastAPI(
        lifespan=running,
        title="Loketwijzer",
        version=_version(),
        description="Cited answers in plain Dutch about becoming a teacher. "
        "Errors are RFC 9457 problem details.",
        docs_url=None,  # its page loads scripts from a third party
        redoc_url=None,
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    app.state.front = Front(service=service, desk=desk, originals=originals if show_pages else None)
    for module in (
        *(api, feedback, glossary, journey, regions_api, routes_api, openai_api),
        *(operation, opinion, pages, routecheck, sheets, widget),
    ):
        app.include_router(module.router)
    if desk is not None and desk.password:
        site.install(app, service, desk, desk.password, originals)
    app.mount(static_files.PATH, static_files.StaticFolder(), name="static")
    problems.install(app, pages.error_page)
    app.add_middleware(WidgetOrigins, origins=widget_origins)
    security.install(app)
    return app


def _version() -> str:
    try:
        return version("loketwijzer")
    except PackageNotFoundError:
        return "0"
