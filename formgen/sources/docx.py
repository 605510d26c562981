"""A Word document → the declaration it shows.

Comes in: the bytes of a DOCX that formgen built, an office program saved again, or a person filled in.
Goes out: raw values with their places, and a note on everything that is not as it was built. What the
tables show wins; what they have no place for (rule, points, 全宗号 …), and the type of what they show
unchanged, comes from the data carried inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from formgen.base.digest import digests
from formgen.base.errors import Fault, UnreadableInput
from formgen.base.format_number import KEY, require_known_format
from formgen.declaration.carried import FORMAT
from formgen.declaration.findings import Finding, Severity
from formgen.declaration.load_profile import known_profiles, load_profile, load_shipped
from formgen.declaration.model import Declaration, Indicator, Operator, number_text
from formgen.declaration.paths import FieldPath
from formgen.declaration.profile import DEFAULT_PROFILE, Profile
from formgen.declaration.shape import is_classic
from formgen.messages import extract as say
from formgen.messages import reading
from formgen.sources.build import build
from formgen.sources.cells import read_number
from formgen.sources.docx_blocks import read_block_form
from formgen.sources.docx_carried import DocxBaggage, carried_profile, read_baggage
from formgen.sources.docx_content import DocxContent, DocxTable, read_docx
from formgen.sources.docx_rows import Match, match_rows, print_cell
from formgen.sources.docx_table import VisibleForm, VisibleRow, find_heads, read_visible_form
from formgen.sources.docx_typed import read_typed_form
from formgen.sources.docx_unplaced import Unplaced, take_unplaced
from formgen.sources.guard import check_document_zip
from formgen.sources.labels import LABELLED, labels_of
from formgen.sources.raw import RawDeclaration, RawValue
from formgen.sources.recipe import NO_RECIPE, Recipe
from formgen.sources.toml import read_toml
from formgen.sources.word_seen import Remark

NOTE_ID = "READ-02"
_SHOWN = 30
_HIDDEN_GROUPS = ("department", "goal", "filing", "archive")


@dataclass(frozen=True, slots=True)
class Carried:
    """The declaration that a document carries, as far as it can be used."""

    declaration: Declaration | None
    trouble: str = ""
    recipe: Recipe = NO_RECIPE


def read_document(data: bytes, path: Path, profile: str | Path | None = None) -> RawDeclaration:
    """The declaration the document shows. Raises UnreadableInput for what is no Word document, or holds
    no form."""
    check_document_zip(data, path)
    try:
        content = read_docx(data, as_seen=True)
    except UnreadableInput as error:
        raise UnreadableInput(reading.BROKEN_DOCUMENT.format(path=path)) from error
    baggage = read_baggage(data)
    profile = profile or carried_profile(baggage)
    carried = read_carried(baggage, path, profile)
    used = _choose_profile(content, carried.declaration, profile)
    content, unplaced = take_unplaced(content, used, carried.declaration)
    if not is_classic(used):
        return _told(_read_blocks(content, carried, used, baggage, path, unplaced), content)
    if carried.declaration is None:
        typed = read_typed_form(content, used)
        if typed is not None:
            notes = tuple(
                Finding(NOTE_ID, Severity.NOTE, "", "", words) for words in _warnings(carried, baggage)
            )
            return _told(replace(typed, notes=(*notes, *typed.notes), recipe=carried.recipe), content)
    form = read_visible_form(content, used) if carried.declaration is not None else None
    if form is None:
        heads = "、".join(column.label for column in used.columns if column.required)
        raise UnreadableInput(say.NO_FORM.format(path=path, labels=heads))
    return _told(_Desk(form, carried, used, baggage, unplaced).raw(), content)


def _read_blocks(
    content: DocxContent,
    carried: Carried,
    profile: Profile,
    baggage: DocxBaggage,
    path: Path,
    unplaced: Unplaced,
) -> RawDeclaration:
    """The same for a form of any blocks."""
    values = (
        read_toml(baggage.data[0].toml.encode(), path, profile.folder).values if carried.declaration else {}
    )
    raw = read_block_form(content, profile, values, carried.declaration, unplaced)
    if not any(value.value not in (None, "") for value in raw.values.values()):
        heads = "、".join(fact.label for fact in profile.facts)
        raise UnreadableInput(say.NO_FORM.format(path=path, labels=heads))
    notes = tuple(Finding(NOTE_ID, Severity.NOTE, "", "", words) for words in _warnings(carried, baggage))
    return replace(raw, notes=(*notes, *raw.notes), recipe=carried.recipe)


def _told(raw: RawDeclaration, content: DocxContent) -> RawDeclaration:
    """With what the words of the document do not say as it was drawn, and what a page's header declares."""
    margins = [text.strip() for text in (*content.headers, *content.footers) if LABELLED.search(text)]
    remarks = (
        *content.remarks,
        *(Remark(say.MARGIN_PLACE, reading.MARGIN_LINE.format(text=_short(text))) for text in margins),
    )
    faults = tuple(Fault(item.message, item.place, "", item.hint) for item in remarks if item.is_fault)
    notes = tuple(
        Finding(NOTE_ID, Severity.NOTE, "", item.place, item.message) for item in remarks if not item.is_fault
    )
    return replace(raw, notes=(*raw.notes, *notes), faults=(*raw.faults, *faults)) if remarks else raw


