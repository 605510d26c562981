"""Where every key of a TOML text stands: field path → line, counted from 1.

`tomllib` gives values without positions; tree-sitter gives positions without values.
A key that is not found here is told with its file only, never with a guessed line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache

import tree_sitter_toml
from tree_sitter import Language, Node, Parser

_TOML = Language(tree_sitter_toml.language())
_BARE = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
"""A key that says itself; quotes and blanks are tomllib's to understand."""
_KEYS = ("bare_key", "quoted_key", "dotted_key")


def key_lines(text: str) -> dict[str, int]:
    """Paths such as department.name, indicators[3] and indicators[3].level1 with the line of their key
    or head."""
    tree = Parser(_TOML).parse(text.encode())
    return _Walk().document(tree.root_node)


class _Walk:
    def __init__(self) -> None:
        self.lines: dict[str, int] = {}
        self.counts: dict[str, int] = {}  # path of an array of tables → tables seen so far

    def document(self, root: Node) -> dict[str, int]:
        for node in root.named_children:
            if node.type == "pair":
                self._pair(node, "")
            elif node.type in ("table", "table_array_element"):
                path = self._head(node)
                self._mark(path, node)
                for pair in node.named_children:
                    if pair.type == "pair":
                        self._pair(pair, path)
        return self.lines

    def _head(self, node: Node) -> str:
        path = ""
        keys = _key_parts(node.named_children)
        for part in keys[:-1]:
            path = _join(path, part)
            if path in self.counts:
                path = f"{path}[{self.counts[path] - 1}]"
        path = _join(path, keys[-1])
        if node.type == "table":
            return path
        self.counts[path] = self.counts.get(path, 0) + 1
        return f"{path}[{self.counts[path] - 1}]"

    def _pair(self, node: Node, base: str) -> None:
        path, children = base, node.named_children
        for part in _key_parts(children):
            path = _join(path, part)
            self._mark(path, node)
        self._value(children[-1], path)

    def _value(self, node: Node, path: str) -> None:
        if node.type == "inline_table":
            for pair in node.named_children:
                if pair.type == "pair":
                    self._pair(pair, path)
        elif node.type == "array":
            for index, item in enumerate(child for child in node.named_children if child.type != "comment"):
                self._mark(f"{path}[{index}]", item)
                self._value(item, f"{path}[{index}]")

    def _mark(self, path: str, node: Node) -> None:
        self.lines.setdefault(path, node.start_point.row + 1)


def _join(base: str, key: str) -> str:
    return f"{base}.{key}" if base else key


def _key_parts(children: Sequence[Node]) -> tuple[str, ...]:
    """The parts of the key among the children of a pair or a head."""
    key = next(child for child in children if child.type in _KEYS)
    return _split_key(key.text or b"")


@lru_cache(maxsize=512)  # rows have the same keys
def _split_key(key: bytes) -> tuple[str, ...]:
    """The parts of a key, unquoted by tomllib itself."""
    text = key.decode()
    if _BARE.fullmatch(text):
        return tuple(text.split("."))
    return tuple(_nested_keys(tomllib.loads(f"{text} = 0")))


def _nested_keys(table: object) -> Iterator[str]:
    while isinstance(table, dict):
        ((key, table),) = table.items()
        yield key
