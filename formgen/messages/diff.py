"""Sentences of `formgen diff`."""

HELP = """比较两份申报表，按指标逐项列出变化。

A（旧）和 B（新）可以是 TOML、xlsx、DOCX、PDF，两边格式不必相同。
"""
FORMAT_HELP = "text：给人看；json：给程序读；xlsx：表格，要用 -o 指定文件。"
OUTPUT_HELP = "xlsx 写到哪个文件；已有的文件不覆盖。"
NEEDS_OUTPUT = "--format xlsx 要用 -o 指定文件，例如 -o 变化.xlsx"
NEEDS_FORMAT = "-o 要与 --format xlsx 一起用。"

KINDS = {
    "fact": "表头改动",
    "added": "新增指标",
    "removed": "删去指标",
    "renamed": "改名（推断）",
    "moved": "换了类别",
    "target": "指标值改动",
    "wording": "文字改动",
    "points": "分值改动",
    "rule": "规则改动",
    "result": "完成情况改动",
    "cell": "表格改动",
    "row_added": "表格新增行",
    "row_removed": "表格删去行",
}
ROW = "{operator} {target} {unit}"
HEADING = "{a} → {b}"
NO_CHANGE = "没有变化。"
SUMMARY = "共 {total} 处变化：{counts}。"
COUNT = "{kind} {count}"
ADDED_LINE = "[{kind}] {name}：{new}"
REMOVED_LINE = "[{kind}] {name}：{old}"
CELL_LABEL = "{table}“{row}”{label}"
NTH_ROW = "第 {number} 行"
BETWEEN = "　"
ROW_ADDED_LINE = "[{kind}] {label}：{new}"
ROW_REMOVED_LINE = "[{kind}] {label}：{old}"
FACT_LINE = "[{kind}] {label}：“{old}” → “{new}”"
ROW_LINE = "[{kind}] {name}：{label}“{old}” → “{new}”"

SHEET = "变化"
HEADS = ("变化", "一级指标", "二级指标", "三级指标", "栏目", "原为", "现为")
WIDTHS = (14, 13, 16, 26, 16, 44, 44)
DONE = "已写出：{path}"
