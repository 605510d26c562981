"""TOML: lines, faults all at once, nearest keys, characters, and what is normalised."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from formgen.declaration.model import Operator
from formgen.sources import read_file
from formgen.sources.build import build
from tests.reading.conftest import SAMPLE_TOML, errors_of, faults_of, read_one, refusal

Write = Callable[[str], Path]

ROW = 'level1 = "产出指标"\nlevel2 = "数量指标"\nlevel3 = "案件数"\n'


def form(row: str = 'operator = "≥"\ntarget = 160\nunit = "件"\n', head: str = "") -> str:
    return f'year = 2023\n{head}[department]\nname = "某局"\n[goal]\n[[indicators]]\n{ROW}{row}'


def test_lines_after_multiline_texts_comments_dotted_keys_and_inline_tables(toml_file: Write) -> None:
    text = (
        "# 注释\n"                                    # 1
        'department.name = """\n某局"""  # 2-3\n'
        'department.duties = "一"\n'                  # 4
        "\n"
        "[goal]\n"                                    # 6
        "annual = '''一\n二\n三'''\n"                 # 7-9
        "[[indicators]]\n"                            # 10
        '"level1" = "产出指标"\n'                     # 11
        'level2 = "[[indicators]]"\n'                 # 12
        'operator = "≥"\n'                            # 13
        "target = 1\n"                                # 14
        'rule = { kind = "bands", bands = [\n { min = 1 },\n] }\n'  # 15-17
        "[[indicators]]\n"                            # 18
        'level1 = "产出指标"\noperator = "定性"\n'    # 19-20
        "[indicators.rule]\n"                         # 21
        'kind = "none"\n'
    )  # fmt: skip
    places = read_one(toml_file(text)).places
    expected = {
        "department.name": 2, "department.duties": 4, "goal.annual": 7, "indicators[0]": 10,
        "indicators[0].level1": 11, "indicators[0].level2": 12, "indicators[0].target": 14,
        "indicators[0].rule": 15, "indicators[0].scoring": 10, "indicators[1]": 18,
        "indicators[1].level1": 19, "indicators[1].operator": 20, "indicators[1].rule": 21,
    }  # fmt: skip
    assert {path: places[path] for path in expected} == {
        path: f"第 {line} 行" for path, line in expected.items()
    }


def test_lines_in_an_inline_array_of_rows(toml_file: Write) -> None:
    text = (
        'department = { name = "某局" }\n'
        "indicators = [\n"
        ' { level1 = "产出指标", operator = "≥", target = 1 },\n'
        " # 注释\n"
        ' { level1 = "效益指标", operator = "约", target = 1 },\n'
        "]\n"
    )
    (fault,) = faults_of(toml_file(text))
    assert (fault.place, fault.field) == ("第 5 行", "indicators[1].operator")


def test_all_faults_at_once_in_file_order(toml_file: Write) -> None:
    text = (
        "yaer = 2023\n"
        "[department]\n"
        'nmae = "某局"\n'
        'level3 = "x"\n'
        "[[indicators]]\n"
        "level1 = 1\n"
        '三级指标 = "案件数"\n'
        'operator = "约"\n'
        "target = true\n"
        "[[indicators]]\n"
        'operator = "≥"\n'
        "target = 2023-12-31\n"
        "rule = 5\n"
        'points = "两分"\n'
    ).replace("三级指标", '"三级指标"')
    told = [(fault.place, fault.message + fault.hint) for fault in faults_of(toml_file(text))]
    for place, words in [
        ("第 1 行", ("yaer", "year")),
        ("第 3 行", ("nmae", "name")),
        ("第 4 行", ("level3", "[[indicators]]")),
        ("第 6 行", ("一级指标应为文字", "数字")),
        ("第 7 行", ("三级指标", "level3")),
        ("第 8 行", ("约", "≥")),
        ("第 9 行", ("指标值应为数字或文字", "true")),
        ("第 12 行", ("指标值应为数字或文字", "日期")),
        ("第 13 行", ("规则应为一个表",)),
        ("第 14 行", ("分值应为数字",)),
    ]:
        assert any(where == place and all(word in text for word in words) for where, text in told), place
    lines = [int(place.split()[1]) for place, _ in told]
    assert lines == sorted(lines) and len(told) == 10


def test_missing_structure_is_told_at_once(toml_file: Write) -> None:
    told = [(error.id, error.message) for error in errors_of(toml_file("year = 2023\n"))]
    assert [id for id, _ in told] == ["REQ-01", "REQ-01", "REQ-01", "REQ-03", "SCO-01"]
    assert "部门（单位）名称" in told[0][1] and "一条绩效指标也没有" in told[3][1]


@pytest.mark.parametrize(
    "text", ['department = "某局"\n', "indicators = 5\n", "goal = []\n", "[indicators]\nlevel1 = 1\n"]
)
def test_a_group_that_is_no_table(toml_file: Write, text: str) -> None:
    key = text.split()[0].strip("[]")
    assert any(key in fault.message and "表" in fault.message for fault in faults_of(toml_file(text)))


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("year = 2023\nyear = 2024\n", "第 2 行", "同一个键写了两次"),
        ("[goal]\n[goal]\n", "第 2 行", "同一个表写了两次"),
        ("year = \n", "第 1 行", "等号后面的值"),
        ("a = 1\n部门 = 1\n", "第 2 行", "这一行既不是"),
        ("a = “某局”\n", "第 1 行", "全角"),
        ('a = "某局\n', "第 1 行", ""),
        ('a = """某局\n', "文件末尾", "引号没有写完"),
        ("a = [1, 2", "文件末尾", "方括号没有写完"),
        ('a = "C:\\数据"\n', "第 1 行", "反斜杠"),
    ],
)
def test_broken_toml_names_line_and_says_plainly(toml_file: Write, text: str, place: str, words: str) -> None:
    (fault,) = refusal(toml_file(text)).faults
    assert fault.place.startswith(place)
    assert words in fault.message + fault.hint


