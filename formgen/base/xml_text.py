"""Texts as they stand in XML. The standard library's functions of these names come with its web client and its
certificates, which take a tenth of a cold start to be loaded."""

from __future__ import annotations

_BREAKS = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def escape(text: str) -> str:
    """A text between tags."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def quoteattr(text: str) -> str:
    """An attribute's value with its quotes, which are single ones where it has double ones in it."""
    value = escape(text).translate(_BREAKS)
    if '"' not in value:
        return f'"{value}"'
    return f"'{value}'" if "'" not in value else '"{}"'.format(value.replace('"', "&quot;"))
