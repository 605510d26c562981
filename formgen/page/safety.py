"""Who may talk to the page: this machine's browser, from the page's own address, with the cookie it was given.

Comes in: every request, before any handler sees it. Goes out: the request, or a refusal. Against pages of
other sites and names that point here (DNS rebinding): the Host is checked on every request, the Origin on
everything that changes something, and the cookie on all but the first address, which carries a token instead.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from formgen.messages import page as say

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

COOKIE = "formgen"
MOST_BYTES = 32 * 1024 * 1024
"""Of one request: many times what any form or folder of forms that is dropped at once weighs."""

_READS = frozenset({"GET", "HEAD"})
_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


class TooMuch(Exception):
    """The body is longer than a request may be."""


class Safety:
    """The door. hosts: what the Host header may be. token: opens the page once from its first address."""

    def __init__(self, app: App, port: int) -> None:
        self._app = app
        self._hosts = frozenset({f"127.0.0.1:{port}", f"localhost:{port}"})
        self.token = secrets.token_urlsafe(24)
        self._cookie = secrets.token_urlsafe(24)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get(b"host", "")
        if host not in self._hosts:
            await _refuse(send, 400, say.BAD_HOST)
        elif scope["method"] not in _READS and headers.get(b"origin", "") != f"http://{host}":
            await _refuse(send, 403, say.BAD_ORIGIN)
        elif scope["method"] in _READS and scope["path"] == "/" and self._has_token(scope):
            await self._welcome(send)
        elif not self._has_cookie(headers):
            await _refuse(send, 403, say.NO_COOKIE)
        elif _declared_length(headers) > MOST_BYTES:
            await _refuse(send, 413, say.TOO_BIG.format(limit=MOST_BYTES // 1024 // 1024))
        else:
            await self._let_through(scope, receive, send)

    def _has_token(self, scope: Scope) -> bool:
        given = parse_qs(scope["query_string"].decode("latin-1")).get("t", [""])[0]
        return hmac.compare_digest(given.encode("latin-1", "replace"), self.token.encode())

    def _has_cookie(self, headers: dict[bytes, str]) -> bool:
        try:
            found = SimpleCookie(headers.get(b"cookie", "")).get(COOKIE)
        except CookieError:
            return False
        return found is not None and hmac.compare_digest(
            found.value.encode("latin-1", "replace"), self._cookie.encode()
        )

    async def _welcome(self, send: Send) -> None:
        """The token stays in no address bar and no history: what comes next goes by the cookie."""
        cookie = f"{COOKIE}={self._cookie}; Path=/; HttpOnly; SameSite=Strict"
        headers = [*_HEADERS, (b"location", b"/"), (b"set-cookie", cookie.encode())]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    async def _let_through(self, scope: Scope, receive: Receive, send: Send) -> None:
        taken = 0
        too_much = answered = False

        async def count() -> Message:
            nonlocal taken, too_much
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MOST_BYTES:
                too_much = True
                raise TooMuch
            return message

        async def guard(message: Message) -> None:
            nonlocal answered
            if too_much:  # whatever is said of it further in: this is the reason
                if not answered:
                    answered = True
                    await _refuse(send, 413, say.TOO_BIG.format(limit=MOST_BYTES // 1024 // 1024))
                return
            if message["type"] == "http.response.start":
                answered = True
                own = {name for name, _ in message.get("headers", [])}
                added = [pair for pair in _HEADERS if pair[0] not in own]
                message["headers"] = [*message.get("headers", []), *added]
            await send(message)

        try:
            await self._app(scope, count, guard)
        except TooMuch:
            await guard({"type": "http.response.start"})


def _declared_length(headers: dict[bytes, str]) -> int:
    text = headers.get(b"content-length", "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


async def _refuse(send: Send, status: int, text: str) -> None:
    headers = [*_HEADERS, (b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text.encode()})
