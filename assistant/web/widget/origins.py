"""Which other sites may use the widget: their origins, refused or let through in one place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.problems import response_of

OPEN = re.compile(
    r"/widget\.js|/widget/[^/]+/[^/]+"
    r"|/v1/answers(?:/[^/]+/feedback)?|/v1/passages/[^/]+"
)
"""All that the widget asks for; nothing else may be read from another origin."""

PREFLIGHT_SECONDS = 3600
REFUSED = "This site may not use the assistant; its address is not in LOKET_WIDGET_ORIGINS."


class WidgetOrigins:
    """
    Lets pages of the origins that were named use the paths of OPEN, and refuses other pages.

    A request without an `Origin` (a program, a page of our own) is not concerned.
    """

    def __init__(self, app: ASGIApp, origins: Sequence[str]) -> None:
        """Take origins as a browser sends them, for example 'https://school.example'."""
        self.app = app
        self.origins = frozenset(origins)
        self.cors = CORSMiddleware(
            app,
            allow_origins=list(origins),
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type"],
            max_age=PREFLIGHT_SECONDS,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the headers that its origin needs, or answer 403."""
        if scope["type"] != "http" or not OPEN.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        origin, own = headers.get("origin"), f"://{headers.get('host', '')}"

        async def varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).add_vary_header("Origin")
            await send(message)

        if origin in self.origins:
            await self.cors(scope, receive, send)  # says itself that it varies
        elif origin is None or origin.endswith(own):
            await self.app(scope, receive, varying)
        else:
            await response_of(403, REFUSED)(scope, receive, varying)
