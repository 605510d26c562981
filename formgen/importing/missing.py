"""What the new form asks for and no old file says.

Comes in: the values of all old files, as one `Part`. Goes out: labels.
"""

from __future__ import annotations

from formgen.declaration.paths import INDICATORS
from formgen.importing.part import ROW, Part


def missing_labels(part: Part) -> tuple[str, ...]:
    """Labels of required fields and columns without a value, and of tables without any, in the order of the
    form."""
    profile = part.profile
    said = {path for path, value in part.values.items() if value.value not in (None, "")}
    tables = {path.partition("[")[0].partition(".")[0] for path in said}
    columns = {
        match["key"] for path in said if (match := ROW.fullmatch(path)) and match["table"] == INDICATORS
    }
    labels = [fact.label for fact in profile.facts if fact.required and not fact.computed
              and fact.key not in said and fact.meaning != "year"]  # fmt: skip
    for table in profile.tables.values():
        name = table.heading or profile.label(table.name)
        if table.name != INDICATORS:
            if table.name not in tables:
                labels.append(name)
        elif not columns:
            labels.append(name)
        else:
            cells = table.cells()
            labels += [column.label for column in table.columns
                       if column.required and column.label
                       and not columns & {key for key, owner in cells.items() if owner is column}]  # fmt: skip
    return tuple(dict.fromkeys(labels))
