"""Sentences and labels of the roster: the list of units that are to hand in."""

COLUMNS = {
    "name": ("部门（单位）名称", "部门(单位)", "单位名称", "部门名称", "预算单位名称", "预算单位", "单位", "部门", "申报单位"),
    "code": ("单位代码", "单位编码", "部门编码", "部门代码", "预算编码", "编码", "代码"),
    "deadline": ("截止日期", "截止时间", "报送截止日期", "报送截止时间", "报送期限", "应报日期"),
    "filed": ("报送日期", "报送时间", "收到日期", "收件日期", "实报日期"),
    "project": ("项目名称", "项目"),
    "contact": ("联系人", "经办人", "填报人", "联系人姓名"),
    "phone": ("联系电话", "电话", "手机", "联系方式"),
    "budget": ("预算数", "预算", "年初预算", "预算金额", "预算数（万元）", "预算（万元）", "预算金额（万元）", "年初预算数（万元）", "部门预算（万元）"),
    "fonds": ("全宗号", "全宗"),
    "retention": ("保管期限",),
    "item": ("件号", "起始件号"),
}  # fmt: skip
"""Heads of the columns, as people write them; the first that fits is taken."""

LABELS = {
    "name": "单位", "code": "编码", "deadline": "截止日期", "filed": "报送日期", "project": "项目", "contact": "联系人",
    "phone": "联系电话", "budget": "预算数", "fonds": "全宗号", "retention": "保管期限", "item": "件号",
}  # fmt: skip
SUMS = ("合计", "总计", "小计")

LINE = "第 {line} 行"
LINE_COLUMN = "第 {line} 行第 {column} 列"
FAULTY = "单位名单 {path} 有 {count} 处要改正："
NO_NAMES = "{path} 里没有找到单位名单：没有一行表头写着“单位”“部门”或“部门（单位）名称”。请补上表头再试。"
NO_UNITS = "{path} 里一个单位也没有。请在表头下面每行写一个单位。"
UNKNOWN_KIND = "{path} 不是能识别的单位名单。请提供 .xlsx、.xls、.et、.ods 工作簿或 .csv 文件。"
NOT_TEXT = "{path} 的文字编码读不出来。请在 WPS 或 Excel 中打开，另存为 .xlsx 或“CSV UTF-8”再试。"
BAD_CSV = "{path} 第 {line} 行的写法不合 CSV（{why}）。请在 WPS 或 Excel 中打开，另存为 .xlsx 再试。"
NO_NAME = "这一行没有写单位。"
NO_NAME_HINT = "请补上单位名称，或删去这一行。"
TWICE = "“{name}”在名单里出现了两次（另一处在{first}）。"
TWICE_HINT = "请只保留一行。"
HEAD_TWICE = "“{label}”一列出现了两次（另一处在{first}）。"
HEAD_TWICE_HINT = "请只保留一列。"
BAD_DATE = "{label}“{text}”不是日期。"
BAD_DATE_HINT = "请写成 2023-03-15 这样。"
BAD_BUDGET = "预算数“{text}”不是数。"
BAD_BUDGET_HINT = "请写成 5000 这样（单位万元）；写元的请在数后写“元”。"
BAD_CELL = "{label}是公式却没有保存结果，或是错误值，读不出来。"
BAD_CELL_HINT = "请直接填写文字。"