def _warnings(carried: Carried, baggage: DocxBaggage) -> Iterator[str]:
    if carried.trouble:
        yield carried.trouble
    if baggage.macros:
        yield say.MACROS
    if baggage.external:
        yield say.EXTERNAL.format(targets="、".join(baggage.external[:3]))


def read_carried(baggage: DocxBaggage, path: Path, profile: str | Path | None = None) -> Carried:
    """The one declaration inside, if it is whole. Raises NewerFormat for that of a later formgen."""
    if len(baggage.data) != 1:
        return Carried(None, say.DATA_TWO if baggage.data else say.DATA_NONE)
    (found,) = baggage.data
    require_known_format(found.properties.get(KEY), FORMAT, path)
    if digests(found.toml.encode())["sha256"] != found.properties.get("dataSHA256"):
        return Carried(None, say.DATA_ALTERED)
    try:
        reading = build(read_toml(found.toml.encode(), path, profile), as_it_stands=True)
        return Carried(reading.declaration, recipe=reading.recipe)
    except UnreadableInput:
        return Carried(None, say.DATA_BROKEN)


def _choose_profile(content: DocxContent, carried: Declaration | None, wanted: str | Path | None) -> Profile:
    """The profile asked for, else that of the data inside, else the one most of whose columns are there."""
    if wanted is not None:
        return load_profile(wanted)
    if carried is not None:
        return load_shipped(carried.profile)
    names = [DEFAULT_PROFILE, *(name for name in known_profiles() if name != DEFAULT_PROFILE)]
    profiles = [load_shipped(name) for name in names]
    return max(profiles, key=lambda profile: _count_heads(content, profile))


def _count_heads(content: DocxContent, profile: Profile) -> int:
    labels = labels_of(profile)
    tables = (block for block in content.blocks if isinstance(block, DocxTable))
    return max((len(found[1]) for table in tables if (found := find_heads(table, labels))), default=0)


