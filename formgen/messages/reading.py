"""Sentences about reading declarations: files, TOML, workbooks, cells."""

# ── files ────────────────────────────────────────────────────────────────────────────────────────
PATH_TOO_LONG = (
    "{path} 的文件名或路径太长，打不开。请改短文件名，或把文件移到路径短一些的文件夹（如桌面）再试。"
)
OPEN_ELSEWHERE = "{path} 正在 WPS 或别的程序里打开着，读不了。请先保存并关闭它再试。"
LOCK_FILE = "{path} 不是申报表，是 WPS 或 Excel 打开“{name}”时的锁文件。请选“{name}”本身；它如果还开着，先保存并关闭。"
NOT_FOUND = "找不到文件 {path}。请检查文件名和路径。"
IS_FOLDER = "{path} 是文件夹，不是申报文件。请指定其中的 .xlsx 或 .toml 文件。"
NOT_REGULAR = "{path} 不是普通文件，无法读取。请指定 .xlsx 或 .toml 文件。"
NO_ACCESS = "没有权限读取 {path}。请检查文件权限，或先关闭正在占用它的程序。"
LINK_LOOP = (
    "{path} 是绕成一圈的快捷方式（链接），找不到它指的文件。请打开原来的文件，或把文件本身复制过来再试。"
)
DISK_ERROR = "读取 {path} 时出错（{why}）。请检查磁盘或网络盘，或把文件复制到本机再试。"
TOO_BIG = "{path} 有 {size} MB，超过上限 {limit} MB。申报文件不会这么大，请确认没有选错文件。"
EMPTY_FILE = "{path} 是空文件（0 字节或没有内容）。请重新导出或填写后再试。"
OLD_XLS = (
    "{path} 像是旧版 Office 文件，但里面没有完整的工作簿。请在 WPS 或 Excel 中打开，另存为 .xlsx 后再试。"
)
BROKEN_OLD_WORD = "{path} 是旧版 Word 文档，里面有读不出来的内容（文件损坏，或有文本框等图形）。请在 WPS 或 Word 中打开，另存为 .docx 后再试。"
LOCKED_OLD_WORD = (
    "{path} 是旧版 Word 文档，设了打开密码。请在 WPS 或 Word 中打开，取消密码后另存为 .docx 再试。"
)
CSV_ENCODING = "{path} 的文字编码无法识别。请在 WPS 或 Excel 中打开，另存为 .xlsx 再试。"
CSV_QUOTE = "{path} 第 {line} 行有一个引号没有写完整，后面的行都并进了一格。请用记事本打开，补上或删去这个引号；或从原来的系统重新导出为 .xlsx。"
CSV_BROKEN = "{path} 的引号没有写完整，分不清各格。请在 WPS 或 Excel 中打开，另存为 .xlsx 再试。"
ENCRYPTED = "{path} 设了打开密码。请在 WPS、Excel 或 Word 中打开，取消密码后另存为 .xlsx 或 .docx 再试。"
IS_WORD = "{path} 是 Word 文档，不是申报数据。请提供 .xlsx 或 .toml；要从成品中取回数据请用 formgen extract。"
IS_HTML = "{path} 的内容是网页，不是 Excel 工作簿。请在 WPS 或 Excel 中打开，另存为 .xlsx 再试。"
IS_XML_SHEET = "{path} 的内容是 XML 表格，不是 Excel 工作簿。请在 WPS 或 Excel 中打开，另存为 .xlsx 再试。"
IS_RTF = "{path} 的内容是 RTF 文档。请在 WPS 或 Word 中打开，另存为 .docx 再试。"
IS_ODT = "{path} 是 OpenDocument 文字文档（.odt），不是表格。请在 WPS 或 Word 中打开，另存为 .docx 再试。"
UNKNOWN_KIND = "{path} 不是能识别的申报文件。请提供 .xlsx 工作簿、Word 文件或 .toml 文件。"
IS_ARCHIVE = "{path} 是压缩包。请先解压，再打开解压出来的申报文件；有许多份的，指定解压出来的文件夹。"
IS_PICTURE = "{path} 是图片，里面的字读不出来。请提供原来的 .xlsx 或 Word 文件，不要拍照、截屏或扫描。"
NOT_WORKBOOK = "{path} 的扩展名是 {suffix}，内容却不是 Excel 工作簿。请在 WPS 或 Excel 中另存为 .xlsx 再试。"

