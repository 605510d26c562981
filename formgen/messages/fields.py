"""Labels of fields that a form itself has no label for."""

FIELD_LABELS = {
    "profile": "表样",
    "year": "年度",
    "department": "部门（单位）",
    "department.code": "单位代码",
    "department.contact": "联系人",
    "department.phone": "联系电话",
    "goal": "目标",
    "indicators": "绩效指标",
    "filing": "填报",
    "filing.date": "填报日期",
    "filing.preparer": "填报人",
    "filing.head": "单位负责人",
    "archive": "归档",
    "archive.fonds": "全宗号",
    "archive.retention": "保管期限",
    "archive.item": "件号",
    "points": "分值",
    "rule": "规则",
}
