"""Beyond one machine: the same work on a Dask cluster (extra `formgen[cluster]`).

Comes in: the scheduler's address and tasks. Goes out: a `Runner`. Files are read here, for the workers
have no access to them; declarations go out, bytes come back, and only this machine publishes. A worker
with another formgen or other templates is refused: its forms would differ.
"""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from formgen.base.digest import folder_digests, rules_digests
from formgen.base.errors import Fault, FormgenError, MissingResource, UsageFault
from formgen.base.version import __version__
from formgen.declaration.load_profile import load_profile
from formgen.messages import cluster as say
from formgen.run.prepare import identity_of
from formgen.run.task import Reply, Task, do_task, read_task

if TYPE_CHECKING:
    from distributed import Client

_CONNECT_SECONDS = "10s"
_RETRIES = 3
"""A lost worker's forms are done again this often."""


class ClusterRunner:
    """Hands declarations to the workers of a cluster."""

    def __init__(self, address: str) -> None:
        self._client = _connect(address)
        self._checked: set[str] = set()
        self.workers = max(1, sum(self._client.nthreads().values()))

    def submit(self, task: Task) -> Future[Reply]:
        """A file is read here and comes back as its declarations; a declaration goes to a worker."""
        if task.job is None:
            return _read_here(task)
        profile = task.job.raw.profile
        self._require_same(profile.id, folder_digests(profile.folder)["sha256"])
        key = f"formgen-{task.job.fingerprint}-{id(task)}"
        try:
            options = task.options.of_unit(identity_of(task.job), task.job.source)
        except FormgenError:
            return _done(do_task(task))  # it fails here, and says why
        future: Future[Reply] = self._client.submit(
            do_remote_task, replace(task, options=options), key=key, retries=_RETRIES, pure=False
        )
        return future

    def close(self) -> None:
        self._client.close()

    def _require_same(self, profile: str, templates: str) -> None:
        """Every worker makes what this machine would make. Raises UsageFault naming those that do not."""
        if profile in self._checked:
            return
        here = (__version__, rules_digests()["sha256"], templates)
        there: dict[str, Any] = self._client.run(describe_worker, profile)
        faults = [
            Fault(say.DIFFERENT[number].format(here=mine[:12], there=str(facts[number])[:12]), place=worker)
            for worker, facts in there.items()
            for number, mine in enumerate(here)
            if facts[number] != mine
        ]
        if faults:
            raise UsageFault(say.REFUSED, faults)
        self._checked.add(profile)


def describe_worker(profile: str) -> tuple[str, str, str]:
    """On a worker: its formgen, rules and templates."""
    try:
        templates = folder_digests(load_profile(profile).folder)["sha256"]
    except FormgenError:
        templates = say.NO_PROFILE
    return __version__, rules_digests()["sha256"], templates


def do_remote_task(task: Task) -> Reply:
    """On a worker: the task with this machine's own copy of the templates."""
    assert task.job is not None
    own = load_profile(task.job.raw.profile.id)
    job = replace(task.job, raw=replace(task.job.raw, profile=own))
    return do_task(replace(task, job=job))


def _read_here(task: Task) -> Future[Reply]:
    return _done(read_task(task))


def _done(reply: Reply) -> Future[Reply]:
    future: Future[Reply] = Future()
    future.set_result(reply)
    return future


def _connect(address: str) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingResource(say.NO_DASK) from error
    try:
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageFault(say.NO_SCHEDULER.format(address=address, why=error)) from error
