"""The tabs of points: 分值, how each wording is read, and 自评, what was reached.

Comes in: requests that the door has let through. Goes out: pages and fragments of them.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from formgen.base.errors import UsageFault
from formgen.messages import page as say
from formgen.page import scores
from formgen.page.desk import OpenForm
from formgen.page.frame import frame_of
from formgen.page.room import Room, in_thread


def routes(room: Room) -> list[Route]:
    """The addresses of the two tabs."""
    marks = Marks(room)
    form = "/form/{id}"
    return [
        Route(f"{form}/scores", in_thread(marks.scores)),
        Route(f"{form}/trial", in_thread(marks.trial)),
        Route(f"{form}/confirm", in_thread(marks.confirm), methods=["POST"]),
        Route(f"{form}/actuals", in_thread(marks.actuals)),
        Route(f"{form}/actual", in_thread(marks.actual), methods=["POST"]),
    ]


class Marks:
    """Handlers."""

    def __init__(self, room: Room) -> None:
        self._room = room

    def scores(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        return self._room.render(
            "scores.html", **frame_of(item, "scores"), **scores.tab_of(item, request.query_params)
        )

    def trial(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        values = scores.trial_of(item, request.query_params)
        return self._room.render("trial.html", home=f"/form/{item.id}", **values)

    def confirm(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        with item.lock:
            scores.confirm(item, fields.get("kind", ""), fields.get("choice", ""))
        self._room.desk.save(item)
        return RedirectResponse(f"/form/{item.id}/scores?kind={quote(fields.get('kind', ''))}", 303)

    # ── 自评 ───────────────────────────────────────────────────────────────────────────────────────

    def actuals(self, request: Request, fields: dict[str, str]) -> Response:
        item = self._item(request)
        return self._room.render("actuals.html", **frame_of(item, "actuals"), **self._scored(item))

    def actual(self, request: Request, fields: dict[str, str]) -> Response:
        item, index = self._item(request), fields.get("index", "")
        if not index.isdecimal() or len(index) > 5:
            raise UsageFault(say.WRONG_FORM)
        with item.lock:
            typed = {key: fields[key] for key in ("value", "points", "reason") if key in fields}
            item.actuals[int(index)] = item.actuals.get(int(index), {}) | typed
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

    def _item(self, request: Request) -> OpenForm:
        return self._room.desk.get(request.path_params["id"])
