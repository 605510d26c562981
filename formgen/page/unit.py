"""One unit as a reviewer sees it: its findings to decide, its pages, this file against the last.

Comes in: requests that the door has let through. Goes out: pages, fragments and the unit's letter.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

import formgen
from formgen.base.errors import FormgenError, UsageFault
from formgen.declaration.findings import Finding
from formgen.library.campaign import weigh_findings
from formgen.library.letters import letter_of_unit
from formgen.library.settings import load_settings
from formgen.library.sides import Sides, compare_sides
from formgen.messages import page as say
from formgen.page import present, scores
from formgen.page.desk import OpenForm
from formgen.page.listed import TONES, name_of, state_of, unit_of, units_of
from formgen.page.room import DOCX, Room, attachment, in_thread
from formgen.page.rounds import Round, key_of
from formgen.page.wording import on_page
from formgen.register import State, UnitState
from formgen.report.grouped import FindingGroup, group_findings
from formgen.results.events import Reviewed
from formgen.results.filed import unpack
from formgen.run.prepare import identity_of

_CHOICES = ("adopt", "ignore", "own", "")


def routes(room: Room) -> list[Route]:
    """The addresses of one unit."""
    own = Unit(room)
    unit = "/round/{round}/unit/{unit}"
    return [
        Route(unit, in_thread(own.show)),
        Route(f"{unit}/sides", in_thread(own.sides)),
        Route(f"{unit}/scores", in_thread(own.scores)),
        Route(f"{unit}/trial", in_thread(own.trial)),
        Route(f"{unit}/letter", in_thread(own.letter)),
        Route(f"{unit}/finding", in_thread(own.weigh), methods=["POST"]),
        Route(f"{unit}/choose", in_thread(own.choose), methods=["POST"]),
        Route(f"{unit}/decide", in_thread(own.decide), methods=["POST"]),
    ]


class Unit:
    """Handlers."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._forms: dict[tuple[str, str, str], str] = {}

    def show(self, request: Request, fields: dict[str, str]) -> Response:
        item, unit = self._find(request)
        last = bool(request.query_params.get("last"))
        values = self._frame(item, unit, "form") | self._findings(item, unit) | {"last": last}
        return self._room.render("unit.html", **values, **self._pages(item, unit, last=last))

    def sides(self, request: Request, fields: dict[str, str]) -> Response:
        """上次与这次: the pages of both, and every cell in which they differ."""
        item, unit = self._find(request)
        values: dict[str, Any] = {"trouble": "", "changes": (), "old": None, "new": None}
        try:
            old, new = self._form(item, unit, last=True), self._form(item, unit)
            found = self._compare(old, new)
            values["changes"] = found.changes
            values["old"] = self._side(old, found.old_cells)
            values["new"] = self._side(new, found.new_cells)
        except FormgenError as error:
            values["trouble"] = present.screen_trouble(error, say.NO_PAGE_HERE)
        return self._room.render("sides.html", **self._frame(item, unit, "sides"), **values)

    def scores(self, request: Request, fields: dict[str, str]) -> Response:
        """分值: how each wording of the unit's is read, and what comes of it. Only the unit itself confirms a reading."""
        item, unit = self._find(request)
        values: dict[str, Any] = {"trouble": ""}
        try:
            values |= scores.tab_of(self._form(item, unit), request.query_params)
            if not values["kinds"]:
                values["trouble"] = say.NO_SCORES
        except FormgenError as error:
            values["trouble"] = say.NOT_SCORED.format(why=error.message)
        return self._room.render("unit_scores.html", **self._frame(item, unit, "scores"), **values)

    def trial(self, request: Request, fields: dict[str, str]) -> Response:
        item, unit = self._find(request)
        values = scores.trial_of(self._form(item, unit), request.query_params)
        return self._room.render("trial.html", home=_home(item, unit), **values)

    def letter(self, request: Request, fields: dict[str, str]) -> Response:
        """退回意见 as it would be sent now."""
        _, unit = self._find(request)
        made = letter_of_unit(unit, load_settings(self._room.settings))
        if made is None:
            raise UsageFault(say.NO_LETTER)
        return attachment(*made, DOCX)

    def weigh(self, request: Request, fields: dict[str, str]) -> Response:
        item, unit = self._find(request)
        wanted = set(fields.get("fields", "").split("\n"))
        findings = [f for f in unit.findings if f.id == fields.get("check") and f.field in wanted]
        choice = fields.get("choice", "")
        if choice == "enter":
            raise UsageFault(say.WHICH_CHOICE)
        if not findings or choice not in _CHOICES:
            raise UsageFault(say.WRONG_FORM)
        weigh_findings(item.results, unit, findings, choice, fields.get("text", ""))  # type: ignore[arg-type]
        _, unit = self._find(request)
        return self._room.render(
            "weighed.html", **self._frame(item, unit, "form"), **self._findings(item, unit)
        )

    def decide(self, request: Request, fields: dict[str, str]) -> Response:
        item, unit = self._find(request)
        one = unit.identity
        formgen.decide(
            item.results, one.unit, fields.get("word", ""), why=fields.get("why", ""),
            year=one.year, project=one.project or None,
        )  # fmt: skip
        return RedirectResponse(_home(item, unit), 303)

    def choose(self, request: Request, fields: dict[str, str]) -> Response:
        """Which of several files of the unit counts."""
        item, unit = self._find(request)
        item.choose(unit, fields.get("file", ""))
        return RedirectResponse(f"/round/{item.id}", 303)

    # ── what the templates are given ──────────────────────────────────────────────────────────────

    def _frame(self, item: Round, unit: UnitState, tab: str) -> dict[str, Any]:
        """What stands around: whose form, the neighbours in the list, the decision."""
        others = units_of(item)
        at = next((n for n, other in enumerate(others) if other.identity == unit.identity), 0)
        before, after = others[at - 1] if at else None, others[at + 1] if at + 1 < len(others) else None
        return {
            "round": item.id,
            "unit": unit,
            "name": name_of(unit),
            "key": key_of(unit),
            "tab": tab,
            "home": _home(item, unit),
            "scored": bool(unit.version) and unit.state is not State.UNREADABLE,
            "asked": item.asked,
            "state": state_of(unit),
            "tone": TONES[state_of(unit)],
            "before": key_of(before) if before else "",
            "after": key_of(after) if after else "",
            "errors": unit.errors,
            "many": len(item.versions(unit.identity)) > 1,
        }

    def _findings(self, item: Round, unit: UnitState) -> dict[str, Any]:
        review = unit.review
        groups = group_findings(
            unit.findings, review.names if review else (), review.profile if review else None
        )
        return {
            "lead": _lead(unit),
            "parts": [
                (
                    tone,
                    [
                        _weighable(group, unit, item)
                        for group in groups
                        if present.TONES[group.severity] == tone
                    ],
                )
                for tone in ("bad", "warn", "note")
            ],
            "doubles": [
                (file.label, item.short(file.label), file.saved[:16].replace("T", " "))
                for file in (unit.double.files if unit.double else ())
            ],
            "mended": unit.mended,
            "changed": unit.changed,
        }

    def _pages(self, item: Round, unit: UnitState, *, last: bool) -> dict[str, Any]:
        """The pages, with the cells that differ from the last file's where there is one."""
        values: dict[str, Any] = {"trouble": "", "form": "", "pages": (), "revision": 0}
        if unit.state is State.MISSING:
            return values | {"trouble": say.NOTHING_CAME}
        if unit.double:
            return values | {"trouble": say.NO_PAGE_DOUBLE}
        try:
            form = self._form(item, unit, last=last)
            differing: frozenset[str] = frozenset()
            if len(item.versions(unit.identity)) > 1:
                found = self._compare(self._form(item, unit, last=True), self._form(item, unit))
                differing = found.old_cells if last else found.new_cells
            return values | self._side(form, differing)
        except FormgenError as error:
            return values | {"trouble": present.screen_trouble(error, say.NO_PAGE_HERE)}

    def _side(self, form: OpenForm, differing: frozenset[str]) -> dict[str, Any]:
        with form.lock:
            pages = present.pages_of(form, self._room.engine, differing)
        return {"form": form.id, "pages": pages, "revision": form.revision, "trouble": ""}

    def _compare(self, old: OpenForm, new: OpenForm) -> Sides:
        """None of the cells, where one of the two cannot be read or printed as a whole."""
        try:
            return compare_sides(old.form, new.form, self._room.engine)
        except FormgenError:
            return Sides(frozenset(), frozenset(), ())

    # ── forms ─────────────────────────────────────────────────────────────────────────────────────

    def _form(self, item: Round, unit: UnitState, *, last: bool = False) -> OpenForm:
        """What was reviewed, or what was filed last time."""
        versions = item.versions(unit.identity)
        record = versions[-2] if last and len(versions) > 1 else unit.record
        if record is None:
            raise UsageFault(say.NO_UNIT)
        spot = (item.id, key_of(unit), record.filed.version)
        if spot in self._forms:
            try:
                return self._room.desk.get(self._forms[spot])
            except UsageFault:
                pass  # let go meanwhile, for others that were looked at
        opened = self._open(item, unit, record, last=last)
        self._forms[spot] = opened.id
        return opened

    def _open(self, item: Round, unit: UnitState, record: Reviewed, *, last: bool) -> OpenForm:
        """The declaration that the register keeps; the file itself where it keeps none, or its form is a profile of
        the user's own."""
        text = unpack(record.filed.packed) if record.filed.packed else None
        if text:
            try:
                data = text.encode(errors="surrogatepass")
                return self._room.desk.open(say.FILED_NAME, data, keep=False)[0]
            except FormgenError:
                if last:
                    raise
        if last:
            raise UsageFault(say.FILE_GONE)
        data, name = self._room.rounds.read(item, record.path), PurePath(record.path).name
        forms = self._room.desk.open(name, data, keep=False)
        same = [form for form in forms if identity_of(form.form.job).unit == unit.identity.unit]
        return (same or forms)[0]

    def _find(self, request: Request) -> tuple[Round, UnitState]:
        item = self._room.rounds.get(request.path_params["round"])
        return item, unit_of(item, request.path_params["unit"])


def _home(item: Round, unit: UnitState) -> str:
    """The unit's address."""
    return f"/round/{item.id}/unit/{key_of(unit)}"


def _lead(unit: UnitState) -> str:
    if unit.unit is not None and not unit.identity.is_named and unit.state is State.UNREADABLE:
        return say.BY_FILE_NAME.format(unit=unit.unit.name)
    if not unit.compared:
        return ""
    parts = [say.ROUND_LEAD.format(mended=len(unit.mended), standing=len(unit.standing), new=len(unit.new))]
    if unit.changed:
        parts.append(say.ROUND_CHANGED.format(count=len(unit.changed)))
    return "".join(parts)


def _weighable(group: FindingGroup, unit: UnitState, item: Round) -> dict[str, Any]:
    """A line of the list with what a person made of it."""
    said = next((it for f in group.findings if (it := unit.weighing(f)) is not None), None)
    again = _same(group.findings, unit.standing)
    return {
        "head": group.head,
        "about": group.about,
        "text": on_page(item.short(group.message + group.hint)),
        "id": group.id,
        "mark": re.sub(r"\W", "-", f"{group.id}-{group.findings[0].field}"),
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
