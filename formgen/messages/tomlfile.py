"""Comments in the TOML that `formgen new` writes."""

HEAD = """\
# {form}
# 用记事本等编辑器填写，另存为时编码选 UTF-8；文字放在英文引号里，# 后面是说明，不会印出。
# 换行写作 \\n，或用三个英文引号 \"\"\" 把多行文字包起来。填好后运行 formgen build。
"""
REQUIRED = "（必填）"
OPTIONAL = "（可不填）"
COLUMN_HELP = {
    "operator": "：≥ ≤ = > < 定性 六者之一",
    "target": "：数字不加引号，例如 160；定性指标写文字",
    "unit": "：例如 件、%、万元",
    "scoring": "：按原文印出，请写明指标分值和扣分办法",
}
ROW_HELP = "# 不够就照抄一段 [[indicators]]；没有的二级指标请删去，或{labels}都写“无”。"
BETWEEN = "、"
RULE_HELP = """\
# 评分标准的文字无法自动读懂时，可在该行加 points（分值）和 rule（规则），例如：
# points = 2
# rule = { kind = "threshold_linear", points = 2 }"""
