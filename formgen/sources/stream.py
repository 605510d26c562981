"""A big part, element by element, in the memory of one element.

Comes in: the stream of a part that the guard let through. Goes out: the elements of some names as soon as
they end. A part's tree takes thirty times the
memory of its XML: what was handed out, and whatever else has ended, is let go of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO

from lxml import etree

from formgen.sources.parts import local_name, refuse_dtd

_STEP = 1 << 16
_HEAD = 1 << 11
_MOST_PENDING = 500_000
"""Marks of one element that is still open: a row of 16,384 cells has 100,000."""


def elements(stream: IO[bytes], names: Sequence[str]) -> Iterator[etree._Element]:
    """The elements with these local names, in any namespace, in order. Each is emptied when the next one is
    asked for. Raises SyntaxError for damage, ValueError for what no program writes."""
    first = stream.read(_STEP)
    root = _root_name(first)
    parser = etree.XMLPullParser(
        events=("start", "end"), tag=[root, *(f"{{*}}{name}" for name in names)],
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    wanted, pending = frozenset(names), 0
    top: etree._Element | None = None
    while first:
        parser.feed(first)
        pending += first.count(b"<")
        for event, element in parser.read_events():
            assert isinstance(element, etree._Element)
            if top is None:
                top = element
                refuse_dtd(top)
            if event == "end" and local_name(element) in wanted:
                yield element
                element.clear()
                pending = 0
        if top is not None and not _let_go(top, wanted):
            pending = 0
        if pending > _MOST_PENDING:
            raise ValueError("one element holds too many")
        first = stream.read(_STEP)
    parser.close()


def _root_name(start: bytes) -> str:
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True)
    for at in range(0, len(start), _HEAD):  # the name stands early: the rest need not be parsed twice
        parser.feed(start[at : at + _HEAD])
        for _, element in parser.read_events():
            assert isinstance(element, etree._Element)
            return str(element.tag)
    raise ValueError("no element within the first bytes")


def _let_go(top: etree._Element, wanted: frozenset[str]) -> bool:
    """Drop what has ended: on the way down to what is still open, all but the last child. Whether a wanted
    element is open, which keeps what it has."""
    element = top
    while local_name(element) not in wanted:
        if not len(element):
            return False
        del element[:-1]
        element = element[-1]
    return True