def test_deep_nesting_and_endless_numbers_are_refused(toml_file: Write) -> None:
    assert "嵌套过深" in str(refusal(toml_file("a = " + "[" * 100_000)))
    assert "数字" in str(refusal(toml_file("a = " + "9" * 10_000)))


@pytest.mark.parametrize("target", ["1e400", "inf", "nan", "1e-400", "1" + "0" * 40])
def test_numbers_that_cannot_be_printed(toml_file: Write, target: str) -> None:
    (fault,) = faults_of(toml_file(form(f'operator = "≥"\ntarget = {target}\n')))
    assert "超出范围" in fault.message


def test_encodings(tmp_path: Path) -> None:
    text = form()
    path = tmp_path / "a.toml"
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert read_one(path).declaration.department.name == "某局"
    path.write_bytes(text.encode("gbk"))
    assert "UTF-8" in str(refusal(path)) and "GBK" in str(refusal(path))
    path.write_bytes(text.encode("utf-16"))
    assert "UTF-16" in str(refusal(path))


def test_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(
        form('operator = "≥"\ntarget = 1\nremark = """一\n二"""\n').replace("\n", "\r\n").encode()
    )
    assert read_one(path).declaration.indicators[0].remark == "一\n二"


def test_numbers_keep_their_written_places(toml_file: Write) -> None:
    target = read_one(toml_file(form('operator = "≤"\ntarget = 1722.40\n'))).declaration.indicators[0].target
    assert str(target) == "1722.40"


