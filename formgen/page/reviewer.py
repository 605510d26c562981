"""The reviewer's way: a folder's units as they are checked, one unit's findings to decide, letters to send.

Comes in: requests that the door has let through. Goes out: pages, fragments and files.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

import formgen
from formgen.base.errors import FormgenError, UnreadableInput, UsageFault
from formgen.checks.across import DUPLICATE_ID
from formgen.declaration.findings import Finding, Severity
from formgen.library.campaign import weigh_findings
from formgen.library.letters import letters_of_register
from formgen.library.settings import load_settings
from formgen.messages import checks as names
from formgen.messages import letters as letter_words
from formgen.messages import page as say
from formgen.page import present
from formgen.page.desk import OpenForm
from formgen.page.room import Room, in_thread
from formgen.page.rounds import Round, key_of
from formgen.register import State, UnitState
from formgen.report.grouped import FindingGroup, group_findings
from formgen.run.prepare import identity_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_CHOICES = ("adopt", "ignore", "own", "")
_BEAT = 0.4


def routes(room: Room) -> list[Route]:
    """The reviewer's addresses."""
    own = Reviewer(room)
    home, unit = "/round/{round}", "/round/{round}/unit/{unit}"
    return [
        Route("/round", in_thread(own.open), methods=["POST"]),
        Route(home, in_thread(own.show)),
        Route(f"{home}/rows", in_thread(own.rows)),
        Route(f"{home}/news", own.news),
        Route(f"{home}/again", in_thread(own.again), methods=["POST"]),
        Route(f"{home}/stop", in_thread(own.stop), methods=["POST"]),
        Route(f"{home}/letters", in_thread(own.letters), methods=["POST"]),
        Route(f"{home}/file/{{kind}}", in_thread(own.file)),
        Route(unit, in_thread(own.unit)),
        Route(f"{unit}/finding", in_thread(own.weigh), methods=["POST"]),
        Route(f"{unit}/decide", in_thread(own.decide), methods=["POST"]),
    ]


