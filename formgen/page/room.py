"""What all handlers share: the open forms, the templates, the engine, and the one door for what goes wrong.

Comes in: a request and what is to be done for it. Goes out: the answer, or the refusal in words for people.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from formgen.base.errors import FormgenError, UsageFault
from formgen.base.version import __version__
from formgen.messages import page as say
from formgen.page.desk import Desk
from formgen.page.rounds import Rounds
from formgen.page.safety import MOST_BYTES
from formgen.page.wording import on_page

HERE = Path(__file__).parent
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_FILES = 2000
"""Of one request."""

MOST_SENT = MOST_BYTES - 1024 * 1024
"""Bytes of files that a page sends at once; the rest is for what stands around them."""

_TOLD = {
    "most": MOST_SENT,
    "big": say.TOO_BIG.format(limit=MOST_SENT // 1024**2),
    "gone": say.LOST,
    "unread": say.UNREAD_DROP,
    "elsewhere": say.DROP_ELSEWHERE,
}
"""What a page's script says by itself: what happens where no server hears of it."""

_MOST_FAULTS = 20

Handler = Callable[[Request, dict[str, str]], Response]


class Room:
    """desk: the forms that are open. engine: of all pictures and downloads alike. rounds: folders under review.
    settings: of who writes letters, None for the user's own file."""

    def __init__(self, desk: Desk, engine: str, rounds: Rounds, settings: Path | None = None) -> None:
        self.desk = desk
        self.rounds = rounds
        self.engine = engine
        self.settings = settings
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(say=say, version=__version__, script=_TOLD)

    def render(self, template: str, /, **values: Any) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(template).render(values))

    async def run(self, request: Request, work: Callable[[], Response]) -> Response:
        """Do it in a thread; what is refused is told where the user is."""
        try:
            return await run_in_threadpool(work)
        except FormgenError as error:
            return self.refuse(request, error)

    def refuse(self, request: Request, error: FormgenError) -> Response:
        """The refusal: a line for a part of the page, else a page of its own."""
        faults = [
            f"{fault.place}　{fault.message}{fault.hint}".strip() for fault in error.faults[:_MOST_FAULTS]
        ]
        if len(error.faults) > _MOST_FAULTS:
            faults.append(say.MORE_FAULTS.format(count=len(error.faults) - _MOST_FAULTS))
        name = "trouble_line.html" if request.headers.get("hx-request") else "trouble.html"
        faults = [on_page(fault) for fault in faults]
        answer = self.render(
            name, message=on_page(error.message), faults=faults, back=_back(request.url.path)
        )
        answer.status_code = 404 if isinstance(error, UsageFault) and request.method == "GET" else 422
        return answer


def _back(path: str) -> str:
    """The page of a form, unit or round to which an address belongs that gave nothing; "" for such a page itself."""
    parts = path.split("/")
    length = 5 if parts[1] == "round" and "unit" in parts else 3
    return "/".join(parts[:length]) if len(parts) > length else ""


def in_thread(handler: Handler) -> Callable[[Request], Awaitable[Response]]:
    """A handler that may take its time, with the fields that were sent."""
    room: Room = handler.__self__._room  # type: ignore[attr-defined]

    @wraps(handler)
    async def answer(request: Request) -> Response:
        fields: dict[str, str] = {}
        if request.method == "POST":
            async with request.form(max_files=0, max_fields=200) as sent:
                fields = {key: value for key, value in sent.items() if isinstance(value, str)}
        return await room.run(request, lambda: handler(request, fields))

    return answer


async def uploads(
    room: Room, request: Request, name: str
) -> tuple[list[tuple[str, bytes]], dict[str, str]] | Response:
    """The files that were sent under this name, each as its browser calls it, and the fields beside them; the
    refusal of too many."""
    try:
        async with request.form(max_files=MOST_FILES, max_fields=20) as sent:
            files = [
                (item.filename, await item.read())
                for item in sent.getlist(name)
                if isinstance(item, UploadFile) and item.filename
            ]
            return files, {key: value for key, value in sent.items() if isinstance(value, str)}
    except HTTPException:  # what starlette makes of a form that is cut off or has too many parts
        return room.refuse(request, UsageFault(say.TOO_MANY.format(count=MOST_FILES)))


def attachment(name: str, data: bytes, kind: str) -> Response:
    """A file to be saved, under this name."""
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(data, media_type=kind, headers=headers)