# ── TOML ─────────────────────────────────────────────────────────────────────────────────────────
LINE = "第 {line} 行"
LINE_COLUMN = "第 {line} 行第 {column} 列"
AT_END = "文件末尾"
NOT_UTF8 = "{path} 不是 UTF-8 编码（像是 {guess}）。请用记事本打开，另存为时编码选 UTF-8。"
BROKEN_TOML = "{path} 的 TOML 写法有错，请改正后再试："
TOML_SYNTAX = "{what}。"
TOML_QUOTES = '这一行用了全角的引号、等号、逗号或括号，请改成英文（半角）的 " = , { } [ ]。'
TOML_CONTROL = (
    "这里有一个看不见的字符（{code}），请删去；整份文件都这样的，请用记事本打开，另存时编码选 UTF-8。"
)
TOML_LOOK = "请检查这一行：文字要放在一对英文引号里，每行写一个“键 = 值”。"
TOML_DEEP = "{path} 里的数组或表嵌套过深。请按样例的写法填写。"
TOML_TOO_MUCH = (
    "{path} 里的行或条目多得不正常（{lines} 行），没有读取。请删去与申报无关的内容，一张表放一个文件。"
)
TOML_NUMBER = "{path} 里有写不成数字的值（{why}）。请检查过长的数字。"
TOML_WORDS = (
    ("Cannot overwrite a value", "同一个键写了两次"),
    ("Cannot declare", "同一个表写了两次"),
    ("Duplicate inline table key", "同一个键写了两次"),
    ("Cannot mutate immutable namespace", "花括号里的表不能在别处再补充"),
    ("Cannot redefine namespace", "花括号里的表不能在别处再补充"),
    ("Expected '=' after a key", "键后面缺少等号 ="),
    ("Expected ']", "表名后面缺少 ]"),
    ("Expected newline or end of document", "一个值之后还有多余的内容"),
    ("Invalid statement", "这一行既不是“键 = 值”，也不是 [表名]"),
    ("Invalid value", "等号后面的值不合写法（文字要放在英文引号里）"),
    ("Unclosed array", "方括号没有写完"),
    ("Unclosed inline table", "花括号没有写完"),
    ("Unterminated string", "引号没有写完"),
    ("Expected \"'", "引号没有写完"),
    ("Unescaped '\\'", "文字里的反斜杠 \\ 要写成 \\\\"),
    ("Illegal character", "文字没有写完就换行，或有不允许的控制字符"),
    ("Found invalid character", "有不允许的控制字符"),
    ("Invalid initial character", "键名不合写法"),
    ("Invalid date or datetime", "日期不存在"),
    ("Invalid hex value", "文字里的 \\u 写法有错"),
    ("Escaped character is not", "文字里的 \\u 写法不是有效字符"),
)
TOML_OTHER = "这里不合 TOML 的写法"

