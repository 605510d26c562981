"""Grids of fields, lines and signatures of a form on a sheet: labels found in the form's order, values beside
or below them.

Comes in: a sheet being gathered, and the rows outside its tables. Goes out: values by the keys of the fields,
and the spots that were read. The same label may stand several times: the first is the first field's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from formgen.declaration.blocks import FieldsBlock, FieldSpec, LineBlock, SignBlock, TableBlock, placeholders
from formgen.declaration.profile import SPAN_KEYS, Profile
from formgen.declaration.values import field_homes
from formgen.messages import reading as say
from formgen.sources.block_rows import is_number_cell
from formgen.sources.form_lines import put_year, take_year
from formgen.sources.gather import Gathered
from formgen.sources.grid import Spot
from formgen.sources.label_values import PROMPT, SeenLabels
from formgen.sources.labels import BRACKET_AT_END, Labels, plain_label
from formgen.sources.templates import match_template

_LONGEST_LABEL = 100


class FieldReader:
    """Reads the fields of one form. used: spots that declare nothing more. seen: the labels that say
    something of the declaration."""

    def __init__(self, gathered: Gathered, labels: Labels, rows: Iterable[int], seen: SeenLabels) -> None:
        self.gathered = gathered
        self.seen = seen
        self.grid = gathered.grid
        self.profile = gathered.profile
        self.labels = labels
        self.rows = sorted(rows)
        self.used: set[Spot] = set()
        self.plain = dict(self._plain_texts())
        self.homes = field_homes(self.profile)

    def _plain_texts(self) -> Iterator[tuple[Spot, str]]:
        for row in self.rows:
            for column in self.grid.rows.get(row, ()):
                text = self.grid.text(row, column)
                if text and len(text) <= _LONGEST_LABEL and text.strip():
                    yield (row, column), plain_label(text)

    def read(self) -> set[Spot]:
        """Read every field that is found; the spots that were read are returned."""
        found = self._find_labels()
        self.used |= set(found)
        for spot, (field, below) in found.items():
            self._read_field(spot, field, below=below)
        self._pass_headings()
        self._read_lines()
        return self.used

    # ── labels ────────────────────────────────────────────────────────────────────────────────────

    def _find_labels(self) -> dict[Spot, tuple[FieldSpec, bool]]:
        """Spot of the label → field and whether its value stands below. Own labels first, then the other
        names that people use."""
        found: dict[Spot, tuple[FieldSpec, bool]] = {}
        blocks = [block for block in self.profile.blocks if isinstance(block, FieldsBlock)]
        wanted = [(field, block.value_below) for block in blocks for field in block.fields()]
        for matches in (self._is_own, self._is_other):
            last: Spot = (0, 0)
            known = {field.key: spot for spot, (field, _) in found.items()}
            for field, below in wanted:
                if field.key in known:
                    last = known[field.key]
                    continue
                spots = [
                    spot for spot in self.plain if spot not in found and matches(field, self.plain[spot])
                ]
                spot = next((spot for spot in spots if spot > last), spots[0] if spots else None)
                if spot is not None:
                    found[spot] = field, below
                    last = spot
        return found

    @staticmethod
    def _is_own(field: FieldSpec, plain: str) -> bool:
        return plain == plain_label(field.label)

    def _is_other(self, field: FieldSpec, plain: str) -> bool:
        own = plain_label(field.label)
        if self.labels.fact(plain) == field.key:
            return True
        return BRACKET_AT_END.sub("", plain) == BRACKET_AT_END.sub("", own) != ""

    # ── values ────────────────────────────────────────────────────────────────────────────────────

    def _read_field(self, spot: Spot, field: FieldSpec, *, below: bool) -> None:
        values = [value for value in self._spots_of(spot, below=below) if value not in self.used]
        self.used.update(values)
        (top, left), (bottom, right) = self.grid.area(*spot)
        target = values[0] if values else ((bottom + 1, left) if below else (top, right + 1))
        if len(values) > 1:
            message = say.TWO_VALUES.format(label=field.label)
            self.gathered.fault(values[1], field.key, message, say.TWO_VALUES_HINT)
        elif field.meaning == "year":
            take_year(self.gathered, target)
        else:
            self.gathered.take(field.key, target, numeric=self._is_numeric(field, target))

    def _is_numeric(self, field: FieldSpec, spot: Spot) -> bool:
        typed = field.key in self.homes or field.meaning == "project"
        return not typed and is_number_cell(self.gathered, field, spot)

    def _spots_of(self, spot: Spot, *, below: bool) -> Iterator[Spot]:
        """Cells with content beside or below a label, up to the next label."""
        (top, left), (bottom, right) = self.grid.area(*spot)
        rows = (bottom + 1,) if below else range(top, bottom + 1)
        for row in rows:
            for column in self.grid.rows.get(row, ()):
                if (below and not left <= column <= right) or (not below and column <= right):
                    continue
                if not below and ((row, column) in self.used or self._is_label(row, column)):
                    break
                yield row, column

    def _is_label(self, row: int, column: int) -> bool:
        text = self.grid.text(row, column) or ""
        return self.labels.fact(text) is not None or bool(self.labels.split_facts(text))

    # ── what is printed and declares nothing; lines that name values ───────────────────────────────

    def _pass_headings(self) -> None:
        blocks = self.profile.blocks
        texts = [b.heading for b in blocks if isinstance(b, FieldsBlock | TableBlock) and b.heading]
        texts += [box.label for b in blocks if isinstance(b, SignBlock) for box in b.boxes]
        texts.append(say.OTHER_HEADING)
        known = {plain_label(text) for text in texts} | {
            BRACKET_AT_END.sub("", plain_label(text)) for text in texts
        }
        self.used |= {spot for spot, plain in self.plain.items()
                      if plain in known or BRACKET_AT_END.sub("", plain) in known}  # fmt: skip

    def _read_lines(self) -> None:
        """Labels, lines and signatures of the form: what stands in the places of their keys is read, unless a
        field of its own says it."""
        for place, template in self.seen.said.items():
            self._take_line(place, template)
        for place, template in (*self.seen.said.items(), *self.seen.silent.items()):
            for key in own_keys(template, self.profile):
                if key != "year" and key not in self.gathered.values:
                    self.gathered.put(key, "", place)
        for template in line_texts(self.profile.blocks):
            for row in self.rows:
                spot = next((spot for spot in self._texts_in(row) if self._take_line(spot, template)), None)
                if spot is not None:
                    self.used.add(spot)
                    break

    def _texts_in(self, row: int) -> list[Spot]:
        spots = [(row, column) for column in self.grid.rows.get(row, ())]
        return [spot for spot in spots if spot not in self.used and self.grid.text(*spot)]

    def _take_line(self, spot: Spot, template: str) -> bool:
        values = match_template(self.grid.text(*spot) or "", template)
        if values is None:
            return False
        for key, value in values.items():
            value = value.strip("_＿ ")
            if key in SPAN_KEYS and PROMPT.search(value):
                continue
            if key == "year" and value:
                put_year(self.gathered, value, spot)
            elif key in self.gathered.values:
                if value and value != str(self.gathered.values[key].value):
                    self.gathered.note(
                        spot, key, say.LINE_DIFFERS.format(label=self.gathered.label(key), text=value)
                    )
            elif value:
                self.gathered.put(key, value, spot)
        return True


def line_texts(blocks: Iterable[object]) -> list[str]:
    """The texts of lines and signatures, in order: those that hold keys, and those that hold none. What stands in
    one box is one text on paper, and a text and its foot on a sheet: the whole comes first."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, LineBlock):
            found += block.texts()
        elif isinstance(block, SignBlock):
            found += [text for line in block.lines for text in line if text.strip()]
            for box in block.boxes:
                parts = [text for text in (box.text, box.foot) if text.strip()]
                found += ["\n".join(parts), *parts] if len(parts) > 1 else parts
    return found


def unplaced_keys(profile: Profile) -> frozenset[str]:
    """The keys that stand in a text of the form and in no cell."""
    texts = (*profile.label_templates, *line_texts(profile.blocks))
    return frozenset(key for text in texts for key in own_keys(text, profile))


def own_keys(text: str, profile: Profile) -> list[str]:
    """The keys of a text that no cell of the form declares."""
    declared = {field.key for field in profile.placed}
    return [key for key in placeholders(text) if key not in declared]
