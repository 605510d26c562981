"""Titles and descriptions of the JSON Schema of a declaration, and sentences of `formgen schema`."""

HELP = """给编辑器用的 JSON Schema：填写某个表样的 TOML 时，能提示栏目、指出写错的地方。

P 是表样的名称或文件夹；不写时用 hunan-2023。
"""
ABOUT = "{name}的申报数据（TOML）。"
PROFILE = "表样"
YEAR = "年度"
FORMAT = "数据格式版本"
INDICATORS = "绩效指标"
CARRIED = {"actuals": "实际完成值", "options": "生成时的选项"}
GROUPS = {
    "department": "部门（单位）",
    "goal": "目标",
    "filing": "填报",
    "archive": "归档",
    "project": "项目",
}
REQUIRED = "必填"
COMPUTED = "可留空，由程序计算"
TYPES = {
    "number": "数字",
    "money": "金额",
    "percent": "百分数，只写数字",
    "points": "分值",
    "score": "得分",
    "date": "日期",
}
ROLES = {
    "operator": "≥、≤、=、>、<、定性 之一",
    "target": "数字；定性指标写文字",
    "rule": '评分规则，例如 { kind = "proportional", points = 2 }',
    "points": "分值",
}
OTHER_SIGNS = (">=", "<=", "＝", "＞", "＜", "＞=", "＜=", "≧", "≦", "》", "《")
