"""What every request passes: an id and a log line, a bound on its body, and the headers that keep browsers safe."""

import logging
import secrets
import time

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import BODY_MB
from service.log import log

PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Content-Security-Policy": PAGE_POLICY,
}


class Guards:
    """ASGI middleware around the whole app."""

    def __init__(self, app: ASGIApp, uploads: str) -> None:
        """Take the app, and the path whose bodies are bounded elsewhere."""
        self._app = app
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id, start, status = secrets.token_hex(6), time.perf_counter(), 500
        scope.setdefault("state", {})["request_id"] = request_id

        is_head = scope["method"] == "HEAD"
        if is_head:  # Routes know GET only; the answer to HEAD is the same without its body.
            scope["method"] = "GET"

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if is_head and message["type"] == "http.response.body":
                if message.get("more_body", False):
                    return
                message = {"type": "http.response.body", "body": b""}
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers["X-Request-Id"] = request_id
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        body = receive if scope["path"].rstrip("/") == self._uploads else _bounded(receive)
        try:
            await self._app(scope, body, send_guarded)
        finally:
            # The path and not the address: a query may carry what is nobody's business.
            log(
                "request", logging.INFO if status < 500 else logging.ERROR, request_id=request_id, method=scope["method"],
                path=scope["path"], status=status, ms=round((time.perf_counter() - start) * 1000, 1),
            )  # fmt: skip


def _bounded(receive: Receive) -> Receive:
    taken = 0

    async def receive_bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY_MB * 2**20:
            raise HTTPException(413)
        return message

    return receive_bounded
