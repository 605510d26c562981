"""One piece of work in a process of its own, held to a time and a memory.

Comes in: a function of a module and its arguments. Goes out: what it gives, or its refusal. Whatever a hostile
file does to the process, this one goes on.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import TimeoutError
from typing import TypeVar

from formgen.base.errors import UnreadableInput
from formgen.run.processes import MEMORY_LIMIT
from formgen.run.task import warm_up
from formgen.run.window import TIME_LIMIT, why_broken

_Result = TypeVar("_Result")


def run_guarded(
    work: Callable[..., _Result],
    *args: object,
    time_limit: float = TIME_LIMIT,
    memory_limit: int | None = MEMORY_LIMIT,
) -> _Result:
    """What `work(*args)` returns; everything must bear being sent between processes. time_limit: seconds;
    memory_limit: bytes of address space. Raises UnreadableInput where it takes too long or too much, or the
    process ends; whatever `work` raises comes through."""
    from pebble import ProcessExpired, ProcessPool

    pool = ProcessPool(
        max_workers=1,
        initializer=warm_up,
        initargs=((), "", memory_limit),
        context=multiprocessing.get_context("spawn"),
    )
    try:
        future = pool.schedule(work, args=args, timeout=time_limit)
        result: _Result = future.result()
        return result
    except (TimeoutError, ProcessExpired, MemoryError) as error:
        raise UnreadableInput(why_broken(error)) from error
    finally:
        pool.stop()  # type: ignore[no-untyped-call]  # its stubs leave it out
        pool.join()
