"""The clerk's way: open a form, mend it cell by cell, look at its pages, take the files.

Comes in: requests that the door has let through. Goes out: pages, fragments of them, pictures and files.
Handlers run in threads; a form is changed by one request at a time.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import formgen
from formgen.base.errors import FormgenError, UsageFault
from formgen.declaration.profile import DEFAULT_PROFILE
from formgen.fill.fixes import fix_text
from formgen.library.form import count_pages, page_picture
from formgen.messages import page as say
from formgen.page import present, scores
from formgen.page.desk import OpenForm, badge_of, formgen_number
from formgen.page.room import Room, in_thread

_NUMBERS = ("target", "points", "year")
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "slip": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
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
        Route("/", in_thread(clerk.home)),
        Route("/open", clerk.upload, methods=["POST"]),
        Route("/new", in_thread(clerk.new), methods=["POST"]),
        Route("/import", clerk.bring, methods=["POST"]),
        Route(form, in_thread(clerk.show)),
        Route(f"{form}/pages", in_thread(clerk.pages)),
        Route(f"{form}/page/{{number:int}}.png", in_thread(clerk.picture)),
        Route(f"{form}/cell", in_thread(clerk.cell)),
        Route(f"{form}/set", in_thread(clerk.set), methods=["POST"]),
        Route(f"{form}/fix", in_thread(clerk.fix), methods=["POST"]),
        Route(f"{form}/undo", in_thread(clerk.undo), methods=["POST"]),
        Route(f"{form}/scores", in_thread(clerk.scores)),
        Route(f"{form}/trial", in_thread(clerk.trial)),
        Route(f"{form}/kind", in_thread(clerk.kind)),
        Route(f"{form}/confirm", in_thread(clerk.confirm), methods=["POST"]),
        Route(f"{form}/actuals", in_thread(clerk.actuals)),
        Route(f"{form}/actual", in_thread(clerk.actual), methods=["POST"]),
        Route(f"{form}/file/{{kind}}", in_thread(clerk.download)),
    ]


class Clerk:
    """Handlers. Each takes a request whose form has been read, where it has one."""

    def __init__(self, room: Room) -> None:
        self._room = room

    # ── opening ───────────────────────────────────────────────────────────────────────────────────

    def home(self, request: Request, fields: dict[str, str]) -> Response:
        this_year = datetime.now().astimezone().year
        told = request.query_params.get("told", "")
        recent = [{**entry, "when": when(entry["opened"])} for entry in self._room.desk.recent()]
        return self._room.render(
            "home.html",
            recent=recent,
            profiles=formgen.profiles(),
            years=range(this_year + 1, this_year - 6, -1),
            this_year=this_year,
            usual=DEFAULT_PROFILE,
            roots=self._room.rounds.roots,
            told=say.OPENED_SEVERAL.format(count=told) if told.isdecimal() and len(told) < 4 else "",
        )

    async def upload(self, request: Request) -> Response:
        """Files dropped or chosen. One goes to its page; of several the list is shown."""
        async with request.form(max_files=400, max_fields=20) as sent:
            files = [
                (PurePath(item.filename or "").name or "form", await item.read())
                for item in sent.getlist("file")
                if isinstance(item, UploadFile) and item.filename
            ]
        return await self._room.run(request, lambda: self._open(files))

    async def bring(self, request: Request) -> Response:
        """从去年的表开始: last year's files become the workbook of this year's form."""
        async with request.form(max_files=20, max_fields=20) as sent:
            files = [
                (PurePath(item.filename or "").suffix, await item.read())
                for item in sent.getlist("file")
                if isinstance(item, UploadFile) and item.filename
            ]
            year, profile = str(sent.get("year", "")), str(sent.get("profile", ""))
        return await self._room.run(request, lambda: self._bring(files, year, profile))

    def _bring(self, files: list[tuple[str, bytes]], year: str, profile: str) -> Response:
        if not files:
            raise UsageFault(say.NO_UPLOAD)
        known = {info.name: info for info in formgen.profiles()}
        if profile not in known or not year.isdecimal() or len(year) != 4:
            raise UsageFault(say.WRONG_FORM)
        # Readers of old files work on files; a private folder holds them that long, under names of our own.
        with TemporaryDirectory(prefix="formgen-") as folder:
            old = []
            for number, (suffix, data) in enumerate(files):
                path = Path(folder) / f"{say.OLD_FILE.format(number=number + 1)}{_suffix(suffix)}"
                path.write_bytes(data)
                old.append(path)
            data = formgen.import_(old, profile=profile, year=int(year)).workbook
        name = say.BROUGHT_NAME.format(title=known[profile].title, year=year)
        item = self._room.desk.open(name, data, profile)[0]
        return RedirectResponse(f"/form/{item.id}", 303)

    def _open(self, files: list[tuple[str, bytes]]) -> Response:
        if not files:
            raise UsageFault(say.NO_UPLOAD)
        opened = [item for name, data in files for item in self._room.desk.open(name, data)]
        if len(opened) == 1:
            return RedirectResponse(f"/form/{opened[0].id}", 303)
        return RedirectResponse(f"/?told={len(opened)}", 303)

    def new(self, request: Request, fields: dict[str, str]) -> Response:
        profile, year = fields.get("profile", ""), fields.get("year", "")
        known = {info.name: info for info in formgen.profiles()}
        if profile not in known or not year.isdecimal() or len(year) != 4:
            raise UsageFault(say.WRONG_FORM)
        data = formgen.blank(profile, year=int(year))
        name = say.BLANK_NAME.format(title=known[profile].title, year=year)
        item = self._room.desk.open(name, data, profile)[0]
        return RedirectResponse(f"/form/{item.id}", 303)

    # ── 申报表 ─────────────────────────────────────────────────────────────────────────────────────

    def show(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        return self._room.render("clerk.html", **self._frame(item, "form"), **self._list(item))

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
        order = [entry.field for entry in present.items_of(item) if entry.tone == "bad" and entry.field]
        return self._room.render("editor.html", id=item.id, **present.editor_of(item, field, order))

    def set(self, request: Request, fields: dict[str, str]) -> Response:
        item, field = self._item(request), fields.get("field", "")
        with item.lock:
            value = typed_value(field, fields.get("value", ""))
            shared = present.shared_fields(item, field, self._room.engine)
            if any(item.form.get(name) != value for name in shared):
                item.change(dict.fromkeys(shared, value))
            return self._changed(item)

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

    def _changed(self, item: OpenForm) -> Response:
        """The list anew, with the tabs and the foot; the pages follow by themselves."""
        self._room.desk.save(item)
        answer = self._room.render("changed.html", **self._frame(item, "form"), **self._list(item))
        answer.headers["HX-Trigger-After-Swap"] = "formgen-changed"
        return answer

    def _list(self, item: OpenForm) -> dict[str, Any]:
        items = present.items_of(item)
        groups = [
            (tone, [entry for entry in items if entry.tone == tone]) for tone in ("bad", "warn", "note")
        ]
        return {"groups": [group for group in groups if group[1]], **present.headline(item, items)}

    def _frame(self, item: OpenForm, tab: str) -> dict[str, Any]:
        """What stands around every tab: head, tabs, foot."""
        errors = present.count_errors(item)
        tone, words = badge_of(item)
        declaration = present.declaration_of(item)
        waiting = 0
        if declaration is not None:
            rows = item.form.score().rows
            waiting = sum(
                row.counted and row.row.origin == "wording" and not (row.row.rule and row.row.rule.by_person)
                for row in rows
            )
        return {
            "id": item.id,
            "name": item.name + (f"　{item.part}" if item.part else ""),
            "year": item.form.get("year"),
            "title": item.form.profile.title,
            "tab": tab,
            "badge": (tone, words),
            "waiting": waiting,
            "scored": bool(declaration and declaration.indicators),
            "undos": len(item.changes),
            "revision": item.revision,
            "foot": _foot(item, tab, errors),
        }

    # ── 分值 ───────────────────────────────────────────────────────────────────────────────────────

    def scores(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        trial = self._trial(item, request)
        key = trial["kinds"][0].key if trial["kinds"] else None
        wanted = request.query_params.get("kind")
        if wanted is not None and wanted in {kind.key for kind in trial["kinds"]}:
            key = wanted
        detail = scores.detail_of(item, key) if key is not None else None
        return self._room.render(
            "scores.html", **self._frame(item, "scores"), **trial, chosen=key, detail=detail
        )

    def trial(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        return self._room.render("trial.html", id=item.id, chosen=None, **self._trial(item, request))

    def _trial(self, item: OpenForm, request: Request) -> dict[str, Any]:
        text = request.query_params.get("share", "85")
        share = Decimal(text) / 100 if text.isdecimal() and len(text) < 4 else Decimal("0.85")
        trial = item.form.preview(share)
        full = item.form.score().full
        return {
            "share": f"{trial.share * 100:.0f}",
            "kinds": scores.kinds_of(item, trial),
            "full": "—" if full is None else f"{full.normalize():f}",
            "known_rows": len(trial.rows) - trial.open_rows,
            "known": f"{trial.known.normalize():f}",
            "score": f"{trial.score:.2f}",
            "open_rows": trial.open_rows,
            "open_points": f"{trial.open_points.normalize():f}",
            "most": f"{trial.score + trial.open_points:.2f}",
        }

    def kind(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        detail = scores.detail_of(item, request.query_params.get("kind", ""))
        return self._room.render("kind.html", id=item.id, detail=detail)

    def confirm(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        with item.lock:
            scores.confirm(item, fields.get("kind", ""), fields.get("choice", ""))
        self._room.desk.save(item)
        return RedirectResponse(f"/form/{item.id}/scores?kind={quote(fields.get('kind', ''))}", 303)

    # ── 自评 ───────────────────────────────────────────────────────────────────────────────────────

    def actuals(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        return self._room.render("actuals.html", **self._frame(item, "actuals"), **self._scored(item))

    def actual(self, request: Request, fields: dict[str, str]) -> Response:
        item, index = self._item(request), fields.get("index", "")
        if not index.isdecimal() or len(index) > 5:
            raise UsageFault(say.WRONG_FORM)
        with item.lock:
            item.actuals[int(index)] = {key: fields.get(key, "") for key in ("value", "points", "reason")}
            item.revision += 1
            self._room.desk.save(item)
            scored = self._scored(item)
        row = next((row for row in scored["rows"] if row["index"] == int(index)), None)
        return self._room.render("actual.html", id=item.id, row=row, **scored)

    def _scored(self, item: OpenForm) -> dict[str, Any]:
        sheet = item.form.score(item.typed_actuals())
        rows = []
        for row in sheet.rows:
            if not row.counted:
                continue
            typed = item.actuals.get(row.row.index, {})
            facts = row.row.facts
            number = facts.number
            target = f"{facts.operator}{facts.quantity(number)}" if number is not None else str(facts.target)
            rows.append(
                {
                    "index": row.row.index,
                    "name": row.row.indicator.level3,
                    "target": target,
                    "points": "" if row.points is None else f"{row.points.normalize():f}",
                    "score": "" if row.score is None else f"{row.score:.2f}",
                    "trace": row.trace,
                    "misfit": row.misfit,
                    "value": typed.get("value", ""),
                    "given": typed.get("points", ""),
                    "reason": typed.get("reason", ""),
                    "by_person": row.row.rule is None or row.row.rule.by_person,
                }
            )
        done = sum(row["score"] != "" for row in rows)
        return {
            "rows": rows,
            "total": "" if sheet.total is None else f"{sheet.total:.2f}",
            "grade": sheet.grade or "",
            "done": done,
            "left": len(rows) - done,
            "full": "" if sheet.full is None else f"{sheet.full.normalize():f}",
        }

    # ── files ─────────────────────────────────────────────────────────────────────────────────────

    def download(self, request: Request, fields: dict[str, str]) -> Response:
        item, kind = self._item(request), request.path_params["kind"]
        if kind not in _TYPES:
            raise UsageFault(say.NOT_FOUND)
        with item.lock:
            try:
                name, data = self._file(item, kind)
            except FormgenError as error:
                raise UsageFault(say.NO_FILE.format(why=error)) from error
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
        return Response(data, media_type=_TYPES[kind], headers=headers)

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


def _suffix(text: str) -> str:
    """A suffix as it was sent, where it is one: letters and digits."""
    return text if text[1:].isalnum() and text.isascii() and len(text) < 7 else ""


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


def _foot(item: OpenForm, tab: str, errors: int) -> str:
    """What is to know before files are taken."""
    if tab == "scores":
        return say.SCORES_NOTE
    if errors:
        return say.DOWNLOAD_DRAFT.format(count=errors)
    return say.DOWNLOAD_GOOD if item.form.has_workbook else say.DOWNLOAD_NEW


def when(moment: float) -> str:
    """A moment as people say it: 今天 10:42, 昨天 16:05, 3月1日."""
    then, now = datetime.fromtimestamp(moment).astimezone(), datetime.now().astimezone()
    days = (now.date() - then.date()).days
    if days <= 1:
        return f"{'今天' if days <= 0 else '昨天'} {then:%H:%M}"
    year = f"{then.year}年" if then.year != now.year else ""
    return f"{year}{then.month}月{then.day}日"
