"""Sentences about taking in last year's files, and the sheet 导入核对."""

SHEET = "导入核对"

# ── the sheet ────────────────────────────────────────────────────────────────────────────────────
HEAD_NUMBER = "序号"
HEAD_FILE = "来源文件"
HEAD_PLACE = "来源位置"
HEAD_TEXT = "原文"
HEAD_FIELD = "去向"
HEAD_CELL = "填报表单元格"
HEAD_SURE = "把握"
HEAD_WHY = "说明"
HEAD_DONE = "已核对"

EXACT = "准确"
LIKELY = "多半"
UNSURE = "待核对"
LABEL = "栏目名称"
UNUSED = "没有使用"
NOT_DONE = ("", "否", "未", "未核对", "没有", "×", "x", "no", "n")
"""What in 已核对 says that nobody has looked yet."""

DONE_WORD = "是"
DONE_PROMPT = "核对无误，或已在填报表上改好，就填“是”。"
TITLE = "导入核对：旧表的每一格去了哪里"
HOW_TO = "黄色的是待核对的格：对照旧表看一遍，需要改的在填报表上改，然后在“已核对”一列填“是”。全部核对完，才能生成申报表。"
COUNT = (
    "旧表共 {total} 格：准确 {exact}，多半 {likely}，待核对 {unsure}，栏目名称 {label}，没有使用 {unused}。"
)
TOTAL_OFF = "旧表有 {total} 格，核对表只列出 {listed} 格，对不上，没有写出文件。请把旧表发给维护者。"
USED_TWICE = "旧表 {place} 的一格被用在了 {fields} 几处，没有写出文件。请把旧表发给维护者。"
NOT_THE_SAME = "写出的填报表读回来与旧表不一致，没有写出文件。请把旧表发给维护者。"
MISSING = "旧表里没有、要自己填的：{labels}。"

# ── where a cell went ────────────────────────────────────────────────────────────────────────────
ROW_FIELD = "第 {row} 行“{label}”"
TABLE_ROW_FIELD = "{table}第 {row} 行“{label}”"
FIELD = "“{label}”"
FIELDS_SEPARATOR = "、"
PARAGRAPH = "第 {number} 段"
TABLE_CELL = "第 {table} 张表第 {row} 行第 {column} 列"
ASIDE = "第 {number} 个文本框或表中表"
PDF_LINE = "第 {page} 页第 {number} 行文字"
PDF_CELL = "第 {page} 页表格第 {row} 行第 {column} 列"
NOTE_PLACE = "第 {number} 条脚注或尾注"
DELETED_PARAGRAPH = "修订删去的一段"
DELETED_ROW = "第 {table} 张表里修订删去的行"
APPENDIX_WORD = "附件"
PDF_SHEET = "PDF 页面"
NO_SOURCE = "（旧表没有）"

# ── why ──────────────────────────────────────────────────────────────────────────────────────────
CUT_TEXT = "像是被截断了，请补全"
OLD_YEAR = "写着 {year} 年，请看是否要改"
VAGUE = "不是明确的数字，没有改动，请改成指标值"
OTHER_INSIDE = "里面还有别的栏目，请只留单位名称"
YEAR_KEPT = "是旧表的年度，请改成要申报的年度"
YEAR_MISSING = "旧表没有写年度，填的是表样的年度 {year}，请改成要申报的年度"
YEAR_REPLACED = "按 --year 改为 {year}"
NO_SIGN = "没有写是不少于还是不超过，请看要不要补上 ≥ 或 ≤"
TAKEN_APART = "拆成{parts}"
HEAD_ALIKE = "按“{head}”归入这一栏"
JOINED_PAGES = "跨页拼接，请看有没有少字"
NO_PLACE = "不知道该放在哪里，没有放进填报表"
SAME_AS_BEFORE = "与前面的相同"
OTHER_THAN_BEFORE = "前面已经有不同的内容，没有放进填报表"
UNDER_STRANGE_HEAD = "这一列的表头没有认出来"
IN_APPENDIX = "附件没有读入，生成申报表时会重新做"
APPENDIX = "附件没有读入，请看里面有没有需要的内容"
FURNITURE = "formgen 的填写说明，不用读入"
OTHER_SHEET = "这张工作表里没有申报内容，没有读入"
FORMULA_ERROR = "旧表里这一格没有可读的内容"
PAGE_NUMBER = "页码"
IN_ASIDE = "文本框或表格里的表格，没有放进填报表"
IN_NOTE = "脚注或尾注，没有放进填报表"
DELETED = "用修订删去了，没有放进填报表"
REVISED = "带有修订：{what}；请看是否就是定稿"
TAKEN = "删去的“{text}”没有读入"
ADDED = "加上的“{text}”已读入"
HEAD_UNIT = "表头写着单位“{unit}”，这一行没有计量单位，请看是不是它"
TOTAL = "合计，由程序计算"
SERIAL = "序号，不用填"
NOT_IN_NEW_FORM = "新表没有“{label}”这一栏"
MOVED = "旧表的“{old}”归入“{new}”"
GOES_ON = "接上一页的同一类"
DUPLICATE_HEAD = "后面各页重复的表头"