class Reviewer:
    """Handlers."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._forms: dict[tuple[str, str, str], str] = {}

    # ── the folder ────────────────────────────────────────────────────────────────────────────────

    def open(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._room.rounds.open(fields.get("folder", ""), fields.get("roster", ""))
        item.start()
        return RedirectResponse(f"/round/{item.id}", 303)

    def show(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        return self._room.render("round.html", **self._list(item, request))

    def rows(self, request: Request, fields: dict[str, str]) -> Response:
        return self._room.render("rows.html", **self._list(self._round(request), request))

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
        item = self._round(request)
        item.start()
        return RedirectResponse(f"/round/{item.id}", 303)

    def stop(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        item.stop()
        return RedirectResponse(f"/round/{item.id}", 303)

    def letters(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        folder = item.results / letter_words.CATEGORY
        made = letters_of_register(item.register(), folder, load_settings(self._room.settings))
        told = say.LETTERS.format(count=len(made), folder=folder) if made else say.NO_LETTERS
        return self._room.render("round.html", **self._list(item, request) | {"told": told})

    def file(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        known = {
            "summary": (item.results / say.SUMMARY, _XLSX),
            "mailing": (item.results / letter_words.CATEGORY / letter_words.MAILING_FILE, _XLSX),
            "print": (item.results / letter_words.CATEGORY / letter_words.PRINT_FILE, _DOCX),
        }
        if request.path_params["kind"] not in known:
            raise UsageFault(say.NOT_FOUND)
        path, kind = known[request.path_params["kind"]]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UnreadableInput(say.NOT_YET) from error
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(path.name)}"}
        return Response(data, media_type=kind, headers=headers)

    def _list(self, item: Round, request: Request) -> dict[str, Any]:
        """Rows, filters and progress. Filters: state, check (a finding's id), q (part of a unit's name)."""
        state, check, text = (request.query_params.get(name, "") for name in ("state", "check", "q"))
        units = sorted((_alike(item, unit) for unit in item.register().units()), key=_order)
        rows = [_row(unit, item) for unit in units]
        counts = {key: sum(row["state"] == key for row in rows) for key in say.ROW_STATES}
        kept = [
            row
            for row in rows
            if (not state or row["state"] == state)
            and (not check or check in row["ids"])
            and text.strip() in row["name"]
        ]
        found = sorted({id for row in rows for id in row["ids"]})
        return {
            "id": item.id,
            "folder": item.folder,
            "roster": len(item.register().roster),
            "rows": kept,
            "all": len(rows),
            "counts": {key: count for key, count in counts.items() if count},
            "checks": [(id, names.TITLES.get(id, id)) for id in found],
            "columns": [label for label, _ in say.ROW_COLUMNS],
            "state": state,
            "check": check,
            "q": text,
            "running": item.running,
            "done": item.done,
            "total": item.total,
            "now": item.now,
            "trouble": item.trouble,
            "returns": sum(row["state"] in ("bad", "unread") for row in rows),
            "told": "",
        }

    # ── one unit ──────────────────────────────────────────────────────────────────────────────────

    def unit(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        unit = _alike(item, item.unit(request.path_params["unit"]))
        return self._room.render(
            "unit.html", **self._unit(item, unit, last=bool(request.query_params.get("last")))
        )

    def weigh(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        unit = item.unit(request.path_params["unit"])
        wanted = set(fields.get("fields", "").split("\n"))
        findings = [
            f for f in _alike(item, unit).findings if f.id == fields.get("check") and f.field in wanted
        ]
        choice = fields.get("choice", "")
        if not findings or choice not in _CHOICES:
            raise UsageFault(say.WRONG_FORM)
        weigh_findings(item.results, unit, findings, choice, fields.get("text", ""))  # type: ignore[arg-type]
        return self._room.render(
            "weighed.html", **self._unit(item, _alike(item, item.unit(key_of(unit))), pages=False)
        )

    def decide(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._round(request)
        unit = item.unit(request.path_params["unit"])
        one = unit.identity
        formgen.decide(
            item.results, one.unit, fields.get("word", ""), why=fields.get("why", ""),
            year=one.year, project=one.project or None,
        )  # fmt: skip
        return RedirectResponse(f"/round/{item.id}/unit/{key_of(unit)}", 303)

    def _unit(
        self, item: Round, unit: UnitState, *, last: bool = False, pages: bool = True
    ) -> dict[str, Any]:
        others = sorted(item.register().units(), key=_order)
        at = next(n for n, other in enumerate(others) if other.identity == unit.identity)
        before, after = others[at - 1] if at else None, others[at + 1] if at + 1 < len(others) else None
        review = unit.review
        groups = group_findings(
            unit.findings, review.names if review else (), review.profile if review else None
        )
        changed = {cell.field for cell in unit.changed}
        values: dict[str, Any] = {
            "round": item.id,
            "unit": unit,
            "key": key_of(unit),
            "state": _state(unit),
            "accepted": unit.state is State.ACCEPTED,
            "before": key_of(before) if before else "",
            "after": key_of(after) if after else "",
            "parts": [
                (tone, [_weighable(group, unit) for group in groups if present.TONES[group.severity] == tone])
                for tone in ("bad", "warn", "note")
            ],
            "mended": unit.mended,
            "changed": unit.changed,
            "errors": unit.errors,
            "many": bool(unit.record and unit.record.round > 1),
            "last": last,
            "trouble": "",
            "form": "",
            "pages": (),
            "revision": 0,
        }
        values["lead"] = _lead(unit)
        if pages:
            values |= self._pages(item, unit, changed, last=last)
        return values

    def _pages(self, item: Round, unit: UnitState, changed: set[str], *, last: bool) -> dict[str, Any]:
        try:
            form = self._form(item, unit, last=last)
            with form.lock:
                pages = present.pages_of(form, self._room.engine)
            return {"form": form.id, "pages": pages, "revision": form.revision}
        except FormgenError as error:
            return {"trouble": present.screen_trouble(error)}

    def _form(self, item: Round, unit: UnitState, *, last: bool) -> OpenForm:
        """The unit's file as it is now, or as it was filed last time."""
        versions = item.register().versions(unit.identity)
        record = versions[-2] if last and len(versions) > 1 else unit.record
        if record is None:
            raise UsageFault(say.NO_UNIT)
        spot = (item.id, key_of(unit), record.filed.version)
        if spot in self._forms:
            return self._room.desk.get(self._forms[spot])
        opened = self._open(item, unit, record, last=last)
        self._forms[spot] = opened.id
        return opened

    def _open(self, item: Round, unit: UnitState, record: Any, *, last: bool) -> OpenForm:
        from formgen.results.filed import unpack

        if last:
            data, name = (unpack(record.filed.packed) or "").encode(errors="surrogatepass"), "filed.toml"
        else:
            data, name = self._room.rounds.read(item, record.path), PurePath(record.path).name
        forms = self._room.desk.open(name, data, keep=False)
        same = [form for form in forms if identity_of(form.form.job).unit == unit.identity.unit]
        return (same or forms)[0]

    def _round(self, request: Request) -> Round:
        return self._room.rounds.get(request.path_params["round"])


