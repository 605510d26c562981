"""Sentences and labels of registers: one sheet with a column for the department and a row per indicator."""

NAME_HEADS = (
    "部门（单位）名称",
    "部门(单位)",
    "单位名称",
    "部门名称",
    "预算单位名称",
    "预算单位",
    "申报单位",
    "部门",
    "单位",
)
UNIT_HEAD = "单位"
"""Without a column 计量单位 this may mean the unit of measurement, and is no department's head."""

FACT_HEADS = {
    "year": ("年度", "年份", "申报年度"),
    "department.duties": ("部门（单位）职责", "部门职责", "单位职责", "主要职责", "职责"),
    "goal.annual": ("年度总体目标", "总体目标", "年度目标", "年度绩效目标", "整体绩效目标"),
}
SUMS = ("合计", "总计", "小计")

NAMELESS = "（没有写部门）"
PART_YEAR = "{name}（{year}）"
PART_SHEET = "{sheet}·{name}"
TITLE_LINE = "表上方的“{text}”没有读入。"
LINE_BELOW = "“{text}”一行不是指标，没有读入。"
SPELLED = "部门“{text}”与{first}的“{name}”只差空格或全半角，按同一部门处理。"
TWO_DIFFERENT = "同一部门的{label}写了两种（另一处在{first}）。"
TWO_DIFFERENT_HINT = "请改成一致，或只在该部门的第一行填写。"
TWO_HEADS = "表头写了两遍（{first} 和 {second}）。"
TWO_HEADS_HINT = "请只保留最上面的一行表头。"
FACT_ABOVE = "登记表里“{text}”不能写在表的上方，因为不知道是哪个部门的。"
FACT_ABOVE_HINT = "请把它做成表里的一列。"
