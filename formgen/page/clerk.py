"""The clerk's way: open a form, mend it cell by cell, look at its pages, take the files.

Comes in: requests that the door has let through. Goes out: pages, fragments of them, pictures and files.
Handlers run in threads; a form is changed by one request at a time.
"""

from __future__ import annotations

import json
from decimal import InvalidOperation
from pathlib import PurePath
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from formgen.base.errors import FormgenError, UsageFault
from formgen.fill.fixes import fix_text
from formgen.library.form import count_pages, page_picture
from formgen.messages import page as say
from formgen.page import present
from formgen.page.desk import OpenForm, formgen_number
from formgen.page.frame import frame_of
from formgen.page.room import DOCX, XLSX, Room, attachment, in_thread

_NUMBERS = ("target", "points", "year")
_TYPES = {
    "xlsx": XLSX,
    "docx": DOCX,
    "slip": DOCX,
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "toml": "application/toml",
}
_DPI = {"1": 110, "2": 165}
"""By how dense the screen is."""


def routes(room: Room) -> list[Route]:
    """The clerk's addresses."""
    clerk = Clerk(room)
    form = "/form/{id}"
    return [
        Route(form, in_thread(clerk.show)),
        Route(f"{form}/pages", in_thread(clerk.pages)),
        Route(f"{form}/page/{{number:int}}.png", in_thread(clerk.picture)),
        Route(f"{form}/cell", in_thread(clerk.cell)),
        Route(f"{form}/set", in_thread(clerk.set), methods=["POST"]),
        Route(f"{form}/fix", in_thread(clerk.fix), methods=["POST"]),
        Route(f"{form}/undo", in_thread(clerk.undo), methods=["POST"]),
        Route(f"{form}/file/{{kind}}", in_thread(clerk.download)),
    ]


class Clerk:
    """Handlers. Each takes a request whose form has been read, where it has one."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def show(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        return self._room.render("clerk.html", **frame_of(item, "form"), **self._list(item))

    def pages(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        with item.lock:
            return self._room.render("pages.html", id=item.id, **self._pages(item))

    def _pages(self, item: OpenForm) -> dict[str, Any]:
        try:
            pages = present.pages_of(item, self._room.engine)
            return {"pages": pages, "revision": item.revision, "trouble": ""}
        except FormgenError as error:
            return {"pages": (), "revision": item.revision, "trouble": present.screen_trouble(error)}

    def picture(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        with item.lock:
            data = item.form.on_screen(self._room.engine, "none").data
        number = request.path_params["number"]
        if not 1 <= number <= count_pages(data):
            raise UsageFault(say.NOT_FOUND)
        dpi = _DPI.get(request.query_params.get("d", "1"), _DPI["1"])
        return Response(page_picture(data, number, dpi), media_type="image/png")

    def cell(self, request: Request, fields: dict[str, str]) -> Response:
        item, field = self._item(request), request.query_params.get("field", "")
        return self._room.render("editor.html", id=item.id, **present.editor_of(item, field))

    def set(self, request: Request, fields: dict[str, str]) -> Response:
        item, field = self._item(request), fields.get("field", "")
        with item.lock:
            value = typed_value(field, fields.get("value", ""))
            now = item.form.get(field)
            if _plain(now) not in (_plain(fields.get("was", _plain(now))), _plain(value)):
                return self._elsewhere(now)
            shared = present.shared_fields(item, field, self._room.engine)
            if any(item.form.get(name) != value for name in shared):
                item.change(dict.fromkeys(shared, value))
            return self._changed(item, next=fields.get("next", ""))

    def fix(self, request: Request, fields: dict[str, str]) -> Response:
        """照此改: what can be corrected without a question, in the cells of one line of the list."""
        item = self._item(request)
        with item.lock:
            values = {}
            for field in fields.get("fields", "").split(" "):
                value = item.form.get(field)
                if isinstance(value, str) and (fixed := fix_text(field, value, item.form.profile)) != value:
                    values[field] = fixed
            if values:
                item.change(values)
            return self._changed(item)

    def undo(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        item.undo()
        self._room.desk.save(item)
        back = fields.get("back", "")
        suffix = f"/{back}" if back in ("scores", "actuals") else ""
        return RedirectResponse(f"/form/{item.id}{suffix}", 303)

    def _changed(self, item: OpenForm, **told: str) -> Response:
        """The list anew, with the tabs and the foot; the pages follow by themselves. next: the field that the editor
        goes to."""
        self._room.desk.save(item)
        answer = self._room.render("changed.html", **frame_of(item, "form"), **self._list(item))
        answer.headers["HX-Trigger-After-Swap"] = json.dumps({"formgen-changed": told})
        return answer

    def _elsewhere(self, now: object) -> Response:
        """The cell is not as it was when its editor was opened: nothing is overwritten that nobody has seen."""
        text = present.value_text(now)
        told = say.ELSEWHERE.format(text=present.shorten(text, 80) or say.EMPTY)
        answer = self._room.render("elsewhere.html", message=told, value=text)
        answer.status_code = 422
        return answer

    def _list(self, item: OpenForm) -> dict[str, Any]:
        items = present.items_of(item)
        groups = [
            (tone, [entry for entry in items if entry.tone == tone]) for tone in ("bad", "warn", "note")
        ]
        return {"groups": [group for group in groups if group[1]], **present.headline(item, items)}

    # ── files ─────────────────────────────────────────────────────────────────────────────────────

    def download(self, request: Request, fields: dict[str, str]) -> Response:
        item, kind = self._item(request), request.path_params["kind"]
        if kind not in _TYPES:
            raise UsageFault(say.NOT_FOUND)
        with item.lock:
            try:
                name, data = self._file(item, kind)
            except FormgenError as error:
                raise UsageFault(say.NO_FILE.format(why=error.message), error.faults) from error
        return attachment(name, data, _TYPES[kind])

    def _file(self, item: OpenForm, kind: str) -> tuple[str, bytes]:
        form, stem = item.form, PurePath(item.name).stem + (f"_{item.part}" if item.part else "")
        if kind == "xlsx":
            return f"{stem}.xlsx", form.own_xlsx() or form.xlsx()
        if kind == "toml":
            return f"{stem}.toml", form.toml().encode()
        if kind == "slip":
            return f"{stem}_自查意见.docx", form.slip()
        draft = form.review.verdict == "fail"
        values = item.typed_actuals()
        actuals = values or None
        if kind == "pdf":
            return f"{form.stem}.pdf", form.pdf(engine=self._room.engine, draft=draft, actuals=actuals)
        if kind == "ofd":
            return f"{form.stem}.ofd", form.ofd(draft=draft, actuals=actuals)
        return f"{form.stem}.docx", form.docx(draft=draft, actuals=actuals)

    def _item(self, request: Request) -> OpenForm:
        return self._room.desk.get(request.path_params["id"])


def _plain(value: object) -> str:
    """A value as two of them are compared, whatever a browser makes of ends of lines."""
    return "\n".join(present.value_text(value).splitlines()).strip()


def typed_value(field: str, text: str) -> object:
    """What was typed into a cell, as a file would have it: nothing where it is empty, numbers where numbers
    stand."""
    text = text.replace("\r\n", "\n")
    if not text.strip():
        return None
    key = field.rpartition(".")[2]
    if key == "year" and text.strip().isdecimal():
        return int(text)
    if key in _NUMBERS:
        try:
            return formgen_number(text)
        except InvalidOperation:
            return text
    return text
