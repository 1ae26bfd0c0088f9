"""What stands before every page: who may call, how much they may bring, and what each answer forbids the browser."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException

from bonafides.web.csrf import SAFE

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bonafides.web.config import Config

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SANDBOX = f"sandbox; {POLICY}"
"""For a stranger's file that is handed out to be saved: stricter still, and the one policy that an answer may set."""
_OFF = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture", "encrypted-media",
    "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone",
    "midi", "payment", "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": ", ".join(f"{name}=()" for name in _OFF),
    "x-dns-prefetch-control": "off",
    "x-robots-tag": "noindex",
}
"""Sent with every answer, whatever it is."""
FORM = "application/x-www-form-urlencoded"
FORM_LIMIT = 2 * 1024**2
"""Bytes of a form without files; texts and files come as `multipart/form-data`."""
_DRAINED = 4
"""How many times the limit is still read, and thrown away, so that a browser hears the answer instead of a broken
connection."""
_log = logging.getLogger(__name__)


class TooLarge(HTTPException):
    """More was sent than is taken."""

    def __init__(self) -> None:
        super().__init__(413, "size")


class Guard:
    """ASGI middleware around all pages."""

    def __init__(self, app: ASGIApp, config: Config, fault: Callable[[Scope, int], Response]) -> None:
        """`fault` makes the page for a status, as seen from a request."""
        self._app, self._config, self._fault = app, config, fault

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        body = _Body(scope, receive, _limit(scope, self._config))
        answer = _Answer(send, body)
        if status := self._refused(scope) or (413 if body.too_large else 0):
            await self._fail(status, scope, receive, answer)
            return
        try:
            await self._app(scope, body, answer)
        except Exception as error:  # a fault of the program's own: its kind alone is logged, for texts may be in it
            _log.error("%s at %s", type(error).__name__, scope.get("route") and getattr(scope["route"], "path", ""))
            await self._fail(500, scope, receive, answer)

    async def _fail(self, status: int, scope: Scope, receive: Receive, answer: _Answer) -> None:
        if not answer.begun:
            await self._fault(scope, status)(scope, receive, answer)

    def _refused(self, scope: Scope) -> int:
        """The status with which a request is turned away at the door; 0 for one that may come in."""
        headers = Headers(scope=scope)
        named = headers.getlist("host")
        if len(named) != 1 or not named[0]:
            return 400
        if _name(named[0]) not in self._config.hosts:
            return 421
        return 403 if scope["method"] not in SAFE and _is_foreign(headers, named[0]) else 0


def _name(host: str) -> str:
    """A Host header's name without its port."""
    name, colon, port = host.lower().rpartition(":")
    bare = name if colon and port.isdigit() else host.lower()
    return bare.rstrip(".")


def _is_foreign(headers: Headers, host: str) -> bool:
    """Whether another site makes the browser send this.

    Sec-Fetch-Site decides where it is sent. Origin is `null` for our own forms too, since no referrer is sent; then
    the form's token decides.
    """
    if site := headers.get("sec-fetch-site"):
        return site not in ("same-origin", "none")
    origin = headers.get("origin", "null")
    return origin != "null" and urlsplit(origin).netloc.lower() != host.lower()


def _limit(scope: Scope, config: Config) -> int:
    """Only what says that it brings files may be large: whatever else is read is held in memory whole."""
    kind = Headers(scope=scope).get("content-type", "").partition(";")[0].strip().lower()
    return min(FORM_LIMIT, config.upload_limit) if kind in ("", FORM) else config.upload_limit


class _Body:
    """What a request brings, counted while it comes."""

    def __init__(self, scope: Scope, receive: Receive, limit: int) -> None:
        self._receive, self._limit, self._seen, self._more = receive, limit, 0, True
        length = Headers(scope=scope).get("content-length", "0")
        self.too_large = length.isascii() and length.isdecimal() and int(length) > limit

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            self._more = message.get("more_body", False)
            if self._seen > self._limit:
                self.too_large = True
                raise TooLarge
        return message

    async def drain(self) -> None:
        """Read on and throw away, within bounds."""
        while self._more and self._seen <= _DRAINED * self._limit:
            message = await self._receive()
            self._seen += len(message.get("body", b""))
            self._more = message["type"] == "http.request" and message.get("more_body", False)


class _Answer:
    """Sends, with the headers that every answer has."""

    def __init__(self, send: Send, body: _Body) -> None:
        self._send, self._body, self.begun = send, body, False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self._body.too_large:
                await self._body.drain()
            self.begun = True
            headers = MutableHeaders(scope=message)
            boxed = headers.get("content-security-policy") == SANDBOX
            for name, value in HEADERS.items():
                headers[name] = value
            if boxed:
                headers["content-security-policy"] = SANDBOX
        await self._send(message)
