"""The forms that are open on the page, and the last ones, which a restart finds again.

Comes in: the bytes of files. Goes out: `OpenForm`s by their ids. What a user opened is kept with the changes
made to it in the user's own state folder, the last few only; a form closed there is gone.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any

import formgen
from formgen.base.errors import FormgenError, UsageFault
from formgen.base.format_number import KEY
from formgen.base.write_files import write_file
from formgen.library.form import Form
from formgen.messages import page as say

RECENT = 5
MOST_OPEN = 60
"""Forms in memory at once; the one used least recently is let go, and found again from its folder."""

MOST_AWAKE = 8
"""Forms whose pages are kept at once; those of the others are made again when they are looked at."""

FORMAT = 1
_ID = re.compile(r"[\w-]{11}")
_DATA, _STATE = "form.data", "state.json"


@dataclass
class OpenForm:
    """A form and what was done to it here. changes: as `Form.change` takes them, in order. actuals: row → what
    was typed (value, reason, points). revision: another number after every change."""

    id: str
    name: str
    data: bytes
    form: Form
    part: str = ""
    opened: float = 0.0
    changes: list[dict[str, Any]] = field(default_factory=list)
    actuals: dict[int, dict[str, str]] = field(default_factory=dict)
    revision: int = 0
    lock: RLock = field(default_factory=RLock)

    def change(self, values: Mapping[str, Any]) -> None:
        """Change fields; kept, so that a restart finds it."""
        with self.lock:
            self.form.change(values)
            self.changes.append(dict(values))
            self.revision += 1

    def undo(self) -> bool:
        with self.lock:
            if not self.changes or not self.form.undo():
                return False
            self.changes.pop()
            self.revision += 1
            return True

    def typed_actuals(self) -> dict[str, object]:
        """The actual values by the names that `score` takes."""
        rows = self.form.declaration.indicators
        found: dict[str, object] = {}
        for index, typed in sorted(self.actuals.items()):
            if index >= len(rows):
                continue
            entry: dict[str, object] = {"reason": typed.get("reason", "")}
            if typed.get("value", "").strip():
                entry["value"] = typed["value"].strip()
            if typed.get("points", "").strip():
                entry["points"] = formgen_number(typed["points"])
            if len(entry) > 1:
                found[f"{rows[index].level3}（第{index + 1}条）"] = entry
        return found


def formgen_number(text: str) -> object:
    """What was typed as a number where it is one, else the text itself."""
    from decimal import Decimal

    plain = text.strip()
    return Decimal(plain) if re.fullmatch(r"-?\d{1,15}(\.\d{1,8})?", plain) else plain


class Desk:
    """All open forms. folder: where the last ones are kept; None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._open: dict[str, OpenForm] = {}
        self._lock = RLock()

    def open(
        self, name: str, data: bytes, profile: str | None = None, *, keep: bool = True
    ) -> list[OpenForm]:
        """Every declaration of a file. keep: among the last ones. Raises UnreadableInput."""
        made = []
        for form in formgen.read(data, name, profile=profile):
            item = OpenForm(secrets.token_urlsafe(8), name, data, form, form.part, time.time())
            made.append(item)
        with self._lock:
            for item in made:
                self._keep_open(item)
        for item in made[:RECENT] if keep else ():
            self.save(item)
        return made

    def get(self, id: str) -> OpenForm:
        """The form of this id. Raises UsageFault where there is none."""
        with self._lock:
            item = self._open.pop(id, None) or self._restore(id)
            if item is None:
                raise UsageFault(say.GONE)
            self._keep_open(item)
            return item

    def _keep_open(self, item: OpenForm) -> None:
        self._open[item.id] = item
        while len(self._open) > MOST_OPEN:
            self._open.pop(next(iter(self._open)))
        for other in list(self._open.values())[:-MOST_AWAKE]:
            other.form.rest()

    # ── kept over a restart ───────────────────────────────────────────────────────────────────────

    def save(self, item: OpenForm) -> None:
        """Keep it among the last ones. A disk that is full or forbidden costs the list, not the work."""
        if self.folder is None:
            return
        home = self.folder / item.id
        state = {
            KEY: FORMAT,
            "name": item.name,
            "part": item.part,
            "opened": item.opened,
            "changes": [{k: _plain(v) for k, v in change.items()} for change in item.changes],
            "actuals": {str(index): typed for index, typed in item.actuals.items()},
            "badge": list(badge_of(item)),
            "year": item.form.get("year") if isinstance(item.form.get("year"), int) else None,
        }
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not (home / _DATA).exists():
                write_file(home / _DATA, item.data)
            write_file(home / _STATE, json.dumps(state, ensure_ascii=False).encode())
            self._forget_oldest()
        except (OSError, FormgenError):
            return

    def recent(self) -> list[dict[str, Any]]:
        """The last ones, newest first: id, name, opened, year, badge."""
        found = []
        for home in self.folder.iterdir() if self.folder and self.folder.is_dir() else ():
            state = _read_state(home) if _ID.fullmatch(home.name) else None
            if state is not None:
                found.append({"id": home.name, **state})
        return sorted(found, key=lambda item: -item["opened"])[:RECENT]

    def _forget_oldest(self) -> None:
        kept = {item["id"] for item in self.recent()}
        assert self.folder is not None
        for home in self.folder.iterdir():
            if _ID.fullmatch(home.name) and home.name not in kept:
                shutil.rmtree(home, ignore_errors=True)

    def _restore(self, id: str) -> OpenForm | None:
        if self.folder is None or not _ID.fullmatch(id):
            return None
        state = _read_state(self.folder / id)
        if state is None:
            return None
        try:
            data = (self.folder / id / _DATA).read_bytes()
            forms = formgen.read(data, state["name"])
            form = next(form for form in forms if form.part == state["part"])
            item = OpenForm(id, state["name"], data, form, form.part, state["opened"])
            for change in state["changes"]:
                item.change({field: _typed(value) for field, value in change.items()})
            item.actuals = {int(index): dict(typed) for index, typed in state["actuals"].items()}
        except (OSError, FormgenError, StopIteration, ValueError, TypeError, AttributeError):
            return None  # damaged: the file itself is still with the user
        return item