# ── fields, whatever the file ────────────────────────────────────────────────────────────────────
SOURCE = "申报表表样"
FAULTY = "申报数据有 {count} 处读不懂，请逐条改正："
UNKNOWN_PROFILE = "没有名为“{name}”的表样，先按“{used}”读取和检查。"
KNOWN_PROFILES = "现有：{known}。请改成其中一个，或用 --profile 指定自己的文件夹。"
UNKNOWN_KEY = "没有“{key}”这个键。"
NEAREST_KEY = "是不是“{nearest}”？"
KNOWN_KEYS = "这里可以写：{known}。"
OPTION_VALUE = "[options] 的 {name} 写的是 {value}，只能是 {choices}。"
BELONGS = "它应写在 {home} 下面。"
NOT_A_GROUP = "“{key}”应是一个表，请写成 {shape}。"
WANT_TEXT = "{label}应为文字，现在是{kind}。"
QUOTE_IT = "请给它加上英文引号。"
WANT_TARGET = "{label}应为数字或文字，现在是{kind}。"
WANT_NUMBER = "{label}应为数字，现在是{kind}。"
WRITE_NUMBER = "请只写数字，例如 2。"
NUMBER_HUGE = "{label}的数字超出范围。"
NUMBER_RANGE = "请检查位数：整数部分最多 {limit} 位，小数最多 {limit} 位。"
WANT_TABLE = "{label}应为一个表，现在是{kind}。"
RULE_EXAMPLE = '例如 {{ kind = "threshold_linear", points = 2 }}。'
WANT_FORMAT = "format 是数据格式的版本号，应为整数。"
WANT_FORMAT_HINT = "请删去这一行，或照 formgen 写出的样子保留。"
WANT_VALUE_HINT = "请只写一个数字，或一段加英文引号的文字。"
WANT_YEAR = "年度应为四位数字，现在是“{value}”。"
WRITE_YEAR = "例如 2023。"
TOO_MANY_ROWS = "指标超过 {limit} 行，后面的没有读。"
TOO_MANY_ROWS_HINT = "请检查是否误贴了整张台账，删去多余的行后再报。"
UNKNOWN_OPERATOR = "看不懂{label}“{text}”。"
WRITE_OPERATOR = "请从 ≥、≤、=、>、<、定性 中选一个。"
SIGN_NAMES = {
    "\x00": "空字符", "\x07": "响铃符", "\x08": "退格符", "\x0b": "竖向制表符", "\x0c": "换页符", "\x1b": "转义符",
    "\x7f": "删除符", "\x85": "换行符",
}  # fmt: skip
SIGN_KINDS = {"Cc": "控制符", "Cs": "半个字符", "Cn": "没有收入 Unicode 的字符"}
"""By Unicode's category, those without a name above."""
BAD_CHARACTER = "{label}里有不能印出的字符 {code}（{name}），在第 {position} 个字处。"
REMOVE_CHARACTER = "请删去它，或重新输入这段文字。"

KINDS = {
    "bool": "是/否值（true/false）",
    "int": "数字",
    "Decimal": "数字",
    "float": "数字",
    "str": "文字",
    "dict": "表",
    "list": "列表",
    "date": "日期",
    "datetime": "日期时间",
    "time": "时间",
}
OTHER_KIND = "别的类型"

# ── what was normalised (READ-01) ────────────────────────────────────────────────────────────────
CLEANED = "{label}里{what}。"
INVISIBLE_REMOVED = "有 {count} 个看不见的字符（{codes}），已去掉"
SPACES_MADE_PLAIN = "有 {count} 个特殊空格（{codes}），已换成普通空格"
LINE_SEPARATOR = "的行分隔符（{codes}）已按换行处理"
COMPOSED = "有 {count} 个拆开写的字母（{codes}），已合成一个字"
WORD_JOINED = "{label}“{text}”里的换行和空格已去掉，读作“{word}”。"
LABEL_POINTS = "{label}“{text}”读作“{word}”，{points} 分作为这一组的分值核对。"
NAME_SEAL = "{label}“{text}”里的盖章处没有读入，读作“{name}”。"
NAME_BREAKS = "{label}末尾的换行已去掉，读作“{name}”。"
POINT_UNITS = ("分",)
TEXT_LONG = "{label}有 {count} 个字，超过一格的上限 {limit} 字，没有读完。"
TEXT_LONG_HINT = "请检查是否误贴了整篇材料，删减后再报。"
NUMBER_FROM_TEXT = "{label}“{text}”是文字，已按数字 {number} 读取。"
UNIT_SPLIT = "{label}“{text}”里带着单位，已读作 {number}，计量单位 {unit}。"
REMARKS = {
    "ROUNDED": "{label}屏幕上显示 {text}，格里存的是 {stored}，已按显示的读取。",
    "SCALED": "{label}屏幕上显示 {text}，格里存的是 {stored}，已按显示的读取。",
    "OTHER": "{label}屏幕上显示 {text}，格里存的是 {stored}（数字格式 {code}），已按显示的读取。",
    "HIDDEN": "{label}格里存着 {stored}，但数字格式 {code} 把它隐藏了，屏幕上是空的，已按空白读取。",
    "MIDNIGHT": "{label}屏幕上显示 {stored}，时间是零点，已只读日期 {text}。",
    "DATE_CUT": "{label}屏幕上显示 {text}，格里存的是 {stored}，已按显示的读取。",
    "UNKNOWN": "{label}的数字格式 {code} 无法识别，已按格里存的 {text} 读取，请核对。",
    "LONG": "{label}屏幕上显示 {stored}，已按格里的全部数字 {text} 读取。",
    "LOST_DIGITS": "{label}{text} 超过 15 位，Excel 可能已丢失后面的数字。请核对；编号、证号请按文字填写。",
}
"""What a cell hides, by the name of `shown.Remark`."""

