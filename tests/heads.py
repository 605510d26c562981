"""The heads of the indicator table of hunan-2023, as the official form prints them."""

HEADS = (
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值类型",
    "指标值",
    "计量单位",
    "指标解释",
    "评（扣）分标准",
    "备注",
)
