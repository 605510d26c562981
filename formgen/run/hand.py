"""A process that does one task after another for a worker of a cluster: `python -m formgen.run.hand`.

Comes in, on standard input: luggage, the folder of a user's own profile, then tasks. Goes out, on standard
output: the machine's facts, then replies; each as its length and its bytes. The process ends with its input, or
when nothing has come for a while; so it never outlives a worker that was killed, nor a run that never said
goodbye.
"""

from __future__ import annotations

import os
import struct
import sys
import threading
from dataclasses import replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO

LENGTH = struct.Struct(">Q")
_IDLE_SECONDS = 600.0


def main() -> None:
    # Whatever a library prints goes to the worker's log, not among the replies.
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    parcels: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, parcels), daemon=True).start()

    from formgen.run.likeness import describe_machine
    from formgen.run.parcels import Luggage, pack, settle_in, unpack
    from formgen.run.task import warm_up

    luggage: Luggage = unpack(parcels.get())
    # Nobody knows here how many such processes share the machine: each keeps to one processor.
    warm_up(luggage.formats, luggage.engine, luggage.memory, threads=1)
    settle_in(luggage, Path(os.fsdecode(parcels.get())))
    send(out, pack(describe_machine()))
    while True:
        try:
            parcel = parcels.get(timeout=_IDLE_SECONDS)
        except Empty:
            return
        send(out, _answer(luggage, parcel))


def _answer(luggage: object, parcel: bytes) -> bytes:
    """The reply, or what was raised, as bytes."""
    from formgen.run.parcels import Luggage, find_profile, pack, unpack

    assert isinstance(luggage, Luggage)
    try:
        task = unpack(parcel)
        if task.profile is not None:
            task = replace(task, profile=find_profile(task.profile).folder)
        return pack(luggage.work(task))
    except Exception as error:  # noqa: BLE001  # raised again where the reply is waited for
        try:
            return pack(error)
        except Exception:  # noqa: BLE001  # an error that cannot travel: its words can
            return pack(RuntimeError(f"{type(error).__name__}: {error}"))


def send(pipe: IO[bytes], data: bytes) -> None:
    pipe.write(LENGTH.pack(len(data)) + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """The next bytes; None where the other side has ended."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = pipe.read(length)
    return data if len(data) == length else None


def _read(pipe: IO[bytes], parcels: SimpleQueue[bytes]) -> None:
    """Hand on what comes; when nobody is left to send, nobody is left to answer."""
    while (data := receive(pipe)) is not None:
        parcels.put(data)
    os._exit(0)


if __name__ == "__main__":
    main()