HIDDEN_ROWS = "第 {cells} 行是隐藏的，也已读取，请核对（共 {count} 行）。"
HIDDEN_COLUMNS = "{cells} 列是隐藏的，也已读取，请核对（共 {count} 列）。"
STRUCK = "{cells} 里有画了删除线的文字，也已读取；不要的内容请删去（共 {count} 格）。"
RAISED = "{cells} 里的上标、下标已读作对应的字符（如 m²），请核对（共 {count} 格）。"
FLAT = "{cells} 里有上标或下标没有对应的字符，已读作普通文字，请核对（共 {count} 格）。"
COVERED = "{cells} 被合并的格子盖住，里面还有看不见的内容，没有读取（共 {count} 格）。"
COMMENTS = "{cells} 有批注，批注没有读取（共 {count} 格）。"
PICTURES = "{cells} 处有图片，图片里的内容没有读取（共 {count} 幅）。"
MARGIN_LINE = "页眉或页脚里的“{text}”没有读入；属于申报内容的请写进表格。"
UNREAD_BESIDE = "工作表上的批注或图形损坏，看不出是什么，没有读取；各格照常读取。"
BOX = "这里有文本框“{text}”，没有读取。"
BOX_HINT = "要印在表上的请写进格子，再删去文本框。"
FORMULAS = "{cells} 是公式，已按上次保存时的结果读取（共 {count} 格）。"
AND_MORE = "{shown} 等"

SCALED_READ = "{label}屏幕上显示 {text}，格里存的是 {stored}，已读作 {number}，计量单位 {unit}。"
SCALED_DOUBT = "{label}屏幕上显示 {text}，格里存的是 {stored}，与计量单位“{unit}”对不上，不能确定是哪一个。"
SCALED_HINT = "请把数字格式改成“常规”，直接填写数字，并写明计量单位。"
OPERATOR_READ = "{label}“{text}”已读作 {operator}。"
WORDING_FROM_RULE = "{label}没有填写，已按本行的规则（rule）写成标准表述。"
OPERATOR_OF_NONE = "整行为“无”，{label}按“定性”处理。"
YEAR_FROM_PROFILE = "没有写年度，按表样的年度 {year} 处理。"
YEAR_FROM_TEXT = "年度“{text}”已按 {year} 读取。"

