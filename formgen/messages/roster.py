"""Sentences and labels of the roster: the list of units that are to hand in."""

COLUMNS = {
    "name": ("部门（单位）名称", "部门(单位)", "单位名称", "部门名称", "预算单位名称", "预算单位", "单位", "部门", "申报单位"),
    "code": ("单位代码", "单位编码", "部门编码", "部门代码", "预算编码", "编码", "代码"),
    "deadline": ("截止日期", "截止时间", "报送截止日期", "报送截止时间", "报送期限", "应报日期"),
    "filed": ("报送日期", "报送时间", "收到日期", "收件日期", "实报日期"),
    "project": ("项目名称", "项目"),
    "contact": ("联系人", "经办人", "填报人", "联系人姓名"),
    "phone": ("联系电话", "电话", "手机", "联系方式"),
    "budget": ("预算数", "预算", "年初预算", "预算金额", "年初预算数", "部门预算"),
    "fonds": ("全宗号", "全宗"),
    "retention": ("保管期限",),
    "item": ("件号", "起始件号"),
}  # fmt: skip
"""Heads of the columns, as people write them, without blanks, stars, a year before and remarks in brackets behind. Two
that mean the same are a fault."""

WEAKER = {
    "name": ("单位全称", "部门单位", "填报单位", "报送单位", "应报单位", "申报部门", "预算部门", "预算部门名称", "主管部门", "主管部门名称", "机构名称"),
    "code": ("预算单位编码", "预算单位代码", "预算代码", "单位编号", "部门编号"),
    "deadline": ("截止日", "截止", "上报截止日期", "上报截止时间", "报送时限", "上报期限", "上报时限", "规定报送日期", "最迟报送日期", "应报时间", "期限", "时限"),
    "filed": ("实际报送日期", "收表日期", "上报日期", "上报时间"),
    "contact": ("填表人", "经办人姓名", "联络员", "联络人", "业务联系人", "财务联系人", "联系人及电话", "联系人及联系电话", "联系人、电话", "联系人/电话"),
    "phone": ("联系人电话", "经办人电话", "手机号", "手机号码", "电话号码", "办公电话", "座机"),
    "budget": ("预算总额", "预算资金", "预算额", "年度预算", "年度预算数", "本年预算", "本年预算数", "部门预算数", "单位预算数", "预算安排数", "预算安排金额", "批复预算数", "预算批复数"),
    "fonds": ("全宗编号", "全宗代码", "档案全宗号"),
    "retention": ("档案保管期限",),
}  # fmt: skip
"""Heads that are taken where none of the others of their kind is there: 主管部门 beside 单位名称 is another unit's name."""

MONEY = {
    "元": "10000",
    "千元": "10",
    "万元": "1",
    "万": "1",
    "百万元": "0.01",
    "亿元": "0.0001",
    "亿": "0.0001",
}
"""Units of money → how many of them are 10,000 元."""

IN_HEAD = ("单位：", "单位:", "单位")
"""What may stand before the unit of money in a head."""

PASSED_OVER = ("序号", "备注", "说明", "编号", "行号")
"""Heads of columns that say nothing of a unit."""

SEPARATOR = "、"
UNUSED = "名册 {path} 里没有用到的列：{heads}。认得的列有：{known}。"

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
BAD_BUDGET_HINT = "请写成 5000 这样（单位万元）；别的单位请写在数后或表头里，如“元”“亿元”。"
BAD_CELL = "{label}是公式却没有保存结果，或是错误值，读不出来。"
BAD_CELL_HINT = "请直接填写文字。"
