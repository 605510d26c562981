"""The reviewer's way: a folder's units as they are checked, filters, letters to send.

Comes in: requests that the door has let through. Goes out: pages, fragments and files.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from formgen.base.errors import FormgenError, UnreadableInput, UsageFault
from formgen.base.shown import shown
from formgen.library.campaign import read_register
from formgen.library.letters import letters_of_register
from formgen.library.settings import load_settings
from formgen.messages import checks as names
from formgen.messages import letters as letter_words
from formgen.messages import page as say
from formgen.page.listed import rows_of
from formgen.page.room import DOCX, XLSX, Room, attachment, in_thread, uploads
from formgen.page.rounds import Round
from formgen.page.wording import on_page

_BEAT = 0.4


def routes(room: Room) -> list[Route]:
    """The addresses of folders."""
    own = Reviewer(room)
    home = "/round/{round}"
    return [
        Route("/round", in_thread(own.open), methods=["POST"]),
        Route("/round/drop", own.drop, methods=["POST"]),
        Route(f"{home}/drop", own.drop, methods=["POST"]),
        Route(f"{home}/roster", own.roster, methods=["POST"]),
        Route(f"{home}/remove", in_thread(own.remove), methods=["POST"]),
        Route(home, in_thread(own.show)),
        Route(f"{home}/rows", in_thread(own.rows)),
        Route(f"{home}/news", own.news),
        Route(f"{home}/again", in_thread(own.again), methods=["POST"]),
        Route(f"{home}/stop", in_thread(own.stop), methods=["POST"]),
        Route(f"{home}/letters", in_thread(own.letters), methods=["POST"]),
        Route(f"{home}/file/{{kind}}", in_thread(own.file)),
    ]


class Reviewer:
    """Handlers."""

    def __init__(self, room: Room) -> None:
        self._room = room

    # ── files ─────────────────────────────────────────────────────────────────────────────────────

    def open(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._room.rounds.open(fields.get("folder", ""), fields.get("roster", ""))
        return self._go(item)

    async def drop(self, request: Request) -> Response:
        """Files or a folder dropped: a round of their own, or more for one. more: others of this drop are to come."""
        sent = await uploads(self._room, request, "file")
        if isinstance(sent, Response):
            return sent
        files, fields = sent
        id = request.path_params.get("round", "")

        def work() -> Response:
            item = self._room.rounds.drop(files, id)
            more = fields.get("more", "0") not in ("", "0")
            return RedirectResponse(f"/round/{item.id}", 303) if more else self._go(item)

        return await self._room.run(request, work)

    async def roster(self, request: Request) -> Response:
        sent = await uploads(self._room, request, "roster")
        if isinstance(sent, Response):
            return sent
        files, _ = sent

        def work() -> Response:
            if not files:
                raise UsageFault(say.NO_UPLOAD)
            name, data = files[0]
            return self._go(self._room.rounds.give_roster(request.path_params["round"], name, data))

        return await self._room.run(request, work)

    def remove(self, request: Request, fields: dict[str, str]) -> Response:
        self._room.rounds.remove(request.path_params["round"])
        return RedirectResponse("/", 303)

    # ── the list ──────────────────────────────────────────────────────────────────────────────────

    def show(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        if item.dropped and not item.step:
            item.start()  # found again after a restart, which may have come in the middle of its run
        return self._room.render("round.html", **self._list(item, request))

    def rows(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        answer = self._room.render("rows_anew.html", **self._list(item, request))
        answer.headers["HX-Replace-Url"] = f"/round/{item.id}{item.asked}"
        return answer

    async def news(self, request: Request) -> Response:
        """A line that stays open while the run goes on: a word whenever there is something new."""
        try:
            item = self._round(request)
        except FormgenError as error:
            return self._room.refuse(request, error)

        async def tell() -> AsyncIterator[str]:
            seen = -1
            while not await request.is_disconnected():
                if item.step != seen:
                    seen = item.step
                    yield f"data: {seen}\n\n"
                    if not item.running:
                        yield "event: end\ndata: 0\n\n"
                        return
                await asyncio.sleep(_BEAT)

        return StreamingResponse(tell(), media_type="text/event-stream")

    def again(self, request: Request, fields: dict[str, str]) -> Response:
        return self._go(self._round(request))

    def stop(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        item.stop()
        return RedirectResponse(f"/round/{item.id}", 303)

    def letters(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        folder = item.results / letter_words.CATEGORY
        made = letters_of_register(read_register(item.results), folder, load_settings(self._room.settings))
        item.letters = tuple(made)
        told = say.LETTERS.format(count=len(made)) if made else say.NO_LETTERS
        if made and not item.dropped:
            told += say.LETTERS_PLACE.format(folder=shown(folder))
        return self._room.render(
            "round.html", **self._list(item, request) | {"told": told, "letters": len(made)}
        )

    def file(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        known = {
            "summary": (item.results / say.SUMMARY, XLSX),
            "mailing": (item.results / letter_words.CATEGORY / letter_words.MAILING_FILE, XLSX),
            "print": (item.results / letter_words.CATEGORY / letter_words.PRINT_FILE, DOCX),
        }
        if request.path_params["kind"] == "letters" and item.letters:
            return attachment(f"{letter_words.CATEGORY}.zip", _zip(item.letters), "application/zip")
        if request.path_params["kind"] not in known:
            raise UsageFault(say.NOT_FOUND)
        path, kind = known[request.path_params["kind"]]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UnreadableInput(say.NOT_YET) from error
        return attachment(path.name, data, kind)

    def _list(self, item: Round, request: Request) -> dict[str, Any]:
        """Rows, filters and progress. Filters: state, check (a finding's id), q (part of a unit's name)."""
        item.asked = f"?{request.url.query}" if any(request.query_params.values()) else ""
        state, check, text = (request.query_params.get(name, "") for name in ("state", "check", "q"))
        rows = rows_of(item)
        counts = {key: sum(row["state"] == key for row in rows) for key in say.ROW_STATES}
        kept = [
            row
            for row in rows
            if (not state or row["state"] == state)
            and (not check or check in row["ids"])
            and text.strip() in row["name"]
        ]
        found = (
            names.TITLES
            if item.running
            else sorted({id for row in rows for id in row["ids"]} | {check} - {""})
        )
        return {
            "id": item.id,
            "folder": item.name,
            "dropped": item.dropped,
            "roster": item.expected(),
            "rows": kept,
            "all": len(rows),
            "counts": counts,
            "checks": [(id, names.TITLES.get(id, id)) for id in found],
            "columns": [label for label, _ in say.ROW_COLUMNS],
            "state": state,
            "check": check,
            "q": text,
            "running": item.running,
            "done": item.done,
            "total": item.total,
            "now": next((row["name"] for row in rows if row["state"] == "checking"), ""),
            "trouble": item.trouble,
            "skipped": item.skipped,
            "notices": [on_page(item.short(notice)) for notice in item.notices],
            "returns": sum(row["returns"] for row in rows),
            "told": "",
            "letters": 0,
        }

    def _go(self, item: Round) -> Response:
        item.start()
        return RedirectResponse(f"/round/{item.id}", 303)

    def _round(self, request: Request) -> Round:
        return self._room.rounds.get(request.path_params["round"])


def _zip(files: Iterable[Path]) -> bytes:
    """The files as one, under their own names. Raises UnreadableInput where one is gone."""
    packed = BytesIO()
    try:
        with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, file.name)
    except OSError as error:
        raise UnreadableInput(say.NOT_YET) from error
    return packed.getvalue()
