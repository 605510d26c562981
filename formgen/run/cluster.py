"""Beyond one machine: the same work on a Dask cluster (extra `formgen[cluster]`).

Comes in: the scheduler's address and tasks. Goes out: a `Runner`. Files' bytes are read here, for the workers
have no access to them, and go out as they are; finished results come back, and only this machine publishes. A
worker with another formgen, other libraries, fonts or templates is given no work: its forms would differ.
"""

from __future__ import annotations

import asyncio
import warnings
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from formgen.base.errors import FormgenError, MissingResource, UsageFault
from formgen.base.version import __version__
from formgen.messages import batch
from formgen.messages import cluster as say
from formgen.run.hands import Carried, check_out
from formgen.run.keeper import BrokenWorkers, Errand, Keeper, Terms
from formgen.run.likeness import describe_machine
from formgen.run.parcels import Luggage, own_files, pack, travel_name, unpack
from formgen.run.processes import MEMORY_LIMIT, Work
from formgen.run.task import Reply, Task, do_task, fail
from formgen.run.window import TIME_LIMIT, broken
from formgen.sources import load_bytes

if TYPE_CHECKING:
    from distributed import Client

_CONNECT_SECONDS = 10.0
_PATIENCE_SETTING = "formgen.patience"
"""In Dask's own configuration (DASK_FORMGEN__PATIENCE): seconds without a worker or the scheduler."""

_PATIENCE_SECONDS = 50.0
"""Half a minute for a machine to start again, and less than a minute in all."""

_QUIET: dict[str, Any] = {
    "logging": {"distributed": "critical", "distributed.client": "critical"},
    "distributed.admin.large-graph-warning-threshold": "4 GB",
}
"""What goes wrong is told in sentences, not in the log of a library."""


class ClusterRunner:
    """Hands declarations to the workers of a cluster. time_limit: seconds, memory_limit: bytes, each for one task.
    Raises MissingResource without Dask, UsageFault where no scheduler answers. notices: on workers that were
    given no work."""

    def __init__(
        self,
        address: str,
        time_limit: float = TIME_LIMIT,
        memory_limit: int | None = MEMORY_LIMIT,
        work: Work = do_task,
    ) -> None:
        self._address, self._time_limit = address, time_limit
        self._memory_limit, self._work = memory_limit, work
        self._client = _connect(address)
        self._run = uuid4().hex
        self._keeper: Keeper | None = None
        self._profiles: dict[str | Path | None, str | None] = {None: None}

    @property
    def workers(self) -> int:
        """Threads of the workers that are given work; 1 while they are being checked."""
        return max(1, self._keeper.threads if self._keeper is not None else 0)

    @property
    def notices(self) -> list[str]:
        return list(self._keeper.notices) if self._keeper is not None else []

    def submit(self, task: Task) -> Future[Reply]:
        """The task's file is read here, and done there."""
        if self._keeper is None:
            self._keeper = Keeper(self._client, self._terms(task))
        answer: Future[Reply] = Future()
        try:
            parcel = self._pack(task)
        except FormgenError as error:
            answer.set_result(Reply((fail(task.label, error),)))
            return answer
        carried: Future[Carried] = Future()
        carried.add_done_callback(lambda it: _answer(answer, task, it))
        self._keeper.take(Errand(task.label, parcel, carried))
        return answer

    def close(self) -> None:
        if self._keeper is not None:
            self._keeper.close()
            self._client = self._keeper.client
            if self._client.status == "running":
                with suppress(OSError, TimeoutError, RuntimeError):
                    self._client.sync(
                        self._client._run, check_out, self._run, on_error="ignore", callback_timeout=5
                    )
        with suppress(OSError, TimeoutError):
            self._client.close(timeout=5)

    def _terms(self, task: Task) -> Terms:
        """What holds for the whole run, as its first task tells."""
        options = task.options
        shared = (options.units.key, options.units.contents) if options.units else None
        asked = travel_name(task.profile)
        luggage = Luggage(options.formats, options.engine, self._work, shared, asked, self._memory_limit)
        import dask

        return Terms(
            self._run,
            self._address,
            pack(luggage),
            own_files(asked),
            self._time_limit,
            float(dask.config.get(_PATIENCE_SETTING, _PATIENCE_SECONDS)),
            describe_machine() | {"formgen": __version__},
            lambda: _connect(self._address),
        )

    def _pack(self, task: Task) -> bytes:
        if task.profile not in self._profiles:
            self._profiles[task.profile] = travel_name(task.profile)
        data = load_bytes(task.path) if task.job is None else None
        return pack(replace(task, profile=self._profiles[task.profile], data=data))


def _answer(answer: Future[Reply], task: Task, carried: Future[Carried]) -> None:
    """What came back, in this machine's terms."""
    try:
        came = carried.result()
        reply = _reply_of(task, came)
    except BrokenWorkers as error:
        answer.set_result(broken(task, say.TOO_OFTEN.format(count=error.count)))
    except BaseException as error:  # noqa: BLE001  # raised again where the reply is waited for
        answer.set_exception(error)
    else:
        answer.set_result(reply)


def _reply_of(task: Task, came: Carried) -> Reply:
    if came.late:
        return broken(task, batch.TOO_SLOW.format(seconds=came.late))
    if came.code is not None:
        return broken(task, batch.CRASHED.format(code=came.code))
    reply = unpack(came.data)
    if isinstance(reply, BaseException):
        raise reply
    assert isinstance(reply, Reply)
    more = tuple(replace(task, label=part.label, job=part.job) for part in reply.more)
    return Reply(reply.results, more)


def _connect(address: str) -> Client:
    try:
        import dask
    except ImportError as error:
        raise MissingResource(say.NO_DASK) from error
    dask.config.set(_QUIET)
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingResource(say.NO_DASK) from error
    try:
        # A Client that never got through is closed whenever Python collects it: where that is while another takes
        # Dask's own lock to start, both wait for ever. So none is made before somebody answers.
        with ThreadPoolExecutor(1) as beside:  # this thread may have an event loop of its own
            beside.submit(asyncio.run, _knock(address)).result()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on versions: formgen compares its own
            return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (TypeError, FileNotFoundError, PermissionError) as error:
        raise UsageFault(say.NO_CERTIFICATES.format(address=address)) from error
    except ValueError as error:
        raise UsageFault(say.BAD_ADDRESS.format(address=address)) from error
    except (OSError, TimeoutError) as error:
        raise UsageFault(say.NO_SCHEDULER.format(address=address)) from error


async def _knock(address: str) -> None:
    """See whether somebody answers at the address. Raises what connecting raises."""
    from distributed.comm import connect
    from distributed.security import Security

    comm = await connect(address, timeout=_CONNECT_SECONDS, **Security().get_connection_args("client"))
    await comm.close()
