"""Where the clauses of a reading stand in the wording as declared.

Comes in: clauses over normalised text. Goes out: the same over the original, together covering every
sign but punctuation.
"""

from __future__ import annotations

from collections.abc import Sequence

from formgen.messages import scoring as say
from formgen.scoring.wording.reading import Meaning, Problem, Unreadable
from formgen.scoring.wording.text import Text

_SILENT = set(",;。:、，；：.…()（）“”\"'[]【】-—~～")


def tell_clauses(clauses: Sequence[Meaning], body: Text) -> tuple[Meaning, ...]:
    """The clauses at their original places. Raises Unreadable where a sign belongs to none."""
    placed: list[Meaning] = []
    for clause in clauses:
        start, end = body.origin[clause.start], body.origin[clause.end - 1] + 1
        placed.append(Meaning(start, end, clause.meaning))
    placed = _number_items(placed, body.source)
    covered = [False] * len(body.source)
    for clause in placed:
        covered[clause.start : clause.end] = [True] * (clause.end - clause.start)
    for at, sign in enumerate(body.source):
        if not covered[at] and not sign.isspace() and sign not in _SILENT:
            raise Unreadable(Problem.UNKNOWN, say.UNKNOWN_CLAUSE.format(clause=body.source[at:]))
    return tuple(placed)


def _number_items(clauses: Sequence[Meaning], source: str) -> list[Meaning]:
    """The numbers of items (①, 1.), which the reader leaves out, as clauses of their own."""
    told: list[Meaning] = []
    at = 0
    for clause in clauses:
        gap = source[at : clause.start]
        bare = gap.strip()
        core = bare.strip("，,；;。:：、 \n")
        if core and len(core) <= 4 and any(sign.isnumeric() for sign in core):
            start = at + gap.index(core)
            told.append(Meaning(start, start + len(core), say.MEANING_NUMBER))
        told.append(clause)
        at = clause.end
    return told
