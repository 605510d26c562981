"""A process that draws form after form keeps what every form needs, not what each was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch.samples import write_forms

pytest.importorskip("typst")
pytestmark = pytest.mark.slow

FORMS, FIRST = 9, 2
MEGABYTES = 20
"""What half a dozen forms may add once the engine runs; remembered, each takes eight to ten."""

_DRAW = """
import sys
from pathlib import Path
from formgen.run.prepare import Options
from formgen.run.task import Task, do_task

def resident():
    status = Path("/proc/self/status").read_text().partition("VmRSS:")[2]
    return int(status.split()[0]) / 1024

for number, name in enumerate(sys.argv[1:]):
    (product,) = do_task(Task(name, Path(name), None, Options(("pdf",), engine="typst"))).results
    assert product.files
    print(resident())
"""


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="not checked: needs /proc")
def test_nine_forms_take_no_more_memory_than_three(tmp_path: Path) -> None:
    forms = write_forms(tmp_path, FORMS, rows=24)
    run = subprocess.run(
        [sys.executable, "-c", _DRAW, *map(str, forms)], capture_output=True, text=True, check=True
    )
    resident = [float(line) for line in run.stdout.split()]
    assert len(resident) == FORMS
    assert resident[-1] - resident[FIRST] < MEGABYTES, resident