def badge_of(item: OpenForm) -> tuple[str, str]:
    """(tone, words) of a form in a list: 还差3处, 请核对4格, 可以报送."""
    review = item.form.review
    errors = sum(finding.severity == "error" for finding in review.findings)
    others = sum(finding.severity == "warning" for finding in review.findings)
    if review.verdict == "unreadable":
        return "bad", say.BADGE_UNREADABLE
    if errors:
        return "bad", say.BADGE_ERRORS.format(count=errors)
    if others:
        return "warn", say.BADGE_WARNINGS.format(count=others)
    return "good", say.BADGE_GOOD


def _read_state(home: Path) -> dict[str, Any] | None:
    try:
        state = json.loads((home / _STATE).read_bytes())
        good = (
            state[KEY] == FORMAT
            and isinstance(state["name"], str)
            and isinstance(state["part"], str)
            and isinstance(state["opened"], int | float)
            and isinstance(state["changes"], list)
            and isinstance(state["actuals"], dict)
            and len(state["badge"]) == 2
        )
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return state if good else None


def _plain(value: Any) -> Any:
    """A value as JSON has it: decimals by their digits."""
    from decimal import Decimal

    if isinstance(value, Decimal):
        return {"number": f"{value:f}"}
    if isinstance(value, dict):
        return {"table": {key: _plain(item) for key, item in value.items()}}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _typed(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, dict) and "number" in value:
        return Decimal(value["number"])
    if isinstance(value, dict) and "table" in value:
        return {key: _typed(item) for key, item in value["table"].items()}
    return [_typed(item) for item in value] if isinstance(value, list) else value
