"""A progress bar with rate and remaining time, on a terminal only, beside lines that stay."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID


class Progress:
    """Use as a context; `advance` per declaration, `tell` for a line. All of it goes to stderr."""

    def __init__(self, title: str, total: int) -> None:
        self._title, self._total = title, total
        self._bar: RichProgress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
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

    def advance(self, more: int = 0) -> None:
        """One declaration done; `more` further ones came to light."""
        if self._bar is None or self._task is None:
            return
        self._total += more
        task = self._bar.tasks[self._task]
        rate = f"{task.speed:.1f} 份/秒" if task.speed else ""
        self._bar.update(self._task, advance=1, total=self._total, rate=rate)

    def tell(self, line: str) -> None:
        """A line above the bar."""
        if self._bar is None:
            click.echo(line, err=True)
        else:
            self._bar.console.print(line, markup=False, highlight=False)
