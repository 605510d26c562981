"""Cells of a workbook are read as a person saw them, through the door that everybody uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.reading.conftest import faults_of, read_one

Edited = Callable[..., Path]


def set_target(value: object, code: str, unit: str) -> Callable[..., None]:
    def change(sheet: object) -> None:
        sheet["E8"], sheet["F8"] = value, unit  # type: ignore[index]
        sheet["E8"].number_format = code  # type: ignore[index]

    return change


@pytest.mark.slow
@pytest.mark.parametrize(
    ("value", "code", "unit", "target", "read_unit"),
    [
        (4000000, '0!.0,"万元"', "万元", "400", "万元"),
        (4000000, '0!.0,"万元"', "", "400", "万元"),
        (4000000, "0!.0,", "万元", "400", "万元"),
        (4000000, "#,##0,", "千元", "4000", "千元"),
        (160, '0"件"', "", "160", "件"),
        (160, 'G/通用格式"件"', "件", "160", "件"),
        (1 / 3, "0.00%", "%", "33.33", "%"),
        (0.95, "[<=1]0%;0", "%", "95", "%"),
        (563.63, "0.00", "万元", "563.63", "万元"),
        (1234.5, "#,##0.00", "万元", "1234.5", "万元"),
        (1234.5, '"¥"#,##0.00', "元", "1234.5", "元"),
    ],
)  # fmt: skip
def test_targets(edited: Edited, value: object, code: str, unit: str, target: str, read_unit: str) -> None:
    row = read_one(edited(set_target(value, code, unit))).declaration.indicators[0]
    assert (row.target, row.unit) == (Decimal(target), read_unit)


@pytest.mark.parametrize(
    ("code", "unit"), [('0!.0,"万元"', "件"), ("#,##0,", "元"), ("#,##0,", ""), ('0,"万元"', "万元")]
)
def test_a_scaled_number_that_its_unit_does_not_bear_out_names_both(
    edited: Edited, code: str, unit: str
) -> None:
    (finding,) = faults_of(edited(set_target(4000000, code, unit)))
    assert finding.place == "申报表!E8" and "4000000" in finding.message


@pytest.mark.slow
@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (datetime(2023, 12, 31), r"[$-F800]dddd\,\ mmmm\ dd\,\ yyyy", "2023年12月31日"),
        (datetime(2023, 12, 31), "mmm-yy", "Dec-23"),
        (datetime(2023, 12, 31), "aaaa", "星期日"),
        (datetime(2023, 12, 31), "yyyy/m/d h:mm", "2023/12/31"),
        (datetime(2023, 12, 31), "m/d/yyyy", "12/31/2023"),
        (1.5, "[h]:mm", "36:00"),
        (288000, '0!.0,"万元"', "28.8万元"),
        (7345678, '"0734-"0000000', "0734-7345678"),
        ("某局", '"湖南省"@', "湖南省某局"),
        (5, ";;;", ""),
        (45291, "[$-411]ggge年", "2023-12-31"),
    ],
)  # fmt: skip
def test_texts(edited: Edited, value: object, code: str, text: str) -> None:
    def change(sheet: object) -> None:
        sheet["I8"] = value  # type: ignore[index]
        sheet["I8"].number_format = code  # type: ignore[index]

    assert read_one(edited(change)).declaration.indicators[0].remark == text
