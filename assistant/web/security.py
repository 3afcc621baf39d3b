"""Response headers, compression and the limit on request bodies."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.desk.uploads import MAX_BYTES
from assistant.web.staff.documents import NEW

MAX_BODY = 64 * 1024
LARGER = {NEW: MAX_BYTES + 1024 * 1024}
"""
Paths that take more: they read a body only of who is signed in.

A file that is a little too large is still read, and its page says so.
"""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SHARED = ("/widget.js", "/widget/")
"""Paths of files that a page of another origin may load."""

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install(app: FastAPI) -> None:
    """Add the body limit, around it compression, and around everything the headers."""
    app.add_middleware(BodyLimit)
    app.add_middleware(Compressed)
    app.add_middleware(SecurityHeaders)


class SecurityHeaders:
    """Puts the security headers on every response, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to what comes back."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
                if scope["path"].startswith(SHARED):
                    headers["Cross-Origin-Resource-Policy"] = "cross-origin"
                headers.setdefault("Cache-Control", "private, no-cache")
            await send(message)

        await self.app(scope, receive, with_headers)


class Compressed:
    """
    Sends text with gzip to who takes it; streams of events and pictures go as they are.

    Staff pages too go as they are: they hold a form's token beside words of the address, and the
    length of such a page compressed could tell of the token (the attack BREACH).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.plain = app
        self.gzip = GZipMiddleware(app, minimum_size=1000, compresslevel=6)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with what comes back compressed where that is safe."""
        staff = scope["type"] != "http" or scope["path"].startswith("/staf")
        await (self.plain if staff else self.gzip)(scope, receive, send)


class BodyLimit:
    """Refuses a body over the limit where it is read, whether or not its length was announced."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a `receive` that counts."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        announced = Headers(scope=scope).get("content-length", "")
        most = LARGER.get(scope["path"], MAX_BODY)
        too_long = announced.isdecimal() and (len(announced) > 15 or int(announced) > most)
        size = 0

        async def counted() -> Message:
            nonlocal size
            if too_long:
                raise HTTPException(413)
            message = await receive()
            size += len(message.get("body", b""))
            if size > most:
                raise HTTPException(413)
            return message

        await self.app(scope, counted, send)
