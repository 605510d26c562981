"""Colours and fonts of every report, by what they mean."""

from __future__ import annotations

FILLS = {
    "error": "#F8CBAD",
    "warning": "#FFE699",
    "note": "#DDEBF7",
    "good": "#E2EFDA",
    "unknown": "#EDEDED",
    "todo": "#FFF5D6",
    "head": "#D9E2F3",
}
"""Tone → colour of the cell. Severities carry their own names; todo: still to be filled in."""

LINE = "#BFBFBF"
REMARK = "#595959"
PALE = "#A6A6A6"

BODY_FONT, HEAD_FONT = "宋体", "黑体"
"""Installed on every office machine in China."""


def without_hash(colour: str) -> str:
    """F8CBAD: the colour as openpyxl takes it."""
    return colour.removeprefix("#")
