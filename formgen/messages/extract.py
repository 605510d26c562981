"""Sentences about reading finished files back: PDF, DOCX."""

# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────
PDF_BROKEN = "{path} 不是完整的 PDF，打不开。请重新取得这份文件，或用原始数据重新生成。"
PDF_ENCRYPTED = "{path} 设了密码，读不出来。归档文件不得加密；请向提供者索取未加密的文件。"
PDF_BOMB = "{path} 解压后过大（上限 {limit} MB），疑似有害文件，没有打开。请确认文件来源。"
PDF_TOO_BIG = "{path} 有 {size} MB，超过上限 {limit} MB。申报表的 PDF 不会这么大，请确认没有选错文件。"
PDF_TOO_MUCH = "{path} 里的页或条目多得不正常，疑似有害文件，没有打开。请确认文件来源。"
PDF_STRANGE_FILTER = "{path} 用了本程序不读的压缩方式（{names}），没有打开。请提供 formgen 生成的原文件。"
PDF_NO_DATA = "{path} 里没有所附的申报数据 {name}，不是 formgen 生成的 PDF，或附件已被去掉。"
PDF_TWO_DATA = (
    "{path} 里有 {count} 个附件，应只有一个 {name}，不能断定哪一个是原始数据。请提供未改动的原文件。"
)
PDF_OTHER_NAME = "{path} 的附件叫“{found}”，应为“{name}”。请提供 formgen 生成的原文件。"
PDF_CHECKSUM = "{path} 所附的申报数据与它的校验和不符，数据已损坏或被改动，没有取出。请提供未改动的原文件。"
PDF_PLACE = "所附数据{place}"

# ── DOCX ─────────────────────────────────────────────────────────────────────────────────────────
NO_FORM = "{path} 是 Word 文档，里面没有申报表：没有一张表格有“{labels}”这些表头。请提供 formgen 生成的、或照表样填写的 Word 文件。"
NO_COLUMN = "Word 文件的指标表缺少“{label}”一列。"
NO_COLUMN_HINT = "请照表样补上这一列的表头。"
STRANGE_COLUMN = "Word 文件指标表的表头“{text}”不是本表样的列，这一列有内容。"
STRANGE_COLUMN_HINT = "请改正表头，或删去这一列。"
STRANGE_FACT = "Word 文件表格上方的“{text}”不是本表样的栏目。"
STRANGE_FACT_HINT = "请改正栏目名称，或删去这一栏。"
TWICE_FACT = "“{label}”在 Word 文件里出现了两次。"
TWICE_FACT_HINT = "请只保留一处。"
HEADS_DIFFER = "Word 文件里各页指标表的表头不一致。"
OTHER_LINE = "表格上方的“{text}”没有读入。"
MARGIN_PLACE = "页眉页脚"
BEHIND_LINE = "“{text}”不是指标，没有读入。"
BEHIND_TABLE = "指标表下面另有一张表（“{text}”），没有读入。"
BEHIND_TABLE_HINT = "它的行属于指标表的，请移到上面的指标表里；不是申报内容的请删去。"
DATA_ALTERED = "Word 文件里所附的申报数据与它的摘要不符，没有采用，只按表格上看得见的内容读取；规则、分值和归档信息请自行补上。"
FACT_PLACE = "“{label}”栏"
CELL_PLACE = "指标表第 {row} 行“{label}”"
ROW_PLACE = "指标表第 {row} 行"
TABLE_PLACE = "指标表"
YEAR_PLACE = "年度行"
HIDDEN_PLACE = "Word 文件所附数据"
UNPLACED_PLACE = "表后的附加内容"
DATA_BROKEN = (
    "Word 文件里所附的申报数据读不出来，只按表格上看得见的内容读取；规则、分值和归档信息请自行补上。"
)
DATA_NONE = (
    "Word 文件里没有所附数据，只按表格上看得见的内容读取；规则、分值、联系人和归档信息（如有）请自行补上。"
)
DATA_TWO = "Word 文件里有两份所附数据，都没有采用，只按表格上看得见的内容读取。"
CHANGED = "{label}在 Word 文件里改过：原为“{old}”，现为“{new}”，以表格为准。"
ROW_ADDED = "这一行是在 Word 文件里新加的。"
APPENDIX_WORD = "附件"
SHEET_NAME = "Word 表格"
BLOCK_ROW_REMOVED = "原有的一行“{row}”在 Word 文件里已删去。"
ROW_REMOVED = "原有的指标“{level3}”在 Word 文件里已删去。"
RULE_DROPPED = "评分标准已在 Word 文件里改过，原来的分值和规则不再带出，请核对。"
MACROS = "Word 文件里有宏，没有运行，也没有读取。"
EXTERNAL = "Word 文件引用了外部内容（{targets}），没有访问。"

# ── the command ──────────────────────────────────────────────────────────────────────────────────
HELP = """取回数据：从 DOCX、PDF、xlsx 读出申报数据，写成 TOML 或 xlsx。

PDF 取自所附的数据；DOCX 以表格上看得见的内容为准，手工改过的地方会逐一说明。不写 -o 时把 TOML 显示在屏幕上。
"""
OUTPUT_HELP = "写到哪个文件，以 .toml 或 .xlsx 结尾；已有的文件不覆盖。"
SUFFIX = "文件名须以 .toml 或 .xlsx 结尾：{path}"
SEVERAL = "{path} 里有 {count} 份申报表，一次只能取一份。请先运行 formgen split {path} -o 文件夹。"
DONE = "已写出：{path}"
NOT_IN_WORKBOOK = (
    "文件里还带有实际完成值或生成选项，表格里没有它们的位置，没有写入。要一并取出，请改存为 .toml。"
)
NOTES = "{path}：有 {count} 处需要留意："