@pytest.mark.parametrize(
    ("row", "target", "unit", "noted"),
    [
        ('operator = "≥"\ntarget = "160"', Decimal(160), "", True),
        ('operator = "≥"\ntarget = "１６０"', Decimal(160), "", True),
        ('operator = "≥"\ntarget = "1,722.40"', Decimal("1722.40"), "", True),
        ('operator = "≥"\ntarget = "28.8万元"', Decimal("28.8"), "万元", True),
        ('operator = "≥"\ntarget = "28.8 万元"\nunit = "万元"', Decimal("28.8"), "万元", True),
        ('operator = "≥"\ntarget = "95％"\nunit = "%"', Decimal(95), "%", True),
        ('operator = "≥"\ntarget = "28.8万元"\nunit = "元"', "28.8万元", "元", False),
        ('operator = "≥"\ntarget = "100㎡"', Decimal(100), "㎡", True),
        ('operator = "≥"\ntarget = "约160"', "约160", "", False),
        ('operator = "≥"\ntarget = "90-95"', "90-95", "", False),
        ('operator = "≥"\ntarget = "12,34"', "12,34", "", False),
        ('operator = "≥"\ntarget = "2023年12月"', "2023年12月", "", False),
        ('operator = "≥"\ntarget = ""', "", "", False),
        ('operator = "定性"\ntarget = "160"', "160", "", False),
        ('operator = "定性"\ntarget = 160', Decimal(160), "", False),
    ],
)
def test_targets(toml_file: Write, row: str, target: Decimal | str, unit: str, noted: bool) -> None:
    reading = read_one(toml_file(form(row + "\n")))
    item = reading.declaration.indicators[0]
    assert (item.target, item.unit) == (target, unit)
    assert [note.field for note in reading.notes] == (["indicators[0].target"] if noted else [])
    assert all(note.id == "READ-01" and note.severity == "note" for note in reading.notes)


@pytest.mark.parametrize(
    ("typed", "operator"),
    [
        (">=", Operator.AT_LEAST), ("=>", Operator.AT_LEAST), ("＞=", Operator.AT_LEAST),
        ("＞＝", Operator.AT_LEAST), ("》", Operator.AT_LEAST), ("》=", Operator.AT_LEAST),
        ("≧", Operator.AT_LEAST), ("⩾", Operator.AT_LEAST), (" ≥ ", Operator.AT_LEAST),
        ("> =", Operator.AT_LEAST), ("大于等于", Operator.AT_LEAST), ("不低于", Operator.AT_LEAST),
        ("<=", Operator.AT_MOST), ("＜＝", Operator.AT_MOST), ("《", Operator.AT_MOST),
        ("小于等于", Operator.AT_MOST), ("不超过", Operator.AT_MOST), ("＝", Operator.EQUAL),
        ("等于", Operator.EQUAL), ("＞", Operator.MORE), ("大于", Operator.MORE), ("＜", Operator.LESS),
        ("定性指标", Operator.QUALITATIVE),
    ],
)  # fmt: skip
def test_operators_in_their_spellings_leave_a_note(toml_file: Write, typed: str, operator: Operator) -> None:
    reading = read_one(toml_file(form(f'operator = "{typed}"\ntarget = 1\n')))
    assert reading.declaration.indicators[0].operator is operator
    assert [(note.field, note.place) for note in reading.notes] == [("indicators[0].operator", "第 9 行")]


@pytest.mark.parametrize("operator", list(Operator))
def test_plain_operators_leave_no_note(toml_file: Write, operator: Operator) -> None:
    assert read_one(toml_file(form(f'operator = "{operator}"\ntarget = 1\n'))).notes == ()


def test_a_row_of_nothing_may_leave_its_operator_out(toml_file: Write) -> None:
    none = 'target = "无"\nexplanation = "无"\nscoring = "无"\n'
    text = form().split("[[")[0] + f'[[indicators]]\nlevel3 = "无"\n{none}'
    reading = read_one(toml_file(text))
    assert reading.declaration.indicators[0].not_applicable
    assert [note.field for note in reading.notes] == ["indicators[0].operator"]
    text = text.replace('level3 = "无"', 'level3 = "案件"')
    (fault,) = [error for error in errors_of(toml_file(text)) if error.field.endswith("operator")]
    assert fault.id == "REQ-01" and "“案件”的指标值类型是空的" in fault.message and "≥" in fault.hint