def _order(unit: UnitState) -> tuple[int, int, str]:
    return list(say.ROW_STATES).index(_state(unit)), -unit.errors, unit.identity.unit


def _state(unit: UnitState) -> str:
    """The word of the list: what is farthest from done comes first."""
    if unit.state is State.MISSING:
        return "missing"
    if unit.state is State.UNREADABLE:
        return "unread"
    if unit.state in (State.ACCEPTED, State.CHANGED):
        return "accepted" if unit.state is State.ACCEPTED else "changed"
    if unit.errors or unit.state is State.RETURNED:
        return "bad"
    warned = [finding for finding in unit.findings if finding.severity is Severity.WARNING]
    if any(finding.id == DUPLICATE_ID for finding in warned):
        return "double"
    return "warn" if warned else "good"


def _alike(item: Round, unit: UnitState) -> UnitState:
    """The unit with what its folder's last run found alike in other forms."""
    more = item.alike.get(unit.path, ())
    return replace(unit, findings=(*unit.findings, *more)) if more else unit


def _row(unit: UnitState, item: Round) -> dict[str, Any]:
    counts = {}
    for label, prefixes in say.ROW_COLUMNS:
        own = [f for f in unit.findings if f.id.startswith(prefixes) and f.severity is not Severity.NOTE]
        counts[label] = (len(own), "bad" if any(f.severity is Severity.ERROR for f in own) else "warn")
    worst = min(unit.findings, key=lambda f: list(Severity).index(f.severity), default=None)
    handled = [it for it in unit.weighed if it.version == unit.version]
    done = say.DECIDED[unit.decision.decision] if unit.decision else ""
    if not done and handled:
        done = say.WEIGHED.format(count=len(handled))
    return {
        "key": key_of(unit),
        "name": unit.identity.unit + (f"　{unit.identity.project}" if unit.identity.project else ""),
        "state": _state(unit),
        "round": unit.round,
        "errors": unit.errors,
        "warnings": sum(f.severity is Severity.WARNING for f in unit.findings),
        "counts": counts,
        "ids": {finding.id for finding in unit.findings},
        "worst": worst.message.replace(f"{item.folder.as_posix()}/", "")
        if worst and worst.severity is not Severity.NOTE
        else _mended(unit),
        "done": done or (say.WAITING if unit.state is not State.PASSED else say.PASSED),
    }


def _mended(unit: UnitState) -> str:
    return say.MENDED.format(count=len(unit.mended)) if unit.mended else ""


def _lead(unit: UnitState) -> str:
    if not unit.compared:
        return ""
    parts = [say.ROUND_LEAD.format(mended=len(unit.mended), standing=len(unit.standing), new=len(unit.new))]
    if unit.changed:
        parts.append(say.ROUND_CHANGED.format(count=len(unit.changed)))
    return "".join(parts)


def _weighable(group: FindingGroup, unit: UnitState) -> dict[str, Any]:
    """A line of the list with what a person made of it."""
    said = next((it for f in group.findings if (it := unit.weighing(f)) is not None), None)
    again = _same(group.findings, unit.standing)
    return {
        "head": group.head,
        "about": group.about,
        "text": group.message + group.hint,
        "id": group.id,
        "field": group.findings[0].field,
        "fields": "\n".join(finding.field for finding in group.findings),
        "count": len(group.findings),
        "choice": said.choice if said else "",
        "said": said.text if said else "",
        "badge": say.STANDING if again and unit.compared else (say.NEW if unit.compared else ""),
    }


def _same(findings: tuple[Finding, ...], others: tuple[Finding, ...]) -> bool:
    told = {(finding.id, finding.field) for finding in others}
    return any((finding.id, finding.field) in told for finding in findings)
