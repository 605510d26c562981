"""What stands around every tab of a form: its name and state above, the files to take below.

Comes in: an open form. Goes out: plain values for the templates.
"""

from __future__ import annotations

from typing import Any

from formgen.messages import page as say
from formgen.page import present
from formgen.page.desk import OpenForm, badge_of


def frame_of(item: OpenForm, tab: str) -> dict[str, Any]:
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
        "home": f"/form/{item.id}",
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


def _foot(item: OpenForm, tab: str, errors: int) -> str:
    """What is to know before files are taken."""
    if tab == "scores":
        return say.SCORES_NOTE
    if errors:
        return say.DOWNLOAD_DRAFT.format(count=errors)
    if tab == "actuals":
        return say.ACTUALS_NOTE
    return say.DOWNLOAD_GOOD if item.form.has_workbook else say.DOWNLOAD_NEW