# ── workbooks ────────────────────────────────────────────────────────────────────────────────────
HELP_SHEET = "填写说明"
NEWER_WORKBOOK = (
    "{path} 由更新版本的 formgen 写成（格式 {format}，本机只认得到格式 {known}）。请更新 formgen 后再试。"
)
BROKEN_ZIP = (
    "{path} 不完整或已损坏，打不开。请重新导出或重新下载；能用 WPS 或 Excel 打开的话，另存为 .xlsx 再试。"
)
BROKEN_DOCUMENT = "{path} 不完整或已损坏，打不开。请重新下载；能用 WPS 或 Word 打开的话，另存为 .docx 再试。"
NOT_DOCUMENT = "{path} 不是 Word 文档（.docx），也不是申报数据。请检查是否选错了文件。"
PART_TOO_BIG = (
    "{path} 里的 {member} 过大（{size} MB，或其中的条目多得不正常），没有打开。请确认文件来源；"
    "确是自己的文件，请把内容复制到新建的文件里另存再试。"
)
TWO_PARTS = "{path} 里有两个同名而内容不同的部件 {member}，不能断定哪一个是真的，没有打开。请在 WPS 或 Office 中打开，核对后另存再试。"
ZIP_LOCKED = "{path} 里的部件设了压缩密码，打不开。请去掉密码后再试。"
ZIP_PACKING = "{path} 用了本程序不读的压缩方式，没有打开。请在 WPS 或 Office 中打开，另存后再试。"
TOO_MANY_CELLS = (
    "{path} 里有内容的单元格超过 {limit} 个，没有打开。请删去与申报无关的工作表和行，或分成几个文件再试。"
)
TOO_MANY_SHEETS = "{path} 里的工作表超过 {limit} 张，没有打开。请分成几个文件再试。"
TOO_MANY_STYLES = "{path} 里的单元格样式超过 {limit} 种，没有打开。请把表复制到新建的工作簿里另存再试。"
TEXT_TOO_LONG = (
    "{path} 里有一段 {count} 个字的文字，超过一个单元格的上限 {limit} 个字，没有打开。请缩短后另存再试。"
)
ZIP_BOMB = "{path} 解压后过大（{size} MB，上限 {limit} MB），疑似有害文件，没有打开。请确认文件来源。"
ZIP_RATIO = "{path} 里的 {member} 压缩比异常，疑似有害文件，没有打开。请确认文件来源。"
ZIP_MEMBERS = "{path} 里的部件过多（{count} 个），疑似有害文件，没有打开。请确认文件来源。"
SHEET_TOO_BIG = "{path} 的工作表过大（{size} MB）。请删去表格下方和右侧多余的空行、空列后另存再试。"
MERGES_TOO_BIG = "{path} 里合并了几十万个单元格以上的整行或整列。请取消这些合并，另存后再试。"
XML_ENTITIES = "{path} 里含有不允许的 XML 定义（DOCTYPE），疑似有害文件，没有打开。请确认文件来源。"
BINARY_WORKBOOK = "{path} 是二进制工作簿（.xlsb）。请在 WPS 或 Excel 中打开，另存为 .xlsx 再试。"
OPEN_DOCUMENT = "{path} 是 OpenDocument 格式。请在 WPS 或 Excel 中打开，另存为 .xlsx 再试。"
BROKEN_WORKBOOK = "{path} 的内部结构已损坏，读不出来。请在 WPS 或 Excel 中打开修复，另存为 .xlsx 再试。"
NO_FORM = "{path} 里没有找到申报表：没有一张工作表有“{labels}”这些表头。请用 formgen new 生成空白表再填写。"
HIDDEN_SHEET = "工作表“{sheet}”是隐藏的，也已读取。"
LOST_SHEET = "工作簿列有工作表“{sheet}”，文件里却没有它的内容，没有读入。"
SAME_SHEET = "工作表“{sheet}”与“{first}”是文件里的同一份内容，只读了一次。"
LOST_STYLES = "有 {count} 个数字单元格的样式在文件里找不到，按常规格式读取；日期和百分比请核对。"

NO_TABLE = "工作表“{sheet}”里没有找到指标表的表头。"
NO_TABLE_HINT = "表头一行要有：{labels}。"
REPEATED_HEADS = "{cells} 起的一行是换页处重复的表头，没有读入，下面的行接着上面的表读取。"
HEAD_UNIT = "表头写着单位“{unit}”，下面有 {count} 行只写了数字，没有计量单位，没有照表头补上。"
HEAD_UNIT_HINT = "请在这些行的计量单位一栏写上单位。"
TWO_TABLES = "一张工作表里有两个指标表（表头在 {first} 和 {second}）。"
TWO_TABLES_HINT = "请每个单位放一张工作表；Word 文件每个单位一份。"
NO_COLUMN = "指标表缺少“{label}”一列。"
NO_COLUMN_HINT = "请补上这一列的表头。"
TWICE = "“{label}”出现了两次（{first} 和 {second}）。"
TWICE_HINT = "请只保留一处。"
HEAD_READ = "表头“{text}”按“{label}”读取。"
ODD_COLUMN = "不认识表头“{text}”，这一列没有读入。"
ODD_COLUMN_HINT = "请照表样改正表头。"
STRANGE_COLUMN = "表头“{text}”不是本表样的列。"
STRANGE_COLUMN_HINT = "请改正表头，或删去这一列。"
NEAREST_COLUMN = "是不是“{nearest}”？"
LABEL_UNREAD = "标签“{text}”括号里的内容读不出，没有读取。"
LABEL_UNREAD_HINT = "请写成“{label}”的样子，在空处填写。"
STRAY_CELL = "“{text}”不在任何一栏里，不知道该放在哪里。"
STRAY_LINE_HINT = "没有读入。"
STRAY_CELL_HINT = "请移到对应的栏目；不是申报内容的请删去。"
TWO_VALUES = "“{label}”后面有两格内容。"
TWO_VALUES_HINT = "请合并到一格里。"
TWO_YEARS = "表上写了两个年度（{first} 和 {second}）。"
TWO_YEARS_HINT = "请改成一致。"
CELL_TOO_LONG = "{label}有 {text}，超过一个单元格的上限 {limit} 个字。"
CELL_TOO_LONG_HINT = "请缩短这一格的内容。"
CHARACTERS = "{count} 个字"
NO_CACHED_VALUE = "{label}是公式，但没有保存计算结果。"
NO_CACHED_VALUE_HINT = "请在 WPS 或 Excel 中打开、重新计算并保存，或直接填写数值。"
ERROR_VALUE = "{label}是错误值 {text}。"
NUMBER_UNUSABLE = "{label}里存的“{text}”不是能用的数字。"
NUMBER_UNUSABLE_HINT = "请直接填写数字。"
ERROR_VALUE_HINT = "请改正公式，或直接填写内容。"
BOOLEAN = "{label}是逻辑值（TRUE/FALSE）。"
BOOLEAN_HINT = "请填写文字或数字。"
BAD_RULE = "{label}写得不对：{why}。"
RULE_HINT = (
    "请照标准写法写一句，例如“达到指标值得2分，每少1件扣0.5分，扣完为止”（formgen score --rules 列出全部写法）；"
    '写成键的，用英文引号和等号：kind = "threshold_linear", points = 2。'
)

