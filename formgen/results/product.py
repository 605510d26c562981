"""What the road makes of one declaration, ready to be published."""

from __future__ import annotations

from dataclasses import dataclass, field

from formgen.results.filed import Filed
from formgen.results.manifest import Entry
from formgen.results.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Product:
    """One declaration's finished files. files: name → bytes."""

    entry: Entry
    outcome: Outcome
    filed: Filed
    files: dict[str, bytes] = field(default_factory=dict)
