"""Folders of small declarations, made from a seed number."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from bench.generate import make_declarations
from formgen.declaration.load_profile import load_profile
from formgen.declaration.naming import safe_name
from formgen.declaration.toml import declaration_toml
from formgen.results.events import Reviewed, now
from formgen.results.folder import ResultsFolder, without_profile
from formgen.results.product import Product
from formgen.run.prepare import Options
from formgen.run.task import Task
from formgen.run.unchanged import UnchangedResults

PROFILE = load_profile()


def write_forms(folder: Path, count: int, seed: int = 7, rows: int = 8) -> list[Path]:
    """So many TOML files; their names keep their order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, declaration in enumerate(make_declarations(count, seed, rows=rows)):
        path = folder / f"{number:03d}_{safe_name(declaration.department.name)}.toml"
        path.write_text(declaration_toml(declaration, PROFILE), encoding="utf-8")
        paths.append(path)
    return paths


def tasks_of(paths: list[Path], formats: tuple[str, ...] = ("docx",)) -> list[Task]:
    return [Task(str(path), path, None, Options(formats=formats)) for path in paths]


def publish(ledger: ResultsFolder, task: Task, product: Product) -> None:
    """Put a product in place with what a run records of it."""
    filed = replace(product.filed, recipe=UnchangedResults(ledger).recipe(product.filed, task, product.entry))
    record = Reviewed(now(), str(task.path), filed, 1, without_profile(product.outcome))
    ledger.publish(product, record)


def contents(folder: Path) -> dict[str, str]:
    """Digests of every result in the folder, what only this run knows (汇总's paths, state) left out."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.suffix in (".docx", ".pdf", ".json")
    }