MERGED_SHARED = "{label}是几行合并的一格，这几行都按“{text}”读取。"
EMPTY_GROUP = "“{level2}”下没有填写指标，按空行处理。"
REMARK_LINE = "“{text}”是表下的说明，没有读入。"
PAGE_LINE = "“{text}”是页码，没有读入。"
GOES_ON_LINE = "“{text}”是接页的字样，没有读入。"
YEAR_LABEL = "年度"
DATE_LABEL = "日期"
SEAL_LINE = "“{text}”是盖章处，没有读入。"
SUM_LINE = "“{text}”一行是合计，不是指标；{points} 分已与各行分值核对。"
SUM_LINE_EMPTY = "“{text}”一行是合计，不是指标，没有读入。"
SIGN_LINE = "“{text}”在本表样里没有位置，没有读入。"
SKIPPED_BLANK = "工作表“{sheet}”是没有填写的空白表，没有读入。"
SKIPPED_HELPER = "工作表“{sheet}”只有几个表头或栏目，不是申报表，没有读入。"
YEAR_FROM_DATE = "年度一格是日期（{text}），按 {year} 年读取。"
STRAY_CELLS = "“{text}”等 {count} 格内容不在任何一栏里，不知道该放在哪里。"
TITLE_YEAR = "标题里的年份是 {title}，而申报年度是 {year}。"
TITLE_YEAR_HINT = "请核对，把标题和年度改成一致。"
SERIAL_COLUMN = "“{text}”一列没有读入。"
OTHER_HEADING = "其他信息（用于报送和归档，不印在申报表上）"
DECORATIONS = r"附(件|表|录)[\d一二三四五六七八九十〇零之.—–-]*:?|\(?(金额)?单位:?(万元|元)\)?|\(?(单位|部门)?\(?(盖章|公章|签章)\)?\)?"
"""Lines above the form that declare nothing (blanks and widths aside)."""

DAY = "{year}年{month}月{day}日"
DASHES = ("-", "—", "－", "/", "／")
"""What people write into a cell of a table that holds nothing."""


# ── forms of several blocks ──────────────────────────────────────────────────────────────────────
NO_BLOCK = "工作表“{sheet}”里没有找到“{table}”表。"
NO_COLUMN_IN = "“{table}”表缺少“{label}”一列。"
NO_ROW = "“{table}”表缺少“{label}”一行。"
NO_ROW_HINT = "请照表样补上这一行，不要改动左边的名称。"
TOTAL_READ = "{label}的合计 {total} 已与各行核对，没有作为一行读入。"
TOTAL_DIFFERS = "{label}合计填的是 {total}，各行加起来是 {sum}。"
TOTAL_DIFFERS_HINT = "请改正合计或各行的数字。"
PRINTED_SPLIT = "{label}“{text}”已读作 {parts}。"
PRINTED_DOUBT = "{label}“{text}”不能确定怎样拆成类型、数值和单位，按原文保留。"
PRINTED_DOUBT_HINT = "有数字的请写成“≥57个”的样子（符号、数字、单位），没有数字的只写文字。"
LINE_DIFFERS = "这一行里的{label}“{text}”与表内填写的不同，以表内为准。"
