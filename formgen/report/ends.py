"""What became of every declaration of a run, for programs: the object that `build --format json` prints.

Comes in: path, review and outcome of each, the files that were passed over, the folder of the results, 汇总.
Goes out: text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from formgen.base.shown import shown
from formgen.checks import Review
from formgen.report import FiledReview, as_data
from formgen.results.outcome import Outcome
from formgen.scoring.numbers import json_number

End = tuple[str, Review, Outcome]


def as_json(
    ends: Sequence[End], skipped: Sequence[tuple[str, str]], folder: Path, summary: Path | None
) -> str:
    """As `check --format json`, and in each file's entry what became of it: status (built, kept or failed),
    exit_code and message of a failure, results (paths), points, total and grade (null while open)."""
    data = as_data([FiledReview(path, review) for path, review, _ in ends], skipped)
    for entry, (_, _, outcome) in zip(data["files"], ends, strict=True):
        entry.update(_end(outcome, folder))
    data["summary"] = None if summary is None else shown(summary.as_posix())
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _end(outcome: Outcome, folder: Path) -> dict[str, Any]:
    return {
        "year": outcome.year,
        "status": outcome.status,
        "exit_code": int(outcome.exit_code),
        "message": outcome.message,
        "results": [shown((folder / name).as_posix()) for name in outcome.files],
        "full": None if outcome.full is None else json_number(outcome.full),
        "total": None if outcome.total is None else json_number(outcome.total),
        "grade": outcome.grade,
    }
