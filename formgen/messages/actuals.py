"""Sentences and labels of files with actual values."""

COLUMNS = {
    "三级指标": "name", "实际完成值": "value", "偏差原因": "reason", "评价人给分": "points",
    "项目": "project", "项目名称": "project",
}  # fmt: skip
OTHER_HEADS = {
    "name": ("三级指标名称", "指标名称", "绩效指标", "指标"),
    "value": ("实际完成", "实际值", "完成值", "全年实际值", "全年实际完成值", "年度实际完成值", "实际完成数", "实际完成情况", "完成情况"),
    "reason": ("偏差原因分析", "偏差原因及改进措施", "偏差原因分析及改进措施", "未完成原因", "未完成原因分析"),
}  # fmt: skip
"""Heads that are taken in a file that the user names as one of actual values, where the usual one is not there."""

UNIT_HEADS = (
    "单位名称",
    "部门名称",
    "部门（单位）名称",
    "部门(单位)名称",
    "预算单位",
    "预算单位名称",
    "申报单位",
    "填报单位",
    "部门",
)
"""Heads of a column that says whose values a row bears."""
UNIT_ALONE, UNIT_OF_MEASURE = "单位", "计量单位"
"""The first is the second, where the second does not stand beside it."""
REQUIRED_COLUMNS = ("三级指标", "实际完成值")
SHEET = "实际完成值"
HEADS = ("序号", "三级指标", "指标值", "计量单位", "分值", "实际完成值", "偏差原因", "评价人给分")
WIDTHS = (11, 66, 34, 22, 14, 40, 60, 20)
"""In mm, the width of a page together."""

FORM_TITLE = "实际完成值填报表"
UNIT_LINE = "填报单位：{department}　　　　{year}年度"
PROMPT_TITLE = "这一格怎样填"
PROMPT_TIER = "从列表选一档：{labels}。"
PROMPT_RANGE = "从列表选一档：{labels}；在“评价人给分”列填该档内的得分。"
PROMPT_TICKS = "填已完成的项目，用顿号隔开：{labels}。没有完成的填“无”，全部完成的填“全部”。"
PROMPT_YES_NO = "达到指标值填“是”，没有达到填“否”。"
PROMPT_DAY = "填完成日期，如 2024-01-20。"
PROMPT_NUMBER = "填数字，单位：{unit}。"
PROMPT_POINTS = "这一行由评价人评定：这里填实际情况，得分填在“评价人给分”列。"
NO_UNIT = "与指标值相同"
YES_NO = ("是", "否")
LABELS = "、"

TOML_HEAD = """实际完成值：每个指标填一个，未完成的可先留空 ""。
数字不加引号（158）；百分数写 95 或 "95%"；日期写 2024-01-20；定性指标写档次（"得到保护"）或第几档（1）。
没有得满分的写明偏差原因：{ value = 158, reason = "……" }；要由人评分的写：{ value = "部分达成", points = 7 }。"""
ROW = "{level2}，指标值 {target}，{points} 分"
UNKNOWN = "未定"

NO_TABLE = "{path} 不是实际完成值文件：应只有一个 [actuals] 表。可用 formgen new --actuals 生成。"
NO_COLUMNS = "{path} 里找不到这几列：{columns}。可用 formgen new --actuals 生成。"
NO_NAME = "这一行没有写三级指标名称。"
TWICE = "三级指标“{name}”填了两次。请只留一行，同名指标写成“二级指标/三级指标”。"
ERROR_VALUE = "单元格是错误值 {text}，请改正后再试。"
NO_TIME = "这里应为数字、文字或日期。"
NO_UNIT_NAME = "这一行不知道是哪个单位的：这里和上面都没有写单位。"
MANY_UNITS = "这个文件有 {count} 个单位的实际完成值，这里只要一个单位的。"
NO_FILES = (
    "{path} 里没有实际完成值文件。请放入每个单位一份，文件名写成“单位名称_实际完成值”（.xlsx、.toml）。"
)
SEVERAL_FILES = "“{unit}”的实际完成值文件不止一份：{files}。请只留一份，文件名写成“单位名称_实际完成值”。"
FAULTY = "实际完成值文件有误，请逐条改正："
