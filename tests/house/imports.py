"""What imports what, read from the sources: at the head of a module, inside functions, for types only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.conftest import ROOT

PACKAGE = ROOT / "formgen"
README = ROOT / "README.md"
_FLOOR = re.compile(r"^\| `(\w+)/` \|", re.MULTILINE)


def floors() -> list[str]:
    """The rooms from the lowest floor to the highest, as README lists them: the one place that says it."""
    return _FLOOR.findall(README.read_text(encoding="utf-8"))


def rooms() -> set[str]:
    """The folders of the package that hold modules."""
    return {path.parent.name for path in PACKAGE.glob("*/__init__.py")}


def modules() -> dict[str, str]:
    """Dotted name → source of every module of the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts).removesuffix(".__init__")] = path.read_text(encoding="utf-8")
    return found


def imported(source: str, *, types: bool = True) -> Iterator[str]:
    """Everything the source imports: modules, and names of modules as if they were modules. types: also
    what is imported for annotations only."""
    for node in _walk(ast.parse(source), types):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _walk(tree: ast.AST, types: bool) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(tree):
        if not types and isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _walk(child, types)


def room_of(name: str) -> str:
    """formgen.run.batch → run; "" for what lies outside every room."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "formgen" and parts[1] in rooms() else ""


def arrows_up(sources: Mapping[str, str], order: list[str]) -> list[str]:
    """Imports from a room of a higher floor, as "importer → imported"."""
    height = {room: number for number, room in enumerate(order)}
    return sorted(
        {
            f"{module} → {name}"
            for module, source in sources.items()
            for name in imported(source)
            if room_of(module) and room_of(name) and height[room_of(name)] > height[room_of(module)]
        }
    )


def circles(sources: Mapping[str, str]) -> list[list[str]]:
    """Modules that reach themselves by what they import when they run, each with those on its way back."""
    after = {
        module: {name for name in _runs(source, set(sources)) if name != module}
        for module, source in sources.items()
    }
    found = []
    for start in sorted(sources):
        reached: set[str] = set()
        todo = list(after[start])
        while todo:
            module = todo.pop()
            if module not in reached:
                reached.add(module)
                todo += after[module]
        if start in reached:
            found.append([start, *sorted(module for module in reached if start in after[module])])
    return found


def _runs(source: str, known: set[str]) -> Iterator[str]:
    """The modules of the package that the source uses when it runs; the version at the top is no module."""
    for node in _walk(ast.parse(source), types=False):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known - {"formgen"})
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            whole = {f"{node.module}.{alias.name}" for alias in node.names}
            yield from whole & known
            if whole - known and node.module in known - {"formgen"}:
                yield node.module


def top_names(folder: Path) -> set[str]:
    """The distributions' import names that the sources of a folder use."""
    return {
        name.partition(".")[0]
        for path in folder.rglob("*.py")
        for name in imported(path.read_text(encoding="utf-8"))
    }
