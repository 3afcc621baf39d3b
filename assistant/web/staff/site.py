"""The staff pages, added to an application."""

from __future__ import annotations

from fastapi import FastAPI

from assistant.desk.desk import Desk
from assistant.originals.library import Originals
from assistant.service import Service
from assistant.web.staff import curated, documents, figures, log, overview, search, sheets, sign_in
from assistant.web.staff.access import SignInFirst, Staff, sign_in_first
from assistant.web.staff.previews import Previews
from assistant.web.staff.session import Attempts, Sessions


def install(
    app: FastAPI, service: Service, desk: Desk, password: str, originals: Originals | None
) -> None:
    """Add the staff pages, for who knows the password (plain or hashed)."""
    app.state.staff = Staff(
        desk=desk,
        service=service,
        password=password,
        sessions=Sessions(),
        attempts=Attempts(),
        previews=Previews(),
        originals=originals,
    )
    for module in (sign_in, overview, search, sheets, log, figures, documents, curated):
        app.include_router(module.router, include_in_schema=False)
    app.add_exception_handler(SignInFirst, sign_in_first)
