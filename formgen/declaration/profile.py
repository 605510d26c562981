"""A profile: which form this is. `templates/<profile>/profile.toml` as a frozen object.

Comes in: a profile's name, or a folder of the user's own. Goes out: `Profile`. Called by the command
line once per run and handed to every step, so that labels, columns, taxonomy, limits and fonts have
one home. A second province or year is a new folder, not new code.
"""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from formgen.base.errors import Fault, UnreadableInput
from formgen.declaration.findings import Severity
from formgen.messages import profile as say

GROUP_COLUMNS = 2
"""一级指标 and 二级指标: merged over their rows."""

DEFAULT_PROFILE = "hunan-2023"
PROFILE_FILE = "profile.toml"


def _as_decimal(value: object) -> object:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


Number = Annotated[Decimal, BeforeValidator(_as_decimal)]
"""A TOML number; floats arrive as decimals because the file is read with parse_float=Decimal."""

Millimetres = Annotated[Number, Field(gt=0)]
Points = Annotated[Number, Field(gt=0)]


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Labelled(Section):
    """A field of the form with its official label."""

    key: str
    label: str
    star: bool = False
    required: bool = False

    @property
    def heading(self) -> str:
        """The label as printed: with its star and a space, as the province's system prints it."""
        return f"* {self.label}" if self.star else self.label


class Column(Labelled):
    """A column of the indicator table; width in mm."""

    width: Millimetres
    align: Literal["left", "center"] = "left"


class Grade(Section):
    """A grade (优良中差) and its lower limit, included, in points."""

    name: str
    from_: Number = Field(alias="from")


class ScoringDefaults(Section):
    """Totals, grades and the defaults of the rules (scoring.md)."""

    total: Number
    grades: tuple[Grade, ...]
    floor: Number = Decimal("0.6")
    base: Literal["target", "value"] = "target"
    step: Literal["floor", "ceil", "exact"] = "floor"
    overshoot: Number = Decimal("1.3")

    def grade_of(self, total: Decimal) -> str:
        """The grade a total earns, limits included."""
        return next(grade.name for grade in self.grades if total >= grade.from_)


class CheckLimits(Section):
    """Limits of the checks; each names the check it belongs to."""

    severity: dict[str, Severity] = Field(default_factory=dict)
    off: tuple[str, ...] = ()  # checks that are not made; reports say so
    required_level1: tuple[str, ...] = ()  # REQ-03: level1 that must have a level3
    cut_lengths: tuple[int, ...] = ()  # TXT-01: characters at which systems cut texts off
    most_per_level2: int = 10  # TAX-02
    most_share: Number = Decimal("0.3")  # SCO-06: share of the total for one indicator
    subtotals: dict[str, Number] = Field(default_factory=dict)  # SCO-01: level1 or level2 → points


class Page(Section):
    """Paper and margins in mm."""

    width: Millimetres
    height: Millimetres
    margin_top: Millimetres
    margin_bottom: Millimetres
    margin_left: Millimetres
    margin_right: Millimetres


class FontUse(Section):
    """One use of type. docx: the name written into the Word file. pdf: families tried character by
    character, in order. size and line (the distance of lines, kept exactly by every engine) in pt."""

    docx: str
    pdf: tuple[str, ...] = Field(min_length=1)
    size: Points
    line: Points


class Fonts(Section):
    title: FontUse
    head: FontUse
    body: FontUse
    prose: FontUse
    heading: FontUse


class Profile(Section):
    """One form. `folder` holds the templates beside profile.toml."""

    id: str
    name: str
    year: int
    title: str
    year_line: str
    table_heading: str
    file_name: str
    appendix_file_name: str
    facts: tuple[Labelled, ...]
    columns: tuple[Column, ...]
    taxonomy: dict[str, tuple[str, ...]]
    scoring: ScoringDefaults
    checks: CheckLimits = CheckLimits()
    page: Page
    fonts: Fonts
    folder: Path = Field(exclude=True)

    @model_validator(mode="after")
    def _columns_fill_the_page(self) -> Profile:
        room = self.page.width - self.page.margin_left - self.page.margin_right
        total = sum(column.width for column in self.columns)
        if total != room:
            raise ValueError(say.WIDTHS.format(total=total, room=room))
        return self

    @cached_property
    def labels(self) -> dict[str, str]:
        """Field key → official label; columns by their bare key (level3), facts by path."""
        return {field.key: field.label for field in (*self.facts, *self.columns)}

    def label(self, field: str) -> str:
        """The official label of a path such as indicators[3].scoring; the path itself if the form has
        no such field."""
        return self.labels.get(field) or self.labels.get(field.rpartition(".")[2], field)


def profiles_folder() -> Path:
    """Where the profiles that come with formgen are: inside the wheel, else the checkout's templates/."""
    package = Path(__file__).parents[1]
    inside = package / "templates"
    return inside if inside.is_dir() else package.parent / "templates"


def known_profiles() -> list[str]:
    """Names of the profiles that come with formgen."""
    return sorted(path.parent.name for path in profiles_folder().glob(f"*/{PROFILE_FILE}"))


def load_profile(name: str | Path = DEFAULT_PROFILE) -> Profile:
    """The profile of that name, or in that folder. Raises UnreadableInput with every fault of
    profile.toml."""
    own = Path(name)
    folder = own if own.is_dir() else profiles_folder() / str(name)
    path = folder / PROFILE_FILE
    if not path.is_file():
        raise UnreadableInput(say.UNKNOWN.format(name=name, known="、".join(known_profiles())))
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        return Profile(**data, folder=folder.resolve())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableInput(say.BROKEN.format(path=path, why=error)) from error
    except OSError as error:
        raise UnreadableInput(say.NO_ACCESS.format(path=path)) from error
    except (ValidationError, TypeError) as error:
        raise UnreadableInput(say.FAULTY.format(path=path), _faults(error)) from error


def _faults(error: ValidationError | TypeError) -> list[Fault]:
    if isinstance(error, TypeError):
        return [Fault(str(error))]
    return [Fault(item["msg"], place=".".join(str(part) for part in item["loc"])) for item in error.errors()]
