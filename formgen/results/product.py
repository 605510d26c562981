"""What the road makes of one declaration, ready to be published."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from formgen.base.records import sealed
from formgen.results.filed import Filed
from formgen.results.outcome import Outcome

if TYPE_CHECKING:
    from formgen.results.manifest import Entry


@sealed(frozen=True, slots=True)
class Product:
    """One declaration's finished files. files: name → bytes."""

    entry: Entry
    outcome: Outcome
    filed: Filed
    files: dict[str, bytes] = field(default_factory=dict)
