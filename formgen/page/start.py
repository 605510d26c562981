"""Where a clerk begins: a file opened, a blank form, last year's form taken up, the last ones again.

Comes in: requests that the door has let through. Goes out: the first page, and the way to the form that was opened.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePath

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import formgen
from formgen.base.errors import FormgenError, UsageFault
from formgen.declaration.profile import DEFAULT_PROFILE
from formgen.messages import page as say
from formgen.page.borrowed import as_files
from formgen.page.desk import RECENT, OpenForm
from formgen.page.room import Room, in_thread, uploads
from formgen.page.wording import on_page


def routes(room: Room) -> list[Route]:
    """The first addresses."""
    start = Start(room)
    return [
        Route("/", in_thread(start.home)),
        Route("/help", in_thread(start.help)),
        Route("/open", start.upload, methods=["POST"]),
        Route("/new", in_thread(start.new), methods=["POST"]),
        Route("/import", start.bring, methods=["POST"]),
    ]


class Start:
    """Handlers."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def home(self, request: Request, fields: dict[str, str]) -> Response:
        return self._home()

    def help(self, request: Request, fields: dict[str, str]) -> Response:
        return self._room.render("help.html", kept=RECENT, folder=self._room.desk.folder)

    def _home(self, told: str = "", refused: Sequence[str] = ()) -> Response:
        this_year = datetime.now().astimezone().year
        recent = [{**entry, "when": when(entry["opened"])} for entry in self._room.desk.recent()]
        return self._room.render(
            "home.html",
            recent=recent,
            profiles=formgen.profiles(),
            years=range(this_year + 1, this_year - 6, -1),
            this_year=this_year,
            usual=DEFAULT_PROFILE,
            roots=self._room.rounds.roots,
            dropped=[
                {"id": home.id, "name": home.name, "when": when(home.at)}
                for home in self._room.rounds.dropped.all()
            ],
            told=told,
            refused=refused,
        )

    async def upload(self, request: Request) -> Response:
        """Files dropped or chosen. One goes to its page; of a few the list is shown; many are a reviewer's."""
        sent = await uploads(self._room, request, "file")
        if isinstance(sent, Response):
            return sent
        return await self._room.run(request, lambda: self._open(sent[0]))

    async def bring(self, request: Request) -> Response:
        """从去年的表开始: last year's files become the workbook of this year's form."""
        sent = await uploads(self._room, request, "file")
        if isinstance(sent, Response):
            return sent
        files, fields = sent
        year, profile = fields.get("year", ""), fields.get("profile", "")
        return await self._room.run(request, lambda: self._bring(files, year, profile))

    def _bring(self, files: list[tuple[str, bytes]], year: str, profile: str) -> Response:
        if not files:
            raise UsageFault(say.NO_UPLOAD)
        known = {info.name: info for info in formgen.profiles()}
        if profile not in known or not year.isdecimal() or len(year) != 4:
            raise UsageFault(say.WRONG_FORM)
        with as_files(files) as old:
            data = formgen.import_(old, profile=profile, year=int(year)).workbook
        name = say.BROUGHT_NAME.format(title=known[profile].title, year=year)
        item = self._room.desk.open(name, data, profile)[0]
        return RedirectResponse(f"/form/{item.id}", 303)

    def _open(self, files: list[tuple[str, bytes]]) -> Response:
        """The form's page; of a few forms the first page with what could not be read; of many a round."""
        if not files:
            raise UsageFault(say.NO_UPLOAD)
        opened: list[OpenForm] = []
        refused: list[FormgenError] = []
        for name, data in files if len(files) <= RECENT else ():
            try:
                opened += self._room.desk.open(PurePath(name).name or "form", data, keep=False)
            except FormgenError as error:
                refused.append(error)
        if len(files) > RECENT or len(opened) > RECENT:
            item = self._room.rounds.drop(files)
            item.start()
            return RedirectResponse(f"/round/{item.id}", 303)
        for form in opened:
            self._room.desk.save(form)
        if not opened and len(refused) == 1:
            raise refused[0]
        if len(opened) == 1 and not refused:
            return RedirectResponse(f"/form/{opened[0].id}", 303)
        return self._home(
            say.OPENED_SEVERAL.format(count=len(opened)), [on_page(str(error)) for error in refused]
        )

    def new(self, request: Request, fields: dict[str, str]) -> Response:
        profile, year = fields.get("profile", ""), fields.get("year", "")
        known = {info.name: info for info in formgen.profiles()}
        if profile not in known or not year.isdecimal() or len(year) != 4:
            raise UsageFault(say.WRONG_FORM)
        data = formgen.blank(profile, year=int(year))
        name = say.BLANK_NAME.format(title=known[profile].title, year=year)
        item = self._room.desk.open(name, data, profile)[0]
        return RedirectResponse(f"/form/{item.id}", 303)


def when(moment: float) -> str:
    """A moment as people say it: 今天 10:42, 昨天 16:05, 3月1日."""
    then, now = datetime.fromtimestamp(moment).astimezone(), datetime.now().astimezone()
    days = (now.date() - then.date()).days
    if days <= 1:
        return f"{'今天' if days <= 0 else '昨天'} {then:%H:%M}"
    year = f"{then.year}年" if then.year != now.year else ""
    return f"{year}{then.month}月{then.day}日"