# ── build and check ──────────────────────────────────────────────────────────────────────────────
OPEN_MARK = "从旧表导入的“{text}”还没有核对：{why}。"
OPEN_MARK_HINT = "请核对，改好后在 {cell} 填“是”。"

# ── refusals ─────────────────────────────────────────────────────────────────────────────────────
BROKEN_OLD_WORD = "{path} 是旧版 Word 文档，里面有读不出来的内容（文件损坏，或有文本框等图形）。请在 WPS 或 Word 中打开，另存为 .docx 后再试。"
LOCKED_OLD_WORD = (
    "{path} 是旧版 Word 文档，设了打开密码。请在 WPS 或 Word 中打开，取消密码后另存为 .docx 再试。"
)
UNPRINTABLE = "{path} 里有不能印出的字符或过多的行，没有导入。请先用 formgen check {path} 看是哪一格。"
NOTHING = "{path} 里没有找到能填进这张表的内容。请确认没有选错文件，或用 -p 指定表样。"
NO_TEXT = "{path} 的页面上没有文字（可能是扫描件），读不出来。请提供 Word、Excel 或能复制文字的 PDF。"
NO_FILES = "没有给出要导入的文件。"
PDF_UNREADABLE = "{path} 的页面读不出来。请用 WPS 另存为 Word 后再试。"
PDF_TOO_MUCH_DRAWN = "{path} 的页面上画的东西太多，不像一份申报表，没有打开。请用 WPS 另存为 Word 后再试。"
TOO_MANY_CELLS = "{path} 有 {count} 格内容，超过 {limit} 格，不像一份申报表。请只留申报表，删去别的工作表和行，另存后再试。"
SEVERAL_UNITS = "这些文件里有几个单位（{names}），一次只能导入一个单位的旧表。请分开导入；一个工作簿里有几个单位的，先用 formgen split 分开。"

# ── the command ──────────────────────────────────────────────────────────────────────────────────
HELP = """把去年的表变成今年的填报表：Word、Excel、一体化系统导出的表、PDF，或 formgen 做的文件。

认得出的内容填进填报表，每一格去了哪里列在“导入核对”页；读不准的标黄，核对之前不能生成申报表。可以给几个文件，须是同一个单位的。
"""
YEAR_HELP = "要申报的年度；不写时保留旧表的年度，并标出来。"
OUTPUT_HELP = "写到哪个文件，以 .xlsx 结尾；已有的文件不覆盖。"
SUFFIX = "文件名须以 .xlsx 结尾：{path}"
BAD_YEAR = "年度须是四位数：{year}"
FORM = "填的是“{name}”（{profile}），{year} 年度；要别的表用 -p，要别的年度用 --year。"
DONE = "已写出：{path}"
REMAINS = "有 {count} 格需要核对，已标黄，列在“导入核对”页；核对完再运行 formgen check {path}。"
ALL_SURE = "没有需要核对的格。"