class _Desk:
    """Lays what is seen beside what is carried."""

    def __init__(
        self,
        form: VisibleForm,
        carried: Carried,
        profile: Profile,
        baggage: DocxBaggage,
        unplaced: Unplaced,
    ) -> None:
        facts = {path: text for path, text in unplaced.edited.items() if "[" not in path}
        self.form = replace(form, facts={**form.facts, **facts})
        self.unplaced = unplaced
        self.carried = carried.declaration
        self.recipe = carried.recipe
        self.profile = profile
        self.values: dict[str, RawValue] = {}
        self.notes: list[Finding] = []
        for words in _warnings(carried, baggage):
            self._note(words)
        for line in form.others:
            self._note(say.OTHER_LINE.format(text=_short(line)))
        for line in form.behind:
            self._note(say.BEHIND_LINE.format(text=_short(line)))

    def raw(self) -> RawDeclaration:
        self._read_year()
        self._read_facts()
        rows = [row for row in self.form.rows if not row.is_blank]
        self._tell_blank_rows(rows)
        for index, match in enumerate(match_rows(rows, self.carried, self.profile)):
            self._read_row(f"indicators[{index}]", match)
        return RawDeclaration(
            self.profile, self.values, "", tuple(self.notes), self.form.faults, recipe=self.recipe
        )

    def _read_year(self) -> None:
        if self.form.year is not None:
            self._put("year", self.form.year, say.YEAR_PLACE)
            if self.carried and self.carried.year != self.form.year:
                self._tell_change("year", str(self.carried.year), str(self.form.year), say.YEAR_PLACE)
        elif self.carried:
            self._put("year", self.carried.year_seen or self.carried.year, say.HIDDEN_PLACE)

    def _read_facts(self) -> None:
        """Facts as they are seen; what the form has no place for as it is carried."""
        carried = dict(_texts_of(self.carried)) if self.carried else {}
        for group in _HIDDEN_GROUPS:
            self._put(group, None, "")
        for key, text in carried.items():
            if key not in self.form.facts:
                self._put(key, text, say.HIDDEN_PLACE)
        for key, text in self.form.facts.items():
            place = say.FACT_PLACE.format(label=self._label(key))
            self._put(key, text, place)
            if self.carried and carried.get(key, "") != text:
                self._tell_change(key, carried.get(key, ""), text, place)

    def _tell_blank_rows(self, filled: list[VisibleRow]) -> None:
        groups = {(row.texts.get("level1"), row.texts.get("level2")) for row in filled}
        for row in self.form.rows:
            group = (row.texts.get("level1"), row.texts.get("level2"))
            # A row without even a group's name is the empty one under the heads of an empty form.
            if row.is_blank and any(group) and group not in groups:
                groups.add(group)
                level2 = group[1] or group[0] or ""
                self._note(reading.EMPTY_GROUP.format(level2=level2), say.ROW_PLACE.format(row=row.number))

    def _read_row(self, path: str, match: Match) -> None:
        if match.row is None:
            assert match.carried is not None
            self._note(say.ROW_REMOVED.format(level3=_short(match.carried.level3)))
            return
        row, old = match.row, match.carried
        place = say.ROW_PLACE.format(row=row.number)
        self._put(path, None, place)
        if old is None and self.carried is not None:
            self._note(say.ROW_ADDED, place, path)
        for key, text in row.texts.items():
            where = say.CELL_PLACE.format(row=row.number, label=self._label(key))
            if old is not None and text == print_cell(old, key, self.profile):
                self._put(f"{path}.{key}", _raw(old, key), where)
                continue
            self._put(f"{path}.{key}", _typed(key, text, row), where)
            if old is not None:
                self._tell_change(f"{path}.{key}", print_cell(old, key, self.profile), text, where)
        if old is not None:
            self._carry_unplaced(path, match.number, old)
            self._carry_rule(path, row, old, place)

    def _carry_unplaced(self, path: str, number: int, old: Indicator) -> None:
        """What the form has no column for, as its row behind the form says."""
        for where, text in self.unplaced.expected.items():
            place = FieldPath.parse(where)
            if place.row != number:
                continue
            field = f"{path}.{place.column}"
            if where not in self.unplaced.edited:
                self._put(field, _raw(old, place.column), say.HIDDEN_PLACE)
                continue
            seen = self.unplaced.edited[where]
            self._put(field, seen, say.UNPLACED_PLACE)
            self._tell_change(field, text, seen, say.UNPLACED_PLACE)

    def _carry_rule(self, path: str, row: VisibleRow, old: Indicator, place: str) -> None:
        """Points and rule go with the wording they were declared beside."""
        if old.points is None and old.rule is None:
            return
        if row.texts.get("scoring") != old.scoring:
            self._note(say.RULE_DROPPED, place, path)
            return
        for key, value in (("points", old.points), ("rule", old.rule)):
            if value is not None:
                self._put(f"{path}.{key}", value, say.HIDDEN_PLACE)

    def _put(self, field: str, value: object, place: str) -> None:
        self.values[field] = RawValue(value, place)

    def _label(self, field: str) -> str:
        return self.profile.label(field)

    def _tell_change(self, field: str, old: str, new: str, place: str) -> None:
        message = say.CHANGED.format(label=self._label(field), old=_short(old), new=_short(new))
        self._note(message, place, field)

    def _note(self, message: str, place: str = "", field: str = "") -> None:
        self.notes.append(Finding(NOTE_ID, Severity.NOTE, field, place, message))


def _raw(indicator: Indicator, key: str) -> object:
    value = getattr(indicator, key)
    return value.value if isinstance(value, Operator) else value


def _typed(key: str, text: str, row: VisibleRow) -> object:
    """A target that is plainly a number is one, unless it is declared to be a wording."""
    if key == "target" and row.texts.get("operator", "").strip() != Operator.QUALITATIVE:
        number = read_number(text)
        if number is not None and number_text(number) == text:
            return number
    return text


def _texts_of(declaration: Declaration) -> Iterator[tuple[str, str]]:
    groups: Mapping[str, object] = {name: getattr(declaration, name) for name in _HIDDEN_GROUPS}
    for name, part in groups.items():
        for key in type(part).model_fields:  # type: ignore[attr-defined]
            text = getattr(part, key)
            if text or (name, key) in (("department", "name"), ("department", "duties"), ("goal", "annual")):
                yield f"{name}.{key}", text


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
