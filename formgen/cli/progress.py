"""How far a run is, on stderr: a bar with rate and remaining time on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

import click

from formgen.messages import batch as say

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

_STEPS = 10
"""A plain line for each tenth of the way: enough for a log."""


class Progress:
    """Use as a context; `advance` per declaration, `tell` for a line. shown: False for a run so short that
    it needs none."""

    def __init__(self, title: str, total: int, *, shown: bool = True) -> None:
        self._title, self._total = title, total
        self._shown = shown
        self._done = self._step = 0
        self._told = (0, 0)
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:
        if self._shown and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as RichProgress

            self._bar = RichProgress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeRemainingColumn(),
                console=Console(stderr=True),
            )
            self._task = self._bar.add_task(self._title, total=self._total, rate="")
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        elif self._shown and error is None and self._done and self._told != (self._done, self._done):
            self._tell_line(self._done)

    def advance(self, total: int) -> None:
        """One declaration done, of so many as are known by now."""
        self._done, self._total = self._done + 1, total
        if self._bar is not None and self._task is not None:
            task = self._bar.tasks[self._task]
            rate = say.RATE.format(speed=task.speed) if task.speed else ""
            self._bar.update(self._task, advance=1, total=total, rate=rate)
        elif self._shown and self._done * _STEPS // max(total, 1) > self._step:
            self._step = self._done * _STEPS // max(total, 1)
            self._tell_line(total)

    def _tell_line(self, total: int) -> None:
        self._told = self._done, total
        click.echo(say.PROGRESS.format(title=self._title, done=self._done, total=total), err=True)

    def tell(self, line: str) -> None:
        """A line above the bar."""
        if self._bar is None:
            click.echo(line, err=True)
        else:
            self._bar.console.print(line, markup=False, highlight=False)