@pytest.mark.parametrize(
    ("escape", "code"),
    [("\\u0007", "U+0007"), ("\\u0000", "U+0000"), ("\\u007F", "U+007F"), ("\\u0085", "U+0085"),
     ("\\uFFFE", "U+FFFE"), ("\\uFFFF", "U+FFFF")],
)  # fmt: skip
def test_characters_that_no_form_may_hold(toml_file: Write, escape: str, code: str) -> None:
    (fault,) = faults_of(toml_file(form(f'operator = "≥"\ntarget = 1\nremark = "一{escape}"\n')))
    assert (fault.place, fault.field) == ("第 11 行", "indicators[0].remark")
    assert code in fault.message and "备注" in fault.message and "第 2 个字" in fault.message
    named = fault.message.partition("（")[2].partition("）")[0].replace("Unicode", "")
    assert named and not any(char.isascii() for char in named.replace(" ", ""))


def test_a_bad_character_inside_a_rule(toml_file: Write) -> None:
    row = 'operator = "≥"\ntarget = 1\nrule = { tiers = [{ label = "好\\u0007" }] }\n'
    (fault,) = faults_of(toml_file(form(row)))
    assert "U+0007" in fault.message and fault.field == "indicators[0].rule"


def test_invisible_characters_are_taken_out_with_a_note(toml_file: Write) -> None:
    row = 'operator = "≥"\ntarget = 1\nremark = "一\\u200B二\\uFEFF三\\u00AD\\u2060\\u2028四"\n'
    reading = read_one(toml_file(form(row)))
    assert reading.declaration.indicators[0].remark == "一二三\n四"
    (note,) = reading.notes
    assert "U+200B" in note.message and "4 个" in note.message and note.place == "第 11 行"
    assert "U+2028" in note.message


def test_blanks_and_tabs_stay_as_typed(toml_file: Write) -> None:
    row = 'operator = "≥"\ntarget = 1\nunit = " 件　"\nremark = "一\\t二 "\n'
    reading = read_one(toml_file(form(row)))
    assert (reading.declaration.indicators[0].unit, reading.declaration.indicators[0].remark) == (
        " 件　", "一\t二 "
    )  # fmt: skip
    assert reading.notes == ()


def test_year(toml_file: Write) -> None:
    without = form().replace("year = 2023\n", "")
    reading = read_one(toml_file(without))
    assert reading.declaration.year == reading.profile.year
    assert [note.field for note in reading.notes] == ["year"]
    quoted = read_one(toml_file(without.replace("[department]", 'year = "２０２４"\n[department]')))
    assert quoted.declaration.year == 2024 and len(quoted.notes) == 1
    for wrong in ("23", "2023.5", "true", '"今年"', "2023-01-01", "nan"):
        (fault,) = faults_of(toml_file(f"year = {wrong}\n{without}"))
        assert "四位数字" in fault.message and fault.place == "第 1 行"


def test_profile(toml_file: Write, tmp_path: Path) -> None:
    (fault,) = faults_of(toml_file('profile = "hunan-1999"\n' + form()))
    assert "hunan-1999" in fault.message and "hunan-2023" in fault.hint
    folder = Path(read_one(SAMPLE_TOML).profile.folder)
    # A file names a profile; only the user, on the command line, points to a folder.
    path = toml_file(f'profile = "{folder}"\n' + form())
    assert faults_of(path)[0].field == "profile"
    (raw,) = read_file(path, profile=folder)
    assert raw.profile.id == "hunan-2023" and build(raw).faults == ()


@pytest.mark.slow
def test_more_rows_than_any_form_has_are_one_fault(toml_file: Write) -> None:
    path = toml_file(form() + '[[indicators]]\nlevel1 = "x"\n' * 20_000)
    reading = read_one(path)
    (fault,) = reading.faults
    assert "3000 行" in fault.message and fault.place == "第 6010 行"  # row 2 begins on line 12, each has two
    assert len(reading.declaration.indicators) == 3000 and reading.unprintable


@pytest.mark.parametrize(
    "year",
    ["1e999999", "-1e999999", "1e99999999999999999999", "inf", "nan", "0x" + "f" * 100_000, "2023.0000001"],
)
def test_years_of_any_size_are_looked_at_before_they_are_converted(toml_file: Write, year: str) -> None:
    reading = read_one(toml_file(form().replace("year = 2023", f"year = {year}")))
    (fault,) = reading.faults
    assert (fault.id, fault.place) == ("READ-03", "第 1 行") and len(fault.message) < 80
    assert reading.declaration.year_text != "2023"


