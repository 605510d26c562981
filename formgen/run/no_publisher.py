"""What stands for a publisher where a run keeps nothing: it stops before printing.

Comes in and goes out: what `formgen.run.publish.Publisher` takes and gives. Apart from it, for a check of a
form loads nothing of registers and result folders.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from formgen.results.outcome import Outcome
from formgen.results.product import Product
from formgen.run.task import Checked, Failure, Kept, Task

if TYPE_CHECKING:
    from formgen.register import Register
    from formgen.results.events import Decided, Unit


class NoPublisher:
    """The same for a road that stops before printing: nothing is kept, nothing written."""

    notices: tuple[str, ...] = ()
    register: Register | None = None

    def hold(self) -> None: ...

    def close(self) -> None: ...

    def expect(self, roster: Sequence[Unit] | None) -> None: ...

    def decide(self, decisions: Sequence[Decided]) -> None: ...

    def keep(self, task: Task) -> None:
        return None

    def settle(self, task: Task, result: Product | Failure | Kept | Checked) -> Outcome:
        assert isinstance(result, Failure | Checked)
        return result.outcome

    def finish(self, searched: Sequence[str]) -> None: ...

    def tell_doubles(self) -> None: ...

    def amend(self, outcome: Outcome) -> Outcome:
        return outcome
