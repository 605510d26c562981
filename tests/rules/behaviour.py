"""What the rules do over a fixed corpus, as text; kept in behaviour.txt with the version of the rules.

    python -m tests.rules.behaviour --renew

writes the file anew. Where something else comes out than the kept text says, it raises RULES_VERSION
(formgen/base/digest.py) by one as well: then results of the version before are made again instead of kept,
and verify tells them apart. Look at the difference in behaviour.txt before it is committed; after a merge
in which both sides renewed, run it once more.

The corpus: every kind of rule with the actual values around its target; wordings as units write them; the
cases of the checks.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from formgen.base.digest import RULES_VERSION
from formgen.base.errors import UnreadableInput
from formgen.declaration.load_profile import load_profile
from formgen.declaration.model import Declaration, Department, Goal, Indicator, Operator
from formgen.fill.actuals import read_actuals_file
from formgen.scoring import Actual, score_declaration
from tests.checks.cases import CASES
from tests.checks.samples import read_one, review, write_edited

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KEPT = HERE / "behaviour.txt"
RULES = ROOT / "tests" / "data" / "v0.2.0" / "declarations"
VERSION_SOURCE = ROOT / "formgen" / "base" / "digest.py"

_FACTORS = tuple(map(Decimal, ("0.5", "0.6", "0.95", "1", "1.05", "1.3", "2")))
"""Of the target: the actual values that a numeric row is scored with."""


def describe_behaviour() -> list[str]:
    """A line for each answer of the rules."""
    lines = (*_declared_rules(), *_wordings(), *_checks())
    return ["↵".join(line.splitlines()) for line in lines]


def kept_behaviour() -> tuple[int, list[str]]:
    """The version of the rules and the lines of the kept file."""
    head, *lines = KEPT.read_text(encoding="utf-8").splitlines()
    return int(head.rpartition(" ")[2]), lines


def _declared_rules() -> Iterator[str]:
    reading = read_one(RULES / "rules.toml")
    given = read_actuals_file(RULES / "rules-actuals.toml")
    yield from _scored(reading.declaration, given, "given")
    for factor in _FACTORS:
        actuals = dict(given)
        for row in reading.declaration.indicators:
            if isinstance(row.target, Decimal):
                actuals[row.level3] = Actual(row.target * factor)
        yield from _scored(reading.declaration, actuals, f"{factor}")


def _wordings() -> Iterator[str]:
    for row in json.loads((HERE / "wordings.json").read_text(encoding="utf-8"), parse_float=Decimal):
        numeric = not isinstance(row["target"], str)
        indicator = Indicator(
            level1="产出指标",
            level2="数量指标",
            level3=row.get("name", "指标"),
            operator=Operator(row["operator"]),
            target=Decimal(row["target"]) if numeric else row["target"],
            unit=row["unit"],
            scoring=row["wording"],
            points=Decimal(row["points"]) if "points" in row else None,
        )
        declaration = _declare(indicator)
        yield row["wording"]
        yield from _scored(declaration, None, "")
        for actual in row["actuals"]:
            yield from _scored(declaration, {indicator.level3: Actual(_value(actual))}, f"{actual}")


def _value(written: object) -> Decimal | date | bool:
    """An actual value as the corpus writes it: a number, a date in quotes, true or false."""
    if isinstance(written, bool | Decimal):
        return written
    return Decimal(written) if isinstance(written, int) else date.fromisoformat(str(written))


def _checks() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        for id_, cases in CASES.items():
            for kind, group in (("fires", cases.fires), ("near miss", cases.misses)):
                for case in group:
                    path = write_edited(Path(folder), case.edit)
                    found = review(path, actuals=case.actuals, budget=case.budget)
                    told = [f"{item.id} {item.severity} {item.field}" for item in found.findings]
                    unknown = [f"? {item.id}" for item in found.not_checked]
                    yield f"{id_} {kind} {case.why}: {found.verdict} {found.suggested_grade}"
                    yield from (f"  {line}" for line in (*told, *unknown))


def _declare(*rows: Indicator) -> Declaration:
    return Declaration(
        profile="hunan-2023",
        year=2023,
        department=Department(name="示例市示例局"),
        goal=Goal(annual="一、示例。"),
        indicators=rows,
    )


def _scored(declaration: Declaration, actuals: Mapping[str, Actual] | None, label: str) -> Iterator[str]:
    """Each row's rule, or its score with this actual value; a refusal in its own words."""
    try:
        sheet = score_declaration(declaration, load_profile(), actuals)
    except UnreadableInput as error:
        yield f"  {label}: {error}"
        return
    for row in sheet.as_json()["rows"]:
        if actuals is None:
            yield f"  {row['status']} {row['points']} {json.dumps(_plain(row['rule']), ensure_ascii=False)}"
        else:
            yield f"  {label}: {row['level3']} {row['status']} {row['score']}"


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str, sort_keys=True))


def renew() -> str:
    """Write the kept file; what was done, in a sentence."""
    lines = describe_behaviour()
    version = RULES_VERSION
    if KEPT.exists():
        kept_version, kept = kept_behaviour()
        if kept == lines and kept_version == version:
            return f"Nothing has changed: the rules stay at version {version}."
        if kept != lines and version <= kept_version:
            version = kept_version + 1
            source = VERSION_SOURCE.read_text(encoding="utf-8")
            text, count = re.subn(r"(?m)^RULES_VERSION = \d+$", f"RULES_VERSION = {version}", source)
            assert count == 1
            VERSION_SOURCE.write_text(text, encoding="utf-8")
    KEPT.write_text("\n".join([f"rules version {version}", *lines]) + "\n", encoding="utf-8")
    return f"{KEPT.name} has {len(lines)} lines; the rules are now at version {version}."


if __name__ == "__main__":
    if sys.argv[1:] != ["--renew"]:
        sys.exit(__doc__)
    print(renew())
