"""Sentences and headings of the review reports: text, workbook, 退回意见, annotated workbook; and of the
command `formgen check`."""

VERDICTS = {"pass": "通过", "fail": "退回", "unreadable": "读不出"}
SEVERITIES = {"error": "错误", "warning": "提醒", "note": "提示"}

# ── text ─────────────────────────────────────────────────────────────────────────────────────────
FILE_HEAD = "{path}　{department}　{verdict}"
NO_DEPARTMENT = "（单位不详）"
GRADE_LINE = "  建议等次：{grade}（{meaning}），由审核人决定。"
COUNT_LINE = "  {counts}。"
COUNT = "{severity} {count}"
NOTHING_FOUND = "没有发现问题"
FINDING_HEAD = "  [{severity}] {id} {title}"
FINDING_PLACE = "（{place}）"
FINDING_HINT = "      {hint}"
FINDING_SOURCE = "      依据：{source}"
NOT_CHECKED = "  未检查 {id} {title}：{reason}"
SUMMARY = "共 {total} 份：通过 {passed} 份，退回 {failed} 份，读不出 {unreadable} 份。"

# ── workbook ─────────────────────────────────────────────────────────────────────────────────────
SHEET_FINDINGS = "审核意见"
SHEET_MATRIX = "一览"
SHEET_NOT_CHECKED = "未检查"
FINDING_HEADS = (
    "序号",
    "文件",
    "单位",
    "结论",
    "建议等次",
    "级别",
    "编号",
    "检查",
    "位置",
    "问题",
    "怎样改",
    "依据",
)
FINDING_WIDTHS = (6, 30, 26, 8, 9, 7, 9, 18, 16, 60, 48, 22)
MATRIX_HEADS = ("文件", "单位", "结论", "建议等次")
MATRIX_WIDTHS = (30, 26, 8, 9)
MATRIX_PASS = "✓"
MATRIX_NOT_CHECKED = "未检查"
MATRIX_SEPARATOR = "，"
NOT_CHECKED_HEADS = ("文件", "单位", "编号", "检查", "原因")
NOT_CHECKED_WIDTHS = (30, 26, 9, 18, 60)

# ── annotated workbook ───────────────────────────────────────────────────────────────────────────
COMMENT = "[{severity}] {id} {message}"
COMMENT_HINT = "→ {hint}"
COMMENT_AUTHOR = "formgen 审核"
ANNOTATION_SHEET = "审核批注"
ANNOTATION_HEADS = ("级别", "编号", "位置", "问题", "怎样改")
ANNOTATION_WIDTHS = (8, 10, 20, 70, 50)
ANNOTATE_WANTS_ONE = "--annotate 一次只能批注一个 .xlsx 文件。"
ANNOTATE_WANTS_XLSX = "{path} 不是 .xlsx 工作簿，不能批注。TOML 文件请看屏幕上的行号。"

# ── the command ──────────────────────────────────────────────────────────────────────────────────
CHECK_HELP = """审核申报表：哪些地方会被退回，在哪里，怎样改。

PATH 是数据文件（.toml、.xlsx）或文件夹；一个工作簿里每张工作表算一份申报表。
有错误的退出码为 4，有读不出的为 3，否则为 0。

\b
  formgen check 申报表.xlsx                     屏幕上看意见
  formgen check 报送/ --format xlsx -o 汇总.xlsx  整个文件夹，汇总成一张表
  formgen check 报送/ --slips 退回意见/          每份写一张退回意见（Word）
  formgen check 申报表.xlsx --annotate 批注.xlsx  在工作簿副本上标出问题
  formgen check 报送/ --statistics             每项检查有多少处
  formgen check 申报表.xlsx --fix               能放心代改的另存一份
"""
FORMAT_HELP = "意见的格式：text、json 或 xlsx。"
FILE_HELP = "意见写到哪个文件；写文件夹则建立登记和汇总表（与 build 同一个结果文件夹），意见照常显示。"
SLIPS_HELP = "每份申报表写一张退回意见（Word）到这个文件夹。"
ANNOTATE_HELP = "把问题标在工作簿的副本上：写到这个文件，或每个工作簿一份写到这个文件夹。"
STATISTICS_HELP = "只列每项检查有多少处，不逐条列出。"
STATISTICS_LINE = "[{severity}] {id} {title}：{count} 处，{forms} 份表"
ANNOTATE_INSIDE = "批注的工作簿不能放在要审的文件夹里（{path}），下次会当成报来的文件。请换一个文件夹"
ANNOTATE_NO_XLSX = "这里没有 .xlsx 工作簿可以批注。TOML 文件请看屏幕上的行号。"
FIX_HELP = "改正全半角、空格、>=、百分比等，另存一份，不动原文件。"
ACTUALS_HELP = (
    "实际完成值，用来核对偏差原因：一个单位的文件，有“单位名称”一列的工作簿，或每个单位一份的文件夹。"
)
BUDGET_HELP = "单位预算数（万元），用来核对成本指标。"
NEEDS_FOLDER = "--prefer 用于登记，要用 -o 指定结果文件夹，例如 -o 结果/"
XLSX_NEEDS_FILE = "--format xlsx 要用 -o 指定写到哪个文件，例如 -o 审核意见.xlsx"
BAD_BUDGET = "预算数应为不小于 0 的数字（万元），例如 8747.13"
WRITTEN = "已写出：{path}"
SLIPS_NONE = "每一份都没有要改、要核对的，没有写退回意见。"
SLIPS_WRITTEN = "已写出 {count} 张意见到 {folder}。"
SAME_TARGET = "{path} 要写两份不同的结果。请分别指定文件名。"
OVER_INPUT = "{path} 是要检查的数据文件，不会覆盖。请换一个文件名。"

# ── safe fixes ───────────────────────────────────────────────────────────────────────────────────
FIX_SUFFIX = "_已修正"
FIX_NONE = "{path}：没有可以放心代改的地方。"
FIX_DONE = "{path}：改了 {count} 处，写到 {target}，原文件没有动："
FIX_CHANGE = "  {place}：“{before}” → “{after}”"
FIX_NO_PLACE = "（位置不详）"
FIX_LOST = "{path}：改正后的文件与预期不一致，没有写出。请把原文件反馈给维护者。"

# ── the same finding once ────────────────────────────────────────────────────────────────────────
GROUP_NAMES = "{name}等{count}项"
GROUP_NTH = "第{number}条指标"
GROUP_MESSAGE = "{title}。"
