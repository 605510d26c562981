"""The program behind the page: its address, its beginning and its end.

Comes in: a port, or none. Goes out: nothing; it serves until the pages are closed. It listens on this machine only.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import uvicorn
from anyio import to_thread
from platformdirs import user_state_path
from starlette.applications import Starlette
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from formgen.base.errors import UsageFault
from formgen.messages import page as say
from formgen.page import clerk, marks, reviewer, start, unit
from formgen.page.desk import Desk
from formgen.page.dropped import Dropped
from formgen.page.room import HERE, Room
from formgen.page.rounds import Rounds
from formgen.page.safety import MOST_BYTES, App, Safety, TooMuch
from formgen.run.processes import keep_ready

HEARTBEAT = 2.0
"""Seconds between two signs of life on a page's open line."""

LINGER = 10.0
"""Seconds without any page before the end: a page that is loaded again is gone for a moment."""

FIRST_WAIT = 1800.0
"""Seconds to wait for the first page."""

THREADS = 4
"""Requests that are worked on at once: printing is one at a time anyway, and every thread holds memory of its own."""


class Presence:
    """Which pages are open. Each holds a line open; the last one gone, the program ends."""

    def __init__(self) -> None:
        self.pages = 0
        self.seen = False
        self.last = time.monotonic()

    async def line(self, request: Request) -> Response:
        return StreamingResponse(self._beat(request), media_type="text/event-stream")

    async def _beat(self, request: Request) -> AsyncIterator[str]:
        self.pages += 1
        self.seen = True
        try:
            while not await request.is_disconnected():
                yield ": \n\n"
                await asyncio.sleep(HEARTBEAT)
        finally:
            self.pages -= 1
            self.last = time.monotonic()

    def is_over(self) -> bool:
        if self.pages:
            return False
        return time.monotonic() - self.last > (LINGER if self.seen else FIRST_WAIT)


def choose_engine(wanted: str = "") -> str:
    """Typst where it is installed, unless something else is wanted: it prints a page in a tenth of the time."""
    return wanted or ("typst" if find_spec("typst") else "weasyprint")


MultiPartParser.spool_max_size = (
    MOST_BYTES  # what is sent stays in memory: no file of a user's is left behind
)


def make_app(
    port: int,
    folder: Path | None,
    engine: str = "",
    roots: Sequence[Path] = (),
    settings: Path | None = None,
) -> tuple[Safety, Presence, Rounds]:
    """The application behind its door. folder: where the last forms and dropped files are kept. roots: folders that a
    reviewer may open. settings: who writes letters, the user's own file without."""
    rounds = Rounds(tuple(roots), Dropped(folder / "rounds" if folder else None))
    room = Room(Desk(folder / "recent" if folder else None), choose_engine(engine), rounds, settings)
    presence = Presence()
    app = Starlette(
        routes=[
            *start.routes(room),
            *clerk.routes(room),
            *marks.routes(room),
            *reviewer.routes(room),
            *unit.routes(room),
            Route("/alive", presence.line),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[Middleware(_Bugs)],
        exception_handlers={404: _not_found, 405: _not_found},
    )
    return Safety(app, port), presence, rounds


async def _not_found(request: Request, error: Exception) -> Response:
    return PlainTextResponse(say.NOT_FOUND, 404)


class _Bugs:
    """The outermost door of a request: a user sees one line, never a traceback."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        started = False

        async def watch(message):  # type: ignore[no-untyped-def]
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, watch)
        except (asyncio.CancelledError, ConnectionError):
            raise
        except Exception as error:
            if started or isinstance(error, TooMuch):
                raise
            from formgen.base.buglog import keep_bug_report

            log = keep_bug_report(error) or say.NO_LOG
            answer = PlainTextResponse(say.BUG.format(kind=type(error).__name__, log=log), 500)
            await answer(scope, receive, send)


def serve(
    port: int = 0,
    *,
    engine: str = "",
    stay: bool = False,
    roots: Sequence[Path] = (),
    settings: Path | None = None,
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve until the pages are closed, or Ctrl+C. ready: is given the first address. Raises UsageFault for a
    port that cannot be had."""
    listener = _listen(port)
    number = listener.getsockname()[1]
    app, presence, rounds = make_app(number, user_state_path("formgen"), engine, roots, settings)
    config = uvicorn.Config(
        app, log_level="critical", access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=2
    )
    server = uvicorn.Server(config)

    if roots:
        keep_ready()  # a reviewer will come: the first run need not wait for its workers

    async def run() -> None:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        ready(f"http://127.0.0.1:{number}/?t={app.token}")
        watch = asyncio.create_task(_end_when_left(server, presence, stay=stay))
        try:
            await server.serve(sockets=[listener])
        finally:
            watch.cancel()

    try:
        asyncio.run(run())
    finally:
        rounds.stop()
        listener.close()


async def _end_when_left(server: uvicorn.Server, presence: Presence, *, stay: bool) -> None:
    while not (presence.is_over() and not stay):
        await asyncio.sleep(1)
    server.should_exit = True


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere it would let two programs listen on one port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(128)  # from now on a browser that comes early waits
    except OSError as error:
        listener.close()
        raise UsageFault(say.PORT_TAKEN.format(port=port, why=error.strerror)) from error
    return listener