@pytest.mark.parametrize("target", ["1e99999999999999999999", "0x" + "f" * 100_000, "-1e400"])
def test_targets_of_any_size_are_one_finding(toml_file: Write, target: str) -> None:
    path = toml_file(form(f'operator = "≥"\ntarget = {target}\nunit = "件"\n'))
    told = [error for error in errors_of(path) if error.field == "indicators[0].target"]
    assert len(told) == 1 and told[0].place == "第 10 行"


@pytest.mark.parametrize(
    "rule", ["{ kind = 'bands', points = inf }", "{ points = 1e999999 }", "{ a = [{ b = nan }] }"]
)
def test_numbers_of_any_size_in_a_rule(toml_file: Write, rule: str) -> None:
    (fault,) = faults_of(toml_file(form(f'operator = "≥"\ntarget = 1\nrule = {rule}\n')))
    assert fault.field == "indicators[0].rule" and "超出范围" in fault.message


@pytest.mark.parametrize(
    ("text", "clean", "code"),
    [("\\u200E160", "160", "U+200E"), ("1\\u202A6\\u202C0", "160", "U+202A"), ("\\u2066160\\u2069", "160", "U+2066"),
     ("160\\u200D", "160", "U+200D"), ("160\\u00A0", "160", "U+00A0"), ("\\u202F160", "160", "U+202F"),
     ("160\\uFE0F", "160", "U+FE0F")],
)  # fmt: skip
def test_a_number_with_invisible_company_is_that_number(
    toml_file: Write, text: str, clean: str, code: str
) -> None:
    reading = read_one(toml_file(form(f'operator = "≥"\ntarget = "{text}"\nunit = "件"\n')))
    assert reading.declaration.indicators[0].target == Decimal(clean)
    assert [code in note.message for note in reading.notes].count(True) == 1


def test_odd_spaces_become_plain_ones_and_letters_in_parts_whole(toml_file: Write) -> None:
    row = 'operator = "≥"\ntarget = 1\nremark = "一\\u2003二\\u00A0三　四 e\\u0301 年\\uF9DA⾏"\n'
    reading = read_one(toml_file(form(row)))
    # U+3000 is a usual blank; a compatibility ideograph is kept, and TXT-05 speaks of it.
    assert reading.declaration.indicators[0].remark == "一 二 三　四 é 年\uf9da⾏"
    (note,) = reading.notes
    assert "2 个特殊空格" in note.message and "é" in note.message


@pytest.mark.parametrize(
    "text", ["3000余", "500人次以上", "约95%", "≥95%以上", "近百", "10多个", "5个工作日以内", "80%左右"]
)
def test_words_that_leave_a_number_open_are_no_unit(toml_file: Write, text: str) -> None:
    path = toml_file(form(f'operator = "≥"\ntarget = "{text}"\n'))
    row = read_one(path).declaration.indicators[0]
    assert (row.target, row.unit) == (text, "")
    assert "VAL-01" in [error.id for error in errors_of(path)]


def test_a_newer_format_is_refused_in_a_sentence(toml_file: Write) -> None:
    error = refusal(toml_file("format = 99\n" + form()))
    assert "99" in str(error) and "更新版本" in str(error)


def test_a_format_that_is_no_number_is_a_fault_and_the_rest_is_read(toml_file: Write) -> None:
    path = toml_file('format = "新"\n' + form())
    assert [fault.place for fault in faults_of(path)] == ["第 1 行"]
    assert read_one(path).declaration.indicators[0].target == 160


@pytest.mark.parametrize("value", ["true", "[160]", "{ a = 160 }"])
def test_nobody_is_told_to_quote_what_is_no_text(value: str, toml_file: Write) -> None:
    (fault,) = faults_of(toml_file(form(f'operator = "≥"\ntarget = {value}\nunit = "件"\n')))
    assert "一个数字" in fault.hint
