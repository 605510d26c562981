"""Work that goes wrong in ways a real task might, for worker processes to import."""

from __future__ import annotations

import os
import signal
import time

from formgen.run.task import Reply, Task, do_task


def crash_on_bad(task: Task) -> Reply:
    """Dies without a word on a file named bad*; never ends on slow*; a bug on bug*; wants all the memory on
    big*."""
    name = task.path.name
    if name.startswith("bad"):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("slow"):
        time.sleep(3600)
    if name.startswith("bug"):
        raise ZeroDivisionError("a bug")
    if name.startswith("big"):
        bytearray(64 * 1024**3)
    return do_task(task)


def meet(task: Task) -> Reply:
    """Done only where two processes are at work at once. The file's folder has one called met, for them to leave
    word in."""
    met = task.path.parent / "met"
    (met / f"{os.getpid()}").touch()
    end = time.monotonic() + 110
    while len(list(met.iterdir())) < 2:
        if time.monotonic() > end:
            raise TimeoutError("alone")
        time.sleep(0.05)
    return do_task(task)
