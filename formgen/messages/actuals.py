"""Sentences and labels of files with actual values."""

COLUMNS = {"三级指标": "name", "实际完成值": "value", "偏差原因": "reason", "评价人给分": "points"}
REQUIRED_COLUMNS = ("三级指标", "实际完成值", "偏差原因")
SHEET = "实际完成值"
HEADS = ("三级指标", "指标值", "分值", "实际完成值", "偏差原因", "评价人给分")
WIDTHS = (72, 42, 16, 36, 78, 22)
"""In mm, the width of a page together."""

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
FAULTY = "实际完成值文件有误，请逐条改正："
